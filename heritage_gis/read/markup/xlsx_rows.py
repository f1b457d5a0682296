"""The rows of a sheet of an XLSX: marked cells get another style, missing ones are made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.model.column_letters import count_column, name_column
from heritage_gis.read.markup.xml_text import (
    UneditableError,
    compile_tag,
    read_attribute,
    read_number,
    set_attribute,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heritage_gis.model.markup import Mark
    from heritage_gis.read.markup.xlsx_sheet import SheetText
    from heritage_gis.read.markup.xlsx_styles import Styles

_PLACE = re.compile(rb"([A-Z]{1,3})\d")
_SPANS = re.compile(rb"""\s+spans\s*=\s*["'][^"']*["']""")


def tint_cells(sheet: SheetText, marks: Mapping[int, Mapping[int, Mark]], styles: Styles) -> None:
    """Give each marked cell its shade.

    Args:
        sheet: the worksheet; its rows change.
        marks: by row from 1 and column from 0, in their order.
        styles: gets the tinted styles that are needed.

    Raises:
        UneditableError: the sheet does not number its rows, or not name its cells.
    """
    brush = _Brush(sheet.prefix, _list_column_styles(sheet), styles)
    waiting = sorted(marks, reverse=True)
    closing = b"</" + sheet.prefix + b"row>"
    pieces: list[bytes] = []
    done = 0
    for found in compile_tag(sheet.prefix + b"row").finditer(sheet.rows):
        if not waiting:
            break
        number = read_number(found[0], b"r")
        if number < 0:
            raise UneditableError("a sheet does not number its rows")
        pieces.append(sheet.rows[done : found.start()])
        done = found.start()
        while waiting and waiting[-1] < number:
            row = waiting.pop()
            pieces.append(brush.make_row(row, marks[row]))
        if waiting and waiting[-1] == number:
            end = found.end() if found[2] else sheet.rows.find(closing, found.end())
            inner = b"" if found[2] else sheet.rows[found.end() : end]
            pieces.append(brush.tint_row(found[0], inner, number, marks[waiting.pop()]))
            done = end if found[2] else end + len(closing)
    pieces.append(sheet.rows[done:])
    pieces += [brush.make_row(row, marks[row]) for row in reversed(waiting)]
    sheet.rows = b"".join(pieces)


@dataclass(frozen=True)
class _Brush:
    """Tints the cells of a sheet.

    Attributes:
        prefix: of its namespace.
        columns: first column, last column (from 0) and style, where columns have a style.
        styles: gets the tinted styles that are needed.
    """

    prefix: bytes
    columns: list[tuple[int, int, int]]
    styles: Styles

    def make_row(self, row: int, marks: Mapping[int, Mark]) -> bytes:
        """Return a row that was not there."""
        opening = b"<" + self.prefix + b'row r="' + str(row).encode() + b'"/>'
        return self.tint_row(opening, b"", row, marks)

    def tint_row(self, opening: bytes, inner: bytes, row: int, marks: Mapping[int, Mark]) -> bytes:
        """Return a row with its marked cells tinted, and those made that were not there."""
        waiting = sorted(marks, reverse=True)
        default = read_number(opening, b"s")
        pieces: list[bytes] = []
        done = 0

        def make_cell() -> bytes:
            column = waiting.pop()
            style = default if default >= 0 else self._find_style(column)
            tinted = self.styles.tint(style, marks[column].shade)
            cell = f'c r="{name_column(column)}{row}" s="{tinted}"/>'
            return b"<" + self.prefix + cell.encode()

        for found in compile_tag(self.prefix + b"c").finditer(inner):
            if not waiting:
                break
            place = _PLACE.match(read_attribute(found[0], b"r"))
            if not place:
                raise UneditableError("a sheet does not name its cells")
            column = count_column(place[1].decode())
            if waiting[-1] > column:
                continue
            pieces.append(inner[done : found.start()])
            done = found.start()
            while waiting and waiting[-1] < column:
                pieces.append(make_cell())
            if waiting and waiting[-1] == column:
                style = max(read_number(found[0], b"s"), 0)
                tinted = self.styles.tint(style, marks[waiting.pop()].shade)
                pieces.append(set_attribute(found[0], b"s", str(tinted).encode()))
                done = found.end()
        pieces.append(inner[done:])
        while waiting:
            pieces.append(make_cell())
        opening = _SPANS.sub(b"", opening)  # a hint, which cells that were made may exceed
        if opening.endswith(b"/>"):
            opening = opening[:-2].rstrip() + b">"
        return opening + b"".join(pieces) + b"</" + self.prefix + b"row>"

    def _find_style(self, column: int) -> int:
        return next((style for first, last, style in self.columns if first <= column <= last), 0)


def _list_column_styles(sheet: SheetText) -> list[tuple[int, int, int]]:
    found = []
    for tag in compile_tag(sheet.prefix + b"col").finditer(sheet.head):
        style = read_number(tag[0], b"style")
        if style > 0:
            found.append((read_number(tag[0], b"min") - 1, read_number(tag[0], b"max") - 1, style))
    return found
