"""The boxes that comments of an XLSX are drawn in (VML), each as large as its words need."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from heritage_gis.read.markup.xml_text import (
    compile_tag,
    insert_before,
    read_attribute,
    read_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from heritage_gis.read.markup.xlsx_comments import Comment
    from heritage_gis.read.markup.xlsx_sheet import SheetText

_KIND = (
    '<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" id="_x0000_t202" coordsize="21600,21600" '
    'o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
NO_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
)
_BOX = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" '
    'type="#_x0000_t202" style="position:absolute;width:{width}px;height:{height}px;'
    'z-index:{order};visibility:hidden" fillcolor="#ffffe1" '
    'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
_WIDTH, _LINE, _LETTERS = 340, 16, 48  # pixels of a box and of a line, letters on a line
_GAP = 12  # pixels between the cell and its box
_COLUMN, _ROW = 64, 20  # pixels of a column and of a row as Excel makes them
_LETTER, _PADDING = 7, 5  # pixels of a letter and of a column beside its letters
_POINT = 4 / 3  # pixels
_FIRST_BOX = 1_025  # Excel counts the shapes of a sheet from there
_MOST_CROSSED = 60  # columns or rows that a box goes over; hidden ones have no width
_MOST_COLUMNS = 1_000  # of which the width is looked up


@dataclass(frozen=True)
class Sizes:
    """How wide the columns and how high the rows of a sheet are, in pixels.

    Attributes:
        widths: of columns by number from 0, where they have a width of their own.
        width: of any other column.
        heights: of rows by number from 1, where they have a height of their own.
        height: of any other row.
    """

    widths: dict[int, int]
    width: int
    heights: dict[int, int]
    height: int

    def measure_column(self, column: int) -> int:
        """Return the width of a column, counted from 0."""
        return self.widths.get(column, self.width)

    def measure_row(self, row: int) -> int:
        """Return the height of a row, counted from 0."""
        return self.heights.get(row + 1, self.height)


def measure_sheet(sheet: SheetText) -> Sizes:
    """Measure the columns and rows of a worksheet."""
    usual = compile_tag(sheet.prefix + b"sheetFormatPr").search(sheet.head)
    tag = usual[0] if usual else b""
    width = _read_size(tag, b"defaultColWidth")
    height = _read_size(tag, b"defaultRowHeight")
    columns = compile_tag(sheet.prefix + b"col").finditer(sheet.head)
    widths = {
        at: _widen(col[0])
        for col in islice(columns, _MOST_COLUMNS)
        for at in range(
            read_number(col[0], b"min") - 1, min(read_number(col[0], b"max"), _MOST_COLUMNS)
        )
    }
    heights = {
        read_number(row[0], b"r"): round(_read_size(row[0], b"ht") * _POINT)
        for row in compile_tag(sheet.prefix + b"row").finditer(sheet.rows)
        if b" ht=" in row[0]
    }
    return Sizes(
        widths,
        round(width * _LETTER + _PADDING) if width else _COLUMN,
        heights,
        round(height * _POINT) or _ROW,
    )


def add_boxes(content: bytes, comments: Sequence[Comment], sizes: Sizes, part: str) -> bytes:
    """Add a box for each comment; those that are there stay.

    Raises:
        UneditableError: the drawing does not end as one.
    """
    used = [int(number) for number in re.findall(rb"_x0000_s(\d{1,8})", content)]
    first = max([_FIRST_BOX - 1, *used]) + 1
    kind = "" if b'"_x0000_t202"' in content else _KIND
    boxes = "".join(
        _write_box(each, number, number - first + 1, sizes)
        for number, each in enumerate(comments, start=first)
    )
    return insert_before(content, b"</xml>", (kind + boxes).encode(), part)


def _write_box(comment: Comment, number: int, order: int, sizes: Sizes) -> str:
    lines = 2 + sum(1 + len(line) // _LETTERS for line in comment.text.split("\n"))
    height = lines * _LINE
    across = _reach(comment.column + 1, _GAP, _WIDTH, sizes.measure_column)
    down = _reach(max(comment.row - 2, 0), 4, height, sizes.measure_row)
    anchor = ",".join(map(str, (*across[:2], *down[:2], *across[2:], *down[2:])))
    return _BOX.format(
        number=number,
        order=order,
        width=_WIDTH,
        height=height,
        anchor=anchor,
        row=comment.row - 1,
        column=comment.column,
    )


def _reach(start: int, gap: int, length: int, measure: Callable[[int], int]) -> tuple[int, ...]:
    """Return where a box begins and ends: column (or row) and pixels within it, of both."""
    at, left = start, gap + length
    while at < start + _MOST_CROSSED and left > measure(at):
        left -= measure(at)
        at += 1
    return start, min(gap, measure(start)), at, left


def _widen(tag: bytes) -> int:
    if read_attribute(tag, b"hidden") in (b"1", b"true"):
        return 0
    return round(_read_size(tag, b"width") * _LETTER + _PADDING)


def _read_size(tag: bytes, name: bytes) -> float:
    value = read_attribute(tag, name)
    return float(value) if re.fullmatch(rb"\d{1,4}(\.\d{1,20})?", value) else 0.0
