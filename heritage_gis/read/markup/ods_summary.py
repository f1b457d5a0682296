"""The summary as a sheet of an ODS, with links to the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.model.column_letters import name_column
from heritage_gis.model.markup import SHADES
from heritage_gis.read.markup.xml_text import escape

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from heritage_gis.model.markup import Summary, SummaryCell
    from heritage_gis.read.markup.ods_styles import OdsStyles

_LETTER_CM = 0.2  # a letter of a column's width
_XLINK = "http://www.w3.org/1999/xlink"


def write_summary(summary: Summary, name: str, sheets: Collection[str], styles: OdsStyles) -> bytes:
    """Write the summary as a table.

    Args:
        summary: what it says.
        name: what the sheet is called.
        sheets: the sheets that there are; a link to any other is left out.
        styles: gets the styles that are needed.
    """
    looks = styles.make_looks()
    tab = styles.add(
        "heritage-tab-{}",
        "table",
        '<style:table-properties table:display="true" '
        'xmlns:tableooo="http://openoffice.org/2009/table" '
        f'tableooo:tab-color="#{SHADES["error"]}"/>',
    )
    columns = "".join(
        f'<table:table-column table:style-name="{_add_column(width, styles)}"/>'
        for width in summary.widths
    )
    rows = "".join(
        f"<table:table-row>{''.join(_write_cell(cell, looks, sheets) for cell in cells)}"
        f"{'' if cells else '<table:table-cell/>'}</table:table-row>"
        for cells in summary.rows
    )
    return (
        f'<table:table table:name="{escape(name)}" table:style-name="{tab}">{columns}{rows}'
        "</table:table>"
    ).encode()


def _add_column(width: int, styles: OdsStyles) -> str:
    size = f'<style:table-column-properties style:column-width="{width * _LETTER_CM:.2f}cm"/>'
    return styles.add("heritage-column-{}", "table-column", size)


def _write_cell(cell: SummaryCell, looks: Mapping[str, str], sheets: Collection[str]) -> str:
    style = f'table:style-name="{looks[cell.look]}"'
    if cell.text == "":
        return f"<table:table-cell {style}/>"
    if isinstance(cell.text, int):
        return (
            f'<table:table-cell {style} office:value-type="float" office:value="{cell.text}">'
            f"<text:p>{cell.text}</text:p></table:table-cell>"
        )
    lines = [escape(line) for line in cell.text.split("\n")]
    if cell.sheet in sheets:
        quoted = cell.sheet.replace("'", "''")
        target = escape(f"#'{quoted}'.{name_column(cell.column)}{cell.row}")
        lines = [
            f'<text:a xmlns:xlink="{_XLINK}" xlink:type="simple" xlink:href="{target}">{line}'
            "</text:a>"
            for line in lines
        ]
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f'<table:table-cell {style} office:value-type="string">{paragraphs}</table:table-cell>'
