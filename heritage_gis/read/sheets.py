"""The sheets of a workbook of any kind as grids: hidden ones too, their numbers without loss."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import python_calamine as calamine

from heritage_gis.read.handover import TEXT, Handover, make_grid_schema
from heritage_gis.read.job import Sheet
from heritage_gis.read.limits import MAX_CELLS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from heritage_gis.read.grid import Range

_BATCH = 10_000
_MAX_MERGED = 200_000
_VISIBLE = calamine.SheetVisibleEnum.Visible
_WORKSHEET = calamine.SheetTypeEnum.WorkSheet
_DURATION = re.compile(r"PT(\d+)H(\d\d)M(\d\d)(?:[.,]\d+)?S")
_NUMBER = re.compile(r"\s*'?[+-]?\d+(?:[.,]\d+)?\s*")
_FEWEST_NUMBERS = 2  # one may be that of a row of column numbers
_TIMES = dt.timedelta | dt.date | dt.time
_DAY, _LEAP_DAY = dt.timedelta(days=1), (1900, 3, 1)
LOCKED = "workbook_locked"


@dataclass(frozen=True)
class SheetMarks:
    """What a format says of a sheet besides the values of its cells.

    Attributes:
        faults: row and column from 0 -> what is shown in a cell without a value: «#N/A».
        merged: merged cells; None where calamine knows them itself.
    """

    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[Range, ...] | None = None


def hand_over_sheets(handover: Handover, find_marks: Callable[[str], SheetMarks]) -> None:
    """Hand over the cells of each worksheet, from its first row on.

    Args:
        handover: takes them.
        find_marks: tells of a sheet by its name what calamine does not.

    Raises:
        RefusedFileError: the workbook is damaged or locked, or a sheet is too large.
    """
    try:
        with calamine.CalamineWorkbook.from_path(str(handover.input)) as workbook:
            for metadata in workbook.sheets_metadata:
                if metadata.typ == _WORKSHEET:
                    _read_sheet(handover, workbook, metadata, find_marks(metadata.name))
    except calamine.PasswordError as fault:
        raise handover.refuse(LOCKED) from fault
    except (calamine.CalamineError, OSError, ValueError) as fault:
        raise handover.refuse("workbook_damaged", fault=str(fault)) from fault


def check_extent(handover: Handover, name: str, height: int, width: int) -> None:
    """Refuse a sheet that reaches too far to be a table.

    Raises:
        RefusedFileError: it has too many columns or cells.
    """
    handover.check_width(width, sheet=name)
    if height * width > MAX_CELLS:
        raise handover.refuse("sheet_too_far", sheet=name, row=height, column=width)


def check_merged(handover: Handover, name: str, count: int) -> None:
    """Refuse a sheet with more merged cells than anybody merges.

    Raises:
        RefusedFileError: it has too many.
    """
    if count > _MAX_MERGED:
        raise handover.refuse("merged_over", sheet=name, count=count)


def _read_sheet(
    handover: Handover,
    workbook: calamine.CalamineWorkbook,
    metadata: calamine.SheetMetadata,
    marks: SheetMarks,
) -> None:
    cells = workbook.get_sheet_by_name(metadata.name)
    height, width = (cells.end[0] + 1, cells.end[1] + 1) if cells.end else (0, 0)
    width = max([width, *(column + 1 for _, column in marks.faults)])
    check_extent(handover, metadata.name, height, width)
    merged = marks.merged
    if merged is None:
        merged = tuple((*first, *last) for first, last in cells.merged_cell_ranges or ())
    check_merged(handover, metadata.name, len(merged))
    sheet = Sheet("grid", metadata.name, is_hidden=metadata.visible != _VISIBLE, merged=merged)
    schema = make_grid_schema(width)
    writer = _Writer(marks.faults, has_leap_day=handover.job.format != "ods")
    handover.add_sheet(sheet, schema, _make_batches(handover, cells, schema, writer))
    handover.sheets[-1] = replace(sheet, text_numbers=writer.list_text_numbers())


def _make_batches(
    handover: Handover, cells: calamine.CalamineSheet, schema: pa.Schema, writer: _Writer
) -> Iterator[pa.RecordBatch]:
    rows = cells.iter_rows()  # from row 1 on, but from the first column that is not empty
    left = cells.start[1] if cells.start else 0
    before = 0
    while part := list(islice(rows, _BATCH)):
        blank = ("",) * len(part)
        columns = [blank] * left + list(zip_longest(*part, fillvalue=""))
        columns += [blank] * (len(schema) - len(columns))
        texts = (
            pa.array(writer.write_column(column, at, before), TEXT)
            for at, column in enumerate(columns)
        )
        clean = [
            handover.clean_texts(column, "sheet_cell_long", sheet=cells.name) for column in texts
        ]
        yield pa.record_batch(clean, schema=schema)
        before += len(part)


@dataclass(frozen=True)
class _Writer:
    """Writes the cells of one sheet as text.

    Attributes:
        faults: what is shown in cells without a value.
        has_leap_day: Excel's 1900 has a 29 February, so its days before are one too late.
        numbers: column -> how many numbers it has, how many texts that are numbers, and the first
            row of these, from 0.
    """

    faults: Mapping[tuple[int, int], str]
    has_leap_day: bool
    numbers: dict[int, tuple[int, int, int]] = field(default_factory=dict)

    def write_column(self, column: tuple[Any, ...], at: int, before: int) -> list[str]:
        """Write a column of a batch, `before` rows of the sheet being written already."""
        self._count_numbers(column, at, before)
        if self.has_leap_day:
            column = tuple(
                value - _DAY
                if isinstance(value, dt.date) and value.timetuple() < _LEAP_DAY
                else value
                for value in column
            )
        texts = [_write_cell(value) for value in column]
        if not self.faults:
            return texts
        return [
            text or self.faults.get((row, at), "") for row, text in enumerate(texts, start=before)
        ]

    def list_text_numbers(self) -> tuple[tuple[int, int, int], ...]:
        """Return the columns that have numbers of both kinds: column, texts, first row."""
        counted = sorted(self.numbers.items())
        return tuple(
            (at, texts, row)
            for at, (plain, texts, row) in counted
            if plain >= _FEWEST_NUMBERS and texts
        )

    def _count_numbers(self, column: tuple[Any, ...], at: int, before: int) -> None:
        plain, texts, first = self.numbers.get(at, (0, 0, 0))
        plain += sum(isinstance(value, float) for value in column)
        rows = [
            row
            for row, value in enumerate(column, start=before)
            if isinstance(value, str) and value and _NUMBER.fullmatch(value)
        ]
        first = first if texts or not rows else rows[0]
        self.numbers[at] = (plain, texts + len(rows), first)


def _write_cell(value: Any) -> str:  # noqa: ANN401 - calamine's cells are of any of its kinds
    """Write a cell as text without loss: 48.267222, 5 for 5.0, dates by ISO 8601."""
    if isinstance(value, str):
        found = _DURATION.fullmatch(value) if value.startswith("PT") else None
        return ":".join(found.groups()) if found else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)  # noqa: PLR2004 - above it a float has no units
    return _write_time(value) if isinstance(value, _TIMES) else str(value)


def _write_time(value: dt.timedelta | dt.date | dt.time) -> str:
    if isinstance(value, dt.timedelta):  # what Excel makes of the angle «48:16:02»
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat()
