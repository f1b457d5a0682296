"""Curves and patched surfaces of WKB drawn out in straight lines: GEOS takes neither.

A GeoPackage may hold arcs, and a MultiPatch of a shapefile comes as a surface of triangles. Kinds
are those of OGC 06-103r4 (WKB), in ISO and extended spelling.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from heritage_gis.model.wkb_nesting import MOST_DEPTH
from heritage_gis.read.wkb import write_wkb

if TYPE_CHECKING:
    from collections.abc import Mapping

    Place = tuple[float, float]
    Shape = Mapping[str, Any]

_POINT, _LINE, _POLYGON, _COLLECTION, _ARCS = 1, 2, 3, 7, 8
_COMPOUND, _CURVE_POLYGON, _TRIANGLE = 9, 10, 17
# What a shape made of parts becomes; a surface of patches is a shape of many outlines.
_OF_PARTS = {
    4: "MultiPoint",
    5: "MultiLineString",
    6: "MultiPolygon",
    11: "MultiLineString",
    12: "MultiPolygon",
    15: "MultiPolygon",
    16: "MultiPolygon",
}
_KINDS = 1000  # ISO adds thousands for Z and M
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000
_HEAD = 5  # bytes: order and kind
_UNREADABLE = b"\x01"
_TURN_STEPS = 96  # straight lines of a whole turn: off the arc by 0.05 % of its radius


def straighten_shapes(shapes: pa.Array) -> pa.Array:
    """Return WKB with curves and surfaces drawn out in lines; all else as it stands.

    What cannot be read stays so: the one who reads it in the end tells of it.
    """
    heads = pc.unique(pc.binary_slice(shapes, 0, _HEAD)).to_pylist()
    if not any(_may_be_curved(head) for head in heads if head):
        return shapes
    return pa.array([straighten(value) for value in shapes.to_pylist()], shapes.type)


def straighten(wkb: bytes | None) -> bytes | None:
    """Return one WKB with curves and surfaces drawn out in lines, in two dimensions."""
    if not wkb or not _may_be_curved(wkb[:_HEAD]):
        return wkb
    walk = _Walk(wkb)
    try:
        shape = walk.read_shape(0)
        return write_wkb(shape) if walk.is_curved else wkb
    except (struct.error, IndexError, ValueError, KeyError, TypeError, OverflowError):
        return _UNREADABLE if walk.is_curved else wkb  # GEOS reads some of it, and stumbles later


def _may_be_curved(head: bytes) -> bool:
    if len(head) < _HEAD:
        return False
    kind = _read_kind(head, "<" if head[0] else ">")
    return kind >= _COLLECTION  # a collection may hold curves


def _read_kind(wkb: bytes, order: str, at: int = 0) -> int:
    code = struct.unpack_from(f"{order}I", wkb, at + 1)[0]
    return int((code & 0xFFFFFF) % _KINDS)


@dataclass
class _Walk:
    """Walks over one WKB, and says whether there were curves."""

    wkb: bytes
    at: int = 0
    is_curved: bool = False

    def read_shape(self, depth: int) -> Shape:
        """Read the shape that stands here, as GeoJSON has it.

        Raises:
            struct.error, IndexError, ValueError, KeyError: there is none.
        """
        if depth > MOST_DEPTH:
            raise ValueError(depth)
        order = "<" if self.wkb[self.at] else ">"
        kind = _read_kind(self.wkb, order, self.at)
        code = struct.unpack_from(f"{order}I", self.wkb, self.at + 1)[0]
        thousands = (code & 0xFFFFFF) // _KINDS
        numbers = (
            2 + (bool(code & _Z) or thousands in (1, 3)) + (bool(code & _M) or thousands in (2, 3))
        )
        self.at += _HEAD + (4 if code & _SRID else 0)
        self.is_curved |= kind > _COLLECTION
        if kind == _POINT:
            return {"type": "Point", "coordinates": self._read_places(order, numbers, 1)[0]}
        if kind in (_LINE, _ARCS):
            places = self._read_line(order, numbers)
            line = _follow_arcs(places) if kind == _ARCS else places
            return {"type": "LineString", "coordinates": line}
        if kind in (_POLYGON, _TRIANGLE):
            count = self._read_count(order)
            rings = [self._read_line(order, numbers) for _ in range(count)]
            return {"type": "Polygon", "coordinates": rings}
        parts = [self.read_shape(depth + 1) for _ in range(self._read_count(order))]
        return _join_parts(kind, parts)

    def _read_count(self, order: str) -> int:
        count = int(struct.unpack_from(f"{order}I", self.wkb, self.at)[0])
        self.at += 4
        if count > len(self.wkb):
            raise ValueError(count)
        return count

    def _read_line(self, order: str, numbers: int) -> list[Place]:
        return self._read_places(order, numbers, self._read_count(order))

    def _read_places(self, order: str, numbers: int, count: int) -> list[Place]:
        flat = struct.unpack_from(f"{order}{numbers * count}d", self.wkb, self.at)
        self.at += 8 * numbers * count
        return list(zip(flat[::numbers], flat[1::numbers], strict=True))


def _join_parts(kind: int, parts: list[Shape]) -> Shape:
    if kind == _COLLECTION:
        return {"type": "GeometryCollection", "geometries": parts}
    if kind == _COMPOUND:
        line: list[Place] = []
        for part in parts:
            places = part["coordinates"]
            line += places[1:] if line and places and line[-1] == places[0] else places
        return {"type": "LineString", "coordinates": line}
    if kind == _CURVE_POLYGON:
        return {"type": "Polygon", "coordinates": [part["coordinates"] for part in parts]}
    return {"type": _OF_PARTS[kind], "coordinates": [part["coordinates"] for part in parts]}


def _follow_arcs(places: list[Place]) -> list[Place]:
    """Draw out arcs, each given by its start, a place on it and its end."""
    if places and len(places) % 2 == 0:
        raise ValueError(len(places))
    line = places[:1]
    for at in range(0, len(places) - 2, 2):
        line += _follow_arc(*places[at : at + 3])
    return line


def _follow_arc(start: Place, middle: Place, end: Place) -> list[Place]:
    """Return the places of an arc after its start; a whole circle ends where it starts."""
    centre = _find_centre(start, middle, end)
    if centre is None:
        return [middle, end]
    angles = [math.atan2(y - centre[1], x - centre[0]) for x, y in (start, middle, end)]
    turn = (angles[2] - angles[0]) % math.tau or math.tau
    if start != end and (angles[1] - angles[0]) % math.tau > turn:
        turn -= math.tau  # the place between lies on the other side: the arc runs clockwise
    radius = math.dist(start, centre)
    steps = max(2, math.ceil(abs(turn) / math.tau * _TURN_STEPS))
    between = (angles[0] + turn * step / steps for step in range(1, steps))
    walked = [
        (centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle))
        for angle in between
    ]
    return [*walked, end]


def _find_centre(start: Place, middle: Place, end: Place) -> Place | None:
    """Return the centre of the circle through three places; None where they lie in a line."""
    if start == end:
        return (start[0] + middle[0]) / 2, (start[1] + middle[1]) / 2
    (bx, by), (cx, cy) = ((place[0] - start[0], place[1] - start[1]) for place in (middle, end))
    double = 2 * (bx * cy - by * cx)
    b, c = bx * bx + by * by, cx * cx + cy * cy
    if not math.isfinite(b + c) or abs(double) <= 1e-12 * max(b, c):
        return None
    return start[0] + (cy * b - by * c) / double, start[1] + (bx * c - cx * b) / double
