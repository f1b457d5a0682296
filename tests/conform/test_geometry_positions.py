"""Geometry of a layer beside columns of coordinates: which counts, and what contradicts."""

from __future__ import annotations

import pytest
import shapely
from position_tables import (
    LATLON,
    SK42,
    XY,
    conform,
    make_table,
    place_of,
    read_evidence,
    tell,
)
from pyproj import CRS


def test_geometry_comes_before_columns() -> None:
    """A row's geometry is its position; a row without falls back on its cells."""
    wkt = CRS.from_epsg(4326).to_wkt()
    table = make_table(
        {"Широта": ["48.2000", "48.2000"], "Долгота": ["74.9000", "74.9000"]},
        [shapely.Point(74.900269, 48.200289), None],
        wkt,
    )
    positions = conform(table, LATLON)
    assert place_of(positions, 0) == (74.900269, 48.200289)
    assert place_of(positions, 1) == (74.9, 48.2)
    assert positions.frame["crs_stated"].tolist()[:1] == ["EPSG:4326"]
    assert positions.frame["coordinate_text"].isna().tolist() == [True, False]
    assert positions.frame["position_accuracy_m"].iloc[0] == 0.067
    assert "a.prj states EPSG:4326" in read_evidence(positions)


def test_two_positions_that_disagree_are_held_back() -> None:
    """Degrees 100 km from the metres of their row: nobody can tell which is right."""
    table = make_table(
        {
            "Широта": ["48.2", "48.2"],
            "Долгота": ["74.9", "74.9"],
            "X": ["5440720.64", SK42[0]],
            "Y": [SK42[1], SK42[1]],
        }
    )
    for crs in ("", "WGS 84"):
        positions = conform(table, LATLON | XY, crs=crs)
        assert tell(positions) == [(2, "position_contradicted")]
        assert positions.frame.geometry.isna().tolist() == [True, False]
        problem = positions.problems.iloc[0]
        assert (problem["severity"], problem["column"]) == ("error", "X; Y")
        assert problem["message_en"].startswith(
            "the row gives two positions that lie 100000 m apart: «5440720.64; 13492619,59» in "
            "«X; Y», and 48.2; 74.9 in «Широта; Долгота»"
        )


def test_columns_that_contradict_the_geometry_are_held_back() -> None:
    """Columns may repeat the geometry, or lie within its outline; elsewhere they contradict it."""
    outline = shapely.box(74.8, 48.1, 75.0, 48.3)
    table = make_table(
        {"Координаты": ["48.20001, 74.90001", "48.2000, 74.9000", "48.2, 75.9", "нет", None]},
        [shapely.Point(74.9, 48.2), outline, outline, outline, outline],
        CRS.from_epsg(4326).to_wkt(),
    )
    positions = conform(table, {"coord_text": "Координаты"})
    assert tell(positions) == [(4, "position_contradicted")]
    assert "in the geometry of the file" in positions.problems["message_en"].iloc[0]
    assert positions.frame.geometry.isna().tolist() == [False, False, True, False, False]


def test_what_is_outside_either_way_is_no_swap() -> None:
    """Orenburg in the wrong order is told by the check of the position, and once."""
    table = make_table({"Широта": ["154.62"], "Долгота": ["52.27"]})
    assert tell(conform(table, LATLON)) in ([], [(2, "coordinate_out_of_range")])
    table = make_table({"n": ["a"]}, [shapely.Point(52.27, 154.62)], CRS.from_epsg(4326).to_wkt())
    assert tell(conform(table, {})) == []


def test_swapped_geojson() -> None:
    """A GeoJSON with latitude first is read the other way round, and warned of."""
    table = make_table({"n": ["a"]}, [shapely.Point(48.2, 74.9)], CRS.from_epsg(4326).to_wkt())
    positions = conform(table, {})
    assert place_of(positions) == (74.9, 48.2)
    assert tell(positions) == [(2, "coordinate_swapped")]
    assert positions.problems[["column", "value"]].iloc[0].tolist() == ["geometry", "48.2; 74.9"]


def test_metres_in_a_geojson() -> None:
    """Metres in a file that says WGS 84 contradict it; the survey's statement mends that."""
    table = make_table(
        {"n": ["a"]}, [shapely.Point(492569.33, 5338534.62)], CRS.from_epsg(4326).to_wkt()
    )
    assert tell(conform(table, {})) == [(2, "crs_contradicted")]
    assert place_of(conform(table, {}, crs="EPSG:32643")) == pytest.approx((74.9, 48.2), abs=2e-7)


@pytest.mark.parametrize(
    "crs_wkt",
    [
        'LOCAL_CS["Караганда",UNIT["metre",1]]',
        'PROJCS["Караганда","bro"]',
        CRS("+proj=tmerc +lon_0=73 +x_0=13500000 +ellps=GRS80").to_wkt("WKT1_GDAL"),
    ],
)
def test_metres_of_a_system_that_cannot_be_read_are_held_back(crs_wkt: str) -> None:
    """A .prj of some other plane means that the numbers are not those of zone 13."""
    table = make_table({}, [shapely.Point(13492619.59, 5340720.64)], crs_wkt)
    positions = conform(table, {})
    assert positions.problems["code"].tolist() == ["crs_unusable"]
    assert positions.frame.geometry.isna().all()
    assert "GEOGCS" not in positions.problems["message_ru"][0]
