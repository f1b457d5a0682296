"""Layers with geometry: GeoJSON, GeoPackage, shapefiles bare and zipped."""

from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from heritage_gis.conform.shape_reading import read_shapes
from heritage_gis.errors import RefusedFileError
from heritage_gis.model.raw_table import RawTable, RowCounts
from heritage_gis.pipeline.files import check_file
from heritage_gis.read.dbf import StatedEncodingError, find_encoding
from heritage_gis.read.files import read_file, read_file_noted
from heritage_gis.read.text_encoding import EncodingGuess
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

RU = (["Название", "Тип"], [["Бегазы", "могильник бронзы"], ["Кызылкент", "дворец лам."]])
KK = (["Атауы", "Түрі"], [["Беғазы", "қорым"], ["Қызылкеніш", "сарай, әулие"]])
DE = (["Name", "Art"], [["Höhle", "Gräberfeld süd"], ["Düne", "Hügel"]])


def read_one(path: Path, name: str = "") -> RawTable:
    """Read a file of one layer."""
    (table,) = read_file(path, name or path.name, Settings())
    return table


def write_layer(path: Path, crs: int = 32643) -> None:
    """Write two features, one without geometry, through GDAL."""
    frame = gpd.GeoDataFrame(
        {
            "name": ["Беғазы", None],
            "count": [50, 7],
            "diam": [12.5, 123456789012345.0],
            "looted": [True, False],
        },
        geometry=[shapely.Point(525000, 5347000), None],
        crs=crs,
    )
    frame.to_file(path)


def write_shapefile(
    folder: Path, table: tuple[list[str], list[list[str]]], encoding: str, language: int = 0
) -> Path:
    """Write a point shapefile byte by byte, as old programs do; its rows lie in a line."""
    names, rows = table
    path = folder / "sites.shp"
    shapes, index, at = b"", b"", 50
    for number in range(len(rows)):
        shapes += struct.pack(">ii", number + 1, 10) + struct.pack("<idd", 1, 75 + number, 48)
        index += struct.pack(">ii", at, 10)
        at += 14
    for suffix, body in ((".shp", shapes), (".shx", index)):
        head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + len(body)) // 2)
        bounds = struct.pack("<ii8d", 1000, 1, 75, 48, 74 + len(rows), 48, 0, 0, 0, 0)
        path.with_suffix(suffix).write_bytes(head + bounds + body)
    width = 20
    header, record = 33 + 32 * len(names), 1 + width * len(names)
    dbf = struct.pack("<4BIHH17xB2x", 3, 124, 1, 1, len(rows), header, record, language)
    for name in names:
        dbf += struct.pack("<11sc4xBB14x", name.encode(encoding)[:10], b"C", width, 0)
    dbf += b"\r"
    for row in rows:
        dbf += b" " + b"".join(cell.encode(encoding)[:width].ljust(width) for cell in row)
    path.with_suffix(".dbf").write_bytes(dbf + b"\x1a")
    return path


@pytest.mark.parametrize(
    ("suffix", "form", "evidence"),
    [
        (".gpkg", "geopackage", "GeoPackage srs_id 32643"),
        (".shp", "shapefile", "памятники.prj"),
        (".geojson", "geojson", "its crs member says urn:ogc:def:crs:EPSG::32643"),
    ],
)
def test_a_layer_keeps_rows_numbers_and_system(
    tmp_path: Path, suffix: str, form: str, evidence: str
) -> None:
    """Rows without geometry stay, numbers are written without loss, the system is named."""
    write_layer(tmp_path / f"layer{suffix}")
    table = read_one(tmp_path / f"layer{suffix}", f"памятники{suffix}")
    assert (table.format, table.columns) == (form, ("name", "count", "diam", "looted"))
    assert table.frame.columns.tolist()[:5] == [
        *("source_file", "source_layer", "source_row", "section", "geometry")
    ]
    assert table.frame["source_row"].tolist() == [1, 2]
    assert table.frame["count"].tolist() == ["50", "7"]
    assert table.frame["diam"].tolist() == ["12.5", "123456789012345"]
    assert table.frame["looted"].tolist() == ["true", "false"]
    assert table.frame["name"].isna().tolist() == [False, True]
    assert shapely.from_wkb(table.frame["geometry"]).tolist() == [
        shapely.Point(525000, 5347000),
        None,
    ]
    assert 'ID["EPSG",32643]' in table.crs_wkt
    assert table.crs_evidence == evidence
    assert table.counts == RowCounts(data=2)


def test_a_geojson_is_wgs84_by_its_standard(tmp_path: Path) -> None:
    """Lists and objects stay JSON, days stay text, and a property named as ours is numbered."""
    properties = {"геонимы": ["а", "б"], "дата": "2017-07-05", "section": "3", "год": 1947}
    point = {"type": "Point", "coordinates": [75.3, 48.2]}
    feature = {"type": "Feature", "id": "a1", "properties": properties, "geometry": point}
    path = tmp_path / "x.json"
    text = json.dumps({"features": [feature], "type": "FeatureCollection"}, ensure_ascii=False)
    path.write_text("\ufeff" + text, "utf-8")
    table = read_one(path)
    assert table.crs_evidence == "GeoJSON is WGS 84 by RFC 7946"
    assert 'ID["EPSG",4326]' in table.crs_wkt
    row = table.frame.iloc[0]
    assert json.loads(row["геонимы"]) == ["а", "б"]
    assert (row["дата"], row["год"], row["section (2)"]) == ("2017-07-05", "1947", "3")
    assert table.encoding_evidence == "GeoJSON is UTF-8 by RFC 7946"


def test_every_layer_of_a_geopackage_is_read_and_nothing_is_written(tmp_path: Path) -> None:
    """Layers and tables come by name with their keys; what QGIS keeps for itself does not."""
    path = tmp_path / "x.gpkg"
    write_layer(path)
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE finds (id INTEGER PRIMARY KEY, what TEXT)")
        database.execute("INSERT INTO finds VALUES (41, 'нож'), (43, NULL)")
        database.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, style TEXT)")
        database.executemany(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, ?, ?)",
            [("finds", "attributes", "finds"), ("layer_styles", "attributes", "styles")],
        )
        database.execute("UPDATE gpkg_geometry_columns SET srs_id = -1")
        database.execute("DELETE FROM x WHERE fid = 1")
    database.execute("PRAGMA journal_mode = wal")  # as QField leaves it
    database.close()
    before = path.read_bytes()
    layer, finds = read_file(path, "x.gpkg", Settings())
    assert layer.frame["source_layer"].tolist() == ["x"]
    assert layer.frame["source_row"].tolist() == [2]
    assert (layer.crs_wkt, layer.crs_evidence) == (
        "",
        "GeoPackage srs_id -1, which stands for an undefined system",
    )
    assert finds.frame["source_row"].tolist() == [41, 43]
    assert "geometry" not in finds.frame
    assert finds.frame["what"].tolist()[0] == "нож"
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["x.gpkg"]


@pytest.mark.parametrize(
    ("table", "encoding"), [(RU, "cp1251"), (KK, "utf-8"), (KK, "kz1048")], ids=["ru", "kk", "kz"]
)
def test_a_dbf_without_code_page_is_never_silent_mojibake(
    tmp_path: Path, table: tuple[list[str], list[list[str]]], encoding: str
) -> None:
    """Headings and texts come right without a code page, and why is said."""
    read = read_one(write_shapefile(tmp_path, table, encoding))
    assert read.columns == tuple(table[0])
    assert read.frame[table[0][0]].tolist() == [row[0] for row in table[1]]
    assert read.encoding == encoding
    assert read.encoding_evidence.startswith("guessed: ")
    assert (read.crs_wkt, read.crs_evidence) == ("", "")


@pytest.mark.parametrize(
    ("table", "written", "claims", "evidence"),
    [
        (RU, "cp1251", (0x57, ""), "guessed: it is not UTF-8, and as cp1251 it looks most"),
        (RU, "cp1251", (0xC9, ""), "its .dbf has language id 0xc9"),
        (RU, "cp1251", (0x00, "1251"), "its .cpg says 1251"),
        (RU, "cp1251", (0x00, "UTF-8"), "guessed: it is not UTF-8, and as cp1251 it looks most"),
        (RU, "cp866", (0x65, ""), "its .dbf has language id 0x65"),
        (KK, "utf-8", (0x57, ""), "guessed: all of it is valid UTF-8, though its .dbf has"),
        (RU, "utf-8", (0xC9, ""), "guessed: all of it is valid UTF-8, though its .dbf has"),
        (RU, "utf-8", (0x00, "1251"), "guessed: all of it is valid UTF-8, though its .cpg says"),
        (RU, "utf-8", (0x65, "UTF-8"), "its .cpg says UTF-8"),
        (KK, "kz1048", (0xC9, ""), "guessed: it is not UTF-8, and as kz1048 it looks most"),
        (DE, "cp1252", (0x57, ""), "its .dbf has language id 0x57"),
    ],
    ids=[
        *("ANSI", "id 1251", "cpg", "wrong cpg", "id 866", "UTF-8"),
        *("UTF-8, id 1251", "UTF-8, cpg"),
        *("UTF-8, both", "Kazakh", "Latin"),
    ],
)
def test_a_claimed_code_page_is_held_against_the_bytes(
    tmp_path: Path,
    table: tuple[list[str], list[list[str]]],
    written: str,
    claims: tuple[int, str],
    evidence: str,
) -> None:
    """What a DBF or its .cpg says is taken where the bytes bear it out, and not where not."""
    language, cpg = claims
    path = write_shapefile(tmp_path, table, written, language)
    guess = find_encoding(path.with_suffix(".dbf"), cpg, "")
    assert guess is not None
    assert guess.encoding == written
    assert guess.evidence.startswith(evidence)


def test_a_stated_encoding_of_a_dbf_is_checked(tmp_path: Path) -> None:
    """A person's word goes before all others, where the bytes allow it."""
    dbf = write_shapefile(tmp_path, RU, "cp1251", 0xC9).with_suffix(".dbf")
    assert find_encoding(dbf, "UTF-8", "koi8-r") == EncodingGuess("koi8-r", "it was stated")
    with pytest.raises(StatedEncodingError, match="encoding_is_other"):
        find_encoding(dbf, "", "utf-8")
    other = write_shapefile(tmp_path, RU, "utf-8").with_suffix(".dbf")
    with pytest.raises(StatedEncodingError, match="encoding_is_utf8"):
        find_encoding(other, "", "cp1251")


def test_a_shapefile_without_index_is_read_and_none_is_left(tmp_path: Path) -> None:
    """A lost .shx is made up for, outside the folder of the received file."""
    path = write_shapefile(tmp_path, RU, "cp1251")
    path.with_suffix(".shx").unlink()
    assert len(read_one(path).frame) == 2
    assert not path.with_suffix(".shx").exists()


def test_half_a_letter_at_the_end_of_a_field_is_dropped(tmp_path: Path) -> None:
    """A DBF field of 20 bytes cuts «қорымы» within a letter; the rest of it is kept."""
    table = (["NAME"], [["Беғазы қорымы"], ["Кент"]])
    read = read_one(write_shapefile(tmp_path, table, "utf-8"))
    assert read.frame["NAME"].tolist() == ["Беғазы қор", "Кент"]


def test_half_a_letter_at_the_end_of_a_field_name_is_dropped(tmp_path: Path) -> None:
    """Ten bytes cut «Жай-күйі» and «№ обалар» within a letter; the received file stays as it is."""
    table = (["Атауы", "Жай-күйі", "№ обалар"], [["Беғазы", "жақсы", "5"]])
    path = write_shapefile(tmp_path, table, "utf-8")
    received = path.with_suffix(".dbf").read_bytes()
    read = read_one(path)
    assert read.columns == ("Атауы", "Жай-к", "№ оба")
    assert read.frame["Жай-к"].tolist() == ["жақсы"]
    assert path.with_suffix(".dbf").read_bytes() == received


@pytest.mark.parametrize(
    ("suffixes", "is_zipped"),
    [
        ((".shp",), True),
        ((".shp", ".shx"), False),
        pytest.param((".shp",), False, marks=pytest.mark.slow),
        pytest.param((".shp", ".shx"), True, marks=pytest.mark.slow),
    ],
)
def test_a_shapefile_without_its_dbf_gives_its_shapes(
    tmp_path: Path, suffixes: tuple[str, ...], *, is_zipped: bool
) -> None:
    """The .dbf was left at home: the places are read, and it is told what is missing."""
    path = write_shapefile(tmp_path, RU, "cp1251")
    path.with_suffix(".dbf").unlink()
    if ".shx" not in suffixes:
        path.with_suffix(".shx").unlink()
    if is_zipped:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for suffix in suffixes:
                archive.write(path.with_suffix(suffix), f"sites{suffix}")
        path = tmp_path / "a.zip"
    reading = read_file_noted(path, path.name, Settings())
    (table,) = reading.tables
    assert (len(table.frame), table.columns) == (2, ())
    assert table.frame["geometry"].notna().all()
    assert [note.code for note in reading.notes] == ["table_missing"]
    report = check_file(path, Settings(home=tmp_path))
    assert (report.rows, report.accepted, report.held_back) == (2, 2, 0)
    assert {"table_missing", "name_missing"} <= set(report.problems["code"])


def test_a_zip_is_read_file_by_file(tmp_path: Path) -> None:
    """Shapefiles in folders with Russian names, a GeoPackage beside them, and a PDF unread."""
    write_shapefile(tmp_path, RU, "cp1251")
    write_layer(tmp_path / "layer.gpkg")
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for suffix in (".shp", ".shx", ".dbf"):
            archive.write(tmp_path / f"sites{suffix}", f"Слой/памятники{suffix.upper()}")
        archive.write(tmp_path / "layer.gpkg", "layer.gpkg")
        archive.writestr("Слой/памятники.qpj", "x")
        archive.writestr("__MACOSX/Слой/._памятники.shp", "x")
        archive.writestr("отчёт.pdf", "%PDF")
    reading = read_file_noted(path, "сдача.zip", Settings())
    assert [table.format for table in reading.tables] == ["geopackage", "shapefile"]
    frame = reading.tables[1].frame
    assert frame["source_file"].tolist() == ["сдача.zip"] * 2
    assert frame["source_layer"].tolist() == ["Слой/памятники"] * 2
    assert frame["Название"].tolist() == ["Бегазы", "Кызылкент"]
    assert set(reading.tables[0].frame["source_layer"]) == {"layer / layer"}
    assert [(note.code, note.value) for note in reading.notes] == [("file_not_read", "отчёт.pdf")]


def test_old_russian_zips_have_their_names_in_cp866(tmp_path: Path) -> None:
    """Windows wrote names in the DOS encoding, without saying so."""
    write_shapefile(tmp_path, RU, "cp1251")
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for suffix in (".shp", ".shx", ".dbf"):
            archive.write(tmp_path / f"sites{suffix}", f"nnnnnnnnn{suffix}")
    path.write_bytes(path.read_bytes().replace(b"nnnnnnnnn", "памятники".encode("cp866")))
    assert set(read_one(path).frame["source_layer"]) == {"памятники"}


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ({"a.pdf": "%PDF"}, "holds nothing that can be read (a.pdf); expected .csv, "),
        ({"in.zip": "PK\x03\x04"}, "holds nothing that can be read (in.zip); expected .csv, "),
        ({"a.shx": "x", "b.shp": "x"}, "b.shp: is named as a shapefile, but holds plain text; "),
    ],
)
def test_a_zip_without_readable_files_is_refused(
    tmp_path: Path, entries: dict[str, str], reason: str
) -> None:
    """The line names the file inside."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    with pytest.raises(RefusedFileError) as caught:
        read_file(tmp_path / "x.zip", "x.zip", Settings())
    assert caught.value.reason.startswith(reason)


def test_a_layer_without_features_is_refused_as_empty(tmp_path: Path) -> None:
    """An empty layer is no survey."""
    path = tmp_path / "x.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    with pytest.raises(RefusedFileError, match="holds no features; send the layer with its"):
        read_file(path, "x.geojson", Settings())


def test_geojson_tells_a_shape_it_cannot_read_from_none(tmp_path: Path) -> None:
    """Coordinates that are words, or NaN, are a broken shape and not a row without a place."""
    path = tmp_path / "sites.geojson"
    shapes = [
        '{"type": "Point", "coordinates": ["74.9", "48.2"]}',
        '{"type": "Point", "coordinates": [NaN, 48.2]}',
        '{"type": "Point", "coordinates": []}',
        "null",
        '{"type": "Point", "coordinates": [74.9, 48.2]}',
    ]
    features = [
        f'{{"type": "Feature", "properties": {{"Название": "{number}"}}, "geometry": {shape}}}'
        for number, shape in enumerate(shapes)
    ]
    path.write_text(
        f'{{"type": "FeatureCollection", "features": [{", ".join(features)}]}}', encoding="utf-8"
    )
    read = read_shapes(read_one(path).frame["geometry"])
    assert read.reason.tolist() == ["unusable_unbounded", "unusable_unbounded", "", "", ""]
    assert shapely.is_missing(read.shapes).tolist() == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("code", "crs"), [(10947, "EPSG:10947"), (99999, "urn:ogc:def:crs:EPSG::99999")]
)
def test_a_crs_member_that_is_not_known_is_not_wgs_84(tmp_path: Path, code: int, crs: str) -> None:
    """GDAL knows QazTRF-23 and pyproj does not; of a code that nobody knows GDAL makes WGS 84."""
    path = tmp_path / "sites.geojson"
    feature = {
        "type": "Feature",
        "properties": {"Название": "Кент"},
        "geometry": {"type": "Point", "coordinates": [13492566.35, 5340670.88]},
    }
    member = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}}
    told = {"type": "FeatureCollection", "crs": member, "features": [feature]}
    path.write_text(json.dumps(told), encoding="utf-8")
    assert read_one(path).crs_wkt == crs
