"""Hostile Parquet and FlatGeobuf: heads and pages that lie, cells that repeat without end."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from hostile_input import Hostile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hostile_input import Trap

from sound_layers import make_layer

MB = 1_000_000


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


COLUMNS = (
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
