"""The public twin told by the districts of another layout, such as that of 2017."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from heritage_gis.model.public import find_first_district
from heritage_gis.places.layouts import rekey_districts
from heritage_gis.places.units import read_units
from heritage_gis.protect.attachment import attach_districts

if TYPE_CHECKING:
    import pandas as pd

    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.districts import Districts


def relay_out(public: PublicSites, districts: Districts) -> PublicSites:
    """Tell a public twin by the districts of another layout.

    It is made from the twin alone: of a protected site nothing but its cell, and the district
    that is public already, decides. An open place is looked up where it is shown.

    Args:
        public: the public twin in the present layout.
        districts: of the other layout; its codes are those of the result.

    Returns:
        The same sites, with other districts, border districts and regions. Their catalogue numbers
        are those of the present layout, told only where the same unit still numbers the site.
    """
    frame = public.frame
    shown = frame.geometry.where(frame["position"] == "exact")
    sites = frame[["district_certain"]].assign(
        district=rekey_districts(frame["district"], districts, shown),
        district_claimed=rekey_districts(frame["district_claimed"], districts),
    )
    told = frame.assign(**attach_districts(sites, frame, frame["cell"], districts))
    numbered = rekey_districts(find_first_district(frame), districts)
    is_same = (numbered == find_first_district(told)).fillna(value=False).astype(bool)
    region = told["region"].fillna(_rekey_regions(frame["region"], districts.layout))
    numbers = told["number"].where(is_same)
    return replace(public, frame=told.assign(number=numbers, region=region))


def _rekey_regions(regions: pd.Series, layout: str) -> pd.Series:
    """Return the region of a layout that holds all of each present one; missing where none does."""
    within: dict[str, set[str]] = {}
    for unit in read_units():
        within.setdefault(unit.region, set()).add(unit.region_in(layout))
    whole = {region: min(codes) for region, codes in within.items() if len(codes) == 1}
    return regions.map(whole)
