"""Received files and surveys: names, sizes, side files, and what is refused at the door."""

from __future__ import annotations

import datetime as dt
import struct
from typing import TYPE_CHECKING

import pytest

from heritage_gis.errors import RefusedFileError
from heritage_gis.model.survey import Sidecar, Survey, SurveyFile
from heritage_gis.read import files
from heritage_gis.read.files import read_file, read_survey, read_survey_noted
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "Название;Широта;Долгота\nБегазы;48,267;75,345\n"


def make_survey(folder: Path, names: list[str], **sidecar: object) -> Survey:
    """Return a survey of files that lie in a folder."""
    day = dt.date(2017, 7, 5)
    told = Sidecar("Шет 2017", "А. Иванов", day, "CC-BY-4.0", **sidecar)  # type: ignore[arg-type] # what the tests give
    received = tuple(SurveyFile(name, "", 0) for name in names)
    return Survey("2017-shet", 1, folder, received, told, "")


def write_point_shapefile(folder: Path) -> None:
    """Write a shapefile of one point with one attribute."""
    field = struct.pack("<11sc4xBB14x", b"n", b"C", 1, 0)
    dbf = struct.pack("<4BIHH17xB2x", 3, 124, 1, 1, 1, 65, 2, 0) + field + b"\r 1\x1a"
    (folder / "Points.dbf").write_bytes(dbf)
    shape = struct.pack(">ii", 1, 10) + struct.pack("<idd", 1, 75, 48)
    head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 64) + struct.pack("<ii", 1000, 1)
    (folder / "Points.SHP").write_bytes(head + struct.pack("<8d", 75, 48, 75, 48, *[0] * 4) + shape)
    (folder / "Points.prj").write_text(
        'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,'
        '298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]',
        "ascii",
    )


def test_all_files_of_a_survey_are_read_in_their_order(tmp_path: Path) -> None:
    """Side files belong to their shapefile; the sidecar's encoding and columns are used."""
    (tmp_path / "b.csv").write_bytes(TABLE.encode("cp866"))
    (tmp_path / "a.csv").write_bytes("Ob;Ort\nБегазы;Шет\n".encode("cp866"))
    write_point_shapefile(tmp_path)
    names = ["b.csv", "Points.prj", "Points.dbf", "Points.SHP", "a.csv"]
    survey = make_survey(
        tmp_path, names, encoding="cp866", columns={"Ob": "name", "Ort": "district"}
    )
    tables = read_survey(survey, Settings())
    told = [(table.frame["source_file"].iloc[0], table.format, table.encoding) for table in tables]
    assert told == [
        ("b.csv", "csv", "cp866"),
        ("Points.SHP", "shapefile", "cp866"),
        ("a.csv", "csv", "cp866"),
    ]
    assert tables[1].crs_evidence == "Points.prj"
    assert tables[2].columns == ("Ob", "Ort")


def test_a_side_file_without_its_shapefile_is_refused(tmp_path: Path) -> None:
    """A .shx alone is no survey; a .dbf alone is a table."""
    (tmp_path / "a.csv").write_text(TABLE, "utf-8")
    survey = make_survey(tmp_path, ["a.csv", "sites.shx"])
    with pytest.raises(RefusedFileError) as caught:
        read_survey_noted(survey, Settings())
    assert str(caught.value) == (
        "sites.shx: belongs to a shapefile, but sites.shp did not come with it; send all its files"
    )


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.pdf", b"%PDF", "a.pdf: files named .pdf cannot be read; expected .csv, .tsv, .txt,"),
        ("sites", b"x", "sites: files named without a suffix cannot be read; expected .csv,"),
        ("a.csv", b"", "a.csv: the file is empty; export it again and send that"),
        ("a.csv", b" \r\n", "a.csv: the file is empty; export it again and send that"),
        ("a.csv", b"PK\x03\x04", "a.csv: is named as a CSV table, but holds a zip archive; send"),
        ("a.csv", b"<html>", "a.csv: is named as a CSV table, but holds an XML or HTML document;"),
        ("a.geojson", b"SELECT", "a.geojson: is named as GeoJSON, but holds plain text; send GeoJ"),
        ("a.gpkg", b"{}", "a.gpkg: is named as a GeoPackage, but holds JSON; send a GeoPackage,"),
        ("a.shp", b"name;lat", "a.shp: is named as a shapefile, but holds plain text; send a sha"),
        (
            "a.csv",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "a.csv: is named as a CSV table, but holds an Excel workbook of the old kind, or a loc",
        ),
    ],
)
def test_name_and_content_must_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, line: str
) -> None:
    """What is plainly something else is refused at once, without a child."""
    monkeypatch.delattr(files, "run_child")
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(RefusedFileError) as caught:
        read_file(tmp_path / "x", name, Settings())
    assert str(caught.value).startswith(line)


def test_a_missing_and_a_large_file_are_refused(tmp_path: Path) -> None:
    """The line says the size that is taken, and how to raise it."""
    path = tmp_path / "a.csv"
    with pytest.raises(RefusedFileError, match=r"a\.csv: there is no such file; check its name"):
        read_file(path, "a.csv", Settings())
    path.write_bytes(b"x" * 1_500_000)
    with pytest.raises(RefusedFileError, match="is 2 MB; at most 1 MB are read; send it in parts"):
        read_file(path, "a.csv", Settings(max_file_mb=1))


@pytest.mark.parametrize(
    ("name", "advice"),
    [("a.xlsb", ".xlsx"), ("a.DWG", ".dxf"), ("a.docx", "a table in .xlsx"), ("a.q", "one of")],
)
def test_a_format_that_cannot_be_read_is_told_what_to_save_it_as(
    tmp_path: Path, name: str, advice: str
) -> None:
    """Old Excel saves an .xlsx in one step: the line says so, and not all that can be read."""
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(RefusedFileError, match=rf"; save it as {advice}"):
        read_file(tmp_path / name, name, Settings())
