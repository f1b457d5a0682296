"""Excel workbooks of the old kind (XLS): their records walked through, then read by calamine.

calamine gives an error («#N/A») as an empty cell, and a site whose latitude is «#N/A» would go
on without a place. Records are those of [MS-XLS].
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from heritage_gis.read.compound_file import CompoundError, open_compound_file
from heritage_gis.read.sheets import LOCKED, SheetMarks, hand_over_sheets
from heritage_gis.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.read.handover import Handover

_BOF, _EOF, _SHEET, _LOCK = (0x0809, 0x0409, 0x0209), 0x000A, 0x0085, 0x002F
_ERROR, _FORMULA = 0x0205, 0x0006
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_NEW = "EncryptedPackage"  # a workbook of the new kind that is locked lies in this stream
_STREAMS = ("Workbook", "Book")


def read_old_workbook(handover: Handover) -> None:
    """Hand over the cells of each worksheet of an XLS, from its first row on.

    Raises:
        RefusedFileError: it is no workbook, is damaged or locked.
    """
    data = handover.input.read_bytes()
    try:
        compound = open_compound_file(data)
        if _NEW in compound.entries:
            raise handover.refuse(LOCKED)
        name = next((each for each in _STREAMS if each in compound.entries), "")
        if not name:
            raise handover.refuse("office_file")
        if not handover.job.name.lower().endswith(".xls"):
            raise handover.refuse("old_workbook_misnamed")
        book = compound.read_stream(name)
        if any(kind == _LOCK for kind, _, _ in _list_records(book, 0)):
            raise handover.refuse(LOCKED)
        starts = _find_sheets(book)
    except CompoundError as fault:
        raise handover.refuse("old_workbook_damaged", why=Sentence(fault.code)) from fault
    starts_left = iter(starts)
    hand_over_sheets(handover, lambda _: SheetMarks(_find_errors(book, next(starts_left, -1))))


def _find_sheets(book: bytes) -> list[int]:
    """Return where the records of each worksheet begin, in the order of the workbook."""
    starts = []
    for kind, start, size in _list_records(book, 0):
        if kind == _SHEET and size >= 6 and book[start + 5] == 0:  # noqa: PLR2004 - 5: its type; 0 is a worksheet
            starts.append(struct.unpack_from("<I", book, start)[0])
    return starts


def _find_errors(book: bytes, start: int) -> dict[tuple[int, int], str]:
    """Return the error that each such cell of a sheet shows, by row and column from 0."""
    found = {}
    for kind, at, size in _list_records(book, start):
        code = None
        if kind == _ERROR and size >= 8 and book[at + 7] == 1:  # noqa: PLR2004 - 8 bytes; 1: an error, 0: true or false
            code = book[at + 6]
        elif kind == _FORMULA and size >= 14 and book[at + 12 : at + 14] == b"\xff\xff":  # noqa: PLR2004 - its value takes 8 bytes from 6 on
            code = book[at + 8] if book[at + 6] == 2 else None  # noqa: PLR2004 - 2: an error
        if code is not None:
            found[struct.unpack_from("<HH", book, at)] = _ERRORS.get(code, "#ERROR!")
    return {(int(row), int(column)): text for (row, column), text in found.items()}


def _list_records(book: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, start and size of each record from a place on, to the end of that part."""
    depth = 0
    while 0 <= start <= len(book) - 4:
        kind, size = struct.unpack_from("<HH", book, start)
        start += 4
        if start + size > len(book):
            return
        yield kind, start, size
        depth += (kind in _BOF) - (kind == _EOF)  # a chart has a part of its own within
        if depth <= 0:
            return
        start += size
