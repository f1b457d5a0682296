"""The cells of a GeoPackage that hold another kind of value than their column declares.

SQLite keeps any value in any column. GDAL reads «летом 2020» in a column of days as 1970-01-01, and
«12-13» in one of whole numbers as 12, and says nothing; a column of a type that GeoPackage does not
have (VARCHAR) it leaves out. Such cells are taken from the file as they stand.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from heritage_gis.read.handover import TEXT
from heritage_gis.read.layers import find_geometry, write_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heritage_gis.read.handover import Handover

_WHOLE_FLOATS = 2.0**53  # up to here a float holds every whole number


def open_database(handover: Handover) -> sqlite3.Connection:
    """Open the input file, so that nothing is written and nothing in it is trusted.

    Raises:
        sqlite3.Error: it is no SQLite database.
    """
    address = f"{handover.input.resolve().as_uri()}?mode=ro&immutable=1"
    database = sqlite3.connect(address, uri=True)
    database.execute("PRAGMA trusted_schema = OFF")
    return database


def quote(name: str) -> str:
    """Quote a name for SQL."""
    return f'"{name.replace(chr(34), chr(34) * 2)}"'


def amend_cells(
    handover: Handover, table: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]
) -> tuple[tuple[str, ...], Iterator[pa.RecordBatch]]:
    """Put cells as they stand in the file for those that GDAL would read as something else.

    Args:
        handover: of the file.
        table: the layer.
        schema: what GDAL makes of its columns; the first is the key of a feature.
        batches: of the layer.

    Returns:
        The columns that GDAL leaves out, which come after all others, and the batches.

    Raises:
        RefusedFileError: a view without a key has such cells.
    """
    try:
        with closing(open_database(handover)) as database:
            added = _find_left_out(database, table, schema)
            doubts = {name: test for name, test in _list_tests(schema) if test}
            odd = _find_odd(database, table, doubts)
            key = _find_key(database, table, schema)
    except sqlite3.Error as fault:
        raise handover.refuse("geopackage_damaged", fault=str(fault)[:120]) from fault
    if not (odd or added):
        return (), iter(batches)
    if not key:
        told = f"the view {table[:40]} has values of another kind than its columns, and no key"
        raise handover.refuse("geopackage_damaged", fault=told)
    wanted = {name: doubts[name] for name in odd} | dict.fromkeys(added, "TRUE")
    return added, _amend(handover, (quote(table), key), wanted, batches)


def _list_tests(schema: pa.Schema) -> Iterator[tuple[str, str]]:
    """Yield each column, and what is true of its cells that GDAL would misread; none of texts."""
    geometry = find_geometry(schema)
    for at, column in enumerate(schema):
        if at not in (0, geometry):
            yield column.name, _make_test(f"t.{quote(column.name)}", column.type)


def _make_test(cell: str, kind: pa.DataType) -> str:
    if pa.types.is_date(kind):
        # Without a step SQLite gives back 2020-02-30 as it is; GDAL makes 1 March of it.
        return f"date({cell}, '+0 days') IS NOT {cell}"
    if pa.types.is_boolean(kind):
        return f"typeof({cell}) <> 'integer' OR {cell} NOT IN (0, 1)"
    if pa.types.is_integer(kind):
        most = 1 << (kind.bit_width - 1)
        return f"typeof({cell}) <> 'integer' OR {cell} NOT BETWEEN {-most} AND {most - 1}"
    if pa.types.is_floating(kind):
        return f"typeof({cell}) NOT IN ('real', 'integer')"
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return f"typeof({cell}) <> 'blob'"
    return ""


def _find_odd(database: sqlite3.Connection, table: str, tests: dict[str, str]) -> list[str]:
    """Return the columns that have any cell of which its test is true, in one walk."""
    if not tests:
        return []
    asked = ", ".join(
        f"max(t.{quote(name)} IS NOT NULL AND ({test}))" for name, test in tests.items()
    )
    (answers,) = database.execute(f"SELECT {asked} FROM {quote(table)} t")  # noqa: S608 - all names are quoted
    return [name for name, answer in zip(tests, answers, strict=True) if answer]


def _find_left_out(database: sqlite3.Connection, table: str, schema: pa.Schema) -> tuple[str, ...]:
    """Return the columns that GDAL does not have, though they hold more than bytes."""
    known = {name.casefold() for name in schema.names}
    columns = database.execute(f"PRAGMA table_info({quote(table)})").fetchall()
    # The key and the shapes may bear another name with GDAL; a key is one of the table.
    left = [str(name) for _, name, _, _, _, key in columns if not key]
    left = [name for name in left if name.casefold() not in known]
    return tuple(
        name
        for name in left
        if database.execute(
            f"SELECT 1 FROM {quote(table)} t "  # noqa: S608 - both names are quoted
            f"WHERE typeof(t.{quote(name)}) NOT IN ('null', 'blob') LIMIT 1"
        ).fetchone()
    )


def _find_key(database: sqlite3.Connection, table: str, schema: pa.Schema) -> str:
    """Return what GDAL numbers features by: of a table its rowid, of a view its key if it has."""
    asked = "SELECT 1 FROM sqlite_master WHERE name = ? COLLATE NOCASE AND type = 'view'"
    if not database.execute(asked, (table,)).fetchone():
        return "t.rowid"
    columns = database.execute(f"PRAGMA table_info({quote(table)})").fetchall()
    named = [str(column[1]) for column in columns]
    return f"t.{quote(schema.names[0])}" if schema.names[0] in named else ""


def _amend(
    handover: Handover,
    source: tuple[str, str],
    wanted: dict[str, str],
    batches: Iterable[pa.RecordBatch],
) -> Iterator[pa.RecordBatch]:
    table, key = source
    with closing(open_database(handover)) as database:
        database.text_factory = lambda text: text.decode("utf-8", "replace")
        for batch in batches:
            keys = batch.column(0).cast(pa.int64())
            ends = pc.min_max(keys).as_py()
            columns = dict(zip(batch.schema.names, batch.columns, strict=True))
            fields = {field.name: field for field in batch.schema}
            for name, test in wanted.items():
                cell = f"t.{quote(name)}"
                found = dict(
                    database.execute(
                        f"SELECT {key}, {cell} FROM {table} t WHERE {key} BETWEEN ? AND ? "  # noqa: S608 - all names are quoted
                        f"AND {cell} IS NOT NULL AND ({test})",
                        (ends["min"], ends["max"]),
                    )
                )
                stand = pa.array([_write_cell(found.get(each)) for each in keys.to_pylist()], TEXT)
                read = columns.get(name)
                columns[name] = stand if read is None else pc.coalesce(stand, write_texts(read))
                fields[name] = pa.field(name, TEXT)
            yield pa.record_batch(list(columns.values()), schema=pa.schema(fields.values()))


def _write_cell(value: object) -> str | None:
    """Write a value of SQLite as `write_texts` writes those of its kind."""
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, float) and value.is_integer() and abs(value) <= _WHOLE_FLOATS:
        return str(int(value))
    return None if value is None else str(value)
