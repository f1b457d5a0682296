"""A markup: which cells of a workbook are coloured, what stands beside them, and the summary."""

from __future__ import annotations

from dataclasses import dataclass

SHADES = {  # fill of a cell with a problem, of the rest of its row, and of the summary's words
    "error": "F4B6AE",
    "warning": "FFE08A",
    "note": "CFE0F3",
    "error_row": "FBE6E3",
    "warning_row": "FFF6DA",
    "note_row": "EDF3FA",
}
LOOKS = ("title", "sentence", "heading", "text", "number", "link", "error", "warning", "note")
AUTHOR = "heritage_gis"


@dataclass(frozen=True)
class Mark:
    """One cell to be coloured.

    Attributes:
        row: as the person's program shows it, from 1.
        column: from 0.
        shade: a key of SHADES.
        text: what the comment says; empty where the cell is only coloured.
    """

    row: int
    column: int
    shade: str
    text: str = ""


@dataclass(frozen=True)
class SummaryCell:
    """One cell of the summary.

    Attributes:
        text: what it says.
        look: one of LOOKS.
        sheet: of a link: the sheet of the cell that it leads to, empty where there is none.
        row: of that cell, from 1.
        column: of that cell, from 0.
    """

    text: str | int = ""
    look: str = "text"
    sheet: str = ""
    row: int = 1
    column: int = 0


@dataclass(frozen=True)
class Summary:
    """The sheet that is added.

    Attributes:
        title: what it is called.
        rows: its cells.
        widths: of its columns, in characters.
        heading_row: the row of headings, from 1; what is above stays in view.
    """

    title: str
    rows: tuple[tuple[SummaryCell, ...], ...]
    widths: tuple[int, ...]
    heading_row: int


@dataclass(frozen=True)
class Block:
    """Rows of a sheet under the same headings: first and last row, and heading -> column from 0."""

    first: int
    last: int
    columns: dict[str, int]


@dataclass(frozen=True)
class SheetPlaces:
    """Where the cells of a sheet or layer stand in the workbook that is given back.

    Attributes:
        title: what the sheet is called there.
        blocks: its tables, by the rows that the report names.
        rows: row that the report names -> row of the sheet; None where they are the same.
    """

    title: str
    blocks: tuple[Block, ...]
    rows: dict[int, int] | None = None


@dataclass(frozen=True)
class MarkUp:
    """All that is to be put into a workbook.

    Attributes:
        marks: sheet -> its cells, one mark a cell, by row and column.
        summary: the sheet that is added at the end.
        language: of the texts.
    """

    marks: dict[str, tuple[Mark, ...]]
    summary: Summary
    language: str
