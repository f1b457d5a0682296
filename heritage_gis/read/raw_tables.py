"""Raw tables, made in the parent from what the reading child handed over."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd
import pyproj
from pyproj.exceptions import CRSError

from heritage_gis.errors import refuse_file
from heritage_gis.model.column_letters import name_column
from heritage_gis.model.columns import repeat_text
from heritage_gis.model.raw_table import COLUMN, GEOMETRY, SECTION, RawTable, RowCounts
from heritage_gis.read.grid import Grid
from heritage_gis.read.handover import FEATURE_ID, WKB
from heritage_gis.read.heading_rows import SEARCHED_ROWS
from heritage_gis.read.readings import Origin, Reading, ReadNote
from heritage_gis.read.table_layout import Layout, lay_out_bare, lay_out_sheet, make_unique
from heritage_gis.vocabularies.headings import match_heading
from heritage_gis.vocabularies.labels import read_labels
from heritage_gis.vocabularies.template_words import OwnSheet, find_own_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from heritage_gis.errors import RefusedFileError
    from heritage_gis.read.guard import Handed, HandedSheet


_NAMED = 12  # columns of a table without headings that are named in its note


def build_tables(handed: Handed, origin: Origin) -> Reading:
    """Build the raw tables of one file.

    Raises:
        RefusedFileError: there is no row of data in any of its sheets or layers.
    """
    has_features = any(each.sheet.kind == "features" for each in handed.sheets)
    reading = (_build_layers if has_features else _build_sheets)(handed, origin)
    told = tuple(
        ReadNote(fault.code, origin.file, origin.name_layer(fault.layer), fault.value, fault.row)
        for fault in handed.faults
    )
    return Reading(reading.tables, (*reading.notes, *told), handed.taken)


def _build_layers(handed: Handed, origin: Origin) -> Reading:
    tables = tuple(_build_layer(each, origin) for each in handed.sheets)
    if not any(len(table.frame) for table in tables):
        raise refuse_file(origin.file, "layer_empty")
    notes = (
        ReadNote("table_without_rows", origin.file, origin.name_layer(each.sheet.layer))
        for each, table in zip(handed.sheets, tables, strict=True)
        if not len(table.frame)
    )
    return Reading(tuple(table for table in tables if len(table.frame)), tuple(notes))


def _build_layer(handed: HandedSheet, origin: Origin) -> RawTable:
    sheet, cells = handed.sheet, handed.cells
    columns = make_unique(heading or "column" for heading in sheet.headings)
    frame = _take_texts(cells.drop_columns([FEATURE_ID, WKB])).set_axis(list(columns), axis=1)
    if sheet.has_geometry:
        frame.insert(0, GEOMETRY, cells.column(WKB).to_pandas().astype(object))
    frame.insert(0, SECTION, pd.Series(index=frame.index, dtype="str"))
    frame.insert(0, "source_row", cells.column(FEATURE_ID).to_pandas())
    counts = RowCounts(data=len(frame))
    return _write_table(frame, columns, counts, handed, origin)


def _build_sheets(handed: Handed, origin: Origin) -> Reading:
    """Build the tables of all sheets; where no sheet has a heading that we know, any is a table."""
    reading = _lay_out_sheets(handed, origin, is_last_resort=False)
    if not reading.tables and any(note.code == "sheet_without_table" for note in reading.notes):
        reading = _lay_out_sheets(handed, origin, is_last_resort=True)
    if not reading.tables:
        raise _refuse_lack(origin.file, reading.notes)
    return reading


def _lay_out_sheets(handed: Handed, origin: Origin, *, is_last_resort: bool) -> Reading:
    tables: list[RawTable] = []
    notes: list[ReadNote] = []
    for each in handed.sheets:
        grid = Grid(_take_texts(each.cells), each.sheet.merged, release=each.release)
        own = _find_own_sheet(grid)
        if own == "example":
            rows = int((grid.counts > 0).sum())
            layer = origin.name_layer(each.sheet.layer)
            notes.append(ReadNote("example_sheet", origin.file, layer, str(rows)))
        if own or _is_summary(grid, each.sheet.layer):
            continue
        layouts = lay_out_sheet(grid, origin.known)
        layer = origin.name_layer(each.sheet.layer)
        if not layouts:
            layouts = lay_out_bare(grid, is_last_resort=is_last_resort)
            notes += _tell_bare(layouts, origin, layer)
        if grid.counts.any() and not layouts:
            rows = int((grid.counts > 0).sum())
            notes.append(ReadNote("sheet_without_table", origin.file, layer, str(rows)))
        _check_commas(layouts, each, origin)
        if each.sheet.quote_fault:
            line = str(each.sheet.quote_fault)
            notes.append(ReadNote("quotes_unpaired", origin.file, layer, line))
        filled = [layout for layout in layouts if len(layout.frame)]
        if layouts and not filled:
            notes.append(ReadNote("table_without_rows", origin.file, layer))
        elif filled and each.sheet.is_hidden:
            notes.append(ReadNote("hidden_sheet", origin.file, layer))
        tables += [
            replace(
                _write_table(layout.frame, layout.columns, layout.counts, each, origin),
                text_numbers=_name_text_numbers(layout, each),
                letters=tuple(map(name_column, layout.places)),
            )
            for layout in filled
        ]
    return Reading(tuple(tables), tuple(notes))


def _name_text_numbers(layout: Layout, handed: HandedSheet) -> dict[str, tuple[int, int]]:
    names = dict(zip(layout.places, layout.columns, strict=True))
    rows = range(layout.rows.start, layout.rows.stop)
    return {
        names[at]: (count, row + 1)
        for at, count, row in handed.sheet.text_numbers
        if at in names and row in rows
    }


def _tell_bare(layouts: list[Layout], origin: Origin, layer: str) -> list[ReadNote]:
    """Tell of tables without headings, or with none that we know; not where a person explains."""
    notes = []
    for layout in layouts:
        is_headless = layout.columns[0].startswith(COLUMN)
        names = [name for name in layout.columns if is_headless or match_heading(name) is None]
        told = ", ".join(f"«{name}»" for name in names[:_NAMED])
        more = " …" if len(names) > _NAMED else ""
        code = "headings_missing" if is_headless else "headings_unknown"
        if not origin.known:
            notes.append(ReadNote(code, origin.file, layer, told + more))
    return notes


def _find_own_sheet(grid: Grid) -> OwnSheet | None:
    """Say which sheet of a form of ours this is, by its first cell; None where it is theirs."""
    return find_own_sheet(grid.read_row(0)[0]) if grid.counts[:1].any() else None


def _is_summary(grid: Grid, name: str) -> bool:
    """Tell whether a sheet is the one that we added to a workbook which now comes back."""
    titles = tuple(read_labels("workbook_words")["title"].values())
    if not name.startswith(titles) or grid.frame.empty:
        return False
    return grid.read_row(0)[0].startswith(tuple(f"{title}: " for title in titles))


def _refuse_lack(file: str, notes: Iterable[ReadNote]) -> RefusedFileError:
    codes = {note.code for note in notes}
    if "table_without_rows" in codes:
        return refuse_file(file, "rows_missing")
    if "sheet_without_table" in codes:
        return refuse_file(file, "heading_row_missing", limit=SEARCHED_ROWS)
    return refuse_file(file, "cells_blank")


def _check_commas(layouts: list[Layout], handed: HandedSheet, origin: Origin) -> None:
    """Refuse a CSV in which the comma both parts the cells and stands in numbers."""
    if handed.sheet.delimiter != ",":
        return
    for layout in layouts:
        if layout.spilled * 2 > len(layout.frame):
            counts = {"spilled": layout.spilled, "rows": len(layout.frame)}
            raise refuse_file(origin.file, "commas_mixed", **counts)


def _take_texts(cells: pa.Table) -> pd.DataFrame:
    """Return the cells as a frame of text; what is mapped from the file is not copied."""
    frame = pd.DataFrame(index=pd.RangeIndex(len(cells)))
    columns = {
        str(at): pd.Series(cells.column(at).to_pandas(), dtype="str")
        for at in range(cells.num_columns)
    }
    return pd.DataFrame(columns, index=frame.index)


def _write_table(
    frame: pd.DataFrame,
    columns: tuple[str, ...],
    counts: RowCounts,
    handed: HandedSheet,
    origin: Origin,
) -> RawTable:
    sheet = handed.sheet
    layer = origin.name_layer(sheet.layer)
    frame.insert(0, "source_layer", repeat_text(layer, frame.index))
    frame.insert(0, "source_file", repeat_text(origin.file, frame.index))
    if frame[SECTION].isna().all():
        frame[SECTION] = repeat_text(None, frame.index)
    place = ["source_file", "source_layer", "source_row", SECTION]
    geometry = [GEOMETRY] if GEOMETRY in frame and GEOMETRY not in columns else []
    handed.release()
    return RawTable(
        frame[[*place, *geometry, *columns]],
        origin.format,
        columns,
        sheet.encoding,
        sheet.encoding_evidence,
        _write_wkt(sheet.crs_wkt),
        sheet.crs_evidence,
        counts,
        release=handed.release,
    )


@lru_cache(maxsize=64)
def _write_wkt(crs: str) -> str:
    """Write `EPSG:<code>`, which is how GDAL says a system it knows, and PROJJSON as WKT.

    GDAL carries a newer list than pyproj: the codes of QazTRF-23 stay codes.
    """
    try:
        return pyproj.CRS.from_user_input(crs).to_wkt() if crs.startswith(("EPSG:", "{")) else crs
    except CRSError:
        return crs
