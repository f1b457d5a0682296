"""Geometry: projection of whole arrays, rings, mending, and measures in metres."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from heritage_gis.geo.crs import build_systems
from heritage_gis.geo.geometry import (
    find_corners,
    find_unbounded,
    orient_shapes,
    project_shapes,
    round_shapes,
)
from heritage_gis.geo.measures import area_m2, buffer_m, length_m
from heritage_gis.geo.mending import has_lost_extent, keep_main_parts, mend_shapes, round_safely
from heritage_gis.vocabularies.tables import read_vocabulary

SYSTEMS = {system.code: system for system in build_systems(read_vocabulary("reference_systems"))}
GEOD = Geod(ellps="WGS84")


def shape_array(*texts: str | None) -> np.ndarray:
    """Make shapes from WKT."""
    return np.array([text and shapely.from_wkt(text) for text in texts], dtype=object)


def test_projection_of_mixed_shapes() -> None:
    """Points, polygons and gaps are projected together, rounded, and lose their heights."""
    shapes = shape_array(
        "POINT Z (492569.33 5338534.62 700)",
        None,
        "LINESTRING(492569.33 5338534.62,492569.33 5339534.62)",
    )
    placed = project_shapes(shapes, SYSTEMS["EPSG:32643"], decimals=7)
    assert placed[0].wkt == "POINT (74.9 48.2)"
    assert placed[1] is None
    assert not shapely.has_z(placed[0])
    assert placed[2].length == pytest.approx(0.009, abs=1e-4)
    assert shapely.has_z(shapes[0]), "what was given stays as it was"


def test_northing_first() -> None:
    """Shapes whose coordinates stand as X north, Y east are turned."""
    placed = project_shapes(
        shape_array("POINT(5340720.64 13492619.59)"),
        SYSTEMS["EPSG:28413"],
        decimals=6,
        is_north_first=True,
    )
    assert placed[0].wkt == "POINT (74.9 48.2)"


def test_corners_and_bounds() -> None:
    """Empty and missing shapes have no corner; infinite and missing coordinates are seen."""
    shapes = shape_array("POINT(1 2)", None, "POLYGON EMPTY", "LINESTRING(5 6,3 9)")
    x, y = find_corners(shapes)
    assert x.tolist() == pytest.approx([1, np.nan, np.nan, 3], nan_ok=True)
    assert y.tolist() == pytest.approx([2, np.nan, np.nan, 6], nan_ok=True)
    strange = np.array([shapely.Point(np.nan, 3), shapely.Point(1e300, 3), shapes[0]], dtype=object)
    assert find_unbounded(strange, 1e12).tolist() == [True, True, False]


def test_rings_are_turned_and_told() -> None:
    """Exteriors run counter-clockwise and holes clockwise; only turned ones are told."""
    right = "POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,1 2,2 2,2 1,1 1))"
    wrong = "POLYGON((0 0,0 4,4 4,4 0,0 0))"
    wrong_hole = "POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2,1 2,1 1))"
    oriented, was_reversed = orient_shapes(shape_array(right, wrong, wrong_hole))
    assert was_reversed.tolist() == [False, True, True]
    assert shapely.is_ccw(shapely.get_exterior_ring(oriented)).all()


@pytest.mark.parametrize(
    ("text", "reason", "area"),
    [
        ("POLYGON((0 0,2 2,2 0,0 2,0 0))", "Self-intersection", 2),  # a bow-tie: both lobes
        ("POLYGON((0 0,4 0,2 2,4 4,0 4,2 2,0 0))", "Ring Self-intersection", 8),
        # Overlapping itself: the even-odd rule would cut out the overlap and leave 72.
        (
            "POLYGON((0 0,10 0,10 10,4 10,4 -3,8 -3,8 5,0 5,0 0))",
            "Self-intersection",
            92,
        ),
        ("POLYGON((0 0,1 0,1 1,0 1,0 0,1 0,1 1,0 1,0 0))", "Self-intersection", 1),
        ("POLYGON((0 0,2 0,4 0,2 0,2 2,0 2,0 0))", "Self-intersection", 4),  # a spike
        # GEOS 3.14 leaves two lobes that share an edge, which is not valid either.
        ("POLYGON((4 2,4 1,5 0,4 4,4 0,0 0,4 2))", "Ring Self-intersection", 5.5),
        ("MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0)),((1 1,2 1,2 2,1 2,1 1)))", "Nested shells", 81),
        (
            "POLYGON((0 0,2 0,2 2,0 2,0 0),(5 5,6 5,6 6,5 6,5 5))",
            "Hole lies outside shell",
            5,
        ),
    ],
)
def test_mending_loses_no_area(text: str, reason: str, area: float) -> None:
    """Every fault is named as GEOS names it, and no lobe is lost."""
    mended = mend_shapes(shape_array(text), 7)
    assert mended.reason.tolist() == [reason]
    assert shapely.is_valid(mended.shapes).all()
    assert mended.shapes[0].area == pytest.approx(area)
    assert mended.shapes[0].geom_type in {"Polygon", "MultiPolygon"}


def test_points_on_one_line_have_no_area() -> None:
    """Nothing is left of an outline whose points lie on one line."""
    mended = mend_shapes(shape_array("POLYGON((0 0,1 1,2 2,0 0))"), 7)
    assert mended.shapes[0].is_empty
    thin = shape_array("POLYGON((75 48,75.01 48,75.01 48.00000001,75 48))", "POINT(75 48)")
    assert has_lost_extent(thin).tolist() == [True, False]


def test_rounding_never_collapses() -> None:
    """A shape that rounding would spoil is snapped where it keeps its area, else stays finer."""
    sliver = shape_array("POLYGON((75 48,75.001 48.00000002,75 48.00000004,75 48))")
    assert round_safely(sliver, 7)[0].equals_exact(sliver[0], 0)
    # Two lobes that meet in a neck of a millimetre: rounding makes them cross, snapping parts them.
    neck = shape_array(
        "POLYGON((75 48,75.001 48.00000001,75.002 48,"
        "75.002 48.001,75.001 48.00000002,75 48.001,75 48))"
    )
    assert not shapely.is_valid(round_shapes(neck, 7)).any()
    settled = round_safely(neck, 7)
    coordinates = shapely.get_coordinates(settled)
    assert shapely.is_valid(settled).all()
    assert (np.round(coordinates, 7) == coordinates).all()
    assert settled[0].area == pytest.approx(neck[0].area, rel=1e-4)
    square = shape_array(
        "POLYGON((75 48,75.00000012 48,75.00000012 48.0000001,75 48.0000001,75 48))"
    )
    assert shapely.is_valid(round_safely(square, 7)).all()


def test_collections_give_their_main_part() -> None:
    """Of a collection the areas are kept, else the lines, else the points."""
    mixed = shape_array(
        "GEOMETRYCOLLECTION(POINT(9 9),POLYGON((0 0,1 0,1 1,0 0)))",
        "GEOMETRYCOLLECTION(POINT(9 9),LINESTRING(0 0,1 1),LINESTRING(2 2,3 3))",
        "GEOMETRYCOLLECTION(POINT(9 9))",
    )
    kept = keep_main_parts(mixed)
    assert [each.geom_type for each in kept] == ["Polygon", "MultiLineString", "Point"]


def test_areas_and_lengths_are_those_of_the_ellipsoid() -> None:
    """Areas are within a millionth, lengths within 1 in 10 000 of the geodesic ones."""
    shapes = shape_array(
        "POLYGON((74 48,74.01 48,74.01 48.01,74 48.01,74 48))",
        "POLYGON((63 46,63.4 46,63.4 46.4,63 46.4,63 46))",
        None,
    )
    for shape, area, length in zip(shapes[:2], area_m2(shapes), length_m(shapes), strict=False):
        true_area, true_length = GEOD.geometry_area_perimeter(shapely.segmentize(shape, 0.001))
        assert area == pytest.approx(true_area, rel=3e-6 if area < 1e7 else 3e-5)
        assert length == pytest.approx(true_length, rel=1e-4)
    assert np.isnan(area_m2(shapes)[2])


def test_buffer_is_in_metres() -> None:
    """A buffer of 100 m is 100 m wide in every direction, at any latitude."""
    points = shape_array("POINT(74.9 48.2)", "POINT(63 51)", None)
    rings = buffer_m(points, [100, 250, 10])
    assert rings[2] is None
    for point, ring, width in ((points[0], rings[0], 100), (points[1], rings[1], 250)):
        lon, lat = shapely.get_coordinates(ring).T
        start = np.full(len(lon), point.x), np.full(len(lat), point.y)
        distance = GEOD.inv(*start, lon, lat)[2]
        assert distance.min() == pytest.approx(width, rel=2e-4)
        assert distance.max() == pytest.approx(width, rel=2e-4)


def test_no_shapes() -> None:
    """Nothing in, nothing out."""
    none = np.array([], dtype=object)
    assert len(project_shapes(none, SYSTEMS["EPSG:28412"], decimals=7)) == 0
    assert len(area_m2(none)) == 0
    assert len(buffer_m(none, 5.0)) == 0
    assert len(mend_shapes(none, 7).shapes) == 0


@given(
    st.lists(
        st.tuples(st.floats(0, 0.01), st.floats(0, 0.01)), min_size=4, max_size=12, unique=True
    )
)
def test_any_scribble_becomes_valid(points: list[tuple[float, float]]) -> None:
    """Whatever is drawn becomes valid polygons, or is told to have no extent."""
    scribble = np.array([shapely.Polygon([(75 + x, 48 + y) for x, y in points])], dtype=object)
    if shapely.is_valid(scribble).all():
        return
    mended = mend_shapes(scribble, 7).shapes
    assert shapely.is_valid(mended).all()
    assert shapely.is_empty(mended).all() or (shapely.get_dimensions(mended) == 2).all()
