"""The words of datings besides periods and numbers: what each means, whatever its ending."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.words import REMEMBERED, even_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORTEST = 4  # letters: a shorter word that is misspelt may be any other


@dataclass(frozen=True)
class DatingPhrase:
    """One or several words of a dating.

    Attributes:
        words: lower case, each in one alphabet; `*` at the end stands for any ending.
        meaning: of `dating_words.csv`; empty for a row of `dating_events.csv`.
        means: the dating that such an event stands for: «дореволюционный» is `before 1917 AD`.
    """

    words: tuple[str, ...]
    meaning: str = ""
    means: str = ""

    def fits(self, words: Sequence[str]) -> bool:
        """Tell whether words begin with this phrase."""
        return len(words) >= len(self.words) and all(map(_fits, self.words, words))


def find_dating_phrase(words: Sequence[str]) -> DatingPhrase | None:
    """Return the longest phrase that words begin with; a whole word goes before a beginning.

    Args:
        words: each as `even_word` gives it.
    """
    return next((phrase for phrase in _list_phrases(words[0]) if phrase.fits(words)), None)


@lru_cache(maxsize=REMEMBERED)
def even_word(word: str) -> str:
    """Return a word in lower case and one alphabet, ё as е; «ғ.» stays apart from «г.», a year."""
    return even_letters(word).replace("ё", "е")


@cache
def list_dating_words() -> tuple[str, ...]:
    """Return the whole words of datings that are long enough to be misspelt."""
    words = {word for phrase in _read_phrases() for word in phrase.words}
    return tuple(sorted(word for word in words if len(word) >= SHORTEST and "*" not in word))


def _fits(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@lru_cache(maxsize=REMEMBERED)
def _list_phrases(first: str) -> tuple[DatingPhrase, ...]:
    """Return the phrases that may begin with a word, the longest first."""
    return tuple(phrase for phrase in _read_phrases() if _fits(phrase.words[0], first))


@cache
def _read_phrases() -> tuple[DatingPhrase, ...]:
    phrases = [
        DatingPhrase(
            tuple(even_letters(spelling).split()), entry.get("meaning", ""), entry.get("means", "")
        )
        for table in ("dating_words", "dating_events")
        for entry in read_vocabulary(table)
        for spelling in entry["words"].split(";")
    ]
    return tuple(sorted(phrases, key=_rank_phrase))


def _rank_phrase(phrase: DatingPhrase) -> tuple[int, bool, int]:
    """Put more words first, then a whole word, then the longest beginning."""
    first = phrase.words[0]
    return -len(phrase.words), first.endswith("*"), -len(first)
