"""WKB nested too deeply to be a shape: GEOS reads collections by recursion, and would end us.

A GeoPackage and a GeoParquet hand their shapes on as they stand, so a hundred thousand collections
in one another come as far as the process that parses them. What is walked over here is what
GEOS walks over: the kinds of OGC 06-103r4 with curves, in ISO and extended spelling.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_DEPTH = 32  # as GDAL; a layer of multipolygons is 2 deep
_HEAD, _COUNT = 5, 4  # bytes: order and kind; a number of parts
_SHORTEST_DEEP = MOST_DEPTH * (_HEAD + _COUNT)
_POINT, _LINES, _POLYGON = 1, (2, 8), 3
_GATHERED = (4, 5, 6, 7, 9, 10, 11, 12)  # multi-shapes, collections, curves made of others
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000


def set_aside_deep(values: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return WKB (bytes, or None) with None in the place of what is nested too deeply."""
    kept = values.copy()
    kept[find_deep(values)] = None
    return kept


def find_deep(values: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which WKB is nested deeper than MOST_DEPTH."""
    deep = (
        value is not None and len(value) >= _SHORTEST_DEEP and is_deep(value) for value in values
    )
    return np.fromiter(deep, dtype=bool, count=len(values))


def is_deep(wkb: bytes) -> bool:
    """Tell whether a WKB is nested deeper than MOST_DEPTH, up to where it ceases to be one."""
    left, at = [1], 0  # shapes that are still to come, at each depth
    try:
        while left:
            if left[-1] == 0:
                left.pop()
                continue
            left[-1] -= 1
            if wkb[at] > 1:
                return True  # GEOS would go on in the order of the shape before; nobody writes so
            order = ">" if wkb[at] == 0 else "<"
            kind, point_bytes, at = _read_head(wkb, at, order)
            if kind in _GATHERED:
                left.append(_read_count(wkb, at, order))
                at += _COUNT
            else:
                at = _skip_points(wkb, at, order, kind, point_bytes)
            if len(left) > MOST_DEPTH:
                return True
    except (struct.error, IndexError, ValueError):
        return False  # cut short or of a kind that there is not: GEOS stops here as well
    return False


def _read_head(wkb: bytes, at: int, order: str) -> tuple[int, int, int]:
    """Return the kind, how many bytes a point has, and where the head ends."""
    code = _read_count(wkb, at + 1, order)
    thousands, kind = divmod(code & 0xFFFF, 1000)
    has_z = bool(code & _Z) or thousands in (1, 3)
    has_m = bool(code & _M) or thousands in (2, 3)
    return kind, 8 * (2 + has_z + has_m), at + _HEAD + (_COUNT if code & _SRID else 0)


def _skip_points(wkb: bytes, at: int, order: str, kind: int, point_bytes: int) -> int:
    if kind == _POINT:
        return at + point_bytes
    if kind in _LINES:
        return at + _COUNT + point_bytes * _read_count(wkb, at, order)
    if kind != _POLYGON:
        raise ValueError(kind)
    rings = _read_count(wkb, at, order)
    at += _COUNT
    for _ in range(rings):
        at += _COUNT + point_bytes * _read_count(wkb, at, order)
    return at


def _read_count(wkb: bytes, at: int, order: str) -> int:
    return int(struct.unpack_from(f"{order}I", wkb, at)[0])
