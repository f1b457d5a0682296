"""What people write into a cell to say that they know nothing: «—», «нет», «б/н», «н/д», «?»."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from heritage_gis.model.columns import map_distinct
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.words import split_words

if TYPE_CHECKING:
    import pandas as pd


@cache
def read_blank_words() -> frozenset[tuple[str, ...]]:
    """Return the phrases of `blank_words.csv` (facts §7.2) as folded words."""
    return frozenset(
        tuple(split_words(phrase))
        for entry in read_vocabulary("blank_words")
        for phrase in entry["words"].split(";")
    )


@cache
def _find_longest() -> int:
    """Return how long such a phrase may be, with some room for signs and spaces."""
    return 2 * max(len(" ".join(words)) for words in read_blank_words())


def is_blank(text: str) -> bool:
    """Tell whether a cell only says that nothing is known; signs without a word say so too."""
    if len(text) > _find_longest() and any(map(str.isalnum, text)):
        return False  # most long texts are texts, and need not be taken apart
    words = tuple(split_words(text))
    return not words or words in read_blank_words()


def clear_blanks(texts: pd.Series) -> pd.Series:
    """Return a column of text, trimmed, with missing values where a cell says nothing."""
    cleared = map_distinct(texts, lambda text: None if is_blank(text) else text.strip(), None)
    return cleared.astype("str")
