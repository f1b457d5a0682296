"""What a code is called on pages and in messages, in the three languages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from heritage_gis.settings import Language


@cache
def read_labels(vocabulary: str) -> dict[str, dict[str, str]]:
    """Return the labels of a vocabulary by code: `{"kk": …, "ru": …, "en": …}`, in its order."""
    return {
        entry["code"]: {language: entry[language] for language in ("kk", "ru", "en")}
        for entry in read_vocabulary(vocabulary)
    }


def read_label(vocabulary: str, code: str, language: Language) -> str:
    """Return what a code is called.

    Args:
        vocabulary: `kinds`, `kind_groups`, `periods`, `conditions`, `extant`, `threats` or
            `statuses`.
        code: a code of it.
        language: kk, ru or en.

    Raises:
        KeyError: the vocabulary has no such code, which is a bug.
    """
    return read_labels(vocabulary)[code][language]
