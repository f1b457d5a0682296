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

    from heritage_gis.sentences import Sentence

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
            raise self.refuse("layers_over", limit=MAX_LAYERS)
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
            raise self.refuse("rows_over", limit=MAX_ROWS)
        if self._bytes > self.job.limits.unpacked_bytes:
            limit_mb = round(self.job.limits.unpacked_bytes / MB)
            raise self.refuse("texts_over", limit_mb=limit_mb)

    def add_fault(self, code: str, value: str = "", layer: str = "", row: int = 0) -> None:
        """Have something told, of a feature, a layer or the whole file.

        Raises:
            RefusedFileError: there is so much to tell that the file must be damaged.
        """
        if len(self.faults) >= MAX_FAULTS:
            raise self.refuse("faults_over", limit=MAX_FAULTS)
        self.faults.append(Fault(code, value, layer, row))

    def summarise(self, walls: Iterable[str], refused: Sentence | None = None) -> Outcome:
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

    def clean_texts(self, column: pa.Array, long: str, /, **where: str) -> pa.Array:
        """Strip a text column of outer spaces, and make its empty cells null.

        Args:
            column: texts.
            long: the code by which a cell that is too long is refused.
            where: what its sentence names besides the length and the limit.

        Raises:
            RefusedFileError: a cell is too long to be one.
        """
        column = pc.utf8_trim_whitespace(column)
        lengths = pc.utf8_length(column)
        longest = pc.max(lengths).as_py() or 0
        if longest > MAX_CELL_CHARACTERS:
            raise self.refuse(long, **where, length=longest, limit=MAX_CELL_CHARACTERS)
        return pc.if_else(pc.equal(lengths, 0), pa.scalar(None, column.type), column)

    def check_width(self, columns: int, *, sheet: str = "", layer: str = "") -> None:
        """Refuse a table that is too wide to be one.

        Args:
            columns: how many it has.
            sheet: its name, where it is a sheet.
            layer: its name, where it is a layer that has one.

        Raises:
            RefusedFileError: it has more than MAX_COLUMNS columns.
        """
        if columns <= MAX_COLUMNS:
            return
        if sheet:
            raise self.refuse("sheet_too_wide", sheet=sheet, columns=columns, limit=MAX_COLUMNS)
        if layer:
            raise self.refuse("layer_too_wide", layer=layer, columns=columns, limit=MAX_COLUMNS)
        raise self.refuse("table_too_wide", columns=columns, limit=MAX_COLUMNS)


def make_grid_schema(width: int) -> pa.Schema:
    """Return the schema of a grid: a text column for each column of the sheet."""
    return pa.schema([(str(number), TEXT) for number in range(width)])


def make_features_schema(width: int) -> pa.Schema:
    """Return the schema of features: number, geometry, and a text column for each attribute."""
    attributes = [(str(number), TEXT) for number in range(width)]
    return pa.schema([(FEATURE_ID, pa.int64()), (WKB, pa.large_binary()), *attributes])
