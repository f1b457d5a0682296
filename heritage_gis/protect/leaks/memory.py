"""Memory: what one leak test has read before, so that nothing is read twice.

The same sites are published by district, by region and together: the same features, the same
values, again and again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LONG_LINE = 200  # a feature on a line of its own; shorter lines may need their neighbours
_DANGLING = re.compile(r",(?=\s*\]\s*\}\s*\Z)")
_LINE_ID = re.compile(r"^[^\n]{0,80}?\b([A-Z]{2,5}-\d{3,})\b", re.MULTILINE)


@dataclass
class Memory:
    """The features and the values that were read before."""

    _lines: set[str] = field(default_factory=set)
    _values: set[str] = field(default_factory=set)

    def blank_known_features(self, text: str) -> str:
        """Blank the features that are known, each on a line of its own; places by line stay.

        What is left is JSON as it was, with fewer features.
        """
        lines = text.split("\n")
        told = [line.rstrip(",") if len(line) >= LONG_LINE else "" for line in lines]
        known = {line for line in told if line in self._lines}
        self._lines.update(told)
        if len(known) <= 1:  # the empty line
            return text
        kept = (
            "" if short in known and short else line
            for short, line in zip(told, lines, strict=True)
        )
        return _DANGLING.sub("", "\n".join(kept))

    def take_new_values(self, lines: str) -> list[str]:
        """Return the values (one a line) that are new, each once, and remember them."""
        values = [value for value in dict.fromkeys(lines.splitlines()) if value not in self._values]
        self._values.update(values)
        return values


def list_line_ids(text: str) -> list[str]:
    """Return what may be the site_id of each feature on a line of its own, in order."""
    return _LINE_ID.findall(text)
