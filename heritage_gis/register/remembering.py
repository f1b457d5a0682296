"""What the journal and the register remember of a site beside what its records say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import or_, select

from heritage_gis.errors import MisusedError
from heritage_gis.model.history import LEFT_OUT, MOVED, WAITING
from heritage_gis.model.history import WITHDRAWN as TAKEN_BACK
from heritage_gis.register import schema
from heritage_gis.register.decisions import (
    DECISIONS,
    MERGED,
    UNDONE,
    gather_decided,
    list_decisions,
    list_undone,
)
from heritage_gis.register.journal import (
    CELLS_PINNED,
    NUMBERS_GIVEN,
    RECEIVED,
    SITES_GIVEN,
    WITHDRAWN,
)
from heritage_gis.register.ledgers import gather_given
from heritage_gis.register.receipts import list_receipts
from heritage_gis.register.store import read_frame, read_where_in

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

    from heritage_gis.register.decisions import Decided
    from heritage_gis.register.journal import Event, Journal
    from heritage_gis.register.store import Register

Row = dict[str, Any]
NAMES = ("name_kk", "name_ru", "name_en")


def read_site(register: Register, connection: Connection, site_id: str) -> Row | None:
    """Return what the register shows of a site; None where it has no such site."""
    columns = [column for column in schema.sites.c if column.name not in ("fid", "geometry")]
    query = select(*columns).where(schema.sites.c.site_id == site_id)
    found = list_rows(read_frame(register, connection, query))
    return found[0] if found else None


def list_rows(table: pd.DataFrame) -> list[Row]:
    """Return the rows of a table with what they say; what is missing is left out."""
    return [
        {str(name): value for name, value in row.items() if not pd.isna(value)}
        for row in pd.DataFrame(table).to_dict("records")
    ]


def tell_gone(journal: Journal, site_id: str, decided: Decided) -> list[Row]:
    """Say why a site has no voice any more, for each record that it ever had last.

    Raises:
        MisusedError: no site ever had this id.
    """
    given = gather_given(journal)
    own_ids = {site_id, *(site for site, into in decided.merged.items() if into == site_id)}
    ever: set[str] = set()
    for event in journal.select(SITES_GIVEN):
        ever |= {record for site, record in event["founded"].items() if site in own_ids}
        ever |= {record for record, site in event["joined"].items() if site in own_ids}
    if not ever and not any(e.get("into") == site_id for e in journal.select(*DECISIONS)):
        raise MisusedError(f"there is no site {site_id}, and there never was")
    receipts = {receipt.survey_id: receipt for receipt in list_receipts(journal)}
    undone = list_undone(journal)
    taken = {e["survey"]: e for e in journal.select(WITHDRAWN) if e["seq"] not in undone}
    last = {e["survey"]: e for e in journal.select(RECEIVED)}
    told = []
    for record in sorted(ever):
        survey = record.partition("/")[0]
        row: Row = {"record_id": record, "survey_id": survey}
        if survey not in receipts:
            told.append({**row, **_take(taken.get(survey, {})), "why_gone": TAKEN_BACK})
        elif given.last_site[record] not in own_ids:
            now = decided.find_site(given.last_site[record])
            told.append({**row, "to": now, "why_gone": MOVED})
        elif record in given.waiting and record not in given.site_of:
            told.append({**row, "why_gone": WAITING})
        else:
            event = last[survey]
            received = {key: event[key] for key in ("seq", "received", "version")}
            told.append({**row, **received, "why_gone": LEFT_OUT})
    return told


def _take(event: Event) -> Row:
    return {key: event[key] for key in ("seq", "on", "by", "why") if key in event}


def find_decided(journal: Journal) -> tuple[Decided, list[Event]]:
    """Return what persons ruled, and the decisions that hold, in their sequence."""
    decisions = list_decisions(journal)
    return gather_decided(decisions), decisions


def tell_decisions(journal: Journal, ids: set[str], records: set[str]) -> list[Row]:
    """Return all decisions about a site, those that were undone too.

    Args:
        journal: the journal.
        ids: of the site, and of those that were merged into it.
        records: that it has.
    """
    events = list(journal.select(*DECISIONS, WITHDRAWN))
    undone = list_undone(journal)
    by = {e["undoes"]: e["seq"] for e in events if e["event"] == UNDONE and e["seq"] not in undone}
    surveys = {record.partition("/")[0] for record in records}
    found = []
    for event in events:
        named = {event.get(key) for key in ("site", "other", "into")} & ids
        spoken = {event.get("record"), *event.get("records", ())} & records
        taken = event["event"] == WITHDRAWN and event["survey"] in surveys
        if named or spoken or taken:
            seq = event["seq"]
            found.append({"event": event, "holds": seq not in undone, "undone_by": by.get(seq)})
    return found


def tell_redirects(decisions: list[Event], decided: Decided, site_id: str) -> list[Row]:
    """Return the ids that lead to a site, each with the decision that merged it."""
    merges = {event["site"]: event for event in decisions if event["event"] == MERGED}
    return [
        {"from": former, "to": site_id, **_take(merges.get(former, {}))}
        for former, into in sorted(decided.merged.items())
        if into == site_id
    ]


def tell_given(journal: Journal, site_id: str) -> tuple[int, list[tuple[str, int]], list[str]]:
    """Return the event that gave a site its id, its numbers in catalogues, and its cells."""
    founded = (e["seq"] for e in journal.select(SITES_GIVEN) if site_id in e["founded"])
    numbers = [
        (str(event["district"]), int(event["numbers"][site_id]))
        for event in journal.select(NUMBERS_GIVEN)
        if site_id in event["numbers"]
    ]
    cells = [
        str(e["cells"][site_id]) for e in journal.select(CELLS_PINNED) if site_id in e["cells"]
    ]
    return next(founded, 0), numbers, cells


def read_relations(register: Register, connection: Connection, site_id: str) -> list[Row]:
    """Return how a site is related to others: `site_id`, `other_site_id` and the other's names."""
    table = schema.relations.c
    query = select(schema.relations).where(
        or_(table.site_id == site_id, table.other_site_id == site_id)
    )
    found = read_frame(register, connection, query.order_by(table.site_id, table.other_site_id))
    other = found["other_site_id"].where(found["site_id"] == site_id, found["site_id"])
    names = _read_names(register, connection, other.tolist())
    rows = list_rows(found.drop(columns="fid").assign(other=other))
    return [{**row, **names.get(str(row["other"]), {})} for row in rows]


def _read_names(register: Register, connection: Connection, sites: list[str]) -> dict[str, Row]:
    columns = schema.sites.c
    query = select(columns.site_id, *(columns[name] for name in NAMES))
    found = list_rows(read_where_in(register, connection, query, columns.site_id, sites))
    return {str(row.pop("site_id")): row for row in found}


def read_site_works(register: Register, connection: Connection, site_id: str) -> list[Row]:
    """Return the works done at a site, in the sequence of their years."""
    works, objects = schema.works, schema.work_objects
    mine = select(objects.c.work_id).where(objects.c.site_id == site_id)
    query: Select[Any] = select(works).where(works.c.work_id.in_(mine))
    return list_rows(
        read_frame(register, connection, query.order_by(works.c.from_year, works.c.fid))
    )
