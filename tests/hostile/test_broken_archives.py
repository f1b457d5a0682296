"""Archives and workbooks that mean harm, or are broken: refused in one line."""

from __future__ import annotations

import stat
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from heritage_gis.errors import RefusedFileError
from heritage_gis.read.files import read_file
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

from refusals import refuse, refuse_inside


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
    assert str(caught.value).endswith("bbb.csv: the file is empty; export it again and send that")
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
    assert line.startswith("unpacks to 2 MB; at most 1 MB are taken; send it in parts")


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
