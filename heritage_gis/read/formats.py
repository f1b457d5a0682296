"""The formats that can be read, one row each, and how a file's format is told.

A new format is a row here and a module beside this one with a function that reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.errors import RefusedFileError
from heritage_gis.model.side_files import SIDE_SUFFIXES

if TYPE_CHECKING:
    from pathlib import Path


# What fiona reads feature by feature where GDAL ends early (see `salvage`).
SALVAGED = ("ESRI Shapefile", "MapInfo File", "FlatGeobuf")


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        code: as in `RawTable.format`.
        title: what a person calls it.
        suffixes: how its files are named.
        content: what such a file begins with, one of the names of `_BEGINNINGS`.
        reader: module and function that read it inside the guarded child.
        driver: the one GDAL driver that the child may have.
        sides: suffixes of the files that belong to it.
        marker: module and function that mark such a file up inside the guarded child; empty where
            a workbook is written beside it.
    """

    code: str
    title: str
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


OLD = "Excel workbook of the old kind, or a locked one"
FORMATS = (
    Format("csv", "CSV table", (".csv", ".tsv", ".txt"), "plain text", "delimited:read_delimited"),
    Format(
        "xlsx",
        "Excel workbook",
        (".xlsx",),
        "zip archive",
        "workbook:read_workbook",
        marker="markup.xlsx:mark_up_workbook",
    ),
    Format("xls", "Excel workbook", (".xls",), OLD, "old_workbook:read_old_workbook"),
    Format(
        "ods",
        "OpenDocument spreadsheet",
        (".ods",),
        "zip archive",
        "spreadsheet:read_spreadsheet",
        marker="markup.ods:mark_up_spreadsheet",
    ),
    Format("geojson", "GeoJSON", (".geojson", ".json"), "JSON", "geojson:read_geojson", "GeoJSON"),
    Format(
        "geopackage",
        "GeoPackage",
        (".gpkg",),
        "SQLite database",
        "geopackage:read_geopackage",
        "GPKG",
    ),
    Format(
        "shapefile",
        "shapefile",
        (".shp",),
        "shapefile",
        "shapefile:read_shapefile",
        "ESRI Shapefile",
        SIDE_SUFFIXES[".shp"],
    ),
    Format(
        "mapinfo-tab",
        "MapInfo table",
        (".tab",),
        "MapInfo table",
        "mapinfo:read_tab",
        "MapInfo File",
        SIDE_SUFFIXES[".tab"],
    ),
    Format(
        "mapinfo-mif",
        "MapInfo exchange file (MIF)",
        (".mif",),
        "MapInfo exchange file (MIF)",
        "mapinfo:read_mif",
        "MapInfo File",
        SIDE_SUFFIXES[".mif"],
    ),
    Format("kml", "KML file", (".kml",), "XML or HTML document", "kml:read_kml"),
    Format("kmz", "KMZ archive", (".kmz",), "zip archive", "kml:read_kmz"),
    Format("gpx", "GPX file", (".gpx",), "XML or HTML document", "gpx:read_gpx"),
    Format("dxf", "DXF drawing", (".dxf",), "DXF drawing", "drawing:read_drawing"),
    Format(
        "geoparquet",
        "GeoParquet file",
        (".parquet", ".geoparquet"),
        "Parquet file",
        "geoparquet:read_geoparquet",
    ),
    Format(
        "flatgeobuf",
        "FlatGeobuf file",
        (".fgb",),
        "FlatGeobuf file",
        "flatgeobuf:read_flatgeobuf",
        "FlatGeobuf",
    ),
    Format(
        "dbf",
        "dBASE table",
        (".dbf",),
        "dBASE table",
        "shapefile:read_table",
        "ESRI Shapefile",
        SIDE_SUFFIXES[".dbf"],
    ),
    Format("zip", "zip archive", (".zip",), "zip archive", "archive:unpack_archive"),
)
# Written beside a shapefile by GIS programs; nothing of the survey is in them.
IDLE_SUFFIXES = (".sbn", ".sbx", ".qix", ".qpj", ".qmd", ".qml", ".fbn", ".fbx", ".ain", ".aih")

_BEGINNINGS = (
    (b"PK\x03\x04", "zip archive"),
    (b"PK\x05\x06", "zip archive"),  # one without entries
    (b"SQLite format 3\0", "SQLite database"),
    (b"\x00\x00\x27\x0a", "shapefile"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD),
    (b"%PDF", "PDF document"),
    (b"PAR1", "Parquet file"),
    (b"fgb\x03fgb", "FlatGeobuf file"),
    (b"AutoCAD Binary DXF", "DXF drawing"),
    (b"AC10", "DWG drawing"),
    (b"{", "JSON"),
    (b"<", "XML or HTML document"),
)
_TEXT_BEGINNINGS = (
    (re.compile(rb"!table\b", re.IGNORECASE), "MapInfo table"),
    (re.compile(rb"version\s+\d+\s", re.IGNORECASE), "MapInfo exchange file (MIF)"),
    (re.compile(rb"(?:999\r?\n[^\n]*\n\s*)*0\r?\n\s*SECTION\s"), "DXF drawing"),
)
_DBF_VERSIONS = b"\x02\x03\x04\x30\x31\x32\x43\x63\x83\x8b\x8c\xcb\xf5\xfb"
_DBF_HEADER = 32
_HEAD = 4096
# What the program of a format that cannot be read can save instead.
_SAVE_AS = {
    **dict.fromkeys((".xlsm", ".xlsb", ".numbers"), ".xlsx"),
    **dict.fromkeys((".dwg", ".dgn"), ".dxf"),
    **dict.fromkeys((".gdb", ".mdb", ".gml", ".sxf", ".wor"), ".gpkg or .geojson"),
    **dict.fromkeys((".doc", ".docx", ".rtf", ".pdf"), "a table in .xlsx"),
}


def tell_format(path: Path, name: str) -> Format:
    """Tell the format of a file from its suffix and its content, which must agree.

    Raises:
        RefusedFileError: the suffix is none of ours, the file is empty, or holds something else.
    """
    found = find_format(name)
    if found is None:
        raise RefusedFileError(
            name,
            f"files named {_name_suffix(name)} cannot be read; expected {list_suffixes()}; "
            f"save it as {_SAVE_AS.get(_take_suffix(name), 'one of these')} and send that",
        )
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip():
        raise RefusedFileError(name, "the file is empty; send it again")
    content = _tell_content(head)
    if content == OLD and found.content == "zip archive":  # its reader says which of both it is
        return next(known for known in FORMATS if known.content == OLD)
    if content != found.content:
        raise RefusedFileError(
            name,
            f"is named as {_with_article(found.title)}, but holds {_with_article(content)}; "
            f"send {_with_article(found.title)}, or give the file the name of what it is",
        )
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


def _name_suffix(name: str) -> str:
    return _take_suffix(name) or "without a suffix"


def _tell_content(head: bytes) -> str:
    if _is_dbf(head):
        return "dBASE table"
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    head = head if head.startswith(b"\0\0\x27\x0a") else head.lstrip(b" \t\r\n\0")
    known = (content for magic, content in _BEGINNINGS if head.startswith(magic))
    texts = (content for pattern, content in _TEXT_BEGINNINGS if pattern.match(head))
    return next(known, None) or next(texts, "plain text")


def _is_dbf(head: bytes) -> bool:
    """Tell a DBF by its version and a header long enough for itself; no text has such bytes."""
    if len(head) < _DBF_HEADER or head[0] not in _DBF_VERSIONS:
        return False
    return 0 in head[4:_DBF_HEADER] and int.from_bytes(head[8:10], "little") > _DBF_HEADER


def _with_article(content: str) -> str:
    if content in ("plain text", "GeoJSON", "JSON"):
        return content
    return f"{'an' if content[0] in 'AEIOUX' else 'a'} {content}"
