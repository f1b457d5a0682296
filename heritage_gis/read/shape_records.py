"""The records of a .shp, walked over one by one (ESRI Shapefile Technical Description, 1998)."""

from __future__ import annotations

import mmap
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEADER = 100  # bytes, of a .shp and of a .shx
TYPES = (0, 1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28, 31)
_RECORD_HEADER, _ENTRY = 8, 8
_TYPE_AT = 32


def read_type(head: bytes) -> int:
    """Return the type of shapes that a header states."""
    return int(struct.unpack_from("<i", head, _TYPE_AT)[0])


def list_records(path: Path) -> list[tuple[int, int]] | None:
    """Return where each record begins and how long it is, both in words of two bytes.

    Returns:
        Nothing where records do not follow each other to the end of the file; a program may leave
        gaps, and then the index alone knows.
    """
    if path.stat().st_size <= HEADER:
        return []
    records: list[tuple[int, int]] = []
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        at, end = HEADER, len(whole)
        while at + _RECORD_HEADER <= end:
            number, words = struct.unpack_from(">2i", whole, at)
            if number != len(records) + 1 or words < 2:  # noqa: PLR2004 - its type alone takes two
                return None
            records.append((at // 2, words))
            at += _RECORD_HEADER + 2 * words
    return records if at == end else None


def list_entries(path: Path) -> list[tuple[int, int]]:
    """Return what an index (.shx) says of each record, as `list_records`."""
    body = path.read_bytes()[HEADER:]
    whole = body[: len(body) // _ENTRY * _ENTRY]
    return [(int(at), int(words)) for at, words in struct.iter_unpack(">2i", whole)]
