"""The formats that can be read, one row each, and how a file's format is told.

A new format is a row here and a module beside this one with a function that reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.errors import refuse_file
from heritage_gis.model.side_files import SIDE_SUFFIXES
from heritage_gis.sentences import FILE_KINDS, Sentence

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.errors import RefusedFileError


# What fiona reads feature by feature where GDAL ends early (see `salvage`).
SALVAGED = ("ESRI Shapefile", "MapInfo File", "FlatGeobuf")


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        code: as in `RawTable.format`; what a person calls it is in `file_kinds.csv`.
        suffixes: how its files are named.
        content: what such a file begins with, a code of `file_kinds.csv` too.
        reader: module and function that read it inside the guarded child.
        driver: the one GDAL driver that the child may have.
        sides: suffixes of the files that belong to it.
        marker: module and function that mark such a file up inside the guarded child; empty where
            a workbook is written beside it.
    """

    code: str
    suffixes: tuple[str, ...]
    content: str
    reader: str
    driver: str = ""
    sides: tuple[str, ...] = ()
    marker: str = ""

    @property
    def is_salvaged(self) -> bool:
        """Whether a broken one can be read record by record (see `salvage`)."""
        return self.driver in SALVAGED


OLD = "compound"  # an Excel workbook of the old kind, or a locked one
FORMATS = (
    Format("csv", (".csv", ".tsv", ".txt"), "plain-text", "delimited:read_delimited"),
    Format(
        "xlsx",
        (".xlsx", ".xlsm"),  # the latter has macros too; they are never run, nor given back
        "zip",
        "workbook:read_workbook",
        marker="markup.xlsx:mark_up_workbook",
    ),
    Format("xls", (".xls",), OLD, "old_workbook:read_old_workbook"),
    Format(
        "ods",
        (".ods",),
        "zip",
        "spreadsheet:read_spreadsheet",
        marker="markup.ods:mark_up_spreadsheet",
    ),
    Format(
        "geojson",
        (".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson"),
        "json",
        "geojson:read_geojson",
        "GeoJSON",
    ),
    Format(
        "geopackage",
        (".gpkg",),
        "sqlite",
        "geopackage:read_geopackage",
        "GPKG",
    ),
    Format(
        "shapefile",
        (".shp",),
        "shapefile",
        "shapefile:read_shapefile",
        "ESRI Shapefile",
        SIDE_SUFFIXES[".shp"],
    ),
    Format(
        "mapinfo-tab",
        (".tab",),
        "mapinfo-tab",
        "mapinfo:read_tab",
        "MapInfo File",
        SIDE_SUFFIXES[".tab"],
    ),
    Format(
        "mapinfo-mif",
        (".mif",),
        "mapinfo-mif",
        "mapinfo:read_mif",
        "MapInfo File",
        SIDE_SUFFIXES[".mif"],
    ),
    Format("kml", (".kml",), "markup", "kml:read_kml"),
    Format("kmz", (".kmz",), "zip", "kml:read_kmz"),
    Format("gpx", (".gpx",), "markup", "gpx:read_gpx"),
    Format("dxf", (".dxf",), "dxf", "drawing:read_drawing"),
    Format(
        "geoparquet",
        (".parquet", ".geoparquet"),
        "parquet",
        "geoparquet:read_geoparquet",
    ),
    Format(
        "flatgeobuf",
        (".fgb",),
        "flatgeobuf",
        "flatgeobuf:read_flatgeobuf",
        "FlatGeobuf",
    ),
    Format(
        "dbf",
        (".dbf",),
        "dbf",
        "shapefile:read_table",
        "ESRI Shapefile",
        SIDE_SUFFIXES[".dbf"],
    ),
    Format("zip", (".zip",), "zip", "archive:unpack_archive"),
)
# Written beside a shapefile by GIS programs; nothing of the survey is in them.
IDLE_SUFFIXES = (".sbn", ".sbx", ".qix", ".qpj", ".qmd", ".qml", ".fbn", ".fbx", ".ain", ".aih")

_BEGINNINGS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # one without entries
    (b"SQLite format 3\0", "sqlite"),
    (b"\x00\x00\x27\x0a", "shapefile"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD),
    (b"%PDF", "pdf"),
    (b"PAR1", "parquet"),
    (b"fgb\x03fgb", "flatgeobuf"),
    (b"AutoCAD Binary DXF", "dxf"),
    (b"AC10", "dwg"),
    (b"{", "json"),
    (b"\x1e", "json"),  # a sequence by RFC 8142
    (b"<", "markup"),
)
_TEXT_BEGINNINGS = (
    (re.compile(rb"!table\b", re.IGNORECASE), "mapinfo-tab"),
    (re.compile(rb"version\s+\d+\s", re.IGNORECASE), "mapinfo-mif"),
    (re.compile(rb"(?:999\r?\n[^\n]*\n\s*)*0\r?\n\s*SECTION\s"), "dxf"),
)
_DBF_VERSIONS = b"\x02\x03\x04\x30\x31\x32\x43\x63\x83\x8b\x8c\xcb\xf5\xfb"
_DBF_HEADER = 32
_WIDE_BYTES = {0, 4}  # first bytes of Latin and Cyrillic letters in UTF-16
_HEAD = 4096
# What the program of a format that cannot be read can save instead.
_SAVE_AS = {
    **dict.fromkeys((".xlsb", ".numbers"), ".xlsx"),
    **dict.fromkeys((".dwg", ".dgn"), ".dxf"),
}
_LAYERS = (".gdb", ".mdb", ".gml", ".sxf", ".wor")
_DOCUMENTS = (".doc", ".docx", ".rtf", ".pdf")


def tell_format(path: Path, name: str) -> Format:
    """Tell the format of a file from its suffix and its content, which must agree.

    Raises:
        RefusedFileError: the suffix is none of ours, the file is empty, or holds something else.
    """
    found = find_format(name)
    if found is None:
        raise _refuse_suffix(name)
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip():
        raise refuse_file(name, "file_empty")
    content = tell_content(head)
    if content == OLD and found.content == "zip":  # its reader says which of both it is
        return next(known for known in FORMATS if known.content == OLD)
    if content == "zip" and found.content == OLD:
        return next(known for known in FORMATS if known.code == "xlsx")
    if content != found.content:
        kinds = {"named": found.code, "found": content}
        told = {name: Sentence(code, table=FILE_KINDS) for name, code in kinds.items()}
        raise refuse_file(name, "content_differs", **told)
    return found


def find_format(name: str) -> Format | None:
    """Return the format that a file name speaks of."""
    suffix = _take_suffix(name)
    return next((known for known in FORMATS if suffix in known.suffixes), None)


def list_suffixes() -> str:
    """Return the suffixes that can be read, for a message."""
    return ", ".join(suffix for known in FORMATS for suffix in known.suffixes)


def _take_suffix(name: str) -> str:
    found = re.search(r"\.[^./\\]*$", name)
    return found.group().lower() if found else ""


def _refuse_suffix(name: str) -> RefusedFileError:
    """Return the refusal of a format that we do not read, with what to save the file as."""
    suffix, expected = _take_suffix(name), list_suffixes()
    if not suffix:
        return refuse_file(name, "suffix_missing", expected=expected)
    if suffix in _SAVE_AS:
        told = {"suffix": suffix, "expected": expected, "save_as": _SAVE_AS[suffix]}
        return refuse_file(name, "suffix_of_program", **told)
    code = "suffix_unknown"
    if suffix in _LAYERS:
        code = "suffix_of_layer"
    elif suffix in _DOCUMENTS:
        code = "suffix_of_document"
    return refuse_file(name, code, suffix=suffix, expected=expected)


def tell_content(head: bytes) -> str:
    """Tell what a file holds from how it begins, as a code of `file_kinds.csv`."""
    if _is_dbf(head):
        return "dbf"
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\xfe\xff", b"\xfe\xff"):
        head = head.removeprefix(mark)
    head = head if head.startswith(b"\0\0\x27\x0a") else head.lstrip(b" \t\r\n\0")
    known = (content for magic, content in _BEGINNINGS if head.startswith(magic))
    texts = (content for pattern, content in _TEXT_BEGINNINGS if pattern.match(head))
    return next(known, None) or next(texts, "plain-text")


def _is_dbf(head: bytes) -> bool:
    """Tell a DBF by its version and a header long enough for itself; hardly a text has such."""
    if len(head) < _DBF_HEADER or head[0] not in _DBF_VERSIONS:
        return False
    if set(head[:_DBF_HEADER:2]) <= _WIDE_BYTES:  # «Название» in two bytes a letter
        return False
    return 0 in head[4:_DBF_HEADER] and int.from_bytes(head[8:10], "little") > _DBF_HEADER
