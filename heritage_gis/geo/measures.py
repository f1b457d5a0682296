"""Measures: areas, lengths and buffers of shapes in EPSG:4326, in metres, never in degrees.

Each shape is measured in a Lambert azimuthal equal-area projection around its own degree cell:
areas are exact, lengths within 1 part in 10 000 for shapes under 100 km.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import Geod, Transformer
from pyproj.enums import TransformDirection

from heritage_gis.model.columns import cut_rows

if TYPE_CHECKING:
    import numpy.typing as npt

    from heritage_gis.geo.crs import Floats
    from heritage_gis.geo.geometry import Shapes

ELLIPSOID = Geod(ellps="WGS84")
Measure = Callable[["Shapes"], "npt.NDArray[np.float64] | Shapes"]
_PAIRS_AT_ONCE = 100_000


def measure_apart_m(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """Return the distances in metres between pairs of positions; NaN where one is missing."""
    given = [np.asarray(each, dtype=float) for each in (lon, lat, other_lon, other_lat)]
    apart_m = np.full(len(given[0]), np.nan)
    for some in cut_rows(len(apart_m), _PAIRS_AT_ONCE):  # the library copies them several times
        ends = np.stack([each[some] for each in given])
        is_there = np.isfinite(ends).all(axis=0)
        apart_m[some][is_there] = ELLIPSOID.inv(*ends[:, is_there])[2]
    return apart_m


def area_m2(shapes: Shapes) -> Floats:
    """Return the area of each shape (EPSG:4326) in square metres; NaN where it is missing."""
    return _measure(shapes, shapely.area)


def length_m(shapes: Shapes) -> Floats:
    """Return the length of each line, or the perimeter of each polygon, in metres."""
    return _measure(shapes, shapely.length)


def buffer_m(shapes: Shapes, distance_m: npt.ArrayLike, segments: int = 16) -> Shapes:
    """Return shapes (EPSG:4326) widened by a distance.

    Args:
        shapes: shapes in EPSG:4326.
        distance_m: one distance for all, or one for each, in metres.
        segments: straight pieces to a quarter of a circle.
    """
    distances = np.broadcast_to(np.asarray(distance_m, dtype=float), shapes.shape)
    widened = np.full(len(shapes), None, dtype=object)
    for rows, transformer in _group_by_place(shapes):
        local = _move(shapes[rows], transformer, TransformDirection.FORWARD)
        rings = shapely.buffer(local, distances[rows], quad_segs=segments)
        widened[rows] = _move(rings, transformer, TransformDirection.INVERSE)
    return widened


def _measure(shapes: Shapes, measure: Callable[[Shapes], Floats]) -> Floats:
    measured = np.full(len(shapes), np.nan)
    for rows, transformer in _group_by_place(shapes):
        measured[rows] = measure(_move(shapes[rows], transformer, TransformDirection.FORWARD))
    return measured


def _group_by_place(shapes: Shapes) -> list[tuple[npt.NDArray[np.intp], Transformer]]:
    """Group shapes by the whole degree their middle lies in, with a projection for each group."""
    west, south, east, north = shapely.bounds(shapes).T
    middle = np.floor(np.column_stack([(west + east) / 2, (south + north) / 2]))
    usable = np.flatnonzero(np.isfinite(middle).all(axis=1))
    cells, group = np.unique(middle[usable], axis=0, return_inverse=True)
    return [
        (usable[group == number], _project_around(int(lon), int(lat)))
        for number, (lon, lat) in enumerate(cells)
    ]


@lru_cache(maxsize=512)
def _project_around(lon: int, lat: int) -> Transformer:
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=laea +lon_0={lon + 0.5} +lat_0={lat + 0.5} +ellps=WGS84"
    )


def _move(shapes: Shapes, transformer: Transformer, direction: TransformDirection) -> Shapes:
    x, y = shapely.get_coordinates(shapes).T
    moved = np.column_stack(transformer.transform(x, y, direction=direction))
    placed: Shapes = shapely.set_coordinates(shapes.copy(), moved)
    return placed
