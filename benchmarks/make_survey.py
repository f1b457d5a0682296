"""A made-up survey of any size: 60 % points, 40 % polygons, 5 % invalid, in Pulkovo zone 12.

    python benchmarks/make_survey.py 100000 survey.gpkg

The same count gives the same records. Positions are drawn evenly over districts of the project's
own layer, nine in ten in Ulytau and Zhanaarka, at 66 to 72 degrees east. None of it is real.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from made_attributes import write_attributes

from heritage_gis.conform.reference_system import load_systems
from heritage_gis.geo.crs import from_wgs84
from heritage_gis.paths import Home
from heritage_gis.places.districts import load_districts
from heritage_gis.places.units import find_by_kato, find_by_slug

CRS = "EPSG:28412"  # Pulkovo 1942, Gauss-Krüger zone 12
LAYER = "survey"
DISTRICTS = ("ulytau", "zhanaarka")
POLYGONS, INVALID, ELSEWHERE = 0.4, 0.05, 0.1  # shares of all records
LEAST_VERTICES, MOST_VERTICES = 8, 60
LEAST_RADIUS_M, MOST_RADIUS_M = 4.0, 120.0
DECIMALS = 2  # of a metre
ZONE = (66.05, 46.0, 71.95, 51.5)  # west, south, east, north, a little inside the zone
BLOCK = 100_000  # records drawn and written at once: bounds the memory taken
SEED = 20260512


def make_survey(count: int, path: Path) -> None:
    """Write a survey of `count` records as a GeoPackage with one layer."""
    os.environ["OGR_CURRENT_DATE"] = "2026-01-01T00:00:00Z"  # else the bytes tell the time
    path.unlink(missing_ok=True)
    for number, first in enumerate(range(0, count, BLOCK)):
        chance = np.random.default_rng([SEED, number])
        block = draw_records(chance, min(BLOCK, count - first), first + 1)
        pyogrio.write_dataframe(
            block, path, layer=LAYER, driver="GPKG", geometry_type="Unknown", append=first > 0
        )


def draw_records(chance: np.random.Generator, count: int, first: int) -> gpd.GeoDataFrame:
    """Draw records in CRS, numbered from `first`."""
    system = next(each for each in load_systems() if each.code == CRS)
    degrees, katos = _draw_places(chance, count)
    centres = np.column_stack(from_wgs84(degrees[:, 0], degrees[:, 1], system))
    is_polygon = chance.random(count) < POLYGONS
    radius_m = np.exp(chance.uniform(np.log(LEAST_RADIUS_M), np.log(MOST_RADIUS_M), count))
    shapes = np.asarray(shapely.points(np.round(centres, DECIMALS)))
    is_spoilt = chance.random(int(is_polygon.sum())) < INVALID / POLYGONS
    shapes[is_polygon] = draw_outlines(chance, centres[is_polygon], radius_m[is_polygon], is_spoilt)
    units = {kato: find_by_kato(kato) for kato in np.unique(katos).tolist()}
    names = pd.Series(katos).map({kato: unit.name_ru for kato, unit in units.items() if unit})
    attributes = write_attributes(chance, names, first, radius_m)
    return gpd.GeoDataFrame(attributes, geometry=shapes, crs=CRS)


def _draw_places(chance: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return longitude and latitude, and the KATO of the district each place was drawn in."""
    frame = load_districts(Home(Path())).frame
    shapes = shapely.intersection(frame.geometry.to_numpy(), shapely.box(*ZONE))
    is_main = np.isin(
        frame["kato"], [unit.kato for slug in DISTRICTS if (unit := find_by_slug(slug))]
    )
    others = np.where(is_main, 0.0, shapely.area(shapes))
    share = np.where(is_main, (1 - ELSEWHERE) / len(DISTRICTS), others / others.sum() * ELSEWHERE)
    unit_row = chance.choice(len(frame), count, p=share)
    degrees = np.empty((count, 2))
    for row, shape in enumerate(shapes):
        drawn = np.flatnonzero(unit_row == row)
        degrees[drawn] = _draw_inside(chance, shape, len(drawn))
    return degrees, frame["kato"].to_numpy()[unit_row]


def _draw_inside(chance: np.random.Generator, shape: shapely.Geometry, count: int) -> np.ndarray:
    """Draw places evenly in a shape: over its bounding box, until enough lie inside."""
    shapely.prepare(shape)
    west, south, east, north = shapely.bounds(shape)
    found = np.empty((0, 2))
    while len(found) < count:
        drawn = chance.uniform((west, south), (east, north), (count, 2))
        found = np.vstack([found, drawn[shapely.contains_xy(shape, drawn)]])
    return found[:count]


def draw_outlines(
    chance: np.random.Generator, centres: np.ndarray, radius_m: np.ndarray, is_spoilt: np.ndarray
) -> np.ndarray:
    """Draw uneven outlines around centres; a spoilt one crosses itself.

    One of its vertices lies beyond the far side, as a slip in a figure puts it.
    """
    vertices = chance.integers(LEAST_VERTICES, MOST_VERTICES + 1, len(centres))
    ring = np.repeat(np.arange(len(centres)), vertices)
    first = np.cumsum(vertices) - vertices
    place = np.arange(len(ring)) - first[ring] + chance.uniform(0.1, 0.4, len(ring))
    angle = 2 * np.pi * place / vertices[ring]
    distance = radius_m[ring] * chance.uniform(0.7, 1.0, len(ring))
    slip = first[is_spoilt] + chance.integers(0, vertices[is_spoilt])
    distance[slip] = -1.3 * radius_m[is_spoilt]
    offset = np.column_stack([np.cos(angle), np.sin(angle)]) * distance[:, None]
    corners = np.round(centres[ring] + offset, DECIMALS)
    closed = np.insert(corners, first + vertices, corners[first], axis=0)
    closed_ring = np.insert(ring, first + vertices, np.arange(len(centres)))
    return np.asarray(shapely.polygons(shapely.linearrings(closed, indices=closed_ring)))


if __name__ == "__main__":
    make_survey(int(sys.argv[1]), Path(sys.argv[2]))
