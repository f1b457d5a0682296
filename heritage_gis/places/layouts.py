"""The layout of districts in force on a day, and the districts of places in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from heritage_gis.places.districts import load_districts
from heritage_gis.places.units import find_by_kato, read_layouts

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from heritage_gis.paths import Home
    from heritage_gis.places.districts import Districts

# There was a Zhezkazgan region until 1997, whose districts stand in no layout of ours.
KNOWN_FROM = date(1998, 1, 1)


def find_layout(day: date) -> str:
    """Return the layout that was in force on a day; before KNOWN_FROM, the first that we have."""
    told = day.isoformat()
    return next(
        each.layout
        for each in read_layouts()
        if each.valid_from <= told and (told <= each.valid_to or not each.valid_to)
    )


def load_districts_on(home: Home, day: date) -> Districts:
    """Load the districts in force on a day: the official layer of that layout, else its sketch.

    Raises:
        DamagedHomeError: the installed layer cannot be read; install it again.
    """
    return load_districts(home, find_layout(day))


def locate_on(home: Home, points: gpd.GeoSeries, day: date) -> pd.Series:
    """Return the KATO of the district in which each point lay on a day, in the codes of that day.

    Args:
        home: whose installed layers count.
        points: in EPSG:4326; missing and empty ones are allowed.
        day: any; the layouts reach from the first of our sources to today.

    Returns:
        With the index of `points`; missing outside both regions.

    Raises:
        DamagedHomeError: the installed layer cannot be read; install it again.
    """
    return load_districts_on(home, day).locate(points)["kato"]


def rekey_districts(
    katos: pd.Series, districts: Districts, points: gpd.GeoSeries | None = None
) -> pd.Series:
    """Return the districts of places in the codes and borders of another layout.

    Args:
        katos: the district of each place in the present layout; missing where not known.
        districts: of the other layout.
        points: where they lie, in EPSG:4326; missing where not known. Without them the codes
            alone are changed, as for what a survey claims.

    Returns:
        With the index of `katos`: the unit of the layout in which the point lies; where there is
        no point, or it lies outside, the unit that has since got the code of `katos`. A place
        whose district was not known gets none.
    """
    units = {kato: find_by_kato(kato) for kato in katos.dropna().unique()}
    since = {kato: unit.kato_in(districts.layout) for kato, unit in units.items() if unit}
    changed = katos.map(since).astype("str")
    if points is None:
        return changed
    located = districts.locate(points)["kato"].mask(katos.isna())
    return located.fillna(changed).astype("str")
