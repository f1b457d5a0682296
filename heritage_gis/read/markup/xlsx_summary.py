"""The summary as a worksheet of its own, with links to the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.model.column_letters import name_column
from heritage_gis.model.markup import SHADES
from heritage_gis.read.markup.xml_text import escape, escape_excel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from heritage_gis.model.markup import Summary, SummaryCell

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINE, _TITLE = 15, 24  # points


def write_summary(summary: Summary, looks: Mapping[str, int], sheets: Mapping[str, str]) -> bytes:
    """Write the summary.

    Args:
        summary: what it says.
        looks: the style of each look.
        sheets: the sheets that there are; a link to any other is left out.
    """
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(summary.widths, start=1)
    )
    rows = "".join(
        _write_row(row, cells, looks, summary) for row, cells in enumerate(summary.rows, start=1)
    )
    links = "".join(_write_links(summary, sheets))
    top = summary.heading_row
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_MAIN}"><sheetPr><tabColor rgb="FF{SHADES["error"]}"/>'
        '<pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView showGridLines="0" '
        f'workbookViewId="0"><pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" '
        f'state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="{_LINE}"/>'
        f"<cols>{columns}</cols><sheetData>{rows}</sheetData>"
        f"{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def write_reference(sheet: str, row: int, column: int) -> str:
    """Write a cell of another sheet as formulas do: 'Лист 1'!B5."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{name_column(column)}{row}"


def _write_row(
    row: int, cells: tuple[SummaryCell, ...], looks: Mapping[str, int], summary: Summary
) -> str:
    written = "".join(
        _write_cell(f"{name_column(at)}{row}", cell, looks) for at, cell in enumerate(cells)
    )
    lines = 1
    if row >= summary.heading_row:  # above it texts run on to the right
        lines = max(
            (
                sum(1 + len(line) // max(width - 1, 1) for line in str(cell.text).split("\n"))
                for cell, width in zip(cells, summary.widths, strict=False)
                if cell.look != "link"
            ),
            default=1,
        )
    is_title = any(cell.look == "title" for cell in cells)
    height = _TITLE if is_title else min(lines * _LINE + 3, 400)
    return f'<row r="{row}" ht="{height}" customHeight="1">{written}</row>'


def _write_cell(reference: str, cell: SummaryCell, looks: Mapping[str, int]) -> str:
    style = looks[cell.look]
    if isinstance(cell.text, int):
        return f'<c r="{reference}" s="{style}"><v>{cell.text}</v></c>'
    return (
        f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape_excel(cell.text)}</t></is></c>"
    )


def _write_links(summary: Summary, sheets: Mapping[str, str]) -> Iterator[str]:
    for row, cells in enumerate(summary.rows, start=1):
        for at, cell in enumerate(cells):
            if cell.sheet in sheets:
                target = escape(write_reference(cell.sheet, cell.row, cell.column))
                yield f'<hyperlink ref="{name_column(at)}{row}" location="{target}"/>'
