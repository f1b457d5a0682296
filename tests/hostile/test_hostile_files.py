"""Files that mean harm, or are broken: each refused in one line, or contained."""

from __future__ import annotations

import json
import math
import socket
import sqlite3
import stat
import struct
import time
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import geopandas as gpd
import openpyxl
import pytest
import shapely

from heritage_gis.errors import RefusedFileError
from heritage_gis.pipeline.files import check_file
from heritage_gis.read import handover
from heritage_gis.read.child import import_reader
from heritage_gis.read.files import read_file
from heritage_gis.read.formats import FORMATS
from heritage_gis.read.guard import open_scratch
from heritage_gis.read.handover import Handover
from heritage_gis.read.job import Job
from heritage_gis.read.limits import take_limits
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SECRET = "SECRET-MARKER"  # noqa: S105 - a word to look for in messages
MOST_SECONDS = 20
FEATURE = '{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[1,2]}}'
HEADINGS = b"name;lat;lon\n"


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Give a socket that waits for a connection that must not come."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.05)
        yield server


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """Give a file beside the upload that must not be read."""
    path = tmp_path / "marker.csv"
    path.write_text(f"name,lat\n{SECRET},1\n", "utf-8")
    return path


def refuse(path: Path, name: str, settings: Settings | None = None) -> str:
    """Read a file that must be refused; return the line, after looking at its form."""
    before = time.monotonic()
    with pytest.raises(RefusedFileError) as caught:
        read_file(path, name, settings or Settings())
    line = str(caught.value)
    assert time.monotonic() - before < MOST_SECONDS
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    assert "Traceback" not in line
    assert SECRET not in line
    assert str(path.parent) not in line
    assert "heritage-read" not in line
    return line.removeprefix(f"{name}: ")


def refuse_inside(path: Path, name: str, code: str) -> str:
    """Let the reader of a format refuse a file in this process: quick, where no guard is needed."""
    known = next(known for known in FORMATS if known.code == code)
    suffix = known.suffixes[0]
    with open_scratch() as scratch:
        job = Job(code, name, "input", suffix, "", take_limits(Settings()))
        (scratch / job.file).symlink_to(path)
        with pytest.raises(RefusedFileError) as caught:
            import_reader(code)(Handover(job, scratch))
    assert str(scratch) not in caught.value.reason
    return caught.value.reason


def write_json(value: object) -> str:
    """Return JSON text."""
    return json.dumps(value, ensure_ascii=False)


# What opens another file or a socket where GDAL is left to guess what a file is.
DISGUISES: dict[str, tuple[Callable[[Path, int], str], str]] = {
    "VRT": (
        lambda marker, _: (
            '<OGRVRTDataSource><OGRVRTLayer name="marker">'
            f"<SrcDataSource>{marker}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
        ),
        "is named as GeoJSON, but holds an XML or HTML document",
    ),
    "VRT after a mark": (
        lambda marker, _: f"\ufeff \n<OGRVRTDataSource>{marker}</OGRVRTDataSource>",
        "is named as GeoJSON, but holds an XML or HTML document",
    ),
    "GDALG": (
        lambda marker, _: write_json(
            {"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {marker}"}
        ),
        "is not GeoJSON: its type is «gdal_streamed_alg»; expected FeatureCollection",
    ),
    "WFS": (
        lambda _, port: (
            f"<OGRWFSDataSource><URL>http://127.0.0.1:{port}/wfs</URL></OGRWFSDataSource>"
        ),
        "is named as GeoJSON, but holds an XML or HTML document",
    ),
    "OAPIF": (
        lambda _, port: write_json(
            {"links": [{"rel": "data", "href": f"http://127.0.0.1:{port}/collections"}]}
        ),
        "is not GeoJSON: it states no type",
    ),
    "URL": (
        lambda _, port: f"http://127.0.0.1:{port}/x.geojson",
        "is named as GeoJSON, but holds plain text",
    ),
    "virtual path": (
        lambda _, port: f"/vsicurl/http://127.0.0.1:{port}/x.geojson",
        "is named as GeoJSON, but holds plain text",
    ),
    "SQL": (lambda *_: "SELECT * FROM marker", "is named as GeoJSON, but holds plain text"),
    "HTML": (lambda *_: "<html><body>x", "is named as GeoJSON, but holds an XML or HTML document"),
    "next page": (
        lambda _, port: write_json(
            {
                "type": "FeatureCollection",
                "features": [],
                "links": [{"rel": "next", "href": f"http://127.0.0.1:{port}/2"}],
            }
        ),
        "holds no features",
    ),
    "TopoJSON": (
        lambda *_: write_json({"type": "Topology", "objects": {}, "arcs": []}),
        "is not GeoJSON: its type is «Topology»",
    ),
    "ESRI JSON": (
        lambda *_: write_json({"geometryType": "esriGeometryPoint", "features": []}),
        "is not GeoJSON: it states no type",
    ),
}


@pytest.mark.enable_socket
@pytest.mark.parametrize("kind", DISGUISES)
def test_a_disguise_opens_no_file_and_no_socket(
    tmp_path: Path, listener: socket.socket, marker: Path, kind: str
) -> None:
    """What is named .geojson and is not is refused; the file beside it and the port stay unseen."""
    write, reason = DISGUISES[kind]
    path = tmp_path / "x.geojson"
    path.write_text(write(marker, listener.getsockname()[1]), "utf-8")
    assert refuse(path, "памятники.geojson").startswith(reason)
    with pytest.raises(TimeoutError):
        listener.accept()


LONG = f'"{"x" * 2_000_000}"'
GEOJSON = {
    "cut in a member": ('{"type":"FeatureCollection","features":[' + FEATURE[:40], "is cut short"),
    "cut at a brace": (
        '{"type":"FeatureCollection","features":[' + FEATURE,
        "is damaged, or not what its name says (Failed to read GeoJSON data",
    ),
    "words after its end": (
        '{"type":"FeatureCollection","features":[' + FEATURE + "]} DROP TABLE x }",
        "is damaged, or not what its name says (Failed to read GeoJSON data",
    ),
    "nested arrays": (
        '{"type":"FeatureCollection","features":' + "[" * 100_000 + "]" * 100_000 + "}",
        "is damaged, or not what its name says (Failed to read GeoJSON data",
    ),
    "nested before its type": (
        '{"a":' + "[" * 100_000 + "]" * 100_000 + ',"type":"FeatureCollection","features":[]}',
        "is nested too deeply to be a survey",
    ),
    "nested collections": (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
        + '{"type":"GeometryCollection","geometries":[' * 5_000
        + "]}" * 5_000
        + "}]}",
        "is damaged, or not what its name says (Failed to read GeoJSON data",
    ),
    "not UTF-8": ('{"type":"FeatureCollection","features":[], "имя":"x"}', "is not UTF-8 text"),
    "a long text": (
        '{"type":"FeatureCollection","features":[' + FEATURE.replace("1}", LONG + "}") + "]}",
        "«n» has a cell of 2,000,000 characters; at most 1,000,000 are read",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", GEOJSON)
def test_a_broken_geojson_is_refused(tmp_path: Path, kind: str) -> None:
    """GDAL takes what there is of a broken file; we take none of it."""
    text, reason = GEOJSON[kind]
    path = tmp_path / "x.geojson"
    path.write_bytes(text.encode("cp1251" if kind == "not UTF-8" else "utf-8"))
    assert refuse(path, "x.geojson").startswith(reason)


def test_coordinates_that_are_no_place_are_data(tmp_path: Path) -> None:
    """NaN and 1e308 are for conform to judge, row by row; reading does not fall over them."""
    path = tmp_path / "x.geojson"
    points = [FEATURE.replace("[1,2]", text) for text in ("[NaN,48]", "[1e308,48]", "[75,48]")]
    path.write_text('{"type":"FeatureCollection","features":[' + ",".join(points) + "]}", "utf-8")
    (table,) = read_file(path, "x.geojson", Settings())
    x = [struct.unpack("<d", wkb[5:13])[0] for wkb in table.frame["geometry"]]
    assert math.isnan(x[0])
    assert x[1:] == [1e308, 75]


TABLES = {
    "NUL": (HEADINGS + b"a\0b;1;2\n", "holds NUL bytes, which no text has"),
    "late NUL": (HEADINGS + b"a;1;2\n" * 200_000 + b"\0;1;2\n", "holds NUL bytes"),
    "endless line": (HEADINGS + b"x" * 12_000_000, "has a line of more than 10,000,000 characters"),
    "endless cell": (
        HEADINGS + b'"' + b"x\n" * 1_000_000 + b'";1;2\n',
        "near line 500002 a cell holds more than 1,000,000 characters",
    ),
    "16k columns": (
        b";".join([b"name"] * 16_384) + b"\n" + b";" * 16_383 + b"\n",
        "the table has 16,384 columns; at most 2,000 are read",
    ),
    "open quote": (HEADINGS + b'"a;1;2\nb;1\n', "near line 3 a quotation mark opens a cell"),
    "two encodings": (
        HEADINGS + "Беғазы;1;2\n".encode() + "Бегазы;1;2\n".encode("utf-16-le"),
        "holds NUL bytes",
    ),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_broken_csv_is_refused(tmp_path: Path, kind: str) -> None:
    """No cell, line or row without an end."""
    content, reason = TABLES[kind]
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert refuse_inside(path, "x.csv", "csv").startswith(reason)


def test_a_table_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is handed over is counted, whatever the format: the parent has to hold all of it."""
    path = tmp_path / "x.csv"
    path.write_bytes(HEADINGS + b"begazy;48;75\n" * 120_000)
    line = refuse(path, "x.csv", Settings(max_unpacked_mb=1))
    assert line.startswith("holds more than 1 MB of texts and shapes; send it in parts")
    monkeypatch.setattr(handover, "MAX_ROWS", 100_000)
    line = refuse_inside(path, "x.csv", "csv")
    assert line.startswith("holds more than 100,000 rows; send it in parts")


def test_a_formula_is_a_text(tmp_path: Path) -> None:
    """A cell that a spreadsheet program would run is kept as what it says."""
    path = tmp_path / "x.csv"
    path.write_bytes(HEADINGS + b"=cmd|'/c calc'!A0;48;75\n")
    (table,) = read_file(path, "x.csv", Settings())
    assert table.frame["name"].tolist() == ["=cmd|'/c calc'!A0"]


def make_link() -> zipfile.ZipInfo:
    """Return an archive entry that is a symbolic link."""
    entry = zipfile.ZipInfo("link.shp")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


ARCHIVES: dict[str, tuple[list[tuple[str | zipfile.ZipInfo, bytes]], str]] = {
    "dots": ([("../evil.shp", b"x")], "its entry «../evil.shp» leads out of the archive"),
    "inner dots": ([("a/../../b.shp", b"x")], "its entry «a/../../b.shp» leads out of the"),
    "backslashes": ([("..\\evil.shp", b"x")], "its entry «..\\evil.shp» leads out of the archive"),
    "absolute": ([("/etc/evil.shp", b"x")], "its entry «/etc/evil.shp» leads out of the archive"),
    "drive": ([("C:\\evil.shp", b"x")], "its entry «C:\\evil.shp» leads out of the archive"),
    "link": ([(make_link(), b"/etc/hostname")], "its entry «link.shp» is a link to another file"),
    "bomb": ([("a.csv", b"0" * 30_000_000)], "unpacks to 1,0"),
    "entries": ([(f"{n}.csv", b"") for n in range(10_001)], "holds 10,001 files; at most 10,000"),
    "twice": ([("a.CSV", b"x"), ("A.csv", b"y")], "holds «a.CSV» twice; leave one of them"),
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_a_bad_archive_is_refused(tmp_path: Path, kind: str) -> None:
    """Nothing is unpacked outside, nothing larger than it may be."""
    entries, reason = ARCHIVES[kind]
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in entries:
            archive.writestr(entry, content)
    assert refuse_inside(path, "x.zip", "zip").startswith(reason)
    assert [each.name for each in tmp_path.iterdir()] == ["x.zip"]


def test_a_name_can_clear_no_screen_and_fill_no_page(tmp_path: Path) -> None:
    """Signs that steer a terminal are shown as such; of a long name the middle is left out."""
    path = tmp_path / "a\n\x1b[2J\u202evsc.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b\x1b]0;" + "b" * 60_000 + ".csv", b"")
    with pytest.raises(RefusedFileError) as caught:
        read_file(path, path.name, Settings())
    assert str(caught.value).startswith("a �[2J�vsc.zip: b�]0;bbb")
    assert str(caught.value).endswith("bbb.csv: the file is empty; send it again")
    assert len(str(caught.value)) < 1_100


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["a.geojson"], "a.geojson: is named as GeoJSON, but holds an XML or HTML document"),
        ([f"{n}.csv" for n in range(101)], "holds 101 tables and layers; send at most 100 at once"),
    ],
    ids=["VRT", "many tables"],
)
def test_what_is_in_an_archive_goes_through_the_same_door(
    tmp_path: Path, names: list[str], reason: str
) -> None:
    """A file from an archive is told by its content, as one that came alone."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "<OGRVRTDataSource/>")
    assert refuse(path, "x.zip").startswith(reason)


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    """The limit is the keeper's."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", b"0" * 1_200_000)
    line = refuse(path, "x.zip", Settings(max_unpacked_mb=1))
    assert line.startswith("unpacks to 1 MB; at most 1 MB are taken; send it in parts")


def make_workbook() -> bytes:
    """Return a workbook of one row."""
    workbook, stream = openpyxl.Workbook(), BytesIO()
    for row in (["Название", "Широта", "Долгота"], ["Бегазы", 48.2, 75.3]):
        workbook.worksheets[0].append(row)
    workbook.save(stream)
    return stream.getvalue()


def change_sheet(change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook whose first sheet was changed."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(make_workbook())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name.endswith("sheet1.xml") else content)
    return stream.getvalue()


END = b"</sheetData>"
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/hostname">]>'
)
FAR = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row>'
WORKBOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut": (lambda: make_workbook()[:2000], "the archive is damaged or cut short"),
    "no workbook": (lambda: b"PK\x05\x06" + bytes(18), "is a zip archive, but no Excel workbook"),
    "half a sheet": (lambda: change_sheet(lambda xml: xml[:200]), "the workbook is damaged ("),
    "entities": (
        lambda: change_sheet(lambda xml: ENTITIES + xml),
        "its part «xl/worksheets/sheet1.xml» declares entities",
    ),
    "entities in UTF-16": (
        lambda: change_sheet(lambda xml: ENTITIES.decode().encode("utf-16") + xml),
        "its part «xl/worksheets/sheet1.xml» declares entities",
    ),
    "bomb": (
        lambda: change_sheet(lambda xml: xml.replace(END, b" " * 30_000_000 + END)),
        "unpacks to 8",
    ),
    "16 billion cells": (
        lambda: change_sheet(lambda xml: xml.replace(END, FAR + END)),
        "its reader was stopped (SIGABRT): it needs more than 4,000 MB of memory, or is damaged",
    ),
    "16k columns": (
        lambda: change_sheet(lambda xml: xml.replace(END, FAR.replace(b"1048576", b"9") + END)),
        "sheet «Sheet» has 16,384 columns; at most 2,000 are read",
    ),
}


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_a_bad_workbook_is_refused(tmp_path: Path, kind: str) -> None:
    """A workbook is an archive of XML: both are looked at before it is opened."""
    make, reason = WORKBOOKS[kind]
    path = tmp_path / "x.xlsx"
    path.write_bytes(make())
    assert refuse(path, "x.xlsx").startswith(reason)


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
        (make_shape(64, POINT)[:110], b"", "the .shp is cut short: 110 of 128 bytes are there"),
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
