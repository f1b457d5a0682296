"""The sketch of the borders: polygons of the units, drawn from a table of border points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.places.tables import read_place_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

SKETCH_CREDIT = "sketch after geokz (CC BY 4.0), after OCHA COD-AB cod-ab-kaz"
SKETCH_TOLERANCE_M = (
    6000  # how far the sketch may be off: figures to 0.05 degree, simplified source
)
COORDINATE_GRID = 1e-7  # degrees; nodes between circles and lines are rounded to it
CIRCLE_CORNERS = 64
METRES_PER_DEGREE = 111_195.0  # mean, on the sphere of 6,371 km; a circle here is no survey


def draw_sketch(layout: str) -> gpd.GeoDataFrame:
    """Draw the units of a layout, without gaps or overlaps.

    All lines and circles are noded together, so that neighbours share their vertices exactly; each
    face goes to the first circle that holds it, else to the unit the lines around it enclose.

    Returns:
        `kato` (the code in that layout) and `geometry` in EPSG:4326, one row a unit, by kato.
    """
    katos, shapes = _shape_units(layout)
    edges = shapely.union_all(shapely.boundary(shapes), grid_size=COORDINATE_GRID)
    faces = shapely.get_parts(shapely.polygonize([edges]))
    owners = _find_owners(faces, shapes)
    owned = sorted(set(owners[owners >= 0]), key=lambda owner: katos[owner])
    geometry = [shapely.coverage_union_all(faces[owners == owner]) for owner in owned]
    frame = pd.DataFrame({"kato": pd.Series([katos[owner] for owner in owned], dtype="str")})
    return gpd.GeoDataFrame(frame, geometry=shapely.orient_polygons(geometry), crs="EPSG:4326")


def read_border_lines(layout: str) -> gpd.GeoDataFrame:
    """Return the border lines of a layout as the tables give them.

    Returns:
        `line_id`, `left_kato`, `right_kato` (as the line runs; empty outside both regions), and
        `geometry`, whose coordinates are whole multiples of 0.05 degree; EPSG:4326.
    """
    points = pd.DataFrame(read_place_table("border_points"))
    lines = pd.DataFrame(read_place_table("border_lines"))
    frame = lines[lines["layout"] == layout].drop(columns="layout").reset_index(drop=True)
    names, distinct = pd.factorize(points["line_id"])
    coordinates = points[["lon", "lat"]].astype("float64").to_numpy()
    lines_drawn = np.asarray(shapely.linestrings(coordinates, indices=names))
    drawn = dict(zip(distinct, lines_drawn, strict=True))
    return gpd.GeoDataFrame(
        frame, geometry=[drawn[name] for name in frame["line_id"]], crs="EPSG:4326"
    )


def _shape_units(layout: str) -> tuple[list[str], NDArray[np.object_]]:
    """Return shapes that may overlap, those that come first on top: circles, then the land."""
    lines = read_border_lines(layout)
    sides = lines[["left_kato", "right_kato"]]
    drawn = sorted({kato for side in sides for kato in lines[side]} - {""})
    land = [
        shapely.build_area(shapely.multilinestrings(lines.geometry[(sides == kato).any(axis=1)]))
        for kato in drawn
    ]
    circles = [row for row in read_place_table("border_circles") if row["layout"] == layout]
    circles.sort(key=lambda row: int(row["rank"]))
    cities = [_draw_circle(row) for row in circles]
    # A circle gives way to those above it, and to the outer border.
    inside = shapely.intersection(cities, shapely.union_all(land))
    return [row["kato"] for row in circles] + drawn, np.array([*inside, *land])


def _draw_circle(row: dict[str, str]) -> shapely.Polygon:
    """Return a regular polygon of the stated area about the stated centre."""
    lon, lat, area_km2 = (float(row[name]) for name in ("centre_lon", "centre_lat", "area_km2"))
    corner = 2 * np.pi / CIRCLE_CORNERS
    radius_m = np.sqrt(area_km2 * 1e6 / (CIRCLE_CORNERS / 2 * np.sin(corner)))
    turns = corner * np.arange(CIRCLE_CORNERS)
    radius_degrees = radius_m / METRES_PER_DEGREE
    lons = lon + radius_degrees * np.cos(turns) / np.cos(np.radians(lat))
    lats = lat + radius_degrees * np.sin(turns)
    return shapely.Polygon(np.column_stack([lons, lats]))


def _find_owners(faces: NDArray[np.object_], shapes: NDArray[np.object_]) -> NDArray[np.intp]:
    """Return for each face the first shape that holds it, -1 where none does."""
    inside = shapely.point_on_surface(faces)
    holders, held = shapely.STRtree(inside).query(shapes, predicate="contains")
    owners = np.full(len(faces), len(shapes))
    np.minimum.at(owners, held, holders)
    return np.where(owners == len(shapes), -1, owners)
