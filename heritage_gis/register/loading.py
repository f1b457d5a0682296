"""What the register holds, loaded for those who publish, compare or ask."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from sqlalchemy import or_, select

from heritage_gis.register import schema
from heritage_gis.register.decisions import gather_decided
from heritage_gis.register.refreshing import OF_ANOTHER, read_said, read_wholes
from heritage_gis.register.sites import build_sites
from heritage_gis.register.store import read_frame, read_where_in

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from heritage_gis.register.decisions import Decided
    from heritage_gis.register.store import Register

# What every voice has a say in, told or not: it decides how exact a site is shown.
IN_WORDS = (
    *("site_id", "record_id", "survey_id", "kind", "condition", "visited_on", "year"),
    *("period", "start_year", "end_year", "dating_scheme", "dating_certainty"),
    *("protection_status", "list_number", "other_numbers", "legal_act", "status_from", "status_to"),
    "references",
)
PROTECTING = ("kinds_told", "extants_told", "earliest_year")


def load_sites(register: Register, as_of: str, guarded: Collection[str] = ()) -> gpd.GeoDataFrame:
    """Return the sites as they may be told on a day.

    Left out are voices of surveys that are not public yet, and those that wait for the keeper; a
    site all of whose voices are left out is not there. `kinds_told`, `extants_told` and
    `earliest_year` are those of all voices whose day has come.

    Args:
        register: the register.
        as_of: the day, as `YYYY-MM-DD`.
        guarded: protected sites, of which no other author's voice is told that only matched.
    """
    with register.engine.connect() as connection:
        affected = _find_affected(register, connection, as_of, guarded)
        sites = read_frame(register, connection, select(schema.sites).order_by("site_id"))
        if not affected:
            return sites
        said = read_said(register, connection, sorted(affected))
        decided = read_decided(register, connection)
        wholes = read_wholes(register, connection, sorted(affected))
    today = said[~(said["public_from"] > as_of).fillna(value=False)]
    told = said[find_told(said, as_of, guarded)].reset_index(drop=True)
    told_sites = build_sites(told, wholes, decided.rulings).set_index("site_id", drop=False)
    everyone = build_sites(today.reset_index(drop=True), wholes, decided.rulings)
    everyone = everyone.set_index("site_id").reindex(told_sites.index)
    for column in PROTECTING:
        told_sites[column] = everyone[column]
    rest = sites[~sites["site_id"].isin(affected)]
    return pd.concat([rest, told_sites], ignore_index=True).sort_values("site_id")


def load_said(register: Register, as_of: str, guarded: Collection[str] = ()) -> pd.DataFrame:
    """Return what records say of their sites in words, years and codes, as it may be told on a day.

    Args:
        register: the register.
        as_of: the day, as `YYYY-MM-DD`.
        guarded: as in `load_sites`.

    Returns:
        IN_WORDS of records that have a site, in the sequence of their surveys.
    """
    columns = schema.records.c
    telling = ("public_from", "joined_by", "waits")
    query = (
        select(*(columns[name] for name in (*IN_WORDS, *telling)))
        .where(columns.site_id.isnot(None))
        .order_by(columns.sequence, columns.fid)
    )
    with register.engine.connect() as connection:
        said = read_frame(register, connection, query)
    return said.loc[find_told(said, as_of, guarded), [*IN_WORDS]].reset_index(drop=True)


def find_told(said: pd.DataFrame, as_of: str, guarded: Collection[str] = ()) -> pd.Series:
    """Say which voices may be told on a day.

    Args:
        said: `site_id`, `public_from`, `joined_by`, `waits` of records.
        as_of: the day, as `YYYY-MM-DD`.
        guarded: protected sites, of which no other author's voice is told that only matched.

    Returns:
        Flags with the index of `said`.
    """
    is_public = ~(said["public_from"] > as_of).fillna(value=False)
    withheld = (said["joined_by"] == OF_ANOTHER) & said["site_id"].isin(guarded)
    return is_public & said["waits"].isna() & ~withheld


def _find_affected(
    register: Register, connection: Connection, as_of: str, guarded: Collection[str]
) -> set[str]:
    """Return the sites some of whose voices are left out."""
    columns = schema.records.c
    held = or_(columns.public_from > as_of, columns.waits.isnot(None))
    query = select(columns.site_id).where(columns.site_id.isnot(None))
    found = set(read_frame(register, connection, query.where(held))["site_id"])
    others = query.where(columns.joined_by == OF_ANOTHER)
    return found | (set(read_frame(register, connection, others)["site_id"]) & set(guarded))


def read_decided(register: Register, connection: Connection) -> Decided:
    """Return what persons ruled, as the register has it."""
    table = schema.decisions.c
    query = select(table.told).where(table.holds).order_by(table.seq)
    told = read_frame(register, connection, query)["told"]
    return gather_decided([json.loads(each) for each in told])


def find_known_sites(register: Register, site_ids: list[str]) -> dict[str, str]:
    """Return, of ids that mean a registered site, the id that it has now."""
    with register.engine.connect() as connection:
        merged = read_decided(register, connection).merged
        now = {site: merged.get(site, site) for site in site_ids}
        columns = schema.sites.c
        query = select(columns.site_id)
        found = read_where_in(register, connection, query, columns.site_id, [*now.values()])
    known = set(found["site_id"])
    return {site: meant for site, meant in now.items() if meant in known}


def find_known_records(register: Register, record_ids: list[str]) -> set[str]:
    """Return which of these records are registered."""
    columns = schema.records.c
    with register.engine.connect() as connection:
        query = select(columns.record_id)
        found = read_where_in(register, connection, query, columns.record_id, record_ids)
    return set(found["record_id"])


def find_site_of(register: Register, record_id: str) -> str | None:
    """Return the site of a record; None while it waits, or where there is no such record."""
    columns = schema.records.c
    query = select(columns.site_id).where(columns.record_id == record_id)
    with register.engine.connect() as connection:
        return connection.execute(query).scalar()


def load_records(register: Register) -> gpd.GeoDataFrame:
    """Return all records, those that wait for the keeper included."""
    with register.engine.connect() as connection:
        return read_frame(register, connection, select(schema.records))


def load_surveys(register: Register) -> pd.DataFrame:
    """Return the surveys, in the journal's sequence."""
    with register.engine.connect() as connection:
        return read_frame(register, connection, select(schema.surveys).order_by("sequence"))


def load_name_keys(register: Register) -> pd.DataFrame:
    """Return `site_id`, `name_key`: every folded name of every site."""
    names = schema.names.c
    told = (names.name_key != "") & names.site_id.isnot(None)
    query = select(names.site_id, names.name_key).where(told).distinct()
    with register.engine.connect() as connection:
        return read_frame(register, connection, query)


def load_other_voices(register: Register, site_ids: list[str]) -> pd.DataFrame:
    """Return `record_id`, `site_id` of what other authors say of sites, and was only matched."""
    columns = schema.records.c
    query = select(columns.record_id, columns.site_id).where(columns.joined_by == OF_ANOTHER)
    with register.engine.connect() as connection:
        found = read_where_in(register, connection, query, columns.site_id, site_ids)
    return found.sort_values(["site_id", "record_id"], ignore_index=True)


def load_relations(register: Register) -> pd.DataFrame:
    """Return how sites are related: `site_id`, `other_site_id`, `relation`, `told_by`, `reason`."""
    with register.engine.connect() as connection:
        query = select(schema.relations).order_by("site_id", "other_site_id")
        return read_frame(register, connection, query).drop(columns="fid")


def load_site_voices(register: Register, site_ids: list[str]) -> gpd.GeoDataFrame:
    """Return the records of sites, whole, in the sequence of their surveys."""
    with register.engine.connect() as connection:
        query = select(schema.records)
        found = read_where_in(register, connection, query, schema.records.c.site_id, site_ids)
    ordered = found.sort_values(["sequence", "fid"], ignore_index=True)
    return gpd.GeoDataFrame(ordered, geometry="geometry", crs=found.crs)
