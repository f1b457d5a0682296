"""The words of a marked workbook."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from heritage_gis.settings import Language


@cache
def read_workbook_words(language: Language) -> dict[str, str]:
    """Return the words of a marked workbook, by key."""
    return {code: label[language] for code, label in read_labels("workbook_words").items()}
