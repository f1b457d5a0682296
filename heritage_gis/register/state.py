"""How far the register has come: what it was last brought up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from heritage_gis.register import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

JOURNAL_SEQ = "journal_seq"  # the event of the journal up to which all was acted on
GIVEN_SEQ = "given_seq"  # the last event in which sites were given that it knows
SITE_COUNT = "site_count"  # the highest number that a site was given

SCHEMA = "schema"  # the digest of its tables


def has_schema(connection: Connection) -> bool:
    """Tell whether the tables are those of this version of the program."""
    table = schema.state
    told = connection.execute(select(table.c.value).where(table.c.key == SCHEMA)).scalar()
    return told == schema.digest_schema()


def note_schema(connection: Connection) -> None:
    """Note the tables to be those of this version of the program."""
    table = schema.state
    connection.execute(delete(table).where(table.c.key == SCHEMA))
    connection.execute(insert(table), {"key": SCHEMA, "value": schema.digest_schema()})


def read_state(connection: Connection, key: str) -> int:
    """Return a number of the register's state, 0 where it has none yet."""
    table = schema.state
    told = connection.execute(select(table.c.value).where(table.c.key == key)).scalar()
    return int(told) if told else 0


def write_state(connection: Connection, key: str, value: int) -> None:
    """Note a number of the register's state."""
    table = schema.state
    connection.execute(delete(table).where(table.c.key == key))
    connection.execute(insert(table), {"key": key, "value": str(value)})
