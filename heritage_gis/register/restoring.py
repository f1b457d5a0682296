"""Restoring the register as the journal has it: which record belongs to which site stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from heritage_gis.model.columns import look_up
from heritage_gis.register import schema
from heritage_gis.register.linking import link_records, list_lookups
from heritage_gis.register.matching.subjects import describe_subjects
from heritage_gis.register.outcome import note_former, note_founded
from heritage_gis.register.refreshing import refresh
from heritage_gis.register.reworking import Change
from heritage_gis.register.rows import list_names, prepare_records, write_survey
from heritage_gis.register.state import SITE_COUNT, write_state
from heritage_gis.register.store import read_frame, write_frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from sqlalchemy import Connection

    from heritage_gis.register.decisions import Decided
    from heritage_gis.register.ledgers import GivenSites
    from heritage_gis.register.pending import Pending
    from heritage_gis.register.rows import CheckedSurvey
    from heritage_gis.register.store import Register


def restore(
    register: Register,
    connection: Connection,
    surveys: Iterable[CheckedSurvey],
    given: GivenSites,
    decided: Decided,
    pending: Pending,
) -> Change | None:
    """Fill an empty register with surveys whose sites were given.

    Args:
        register: the register.
        connection: to it.
        surveys: in their sequence; of each the version that counts.
        given: which record belongs to which site.
        decided: what persons ruled.
        pending: events that nothing followed yet: a power cut came between.

    Returns:
        What is left to gather, because of events that are pending, or since the journal does not
        say what became of a record.
    """
    for checked in surveys:
        records = prepare_records(checked)
        subjects = describe_subjects(records, list_names(records))
        links = link_records(register, connection, records, subjects)
        ids = records["record_id"]
        own = look_up(ids, given.site_of)
        records["own_site"] = own
        records["site_id"] = own.map(decided.find_site, na_action="ignore").astype("str")
        records["waits"] = look_up(ids, given.waiting).where(own.isna())
        write_frame(register, connection, schema.links, links)
        write_frame(register, connection, schema.lookups, list_lookups(subjects))
        write_survey(register, connection, checked, records)
    columns = schema.records.c
    names = ("record_id", "survey_id", "site_id", "own_site", "waits", "judged_at")
    rows = read_frame(register, connection, select(*(columns[name] for name in names)))
    placed = set(rows.loc[rows["own_site"].notna(), "record_id"])
    former = {record: site for record, site in given.last_site.items() if record not in placed}
    note_former(register, connection, former)
    note_founded(register, connection, given.founders)
    write_state(connection, SITE_COUNT, given.count)
    refresh(register, connection, set(rows["site_id"].dropna()), set(rows["record_id"]), decided)
    return _find_left(rows, given, pending)


def _find_left(rows: pd.DataFrame, given: GivenSites, pending: Pending) -> Change | None:
    """Return what is to be gathered still.

    Of a survey that was corrected or taken back that is what changed in it, and the sites that its
    former records had; of what waited because of these the register knows no more, so all that
    waits is gathered with them.
    """
    restored = set(rows["survey_id"])
    known = {s: seqs for s, seqs in pending.of_survey.items() if s in restored or _was(s, given)}
    untold = rows.loc[rows["own_site"].isna() & rows["waits"].isna(), "record_id"]
    if not (known or pending.decisions or len(untold)):
        return None
    after = {seq for seqs in known.values() for seq in seqs} | {*pending.decisions}
    changed = rows["survey_id"].isin(known.keys()) & rows["judged_at"].isin(after)
    back = rows["survey_id"].isin(known.keys()) & (rows["judged_at"] < min(after, default=0))
    present = set(rows["record_id"])
    lost = {
        site
        for record, site in given.last_site.items()
        if record.partition("/")[0] in known and record not in present
    }
    sites = lost | set(rows.loc[changed, "site_id"].dropna()) | pending.sites
    waiting = rows.loc[rows["own_site"].isna(), "record_id"]
    records = {*rows.loc[changed | (back & ~changed), "record_id"]} if known else set()
    return Change(
        tuple(sorted(after)),
        sites=frozenset(sites),
        records=frozenset({*records, *waiting, *untold, *pending.records}),
        split_from=pending.split_from,
    )


def _was(survey_id: str, given: GivenSites) -> bool:
    """Tell whether sites were given for a survey that does not count any more."""
    start = f"{survey_id}/"
    return any(record.startswith(start) for record in given.last_site)
