"""The rows of a sheet of an ODS: a run of equal rows or cells is parted where one is marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from heritage_gis.model.markup import AUTHOR
from heritage_gis.read.markup.xml_text import (
    ATTRIBUTES,
    compile_tag,
    drop_attribute,
    escape,
    read_attribute,
    read_number,
    set_attribute,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from heritage_gis.model.markup import Mark
    from heritage_gis.read.markup.ods_styles import OdsStyles

_ROWS, _CELLS = b"table:number-rows-repeated", b"table:number-columns-repeated"
_STYLE, _DEFAULT = b"table:style-name", b"table:default-cell-style-name"
_SPANNED = b"-spanned="
_TAGS = re.compile(
    rb"<(/?)table:(table|table-cell|covered-table-cell)(?=[\s/>])" + ATTRIBUTES + rb"(/?)>"
)


class Row(NamedTuple):
    """A run of equal rows: where it stands in the content, and in the sheet (rows from 1)."""

    start: int
    tag: bytes
    inner: int
    closing: int
    end: int
    first: int
    times: int


class Cell(NamedTuple):
    """A run of equal cells: its tag, what is in it with its closing tag, and where it stands."""

    tag: bytes
    rest: bytes
    first: int
    times: int


@dataclass
class OdsSheet:
    """A sheet, and where its rows stand in the content."""

    name: str
    content: bytes
    start: int
    end: int = 0
    rows: list[Row] = field(default_factory=list)

    def add_row(self, start: int, tag: bytes, inner: int, closing: int, end: int) -> None:
        """Take up the next run of rows."""
        first = self.rows[-1].first + self.rows[-1].times if self.rows else 1
        times = max(read_number(tag, _ROWS), 1)
        self.rows.append(Row(start, tag, inner, closing, end, first, times))

    def list_merged(self) -> Iterator[tuple[int, int, int, int]]:
        """Return merged cells: first row, first column, last row, last column; rows from 1."""
        for row in self.rows:
            if self.content.find(_SPANNED, row.inner, row.closing) >= 0:
                for cell in list_cells(self.content[row.inner : row.closing]):
                    right = read_number(cell.tag, b"table:number-columns-spanned")
                    below = read_number(cell.tag, b"table:number-rows-spanned")
                    if right > 1 or below > 1:
                        last = (row.first + max(below, 1) - 1, cell.first + max(right, 1) - 1)
                        yield row.first, cell.first, *last

    def list_column_styles(self) -> list[tuple[int, bytes]]:
        """Return for each run of columns the column after its last, and its style."""
        head = self.content[self.start : self.rows[0].start if self.rows else self.end]
        found, at = [], 0
        for tag in compile_tag(b"table:table-column").finditer(head):
            at += max(read_number(tag[0], _CELLS), 1)
            found.append((at, read_attribute(tag[0], _DEFAULT)))
        return found


def mark_rows(
    sheet: OdsSheet, marks: Mapping[int, Mapping[int, Mark]], styles: OdsStyles
) -> Iterator[tuple[int, int, bytes]]:
    """Return what changes in the content: from where, to where, and what stands there now."""
    waiting = sorted(marks, reverse=True)
    columns = sheet.list_column_styles()
    for row in sheet.rows:
        here = []
        while waiting and waiting[-1] < row.first + row.times:
            here.append(waiting.pop())
        if here:
            rest = sheet.content[row.inner : row.end]
            inner = sheet.content[row.inner : row.closing]
            pieces, at = [], row.first
            for number in here:
                pieces.append(_repeat(row.tag, rest, _ROWS, number - at))
                marked = _mark_cells(row.tag, inner, marks[number], columns, styles)
                pieces.append(_open(drop_attribute(row.tag, _ROWS)) + marked)
                pieces.append(b"</table:table-row>")
                at = number + 1
            pieces.append(_repeat(row.tag, rest, _ROWS, row.first + row.times - at))
            yield row.start, row.end, b"".join(pieces)


def list_cells(inner: bytes) -> list[Cell]:
    """Return the cells of a row; those of a table within a cell are none."""
    cells: list[Cell] = []
    depth = at = 0
    opened: re.Match[bytes] | None = None
    for found in _TAGS.finditer(inner):
        if found[2] == b"table":
            depth += -1 if found[1] else not found[3]
        elif depth == 0:
            if found[1] and opened is not None:
                tag, rest = opened[0], inner[opened.end() : found.end()]
            elif found[3]:
                tag, rest = found[0], b""
            else:
                opened = found
                continue
            times = max(read_number(tag, _CELLS), 1)
            cells.append(Cell(tag, rest, at, times))
            at += times
    return cells


def _mark_cells(
    row: bytes,
    inner: bytes,
    marks: Mapping[int, Mark],
    columns: list[tuple[int, bytes]],
    styles: OdsStyles,
) -> bytes:
    waiting = sorted(marks, reverse=True)
    default = read_attribute(row, _DEFAULT)
    pieces: list[bytes] = []
    end = 0

    def mark(cell: Cell, column: int) -> bytes:
        style = read_attribute(cell.tag, _STYLE) or default or _find_style(column, columns)
        tag = set_attribute(cell.tag, _STYLE, styles.tint(style, marks[column].shade))
        return _comment(drop_attribute(tag, _CELLS), cell.rest, marks[column].text)

    for cell in list_cells(inner):
        at, end = cell.first, cell.first + cell.times
        while waiting and waiting[-1] < end:
            column = waiting.pop()
            pieces += [_repeat(cell.tag, cell.rest, _CELLS, column - at), mark(cell, column)]
            at = column + 1
        pieces.append(_repeat(cell.tag, cell.rest, _CELLS, end - at))
    for column in reversed(waiting):
        blank = Cell(b"<table:table-cell/>", b"", end, 1)
        pieces += [_repeat(blank.tag, b"", _CELLS, column - end), mark(blank, column)]
        end = column + 1
    return b"".join(pieces)


def _comment(tag: bytes, rest: bytes, text: str) -> bytes:
    """Return a cell with a comment in it; one that it has is added to."""
    if not text:
        return tag + rest
    lines = [f"{AUTHOR}:", *text.split("\n")]
    written = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines).encode()
    theirs = rest.find(b"</office:annotation>")
    if theirs >= 0:
        return tag + rest[:theirs] + b"<text:p/>" + written + rest[theirs:]
    note = (
        b'<office:annotation><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">'
        + AUTHOR.encode()
        + b"</dc:creator>"
        + written
        + b"</office:annotation>"
    )
    name = re.match(rb"<([\w:.-]+)", tag)
    closing = b"" if rest or not name else b"</" + name[1] + b">"
    return _open(tag) + note + rest + closing


def _repeat(tag: bytes, rest: bytes, name: bytes, times: int) -> bytes:
    if times < 1:
        return b""
    tag = set_attribute(tag, name, str(times).encode()) if times > 1 else drop_attribute(tag, name)
    return tag + rest


def _open(tag: bytes) -> bytes:
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def _find_style(column: int, columns: list[tuple[int, bytes]]) -> bytes:
    return next((style for end, style in columns if column < end), b"")
