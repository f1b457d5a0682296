"""The tables that the reading child hands over: Arrow files of text, written batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from heritage_gis.read.job import Fault, Job, Member, Outcome, Sheet
from heritage_gis.read.limits import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_FAULTS,
    MAX_LAYERS,
    MAX_ROWS,
    MB,
)
from heritage_gis.read.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FEATURE_ID = "fid"
WKB = "geometry"
TEXT = pa.large_string()


class Handover(Workplace):
    """Takes tables one by one; nothing is pickled, and no table stands in memory as a whole."""

    def __init__(self, job: Job, scratch: Path) -> None:
        """Hand over what is read of `job` in its scratch folder."""
        super().__init__(job, scratch)
        self.sheets: list[Sheet] = []
        self.members: list[Member] = []
        self.unread: list[str] = []
        self.faults: list[Fault] = []
        self.taken: list[str] = []
        self.is_broken = False
        self._rows = self._bytes = 0

    def add_sheet(self, sheet: Sheet, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
        """Write one table.

        Raises:
            RefusedFileError: the file has too many tables, or too much in them.
        """
        if len(self.sheets) >= MAX_LAYERS:
            raise self.refuse(f"holds more than {MAX_LAYERS} sheets or layers; send it in parts")
        path = self.folder / f"{len(self.sheets)}.arrow"
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
            for batch in batches:
                self._count(batch)
                writer.write_batch(batch)
        self.sheets.append(sheet)

    def _count(self, batch: pa.RecordBatch) -> None:
        """Refuse what unpacks here and not in an archive: a Parquet has a value once for many."""
        self._rows += len(batch)
        self._bytes += batch.nbytes
        if self._rows > MAX_ROWS:
            raise self.refuse(f"holds more than {MAX_ROWS:,} rows; send it in parts")
        if self._bytes > self.job.limits.unpacked_bytes:
            raise self.refuse(
                f"holds more than {self.job.limits.unpacked_bytes / MB:,.0f} MB of texts and "
                "shapes; send it in parts"
            )

    def add_fault(self, code: str, value: str = "", layer: str = "", row: int = 0) -> None:
        """Have something told, of a feature, a layer or the whole file.

        Raises:
            RefusedFileError: there is so much to tell that the file must be damaged.
        """
        if len(self.faults) >= MAX_FAULTS:
            raise self.refuse(
                f"more than {MAX_FAULTS:,} of its features cannot be read; "
                "open it in its program, save it anew and send that"
            )
        self.faults.append(Fault(code, value, layer, row))

    def summarise(self, walls: Iterable[str], refused: str = "") -> Outcome:
        """Return what is to be said of all tables."""
        if refused:
            return Outcome(refused, walls=tuple(walls), is_broken=self.is_broken)
        return Outcome(
            sheets=tuple(self.sheets),
            members=tuple(self.members),
            unread=tuple(self.unread),
            walls=tuple(walls),
            faults=tuple(self.faults),
            taken=tuple(self.taken),
        )

    def clean_texts(self, column: pa.Array, where: str) -> pa.Array:
        """Strip a text column of outer spaces, and make its empty cells null.

        Raises:
            RefusedFileError: a cell is too long to be one.
        """
        column = pc.utf8_trim_whitespace(column)
        lengths = pc.utf8_length(column)
        longest = pc.max(lengths).as_py() or 0
        if longest > MAX_CELL_CHARACTERS:
            raise self.refuse(
                f"{where} has a cell of {longest:,} characters; at most {MAX_CELL_CHARACTERS:,} "
                "are read; look for an unclosed quotation mark, or take the text out"
            )
        return pc.if_else(pc.equal(lengths, 0), pa.scalar(None, column.type), column)

    def check_width(self, columns: int, where: str) -> None:
        """Refuse a table that is too wide to be one.

        Raises:
            RefusedFileError: it has more than MAX_COLUMNS columns.
        """
        if columns > MAX_COLUMNS:
            raise self.refuse(
                f"{where} has {columns:,} columns; at most {MAX_COLUMNS:,} are read; "
                "send the columns of the survey only"
            )


def make_grid_schema(width: int) -> pa.Schema:
    """Return the schema of a grid: a text column for each column of the sheet."""
    return pa.schema([(str(number), TEXT) for number in range(width)])


def make_features_schema(width: int) -> pa.Schema:
    """Return the schema of features: number, geometry, and a text column for each attribute."""
    attributes = [(str(number), TEXT) for number in range(width)]
    return pa.schema([(FEATURE_ID, pa.int64()), (WKB, pa.large_binary()), *attributes])
