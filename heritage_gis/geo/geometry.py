"""Geometry: whole arrays of shapes, brought to EPSG:4326 and to a stated precision.

Only coordinates are touched, as flat arrays: no shape is handled by itself.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import shapely

from heritage_gis.geo.crs import to_wgs84

if TYPE_CHECKING:
    import numpy.typing as npt

    from heritage_gis.geo.crs import Floats, ReferenceSystem

    Shapes = npt.NDArray[np.object_]

BLOCK = 5_000  # shapes whose coordinates are held as one flat array: bounds the memory taken
POINT, LINE, POLYGON, MULTI_POINT, MULTI_LINE, MULTI_POLYGON, COLLECTION = 0, 1, 3, 4, 5, 6, 7


def project_shapes(
    shapes: Shapes,
    system: ReferenceSystem,
    *,
    decimals: int | None = None,
    is_north_first: bool = False,
) -> Shapes:
    """Bring shapes to EPSG:4326, longitude first; heights are dropped.

    Args:
        shapes: shapely geometries in `system`, None allowed.
        system: what their coordinates are in.
        decimals: of a degree to round to; missing leaves them unrounded.
        is_north_first: the coordinates stand as northing, easting.
    """
    east, north = (1, 0) if is_north_first else (0, 1)

    def project(block: Shapes) -> Shapes:
        coordinates = shapely.get_coordinates(block)
        lon, lat = to_wgs84(coordinates[:, east], coordinates[:, north], system)
        projected = np.column_stack([lon, lat])
        if decimals is not None:
            projected = np.round(projected, decimals)
        placed: Shapes = shapely.set_coordinates(block.copy(), projected)
        return placed

    if len(shapes) <= BLOCK:
        return project(shapes)
    blocks = [shapes[start : start + BLOCK] for start in range(0, len(shapes), BLOCK)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # PROJ works on several at once
        return np.concatenate(list(threads.map(project, blocks)))


def round_shapes(shapes: Shapes, decimals: int) -> Shapes:
    """Round the coordinates of shapes, without any care for what becomes of them."""
    rounded = np.round(shapely.get_coordinates(shapes), decimals)
    placed: Shapes = shapely.set_coordinates(shapes.copy(), rounded)
    return placed


def find_corners(shapes: Shapes) -> tuple[Floats, Floats]:
    """Return the lower corner of each shape (a point itself), NaN where it is missing or empty."""
    lowest = shapely.bounds(shapes)
    return lowest[:, 0].copy(), lowest[:, 1].copy()


def find_unbounded(shapes: Shapes, limit: float) -> npt.NDArray[np.bool_]:
    """Tell which shapes have a coordinate that is not finite, or beyond `limit`."""
    found = np.zeros(len(shapes), dtype=bool)
    for start in range(0, len(shapes), BLOCK):
        block = shapes[start : start + BLOCK]
        coordinates, index = shapely.get_coordinates(block, return_index=True)
        is_bounded = (coordinates > -limit) & (coordinates < limit)  # NaN is neither
        found[start + index[~is_bounded.all(axis=1)]] = True
    return found


def orient_shapes(shapes: Shapes) -> tuple[Shapes, npt.NDArray[np.bool_]]:
    """Turn polygon rings as RFC 7946 wants them, exteriors counter-clockwise, holes clockwise.

    Returns:
        The shapes, and which of them had a ring the other way round.
    """
    oriented = shapes.copy()
    was_reversed = np.zeros(len(shapes), dtype=bool)
    for start in range(0, len(shapes), BLOCK):
        block = shapes[start : start + BLOCK]
        turned = shapely.orient_polygons(block, exterior_cw=False)
        differs = start + np.flatnonzero(~shapely.equals_identical(block, turned))
        oriented[differs], was_reversed[differs] = turned[differs - start], True
    return oriented, was_reversed
