"""The layers of the field survey: outlines in a GeoPackage, points and outlines in a GeoJSON."""

from __future__ import annotations

import json
import math
import sqlite3
import struct
from contextlib import closing
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import GeometryCollection, LineString, Point, Polygon

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

LAYER, EMPTY_LAYER = "контуры", "съёмка 2025"
UTM_43N = 32643
WEST, SOUTH = 525_000.0, 5_345_000.0  # near Begazy
POINT_CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}


def _move(*corners: tuple[float, float]) -> list[tuple[float, float]]:
    return [(WEST + east, SOUTH + north) for east, north in corners]


def _square(east: float, north: float, side: float = 40) -> list[tuple[float, float]]:
    """Return a square whose ring runs counter-clockwise."""
    return _move((east, north), (east + side, north), (east + side, north + side),
                 (east, north + side), (east, north))  # fmt: skip


def _draw_outlines() -> list[tuple[str, BaseGeometry | None]]:
    """Return name and shape of each feature; where GEOS cannot hold it, its bytes come later."""
    bow_tie = _move((100, 0), (140, 40), (140, 0), (100, 40), (100, 0))
    return [
        ("Ограда 1", Polygon(_square(0, 0))),
        ("Ограда 2", Polygon(bow_tie)),
        ("Ограда 3", Polygon(_square(200, 0)[::-1])),
        ("Ограда 4", Polygon(_move((300, 0), (320, 0), (340, 0), (300, 0)))),
        ("Ограда 5", Polygon(_move(*[(400, 0)] * 5))),
        ("Ограда 6", Polygon(_square(500, 0))),  # one corner is no number
        ("Ограда 7", Polygon()),
        ("Ограда 8", Polygon(_square(700, 0))),  # a curve
        ("Ограда 9", Polygon(_square(800, 0))),  # cut off
        ("Ограда 10", Polygon(_square(900, 0))),  # not closed
        ("Ограда 11", Polygon(_square(1000, 0), [_square(1100, 0, 10)])),
        ("Ограда 12", GeometryCollection([Polygon(_square(1200, 0)), Point(WEST, SOUTH)])),
        ("Ограда 13", None),
        ("Ограда 14", shapely.affinity.translate(Polygon(_square(0, 0)), 400_000, 200_000)),
        ("Вал 15", LineString(_move((1500, 0), (1500, 0)))),
        ("Ограда 16", Polygon([(75.3, 48.2), (75.4, 48.2), (75.4, 48.3), (75.3, 48.2)])),
        ("Ограда 17", Polygon(_square(1700, 0), [_square(1710, 10, 10)[::-1]])),
    ]


def write_outlines(path: Path) -> None:
    """Write the GeoPackage, then put in the bytes that no library would write."""
    names, shapes = zip(*_draw_outlines(), strict=True)
    columns = {"Название": names, "Тип": "ограда", "Датировка": "эпоха бронзы"}
    frame = gpd.GeoDataFrame(columns, geometry=np.array(shapes, dtype=object), crs=UTM_43N)
    plain = {"driver": "GPKG", "geometry_type": "Unknown", "SPATIAL_INDEX": "NO"}
    frame.to_file(path, layer=LAYER, **plain)
    frame.iloc[:0].to_file(path, layer=EMPTY_LAYER, **plain)
    holed = _square(500, 0)
    holed[1] = (math.nan, math.nan)
    _put_bytes(path, 6, _write_ring(holed))
    _put_bytes(path, 8, _write_curve(_square(700, 0)))
    _put_bytes(path, 9, shapely.to_wkb(shapes[8])[:-20])
    _put_bytes(path, 10, _write_ring(_square(900, 0)[:-1]))


def _write_ring(corners: list[tuple[float, float]]) -> bytes:
    flat = [number for corner in corners for number in corner]
    head = struct.pack("<BIII", 1, 3, 1, len(corners))
    return head + struct.pack(f"<{len(flat)}d", *flat)


def _write_curve(corners: list[tuple[float, float]]) -> bytes:
    """Write a CURVEPOLYGON of one circular string."""
    flat = [number for corner in corners for number in corner]
    string = struct.pack("<BII", 1, 8, len(corners)) + struct.pack(f"<{len(flat)}d", *flat)
    return struct.pack("<BII", 1, 10, 1) + string


def _put_bytes(path: Path, fid: int, wkb: bytes) -> None:
    header = b"GP" + struct.pack("<BBi", 0, 1, UTM_43N)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f'UPDATE "{LAYER}" SET geom = ? WHERE fid = ?', (header + wkb, fid))  # noqa: S608 - a name of ours


def _feature(name: str, geometry: dict[str, Any] | None, **more: object) -> dict[str, Any]:
    told = {"name": name, "type": "курган", "dating": "ранний железный век", **more}
    return {"type": "Feature", "properties": told, "geometry": geometry}


def _point(*numbers: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": numbers}


def write_points(path: Path) -> None:
    """Write the GeoJSON of a handheld receiver and of a digitiser."""
    tie = [[75.30, 48.30], [75.31, 48.31], [75.31, 48.30], [75.30, 48.31], [75.30, 48.30]]
    clockwise = [[75.40, 48.30], [75.40, 48.31], [75.41, 48.31], [75.41, 48.30], [75.40, 48.30]]
    features = [
        _feature("Курган 1", _point(75.345301, 48.271301)),
        _feature("Курган 2", _point(48.271302, 75.345302)),
        _feature("Курган 3", _point(0, 0)),
        _feature("Курган 4", _point(71.447231, 51.913305)),
        _feature("Курган 5", None),
        _feature("Курган 6", {"type": "Polygon", "coordinates": [tie]}),
        _feature("Курган 7", {"type": "Polygon", "coordinates": [clockwise]}),
        _feature("Курган 8", {"type": "Polygon", "coordinates": []}),
        _feature("Курган 9", _point(75.345309, 1e300)),
        _feature("Вал 10", {"type": "LineString", "coordinates": [[75.3, 48.2]] * 3}),
        _feature("Курган 11", _point(75.251111, 48.881111)),
        _feature("Курган 12", _point(492569.33, 5338534.62)),
        _feature("Курган 13", _point(75.3453, 4.82713)),
        _feature("Курган 14", _point(75.345314, 48.271314), district="Шетский район"),
    ]
    told = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
