"""Hostile layers: geometry without end, headers that lie, tables that name other files."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from hostile_input import Hostile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hostile_input import Trap

from sound_layers import make_layer

MB = 1_000_000
HUGE = 2**31 - 1


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


LAYERS = (
    Hostile(
        "GeoJSON of collections 10,000 deep",
        _nest_geojson,
        "is nested too deeply to be a survey",
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
        "the table has 100,000 columns; at most 2,000",
    ),
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
        "its .shp is cut short: 128 of 4,294,967,294 b",
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
)
