"""Links: what records are to those that the register knows, each pair judged by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from sqlalchemy import distinct, func, select

from heritage_gis.model.record import CRS, REACH_COLUMNS
from heritage_gis.register import schema
from heritage_gis.register.matching.blocking import find_pairs, list_blocking_names
from heritage_gis.register.matching.names import have_other_numbers
from heritage_gis.register.matching.places import ROUGHEST_M, share_district
from heritage_gis.register.matching.subjects import describe_subjects
from heritage_gis.register.matching.verdicts import (
    ASK,
    HAS_PART,
    PART_OF,
    SAME,
    judge_pairs,
)
from heritage_gis.register.squares import is_in_reach, list_squares, touch
from heritage_gis.register.store import read_where_in

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from heritage_gis.register.store import Register

KEPT = (SAME, PART_OF, HAS_PART, ASK)
COMMON_STEM = 200  # a name that more records bear is looked for near them alone
_WHERE = ("place_wide", "position_accuracy_m", "district", "district_claimed")
TURNED = {PART_OF: HAS_PART, HAS_PART: PART_OF}
LINK_COLUMNS = ["record_id", "other_id", "verdict", "reason", "distance_m", "strength"]
# Of a record, what its site and its likeness to others are told from.
JUDGED_COLUMNS = (
    *("record_id", "survey_id", "author", "site_id", "own_site", "waits", "sequence", "judged_at"),
    *("site_code", "part_of", "part_no", "name_kk", "name_ru", "name_en", "name_other"),
    *("kind", "kind_text", "kind_certainty", "feature_count", "period", "start_year", "end_year"),
    *("dating_certainty", "geometry_role", "position_accuracy_m", "position_method"),
    *("district", "district_claimed", "district_certain", "okrug", "settlement", "location_text"),
    "geometry",
)


def link_records(
    register: Register,
    connection: Connection,
    records: gpd.GeoDataFrame,
    subjects: pd.DataFrame,
) -> pd.DataFrame:
    """Judge the records of one survey against those that the register holds of others.

    Args:
        register: the register, in which these records do not stand yet.
        connection: to it.
        records: as `prepare_records` gives them.
        subjects: what `describe_subjects` says of them.

    Returns:
        LINK_COLUMNS; `record_id` is the record judged later.
    """
    candidates = _find_candidates(register, connection, records, subjects)
    known = read_judged(register, connection, candidates)
    right = describe_subjects(known, _read_names(register, connection, candidates))
    judged = judge_pairs(find_pairs(subjects, right), subjects, right)
    judged = judged[judged["verdict"].isin(KEPT)]
    links = judged.rename(columns={"left_id": "record_id", "right_id": "other_id"})
    order = pd.concat([records, known]).set_index("record_id")["judged_at"]
    return _put_later_first(links[LINK_COLUMNS].reset_index(drop=True), order)


def _put_later_first(links: pd.DataFrame, order: pd.Series) -> pd.DataFrame:
    turned = (links["record_id"].map(order) < links["other_id"].map(order)).fillna(value=False)
    straight = links[~turned]
    ends = {"record_id": "other_id", "other_id": "record_id"}
    swapped = links[turned].rename(columns=ends)[LINK_COLUMNS]
    swapped["verdict"] = swapped["verdict"].replace(TURNED)
    return pd.concat([straight, swapped]).sort_values(["record_id", "other_id"], ignore_index=True)


def _find_candidates(
    register: Register, connection: Connection, records: gpd.GeoDataFrame, subjects: pd.DataFrame
) -> list[str]:
    """Return the ids of the registered records that share a name or a square with these."""
    names = list_blocking_names(subjects)
    stems = sorted(set(names["name"]))
    table = schema.lookups.c
    counting = func.count(distinct(table.record_id)).label("bearers")
    counted = select(table.stem, counting).group_by(table.stem)
    bearers = read_where_in(register, connection, counted, table.stem, stems)
    telling = bearers.loc[bearers["bearers"].astype("int64") <= COMMON_STEM, "stem"].tolist()
    namesakes = _find_namesakes(register, connection, records, names[names["name"].isin(telling)])
    return sorted(namesakes | _find_neighbours(register, connection, records))


def _find_neighbours(
    register: Register, connection: Connection, records: gpd.GeoDataFrame
) -> set[str]:
    """Return the ids of registered records within reach of these; indexes answer for the rows."""
    columns = schema.records.c
    query = select(*(columns[name] for name in ("record_id", *REACH_COLUMNS)))
    near = pd.concat(
        read_where_in(register, connection, query, columns[column], squares)
        for column, squares in list_squares(records).items()
    )
    return set(near.loc[is_in_reach(near, records), "record_id"])


def _find_namesakes(
    register: Register,
    connection: Connection,
    records: gpd.GeoDataFrame,
    names: pd.DataFrame,
) -> set[str]:
    """Return the ids of registered records that share a name with these, and may be of one place.

    Namesakes with another number are two places, unless their squares say otherwise. Of those that
    both have a place, those count that lie in squares of 1 degree which touch, or are said to be in
    one district: others are two places, whatever else they say.
    """
    table, columns = schema.lookups.c, schema.records.c
    query = select(table.stem, table.numbers, table.record_id)
    stems = sorted(names["name"].unique())
    bearers = read_where_in(register, connection, query, table.stem, stems)
    mine = names.rename(columns={"name": "stem"})
    pairs = mine.merge(bearers, on="stem", suffixes=("_here", ""))
    pairs = pairs[~have_other_numbers(pairs["numbers_here"], pairs["numbers"])]
    telling = select(*(columns[name] for name in ("record_id", *_WHERE)))
    ids = sorted(set(pairs["record_id"]))
    there = read_where_in(register, connection, telling, columns.record_id, ids)
    here = records[[*_WHERE]].reset_index(drop=True)
    pairs = pairs[["row", "record_id"]].drop_duplicates().join(here, on="row")
    pairs = pairs.merge(there, on="record_id", suffixes=("_here", ""))
    is_close = touch(_find_square(pairs, "_here"), _find_square(pairs, ""))
    is_close |= share_district(_name_districts(pairs, "_here"), _name_districts(pairs, ""))
    return set(pairs.loc[is_close, "record_id"])


def _find_square(pairs: pd.DataFrame, side: str) -> pd.Series:
    """Return the square of 1 degree of one side; missing where its place is too rough to count."""
    is_rough = pairs[f"position_accuracy_m{side}"].fillna(0) > ROUGHEST_M
    return pairs[f"place_wide{side}"].mask(is_rough)


def _name_districts(pairs: pd.DataFrame, side: str) -> pd.DataFrame:
    named = {f"district{side}": "district", f"district_claimed{side}": "claimed"}
    return pairs[[*named]].set_axis([*named.values()], axis=1)


def _read_names(register: Register, connection: Connection, records: list[str]) -> pd.DataFrame:
    """Return `record_id`, `name_key` as they were folded when the records came."""
    columns = schema.names.c
    query = select(columns.record_id, columns.name_key)
    return read_where_in(register, connection, query, columns.record_id, records)


def list_lookups(subjects: pd.DataFrame) -> pd.DataFrame:
    """Return `record_id`, `stem`, `numbers`: by what records are found that may be one place."""
    found = list_blocking_names(subjects).rename(columns={"name": "stem"})
    ids = subjects.index.to_numpy(dtype=object)[found["row"].to_numpy()]
    return found.assign(record_id=ids)[["record_id", "stem", "numbers"]]


def read_judged(
    register: Register, connection: Connection, record_ids: list[str]
) -> gpd.GeoDataFrame:
    """Return JUDGED_COLUMNS of registered records, by judged_at and record_id."""
    columns = schema.records.c
    query = select(*(columns[name] for name in JUDGED_COLUMNS))
    found = read_where_in(register, connection, query, columns.record_id, record_ids)
    return gpd.GeoDataFrame(
        found.sort_values(["judged_at", "record_id"], ignore_index=True), crs=CRS
    )


def read_links(
    register: Register, connection: Connection, record_ids: list[str], *verdicts: str
) -> pd.DataFrame:
    """Return LINK_COLUMNS of the links, of some verdicts, that begin or end at records."""
    columns = schema.links.c
    query = select(*(columns[name] for name in LINK_COLUMNS)).where(columns.verdict.in_(verdicts))
    ends = [
        read_where_in(register, connection, query, columns[end], record_ids)
        for end in ("record_id", "other_id")
    ]
    return pd.concat(ends).drop_duplicates(["record_id", "other_id"], ignore_index=True)
