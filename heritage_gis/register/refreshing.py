"""What follows from the gathered records: which voices are told, the sites, their relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sqlalchemy import bindparam, delete, or_, select, update

from heritage_gis.model.columns import look_up
from heritage_gis.register import schema
from heritage_gis.register.linking import read_links
from heritage_gis.register.matching.verdicts import ASK, HAS_PART, PART_OF
from heritage_gis.register.sites import SAID_COLUMNS, build_sites
from heritage_gis.register.store import VALUES_AT_ONCE, read_where_in, write_frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    from sqlalchemy import Connection

    from heritage_gis.register.decisions import Decided
    from heritage_gis.register.store import Register

FOUNDED, MATCHED, OF_ANOTHER, BY_DECISION = "founded", "matched", "matched_other", "decided"
STATED, TOLD_MATCHED, TOLD_DECIDED = "stated", "matched", "decided"
VOICE_COLUMNS = (
    *("record_id", "site_id", "own_site", "author", "joined_by", "waits"),
    *("sequence", "judged_at", "part_of_record"),
)
RELATION_COLUMNS = ["site_id", "other_site_id", "relation", "told_by", "record_id", "reason"]


def refresh(
    register: Register,
    connection: Connection,
    sites: Iterable[str],
    records: Iterable[str],
    decided: Decided,
) -> None:
    """Make anew what follows from records and sites that were touched.

    Args:
        register: the register.
        connection: to it.
        sites: that gained or lost a record, or of which a decision speaks.
        records: that were gathered anew.
        decided: what persons ruled.
    """
    told = set(records)
    sites = _add_wholes_and_parts(register, connection, set(sites), told)
    voices = _read_voices(register, connection, sites, told)
    _settle_voices(register, connection, voices, decided)
    _relate(register, connection, sites, voices, decided)
    _rebuild(register, connection, sites, decided)


def _add_wholes_and_parts(
    register: Register, connection: Connection, sites: set[str], records: set[str]
) -> set[str]:
    """Add the sites of records that name a touched one as their whole, or that it names."""
    columns = schema.records.c
    query = select(columns.site_id)
    parts = read_where_in(register, connection, query, columns.part_of_record, sorted(records))
    links = read_links(register, connection, sorted(records), PART_OF, HAS_PART)
    ends = sorted({*links["record_id"], *links["other_id"]})
    linked = read_where_in(register, connection, query, columns.record_id, ends)
    return sites | set(parts["site_id"].dropna()) | set(linked["site_id"].dropna())


def _read_voices(
    register: Register, connection: Connection, sites: set[str], records: set[str]
) -> pd.DataFrame:
    """Return VOICE_COLUMNS of the records of sites, of others, and of all that ask of these."""
    columns = schema.records.c
    query = select(*(columns[name] for name in VOICE_COLUMNS))
    own = read_where_in(register, connection, query, columns.site_id, sorted(sites))
    asking = read_links(register, connection, sorted({*own["record_id"], *records}), ASK)
    ends = sorted({*asking["record_id"], *asking["other_id"], *records} - {*own["record_id"]})
    others = read_where_in(register, connection, query, columns.record_id, ends)
    voices = pd.concat([own, others], ignore_index=True).drop_duplicates("record_id")
    return voices.sort_values(["judged_at", "record_id"]).set_index("record_id", drop=False)


def _settle_voices(
    register: Register, connection: Connection, voices: pd.DataFrame, decided: Decided
) -> None:
    """Write how each voice came to its site, and what keeps it off the maps."""
    placed = voices[voices["site_id"].notna()]
    joined = _find_joined(register, connection, placed, decided)
    waits = _find_asking(register, connection, placed, decided)
    is_new = (joined != placed["joined_by"].fillna("")) | (waits != placed["waits"].fillna(""))
    rows = [
        {"record": record, "how": joined[record], "why": waits[record] or None}
        for record in placed.index[is_new]
    ]
    unplaced = voices.index[voices["site_id"].isna() & voices["joined_by"].notna()]
    _update_voices(connection, rows, ("joined_by", "waits"))
    _update_voices(connection, [{"record": r, "how": None} for r in unplaced], ("joined_by",))


def _update_voices(
    connection: Connection, rows: list[dict[str, str | None]], columns: tuple[str, ...]
) -> None:
    if not rows:
        return
    table = schema.records
    told: dict[str, Any] = {"joined_by": bindparam("how"), "waits": bindparam("why")}
    values = {column: told[column] for column in columns}
    connection.execute(
        update(table).where(table.c.record_id == bindparam("record")).values(values), rows
    )


def _find_joined(
    register: Register, connection: Connection, placed: pd.DataFrame, decided: Decided
) -> pd.Series:
    """Return how each record came to its site: founded, matched, matched_other or decided.

    A site that a person split off was founded by the records that were split off: what is matched
    to them later is no founder, else it would be told without anybody's having looked at it.
    """
    columns = schema.records.c
    query = select(*(columns[n] for n in ("record_id", "own_site", "author", "judged_at")))
    own_sites = sorted(set(placed["own_site"]))
    all_told = read_where_in(register, connection, query, columns.own_site, own_sites)
    split_off = all_told["record_id"].map(decided.split_off) == all_told["own_site"]
    all_told = all_told.assign(comes_later=~split_off)
    all_told = all_told.sort_values(["comes_later", "judged_at", "record_id"])
    first = all_told.drop_duplicates("own_site").set_index("own_site")
    is_first = placed["record_id"] == look_up(placed["own_site"], first["record_id"])
    is_other = placed["author"].fillna("") != look_up(placed["own_site"], first["author"]).fillna(
        ""
    )
    joined = np.select([is_first, is_other], [FOUNDED, OF_ANOTHER], MATCHED)
    told = pd.Series(joined, index=placed.index, dtype=object)
    return told.mask(placed["record_id"].isin(decided.placed.keys()), BY_DECISION)


def _find_asking(
    register: Register, connection: Connection, placed: pd.DataFrame, decided: Decided
) -> pd.Series:
    """Return why each record with a site is not told: it may be an earlier site; else empty."""
    links = read_links(register, connection, placed["record_id"].tolist(), ASK)
    columns = schema.records.c
    query = select(*(columns[name] for name in VOICE_COLUMNS))
    ends = sorted({*links["record_id"], *links["other_id"]} - set(placed.index))
    further = read_where_in(register, connection, query, columns.record_id, ends)
    further = further[further["site_id"].notna()].set_index("record_id", drop=False)
    asked = find_open(links, pd.concat([placed, further]), decided)
    first = asked.drop_duplicates("record_id").set_index("record_id")["reason"]
    return look_up(placed["record_id"], first).fillna("")


def find_open(links: pd.DataFrame, voices: pd.DataFrame, decided: Decided) -> pd.DataFrame:
    """Return the questions that are open, the surest first.

    Args:
        links: LINK_COLUMNS; those that ask.
        voices: VOICE_COLUMNS of the records at both ends, by record_id, where they have a site.
        decided: what persons ruled.

    Returns:
        `record_id` (of the survey received later), `other_id`, `site_id` (which the record may
        be), `reason`, `distance_m`, `strength`.
    """
    ends = links[links["record_id"].isin(voices.index) & links["other_id"].isin(voices.index)]
    turned = ends.rename(columns={"record_id": "other_id", "other_id": "record_id"})
    both = pd.concat([ends, turned], ignore_index=True)
    mine, theirs = (
        voices.loc[both[end]].reset_index(drop=True) for end in ("record_id", "other_id")
    )
    is_later = (mine["sequence"] > theirs["sequence"]) & (mine["site_id"] != theirs["site_id"])
    both["site_id"] = theirs["site_id"]
    is_settled = [
        decided.is_apart(record, site) or decided.are_apart(own, site)
        for record, own, site in zip(
            both["record_id"], mine["site_id"], both["site_id"], strict=True
        )
    ]
    found = both[is_later & ~np.array(is_settled, dtype=bool)]
    order = {"strength": False, "record_id": True, "other_id": True}
    return found.sort_values([*order], ascending=[*order.values()])


def _relate(
    register: Register,
    connection: Connection,
    sites: set[str],
    voices: pd.DataFrame,
    decided: Decided,
) -> None:
    """Make the relations of sites anew: those decided, stated by a survey, or matched."""
    table = schema.relations
    listed = sorted(sites)
    for start in range(0, len(listed), VALUES_AT_ONCE):
        some = listed[start : start + VALUES_AT_ONCE]
        ends = or_(table.c.site_id.in_(some), table.c.other_site_id.in_(some))
        connection.execute(delete(table).where(ends))
    own = voices[voices["site_id"].isin(sites)]
    told = pd.concat(
        [
            _find_decided(sites, decided),
            _find_stated(register, connection, own),
            _find_matched(register, connection, own),
        ]
    )
    told = told[told["site_id"] != told["other_site_id"]]
    told = told.drop_duplicates(["site_id", "other_site_id"])
    turned = zip(told["other_site_id"], told["site_id"], strict=True)
    is_overruled = [ends in decided.relations for ends in turned]  # a person spoke of these two
    told = told[~np.array(is_overruled, dtype=bool)]
    told = told[told["relation"] != "none"]
    write_frame(register, connection, table, told.sort_values(["site_id", "other_site_id"]))


def _find_decided(sites: set[str], decided: Decided) -> pd.DataFrame:
    rows = [
        (site, other, relation, TOLD_DECIDED, None, "decided")
        for (site, other), relation in decided.relations.items()
        if site in sites or other in sites
    ]
    return pd.DataFrame(rows, columns=RELATION_COLUMNS, dtype="str")


def _find_stated(register: Register, connection: Connection, own: pd.DataFrame) -> pd.DataFrame:
    """Return what surveys state: a row names its complex. Both ends are looked for."""
    columns = schema.records.c
    query = select(columns.record_id, columns.site_id, columns.part_of_record)
    below = read_where_in(
        register, connection, query, columns.part_of_record, own["record_id"].tolist()
    )
    parts = pd.concat([below, own[["record_id", "site_id", "part_of_record"]]])
    parts = parts.dropna().drop_duplicates("record_id")
    wholes = read_where_in(
        register, connection, query, columns.record_id, parts["part_of_record"].unique().tolist()
    ).set_index("record_id")["site_id"]
    parts["other_site_id"] = look_up(parts["part_of_record"], wholes)
    parts = parts.dropna().sort_values("record_id")
    return parts.assign(relation="part_of", told_by=STATED, reason="stated")[RELATION_COLUMNS]


def _find_matched(register: Register, connection: Connection, own: pd.DataFrame) -> pd.DataFrame:
    """Return what was judged of pairs of records: the one is part of the other."""
    links = read_links(register, connection, own["record_id"].tolist(), PART_OF, HAS_PART)
    turned = links["verdict"] == HAS_PART
    ends = links[["record_id", "other_id"]].copy()
    ends.loc[turned] = links.loc[turned, ["other_id", "record_id"]].to_numpy()
    columns = schema.records.c
    query = select(columns.record_id, columns.site_id)
    all_ends = sorted({*ends["record_id"], *ends["other_id"]})
    found = read_where_in(register, connection, query, columns.record_id, all_ends)
    site_of = found.set_index("record_id")["site_id"]
    told = links.assign(
        site_id=look_up(ends["record_id"], site_of),
        other_site_id=look_up(ends["other_id"], site_of),
        record_id=ends["record_id"],
    )
    told = told.dropna(subset=["site_id", "other_site_id"])
    order = {"strength": False, "record_id": True, "other_site_id": True}
    told = told.sort_values([*order], ascending=[*order.values()])
    return told.assign(relation="part_of", told_by=TOLD_MATCHED)[RELATION_COLUMNS]


def _rebuild(register: Register, connection: Connection, sites: set[str], decided: Decided) -> None:
    """Make sites anew from all that their records say; a site without records is gone."""
    listed = sorted(sites)
    said = read_said(register, connection, listed)
    site_id = schema.sites.c.site_id
    for start in range(0, len(listed), VALUES_AT_ONCE):
        former = listed[start : start + VALUES_AT_ONCE]
        connection.execute(delete(schema.sites).where(site_id.in_(former)))
    wholes = read_wholes(register, connection, listed)
    write_frame(register, connection, schema.sites, build_sites(said, wholes, decided.rulings))


def read_said(register: Register, connection: Connection, sites: list[str]) -> gpd.GeoDataFrame:
    """Return what the records of sites say, in the sequence of their surveys."""
    columns = schema.records.c
    query = select(*(columns[name] for name in ("sequence", "fid", *SAID_COLUMNS)))
    said = read_where_in(register, connection, query, columns.site_id, sites)
    return said.sort_values(["sequence", "fid"], ignore_index=True)


def read_wholes(register: Register, connection: Connection, sites: list[str]) -> pd.Series:
    """Return the site that each site is a part of.

    A person's word comes first, then a survey's. A whole that was only matched does not count: it
    would decide how exact both are shown, and that is for the keeper.
    """
    table = schema.relations.c
    query = select(*(table[name] for name in RELATION_COLUMNS)).where(table.relation == "part_of")
    told = read_where_in(register, connection, query, table.site_id, sites)
    told = told[told["told_by"] != TOLD_MATCHED]
    rank = told["told_by"].map({TOLD_DECIDED: 0, STATED: 1})
    first = told.assign(rank=rank).sort_values(["rank", "record_id", "other_site_id"])
    return first.drop_duplicates("site_id").set_index("site_id")["other_site_id"]
