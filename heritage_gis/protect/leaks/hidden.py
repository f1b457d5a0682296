"""Texts behind escapes, and coordinates behind hexadecimal or base64 letters."""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

import numpy as np
import shapely

from heritage_gis.protect.leaks.numbers import LAT_RANGE, LON_RANGE
from heritage_gis.protect.leaks.pieces import Coordinates, Packed, Prose, Text

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from numpy.typing import NDArray

    from heritage_gis.protect.leaks.pieces import Piece

DEEPEST_ESCAPE = 3  # an escape within an escape within an escape
_SCRIPT_ESCAPE = re.compile(r"\\u\{([0-9A-Fa-f]{1,6})\}|\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})")
_STYLE_ESCAPE = re.compile(r"\\0{0,4}(3[0-9]|2[Ee])(?:\s|(?![0-9A-Fa-f]))")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff]"
)
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}){9,}(?![0-9A-Za-z])")
_BASE64 = re.compile(r"(?<![0-9A-Za-z+/_=-])[0-9A-Za-z+/_-]{12,}={0,2}(?![0-9A-Za-z+/_=-])")
# Fingerprints are long enough for any chance number to stand in them.
_DIGEST = re.compile(r"[0-9a-f]{10,}+(?![0-9A-Za-z])")
_SITE_ID = re.compile(r"(?<![0-9A-Za-z.])[A-Z]+-\d{6,}(?![.,]?\d)")
_NO_FIGURES = str.maketrans(dict.fromkeys("0123456789", "n"))
_POLICY_DIGEST = re.compile(r"sha\d{3}-[0-9A-Za-z+/=]+")
_MAGIC = {
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"PK\x03\x04": ".zip",
    b"\x1f\x8b": ".gz",
    b"SQLite format 3": ".sqlite",
    b"PAR1": ".parquet",
}
_ZLIB = b"\x78"
_MOST_UNPACKED = 10_000_000
# Letters and figures as chance has them: what is encoded, and no word.
_MIXED = re.compile(r"(?=.*[a-z])(?=.*(?:[A-Z]{2}|[0-9+/]))", re.DOTALL)
_INTEGER_SCALES = (1e5, 1e6, 1e7)
_POINT_BYTES = 21  # byte order, type, x and y: the shortest WKB that tells a place
_PAIR_BYTES = 16  # of two doubles
_PRINTABLE = 0.95
_GPKG_HEAD = 8
_GPKG_ENVELOPES = (0, 32, 48, 48, 64)


def unveil(text: str) -> str:
    """Undo the escapes of HTML, JavaScript, JSON, CSS and addresses, one within another too."""
    for _ in range(DEEPEST_ESCAPE):
        plain = html.unescape(text) if "&" in text else text
        if "\\" in plain:
            plain = _SCRIPT_ESCAPE.sub(_read_escape, plain)
            plain = _STYLE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), plain)
        plain = unquote(plain, errors="replace") if "%" in plain else plain
        if plain == text:
            break
        text = plain
    return text if text.isascii() else _FOREIGN_DIGIT.sub(_read_digit, _INVISIBLE.sub("", text))


def _read_escape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2] or match[3], 16)
    return chr(code) if code < 0x110000 else match[0]  # noqa: PLR2004 - there are no more letters


def _read_digit(match: re.Match[str]) -> str:
    """Turn the digits of other scripts, wide ones too, into ours."""
    return str(unicodedata.digit(match[0]))


def mask_digests(text: str) -> str:
    """Blank the fingerprints of files; the length stays."""
    masked = _POLICY_DIGEST.sub(_blank, text) if "sha" in text else text
    return _DIGEST.sub(_mask_digest, masked)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def mask_site_ids(text: str, site_ids: Container[str]) -> str:
    """Turn the figures of known site ids into letters; the length stays.

    From some 5,000 sites on, two ids side by side read like kilometres east and north.
    """
    return _SITE_ID.sub(lambda match: _mask_id(match[0], site_ids), text)


def _mask_id(text: str, site_ids: Container[str]) -> str:
    return text.translate(_NO_FIGURES) if text in site_ids else text


def _mask_digest(match: re.Match[str]) -> str:
    """Blank what mixes figures and letters, where nothing before them belongs to them."""
    before = match.string[match.start() - 1 : match.start()]
    is_digest = not match[0].isdecimal() and not before.isalnum() and before != "."
    return _blank(match) if is_digest else match[0]


def find_payloads(place: str, text: str, digests: Container[str] = frozenset()) -> Iterator[Piece]:
    """Find what is written in hexadecimal or base64 letters, where that is anything at all.

    The digests of files are not: of thousands of them one reads like a place by chance.
    """
    for match in _HEX.finditer(text):
        if match[0] in digests:
            continue
        yield from _open_payload(place, bytes.fromhex(match[0]), may_be_numbers=True)
    for match in _BASE64.finditer(text):
        if match[0] in digests:
            continue
        letters = match[0].rstrip("=").translate(str.maketrans("-_", "+/"))
        try:
            content = base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
        except binascii.Error:
            continue
        yield from _open_payload(place, content, may_be_numbers=bool(_MIXED.match(match[0])))


def _open_payload(place: str, content: bytes, *, may_be_numbers: bool) -> Iterator[Piece]:
    where = f"{place} (encoded)".strip()
    if content.startswith(_ZLIB):
        content = _unpack(content)
    xy = read_wkb(content)
    if xy is not None:
        yield Coordinates(where, xy)
    for magic, suffix in _MAGIC.items():
        if content.startswith(magic):
            yield Packed(f"encoded{suffix}", content)
            return
    text = _read_printable(content)
    if text:
        yield Text(where, text)
        yield Prose(where, text)
    elif may_be_numbers:
        doubles, short = _find_packed_numbers(content)
        yield Coordinates(where, doubles)
        yield Coordinates(where, short, is_sure=False)


@lru_cache(maxsize=10_000)  # long words are the same on every page
def _find_packed_numbers(content: bytes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return find_doubles(content), find_short_numbers(content)


def _unpack(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content, _MOST_UNPACKED) or content
    except zlib.error:
        return content


def _read_printable(content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    seen = sum(letter.isprintable() or letter.isspace() for letter in text)
    return text if text and seen / len(text) >= _PRINTABLE else ""


def read_wkb(content: bytes) -> NDArray[np.float64] | None:
    """Return the coordinates of WKB, EWKB or a GeoPackage geometry; None where it is none."""
    shape = read_shape(content)
    return None if shape is None else shapely.get_coordinates(shape)


def read_shape(content: bytes) -> shapely.Geometry | None:
    """Return the geometry of WKB, EWKB or a GeoPackage; None where it is none, or empty."""
    body = content
    if content[:2] == b"GP" and len(content) > _GPKG_HEAD:
        envelope = content[3] >> 1 & 7
        known = envelope < len(_GPKG_ENVELOPES)
        body = content[_GPKG_HEAD + _GPKG_ENVELOPES[envelope] :] if known else b""
    if len(body) < _POINT_BYTES or body[0] not in (0, 1):
        return None
    shape = shapely.from_wkb(body, on_invalid="ignore")
    return None if shape is None or shapely.is_empty(shape) else shape


def find_doubles(content: bytes) -> NDArray[np.float64]:
    """Find neighbouring 8-byte numbers, at any byte, that are a place in the two regions.

    That is how coordinates stand in formats we do not read in full, and in the parts of a database
    file that were freed and not wiped.

    Returns:
        Longitude and latitude, two columns.
    """
    found: list[NDArray[np.float64]] = []
    with np.errstate(invalid="ignore"):
        for offset in range(min(8, len(content) - _PAIR_BYTES + 1)):
            body = content[offset : offset + (len(content) - offset) // 8 * 8]
            for order in ("<f8", ">f8"):
                found += _pair_doubles(np.frombuffer(body, dtype=order).astype(np.float64))
    return _put_together(found)


def find_short_numbers(content: bytes) -> NDArray[np.float64]:
    """Find neighbouring 4-byte numbers that could be a place in the two regions.

    They are floats, or degrees as integers; chance makes such pairs often.

    Returns:
        Longitude and latitude, two columns.
    """
    found: list[NDArray[np.float64]] = []
    body = content[: len(content) // 4 * 4]
    with np.errstate(invalid="ignore"):
        for order in "<>":
            found += _pair_doubles(np.frombuffer(body, f"{order}f4").astype(np.float64))
            whole = np.frombuffer(body, f"{order}i4").astype(np.float64)
            for scale in _INTEGER_SCALES:
                found += _pair_doubles(whole / scale)
    return _put_together(found)


def _put_together(pairs: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.unique(np.concatenate(pairs), axis=0) if pairs else np.empty((0, 2))


def _pair_doubles(values: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """Give longitude and latitude of neighbours, if any, each number in one pair alone."""
    is_lat = (values >= LAT_RANGE[0]) & (values <= LAT_RANGE[1])
    if not is_lat.any():  # as in nearly all words that look like a code
        return
    is_lon = (values >= LON_RANGE[0]) & (values <= LON_RANGE[1])
    first = np.flatnonzero((is_lon[:-1] & is_lat[1:]) | (is_lat[:-1] & is_lon[1:]))
    run = np.cumsum(np.diff(first, prepend=-2) != 1)
    step = np.arange(len(first)) - np.searchsorted(run, run)
    first = first[step % 2 == 0]
    a, b = values[first], values[first + 1]
    yield np.column_stack([np.where(is_lon[first], a, b), np.where(is_lon[first], b, a)])
