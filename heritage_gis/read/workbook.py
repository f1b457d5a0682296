"""Excel workbooks: every sheet as it is shown, hidden ones too, numbers without loss."""

from __future__ import annotations

import datetime as dt
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import python_calamine as calamine

from heritage_gis.read.archive import DAMAGE, open_archive
from heritage_gis.read.handover import TEXT, Handover, make_grid_schema
from heritage_gis.read.job import Sheet
from heritage_gis.read.limits import MAX_CELLS
from heritage_gis.read.workbook_faults import find_valueless_cells

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping

_BATCH = 10_000
_PROLOGUE = 4096  # bytes; a document type stands before the root element or nowhere
_MAX_MERGED = 200_000
_VISIBLE = calamine.SheetVisibleEnum.Visible
_WORKSHEET = calamine.SheetTypeEnum.WorkSheet


def read_workbook(handover: Handover) -> None:
    """Hand over the cells of each worksheet, from its first row on.

    Raises:
        RefusedFileError: it is no workbook, is damaged, or declares entities.
    """
    with open_archive(handover) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise handover.refuse("is a zip archive, but no Excel workbook; send the workbook")
        for entry in archive.infolist():
            _check_entities(handover, archive, entry)
        _read_sheets(handover, archive)


def _read_sheets(handover: Handover, archive: zipfile.ZipFile) -> None:
    try:
        with calamine.CalamineWorkbook.from_path(str(handover.input)) as workbook:
            for metadata in workbook.sheets_metadata:
                if metadata.typ == _WORKSHEET:
                    _read_sheet(handover, workbook, metadata, archive)
    except DAMAGE as fault:
        raise handover.refuse(
            f"the workbook is damaged ({fault}); open it in Excel, save it anew and send that"
        ) from fault
    except calamine.CalamineError as fault:
        raise handover.refuse(
            f"the workbook is damaged ({fault}); open it in Excel, save it anew and send that"
        ) from fault


def _check_entities(handover: Handover, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if not entry.filename.endswith((".xml", ".rels")):
        return
    try:
        with archive.open(entry) as part:
            head = part.read(_PROLOGUE)
    except DAMAGE as fault:
        raise handover.refuse(f"its part «{entry.filename}» is damaged ({fault})") from fault
    plain = head.replace(b"\0", b"")  # UTF-16 as well
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise handover.refuse(
            f"its part «{entry.filename}» declares entities, which no spreadsheet program writes; "
            "open it in Excel, save it anew and send that"
        )


def _read_sheet(
    handover: Handover,
    workbook: calamine.CalamineWorkbook,
    metadata: calamine.SheetMetadata,
    archive: zipfile.ZipFile,
) -> None:
    cells = workbook.get_sheet_by_name(metadata.name)
    height, width = (cells.end[0] + 1, cells.end[1] + 1) if cells.end else (0, 0)
    handover.check_width(width, f"sheet «{metadata.name}»")
    if height * width > MAX_CELLS:
        raise handover.refuse(
            f"sheet «{metadata.name}» reaches to row {height:,} and column {width:,}; "
            "delete what stands apart from the table, save it and send that"
        )
    merged = cells.merged_cell_ranges or []
    if len(merged) > _MAX_MERGED:
        raise handover.refuse(
            f"sheet «{metadata.name}» has {len(merged):,} merged cells; part them"
        )
    sheet = Sheet(
        "grid",
        metadata.name,
        is_hidden=metadata.visible != _VISIBLE,
        merged=tuple((*first, *last) for first, last in merged),
    )
    schema = make_grid_schema(width)
    faults = find_valueless_cells(archive, metadata.name)
    handover.add_sheet(sheet, schema, _make_batches(handover, cells, schema, faults))


def _make_batches(
    handover: Handover,
    cells: calamine.CalamineSheet,
    schema: pa.Schema,
    faults: Mapping[tuple[int, int], str],
) -> Iterator[pa.RecordBatch]:
    rows = cells.iter_rows()  # from row 1 on, but from the first column that is not empty
    left = cells.start[1] if cells.start else 0
    before = 0
    while part := list(islice(rows, _BATCH)):
        texts = (
            pa.array(_write_column(column, at, before, faults), TEXT)
            for at, column in enumerate(zip_longest(*part, fillvalue=""), start=left)
        )
        columns = [handover.clean_texts(column, f"sheet «{cells.name}»") for column in texts]
        blank = [pa.nulls(len(part), TEXT)] * left
        yield pa.record_batch(blank + columns, schema=schema)
        before += len(part)


def _write_column(
    column: tuple[Any, ...], at: int, before: int, faults: Mapping[tuple[int, int], str]
) -> list[str]:
    texts = [_write_cell(value) for value in column]
    if faults:
        return [text or faults.get((row, at), "") for row, text in enumerate(texts, start=before)]
    return texts


def _write_cell(value: Any) -> str:  # noqa: ANN401 - calamine's cells are of any of its kinds
    """Write a cell as text without loss: 48.267222, 5 for 5.0, dates by ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)  # noqa: PLR2004 - above it a float has no units
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
