"""Decoders of GeoPackage, SQLite, XLSX and Parquet."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq

from heritage_gis.protect.leaks.decoders.archives import decode_archive
from heritage_gis.protect.leaks.decoders.texts import name_columns
from heritage_gis.protect.leaks.hidden import find_doubles, read_wkb
from heritage_gis.protect.leaks.pieces import (
    CELL_MARK,
    FLOAT32_SLACK_DEGREES,
    ROW_MARK,
    SLACK_DEGREES,
    Coordinates,
    Prose,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from heritage_gis.protect.leaks.pieces import Piece

SYSTEM_TABLES = ("gpkg_", "sqlite_", "rtree_")  # whose column names are not ours
SAMPLE = 1000  # rows looked at to see whether a column holds geometries


def decode_database(_name: str, content: bytes) -> Iterator[Piece]:
    """Decode SQLite and GeoPackage: every cell of every table, and what was freed and not wiped."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content)
        connection.text_factory = lambda text: text.decode("utf-8", errors="replace")
        tables = connection.execute(
            "SELECT name, coalesce(sql, '') FROM sqlite_master WHERE type IN ('table', 'view')"
        ).fetchall()
        for table, sql in tables:
            if not table.startswith(SYSTEM_TABLES):
                yield Prose(table, sql)
            is_tree = "using rtree" in sql.casefold()
            cursor = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - named by the file itself
            columns = [column[0] for column in cursor.description]
            frame = pd.DataFrame(cursor.fetchall(), columns=name_columns(columns), dtype=object)
            yield from read_frame(table, frame, is_float32=is_tree)
    yield from read_raw(content)


def read_raw(content: bytes) -> Iterator[Piece]:
    """Read bytes of no known order: texts among them, and neighbouring numbers that are a place."""
    yield Text("raw bytes", content.decode("utf-8", errors="replace").replace("\0", CELL_MARK))
    yield Coordinates("raw bytes", find_doubles(content))


def read_frame(place: str, frame: pd.DataFrame, *, is_float32: bool = False) -> Iterator[Piece]:
    """Read a table of any origin: its cells as text, its geometries as coordinates."""
    geometry = None
    texts = {}
    for column in frame:
        cells = frame[column]
        is_blob = _find_blobs(cells)
        if is_blob.any():
            pairs = zip(cells, is_blob, strict=True)
            blobs = [bytes(cell) if blob else None for cell, blob in pairs]
            yield from _read_blobs(f"{place}, {column}", blobs)
            if any(blob is not None and read_wkb(blob) is not None for blob in blobs[:SAMPLE]):
                geometry = list[object](blobs)
        texts[column] = cells.mask(is_blob).astype(object).map(_write_cell)
    plain = pd.DataFrame(texts, dtype="str").to_numpy(dtype=object)
    rows = [CELL_MARK.join(row) for row in plain.tolist()]
    slack = FLOAT32_SLACK_DEGREES if is_float32 else SLACK_DEGREES
    yield Text(place, ROW_MARK.join(rows), role="figures", slack_degrees=slack)
    if not is_float32:
        headings = [] if place.startswith(SYSTEM_TABLES) else [str(column) for column in frame]
        cells_told = (" ".join(cell.split("\n")) for cell in plain.ravel().tolist())
        yield Prose(place, "\n".join([*headings, *filter(None, cells_told)]))
    blob_columns = [column for column in frame if _find_blobs(frame[column]).any()]
    yield Table(place, frame.drop(columns=blob_columns), geometry)


def _find_blobs(cells: pd.Series) -> NDArray[np.bool_]:
    return cells.map(type).isin([bytes, bytearray, memoryview]).to_numpy(dtype=bool)


def _write_cell(cell: object) -> str:
    if cell is None or cell is pd.NA or cell != cell:  # noqa: PLR0124 - only NaN is not itself
        return ""
    return repr(float(cell)) if isinstance(cell, (float, np.floating)) else str(cell)


def _read_blobs(place: str, blobs: list[bytes | None]) -> Iterator[Piece]:
    """Read each distinct blob once: as a geometry, else as bytes of no known order."""
    found = [np.empty((0, 2))]
    for blob in dict.fromkeys(filter(None, blobs)):
        xy = read_wkb(blob)
        found.append(find_doubles(blob) if xy is None else xy)
    yield Coordinates(place, np.unique(np.concatenate(found), axis=0))


def decode_workbook(name: str, content: bytes) -> Iterator[Piece]:
    """Decode XLSX: each part of it as XML, and each sheet, hidden ones too, as a table."""
    yield from decode_archive(name, content)
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for sheet in book.worksheets:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        comments = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
        yield Prose(f"{sheet.title}, comments", "\n".join(comments))
        if rows:
            headings = name_columns([str(cell) for cell in rows[0]])
            yield from read_frame(
                sheet.title, pd.DataFrame(rows[1:], columns=headings, dtype=object)
            )


def decode_parquet(_name: str, content: bytes) -> Iterator[Piece]:
    """Decode Parquet: its rows, and the texts about them."""
    table = pq.read_table(io.BytesIO(content))
    metadata = table.schema.metadata or {}
    about = "\n".join(value.decode("utf-8", errors="replace") for value in metadata.values())
    yield Text("metadata", about)
    yield Prose("metadata", about)
    yield from read_frame("rows", table.to_pandas().astype(object))
    yield from read_raw(content)
