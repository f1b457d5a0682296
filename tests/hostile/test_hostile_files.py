"""Files that mean harm, or are broken: each refused in one line, or contained."""

from __future__ import annotations

import json
import math
import socket
import struct
from typing import TYPE_CHECKING

import pytest

from heritage_gis.read import handover
from heritage_gis.read.files import read_file
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

from refusals import FEATURE, HEADINGS, SECRET, refuse, refuse_inside


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
        "is not GeoJSON: it is TopoJSON",
    ),
    "ESRI JSON": (
        lambda *_: write_json({"geometryType": "esriGeometryPoint", "features": []}),
        "is not GeoJSON: it is ESRI JSON",
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
        "is nested too deeply to be a survey",
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
        "is nested too deeply to be a survey",
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
    path.write_bytes(HEADINGS + (b"begazy" * 10 + b";48;75\n") * 20_000)
    line = refuse(path, "x.csv", Settings(max_unpacked_mb=1))
    assert line.startswith("holds more than 1 MB of texts and shapes; send it in parts")
    monkeypatch.setattr(handover, "MAX_ROWS", 15_000)
    line = refuse_inside(path, "x.csv", "csv")
    assert line.startswith("holds more than 15,000 rows; send it in parts")


def test_a_formula_is_a_text(tmp_path: Path) -> None:
    """A cell that a spreadsheet program would run is kept as what it says."""
    path = tmp_path / "x.csv"
    path.write_bytes(HEADINGS + b"=cmd|'/c calc'!A0;48;75\n")
    (table,) = read_file(path, "x.csv", Settings())
    assert table.frame["name"].tolist() == ["=cmd|'/c calc'!A0"]
