"""Which sites stand on which page: 18 districts, their regions, the unplaced, and all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.model.public import find_first_district
from heritage_gis.places.units import PRESENT_LAYOUT, list_regions, list_units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from heritage_gis.model.public import PublicSites

UNPLACED = "unplaced"
ALL = "all"


def find_home_pages(frame: pd.DataFrame, layout: str = PRESENT_LAYOUT) -> NDArray[np.object_]:
    """Return for each site the one page that its card belongs to: of the district named first."""
    units = {unit.kato_in(layout): unit.slug for unit in list_units(layout)}
    first = find_first_district(frame)
    return np.asarray(first.map(units, na_action="ignore").fillna(UNPLACED), dtype=object)


def sort_sites_by_page(
    public: PublicSites, layout: str = PRESENT_LAYOUT
) -> dict[str, NDArray[np.int64]]:
    """Return for each page slug the rows of the public frame that stand on it, in its order.

    A site on a border stands on the page of each district its cell lies in; one whose district is
    not told, on the page of the unplaced; one whose region is not told, in no region.

    Args:
        public: the sites.
        layout: of the districts that they are told by.

    Raises:
        ValueError: a site names a district that is none of ours.
    """
    frame = public.frame
    codes, told = pd.factorize(frame["district"].fillna(frame["border_districts"]).fillna(""))
    katos = [text.split() for text in told]
    units = {unit.kato_in(layout): unit.slug for unit in list_units(layout)}
    if unknown := {kato for several in katos for kato in several} - units.keys():
        message = f"sites are shown in districts that do not exist: {', '.join(sorted(unknown))}"
        raise ValueError(message)

    def find_rows(is_meant: list[bool]) -> NDArray[np.int64]:
        return np.flatnonzero(np.array([*is_meant, False], dtype=bool)[codes])

    pages = {
        slug: find_rows([kato in several for several in katos]) for kato, slug in units.items()
    }
    pages[UNPLACED] = find_rows([not several for several in katos])
    for region in list_regions(layout):
        across = find_rows([any(k.startswith(region.region) for k in several) for several in katos])
        named = np.flatnonzero((frame["region"] == region.region).to_numpy(dtype=bool))
        pages[region.slug] = np.union1d(named, across)
    pages[ALL] = np.arange(len(frame))
    return pages
