"""The outcome of gathering, written to the records that stand in the register already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import bindparam, delete, select, update

from heritage_gis.register import schema
from heritage_gis.register.ledgers import read_site_number
from heritage_gis.register.store import VALUES_AT_ONCE, read_where_in, write_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from heritage_gis.register.gathering import Scene
    from heritage_gis.register.store import Register


def write_outcome(connection: Connection, scene: Scene, records: Iterable[str]) -> None:
    """Write the site of gathered records, or why they wait."""
    rows = [
        {
            "record": record,
            "own": scene.own_site.get(record),
            "site": scene.find_site(record) if record in scene.own_site else None,
            "why": scene.waiting.get(record) if record not in scene.own_site else None,
        }
        for record in records
    ]
    if not rows:
        return
    table, names = schema.records, schema.names
    told: dict[str, Any] = {
        "own_site": bindparam("own"),
        "site_id": bindparam("site"),
        "waits": bindparam("why"),
    }
    connection.execute(
        update(table).where(table.c.record_id == bindparam("record")).values(told), rows
    )
    connection.execute(
        update(names)
        .where(names.c.record_id == bindparam("record"))
        .values({"site_id": bindparam("site")}),
        rows,
    )


def take_former(
    register: Register, connection: Connection, records: Iterable[str]
) -> dict[str, str]:
    """Return the last site of records that had one and have none, and forget it."""
    table = schema.former_records
    query = select(table.c.record_id, table.c.site_id)
    found = read_where_in(register, connection, query, table.c.record_id, sorted(records))
    former = dict(zip(found["record_id"], found["site_id"], strict=True))
    _forget(connection, former)
    return former


def note_former(register: Register, connection: Connection, former: Mapping[str, str]) -> None:
    """Note the last site of records that have none any more."""
    _forget(connection, former)
    rows = pd.DataFrame(sorted(former.items()), columns=["record_id", "site_id"])
    write_frame(register, connection, schema.former_records, rows)


def read_founded(
    register: Register, connection: Connection, records: Iterable[str]
) -> dict[str, list[str]]:
    """Return the sites that records founded, the last one first."""
    table = schema.founded_sites.c
    query = select(table.record_id, table.site_id)
    found = read_where_in(register, connection, query, table.record_id, sorted(records))
    ordered = found.sort_values("site_id", key=lambda ids: ids.map(read_site_number))
    sites: dict[str, list[str]] = {}
    for record, site in zip(ordered["record_id"][::-1], ordered["site_id"][::-1], strict=True):
        sites.setdefault(record, []).append(site)
    return sites


def note_founded(register: Register, connection: Connection, founders: Mapping[str, str]) -> None:
    """Note which record founded a new site."""
    rows = pd.DataFrame(sorted(founders.items()), columns=["site_id", "record_id"])
    write_frame(register, connection, schema.founded_sites, rows)


def _forget(connection: Connection, records: Iterable[str]) -> None:
    table, ids = schema.former_records, sorted(records)
    for start in range(0, len(ids), VALUES_AT_ONCE):
        some = ids[start : start + VALUES_AT_ONCE]
        connection.execute(delete(table).where(table.c.record_id.in_(some)))
