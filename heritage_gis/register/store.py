"""The register's database, and frames in and out of it: a GeoPackage, or PostGIS."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import Engine, Table, insert
from sqlalchemy.exc import DatabaseError

from heritage_gis.errors import BusyError, DamagedHomeError, MisusedError, NoRoomError
from heritage_gis.model.record import CRS
from heritage_gis.register import geometries, schema
from heritage_gis.register.geopackage import connect_geopackage, create_geopackage
from heritage_gis.register.postgis import open_postgis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Column, Connection, Row, Select

VALUES_AT_ONCE = 5_000  # in one IN list; SQLite allows 32,766, PostgreSQL 65,535
ROWS_AT_ONCE = 10_000
_NO_ROOM = ("readonly database", "unable to open database file", "disk is full", "disk I/O error")
_DAMAGE = ("malformed", "not a database", "no such table")  # in SQLite\'s own words


@dataclass(frozen=True)
class Register:
    """An open register.

    Attributes:
        engine: the database.
        path: the GeoPackage; None for PostGIS.
    """

    engine: Engine
    path: Path | None

    @property
    def is_postgis(self) -> bool:
        """Tell which of the two databases it is."""
        return self.path is None


@contextmanager
def open_register(path: Path, url: str = "") -> Iterator[Register]:
    """Open the register, creating an empty one where there is none.

    Args:
        path: the GeoPackage.
        url: a PostGIS database to use instead.

    Raises:
        BusyError: another program holds the GeoPackage.
        DamagedHomeError: the GeoPackage is cut short, or none.
        MisusedError, NoRoomError: the database cannot be reached, or not written to.
    """
    with _explain_database(path, url):
        engine = open_postgis(url) if url else _open_geopackage(path)
        try:
            yield Register(engine, None if url else path)
        finally:
            engine.dispose()


@contextmanager
def _explain_database(path: Path, url: str) -> Iterator[None]:
    """Say in a line what keeps a database from being read or written; a bug goes through."""
    try:
        yield
    except DatabaseError as error:
        told = str(error.orig).strip().partition("\n")[0]
        if url and error.statement is None:  # it was connecting that failed
            raise MisusedError(f"HERITAGE_REGISTER: cannot be reached: {told}") from error
        if "locked" in told and not url:
            raise BusyError(
                f"{path.name} is held by another program (QGIS?); close it there, or give it a copy"
            ) from error
        if any(sign in told for sign in _NO_ROOM):
            raise NoRoomError(f"the register cannot be written ({told}); see to it") from error
        if url or not any(sign in told for sign in _DAMAGE):
            raise
        raise DamagedHomeError(
            f"data/processed/{path.name} is damaged; delete it, and the next heritage run makes it "
            "anew from data/raw/"
        ) from error


def _open_geopackage(path: Path) -> Engine:
    if not path.exists():
        create_geopackage(path)
    return connect_geopackage(path)


def write_frame(
    register: Register, connection: Connection, table: Table, frame: pd.DataFrame
) -> None:
    """Insert the rows of a frame; columns that are empty all through are left out."""
    if frame.empty:
        return
    known = [column.name for column in table.columns if column.name in frame]
    names = [name for name in known if frame[name].notna().any()]
    # Written by the driver itself: SQLAlchemy would handle each cell of each row once more.
    statement = insert(table).compile(register.engine, column_keys=names)
    for start in range(0, len(frame), ROWS_AT_ONCE):
        block = frame.iloc[start : start + ROWS_AT_ONCE]
        rows = list(zip(*(_to_cells(register, block[name]) for name in names), strict=True))
        connection.exec_driver_sql(
            str(statement),
            rows if statement.positional else [dict(zip(names, row, strict=True)) for row in rows],
        )


def _to_cells(register: Register, column: pd.Series) -> list[Any]:
    """Return a column as the database driver wants it: plain Python values, None where missing."""
    if column.name == "geometry":
        encode = geometries.to_postgis if register.is_postgis else geometries.to_geopackage
        return encode(column.to_numpy())
    cells = column.astype(object)
    return cells.where(cells.notna(), None).tolist()


def read_frame(register: Register, connection: Connection, query: Select[Any]) -> pd.DataFrame:
    """Return what a query selects, typed as in `model.record`; with a geometry, a GeoDataFrame."""
    return _gather_frame(register, query, connection.execute(query).partitions(ROWS_AT_ONCE))


def read_blocks(
    register: Register, connection: Connection, query: Select[Any]
) -> Iterator[pd.DataFrame]:
    """Give what a query selects part by part, so that it is never all in memory."""
    streamed = connection.execution_options(stream_results=True, max_row_buffer=ROWS_AT_ONCE)
    for rows in streamed.execute(query).partitions(ROWS_AT_ONCE):
        yield _build_frame(register, query, rows)


def _gather_frame(
    register: Register, query: Select[Any], parts: Iterable[Sequence[Row[Any]]]
) -> pd.DataFrame:
    """Put parts of an answer together; as rows, they take ten times the room of a frame."""
    frames = [_build_frame(register, query, rows) for rows in parts if rows]
    return pd.concat(frames, ignore_index=True) if frames else _build_frame(register, query, [])


def _build_frame(register: Register, query: Select[Any], rows: Sequence[Row[Any]]) -> pd.DataFrame:
    columns = list(query.selected_columns)
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    told = {column.name: list(values) for column, values in zip(columns, cells, strict=True)}
    shapes = told.pop("geometry", None)
    types = {column.name: schema.find_dtype(column) for column in columns}
    frame = pd.DataFrame({n: pd.Series(values, dtype=types[n]) for n, values in told.items()})
    if shapes is None:
        return frame
    decode = geometries.from_postgis if register.is_postgis else geometries.from_geopackage
    return gpd.GeoDataFrame(frame, geometry=decode(shapes), crs=CRS)


def read_where_in(
    register: Register,
    connection: Connection,
    query: Select[Any],
    column: Column[Any],
    values: list[Any],
) -> pd.DataFrame:
    """Return what a query selects where a column is one of these values, however many."""
    starts = range(0, len(values), VALUES_AT_ONCE)
    queries = (query.where(column.in_(values[at : at + VALUES_AT_ONCE])) for at in starts)
    parts = (connection.execute(part).fetchall() for part in queries)
    return _gather_frame(register, query, parts)
