"""Hostile layers: geometry without end, headers that lie, tables that name other files."""

# ruff: noqa: S608 - the SQL is meant to be hostile

from __future__ import annotations

import sqlite3
import struct
import tempfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from hostile_input import Hostile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hostile_input import Trap

MB = 1_000_000
HUGE = 2**31 - 1


@lru_cache
def make_layer(suffix: str) -> Mapping[str, bytes]:
    """Make a layer of two points by pyogrio: name -> bytes."""
    frame = gpd.GeoDataFrame(
        {"name": ["Бегазы", "Тасмола"]},
        geometry=shapely.points([75.3, 75.4], [48.2, 48.3]),
        crs=4326,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x{suffix}"
        if suffix == ".parquet":
            frame.to_parquet(path)
        else:
            frame.to_file(path, driver="MapInfo File" if suffix == ".tab" else None)
        files = {each.name: each.read_bytes() for each in sorted(Path(folder).iterdir())}
    return {path.name: files[path.name], **files}


def change_database(script: str, file: Callable[[sqlite3.Connection], None] | None = None) -> bytes:
    """Make a GeoPackage, and do something to it in SQL."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.gpkg"
        path.write_bytes(make_layer(".gpkg")["x.gpkg"])
        database = sqlite3.connect(path)
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY", "ST_IsEmpty"):
            database.create_function(name, 1, lambda _: 0)
        database.executescript(script)
        if file:
            file(database)
        database.commit()
        database.close()
        return path.read_bytes()


def _put_shape(wkb: bytes) -> bytes:
    """Make a GeoPackage whose first feature has a shape in raw WKB."""
    blob = b"GP\0\1" + struct.pack("<i", 4326) + wkb
    return change_database(
        "", lambda database: _run(database, "UPDATE x SET geom = ? WHERE fid = 1", (blob,))
    )


def _run(database: sqlite3.Connection, words: str, values: tuple[object, ...]) -> None:
    database.execute(words, values)


def _add_table(kind: str, name: str) -> str:
    return (
        f"{kind}; INSERT INTO gpkg_contents (table_name, data_type, identifier) "
        f"VALUES ('{name}', 'attributes', '{name}');"
    )


def _call_gdal(trap: Trap) -> Mapping[str, bytes]:
    """Let views call what GDAL and SpatiaLite add to SQL, which can open other files."""
    views = "".join(
        _add_table(f"CREATE VIEW v{number} AS SELECT 1 AS fid, {call} AS name", f"v{number}")
        for number, call in enumerate(
            (
                f"ogr_geocode('{trap.address}')",
                f"load_extension('{trap.marker}')",
                f"gdal_get_layer_value('{trap.marker}', 'name')",
                f"readfile('{trap.marker}')",
                f"ogr_layer_Extent('{trap.marker}')",
            )
        )
    )
    return {"x.gpkg": change_database(views)}


def _make_virtual(trap: Trap) -> Mapping[str, bytes]:
    """Write virtual tables of GDAL and SpatiaLite that are other files."""
    words = "".join(
        "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', "
        f"'{name}', '{name}', 0, 'CREATE VIRTUAL TABLE {name} USING {module}');"
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
        f"VALUES ('{name}', 'attributes', '{name}');"
        for name, module in (
            ("v1", f"VirtualOGR(''{trap.marker}'')"),
            ("v2", f"VirtualText(''{trap.marker}'', UTF-8)"),
            ("v3", f"csv(filename=''{trap.marker}'')"),
        )
    )
    return {"x.gpkg": change_database(f"PRAGMA writable_schema = ON; {words}")}


def _set_triggers(_: Trap) -> Mapping[str, bytes]:
    script = (
        "CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT load_extension('/tmp/x.so'); END;"
        "CREATE TABLE big (fid INTEGER PRIMARY KEY, name TEXT DEFAULT (hex(zeroblob(100000000))));"
        "CREATE TRIGGER u AFTER UPDATE ON gpkg_contents BEGIN DELETE FROM x; END;"
    )
    return {"x.gpkg": change_database(script)}


def _attach(trap: Trap) -> Mapping[str, bytes]:
    """Write ATTACH into the schema itself, where SQLite keeps CREATE statements."""
    words = f"ATTACH ''{trap.marker}'' AS other"
    script = (
        "PRAGMA writable_schema = ON; INSERT INTO sqlite_master (type, name, tbl_name, rootpage, "
        f"sql) VALUES ('view', 'v', 'v', 0, '{words}');"
    )
    return {"x.gpkg": change_database(script)}


def _make_big_cell(_: Trap) -> Mapping[str, bytes]:
    view = "CREATE VIEW v AS SELECT 1 AS fid, hex(zeroblob(400000000)) AS name"
    return {"x.gpkg": change_database(_add_table(view, "v"))}


def _lie_of_features(_: Trap) -> Mapping[str, bytes]:
    return {"x.gpkg": change_database(f"UPDATE gpkg_ogr_contents SET feature_count = {2**62}")}


def _leave_log(trap: Trap) -> Mapping[str, bytes]:
    """Leave a journal and a log beside it, as after a crash; the journal names another file."""
    whole = change_database("")
    wal = whole[:18] + b"\2\2" + whole[20:]
    master = str(trap.marker).encode()
    journal = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504) + master
    return {"x.gpkg": wal, "x.gpkg-wal": b"\x37\x7f\x06\x82" + bytes(60), "x.gpkg-journal": journal}


def _nest_wkb(_: Trap) -> Mapping[str, bytes]:
    one = struct.pack("<BII", 1, 7, 1)
    return {"x.gpkg": _put_shape(one * 100_000 + struct.pack("<BIdd", 1, 1, 75, 48))}


def _count_wkb(_: Trap) -> Mapping[str, bytes]:
    return {
        "x.gpkg": _put_shape(struct.pack("<BII", 1, 2, 0xFFFFFFFF) + struct.pack("<dd", 75, 48))
    }


def _spoil_numbers(_: Trap) -> Mapping[str, bytes]:
    return {"x.gpkg": _put_shape(struct.pack("<BIdd", 1, 1, float("nan"), 1e308))}


def _write_geojson(geometry: str, properties: str = "{}") -> Mapping[str, bytes]:
    feature = f'{{"type":"Feature","properties":{properties},"geometry":{geometry}}}'
    return {"x.geojson": f'{{"type":"FeatureCollection","features":[{feature}]}}'.encode()}


def _nest_geojson(_: Trap) -> Mapping[str, bytes]:
    one = '{"type":"GeometryCollection","geometries":['
    return _write_geojson(one * 10_000 + "]}" * 10_000)


def _write_points(_: Trap) -> Mapping[str, bytes]:
    numbers = "[NaN,48],[Infinity,48],[1e308,-1e308],[75,48],[1e400,0]"
    return _write_geojson(f'{{"type":"MultiPoint","coordinates":[{numbers}]}}')


# -- shapefiles and DBF ---------------------------------------------------------------------------
_DBF = struct.pack("<4BIHH20x", 3, 1, 1, 1, 1, 65, 11)
_DBF += struct.pack("<11sc4xB15x", b"name", b"C", 10) + b"\r" + b" begazy    "[:11]


def _write_shp(body: bytes, words: int = 0, kind: int = 1) -> Mapping[str, bytes]:
    head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, words or (100 + len(body)) // 2)
    head += struct.pack("<ii8d", 1000, kind, 75, 48, 75, 48, 0, 0, 0, 0)
    index = head + struct.pack(">ii", 50, max(len(body) - 8, 0) // 2)
    return {"x.shp": head + body, "x.shx": index, "x.dbf": _DBF}


def _write_record(words: int, content: bytes) -> bytes:
    return struct.pack(">ii", 1, words) + content


_POINT = struct.pack("<idd", 1, 75, 48)
_RINGS = struct.pack("<i4dii", 5, 75, 48, 75, 48, HUGE, HUGE) + bytes(16)


def _write_dbf(*numbers: int) -> Mapping[str, bytes]:
    """Write a DBF that says how many rows it has, and how long its head and a row are."""
    return {"x.dbf": struct.pack("<4BIHH20x", 3, 1, 1, 1, *numbers) + _DBF[32:]}


# -- MapInfo and DXF ------------------------------------------------------------------------------
def _write_seamless(trap: Trap) -> Mapping[str, bytes]:
    tab = (
        b"!table\n!version 300\n!charset WindowsCyrillic\nDefinition Table\n  Type NATIVE Charset "
    )
    tab += b'"WindowsCyrillic"\n  Fields 2\n    Table Char (200) ;\n    Description Char (25) ;\n'
    tab += b'begin_metadata\n"\\IsSeamless" = "TRUE"\nend_metadata\n'
    head = struct.pack("<4BIHH20x", 3, 1, 1, 1, 3, 97, 226)
    head += struct.pack("<11sc4xB15x", b"Table", b"C", 200)
    head += struct.pack("<11sc4xB15x", b"Descriptio", b"C", 25) + b"\r"
    parts = ("../../../../etc/passwd", str(trap.marker), "x.tab")
    rows = b"".join(b" " + part.encode().ljust(200) + b" " * 25 for part in parts)
    return {"x.tab": tab, "x.dat": head + rows, "x.map": bytes(512), "x.id": bytes(12)}


def _write_view(trap: Trap) -> Mapping[str, bytes]:
    words = (
        f'!table\n!version 100\n\nOpen Table "{trap.marker}" Hide\nOpen Table "/etc/passwd" Hide\n'
    )
    return {"x.tab": words.encode() + b"Create View x As\nSelect * From marker\n"}


def _lie_of_tab(_: Trap) -> Mapping[str, bytes]:
    """Overwrite the map with bytes that point anywhere."""
    files = dict(make_layer(".tab"))
    return {**files, "x.map": files["x.map"][:600] + b"\xff" * (len(files["x.map"]) - 600)}


def _write_mif(_: Trap) -> Mapping[str, bytes]:
    head = b'Version 300\nCharset "Neutral"\nColumns 1\n  name Char(10)\nData\n\n'
    return {"x.mif": head + b"Pline 2000000000\n75 48\n75 49\n", "x.mid": b'"a"\n'}


def _write_dxf(entities: str, blocks: str = "") -> Mapping[str, bytes]:
    parts = f"0\nSECTION\n2\nBLOCKS\n{blocks}0\nENDSEC\n0\nSECTION\n2\nENTITIES\n{entities}"
    return {"x.dxf": f"{parts}0\nENDSEC\n0\nEOF\n".encode()}


def _write_insert(name: str, rows: int = 1) -> str:
    return f"0\nINSERT\n8\n0\n2\n{name}\n10\n1\n20\n2\n70\n{rows}\n71\n{rows}\n44\n1\n45\n1\n"


def _insert_blocks(_: Trap) -> Mapping[str, bytes]:
    """Insert blocks in blocks, ten at each of 30 depths, 32,767 by 32,767; the last holds all."""
    blocks = "".join(
        f"0\nBLOCK\n8\n0\n2\nB{depth}\n70\n0\n10\n0\n20\n0\n"
        + _write_insert(f"B{(depth + 1) % 30}", 32_767) * 10
        + "0\nENDBLK\n8\n0\n"
        for depth in range(30)
    )
    return _write_dxf(_write_insert("B0", 32_767), blocks)


def _write_polyline(_: Trap) -> Mapping[str, bytes]:
    points = "".join(f"10\n{n % 1000}\n20\n{n % 777}\n42\n1e9\n" for n in range(200_000))
    return _write_dxf(
        f"0\nLWPOLYLINE\n100\nAcDbEntity\n8\n0\n100\nAcDbPolyline\n90\n2000000000\n70\n1\n{points}"
    )


def _write_spline(_: Trap) -> Mapping[str, bytes]:
    """Write a circle as wide as nothing is, and an arc and an ellipse of endless turns."""
    circle = "0\nCIRCLE\n8\n0\n10\n0\n20\n0\n40\n1e300\n"
    arc = "0\nARC\n8\n0\n10\n0\n20\n0\n40\n1e-300\n50\n0\n51\n1e18\n"
    ellipse = "0\nELLIPSE\n8\n0\n10\n0\n20\n0\n11\n1e9\n21\n0\n40\n1e-9\n41\n0\n42\n1e12\n"
    return _write_dxf(circle + arc + ellipse)


# -- Parquet and FlatGeobuf -----------------------------------------------------------------------
def _repeat_value(rows: int, text: str = "x") -> Mapping[str, bytes]:
    """Write a column of one value, which Parquet keeps in a few bytes however often it comes."""
    part = pa.DictionaryArray.from_arrays(pa.array([0] * (rows // 10), pa.int32()), [text])
    table, stream = pa.table({"name": part}), BytesIO()
    with pq.ParquetWriter(stream, table.schema, store_schema=False) as writer:
        for _ in range(10):
            writer.write_table(table, row_group_size=rows)
    return {"x.parquet": stream.getvalue()}


def _lie_of_rows(_: Trap) -> Mapping[str, bytes]:
    """Say of each count in the footer that it is 2^62."""
    whole = make_layer(".parquet")["x.parquet"]
    size = int.from_bytes(whole[-8:-4], "little")
    foot = whole[-8 - size : -8].replace(b"\x16\x04", b"\x16\xfe")
    return {"x.parquet": whole[: -8 - size] + foot + whole[-8:]}


def _lie_of_page(_: Trap) -> Mapping[str, bytes]:
    whole = make_layer(".parquet")["x.parquet"]
    return {"x.parquet": b"PAR1" + b"\x15\x00\x15\xfe\xff\xff\xff\x0f" + whole[12:]}


def _lie_of_index(_: Trap) -> Mapping[str, bytes]:
    """Say in the head of a FlatGeobuf that it has 2^60 features, and an index for them."""
    whole = make_layer(".fgb")["x.fgb"]
    told = struct.pack("<Q", 2)
    size = 12 + int.from_bytes(whole[8:12], "little")
    return {"x.fgb": whole[:size].replace(told, struct.pack("<Q", 2**60)) + whole[size:]}


def _lie_of_head(_: Trap) -> Mapping[str, bytes]:
    whole = make_layer(".fgb")["x.fgb"]
    return {"x.fgb": whole[:8] + struct.pack("<I", 0xFFFFFFF0) + whole[12:]}


def _lie_of_feature(_: Trap) -> Mapping[str, bytes]:
    whole = make_layer(".fgb")["x.fgb"]
    return {"x.fgb": whole[:-200] + b"\xf0\xff\xff\x7f" * 50}


LAYERS = (
    Hostile(
        "GeoJSON of collections 10,000 deep",
        _nest_geojson,
        "is damaged, or not what its name says (Failed",
    ),
    Hostile(
        "GeoJSON with NaN, 1e308, 1e400",
        _write_points,
        "is damaged, or not what its name says (Failed",
    ),
    Hostile(
        "GeoJSON with a text of 100 MB",
        lambda _: _write_geojson("null", f'{{"n":"{"x" * 100 * MB}"}}'),
        "is damaged, or not what its name says (Failed",
    ),
    Hostile(
        "GeoJSON with 100,000 properties",
        lambda _: _write_geojson("null", "{" + ",".join(f'"n{n}":1' for n in range(100_000)) + "}"),
        "layer «0» has 100,000 columns; at most 2,000",
    ),
    Hostile("GPKG with collections 100,000 deep", _nest_wkb, "read: 2 rows"),
    Hostile("GPKG with a line of 4,294,967,295 points", _count_wkb, "read: 2 rows"),
    Hostile("GPKG with NaN and 1e308", _spoil_numbers, "read: 2 rows"),
    Hostile("GPKG with triggers", _set_triggers, "read: 2 rows"),
    Hostile(
        "GPKG with views that call GDAL",
        _call_gdal,
        "is damaged, or not what its name says (A trig",
    ),
    Hostile(
        "GPKG with virtual tables of other files",
        _make_virtual,
        "is damaged, or not what its name says (sqlite",
    ),
    Hostile(
        "GPKG with ATTACH in its schema", _attach, "is no GeoPackage, or a damaged one (malformed"
    ),
    Hostile(
        "GPKG with a view of 800 MB",
        _make_big_cell,
        "is damaged, or not what its name says (interr",
    ),
    Hostile("GPKG that says it has 2^62 features", _lie_of_features, "read: 2 rows"),
    Hostile("GPKG with a log and a journal beside it", _leave_log, "read: 2 rows"),
    Hostile(
        "SHP with a record of 2 GB", lambda _: _write_shp(_write_record(HUGE // 2, _POINT)), ""
    ),
    Hostile(
        "SHP with a negative record",
        lambda _: _write_shp(_write_record(-5, _POINT)),
        "is damaged, or not what its name says (Failed",
    ),
    Hostile(
        "SHP with 2^31 rings",
        lambda _: _write_shp(_write_record(len(_RINGS) // 2, _RINGS), kind=5),
        "read: 1 rows",
    ),
    Hostile(
        "SHP that says it is 4 GB",
        lambda _: _write_shp(_write_record(10, _POINT), HUGE),
        "the .shp is cut short: 128 of 4,294,967,294 b",
    ),
    Hostile(
        "DBF that says it has 4 billion rows",
        lambda _: _write_dbf(4_000_000_000, 65, 11),
        "its .dbf is cut short: 76 of 44,000,000,065 b",
    ),
    Hostile(
        "DBF of 4 billion rows of no length",
        lambda _: _write_dbf(4_000_000_000, 65, 0),
        "is damaged, or not what its name says ('x.dbf",
    ),
    Hostile(
        "DBF with a head of 65,535 bytes",
        lambda _: _write_dbf(1, 65_535, 11),
        "its .dbf is cut short: 76 of 65,546 bytes are",
    ),
    Hostile(
        "TAB of parts in ../../etc/passwd",
        _write_seamless,
        "is a seamless table, and none of its parts ca",
    ),
    Hostile(
        "TAB that is a view of /etc/passwd",
        _write_view,
        "is a view of the table «",
    ),
    Hostile("TAB with a map of FF", _lie_of_tab, "is damaged: 0 of 2 features can be read; open"),
    Hostile(
        "MIF with a line of 2 billion points",
        _write_mif,
        "is damaged: 0 of 1 features can be read; open",
    ),
    Hostile("DXF with blocks in blocks, 10^39 points", _insert_blocks, "read: 1 rows"),
    Hostile(
        "DXF with a line that says 2 billion points",
        _write_polyline,
        "read: 1 rows, feature_broken 1",
    ),
    Hostile("DXF with curves of no measure", _write_spline, "read: 3 rows, feature_broken 3"),
    Hostile(
        "Parquet of 200 million equal cells",
        lambda _: _repeat_value(200 * MB),
        "holds more than 2,000,000 rows; send it in pa",
    ),
    Hostile(
        "Parquet of 2,000 cells of 900 kB",
        lambda _: _repeat_value(2_000, "x" * 900_000),
        "needs more than 4,000 MB of memory to be read",
    ),
    Hostile(
        "Parquet that says it has 2^62 rows",
        _lie_of_rows,
        "is damaged or cut short (Couldn't deserialize",
    ),
    Hostile(
        "Parquet with a page of 4 GB", _lie_of_page, "is damaged or cut short (Couldn't deserialize"
    ),
    Hostile(
        "FlatGeobuf that says it has 2^60 features",
        _lie_of_index,
        "is damaged, or not what its name says (Layer",
    ),
    Hostile(
        "FlatGeobuf with a head of 4 GB",
        _lie_of_head,
        "is damaged, or not what its name says (Layer",
    ),
    Hostile(
        "FlatGeobuf with a feature of 2 GB",
        _lie_of_feature,
        "is damaged, or not what its name says (Unexpe",
    ),
)
