"""What reading gives: the tables of a file, where they come from, and what is to be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heritage_gis.model.raw_table import RawTable


@dataclass(frozen=True)
class Origin:
    """Where tables come from.

    Attributes:
        file: the received file.
        member: the file inside an archive, without its suffix; empty elsewhere.
        format: code of its format.
        known: headings that a person has explained in `survey.toml`.
    """

    file: str
    format: str
    member: str = ""
    known: frozenset[str] = frozenset()

    def name_layer(self, layer: str) -> str:
        """Return the `source_layer` of a sheet or layer."""
        return " / ".join(part for part in (self.member, layer) if part)


@dataclass(frozen=True)
class ReadNote:
    """Something to be told of a sheet or a file, as a code of `problems.csv`."""

    code: str
    source_file: str
    source_layer: str
    value: str = ""
    row: int = 0  # 0 where it is of no single row


@dataclass(frozen=True)
class Reading:
    """The tables of a file, and what is to be told of how it was read.

    Attributes:
        taken: names of the files beside it that were read as its parts.
    """

    tables: tuple[RawTable, ...] = ()
    notes: tuple[ReadNote, ...] = ()
    taken: tuple[str, ...] = ()
