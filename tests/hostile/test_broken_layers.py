"""GeoPackages and shapefiles that mean harm, or are broken: refused, or contained."""

from __future__ import annotations

import sqlite3
import struct
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from heritage_gis.pipeline.files import check_file
from heritage_gis.read.files import read_file
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

from refusals import refuse


@pytest.fixture(scope="module")
def geopackage(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give a GeoPackage of one layer, `sites`."""
    path = tmp_path_factory.mktemp("gpkg") / "sites.gpkg"
    names = [f"site {number}" * 20 for number in range(500)]
    points = shapely.points([75.0] * len(names), 48.0)
    gpd.GeoDataFrame({"name": names}, geometry=points, crs=4326).to_file(path, SPATIAL_INDEX="NO")
    return path.read_bytes()


def test_the_geopackage_of_these_tests_is_sound(tmp_path: Path, geopackage: bytes) -> None:
    """What is refused below is refused for what was done to it."""
    path = tmp_path / "x.gpkg"
    path.write_bytes(geopackage)
    (table,) = read_file(path, "x.gpkg", Settings())
    assert len(table.frame) == 500


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda whole: whole[: len(whole) // 2], "is cut short: "),
        (lambda whole: whole[:3000], "is cut short: 3,000 of "),
        (lambda whole: whole[:30_000] + b"\xff" * 9_000 + whole[39_000:], "is damaged ("),
        (lambda _: b"SQLite format 3\0" + bytes(2000), "is no GeoPackage, or a damaged one ("),
        (lambda whole: whole.replace(b"sitesfeatures", b"sites2d-tiles"), "has no layers; send"),
    ],
    ids=["half", "a page", "overwritten", "another database", "a raster"],
)
def test_a_bad_geopackage_is_refused(
    tmp_path: Path, geopackage: bytes, damage: Callable[[bytes], bytes], reason: str
) -> None:
    """Its pages are looked at first: SQLite would read on until it stumbles."""
    path = tmp_path / "x.gpkg"
    path.write_bytes(damage(geopackage))
    assert refuse(path, "x.gpkg").startswith(reason)


def test_a_shape_nested_without_end_does_not_end_us(tmp_path: Path, geopackage: bytes) -> None:
    """A GeoPackage hands its shapes on unread; shapely would fall over this one, and we with it."""
    path = tmp_path / "x.gpkg"
    path.write_bytes(geopackage)
    deep = struct.pack("<BII", 1, 7, 1) * 100_000 + struct.pack("<BIdd", 1, 1, 75, 48)
    with sqlite3.connect(path) as database:
        blob = b"GP\0\1" + struct.pack("<i", 4326) + deep
        database.execute("UPDATE sites SET geom = ? WHERE fid = 1", (blob,))
    database.close()
    report = check_file(path, Settings())
    (problem,) = report.problems.loc[lambda each: each["severity"] == "error"].to_dict("records")
    assert problem["source_row"] == 1
    assert problem["message_en"].endswith("its bytes cannot be read; draw it again")


def test_a_query_without_end_is_ended(tmp_path: Path, geopackage: bytes) -> None:
    """A view that counts for ever costs the time that is allowed, and no more."""
    path = tmp_path / "x.gpkg"
    path.write_bytes(geopackage)
    with sqlite3.connect(path) as database:
        database.executescript(
            """
            CREATE VIEW endless AS WITH RECURSIVE r (fid) AS
                (SELECT 1 UNION ALL SELECT fid + 1 FROM r) SELECT fid, 'x' AS name FROM r;
            INSERT INTO gpkg_contents (table_name, data_type, identifier)
                VALUES ('endless', 'attributes', 'endless');
            """
        )
    database.close()
    line = refuse(path, "x.gpkg", Settings(read_seconds=1))
    assert line.startswith("took longer than 1 seconds to read; send it in parts")


def make_shape(words: int, body: bytes) -> bytes:
    """Return a .shp whose header says how long it is."""
    head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, words)
    return head + struct.pack("<ii8d", 1000, 1, 75, 48, 75, 48, 0, 0, 0, 0) + body


POINT = struct.pack(">ii", 1, 10) + struct.pack("<idd", 1, 75, 48)


@pytest.mark.parametrize(
    ("shp", "dbf", "reason"),
    [
        (make_shape(64, POINT)[:60], b"", "is cut short: its header is not whole"),
        (make_shape(64, POINT)[:110], b"", "its .shp is cut short: 110 of 128 bytes are there"),
        (make_shape(64, POINT), b"\3", "its .dbf is damaged: it has no header"),
        (
            make_shape(64, POINT),
            struct.pack("<4BIHH20x", 3, 1, 1, 1, 4_000_000_000, 33, 60_000),
            "its .dbf is cut short: 32 of 240,000,000,000,033 bytes are there",
        ),
    ],
    ids=["header", "shapes", "no header", "rows that are not there"],
)
def test_a_bad_shapefile_is_refused(tmp_path: Path, shp: bytes, dbf: bytes, reason: str) -> None:
    """What its headers say is held against what is there."""
    (tmp_path / "x.shp").write_bytes(shp)
    if dbf:
        (tmp_path / "x.dbf").write_bytes(dbf)
    assert refuse(tmp_path / "x.shp", "x.shp").startswith(reason)
