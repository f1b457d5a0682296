"""A workbook beside a file that is none: its tables as text, marked like any other workbook."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from heritage_gis.model.column_letters import name_column
from heritage_gis.read.markup.package import OFFICE
from heritage_gis.read.markup.xlsx import edit_workbook
from heritage_gis.read.markup.xml_text import escape, escape_excel

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from heritage_gis.model.markup import Mark, MarkUp
    from heritage_gis.read.markup.plain_sheets import PlainSheet

WHOLE_ROWS = 20_000  # of a table that is copied whole; of a longer one
SAMPLE_ROWS = 1_000  # these first rows are, and the first of those with a problem
MOST_MARKED = 10_000  # of which so many are
_ROWS_AT_ONCE = 10_000
MOST_ROWS = 1_048_576  # of a sheet, by Excel
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MEASURED = 200  # rows by which the width of a column is chosen
_NARROWEST, _WIDEST = 6, 45  # letters
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/>'
    '<family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs '
    'count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49" fontId="0" fillId="0" '
    'borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" '
    'borderId="0" xfId="0" applyFont="1" applyNumberFormat="1"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_plain_workbook(
    sheets: Sequence[PlainSheet],
    markup: MarkUp,
    feature: str,
    target: Path,
) -> None:
    """Write tables as a workbook with a markup put in.

    Every cell is text, whatever it begins with: a formula stays the text of one.

    Args:
        sheets: the tables.
        markup: what is put in.
        feature: heading of the numbers of features.
        target: the workbook.
    """
    marked = {sheet.title: markup.marks.get(sheet.title, ()) for sheet in sheets}
    kept = {sheet.title: _choose_rows(marked[sheet.title]) for sheet in sheets if is_partial(sheet)}
    marks = {
        title: tuple(mark for mark in found if title not in kept or mark.row in kept[title])
        for title, found in marked.items()
    }
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        names = [sheet.title for sheet in sheets]
        for part, content in _list_parts(names).items():
            archive.writestr(part, content)
        for number, sheet in enumerate(sheets, start=1):
            written = f"xl/worksheets/sheet{number}.xml"
            with archive.open(written, "w", force_zip64=True) as worksheet:
                for row in _write_sheet(sheet, kept.get(sheet.title, set()), feature):
                    worksheet.write(row.encode())
    with zipfile.ZipFile(package) as archive:
        edit_workbook(archive, replace(markup, marks=marks), target)


def _choose_rows(marks: Sequence[Mark]) -> set[int]:
    """Choose the rows of a long table that are written: its first, and the first with a problem."""
    return {*range(1, SAMPLE_ROWS + 1), *sorted({mark.row for mark in marks})[:MOST_MARKED]}


def is_partial(sheet: PlainSheet) -> bool:
    """Tell whether only some rows of a table are written."""
    return len(sheet.cells) > WHOLE_ROWS


def _list_parts(names: list[str]) -> dict[str, str]:
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    package = "application/vnd.openxmlformats-package.relationships+xml"
    named = list(enumerate(names, start=1))
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        f'ContentType="{_TYPE}.worksheet+xml"/>'
        for number, _ in named
    )
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in named
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" '
        f'Target="worksheets/sheet{number}.xml"/>'
        for number, _ in named
    )
    return {
        "[Content_Types].xml": f"{_HEAD}<Types "
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{package}"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/><Override '
        f'PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{relations}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{relations}">{links}'
        f'<Relationship Id="rIdStyles" Type="{OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>",
        "xl/styles.xml": _STYLES,
    }


def _write_sheet(sheet: PlainSheet, kept: Collection[int], feature: str) -> Iterator[str]:
    """Write a worksheet; a layer gets its headings above, and the numbers of its features."""
    columns = [sheet.cells.column(at) for at in range(sheet.cells.num_columns)]
    sample = [column.slice(0, _MEASURED).to_pylist() for column in columns]
    if sheet.keys is not None:
        sample.insert(0, [str(key) for key in sheet.keys.slice(0, _MEASURED).to_pylist()])
        headings = [feature, *sheet.headings]
        sample = [[name, *texts] for name, texts in zip(headings, sample, strict=True)]
    pane = (
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        if sheet.headings
        else ""
    )
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}'
        f"</sheetView></sheetViews>{_write_widths(sample)}<sheetData>"
    )
    if sheet.headings:
        yield _write_row(1, [feature, *sheet.headings], 1)
    yield from _write_rows(sheet, kept)
    reach = f"A1:{name_column(max(len(sample), 1) - 1)}{MOST_ROWS}"
    yield (
        f'</sheetData><ignoredErrors><ignoredError sqref="{reach}" numberStoredAsText="1"/>'
        "</ignoredErrors></worksheet>"
    )


def _write_rows(sheet: PlainSheet, kept: Collection[int]) -> Iterator[str]:
    """Write all rows of a sheet, of a long one those that are kept."""
    wanted = np.array(sorted(kept), dtype=np.int64) - sheet.first
    for begin in range(0, len(sheet.cells), _ROWS_AT_ONCE):
        count = min(_ROWS_AT_ONCE, len(sheet.cells) - begin)
        places = np.arange(begin, begin + count)
        if is_partial(sheet):
            places = wanted[(wanted >= begin) & (wanted < begin + count)]
        batch = sheet.cells.slice(begin, count).take(pa.array(places - begin))
        texts = [column.to_pylist() for column in batch.columns]
        if sheet.keys is not None:
            texts.insert(0, [str(key) for key in sheet.keys.take(pa.array(places)).to_pylist()])
        for place, row in zip(places.tolist(), zip(*texts, strict=True), strict=True):
            if place + sheet.first <= MOST_ROWS:
                yield _write_row(place + sheet.first, row, 0)
        sheet.release()


def _write_row(number: int, texts: Sequence[str | None], style: int) -> str:
    end = f'{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    cells = [
        f'<c r="{name_column(at)}{end}{escape_excel(text)}</t></is></c>'
        for at, text in enumerate(texts)
        if text is not None
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _write_widths(sample: list[list[str | None]]) -> str:
    widths = [
        min(max((len(text) for text in texts if text), default=0) + 2, _WIDEST) for texts in sample
    ]
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{max(width, _NARROWEST)}" customWidth="1"/>'
        for at, width in enumerate(widths, start=1)
    )
    return f"<cols>{columns}</cols>" if columns else ""
