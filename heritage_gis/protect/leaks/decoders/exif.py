"""EXIF: its texts, and whether it says where a picture was taken."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from heritage_gis.protect.leaks.pieces import Fault, Prose, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.protect.leaks.pieces import Piece

# The TIFF tags that lead to further lists of tags, and the types we read.
_EXIF_LIST, _GPS_LIST, _OTHER_LIST = 0x8769, 0x8825, 0xA005
_LISTS = {_EXIF_LIST: "EXIF", _GPS_LIST: "GPS", _OTHER_LIST: "other"}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_TEXT_TYPES = frozenset({1, 2, 7})
_RATIONAL_TYPES = {5: "II", 10: "ii"}
_ENTRY = 12
_MOST_LISTS = 8


class _Tag(NamedTuple):
    number: int
    type_: int
    body: bytes


def read_exif(place: str, content: bytes) -> Iterator[Piece]:
    """Read EXIF: a position is a fault by itself, since approved pictures lose theirs."""
    order = {b"II": "<", b"MM": ">"}.get(content[:2])
    if order is None or len(content) < 8:  # noqa: PLR2004 - the head of TIFF
        yield Fault(place, "metadata", "EXIF that cannot be read")
        return
    waiting = [("IFD", *struct.unpack(order + "I", content[4:8]))]
    seen: set[int] = set()
    texts = []
    while waiting and len(seen) < _MOST_LISTS:
        name, at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        tags, following = _read_list(content, order, at)
        if following:
            waiting.append((name, following))
        if name == "GPS" and tags:
            yield Fault(place, "metadata", f"GPS position: {_write_position(tags, order)}")
        waiting += [
            (_LISTS[tag.number], struct.unpack(order + "I", tag.body[:4])[0])
            for tag in tags
            if tag.number in _LISTS and len(tag.body) >= 4  # noqa: PLR2004 - an address
        ]
        texts += [_read_text(tag) for tag in tags if tag.type_ in _TEXT_TYPES]
    told = "\n".join(filter(None, texts))
    yield Text(place, told)
    yield Prose(place, told)


def _read_list(content: bytes, order: str, at: int) -> tuple[list[_Tag], int]:
    """Return the tags of a list, and where the next list lies."""
    if at + 2 > len(content):
        return [], 0
    (count,) = struct.unpack(order + "H", content[at : at + 2])
    tags = []
    for entry in range(at + 2, min(at + 2 + count * _ENTRY, len(content) - _ENTRY + 1), _ENTRY):
        number, type_, length = struct.unpack(order + "HHI", content[entry : entry + 8])
        size = _SIZES.get(type_, 1) * length
        start = entry + 8
        if size > 4:  # noqa: PLR2004 - what is longer lies elsewhere
            (start,) = struct.unpack(order + "I", content[start : start + 4])
        tags.append(_Tag(number, type_, content[start : start + size]))
    end = at + 2 + count * _ENTRY
    following = (
        struct.unpack(order + "I", content[end : end + 4])[0] if end + 4 <= len(content) else 0
    )
    return tags, following


def _read_text(tag: _Tag) -> str:
    body = tag.body.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0")
    for encoding in ("utf-8", "utf-16-le"):
        try:
            return body.decode(encoding).strip("\0 ")
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1").strip("\0 ")


def _write_position(tags: list[_Tag], order: str) -> str:
    """Write the GPS tags as they stand, for the keeper."""
    told = []
    for tag in tags:
        if tag.type_ in _RATIONAL_TYPES:
            pairs = struct.iter_unpack(
                order + _RATIONAL_TYPES[tag.type_], tag.body[: len(tag.body) // 8 * 8]
            )
            told.append(" ".join(f"{above / below:g}" for above, below in pairs if below))
        elif tag.type_ in _TEXT_TYPES:
            told.append(_read_text(tag))
    return ", ".join(filter(None, told))
