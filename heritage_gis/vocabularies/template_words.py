"""The words of the forms that we hand out, and the sheets of such a form told from others."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from heritage_gis.settings import Language

OwnSheet = Literal["example", "lists"]
OWN_SHEETS: tuple[OwnSheet, ...] = ("example", "lists")


@cache
def read_template_words(language: Language) -> dict[str, str]:
    """Return the words of a form in one language, by their code."""
    return {code: texts[language] for code, texts in read_labels("template_words").items()}


def find_own_sheet(first_cell: str) -> OwnSheet | None:
    """Say which sheet of a form begins with this cell; None where it is a sheet of theirs."""
    return next((sheet for sheet in OWN_SHEETS if first_cell.strip() in _read_marks(sheet)), None)


@cache
def _read_marks(sheet: OwnSheet) -> frozenset[str]:
    return frozenset(read_labels("template_words")[f"mark_{sheet}"].values())
