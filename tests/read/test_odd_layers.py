"""Layers as other programs leave them: curves, sequences, parts of two exports, broken shapes."""

from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from heritage_gis.errors import RefusedFileError
from heritage_gis.pipeline.files import check_file
from heritage_gis.read.files import read_file_noted
from heritage_gis.read.wkb_curves import straighten
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from heritage_gis.read.readings import Reading

BEGAZY = {"type": "Point", "coordinates": [74.9, 48.2]}
SQUARE = [(74, 48), (75, 48), (75, 49), (74, 48)]


def read(path: Path) -> Reading:
    """Read a file."""
    return read_file_noted(path, path.name, Settings())


def list_notes(reading: Reading) -> list[tuple[str, str, int]]:
    """Return what is told of a reading."""
    return [(note.code, note.value, note.row) for note in reading.notes]


def make_frame(count: int = 3) -> gpd.GeoDataFrame:
    """Make sites in a row."""
    places = [shapely.Point(74.9 + number / 10, 48.2) for number in range(count)]
    names = [f"Курган {number}" for number in range(count)]
    return gpd.GeoDataFrame({"name": names}, geometry=places, crs=4326)


def write_shape(kind: int, *parts: bytes) -> bytes:
    """Write WKB made of parts, or of what stands in them."""
    return struct.pack("<BI", 1, kind) + b"".join(parts)


def write_line(*places: tuple[float, float]) -> bytes:
    """Write the places of a line."""
    flat = [number for place in places for number in place]
    return struct.pack(f"<I{len(flat)}d", len(places), *flat)


def count(number: int) -> bytes:
    """Write how many parts follow."""
    return struct.pack("<I", number)


def read_straightened(wkb: bytes) -> BaseGeometry:
    """Return a shape with its curves drawn out."""
    shape = shapely.from_wkb(straighten(wkb))
    assert shape is not None
    return shape


ARC = write_shape(8, write_line((74, 48), (74.5, 48.5), (75, 48)))
HALF_DISC = write_shape(
    10, count(1), write_shape(9, count(2), ARC, write_shape(2, write_line((75, 48), (74, 48))))
)
TRIANGLE = write_shape(17, count(1), write_line(*SQUARE))


@pytest.mark.parametrize(
    ("wkb", "kind", "size"),
    [
        (ARC, "LineString", 1.5708),  # half of a circle of radius 0.5: its length
        (HALF_DISC, "Polygon", 0.3927),  # and its area
        (write_shape(11, count(1), ARC), "MultiLineString", 1.5708),
        (write_shape(12, count(1), HALF_DISC), "MultiPolygon", 0.3927),
        (write_shape(16, count(1), TRIANGLE), "MultiPolygon", 0.5),
        (write_shape(7, count(2), ARC, TRIANGLE), "GeometryCollection", 0.5),
        (write_shape(8, write_line((0, 0), (2, 0), (0, 0))), "LineString", 6.2832),  # all of one
        (write_shape(8, write_line((0, 0), (1, 0), (2, 0))), "LineString", 2),
    ],
)
def test_curves_and_surfaces_are_drawn_out(wkb: bytes, kind: str, size: float) -> None:
    """A half circle comes to its length and area within 0.1 %."""
    shape = read_straightened(wkb)
    assert shape.geom_type == kind
    assert (shape.area or shape.length) == pytest.approx(size, rel=1e-3)


def test_an_arc_keeps_to_the_side_of_its_middle() -> None:
    """Clockwise and the other way, and the longer way round too."""
    for start, middle, end in (((1, 0), (0, 1), (-1, 0)), ((1, 0), (0, -1), (-1, 0))):
        line = read_straightened(write_shape(8, write_line(start, middle, end)))
        assert line.distance(shapely.Point(middle)) < 0.001
        places = shapely.get_coordinates(line).tolist()
        assert (places[0], places[-1]) == (list(start), list(end))


def test_what_is_no_curve_stays_and_a_broken_one_is_unreadable() -> None:
    """GEOS reads an arc of two places in a collection, and stumbles over it later."""
    plain = shapely.to_wkb(shapely.Point(74, 48))
    assert straighten(plain) is plain
    assert straighten(None) is None
    broken = write_shape(7, count(1), write_shape(8, write_line((74, 48), (75, 48))))
    assert straighten(broken) == b"\x01"
    assert straighten(ARC[:-4]) == b"\x01"
    assert read_straightened(write_shape(8, count(0))).is_empty


@pytest.mark.parametrize("kind", [9, 10, 11, 12])
def test_a_curve_made_of_points_is_one_unreadable_shape(kind: int) -> None:
    """It fells no child, which would refuse all of its file."""
    point = write_shape(1, struct.pack("<2d", 74, 48))
    assert straighten(write_shape(kind, count(1), point)) == b"\x01"


def write_geopackage(path: Path, shapes: Sequence[bytes]) -> Path:
    """Write a GeoPackage with shapes as they are given, and pictures in a column."""
    make_frame(0).to_file(path, layer="sites", geometry_type="Unknown", SPATIAL_INDEX="NO")
    database = sqlite3.connect(path)
    database.execute("ALTER TABLE sites ADD COLUMN photo BLOB")
    for shape in shapes:
        database.execute(
            "INSERT INTO sites (name, geom, photo) VALUES ('Бегазы', ?, x'ffd8')", (shape,)
        )
    database.commit()
    database.close()
    return path


def test_curves_of_a_geopackage_are_accepted_and_pictures_are_named(tmp_path: Path) -> None:
    """A curve within a collection felled the whole check, a column of bytes the reading."""
    head = b"GP\x00\x01" + struct.pack("<i", 4326)
    shapes = [head + ARC, head + HALF_DISC, head + write_shape(7, count(1), ARC)]
    path = write_geopackage(tmp_path / "x.gpkg", shapes)
    assert read(path).tables[0].frame["photo"].tolist() == ["2 bytes"] * 3
    report = check_file(path, Settings())
    assert (report.accepted, report.held_back) == (3, 0)


def test_a_shape_that_does_not_begin_as_one_is_told(tmp_path: Path) -> None:
    """GDAL takes it for none, and the site would go on without a place."""
    head = b"GP\x00\x01" + struct.pack("<i", 4326)
    point = head + shapely.to_wkb(shapely.Point(74.9, 48.2))
    reading = read(write_geopackage(tmp_path / "x.gpkg", [point, b"\0", point]))
    assert len(reading.tables[0].frame) == 3
    assert list_notes(reading) == [("feature_place_unreadable", "…", 2)]


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(74, 48),
        shapely.LineString([(74, 48), (75, 49)]),
        shapely.Polygon(SQUARE, [[(74.8, 48.3), (74.9, 48.3), (74.9, 48.4), (74.8, 48.3)]]),
        shapely.MultiPoint([(74, 48), (75, 48)]),
        shapely.MultiLineString([[(74, 48), (75, 49)]]),
        shapely.MultiPolygon([shapely.Polygon(SQUARE)]),
    ],
)
def test_native_shapes_of_a_geoparquet_are_read(tmp_path: Path, shape: shapely.Geometry) -> None:
    """Coordinates in columns of their own, as GeoParquet 1.1 allows; heights are left out."""
    path = tmp_path / "x.parquet"
    solid = shapely.force_3d(shape, 5)
    frame = gpd.GeoDataFrame({"name": ["a", "b"]}, geometry=[solid, None], crs=4326)
    frame.to_parquet(path, geometry_encoding="geoarrow", schema_version="1.1.0")
    (table,) = read(path).tables
    found = table.frame["geometry"]
    assert shapely.from_wkb(found[0]) == shape
    assert found.isna().tolist() == [False, True]


def make_feature(name: str, geometry: object = BEGAZY) -> str:
    """Make a feature of a GeoJSON."""
    properties = {"name": name}
    return json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}, indent=1)


@pytest.mark.parametrize(
    ("name", "sign"), [("x.geojsonl", ""), ("x.geojson", ""), ("x.geojsons", "\x1e")]
)
def test_a_sequence_of_features_is_read(tmp_path: Path, name: str, sign: str) -> None:
    """A line each, or parted by a sign (RFC 8142); one that is no JSON is told, and no more."""
    texts = [make_feature("а"), '{"type": "Feature", "pro', make_feature("б"), make_feature("в")]
    lines = texts if sign else [text.replace("\n", "") for text in texts]
    path = tmp_path / name
    path.write_text("".join(f"{sign}{line}\n" for line in lines), "utf-8")
    reading = read(path)
    frame = reading.tables[0].frame
    assert frame["name"].fillna("").tolist() == ["а", "", "б", "в"]
    assert frame["source_row"].tolist() == [1, 2, 3, 4]
    assert list_notes(reading) == [("feature_broken", "no Feature: null", 2)]
    assert path.read_text("utf-8").startswith(sign or "{")  # as it was sent


def test_what_is_no_feature_among_features_is_told_and_counted(tmp_path: Path) -> None:
    """GDAL skips it in silence, and those after it would have the wrong numbers; rows balance."""
    others = ["null", make_feature("б").replace("Feature", "Fature"), json.dumps(BEGAZY)]
    features = ",".join([make_feature("а"), *others, make_feature("в"), "7"])
    path = tmp_path / "x.geojson"
    path.write_text(f'{{"features": [{features}], "type": "FeatureCollection"}}', "utf-8")
    reading = read(path)
    frame = reading.tables[0].frame
    assert frame["source_row"].tolist() == [1, 2, 3, 4, 5, 6]
    assert frame["name"].fillna("").tolist() == ["а", "", "", "", "в", ""]
    assert frame["geometry"].notna().tolist() == [True, False, False, False, True, False]
    assert [(code, row) for code, _, row in list_notes(reading)] == [
        ("feature_broken", 2),
        ("feature_broken", 3),
        ("feature_broken", 4),
        ("feature_broken", 6),
    ]
    report = check_file(path, Settings())
    assert (report.rows, report.accepted, report.held_back) == (6, 2, 4)


def test_empty_rows_keep_their_place_among_many_features(tmp_path: Path) -> None:
    """GDAL hands over features in batches of 65,536."""
    count = 70_000
    features = [json.dumps({"type": "Feature", "properties": {"n": n}, "geometry": None})
                for n in range(1, count + 1)]  # fmt: skip
    for at in (1, 40_000, 65_536, 65_538, count):
        features[at - 1] = "null"
    path = tmp_path / "x.geojson"
    path.write_text(f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}')
    frame = read(path).tables[0].frame
    assert frame["source_row"].tolist() == list(range(1, count + 1))
    told = frame[frame["n"].notna()]
    assert len(told) == count - 5
    assert (told["n"].astype(int) == told["source_row"]).all()


@pytest.mark.parametrize("geometry", [{"type": "Point"}, {**BEGAZY, "coordinates": None}, "x"])
def test_a_shape_without_coordinates_is_held_back(tmp_path: Path, geometry: object) -> None:
    """It is no feature without a place: somebody wrote one, and it was lost."""
    path = tmp_path / "x.geojson"
    features = f"{make_feature('а')}, {make_feature('б', geometry)}"
    path.write_text(f'{{"type": "FeatureCollection", "features": [{features}]}}', "utf-8")
    report = check_file(path, Settings())
    assert (report.accepted, report.held_back) == (1, 1)


@pytest.mark.parametrize(
    ("member", "title"),
    [('"arcs": [], "type": "Topology"', "TopoJSON"), ('"spatialReference": {}', "ESRI JSON")],
)
def test_json_of_another_kind_is_named(tmp_path: Path, member: str, title: str) -> None:
    """The line says what it is, and what to save."""
    (tmp_path / "x.json").write_text(f"{{{member}}}")
    with pytest.raises(RefusedFileError, match=f"is not GeoJSON: it is {title}; .* save it as Geo"):
        read(tmp_path / "x.json")


def write_shapefile(folder: Path) -> Path:
    """Write a shapefile of three sites."""
    make_frame().to_file(folder / "x.shp")
    return folder / "x.shp"


def test_a_table_of_another_export_is_refused(tmp_path: Path) -> None:
    """GDAL would read as many as there are of both, and give them each other's names."""
    path = write_shapefile(tmp_path)
    (tmp_path / "other").mkdir()
    make_frame(2).to_file(tmp_path / "other/x.shp")
    (tmp_path / "other/x.dbf").replace(tmp_path / "x.dbf")
    with pytest.raises(RefusedFileError, match=r"its \.shp has 3 shapes and its \.dbf 2 rows"):
        read(path)


@pytest.mark.parametrize("index", [b"", b"\0" * 124, None])
def test_an_index_that_is_wrong_is_made_anew(tmp_path: Path, index: bytes | None) -> None:
    """An index of zeros made sites without a place; the received one is left as it is."""
    path = write_shapefile(tmp_path)
    received = index if index is not None else (tmp_path / "x.shx").read_bytes()[:-8]
    (tmp_path / "x.shx").write_bytes(received)
    (tmp_path / "x.prj").write_bytes(b"")
    report = check_file(path, Settings())
    assert (report.accepted, report.without_place) == (3, 0)
    assert (tmp_path / "x.shx").read_bytes() == received


def test_shapes_of_no_known_type_are_refused(tmp_path: Path) -> None:
    """GDAL reads them as none."""
    path = write_shapefile(tmp_path)
    content = bytearray(path.read_bytes())
    content[32:36] = struct.pack("<i", 99)
    path.write_bytes(content)
    with pytest.raises(RefusedFileError, match="its shapes are of type 99, which shapefiles do no"):
        read(path)


def test_parts_are_found_whatever_the_case_of_their_names(tmp_path: Path) -> None:
    """Windows takes Kurgan.shp and KURGAN.DBF for one shapefile, and so must a zip from there."""
    path = write_shapefile(tmp_path)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for suffix, name in (
            (".shp", "Kurgan.shp"),
            (".dbf", "KURGAN.DBF"),
            (".shx", "kurgan.shx"),
        ):
            archive.write(path.with_suffix(suffix), name)
            (tmp_path / "y").mkdir(exist_ok=True)
            (tmp_path / "y" / name).write_bytes(path.with_suffix(suffix).read_bytes())
    for sent in (tmp_path / "x.zip", tmp_path / "y/Kurgan.shp"):
        (table,) = read(sent).tables
        assert table.frame["name"].tolist() == ["Курган 0", "Курган 1", "Курган 2"]
        assert check_file(sent, Settings()).accepted == 3


def test_objects_of_a_mif_beyond_its_mid_are_told(tmp_path: Path) -> None:
    """GDAL ends with the last row of the .mid; parts of a collection are no objects."""
    head = 'Version 300\nCharset "WindowsCyrillic"\nDelimiter ","\n'
    columns = "CoordSys Earth Projection 1, 104\nColumns 1\n  Point Char(20)\nData\n\n"
    both = "Collection 2\nPline 2\n74 48\n75 49\nMultipoint 1\n74 48\n"
    (tmp_path / "x.mif").write_text(f"{head}{columns}{both}Point 74 48\nPoint 75 48\n")
    (tmp_path / "x.mid").write_text('"a"\n"b"\n')
    reading = read(tmp_path / "x.mif")
    assert len(reading.tables[0].frame) == 3
    assert list_notes(reading) == [("feature_broken", "no record", 3)]
