"""The sites as they may be told: without the voices that nobody has confirmed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd

    from heritage_gis.model.ledger import Ledger
    from heritage_gis.register.store import Register


def load_told_sites(register: Register, as_of: str, ledger: Ledger) -> gpd.GeoDataFrame:
    """Return the sites as they may be told on a day.

    What another author says of a protected site, and was only matched to it, waits for the
    keeper: else who hands in a point could learn from the maps whether it lies near one.

    Args:
        register: the register.
        as_of: the day, as `YYYY-MM-DD`.
        ledger: the keeper's decisions on how exact sites are shown.
    """
    from heritage_gis.protect.levels import find_levels
    from heritage_gis.register.loading import load_other_voices, load_sites

    sites = load_sites(register, as_of)
    levels = find_levels(sites, ledger)
    protected = sites.loc[levels != "exact", "site_id"].tolist()
    guarded = frozenset(load_other_voices(register, protected)["site_id"])
    return load_sites(register, as_of, guarded) if guarded else sites
