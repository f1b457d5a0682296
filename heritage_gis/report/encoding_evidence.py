"""Why the text of a file was decoded as it was, in the language of the report."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from heritage_gis.settings import Language

WITHIN = ("first", "second")  # fields of a sentence that are sentences themselves


def tell_evidence(evidence: str, language: Language) -> str:
    """Tell in a language what reading says in English; a sentence not in the table stays English.

    Reading tells its evidence before it is known who will read it.
    """
    for pattern, entry in _read_patterns():
        found = pattern.fullmatch(evidence)
        if found:
            told = {
                name: tell_evidence(text, language) if name in WITHIN else text
                for name, text in found.groupdict().items()
            }
            return entry[language].format(**told)
    return evidence


@cache
def _read_patterns() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """Return each English sentence as a pattern; those that hold others come first."""
    entries = sorted(read_vocabulary("encoding_evidence"), key=lambda entry: not _holds(entry))
    return tuple((re.compile(_write_pattern(entry["en"])), entry) for entry in entries)


def _holds(entry: dict[str, str]) -> bool:
    return "{first}, though" in entry["en"]


def _write_pattern(template: str) -> str:
    parts = re.split(r"\{(\w+)\}", template)
    return "".join(
        f"(?P<{part}>.+)" if place % 2 else re.escape(part) for place, part in enumerate(parts)
    )
