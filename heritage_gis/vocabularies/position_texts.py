"""Sentences about positions in three languages: evidence, hints, what was wrong with an outline."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def _load_texts() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read_vocabulary("position_texts")}


def has_position_text(code: str) -> bool:
    """Tell whether there is a sentence of that code."""
    return code in _load_texts()


def write_position_text(code: str, figures: Mapping[str, object] | None = None) -> dict[str, str]:
    """Write a sentence of `position_texts.csv` with its figures: `{"kk": …, "ru": …, "en": …}`.

    A figure may be one for all languages, or a dict with one for each.
    """
    entry = _load_texts()[code]
    told = {
        language: {
            name: figure[language] if isinstance(figure, dict) else figure
            for name, figure in (figures or {}).items()
        }
        for language in LANGUAGES
    }
    return {language: entry[language].format_map(told[language]) for language in LANGUAGES}
