"""Reworking what a change touches: rows that go, rows that come, decisions that hold anew.

One change is one transaction, whose cost is that of what it touches. What is given is written to
the journal before the database commits: after a crash between the two the register is made anew,
and finds it there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from sqlalchemy import select

from heritage_gis.model.columns import look_up
from heritage_gis.model.record import CRS
from heritage_gis.register import schema
from heritage_gis.register.gathering import Names, Scene, find_same, gather
from heritage_gis.register.journal import RECEIVED, SITES_GIVEN
from heritage_gis.register.ledgers import read_site_number
from heritage_gis.register.linking import (
    link_records,
    list_lookups,
    read_judged,
    read_links,
)
from heritage_gis.register.matching.subjects import describe_subjects
from heritage_gis.register.matching.verdicts import ASK, SAME
from heritage_gis.register.outcome import (
    note_former,
    note_founded,
    read_founded,
    take_former,
    write_outcome,
)
from heritage_gis.register.refreshing import refresh
from heritage_gis.register.rows import (
    SURVEY_ROW_COLUMNS,
    delete_survey,
    list_names,
    make_empty_records,
    prepare_records,
    read_survey_rows,
    write_survey,
)
from heritage_gis.register.state import SITE_COUNT, read_state, write_state
from heritage_gis.register.store import read_where_in, write_frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from heritage_gis.register.decisions import Decided
    from heritage_gis.register.journal import Journal
    from heritage_gis.register.rows import CheckedSurvey
    from heritage_gis.register.store import Register


@dataclass(frozen=True)
class Change:
    """What changes in the register at once.

    Attributes:
        after: the events of the journal that ask for it.
        gone: a survey that is taken back, or replaced.
        come: a survey that is new, corrected, or back again.
        sites: sites of which decisions speak, or that lost a record.
        records: records to be gathered besides.
        split_from: record_id -> the site that it was split from, and the one it was split off to.
        is_last: what comes was received last of all, and nothing goes.
    """

    after: tuple[int, ...]
    gone: str = ""
    come: CheckedSurvey | None = None
    sites: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    split_from: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    is_last: bool = False


@dataclass
class Touched:
    """What a change touches.

    Attributes:
        records: to be gathered anew.
        sites: to be made anew.
        former: record_id -> the site that a record had before, under the id it was given.
        asking: records that ask, or are asked, about records that are gone or changed.
        kept: sites of records that come again and say of their identity what they said before.
        fresh: the records that come, as `prepare_records` gives them, with `own_site` and
            `waits` of those that did not change.
    """

    records: set[str]
    sites: set[str]
    former: dict[str, str]
    asking: set[str]
    kept: set[str]
    fresh: gpd.GeoDataFrame


def rework(
    register: Register, connection: Connection, change: Change, decided: Decided, journal: Journal
) -> frozenset[str]:
    """Make a change, gather anew what it touches, and return the sites that it touched.

    A survey that comes last touches nothing but its own records. What goes, and what comes in
    between, touches the records that are the same as any of it, and those that are the same as
    these.
    """
    touched = _replace_rows(register, connection, change)
    if not change.is_last:
        touched.records |= change.records
        touched.sites |= change.sites
        _spread(register, connection, touched)
    scene = _set_scene(register, connection, touched, decided)
    scene.secrets = _read_secrets(journal, scene.judged_at)
    stood = dict(touched.former)
    touched.former |= take_former(register, connection, touched.records - touched.former.keys())
    _forget_splits(change, touched)
    names = _make_names(register, connection, touched, decided)
    gather(scene, _list_batches(scene, touched.records), names)
    _note_given(journal, change, _list_given(scene, names, touched, stood))
    note_founded(register, connection, names.founders)
    write_state(connection, SITE_COUNT, names.next_number - 1)
    if change.come is not None:
        fresh = _add_outcome(touched.fresh, scene)
        write_survey(register, connection, change.come, fresh)
    rest = sorted(touched.records - set(touched.fresh["record_id"]))
    write_outcome(connection, scene, rest)
    lost = {r: site for r, site in touched.former.items() if r not in scene.own_site}
    note_former(register, connection, lost)
    touched.sites |= touched.kept | {
        scene.find_site(r) for r in touched.records if r in scene.own_site
    }
    refresh(register, connection, touched.sites, touched.records | touched.asking, decided)
    return frozenset(touched.sites)


def _replace_rows(register: Register, connection: Connection, change: Change) -> Touched:
    """Take out the rows that go, and link those that come; these are written later."""
    known = read_survey_rows(register, connection, change.gone).set_index("record_id")
    fresh = make_empty_records() if change.come is None else prepare_records(change.come)
    same_word = fresh["record_id"].map(known["judged_at"]) == fresh["judged_at"]
    stays = known.loc[fresh.loc[same_word.fillna(value=False), "record_id"]]
    moved = known.drop(stays.index)
    around = read_links(register, connection, moved.index.tolist(), SAME)
    near = {*around["record_id"], *around["other_id"]} - set(moved.index)
    asked = read_links(register, connection, known.index.tolist(), ASK)
    delete_survey(connection, change.gone)
    subjects = describe_subjects(fresh, list_names(fresh))
    links = link_records(register, connection, fresh, subjects)
    write_frame(register, connection, schema.links, links)
    write_frame(register, connection, schema.lookups, list_lookups(subjects))
    for column in ("own_site", "waits"):
        fresh[column] = look_up(fresh["record_id"], stays[column])
    return Touched(
        records=set(fresh["record_id"]) - set(stays.index) | near,
        sites=set(moved["site_id"].dropna()),
        former={str(r): str(site) for r, site in moved["own_site"].dropna().items()},
        asking={*asked["record_id"], *asked["other_id"]},
        kept=set(stays["site_id"].dropna()),
        fresh=fresh,
    )


def _spread(register: Register, connection: Connection, touched: Touched) -> None:
    """Add the records of touched sites, and all that are the same as any that is touched."""
    columns = schema.records.c
    query = select(columns.record_id)
    for column in (columns.site_id, columns.own_site):
        found = read_where_in(register, connection, query, column, sorted(touched.sites))
        touched.records |= set(found["record_id"])
    fresh = touched.fresh
    sites = fresh["own_site"].isin(touched.sites)
    touched.records |= set(fresh.loc[sites, "record_id"])
    newest = touched.records
    while newest:
        links = read_links(register, connection, sorted(newest), SAME)
        newest = {*links["record_id"], *links["other_id"]} - touched.records
        touched.records |= newest
    known = _read_sites_of(register, connection, touched.records)
    touched.former |= {str(r): str(site) for r, site in known["own_site"].dropna().items()}
    touched.sites |= set(known["site_id"].dropna())
    own = fresh.set_index("record_id")["own_site"].dropna()
    touched.former |= own[own.index.isin(touched.records)].to_dict()


def _read_sites_of(register: Register, connection: Connection, records: set[str]) -> pd.DataFrame:
    columns = schema.records.c
    query = select(*(columns[name] for name in SURVEY_ROW_COLUMNS))
    found = read_where_in(register, connection, query, columns.record_id, sorted(records))
    return found.set_index("record_id")


def _set_scene(
    register: Register, connection: Connection, touched: Touched, decided: Decided
) -> Scene:
    """Gather what is to be judged, and the records that stand around it."""
    links = read_links(register, connection, sorted(touched.records), SAME)
    near = {*links["record_id"], *links["other_id"]} | touched.records
    around = _read_sites_of(register, connection, near)
    columns = schema.records.c
    sites = sorted(set(around["site_id"].dropna()))
    members = read_where_in(register, connection, select(columns.record_id), columns.site_id, sites)
    needed = sorted(near | set(members["record_id"]))
    known = read_judged(register, connection, needed)
    fresh = touched.fresh[touched.fresh["record_id"].isin(touched.records | near)]
    shared = [name for name in known if name in fresh]
    rows = pd.concat([known, fresh[shared]], ignore_index=True).set_index("record_id", drop=False)
    rows = gpd.GeoDataFrame(rows, geometry="geometry", crs=CRS)
    standing = rows[~rows["record_id"].isin(touched.records)]
    is_placed = standing["own_site"].notna()
    return Scene(
        subjects=describe_subjects(rows.reset_index(drop=True), list_names(rows)),
        surveys=rows["survey_id"].to_dict(),
        judged_at=rows["judged_at"].to_dict(),
        same=find_same(links),
        decided=decided,
        own_site=standing.loc[is_placed, "own_site"].to_dict(),
        waiting=standing.loc[~is_placed, "waits"].to_dict(),
    )


def _read_secrets(journal: Journal, judged_at: Mapping[str, int]) -> dict[int, str]:
    """Return for each event with which records came the digest of what nobody else has."""
    secrets: dict[int, str] = {}
    for seq in {*judged_at.values()}:
        received = next(journal.select(RECEIVED, after=seq - 1), None)
        if received is not None and received["seq"] == seq:
            secrets[seq] = " ".join(sorted(received["files"].values()))
    return secrets


def _forget_splits(change: Change, touched: Touched) -> None:
    """Have records whose split was undone bear the id again that they had before it."""
    for record, (site, split_off) in change.split_from.items():
        if touched.former.get(record) == split_off:
            touched.former[record] = site


def _make_names(
    register: Register, connection: Connection, touched: Touched, decided: Decided
) -> Names:
    columns = schema.records.c
    query = select(columns.record_id, columns.own_site)
    founded = read_founded(register, connection, touched.records)
    former = {
        record: tuple(filter(None, (*founded.get(record, ()), touched.former.get(record))))
        for record in sorted(touched.records)
    }
    wanted = sorted({site for sites in former.values() for site in sites})
    bearers = read_where_in(register, connection, query, columns.own_site, wanted)
    fresh = touched.fresh[["record_id", "own_site"]]
    bearers = pd.concat([bearers, fresh[fresh["own_site"].isin(wanted)]])
    taken = set(bearers.loc[~bearers["record_id"].isin(touched.records), "own_site"])
    given = map(read_site_number, decided.placed.values())  # a person's split gives an id, too
    highest = max([read_state(connection, SITE_COUNT), *given])
    return Names(former, taken, highest + 1)


def _list_batches(scene: Scene, records: set[str]) -> list[list[str]]:
    """Return the records to be gathered, those together that came together, in that order."""
    batches: dict[int, list[str]] = {}
    for record in sorted(records & scene.judged_at.keys()):
        batches.setdefault(scene.judged_at[record], []).append(record)
    return [batches[when] for when in sorted(batches)]


@dataclass(frozen=True)
class _Given:
    """What is given by a change: new sites to their founders, sites to records, reasons to wait."""

    founded: dict[str, str]
    joined: dict[str, str]
    waiting: dict[str, str]


def _list_given(scene: Scene, names: Names, touched: Touched, stood: Mapping[str, str]) -> _Given:
    """List what is given, where it is another than the journal has it.

    Args:
        scene: what was gathered.
        names: the ids that were given.
        touched: the records that were gathered.
        stood: record_id -> the site it had until now; one that had it once, and has waited since,
            is given it anew.
    """
    founders = set(names.founders.values())
    fresh = set(touched.fresh["record_id"])
    given = _Given(dict(sorted(names.founders.items())), {}, {})
    for record in sorted(touched.records & scene.judged_at.keys()):
        site = scene.own_site.get(record)
        if site is None:
            given.waiting[record] = scene.waiting[record]
        elif record not in founders and (record in fresh or stood.get(record) != site):
            given.joined[record] = site
    return given


def _note_given(journal: Journal, change: Change, given: _Given) -> None:
    journal.append(
        SITES_GIVEN,
        after=list(change.after),
        founded=given.founded,
        joined=given.joined,
        waiting=given.waiting,
    )


def _add_outcome(fresh: gpd.GeoDataFrame, scene: Scene) -> gpd.GeoDataFrame:
    """Add their sites to the records that come."""
    record_ids = fresh["record_id"]
    own = look_up(record_ids, scene.own_site).fillna(fresh["own_site"])
    waits = look_up(record_ids, scene.waiting).fillna(fresh["waits"])
    sites = own.map(scene.decided.find_site, na_action="ignore").astype("str")
    return fresh.assign(own_site=own, site_id=sites, waits=waits.where(own.isna()))
