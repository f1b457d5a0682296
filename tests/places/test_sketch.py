"""The sketch of the borders, and how near it comes to the reference layers."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from heritage_gis.places.borders import METRIC_CRS
from heritage_gis.places.sketch import SKETCH_TOLERANCE_M, draw_sketch, read_border_lines
from heritage_gis.places.tables import read_place_table
from heritage_gis.places.units import read_units

REFERENCE = Path(__file__).parents[3] / "shared" / "places"
FILES = {"before-2022": "districts_2018.geojson", "2022": "districts_2024.geojson"}
EQUAL_AREA = "+proj=laea +lat_0=48.65 +lon_0=70 +datum=WGS84"
LAYOUTS = pytest.mark.parametrize("layout", ["2022", "before-2022"])


def read_reference(layout: str) -> pd.Series:
    """Return the polygons of a reference layer by kato, in an equal-area projection."""
    path = REFERENCE / FILES[layout]
    if not path.is_file():
        pytest.skip(f"the reference layer {path.name} is not beside the repository")
    frame = gpd.read_file(path).sort_values("KATO")
    return project(frame.set_index("KATO").geometry.make_valid())


def project(shapes: gpd.GeoSeries) -> pd.Series:
    """Cut edges fine, so that straight in degrees stays where it is, and project."""
    return shapes.segmentize(0.02).to_crs(EQUAL_AREA)


def compare(layout: str) -> pd.DataFrame:
    """Return for each unit its reference area and how much of it the sketch gives it (km2)."""
    reference = read_reference(layout)
    sketch = project(draw_sketch(layout).set_index("kato").geometry).loc[reference.index]
    right = shapely.area(shapely.intersection(reference.to_numpy(), sketch.to_numpy()))
    return pd.DataFrame({"area": reference.area / 1e6, "right": right / 1e6})


@LAYOUTS
def test_every_large_unit_has_its_land(layout: str) -> None:
    """Each unit over 2,000 km2 has at least 93 % of its area in the same unit, all land 97.5 %."""
    table = compare(layout)
    large = table[table["area"] > 2000]
    share = large["right"] / large["area"]
    assert len(large) == (11 if layout == "2022" else 9)
    assert share.min() >= 0.93, share.to_string()
    assert table["right"].sum() / table["area"].sum() >= 0.975


@LAYOUTS
def test_wrong_land_is_near_a_sketched_border(layout: str) -> None:
    """Where the sketch is wrong it says it is unsure: but for 20 of 430,000 km2 within 6 km."""
    reference = read_reference(layout)
    sketch = project(draw_sketch(layout).set_index("kato").geometry).loc[reference.index]
    wrong = shapely.difference(reference.to_numpy(), sketch.to_numpy())
    borders = shapely.simplify(shapely.union_all(shapely.boundary(sketch.to_numpy())), 50)
    unsure = shapely.buffer(borders, SKETCH_TOLERANCE_M, quad_segs=4)
    assert shapely.area(shapely.difference(wrong, unsure)).sum() / 1e6 < 20


@LAYOUTS
def test_units_meet_without_gaps_and_overlaps(layout: str) -> None:
    """Neighbours share their vertices exactly, and the land is one piece without holes."""
    sketch = draw_sketch(layout)
    shapes = sketch.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    land = shapely.union_all(shapes)
    assert isinstance(land, shapely.Polygon)
    assert not land.interiors
    assert np.isclose(shapely.area(shapes).sum(), land.area, rtol=1e-12)


@LAYOUTS
def test_each_unit_of_the_layout_is_drawn_once(layout: str) -> None:
    """The frame has the 18 units in the codes of the layout, ordered."""
    sketch = draw_sketch(layout)
    assert sketch["kato"].tolist() == sorted(unit.kato_in(layout) for unit in read_units())
    assert sketch.crs == "EPSG:4326"


@LAYOUTS
def test_points_lie_on_the_grid_and_circles_on_their_city(layout: str) -> None:
    """Every vertex is a figure to 0.05 degree, or is on the circle of a city."""
    sketch = draw_sketch(layout)
    cities = {row["kato"] for row in read_place_table("border_circles") if row["layout"] == layout}
    vertices = shapely.get_coordinates(sketch.geometry.to_numpy())
    off_grid = vertices[(np.abs(vertices * 20 - np.round(vertices * 20)) > 1e-9).any(axis=1)]
    rings = shapely.union_all(sketch.geometry[sketch["kato"].isin(cities)].boundary.to_numpy())
    assert len(cities) == (6 if layout == "2022" else 9)
    assert len(off_grid)
    assert shapely.distance(shapely.points(off_grid), rings).max() < 1e-9


def test_the_tables_are_figures_to_a_twentieth_degree() -> None:
    """The table of points carries two decimals, the second 0 or 5."""
    for row in read_place_table("border_points"):
        for figure in (row["lon"], row["lat"]):
            assert figure[-3] == "."
            assert figure[-1] in "05"


@LAYOUTS
def test_each_border_is_told_once(layout: str) -> None:
    """No two lines run along each other or cross; they meet at their ends only."""
    lines = read_border_lines(layout)
    assert lines["line_id"].is_unique
    shapes = lines.geometry.to_numpy()
    assert shapely.is_simple(shapes).all()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = first < second
    meeting = shapely.intersection(shapes[first[pairs]], shapes[second[pairs]])
    assert shapely.length(meeting).max() == 0
    ends = shapely.union_all(shapely.boundary(shapes))
    assert shapely.covers(ends, meeting).all()


@LAYOUTS
def test_left_and_right_are_as_the_line_runs(layout: str) -> None:
    """The unit named on the left lies to the left of the way the points go."""
    sketch = draw_sketch(layout).set_index("kato").geometry
    land = shapely.union_all(sketch.to_numpy())
    for line in read_border_lines(layout).itertuples():
        start, end = shapely.get_coordinates(line.geometry)[:2]
        aside = np.array([start[1] - end[1], end[0] - start[0]]) * 1e-3
        for kato, place in ((line.left_kato, 1), (line.right_kato, -1)):
            point = shapely.Point((start + end) / 2 + aside * place)
            shape = sketch[kato] if kato else None
            assert shape.contains(point) if shape else not land.contains(point), line.line_id


@LAYOUTS
def test_the_southern_border_is_46_north(layout: str) -> None:
    """The straight edge of the source is kept as a straight edge."""
    land = shapely.union_all(draw_sketch(layout).geometry.to_numpy())
    assert land.bounds[1] == 46.0
    edge = land.boundary.intersection(shapely.LineString([(60, 46), (80, 46)]))
    assert edge.length > 5


def test_cities_have_their_area() -> None:
    """A circle has the area of its city; that of Priozersk is cut by the outer border."""
    sketch = draw_sketch("before-2022").set_index("kato").geometry.to_crs(EQUAL_AREA)
    for row in read_place_table("border_circles"):
        if row["layout"] == "before-2022":
            area = sketch[row["kato"]].area / 1e6
            least = 0.93 if row["kato"] == "352100000" else 0.99
            assert least < area / float(row["area_km2"]) < 1.01, row["kato"]


def test_the_layouts_differ_only_in_ulytau_region() -> None:
    """What is not drawn anew in 2022 has the same shape in both layouts."""
    now = draw_sketch("2022").set_index("kato").geometry
    before = draw_sketch("before-2022").set_index("kato").geometry
    for unit in read_units():
        if unit.region == "35":
            assert shapely.equals(now[unit.kato], before[unit.kato_before]), unit.slug
    five = [unit for unit in read_units() if unit.region == "62"]
    together_now = shapely.union_all(now[[unit.kato for unit in five]].to_numpy())
    together_before = shapely.union_all(before[[unit.kato_before for unit in five]].to_numpy())
    assert shapely.equals(together_now, together_before)


def test_drawing_twice_gives_the_same_bytes() -> None:
    """The sketch is a function of its tables."""
    first, second = (draw_sketch("2022").geometry.to_wkb().tolist() for _ in range(2))
    assert first == second


def test_the_metric_projection_is_true_to_scale() -> None:
    """A kilometre anywhere in the two regions is a kilometre within 0.06 %."""
    lons, lats = np.array([62.6, 70, 77.7, 70, 70]), np.array([46, 46, 51.35, 48.675, 51.35])
    south = gpd.GeoSeries.from_xy(lons, lats, crs=4326).to_crs(METRIC_CRS)
    north = gpd.GeoSeries.from_xy(lons, lats + 0.01, crs=4326).to_crs(METRIC_CRS)
    metres = np.array(Geod(ellps="WGS84").inv(lons, lats, lons, lats + 0.01)[2])
    assert np.abs(south.distance(north) / metres - 1).max() < 0.0006
