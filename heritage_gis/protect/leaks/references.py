"""Grid references in a text: MGRS, plus codes, geohashes, locators, map sheets, tiles."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.protect.leaks.hits import Hit
from heritage_gis.protect.leaks.numbers import DEGREES, LAT_RANGE, LON_RANGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from heritage_gis.protect.leaks.secrets import Secrets

# 43U DP 92569 38534; a reference to ten kilometres or coarser tells no more than a cell
_MGRS = re.compile(
    r"(?<!\w)4[0-4][TU]\s?[A-HJ-NP-Z]{2}\s?(?:\d{2,5}\s\d{2,5}|\d{4}|\d{6}|\d{8}|\d{10})(?!\w)",
    re.IGNORECASE,
)
_PLUS = "2-9CFGHJMPQRVWX"
_PLUS_CODE = re.compile(
    rf"(?<![\w+])(?:(?:[89][FGHJ][{_PLUS}]{{2}})?[{_PLUS}]{{4}}\+[{_PLUS}]{{2,3}}"
    rf"|(?i:[89][FGHJ][{_PLUS}]{{6}}\+[{_PLUS}]{{2,3}}))(?!\w)"
)
# M-43-112-Б and finer: sheets of 1:50,000 on, smaller than a cell
_SHEET = re.compile(r"(?<!\w)(?i:[MLМ]-4[1-4]-\d{1,3}-[А-ГA-D])(?:-[а-гa-d1-4])*(?!\w)")
_TILE = re.compile(r"(?<!\d)(1[3-9]|2[0-2])/(\d{3,7})/(\d{3,7})(?!\d)")
_GEOHASH = re.compile(r"(?<!\w)[tv][0-9b-hjkmnp-z]{4,11}(?!\w)", re.IGNORECASE)
_LOCATOR = re.compile(r"(?<!\w)M[NO]\d\d[A-Xa-x]{2}(?:\d\d(?:[A-Xa-x]{2})?)?(?!\w)")
_LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz"
_SURE = ((_MGRS, "MGRS"), (_PLUS_CODE, "plus code"), (_SHEET, "map sheet"))
_HASHED = (5, 12)  # letters of a geohash: from about a cell down to centimetres

# Degrees, minutes and seconds in six fields of their own: compared with the secrets only, since
# any six small numbers look alike.
_BETWEEN = r"[^\d.]{1,25}"
_PART = r"[0-5]?\d(?:\.\d+)?(?!\d)"
_SPLIT = re.compile(
    rf"([4-7]\d)(?<![\d.]\d\d)(?![\d.]){_BETWEEN}({_PART}){_BETWEEN}({_PART})[^\d.]{{1,40}}"
    rf"({DEGREES})(?![\d.]){_BETWEEN}({_PART}){_BETWEEN}({_PART})(?!\.\d)"
)
_SAME_SECOND_M = 60.0


def find_sure_references(text: str) -> Iterator[Hit]:
    """Find references to a place that look like nothing else, whatever place it is."""
    for pattern, name in _SURE:
        for match in pattern.finditer(text):
            yield Hit(match.start(), match.end(), "grid reference", f"a {name} tells a place")


def find_grid_references(text: str, secrets: Secrets) -> Iterator[Hit]:
    """Find references to a place by a grid of letters or tiles."""
    yield from find_sure_references(text)
    for match in _TILE.finditer(text):
        lon, lat = _read_tile(*map(int, match.groups()))
        if LON_RANGE[0] <= lon <= LON_RANGE[1] and LAT_RANGE[0] <= lat <= LAT_RANGE[1]:
            nearest = secrets.find_nearest(lon, lat)
            yield Hit(match.start(), match.end(), "grid reference", f"a map tile; {nearest}")
    yield from _find_hashed(text, secrets)


def _find_hashed(text: str, secrets: Secrets) -> Iterator[Hit]:
    """Find words that are the geohash or the locator of a secret: a chance word is neither."""
    for pattern, write in ((_GEOHASH, write_geohashes), (_LOCATOR, write_locators)):
        found = list(pattern.finditer(text))
        known: dict[int, frozenset[str]] = {}
        for match in found:
            length = len(match[0])
            if length not in known:
                known[length] = write(secrets, length)
            if match[0].casefold() in known[length]:
                yield Hit(match.start(), match.end(), "grid reference", "that of a protected site")


def find_split_angles(text: str, secrets: Secrets) -> Iterator[Hit]:
    """Find degrees, minutes and seconds of a secret that stand in fields of their own."""
    found = list(_SPLIT.finditer(text))
    parts = np.array([match.groups() for match in found], dtype=np.float64).reshape(-1, 6)
    first, second = (parts[:, at : at + 3] @ [1, 1 / 60, 1 / 3600] for at in (0, 3))
    is_near = secrets.has_near(second, first, _SAME_SECOND_M)
    is_near |= secrets.has_near(first, second, _SAME_SECOND_M)
    for row in np.flatnonzero(is_near):
        match = found[row]
        why = "degrees, minutes and seconds of a protected site, in fields of their own"
        yield Hit(match.start(), match.end(), "coordinate", why)


def _read_tile(zoom: int, x: int, y: int) -> tuple[float, float]:
    """Return the middle of a tile of the usual web map scheme."""
    turn = (x + 0.5) / 2**zoom
    up = np.pi * (1 - 2 * (y + 0.5) / 2**zoom)
    return turn * 360 - 180, float(np.degrees(np.arctan(np.sinh(np.clip(up, -np.pi, np.pi)))))


@lru_cache(maxsize=16)  # a text after another asks for the same
def write_geohashes(secrets: Secrets, length: int) -> frozenset[str]:
    """Return the geohashes of all secrets, with so many letters."""
    if not _HASHED[0] <= length <= _HASHED[1]:
        return frozenset()
    bits = 5 * length
    lon = (secrets.points["lon"].to_numpy() + 180) / 360 * 2 ** ((bits + 1) // 2)
    lat = (secrets.points["lat"].to_numpy() + 90) / 180 * 2 ** (bits // 2)
    woven = _weave(lon.astype(np.int64), lat.astype(np.int64), bits)
    letters = np.array([*_LETTERS])
    return frozenset(map("".join, zip(*(letters[part] for part in woven), strict=True)))


def _weave(x: NDArray[np.int64], y: NDArray[np.int64], bits: int) -> Iterator[NDArray[np.int64]]:
    """Weave the bits of longitude and latitude, longitude first, and give them five by five."""
    woven = np.zeros(len(x), dtype=np.int64)
    for place in range(bits):
        source, left = (x, (bits + 1) // 2) if place % 2 == 0 else (y, bits // 2)
        woven = woven << 1 | source >> (left - 1 - place // 2) & 1
    for shift in range(bits - 5, -1, -5):
        yield woven >> shift & 31


@lru_cache(maxsize=16)
def write_locators(secrets: Secrets, length: int) -> frozenset[str]:
    """Return the Maidenhead locators of all secrets, in small letters, with so many letters."""
    lon = (secrets.points["lon"].to_numpy() + 180) / 20
    lat = (secrets.points["lat"].to_numpy() + 90) / 10
    words = np.full(len(lon), "", dtype=object)
    for place in range(length // 2):
        first = 97 if place % 2 == 0 else 48
        pair = [(int(x), int(y)) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
        words += np.array([chr(first + x) + chr(first + y) for x, y in pair], dtype=object)
        following = 10 if place % 2 == 0 else 24
        lon, lat = (lon % 1) * following, (lat % 1) * following
    return frozenset(words.tolist())
