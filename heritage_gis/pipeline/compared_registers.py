"""The register of a home beside the one rebuilt aside: what differs, a line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.errors import DamagedHomeError, MisusedError
from heritage_gis.pipeline.standing_register import open_standing_register

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection, Table

    from heritage_gis.register.journal import Journal
    from heritage_gis.register.store import Register
    from heritage_gis.settings import Settings

NAMED = 5  # rows of a table that are named


@dataclass(frozen=True)
class _Side:
    register: Register
    connection: Connection


def compare_registers(settings: Settings, aside: Settings) -> list[str]:
    """Compare every table of both registers, and the sites with those that the journal gave.

    Args:
        settings: the home, with its GeoPackage or its database.
        aside: the home that was rebuilt.

    Returns:
        What differs; for each table how many rows, and the first few by their key.
    """
    from heritage_gis.register.journal import open_journal

    try:
        with (
            open_standing_register(settings) as mine,
            open_standing_register(aside) as theirs,
            mine.engine.connect() as here,
            theirs.engine.connect() as there,
        ):
            sides = (_Side(mine, here), _Side(theirs, there))
            findings = _compare_tables(*sides)
            return findings + _compare_given(sides[0], open_journal(settings.home_folder.journal))
    except (MisusedError, DamagedHomeError) as fault:  # there is none to compare
        return [str(fault)]


def _compare_tables(mine: _Side, theirs: _Side) -> list[str]:
    from heritage_gis.register import schema

    compared = (table for table in schema.metadata.sorted_tables if table is not schema.state)
    return [line for table in compared for line in _compare_table(mine, theirs, table)]


def _compare_table(mine: _Side, theirs: _Side, table: Table) -> list[str]:
    from heritage_gis.register.comparing import CHANGED, MISSING, compare_rows

    marks = [_mark_table(side, table) for side in (mine, theirs)]
    found = compare_rows(*marks)
    if found.empty:
        return []
    rows = max(map(len, marks))
    lines = [
        f"register, {table.name}: {len(found)} of {rows} rows differ from what data/raw/ makes"
    ]
    for key, how in found.head(NAMED).itertuples(index=False, name=None):
        if how == CHANGED:
            columns = ", ".join(_find_columns(mine, theirs, table, key))
            lines.append(f"register, {table.name}: {key}: differs in {columns}")
        elif how == MISSING:
            lines.append(f"register, {table.name}: {key}: is missing")
        else:
            lines.append(f"register, {table.name}: {key}: is not what data/raw/ makes")
    return lines


def _mark_table(side: _Side, table: Table) -> pd.DataFrame:
    from sqlalchemy import select

    from heritage_gis.register.comparing import KEYS, join_marks, mark_rows
    from heritage_gis.register.store import read_blocks

    blocks = read_blocks(side.register, side.connection, select(table))
    return join_marks(mark_rows(block, KEYS[table.name]) for block in blocks)


def _find_columns(mine: _Side, theirs: _Side, table: Table, key: str) -> list[str]:
    """Return the columns in which the rows of a key differ."""
    from heritage_gis.register.comparing import find_changed_columns

    return find_changed_columns(*(_read_rows(side, table, key) for side in (mine, theirs)))


def _read_rows(side: _Side, table: Table, key: str) -> pd.DataFrame:
    from sqlalchemy import select

    from heritage_gis.register.comparing import KEYS, write_keys
    from heritage_gis.register.store import read_where_in

    keys = KEYS[table.name]
    column = table.c[keys[0]]
    first = key.partition(" | ")[0]
    value = int(first) if column.type.python_type is int else first
    found = read_where_in(side.register, side.connection, select(table), column, [value])
    return found[(write_keys(found, keys) == key).to_numpy()]


def _compare_given(mine: _Side, journal: Journal) -> list[str]:
    """Compare the sites of records with those that the journal gave, in its sequence."""
    import pandas as pd
    from sqlalchemy import select

    from heritage_gis.register import schema
    from heritage_gis.register.comparing import find_foreign_sites, find_numbering_faults
    from heritage_gis.register.decisions import SPLIT
    from heritage_gis.register.journal import SITES_GIVEN
    from heritage_gis.register.ledgers import gather_given
    from heritage_gis.register.store import read_frame

    said = schema.records.c
    records = read_frame(mine.register, mine.connection, select(said.record_id, said.own_site))
    foreign = find_foreign_sites(pd.DataFrame(records), gather_given(journal).site_of)
    counted = [f"and {len(foreign) - NAMED} more such records"] if len(foreign) > NAMED else []
    return [*find_numbering_faults(journal.select(SITES_GIVEN, SPLIT)), *foreign[:NAMED], *counted]
