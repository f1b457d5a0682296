"""The ground of the report's map: districts with their names, a scale, and where all that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from heritage_gis.places.districts import Districts
    from heritage_gis.report.view import View

DETAIL = 0.4  # units of the drawing: finer bends of an official layer are not drawn
OVERHANG = 0.02  # of the view: so that no border seems to run along the frame
LOCATOR_WIDTH = 110
LOCATOR_BEND = 0.04  # degrees
LOCATOR_SHARE = 0.6  # of the land: a wider view needs no little map beside it


@dataclass(frozen=True)
class DistrictShape:
    """A district in the drawing.

    Attributes:
        kato: its code in the layout in place.
        path: its outline.
        x: where its name goes.
        y: the same.
        radius: units of free land around that place.
    """

    kato: str
    path: str
    x: int
    y: int
    radius: float


@dataclass(frozen=True)
class Locator:
    """The little map of both regions, with the view framed; its sizes are units of its own."""

    width: int
    height: int
    path: str
    frame: tuple[int, int, int, int]


@dataclass(frozen=True)
class Land:
    """The ground of the map.

    Attributes:
        districts: those in view.
        scale_km: a round length.
        scale_width: how many units it takes.
        locator: where the view lies; None where it shows most of both regions.
    """

    districts: tuple[DistrictShape, ...]
    scale_km: int
    scale_width: int
    locator: Locator | None


def draw_land(districts: Districts, view: View) -> Land:
    """Draw the districts in view."""
    shapes = districts.frame.geometry.to_numpy()
    if not districts.is_sketch:
        per_unit = (view.north - view.south) / view.height
        shapes = shapely.coverage_simplify(shapes, DETAIL * per_unit)
    drawn = []
    for kato, shape in zip(districts.frame["kato"], shapes, strict=True):
        parts = shapely.get_parts(shapely.clip_by_rect(shape, *view.widen(OVERHANG)))
        areas = shapely.MultiPolygon([*parts[shapely.area(parts) > 0]])
        if not areas.is_empty:
            drawn.append(_draw_district(str(kato), shapely.transform(areas, view.project)))
    scale_km, scale_width = view.find_scale()
    return Land(tuple(drawn), scale_km, scale_width, _draw_locator(districts, view))


def _draw_district(kato: str, seen: shapely.MultiPolygon) -> DistrictShape:
    circle = shapely.maximum_inscribed_circle(seen, tolerance=1)
    x, y = (round(middle) for middle in shapely.get_coordinates(circle)[0].tolist())
    radius = float(shapely.length(circle))
    return DistrictShape(kato, _draw_rings(seen), x, y, radius)


def _draw_rings(shape: shapely.Geometry) -> str:
    rings = shapely.get_rings(shapely.get_parts(shape))
    return "".join(
        "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1]) + "Z"
        for ring in rings
    )


def _draw_locator(districts: Districts, view: View) -> Locator | None:
    west, south, east, north = districts.frame.total_bounds.tolist()
    if view.east - view.west >= LOCATOR_SHARE * (east - west):
        return None
    land = shapely.simplify(shapely.union_all(districts.frame.geometry.to_numpy()), LOCATOR_BEND)
    squeeze = float(np.cos(np.radians((south + north) / 2)))
    scale = LOCATOR_WIDTH / ((east - west) * squeeze)
    project = _make_projection(west, north, squeeze * scale, scale)
    corners = np.array([[view.west, view.north], [view.east, view.south]])
    (left, top), (right, bottom) = np.round(project(corners)).astype(int).tolist()
    return Locator(
        LOCATOR_WIDTH,
        round((north - south) * scale),
        _draw_rings(shapely.transform(land, project)),
        (left, top, right - left, bottom - top),
    )


def _make_projection(
    west: float, north: float, per_lon: float, per_lat: float
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    def project(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(
            [(degrees[:, 0] - west) * per_lon, (north - degrees[:, 1]) * per_lat]
        )

    return project
