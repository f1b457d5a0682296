"""Small files that are refused, one for each sentence that their readers can say."""

from __future__ import annotations

import sqlite3
import stat
import struct
import tempfile
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from ezdxf import filemanagement
from hostile_input import make_zip
from hostile_tables import change_part, make_spreadsheet, make_workbook, repeat_row
from refusals import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ezdxf.layouts.layout import Modelspace

    Files = Mapping[str, bytes]  # the first is the one that is sent

_SHP = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 64) + struct.pack("<ii8d", 1000, 1, *[0] * 8)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RASTER = b'!table\n!version 300\n\nDefinition Table\n  File "x.tif"\n  Type "RASTER"\n'
_SEAMLESS = b'!table\n!version 300\nbegin_metadata\n"\\IsSeamless" = "TRUE"\nend_metadata\n'
_VIEW = b'!table\n!version 300\n\nOpen Table "a" Hide\nCreate View x As\nSelect * From a\n'
_KML, _END = b"<kml><Document>", b"</Document></kml>"
_LONG = b"x" * 1_000_001
_WIDE = 2_001
_CUT_BY = 7  # bytes


def _write_index(part: bytes) -> bytes:
    """Write the .dat of a seamless table, which names one part."""
    field = struct.pack("<11sc4xBB14x", b"Table", b"C", 10, 0)
    head = struct.pack("<4BIHH17xB2x", 3, 124, 1, 1, 1, 65, 11, 0)
    return head + field + b"\r " + part.ljust(10) + b"\x1a"


def _write_head(kind: int) -> bytes:
    """Write a .shp without shapes, of a type."""
    return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50) + struct.pack("<2i", 1000, kind) + bytes(64)


def _link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("a.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def _lock(archive: bytes) -> bytes:
    """Say in the list of an archive that its one entry is locked."""
    at = archive.index(b"PK\1\2") + 8
    return archive[:at] + b"\1" + archive[at + 1 :]


def _spoil(entries: list[tuple[str, bytes]], text: bytes) -> bytes:
    """Make an archive, and change a letter of what it holds."""
    whole = make_zip(entries, zipfile.ZIP_STORED)
    return whole.replace(text, text[:-1] + b"?", 1)


def _spoil_sheet() -> bytes:
    """Make a workbook with a sheet that is wrong beyond what is looked at for entities."""
    with zipfile.ZipFile(BytesIO(make_workbook())) as book:
        parts = [(name, book.read(name)) for name in book.namelist()]
    long = b"<!--" + b"x" * 100_000 + b"wrong--></worksheet>"
    whole = [(name, raw.replace(b"</worksheet>", long)) for name, raw in parts]
    return _spoil(whole, b"xwrong")


def _write_geopackage() -> bytes:
    """Write the tables of a GeoPackage, without a layer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.gpkg"
        with sqlite3.connect(path) as database:
            database.executescript(
                "CREATE TABLE gpkg_contents (table_name, data_type);"
                "CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id);"
                "CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id)"
            )
        database.close()
        return path.read_bytes()


def _write_parquet(geo: str) -> bytes:
    stream = BytesIO()
    table = pa.table({"geometry": [b"x"]}).replace_schema_metadata({"geo": geo})
    pq.write_table(table, stream)
    return stream.getvalue()


def _draw(draw: Callable[[Modelspace], object]) -> bytes:
    drawing, stream = filemanagement.new("R2000"), StringIO()
    draw(drawing.modelspace())
    drawing.write(stream)
    return stream.getvalue().encode("cp1251", "replace")


def _list_many(count: int, pattern: str) -> bytes:
    return "".join(pattern.format(n=number) for number in range(count)).encode()


# Code -> the file, with those beside it. The readers refuse these in the process of the test.
READ_INSIDE: dict[str, Callable[[], Files]] = {
    "bytes_nul": lambda: {"x.csv": HEADINGS + b"a\0b;1;2\n"},
    "bytes_not_as_marked": lambda: {"x.csv": b"\xff\xfea\0b\0;\0c"},
    "bytes_not_as_guessed": lambda: {"x.csv": b"a\0b\0;\0c\0" * 300_000 + b"\0\xdc"},
    "line_too_long": lambda: {"x.csv": HEADINGS + b"x" * 10_000_001},
    "line_cell_long": lambda: {"x.csv": HEADINGS + b'"' + b"x\n" * 600_000 + b'";1;2\n'},
    "rows_cell_long": lambda: {"x.csv": HEADINGS + b'"a"b;1;2\n' + _LONG + b";1;2\n"},
    "quote_unclosed": lambda: {"x.csv": HEADINGS + b'"a;1;2\nb;1\n'},
    "table_too_wide": lambda: {"x.csv": b";" * _WIDE},
    "archive_damaged": lambda: {"x.zip": b"PK\3\4 and no more"},
    "entries_over": lambda: {"x.zip": make_zip((f"{n}.csv", b"") for n in range(10_001))},
    "entry_leads_out": lambda: {"x.zip": make_zip([("../a.csv", b"x")])},
    "entry_is_link": lambda: {"x.zip": make_zip([(_link(), b"/etc/hostname")])},
    "entry_locked": lambda: {"x.zip": _lock(make_zip([("a.csv", b"x")]))},
    "entry_damaged": lambda: {"x.zip": _spoil([("a.csv", b"name;lat")], b"name;lat")},
    "entry_twice": lambda: {"x.zip": make_zip([("a.CSV", b"x"), ("A.csv", b"y")])},
    "unpacked_over": lambda: {"x.zip": make_zip([("a.csv", b"0" * 10_000_001)])},
    "ratio_over": lambda: {"x.zip": make_zip([("a.csv", b"0" * 9_000_000)])},
    "workbook_is_none": lambda: {"x.xlsx": make_zip([("a.txt", b"x")])},
    "workbook_damaged": lambda: change_part("sheet1.xml", b"</sheetData>", b"</x>"),
    "part_damaged": lambda: {
        "x.xlsx": _spoil([("xl/workbook.xml", b"<workbook/>")], b"<workbook/>")
    },
    "part_declares_entities": lambda: change_part("workbook.xml", b"<workbook", b"<!DOCTYPE x><x"),
    "sheet_damaged": lambda: {"x.xlsx": _spoil_sheet()},
    "sheet_cell_long": lambda: change_part("sheet1.xml", "Бегазы".encode(), _LONG),
    "sheet_too_wide": lambda: make_spreadsheet(repeat_row(1, _WIDE)),
    "sheet_too_far": lambda: make_spreadsheet(repeat_row(1_000_000, 60)),
    "merged_over": lambda: make_spreadsheet(
        '<table:table-row><table:table-cell office:value-type="string" '
        'table:number-columns-spanned="2"/></table:table-row>' * 4
    ),
    "spreadsheet_is_none": lambda: {"x.ods": make_zip([("a.txt", b"x")])},
    "opendocument_other": lambda: {"x.ods": make_zip([("content.xml", b"<x/>")])},
    "content_damaged": lambda: {"x.ods": make_zip([("content.xml", b"<x>")])},
    "compound_disordered": lambda: {"x.xls": _COMPOUND + bytes(600)},
    "compound_table_long": lambda: {
        "x.xls": (_COMPOUND + bytes(22) + b"\x09\0").ljust(68, b"\0") + b"\xff" * 8 + bytes(900)
    },
    "doctype": lambda: {"x.kml": b'<!DOCTYPE kml [<!ENTITY a "b">]><kml/>'},
    "damaged_or_cut": lambda: {"x.kml": _KML},
    "element_too_deep": lambda: {
        "x.kml": _KML + b"<Placemark>" + b"<MultiGeometry>" * 101 + b"</MultiGeometry>" * 101
        + b"</Placemark>" + _END
    },
    "kml_is_none": lambda: {"x.kml": b"<html/>"},
    "placemarks_missing": lambda: {"x.kml": _KML + _END},
    "placemarks_missing_among": lambda: {"x.kml": _KML + b"<PhotoOverlay/>" + _END},
    "kml_missing": lambda: {"x.kmz": make_zip([])},
    "kml_missing_among": lambda: {"x.kmz": make_zip([("a.jpg", b"x")])},
    "gpx_is_none": lambda: {"x.gpx": b"<kml/>"},
    "gpx_empty": lambda: {"x.gpx": b"<gpx/>"},
    "column_cell_long": lambda: {
        "x.gpx": b'<gpx><wpt lat="48" lon="75"><name>' + _LONG + b"</name></wpt></gpx>"
    },
    "layer_too_wide": lambda: {
        "x.gpx": b'<gpx><wpt lat="48" lon="75">' + _list_many(_WIDE, "<a{n}>1</a{n}>")
        + b"</wpt></gpx>"
    },
    "geojson_other_type": lambda: {"x.geojson": b'{"type":"Topology"}'},
    "geojson_is_other": lambda: {"x.json": b'{"type": "Topology", "arcs": []}'},
    "geojson_no_type": lambda: {"x.geojson": b"{}"},
    "geojson_not_utf8": lambda: {"x.geojson": '{"имя":1}'.encode("cp1251")},
    "json_damaged": lambda: {"x.geojson": b'{"a":"' + _LONG + b'",}'},
    "json_cut": lambda: {"x.geojson": b'{"type":"FeatureCollection","features":['},
    "geopackage_empty": lambda: {"x.gpkg": _write_geopackage()},
    "geopackage_is_none": lambda: {"x.gpkg": b"SQLite format 3\0" + bytes(2000)},
    "file_cut": lambda: {"x.gpkg": _write_geopackage()[:-_CUT_BY]},
    "geoparquet_column_missing": lambda: {"x.parquet": _write_parquet("{}")},
    "geoparquet_not_wkb": lambda: {
        "x.parquet": _write_parquet(
            '{"primary_column":"geometry","columns":{"geometry":{"encoding":"WKT"}}}'
        )
    },
    "shapes_headless": lambda: {"x.shp": _SHP[:60]},
    "shapes_of_no_type": lambda: {"x.shp": _write_head(99)},
    "parts_differ": lambda: {"x.shp": _write_head(1), "x.dbf": _write_index(b"one row")},
    "part_cut": lambda: {"x.shp": _SHP},
    "part_headless": lambda: {"x.shp": _SHP + bytes(28), "x.dbf": b"\3"},
    "tab_of_other_type": lambda: {"x.tab": _RASTER},
    "tab_part_of_other_type": lambda: {
        "x.tab": _SEAMLESS, "x.dat": _write_index(b"a.tab"), "a.tab": _RASTER
    },
    "tab_index_missing": lambda: {"x.tab": _SEAMLESS},
    "tab_parts_missing": lambda: {"x.tab": _SEAMLESS, "x.dat": _write_index(b"a.tab")},
    "tab_words_missing": lambda: {"x.tab": _RASTER.replace(b"RASTER", b"NATIVE")},
    "view_table_missing": lambda: {"x.tab": _VIEW},
    "view_of_views": lambda: {"x.tab": _VIEW, "a.tab": _VIEW},
    "drawing_empty": lambda: {"x.dxf": _draw(lambda _: None)},
    "drawing_empty_but": lambda: {"x.dxf": _draw(lambda space: space.add_ray((0, 0), (1, 1)))},
    "drawing_cut": lambda: {"x.dxf": _draw(lambda space: space.add_point((0, 0)))[:-9_000]},
    "drawing_damaged": lambda: {"x.dxf": b"AutoCAD Binary DXF\r\n\x1a\0\0\xff\xffEOF"},
}  # fmt: skip
# Of files whose encoding is stated: code -> the file, and what is stated.
READ_STATED: dict[str, tuple[Files, str]] = {
    "encoding_is_none": ({"x.csv": HEADINGS}, "klingon"),
    "encoding_is_utf8": ({"x.csv": "имя;lat\n".encode()}, "cp1251"),
    "encoding_is_other": ({"x.csv": "имя;lat\n".encode("cp1251")}, "utf-8"),
}
# These are refused by who calls the child, or before there is one.
READ_WHOLE: dict[str, Callable[[], Files]] = {
    "file_empty": lambda: {"x.csv": b" \n"},
    "suffix_unknown": lambda: {"x.q": b"x"},
    "suffix_missing": lambda: {"x": b"x"},
    "suffix_of_program": lambda: {"x.xlsb": b"x"},
    "suffix_of_layer": lambda: {"x.gml": b"x"},
    "suffix_of_document": lambda: {"x.docx": b"x"},
    "content_differs": lambda: {"x.csv": b"%PDF"},
    "rows_missing": lambda: {"x.csv": HEADINGS},
    "heading_row_missing": lambda: {"x.csv": b"one\ntwo\n"},
    "cells_blank": lambda: {"x.csv": b";;\n;;\n"},
    "commas_mixed": lambda: {"x.csv": b"name,lat\nA,48,2\nB,48,3\nC,48,4\n"},
    "nothing_readable": lambda: {"x.zip": make_zip([])},
    "nothing_readable_among": lambda: {"x.zip": make_zip([("a.exe", b"x")])},
    "members_over": lambda: {"x.zip": make_zip((f"{n}.csv", b"x") for n in range(101))},
    "member": lambda: {"x.zip": make_zip([("a.csv", b"")])},
    "layer_empty": lambda: {"x.geojson": b'{"type":"FeatureCollection","features":[]}'},
    "layer_damaged": lambda: {"x.geojson": b'{"type":"FeatureCollection","features":[}'},
}
