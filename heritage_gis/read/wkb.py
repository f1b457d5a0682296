"""Shapes written as WKB, the form in which the reading child hands them over."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Place = Sequence[float]

_CODES = {
    "Point": 1,
    "LineString": 2,
    "Polygon": 3,
    "MultiPoint": 4,
    "MultiLineString": 5,
    "MultiPolygon": 6,
    "GeometryCollection": 7,
}
_LEAST_IN_LINE = 2


def write_wkb(shape: Mapping[str, Any]) -> bytes:
    """Write a shape, given as in GeoJSON, as WKB in two dimensions.

    Heights are left out: what a register keeps of them stands in a column of its own.

    Raises:
        KeyError, TypeError, ValueError, struct.error: it is no shape.
    """
    kind = shape["type"]
    head = struct.pack("<BI", 1, _CODES[kind])
    if kind == "GeometryCollection":
        return head + _write_parts([write_wkb(part) for part in shape["geometries"]])
    places = shape["coordinates"]
    if kind == "Point":
        return head + _write_place(places)
    if kind == "LineString":
        return head + _write_line(places)
    if kind == "Polygon":
        return head + _write_parts([_write_line(ring) for ring in places])
    single = kind.removeprefix("Multi")
    parts = [write_wkb({"type": single, "coordinates": part}) for part in places]
    return head + _write_parts(parts)


def make_line(places: Sequence[Place]) -> dict[str, Any] | None:
    """Make a line of places; of one place it is a point, of none nothing."""
    if len(places) >= _LEAST_IN_LINE:
        return {"type": "LineString", "coordinates": places}
    return {"type": "Point", "coordinates": places[0]} if places else None


def gather_shapes(shapes: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Make one shape of several: a multiple one where all are of one simple kind."""
    if len(shapes) <= 1:
        return shapes[0] if shapes else None
    kinds = {shape["type"] for shape in shapes}
    if len(kinds) == 1 and kinds <= {"Point", "LineString", "Polygon"}:
        return {
            "type": f"Multi{kinds.pop()}",
            "coordinates": [shape["coordinates"] for shape in shapes],
        }
    return {"type": "GeometryCollection", "geometries": list(shapes)}


def _write_place(place: Place) -> bytes:
    return struct.pack("<2d", place[0], place[1])


def _write_line(places: Sequence[Place]) -> bytes:
    flat = [number for place in places for number in place[:2]]
    return struct.pack(f"<I{len(flat)}d", len(places), *flat)


def _write_parts(parts: Sequence[bytes]) -> bytes:
    return struct.pack("<I", len(parts)) + b"".join(parts)
