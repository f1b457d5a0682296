"""OpenDocument spreadsheets (ODS): their content walked through once, then read by calamine.

calamine tells neither merged cells nor errors of an ODS, and unfolds what is repeated a million
times before anyone can say no. So the content is walked through first, and nothing of it kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from heritage_gis.read.archive import DAMAGE, open_archive
from heritage_gis.read.sheets import (
    LOCKED,
    SheetMarks,
    check_extent,
    check_merged,
    hand_over_sheets,
)
from heritage_gis.read.workbook import check_entities

if TYPE_CHECKING:
    import zipfile

    from heritage_gis.read.grid import Range
    from heritage_gis.read.handover import Handover

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
_CHUNK = 1 << 18
_DEEPEST = 200  # elements within each other
_CELLS = ("table:table-cell", "table:covered-table-cell")
_LONGEST = 200  # characters of an error that are shown
_FARTHEST = 1 << 40  # beyond every sheet, and nothing overflows


def read_spreadsheet(handover: Handover) -> None:
    """Hand over the cells of each sheet of an ODS, from its first row on.

    Raises:
        RefusedFileError: it is no spreadsheet, is damaged or locked, or declares entities.
    """
    with open_archive(handover) as archive:
        if CONTENT not in archive.namelist():
            raise handover.refuse("spreadsheet_is_none")
        check_entities(handover, archive)
        try:
            if MANIFEST in archive.namelist() and b"encryption-data" in archive.read(MANIFEST):
                raise handover.refuse(LOCKED)
            marks = _walk_content(handover, archive)
        except (expat.ExpatError, *DAMAGE) as fault:
            raise handover.refuse("content_damaged", fault=str(fault)) from fault
    hand_over_sheets(handover, lambda sheet: marks.get(sheet, SheetMarks(merged=())))


def _walk_content(handover: Handover, archive: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """Return what is to be known of each sheet."""
    walk = _Walk(handover)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = walk.refuse_doctype
    parser.StartElementHandler = walk.open_element
    parser.EndElementHandler = walk.close_element
    parser.CharacterDataHandler = walk.add_text
    with archive.open(CONTENT) as part:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes no names
    if not walk.is_spreadsheet:
        raise handover.refuse("opendocument_other")
    return walk.marks


@dataclass
class _Sheet:
    """One sheet while it is walked through; rows and columns from 0."""

    name: str
    row: int = 0
    column: int = 0
    height: int = 0
    width: int = 0
    row_times: int = 1
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)


class _Walk:
    """Follows the elements of a content.xml: where cells are, what is merged, what is an error."""

    def __init__(self, handover: Handover) -> None:
        self.handover = handover
        self.marks: dict[str, SheetMarks] = {}
        self.is_spreadsheet = False
        self.depth = 0
        self.sheet: _Sheet | None = None
        self.sheet_depth = 0  # a cell may hold a table of its own, which is none of ours
        self.error: list[str] | None = None  # the text of an error cell, while it is open

    def refuse_doctype(self, *_told: object) -> None:
        """Refuse a document type, wherever it stands."""
        raise self.handover.refuse("part_declares_entities", part=CONTENT)

    def open_element(self, name: str, attributes: dict[str, str]) -> None:
        """Take up a table, row or cell."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.handover.refuse("nested_too_deep")
        if name == "office:spreadsheet":
            self.is_spreadsheet = True
        elif name == "table:table" and self.sheet is None:
            self.sheet, self.sheet_depth = _Sheet(attributes.get("table:name", "")), self.depth
        elif self.sheet is None:
            return
        elif name == "table:table-row":
            self.sheet.column = 0
            self.sheet.row_times = _count(attributes, "table:number-rows-repeated")
        elif name in _CELLS:
            self._open_cell(self.sheet, attributes)

    def _open_cell(self, sheet: _Sheet, attributes: dict[str, str]) -> None:
        times = _count(attributes, "table:number-columns-repeated")
        right = _count(attributes, "table:number-columns-spanned") - 1
        below = _count(attributes, "table:number-rows-spanned") - 1
        if right or below:
            first = (sheet.row, sheet.column)
            sheet.merged.append((*first, sheet.row + below, sheet.column + right))
            check_merged(self.handover, sheet.name, len(sheet.merged))
        kind = attributes.get("calcext:value-type") or attributes.get("office:value-type")
        if kind:
            sheet.height = max(sheet.height, sheet.row + sheet.row_times)
            sheet.width = max(sheet.width, sheet.column + times)
            check_extent(self.handover, sheet.name, sheet.height, sheet.width)
        if kind == "error":
            self.error = []
        sheet.column = min(sheet.column + times, _FARTHEST)

    def add_text(self, text: str) -> None:
        """Keep what an error cell shows."""
        if self.error is not None and len(self.error) < _LONGEST:
            self.error.append(text)

    def close_element(self, name: str) -> None:
        """End a cell, row or table."""
        sheet, depth = self.sheet, self.depth
        self.depth -= 1
        if sheet is None:
            return
        if name == "table:table-cell" and self.error is not None:
            shown = "".join(self.error).strip()[:_LONGEST] or "#ERROR!"
            sheet.faults[sheet.row, sheet.column - 1] = shown
            self.error = None
        elif name == "table:table-row":
            sheet.row = min(sheet.row + sheet.row_times, _FARTHEST)
        elif name == "table:table" and depth == self.sheet_depth:
            self.marks[sheet.name] = SheetMarks(sheet.faults, tuple(sheet.merged))
            self.sheet = None


def _count(attributes: dict[str, str], name: str) -> int:
    """Return how often a row or cell is repeated, or how many it spans."""
    told = attributes.get(name, "1")
    return min(max(int(told), 1), _FARTHEST) if told.isdecimal() and len(told) < 13 else 1  # noqa: PLR2004 - more figures than any sheet has rows
