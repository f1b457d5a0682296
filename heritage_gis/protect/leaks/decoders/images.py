"""Decoders of PNG, JPEG and WebP: all that is beside the picture, which itself is not read."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from heritage_gis.protect.leaks.decoders.exif import read_exif
from heritage_gis.protect.leaks.pieces import Fault, Prose, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.protect.leaks.pieces import Piece

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PICTURE = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB pHYs bKGD sBIT hIST acTL fcTL fdAT".split()
)
_JPEG_SCAN, _JPEG_END = 0xDA, 0xD9
_JPEG_TEXTS = frozenset({*range(0xE0, 0xF0), 0xFE})  # APP0 to APP15, and COM
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_WEBP_PICTURE = frozenset((b"VP8 ", *b"VP8L VP8X ALPH ANIM ANMF ICCP".split()))
_MOST_TEXT = 10_000_000


def decode_png(name: str, content: bytes) -> Iterator[Piece]:
    """Decode PNG: texts, EXIF, chunks of other programs, and what follows the end."""
    if not content.startswith(_PNG):
        yield Fault("", "content", f"{name} is no PNG, as its name says it is")
        return
    at, kind = len(_PNG), b""
    while kind != b"IEND" and at + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"eXIf":
            yield from read_exif("eXIf", body)
        elif kind not in _PNG_PICTURE:
            yield from _read_remark(kind.decode("latin-1"), _inflate(kind, body))
    yield from _read_remark("after the end", content[at:])


def _inflate(kind: bytes, body: bytes) -> bytes:
    """Return the text of a chunk, unpacked where it is packed."""
    keyword, _, rest = body.partition(b"\0")
    if kind == b"zTXt":
        return keyword + b" " + _unpack(rest[1:])
    if kind == b"iTXt" and rest[:1] == b"\1":
        return keyword + b" " + _unpack(rest[2:].split(b"\0", 2)[-1])
    return body


def _unpack(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _MOST_TEXT)
    except zlib.error:
        return packed


def decode_jpeg(name: str, content: bytes) -> Iterator[Piece]:
    """Decode JPEG: EXIF, XMP, IPTC, remarks, and what follows the end."""
    if not content.startswith(b"\xff\xd8"):
        yield Fault("", "content", f"{name} is no JPEG, as its name says it is")
        return
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != _JPEG_END:  # noqa: PLR2004 - every marker starts so
        marker = content[at + 1]
        if marker in _JPEG_BARE or marker == 0xFF:  # noqa: PLR2004 - a filler
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004 - a filling byte
            continue
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        body = content[at + 4 : at + 2 + length]
        at += 2 + length
        if body.startswith(b"Exif\0\0"):
            yield from read_exif("EXIF", body[6:])
        elif marker in _JPEG_TEXTS and not body.startswith(
            (b"JFIF\0", b"ICC_PROFILE\0", b"Adobe\0")
        ):
            yield from _read_remark(f"marker {marker:X}", body)
        if marker == _JPEG_SCAN:
            end = content.rfind(b"\xff\xd9")
            yield from _read_remark("after the end", content[end + 2 :] if end >= 0 else b"")
            return


def decode_webp(name: str, content: bytes) -> Iterator[Piece]:
    """Decode WebP: EXIF, XMP, chunks of other programs, and what follows the end."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        yield Fault("", "content", f"{name} is no WebP, as its name says it is")
        return
    at = 12
    while at + 8 <= len(content):
        kind, length = struct.unpack("<4sI", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
        if kind == b"EXIF":
            yield from read_exif("EXIF", body.removeprefix(b"Exif\0\0"))
        elif kind not in _WEBP_PICTURE:
            yield from _read_remark(kind.decode("latin-1"), body)


def _read_remark(place: str, body: bytes) -> Iterator[Piece]:
    if body.strip(b"\0 \r\n"):
        text = body.decode("utf-8", errors="replace").replace("\0", "\n")
        yield Text(place, text)
        yield Prose(place, text)
