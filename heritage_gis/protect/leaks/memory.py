"""Memory: what one leak test has read before, so that nothing is read twice.

The same sites are published by district, by region and together: the same features, the same
values, again and again.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

# Letters: no test of a text looks further from a figure than that for a word, or than twice that
# for another figure.
REACH = 32
LONG_LINE = 200  # a feature on a line of its own; shorter lines may need their neighbours
_DANGLING = re.compile(r",(?=\s*\]\s*\}\s*\Z)")
_PART_END = re.compile(rf"\n(?<=\D{{{REACH}}}\n)(?=\D{{{REACH}}})")
_MOST_LETTERS = 10_000_000  # remembered of clean texts; what all pages share comes soon again
_LINE_ID = re.compile(r"^[^\n]{0,80}?\b([A-Z]{2,5}-\d{3,})\b", re.MULTILINE)


@dataclass
class Memory:
    """The files, features and values that were read before, and the parts that were clean."""

    _files: set[tuple[str, str]] = field(default_factory=set)
    _lines: set[str] = field(default_factory=set)
    _values: set[str] = field(default_factory=set)
    _clean: set[tuple[str, str]] = field(default_factory=set)
    _clean_letters: int = 0

    def remember_file(self, name: str, content: bytes) -> None:
        """Remember a file that is searched by itself."""
        self._files.add(_describe_file(name, content))

    def knows_file(self, name: str, content: bytes) -> bool:
        """Tell whether a file with this content, of the same sort, is searched by itself."""
        return _describe_file(name, content) in self._files

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

    def list_new_parts(self, text: str, sort: str) -> list[str]:
        """Return the parts of a text that were not clean before, in order.

        A part ends with a line where no figure is near, so that no test reaches across: what is
        found in a part is the same whatever stands beside it.

        Args:
            text: any text.
            sort: which tests it is put to; clean is what passed those very ones.
        """
        return [part for part in _PART_END.split(text) if (part, sort) not in self._clean]

    def keep_clean(self, parts: list[str], sort: str) -> None:
        """Remember parts of a text in which nothing was found."""
        self._clean.update((part, sort) for part in parts)
        self._clean_letters += sum(map(len, parts))
        if self._clean_letters > _MOST_LETTERS:
            self._clean.clear()
            self._clean_letters = 0

    def take_new_values(self, lines: str) -> list[str]:
        """Return the values (one a line) that are new, each once, and remember them."""
        values = [value for value in dict.fromkeys(lines.splitlines()) if value not in self._values]
        self._values.update(values)
        return values


def _describe_file(name: str, content: bytes) -> tuple[str, str]:
    return name.rpartition(".")[2].casefold(), hashlib.sha256(content).hexdigest()


def list_line_ids(text: str) -> list[str]:
    """Return what may be the site_id of each feature on a line of its own, in order."""
    return _LINE_ID.findall(text)
