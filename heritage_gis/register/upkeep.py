"""Keeping the register in step with the journal: what is new is added, else it is made anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import delete, insert, select

from heritage_gis.register import schema
from heritage_gis.register.fold import take_in_survey
from heritage_gis.register.geopackage import note_extents
from heritage_gis.register.sites import build_sites
from heritage_gis.register.store import open_register, read_frame

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd
    from sqlalchemy import Connection

    from heritage_gis.register.fold import CheckedSurvey
    from heritage_gis.register.journal import Journal
    from heritage_gis.register.store import Register

APPLIED = "applied"  # the digests of the surveys the register holds, in the journal's sequence


def update_register(
    path: Path,
    url: str,
    plan: list[str],
    load: Callable[[int], CheckedSurvey],
    journal: Journal,
) -> None:
    """Bring the register to the state of the plan.

    Args:
        path: the GeoPackage.
        url: a PostGIS database to use instead; empty for the GeoPackage.
        plan: a digest of each survey as it was checked, in the journal's sequence.
        load: gives the checked survey at a place in the plan; called only for what is new.
        journal: where sites founded on the way are noted.

    Every survey is one transaction. Where an earlier survey changed, the whole register is made
    anew: a GeoPackage beside the old one, which it then replaces; PostGIS in one transaction.
    """
    with open_register(path, url) as register:
        with register.engine.connect() as connection:
            applied = _read_applied(register, connection)
        if applied == plan[: len(applied)]:
            for place in range(len(applied), len(plan)):
                with register.engine.begin() as connection:
                    _add(register, connection, plan[: place + 1], load(place), journal)
        elif register.is_postgis:
            with register.engine.begin() as connection:
                for table in reversed(schema.metadata.sorted_tables):
                    connection.execute(delete(table))
                _add_all(register, connection, plan, load, journal)
        else:
            _rebuild_geopackage(path, plan, load, journal)
    if not url:
        note_extents(path)


def _rebuild_geopackage(
    path: Path, plan: list[str], load: Callable[[int], CheckedSurvey], journal: Journal
) -> None:
    beside = path.with_name(f"{path.stem}.rebuilt.gpkg")
    beside.unlink(missing_ok=True)
    with open_register(beside) as rebuilt, rebuilt.engine.begin() as connection:
        _add_all(rebuilt, connection, plan, load, journal)
    beside.replace(path)


def _add_all(
    register: Register,
    connection: Connection,
    plan: list[str],
    load: Callable[[int], CheckedSurvey],
    journal: Journal,
) -> None:
    for place in range(len(plan)):
        _add(register, connection, plan[: place + 1], load(place), journal)


def _add(
    register: Register,
    connection: Connection,
    applied: list[str],
    checked: CheckedSurvey,
    journal: Journal,
) -> None:
    take_in_survey(register, connection, checked, journal)
    connection.execute(delete(schema.state).where(schema.state.c.key == APPLIED))
    connection.execute(insert(schema.state), {"key": APPLIED, "value": json.dumps(applied)})


def _read_applied(register: Register, connection: Connection) -> list[str]:
    state = read_frame(register, connection, select(schema.state))
    told = state.loc[state["key"] == APPLIED, "value"]
    return [] if told.empty else list(json.loads(told.iloc[0]))


def load_sites(register: Register, as_of: str) -> gpd.GeoDataFrame:
    """Return the sites as they may be told on a day: without the voices that are not public yet.

    Args:
        register: the register.
        as_of: the day, as `YYYY-MM-DD`.
    """
    waiting = select(schema.records.c.site_id).where(schema.records.c.public_from > as_of)
    with register.engine.connect() as connection:
        affected = set(read_frame(register, connection, waiting)["site_id"].dropna())
        sites = read_frame(register, connection, select(schema.sites).order_by("site_id"))
        if not affected:
            return sites
        said = read_frame(
            register, connection, select(schema.records).where(schema.records.c.site_id.isnot(None))
        )
    told = said["site_id"].isin(affected) & ~(said["public_from"] > as_of).fillna(value=False)
    told_sites = build_sites(said[told].sort_values(["sequence", "fid"], ignore_index=True))
    rest = sites[~sites["site_id"].isin(affected)]
    return pd.concat([rest, told_sites], ignore_index=True).sort_values("site_id")


def load_records(register: Register) -> gpd.GeoDataFrame:
    """Return all records, those that wait for the keeper included."""
    with register.engine.connect() as connection:
        return read_frame(register, connection, select(schema.records))


def load_surveys(register: Register) -> pd.DataFrame:
    """Return the surveys, in the journal's sequence."""
    with register.engine.connect() as connection:
        return read_frame(register, connection, select(schema.surveys).order_by("fid"))
