"""The sites as they may be told: without the voices that nobody has confirmed yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from heritage_gis.model.ledger import Ledger
    from heritage_gis.register.store import Register


def load_told_sites(register: Register, as_of: str, ledger: Ledger) -> gpd.GeoDataFrame:
    """Return the sites as they may be told on a day, each with the status it has then.

    What another author says of a protected site, and was only matched to it, waits for the
    keeper: else who hands in a point could learn from the maps whether it lies near one.

    Args:
        register: the register.
        as_of: the day, as `YYYY-MM-DD`.
        ledger: the keeper's decisions on how exact sites are shown.
    """
    sites, guarded = _load_sites(register, as_of, ledger)
    return _put_statuses(register, sites, as_of, guarded, date.fromisoformat(as_of))


def load_told_voices(register: Register, as_of: str, ledger: Ledger) -> pd.DataFrame:
    """Return what records say that may be told on a day, before anything is withheld to protect.

    Args:
        register: the register.
        as_of: the day, as `YYYY-MM-DD`.
        ledger: the keeper's decisions on how exact sites are shown.

    Returns:
        As `register.loading.load_said`.
    """
    from heritage_gis.register.loading import load_said, load_sites

    guarded = _find_guarded(register, load_sites(register, as_of), ledger)
    return load_said(register, as_of, guarded)


def load_sites_now_and_then(
    register: Register, as_of: str, ledger: Ledger, day: date
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the sites as `load_told_sites` does, and with the status each surely had on a day.

    Args:
        register: the register.
        as_of: the day on which they are told, as `YYYY-MM-DD`.
        ledger: as above.
        day: the day of the other statuses; one that is not known is missing.
    """
    sites, guarded = _load_sites(register, as_of, ledger)
    now = _put_statuses(register, sites, as_of, guarded, date.fromisoformat(as_of))
    return now, _put_statuses(register, sites, as_of, guarded, day)


def _load_sites(
    register: Register, as_of: str, ledger: Ledger
) -> tuple[gpd.GeoDataFrame, frozenset[str]]:
    """Return the sites without the voices that wait, and the ids of those that have such voices."""
    from heritage_gis.register.loading import load_sites

    sites = load_sites(register, as_of)
    guarded = _find_guarded(register, sites, ledger)
    return (load_sites(register, as_of, guarded) if guarded else sites), guarded


def _put_statuses(
    register: Register, sites: gpd.GeoDataFrame, as_of: str, guarded: frozenset[str], day: date
) -> gpd.GeoDataFrame:
    from heritage_gis.register.statuses import load_statuses_on

    statuses = load_statuses_on(register, day, as_of, guarded).reindex(sites["site_id"])
    told = sites.copy()
    for name in statuses:
        told[name] = statuses[name].to_numpy()
    return told


def _find_guarded(register: Register, sites: gpd.GeoDataFrame, ledger: Ledger) -> frozenset[str]:
    """Return the protected sites of which another author says something that was only matched."""
    from heritage_gis.protect.levels import find_levels
    from heritage_gis.register.loading import load_other_voices

    levels = find_levels(sites, ledger)
    protected = sites.loc[levels != "exact", "site_id"].tolist()
    return frozenset(load_other_voices(register, protected)["site_id"])
