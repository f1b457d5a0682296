"""The decisions as rows of the register, for those who read it in QGIS."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import delete

from heritage_gis.register import schema
from heritage_gis.register.decisions import (
    DECISIONS,
    MERGED,
    gather_decided,
    list_decisions,
    list_undone,
)
from heritage_gis.register.journal import WITHDRAWN
from heritage_gis.register.store import write_frame

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from heritage_gis.register.journal import Event, Journal
    from heritage_gis.register.store import Register


def write_decisions(register: Register, connection: Connection, journal: Journal) -> None:
    """Write all decisions of the journal, those that were undone too."""
    connection.execute(delete(schema.decisions))
    undone = list_undone(journal)
    rows = [_describe(event, undone) for event in journal.select(*DECISIONS, WITHDRAWN)]
    write_frame(register, connection, schema.decisions, pd.DataFrame(rows))
    redirects = _list_redirects(journal)
    connection.execute(delete(schema.site_redirects))
    write_frame(register, connection, schema.site_redirects, redirects)


def _list_redirects(journal: Journal) -> pd.DataFrame:
    """Return where the ids of merged sites lead."""
    decisions = list_decisions(journal)
    why = {event["site"]: event.get("why") for event in decisions if event["event"] == MERGED}
    merged = sorted(gather_decided(decisions).merged.items())
    rows = [(site, into, why.get(site)) for site, into in merged]
    return pd.DataFrame(rows, columns=["from_site_id", "to_site_id", "why"])


def _describe(event: Event, undone: frozenset[int]) -> dict[str, object]:
    return {
        "seq": event["seq"],
        "event": event["event"],
        "site_id": event.get("site"),
        "record_id": event.get("record"),
        "decided_by": event.get("by"),
        "decided_on": event.get("on"),
        "why": event.get("why"),
        "told": json.dumps(event, ensure_ascii=False),
        "holds": event["seq"] not in undone,
    }
