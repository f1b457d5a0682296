"""Outlines: shapes of a file in EPSG:4326, mended in the open, turned, rounded, never collapsed."""

from __future__ import annotations

import struct
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from heritage_gis.conform.positions import Positions, conform_positions
from heritage_gis.geo.measures import area_m2
from heritage_gis.model.raw_table import RawTable
from heritage_gis.model.survey import Sidecar

if TYPE_CHECKING:
    from collections.abc import Sequence

EAST, NORTH = 492569.0, 5338534.0  # UTM 43N, near 48.2 N 74.9 E


def outline(*corners: tuple[float, float]) -> shapely.Polygon:
    """Draw a polygon with corners in metres from a point of UTM 43N."""
    return shapely.Polygon([(EAST + x, NORTH + y) for x, y in corners])


SQUARE = outline((0, 0), (100, 0), (100, 100), (0, 100))
REVERSED = outline((0, 0), (0, 100), (100, 100), (100, 0))
BOW_TIE = outline((0, 0), (100, 100), (100, 0), (0, 100))


def conform(
    shapes: Sequence[object], table_format: str = "geopackage", epsg: int = 32643
) -> Positions:
    """Conform a layer of shapes (or WKB) in one system."""
    wkb = [shapely.to_wkb(each) if isinstance(each, shapely.Geometry) else each for each in shapes]
    frame = pd.DataFrame(
        {"source_file": "a", "source_layer": "l", "source_row": range(1, len(wkb) + 1)}
    )
    frame["geometry"] = pd.Series(wkb, dtype=object)
    place = frame[["source_file", "source_layer", "source_row"]].assign(survey_id="S")
    crs_wkt = CRS.from_epsg(epsg).to_wkt() if epsg else ""
    table = RawTable(frame, table_format, (), crs_wkt=crs_wkt, crs_evidence="a.gpkg")
    return conform_positions(table, {}, Sidecar("t", "w", date(2026, 1, 1), "CC0-1.0"), place)


def tell(positions: Positions) -> list[tuple[int, str]]:
    """Return row and code of each problem."""
    return list(zip(positions.problems["source_row"], positions.problems["code"], strict=True))


def measure(positions: Positions) -> list[float]:
    """Return the area of each shape in whole square metres."""
    return [round(float(area)) for area in area_m2(positions.frame.geometry.to_numpy())]


def test_outline_is_placed_rounded_and_oriented() -> None:
    """A good outline is brought to EPSG:4326 at 7 decimals, and nothing is said."""
    positions = conform([SQUARE])
    shape = positions.frame.geometry.iloc[0]
    coordinates = shapely.get_coordinates(shape)
    assert (np.round(coordinates, 7) == coordinates).all()
    assert shape.exterior.is_ccw
    assert positions.frame["geometry_role"].tolist() == ["outline"]
    assert pd.isna(positions.frame["position_accuracy_m"].iloc[0])
    assert measure(positions) == pytest.approx([10_000], abs=10)  # UTM scale 0.9996
    assert tell(positions) == []


@pytest.mark.parametrize(
    ("table_format", "expected"),
    [
        ("geojson", [(1, "geometry_ring_reversed")]),
        ("geopackage", [(1, "geometry_ring_reversed")]),
        ("shapefile", []),
    ],
)
def test_reversed_ring(table_format: str, expected: list[tuple[int, str]]) -> None:
    """A ring the wrong way round is turned, with a note; a shapefile has its own convention."""
    positions = conform([REVERSED], table_format)
    assert positions.frame.geometry.iloc[0].exterior.is_ccw
    assert tell(positions) == expected
    assert (positions.problems["severity"] == "note").all()


def test_layer_with_a_convention_of_its_own() -> None:
    """A GeoPackage made from a shapefile has all rings clockwise: no note for each of them."""
    assert tell(conform([REVERSED] * 12)) == []
    assert tell(conform([SQUARE] * 12 + [REVERSED])) == [(13, "geometry_ring_reversed")]


def test_crossing_outline_keeps_both_lobes() -> None:
    """A bow-tie is mended into two lobes; the message says what, and both areas."""
    positions = conform([SQUARE, BOW_TIE])
    assert tell(positions) == [(2, "geometry_mended")]
    problem = positions.problems.iloc[0]
    assert problem["severity"] == "warning"
    assert problem["message_en"] == (
        "the outline crosses itself; it was mended, and its area went from 0.0 to 5004 m². "
        "See whether it is as you drew it"
    )
    assert "пересекает сам себя" in problem["message_ru"]
    assert "өзін-өзі қияды" in problem["message_kk"]
    mended = positions.frame.geometry.iloc[1]
    assert (mended.geom_type, len(mended.geoms), mended.is_valid) == ("MultiPolygon", 2, True)
    assert all(part.exterior.is_ccw for part in mended.geoms)
    assert measure(positions)[1] == 5004


def test_overlap_is_no_hole() -> None:
    """Where an outline overlaps itself the overlap stays part of it."""
    corners = ((0, 0), (100, 0), (100, 100), (40, 100), (40, -30), (80, -30), (80, 50), (0, 50))
    positions = conform([outline(*corners)])
    assert tell(positions) == [(1, "geometry_mended")]
    assert measure(positions)[0] == pytest.approx(9200, rel=2e-3)


def test_open_ring_is_closed_and_told() -> None:
    """A ring that the file leaves open is closed, with a warning."""
    corners = [(EAST, NORTH), (EAST + 100, NORTH), (EAST + 100, NORTH + 100), (EAST, NORTH + 100)]
    ring = b"".join(struct.pack("<dd", *corner) for corner in corners)
    positions = conform([struct.pack("<BIII", 1, 3, 1, len(corners)) + ring])
    assert tell(positions) == [(1, "geometry_mended")]
    assert "the outline is not closed" in positions.problems["message_en"].iloc[0]
    assert measure(positions)[0] == pytest.approx(10_008, abs=2)


def test_collapsed_outlines_are_held_back() -> None:
    """Outlines without area and lines without length are errors, not points."""
    on_a_line = outline((0, 0), (100, 100), (200, 200))
    in_one_place = outline((0, 0), (0, 0), (0, 0))
    no_length = shapely.LineString([(EAST, NORTH), (EAST, NORTH)])
    positions = conform([on_a_line, in_one_place, no_length])
    assert tell(positions) == [(row, "geometry_collapsed") for row in (1, 2, 3)]
    messages = positions.problems["message_en"].tolist()
    assert "(its points lie on one line or in one place)" in messages[0]
    assert "(all its points are one)" in messages[2]
    assert positions.frame.geometry.isna().all()
    assert positions.frame["geometry_role"].isna().all()


def test_unusable_geometry() -> None:
    """Curves, broken bytes, empty outlines and infinite coordinates are errors by their names."""
    curve = struct.pack("<BII6d", 1, 8, 3, 0, 0, 1, 1, 2, 0)
    infinite = shapely.LineString([(EAST, NORTH), (np.inf, NORTH)])
    positions = conform([SQUARE, curve, b"\x01\x03\x00", shapely.Polygon(), infinite])
    assert tell(positions) == [
        (2, "geometry_unusable"),
        (3, "geometry_unusable"),
        (4, "geometry_unusable"),
        (5, "geometry_unusable"),
    ]
    messages = positions.problems["message_en"].tolist()
    assert "it is made of curves or surfaces" in messages[0]
    assert "its bytes cannot be read" in messages[1]
    assert "it has no points" in messages[2]
    assert "one of its coordinates is no number" in messages[3]
    assert positions.frame.geometry.notna().tolist() == [True, False, False, False, False]


def test_missing_and_empty_points() -> None:
    """A row without geometry, or with an empty point, has no position and no problem."""
    positions = conform([None, shapely.Point(), shapely.Point(0, 0)])
    assert positions.frame.geometry.isna().all()
    assert tell(positions) == [(3, "coordinate_zero")]


def test_kinds_of_geometry() -> None:
    """Each geometry has its role; one point in many is a point; heights are dropped."""
    positions = conform(
        [
            shapely.Point(EAST, NORTH, 700),
            shapely.MultiPoint([(EAST, NORTH)]),
            shapely.LineString([(EAST, NORTH), (EAST + 50, NORTH)]),
            shapely.MultiPolygon([SQUARE]),
        ]
    )
    assert positions.frame["geometry_role"].tolist() == ["point", "point", "route", "outline"]
    assert positions.frame.geometry.geom_type.tolist()[:2] == ["Point", "Point"]
    assert not positions.frame.geometry.has_z.any()
    assert tell(positions) == []


def test_mixed_collection() -> None:
    """Of a collection the area is kept, and what stood beside it is told."""
    mixed = shapely.GeometryCollection([SQUARE, shapely.Point(EAST + 500, NORTH)])
    alone = shapely.GeometryCollection([SQUARE])
    positions = conform([mixed, alone])
    assert positions.frame.geometry.geom_type.tolist() == ["Polygon", "Polygon"]
    assert tell(positions) == [(1, "geometry_mended")]
    assert "holds lines or points beside its area" in positions.problems["message_en"].iloc[0]


def test_outline_in_pulkovo() -> None:
    """Outlines in Gauss-Krüger go through the pinned operation: 5 m of the network, 4.5 m of it."""
    corners = [(13492619.59 + x, 5340720.64 + y) for x, y in ((0, 0), (50, 0), (50, 50), (0, 50))]
    positions = conform([shapely.Polygon(corners)], epsg=28413)
    row = positions.frame.iloc[0]
    assert (row["crs_operation"], row["position_accuracy_m"]) == ("EPSG:15865", 6.8)
    x, y = shapely.get_coordinates(row["geometry"])[0]
    assert (x, y) == pytest.approx((74.9, 48.2), abs=2e-7)


def test_outline_without_a_system() -> None:
    """An outline whose file names no system is judged by its numbers, as cells are."""
    prefixed = shapely.transform(SQUARE, lambda xy: xy + np.array([13_000_000, 2_186]))
    positions = conform([prefixed], epsg=0)
    assert positions.frame["crs_used"].tolist() == ["EPSG:28413"]
    assert tell(conform([SQUARE], epsg=0)) == [(1, "crs_ambiguous")]
