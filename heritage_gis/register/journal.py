"""The journal: one append-only sequence of what was received, decided and given out for good."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from heritage_gis.errors import DamagedHomeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Event = dict[str, Any]

RECEIVED = "survey_received"
WITHDRAWN = "survey_withdrawn"
SITES_GIVEN = "sites_given"
NUMBERS_GIVEN = "numbers_given"
CELLS_PINNED = "cells_pinned"
EDITION_RELEASED = "edition_released"
BULKY = frozenset((SITES_GIVEN, NUMBERS_GIVEN, CELLS_PINNED))  # they grow with the register

_HEAD = re.compile(rb'\{"seq":(\d+),"event":"(\w+)"(?:,"prev":"([0-9a-f]{16})")?')
_CHAIN = 16  # hexadecimal digits of the sha256 of the line before


@dataclass(frozen=True)
class _Line:
    event: str
    start: int
    end: int


@dataclass
class Journal:
    """A journal file, and where in it each event stands.

    The file is only ever appended to, one event a line, each numbered; a line is whole or it is
    not there. A last line that a power cut left torn is dropped when the journal is next opened
    for writing: its event had not happened yet. Each line carries a digest of the one before it,
    so that lines which were changed or swapped by hand are found. Events are parsed when they are
    asked for: in a large register most of them tell which record belongs to which site, and that
    stands in the register.
    """

    path: Path
    _lines: list[_Line] = field(default_factory=list)
    _end: int = 0
    _last: str = ""

    @property
    def seq(self) -> int:
        """The number of the last event, 0 before the first."""
        return len(self._lines)

    @property
    def events(self) -> list[Event]:
        """All events, in their sequence."""
        return list(self._read(self._lines))

    def select(self, *names: str, after: int = 0) -> Iterator[Event]:
        """Give the events of some sorts that follow an event, in their sequence."""
        return self._read([line for line in self._lines[after:] if line.event in names])

    def select_small(self) -> Iterator[Event]:
        """Give all events but those that grow with the register."""
        return self._read([line for line in self._lines if line.event not in BULKY])

    def has(self, *names: str, after: int) -> bool:
        """Tell whether an event of some sorts follows an event."""
        return any(line.event in names for line in self._lines[after:])

    def append(self, event: str, **told: object) -> Event:
        """Write one more event, and have it kept even if the power fails now."""
        linked = {"prev": self._last} if self._last else {}
        entry: Event = {"seq": self.seq + 1, "event": event, **linked, **told}
        line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as stream:
            stream.truncate(self._end)
            stream.write(line + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        self._note(event, line)
        return entry

    def refresh(self) -> None:
        """Take note of what was appended since.

        Raises:
            DamagedHomeError: a line is not what was once written.
        """
        if not self.path.exists():
            return
        with self.path.open("rb") as stream:
            stream.seek(self._end)
            fresh = stream.read()
        lines = fresh[: fresh.rfind(b"\n") + 1].split(b"\n")[:-1]
        for line in lines:
            self._check(line)

    def _check(self, line: bytes) -> None:
        """Note a line, unless it, or the one before it, is not what was once written."""
        head = _HEAD.match(line)
        if head is None or int(head[1]) != self.seq + 1:
            raise DamagedHomeError(_say_damaged(self.seq + 1))
        told = (head[3] or b"").decode()
        if told and told != self._last:
            raise DamagedHomeError(_say_damaged(self.seq))
        try:
            json.loads(line.decode("utf-8"))
        except ValueError as error:
            raise DamagedHomeError(_say_damaged(self.seq + 1)) from error
        self._note(head[2].decode(), line)

    def _note(self, event: str, line: bytes) -> None:
        start, self._end = self._end, self._end + len(line) + 1
        self._lines.append(_Line(event, start, self._end))
        self._last = hashlib.sha256(line).hexdigest()[:_CHAIN]

    def _read(self, lines: list[_Line]) -> Iterator[Event]:
        if not lines:
            return
        with self.path.open("rb") as stream:
            for line in lines:
                stream.seek(line.start)
                yield json.loads(stream.read(line.end - line.start))


def open_journal(path: Path) -> Journal:
    """Read a journal; one that is not there yet is empty.

    Raises:
        DamagedHomeError: a line is not what was once written.
    """
    journal = Journal(path)
    journal.refresh()
    return journal


def _say_damaged(number: int) -> str:
    return f"journal.jsonl: line {number} is damaged or out of sequence; restore it from a backup"
