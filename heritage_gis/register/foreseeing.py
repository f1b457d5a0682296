"""Foreseeing: what the register would become, worked out in a transaction that is taken back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import select

from heritage_gis.errors import MisusedError
from heritage_gis.model.columns import look_up
from heritage_gis.model.difference import (
    APPEARS,
    CHANGES,
    DISAPPEARS,
    FOUNDS,
    JOINS,
    MOVES,
    OUTCOME_COLUMNS,
    STAYS,
    WAITS,
    Foresight,
)
from heritage_gis.register import schema
from heritage_gis.register.changes import compare_columns, compare_places
from heritage_gis.register.journal import Journal
from heritage_gis.register.linking import LINK_COLUMNS, read_links
from heritage_gis.register.matching.verdicts import ASK, HAS_PART, PART_OF, SAME
from heritage_gis.register.reworking import rework
from heritage_gis.register.state import has_schema
from heritage_gis.register.store import read_frame, read_where_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    from sqlalchemy import Connection

    from heritage_gis.register.decisions import Decided
    from heritage_gis.register.reworking import Change
    from heritage_gis.register.store import Register

NAMES = ("name_kk", "name_ru", "name_en")
PLACED_COLUMNS = ("record_id", "site_id", "joined_by", "waits", *NAMES)
# Of a site, what a person sees change.
TOLD_COLUMNS = (
    *(*NAMES, "kind", "period", "start_year", "end_year", "extant", "condition"),
    *("protection_status", "list_number", "feature_count", "district", "district_claimed"),
    *("part_of", "record_count"),
)
FRESH = "new-"  # a site that would be new has no id yet


def require_current(register: Register) -> None:
    """See that the register is one of this version of the program.

    Raises:
        MisusedError: it is not, and would be made anew by the next run.
    """
    with register.engine.connect() as connection:
        if not has_schema(connection):
            raise MisusedError(
                "the register is of another version of the program; run heritage run first"
            )


def foresee(register: Register, change: Change, decided: Decided) -> Foresight:
    """Work out what a change would do, and leave the register as it was.

    The change is made in a transaction that is taken back, and what it gives is noted in a
    journal that is thrown away: so what is told is what would happen.

    Args:
        register: the register.
        change: a survey that would come, or replace its former version.
        decided: what persons ruled.
    """
    survey_id = change.come.survey.survey_id if change.come else change.gone
    with (
        tempfile.TemporaryDirectory(prefix="heritage-foresee-") as scratch,
        register.engine.connect() as connection,
    ):
        former = _read_placed(register, connection, survey_id)
        connection.rollback()
        try:
            journal = Journal(Path(scratch) / "journal.jsonl")
            touched = rework(register, connection, change, decided, journal)
            placed = _read_placed(register, connection, survey_id)
            touched |= {*former["site_id"].dropna(), *placed["site_id"].dropna()}
            after = _read_sites(register, connection, touched)
            links, others = _read_around(register, connection, placed)
            wholes = _read_relations(register, connection, touched)
        finally:
            connection.rollback()
        before = _read_sites(register, connection, touched)
        spoken_of = {*wholes["other_site_id"], *others["site_id"].dropna()}
        names = _read_names(register, connection, sorted(spoken_of))
    known = {*before["site_id"]}
    fresh = [site for site in placed["site_id"].dropna().unique() if site not in known]
    called = {site: f"{FRESH}{number}" for number, site in enumerate(fresh, start=1)}
    outcomes = _tell_outcomes(placed, former, links, others, known)
    outcomes["part_of"] = look_up(placed["site_id"], _find_wholes(wholes)).to_numpy()
    sites, changes = _compare_sites(before, after)
    named = pd.concat([names, *(_take_names(each) for each in (before, after, placed, others))])
    return _rename(Foresight(outcomes, sites, changes, named), called)


def _read_placed(register: Register, connection: Connection, survey_id: str) -> pd.DataFrame:
    columns = schema.records.c
    query = select(*(columns[name] for name in PLACED_COLUMNS))
    query = query.where(columns.survey_id == survey_id).order_by(columns.fid)
    return read_frame(register, connection, query)


def _read_sites(
    register: Register, connection: Connection, sites: Iterable[str]
) -> gpd.GeoDataFrame:
    columns = schema.sites.c
    query = select(*(columns[name] for name in ("site_id", *TOLD_COLUMNS, "geometry")))
    found = read_where_in(register, connection, query, columns.site_id, sorted(sites))
    return found.sort_values("site_id", ignore_index=True)


def _read_around(
    register: Register, connection: Connection, placed: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the links of records, each turned so that it begins at one, and the others' sites."""
    ids = placed["record_id"].tolist()
    links = read_links(register, connection, ids, SAME, ASK, PART_OF, HAS_PART)
    ends = {"record_id": "other_id", "other_id": "record_id"}
    turned = links.rename(columns=ends)
    turned["verdict"] = turned["verdict"].replace({PART_OF: HAS_PART, HAS_PART: PART_OF})
    both = pd.concat([links, turned], ignore_index=True)
    both = both[both["record_id"].isin(ids)]
    columns = schema.records.c
    query = select(*(columns[name] for name in PLACED_COLUMNS))
    others = read_where_in(
        register, connection, query, columns.record_id, sorted(both["other_id"].unique())
    )
    order = {"strength": False, "distance_m": True, "other_id": True}
    return both.sort_values([*order], ascending=[*order.values()], ignore_index=True), others


def _read_relations(
    register: Register, connection: Connection, sites: Iterable[str]
) -> pd.DataFrame:
    table = schema.relations.c
    query = select(table.site_id, table.other_site_id).where(table.relation == "part_of")
    return read_where_in(register, connection, query, table.site_id, sorted(sites))


def _find_wholes(relations: pd.DataFrame) -> pd.Series:
    first = relations.sort_values(["site_id", "other_site_id"]).drop_duplicates("site_id")
    return first.set_index("site_id")["other_site_id"]


def _read_names(register: Register, connection: Connection, sites: list[str]) -> pd.DataFrame:
    columns = schema.sites.c
    query = select(columns.site_id, *(columns[name] for name in NAMES))
    return _take_names(read_where_in(register, connection, query, columns.site_id, sites))


def _take_names(table: pd.DataFrame) -> pd.DataFrame:
    """Return NAMES by the id of a record or a site."""
    key = "record_id" if "record_id" in table else "site_id"
    return pd.DataFrame(table[[key, *NAMES]]).set_index(key)


def _tell_outcomes(
    placed: pd.DataFrame,
    former: pd.DataFrame,
    links: pd.DataFrame,
    others: pd.DataFrame,
    known: set[str],
) -> pd.DataFrame:
    """Say of each record what it would become, and on whose word that rests."""
    site_of = others.drop_duplicates("record_id").set_index("record_id")["site_id"]
    told = links.assign(other_site=look_up(links["other_id"], site_of))
    rows = placed[["record_id", "site_id", "waits"]].assign(
        former_site=look_up(placed["record_id"], former.set_index("record_id")["site_id"])
    )
    rows["outcome"] = [
        _name_outcome(site, waits, known_site, known)
        for site, waits, known_site in zip(
            rows["site_id"], rows["waits"], rows["former_site"], strict=True
        )
    ]
    is_wanted = told["verdict"] == SAME
    because = pd.concat(
        [
            _take_first(told[is_wanted], rows[rows["outcome"].isin((JOINS, MOVES, STAYS))]),
            _take_first(told[is_wanted | (told["verdict"] == ASK)], rows[rows["waits"].notna()]),
        ]
    ).drop_duplicates("record_id", keep="last")
    shown = ["record_id", "reason", "distance_m", "other_id", "other_site"]
    joined = rows.merge(because[shown], how="left", on="record_id")
    return joined.reindex(columns=[*OUTCOME_COLUMNS])


def _name_outcome(site: str | None, waits: str | None, former: str | None, known: set[str]) -> str:
    if pd.isna(site):
        return WAITS
    if not pd.isna(former):
        return STAYS if former == site else MOVES
    if not pd.isna(waits):
        return WAITS
    return JOINS if site in known else FOUNDS


def _take_first(links: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the surest link of each row: to its own site, or where it waits to any other."""
    both = links.merge(rows[["record_id", "site_id", "waits"]], on="record_id")
    is_own = both["other_site"] == both["site_id"]
    fits = is_own.where(both["waits"].isna(), ~is_own)
    return both[fits].drop_duplicates("record_id")[[*LINK_COLUMNS, "other_site"]]


def _compare_sites(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return which sites appear, disappear or change, and what of them changes."""
    moves, placed = compare_places(before, after, "site_id")
    changes = pd.concat(
        [placed, compare_columns(before, after, "site_id", TOLD_COLUMNS)], ignore_index=True
    )
    parts = [
        after[~after["site_id"].isin(before["site_id"])].assign(change=APPEARS),
        after[after["site_id"].isin(changes["record_id"])].assign(change=CHANGES),
        before[~before["site_id"].isin(after["site_id"])].assign(change=DISAPPEARS),
    ]
    sites = pd.concat([pd.DataFrame(part)[["site_id", "change", *NAMES]] for part in parts])
    return sites.join(moves, on="site_id").reset_index(drop=True), changes


def _rename(told: Foresight, called: dict[str, str]) -> Foresight:
    """Call new sites by what they are: the number that they get stands only when it is given."""

    def call(ids: pd.Series) -> pd.Series:
        return look_up(ids, called).fillna(ids)

    outcomes, sites, changes = told.outcomes.copy(), told.sites.copy(), told.changes.copy()
    for column in ("site_id", "other_site", "part_of"):
        outcomes[column] = call(outcomes[column])
    sites["site_id"] = call(sites["site_id"])
    changes["record_id"] = call(changes["record_id"])
    is_site = changes["field"] == "part_of"
    for column in ("before", "after"):
        changes.loc[is_site, column] = call(changes.loc[is_site, column].astype("str"))
    sites["order"] = sites["change"].map({APPEARS: 0, CHANGES: 1, DISAPPEARS: 2})
    sites["length"] = sites["site_id"].str.len()  # new-10 comes after new-9
    sites = sites.sort_values(["order", "length", "site_id"], ignore_index=True)
    sites = sites.drop(columns=["order", "length"])
    names = told.names.rename(index=called)
    return Foresight(outcomes, sites, changes, names[~names.index.duplicated()])
