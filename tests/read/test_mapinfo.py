"""MapInfo: encodings by every charset, seamless tables, reference systems, texts on the map."""

from __future__ import annotations

import shutil
import struct
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from heritage_gis.errors import RefusedFileError
from heritage_gis.pipeline.files import check_file
from heritage_gis.read.files import read_file_noted
from heritage_gis.receive.uploads import gather_parts
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.read.readings import Reading

# Begazy (facts 1.2 gives the same point family): 28413 by EPSG:15865.
EAST, NORTH = 13492619.59, 5340720.64


def read(path: Path, encoding: str = "") -> Reading:
    """Read a file."""
    return read_file_noted(path, path.name, Settings(), encoding)


def write_mif(path: Path, charset: str, encoding: str, coordsys: str = "") -> Path:
    """Write two points, with names in Russian and Kazakh."""
    head = f'Version 300\nCharset "{charset}"\nDelimiter ";"\n{coordsys}'
    head += "Columns 2\n  Название Char(40)\n  Тип Char(20)\nData\n\n"
    head += f"Point {EAST} {NORTH}\nPoint {EAST + 100} {NORTH}\n"
    cells = '"Могильник Бегазы";"могильник"\n"Курган;\nбольшой";"курган"\n'
    path.write_bytes(head.encode(encoding))
    path.with_suffix(".mid").write_bytes(cells.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("charset", "encoding", "evidence"),
    [
        ("WindowsCyrillic", "cp1251", "its charset is WindowsCyrillic"),
        ("Neutral", "cp1251", "guessed: it is not UTF-8, and as cp1251 it looks most like"),
        ("WindowsLatin1", "cp1251", "guessed: it is not UTF-8, and as cp1251 it looks most like"),
        ("Neutral", "utf-8", "guessed: all of it is valid UTF-8"),
        ("CodePage866", "cp866", "its charset is CodePage866"),
    ],
)
def test_text_is_decoded_whatever_the_charset_says(
    tmp_path: Path, charset: str, encoding: str, evidence: str
) -> None:
    """A record of two lines is one row; "Neutral" fells GDAL's own readers."""
    table = read(write_mif(tmp_path / "x.mif", charset, encoding)).tables[0]
    assert table.columns == ("Название", "Тип")
    assert table.frame["Название"].tolist() == ["Могильник Бегазы", "Курган;\nбольшой"]
    assert table.encoding_evidence.startswith(evidence)


def test_a_stated_encoding_is_taken_or_refused(tmp_path: Path) -> None:
    """--encoding wins over a guess, unless the bytes are in another for sure."""
    path = write_mif(tmp_path / "x.mif", "Neutral", "koi8-r")
    assert read(path, "koi8-r").tables[0].encoding_evidence == "it was stated"
    path = write_mif(tmp_path / "y.mif", "Neutral", "utf-8")
    with pytest.raises(RefusedFileError, match="not in the stated encoding «cp1251», but in UTF-8"):
        read(path, "cp1251")


def test_the_gauss_kruger_of_a_mif_is_our_system(tmp_path: Path) -> None:
    """Datum 1001 is Pulkovo 1942: the pinned operation carries it to the place of facts 1.2."""
    line = 'CoordSys Earth Projection 8, 1001, "m", 75, 0, 1, 13500000, 0\n'
    report = check_file(
        write_mif(tmp_path / "x.mif", "WindowsCyrillic", "cp1251", line), Settings()
    )
    (table,) = report.tables
    assert (table.crs["used"], table.crs["operation"]) == ("EPSG:28413", "EPSG:15865")
    assert (report.rows, report.held_back) == (2, 0)


def test_a_tab_says_its_system_in_its_map(tmp_path: Path) -> None:
    """A TAB that GDAL wrote, Gauss-Krueger and all, comes back with its rows and numbers."""
    frame = gpd.GeoDataFrame(
        {"name": ["A", "B"]}, geometry=gpd.points_from_xy([EAST] * 2, [NORTH] * 2), crs=28413
    )
    frame.to_file(tmp_path / "x.tab", driver="MapInfo File")
    reading = read(tmp_path / "x.tab")
    (table,) = reading.tables
    assert table.frame["source_row"].tolist() == [1, 2]
    assert table.crs_evidence == "x.map"
    assert check_file(tmp_path / "x.tab", Settings()).tables[0].crs["used"] == "EPSG:28413"
    (tmp_path / "x.dat").unlink()
    with pytest.raises(RefusedFileError, match=r"its \.dat is missing, which holds all its words"):
        read(tmp_path / "x.tab")


def test_texts_on_the_map_are_a_column(tmp_path: Path) -> None:
    """What is written on the map and in no table is read too, letter for letter."""
    text = 'Version 300\nCharset "WindowsCyrillic"\nColumns 1\n  n Integer\nData\n\n'
    text += 'Text "Мола \\"Ак\\""\n 75 48 75.1 48.1\nPoint 75 48\n'
    (tmp_path / "x.mif").write_bytes(text.encode("cp1251"))
    (tmp_path / "x.mid").write_bytes(b"1\n2\n")
    frame = read(tmp_path / "x.mif").tables[0].frame
    assert frame["text"].fillna("").tolist() == ['Мола "Ак"', ""]


def write_seamless(folder: Path, parts: list[str]) -> Path:
    """Write a seamless table whose parts are tables of one point each."""
    for number, part in enumerate(("a", "b")):
        frame = gpd.GeoDataFrame(
            {"name": [part]}, geometry=[shapely.Point(75 + number, 48)], crs=4326
        )
        frame.to_file(folder / f"{part}.tab", driver="MapInfo File")
    fields = struct.pack("<11sc4xBB14x", b"Table", b"C", 40, 0)
    rows = b"".join(b" " + part.encode().ljust(40) for part in parts)
    head = struct.pack("<4BIHH20x", 3, 124, 1, 1, len(parts), 65, 41)
    (folder / "whole.dat").write_bytes(head + fields + b"\r" + rows)
    text = "!table\n!version 300\n!charset Neutral\n\nDefinition Table\n  Type NATIVE"
    text += ' Charset "Neutral"\n  Fields 1\n    Table Char (40) ;\nbegin_metadata\n'
    text += '"\\IsSeamless" = "TRUE"\nend_metadata\n'
    (folder / "whole.tab").write_text(text)
    return folder / "whole.tab"


def test_a_seamless_table_is_read_by_its_parts(tmp_path: Path) -> None:
    """Parts are found by name beside it, whatever folder is named; a missing one is told."""
    path = write_seamless(tmp_path, ["C:\\gis\\A.TAB", "../b.tab", "c"])
    reading = read(path)
    assert [table.frame["source_layer"].iloc[0] for table in reading.tables] == ["a", "b"]
    assert [table.frame["source_row"].tolist() for table in reading.tables] == [[1], [1]]
    assert [(note.code, note.value) for note in reading.notes] == [("part_missing", "c")]
    assert {part.name for part in gather_parts(path)} >= {
        "whole.tab",
        "whole.dat",
        "a.tab",
        "b.map",
    }


def test_the_parts_of_a_seamless_table_are_read_once(tmp_path: Path) -> None:
    """In a zip with the seamless table and its parts, each row comes once."""
    write_seamless(tmp_path, ["a", "b"])
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for file in sorted(tmp_path.iterdir()):
            if file.stem in ("whole", "a", "b"):
                archive.write(file, f"карта/{file.name}")
    reading = read(tmp_path / "x.zip")
    assert [table.frame["source_layer"].iloc[0] for table in reading.tables] == [
        "карта/whole / a",
        "карта/whole / b",
    ]


def test_a_seamless_table_without_its_parts_is_refused(tmp_path: Path) -> None:
    """Nothing outside the upload is looked for."""
    path = write_seamless(tmp_path, ["a", "b"])
    alone = tmp_path / "alone"
    alone.mkdir()
    for suffix in (".tab", ".dat"):
        shutil.copy(path.with_suffix(suffix), alone)
    with pytest.raises(RefusedFileError, match="none of its parts came with it \\(a, b\\)"):
        read(alone / "whole.tab")


def test_a_mif_without_its_mid_is_told(tmp_path: Path) -> None:
    """The shapes are read alone."""
    path = write_mif(tmp_path / "x.mif", "WindowsCyrillic", "cp1251")
    path.with_suffix(".mid").unlink()
    reading = read(path)
    assert [(note.code, note.value) for note in reading.notes] == [("table_missing", ".mid")]
    assert len(reading.tables[0].frame) == 2
