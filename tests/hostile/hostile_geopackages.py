"""Hostile GeoPackages: SQL in their schema, shapes without end, counts that lie."""

# ruff: noqa: S608 - the SQL is meant to be hostile

from __future__ import annotations

import sqlite3
import struct
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hostile_input import Hostile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hostile_input import Trap

from sound_layers import make_layer


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


GEOPACKAGES = (
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
)
