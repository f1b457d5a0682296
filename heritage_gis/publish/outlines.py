"""Outlines of districts, made light for drawing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from heritage_gis.places.base_map import read_base_map
from heritage_gis.settings import LANGUAGES

if TYPE_CHECKING:
    from heritage_gis.places.base_map import BaseMap
    from heritage_gis.places.districts import Districts
    from heritage_gis.places.settlements import Settlements

SIMPLER_DEGREES = 0.004  # of an official layer: half a pixel at the zoom that shows a district
DRAWN_DECIMALS = 4
SETTLEMENT_DECIMALS = 3
VIEW_MARGIN = 0.35  # of a district's width: as far as its map can be moved
SMALL_DEGREES = 0.3  # radius of a district that has no room for its name
NAMES_MARGIN = 0.1  # of its width: as far as names of neighbours are looked for

Shape = shapely.Polygon | shapely.MultiPolygon
BBox = tuple[float, float, float, float]


@dataclass(frozen=True)
class Outlines:
    """What lies under the sites on every map.

    Attributes:
        shapes: districts for drawing, by KATO, in EPSG:4326; neighbours meet exactly.
        settlements: those that maps name.
        waters: lines and areas to be drawn, in EPSG:4326.
        waters_credit: whom a page that shows them must name.
    """

    shapes: dict[str, Shape]
    settlements: tuple[NamedPlace, ...] = ()
    waters: tuple[shapely.Geometry, ...] = ()
    waters_credit: str = ""

    @property
    def bbox_wgs84(self) -> BBox:
        """West, south, east and north of all of them."""
        return _find_bounds(list(self.shapes.values()))


@dataclass(frozen=True)
class NamedPlace:
    """A settlement on a map, in degrees (WGS 84), as exact as a map of this scale shows it."""

    lon: float
    lat: float
    kk: str
    ru: str
    en: str


@dataclass(frozen=True)
class Neighbour:
    """A district beside another, and where its name goes.

    Attributes:
        lon: of the middle of what is seen of it, or of its top where it is small.
        lat: of the same.
        room: how many degrees of latitude there are around the middle.
        is_small: the name goes above it.
    """

    kato: str
    shape: Shape
    lon: float
    lat: float
    room: float
    is_small: bool


def draw_outlines(districts: Districts, base: BaseMap | None = None) -> Outlines:
    """Make the outlines of all districts light; those of a sketch are light as they are.

    Args:
        districts: those that the sites are told by.
        base: what maps show besides; what is known without any installed, where none is given.
    """
    shapes = districts.frame.geometry.to_numpy()
    if not districts.is_sketch:
        shapes = shapely.coverage_simplify(shapes, SIMPLER_DEGREES)
    rounded = shapely.transform(shapes, lambda degrees: np.round(degrees, DRAWN_DECIMALS))
    oriented = shapely.orient_polygons(rounded)
    shapes = dict(zip(districts.frame["kato"], oriented, strict=True))
    base = base or read_base_map()
    waters = base.waters.shapes
    if len(waters):
        waters = shapely.simplify(waters, SIMPLER_DEGREES)
    return Outlines(shapes, _name_settlements(base.settlements), tuple(waters), base.waters.credit)


def _name_settlements(settlements: Settlements) -> tuple[NamedPlace, ...]:
    """Return the settlements that have a name and a place, each once, north to south."""
    frame = settlements.frame.dropna(subset=["longitude", "latitude"])
    places = {
        NamedPlace(round(lon, SETTLEMENT_DECIMALS), round(lat, SETTLEMENT_DECIMALS), *names)
        for lon, lat, *names in zip(
            frame["longitude"],
            frame["latitude"],
            *(frame[f"name_{language}"].fillna("").astype(object) for language in LANGUAGES),
            strict=True,
        )
        if any(names)
    }
    return tuple(sorted(places, key=lambda place: (-place.lat, place.lon, place.kk, place.ru)))


def find_waters(outlines: Outlines, shape: Shape, dimensions: int) -> list[dict[str, Any]]:
    """Return the waters on the map of a district as GeoJSON features: lines (1) or areas (2)."""
    chosen = np.array(outlines.waters, dtype=object)
    chosen = chosen[shapely.get_dimensions(chosen) == dimensions]
    seen = shapely.clip_by_rect(chosen, *find_view(shape))
    kept = seen[~shapely.is_empty(seen)]
    rounded = shapely.transform(kept, lambda degrees: np.round(degrees, DRAWN_DECIMALS))
    return [
        {"type": "Feature", "properties": {}, "geometry": json.loads(text)}
        for text in shapely.to_geojson(rounded)
    ]


def find_settlements(outlines: Outlines, shape: Shape) -> list[NamedPlace]:
    """Return the settlements on the map of a district."""
    west, south, east, north = find_view(shape, NAMES_MARGIN)
    return [
        place
        for place in outlines.settlements
        if west <= place.lon <= east and south <= place.lat <= north
    ]


def find_view(shape: Shape, margin: float = VIEW_MARGIN) -> BBox:
    """Return the box around a district, with a margin as a share of its width."""
    west, south, east, north = shape.bounds
    wider = margin * max(east - west, north - south)
    edges = (west - wider, south - wider, east + wider, north + wider)
    west, south, east, north = np.round(edges, DRAWN_DECIMALS).tolist()
    return (west, south, east, north)


def find_neighbours(outlines: Outlines, kato: str) -> list[Neighbour]:
    """Return the districts around another, with the middle of what is seen of them."""
    around = shapely.box(*find_view(outlines.shapes[kato]))
    seen = shapely.box(*find_view(outlines.shapes[kato], NAMES_MARGIN))
    return [
        _place_name(other, shape, seen)
        for other, shape in outlines.shapes.items()
        if other != kato and shapely.intersects(shape, around)
    ]


def write_shape(kato: str, shape: Shape) -> dict[str, Any]:
    """Return a district as a GeoJSON feature."""
    geometry = json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "properties": {"kato": kato}, "geometry": geometry}


def _place_name(kato: str, shape: Shape, seen: Shape) -> Neighbour:
    """Find the point farthest from all edges of what is seen, so that the name has room."""
    part = shapely.intersection(shape, seen) if shapely.intersects(shape, seen) else shape
    circle = shapely.maximum_inscribed_circle(np.array([part]), 0.01)
    lon, lat = np.round(shapely.get_coordinates(circle)[0], DRAWN_DECIMALS).tolist()
    room = round(float(shapely.length(circle)[0]), 2)
    is_small = bool(shapely.minimum_bounding_radius(shape) < SMALL_DEGREES)
    return Neighbour(kato, shape, lon, shape.bounds[3] if is_small else lat, room, is_small)


def _find_bounds(shapes: list[Shape]) -> BBox:
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return (west, south, east, north)
