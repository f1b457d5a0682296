"""The district each site is shown in: told from its cell, never from where in the cell it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from heritage_gis.geo.grid import draw_cells
from heritage_gis.model.record import CRS
from heritage_gis.places.units import read_units

if TYPE_CHECKING:
    from heritage_gis.places.districts import Districts

HALF = 0.5
SMALL_UNIT_KM2 = 2000.0  # too small for a withheld site: naming it would tell the place
LEAST_SHARE = 0.001  # a sliver of a cell is not a district it lies in
ATTACHED_COLUMNS = (
    "district",
    "border_districts",
    "region",
    "district_claimed",
    "district_certain",
)


def attach_districts(
    sites: pd.DataFrame, public: gpd.GeoDataFrame, districts: Districts
) -> pd.DataFrame:
    """Return ATTACHED_COLUMNS for each site.

    A protected site belongs to its district in public only where at least half of its cell lies
    in it; else it is on the border of all the districts its cell lies in.

    Args:
        sites: `district`, `district_claimed` (KATO), `district_certain`.
        public: `position`, `cell`, `protection` of the same sites.
        districts: the layer in place.
    """
    told = pd.DataFrame(index=sites.index)
    own = sites["district"]
    shares = _share_cells(public["cell"], districts)
    at_home = public["cell"].map(shares).combine(own, _share_of)
    is_cell = public["position"] == "cell"
    on_border = is_cell & (at_home < HALF)
    is_hidden = (public["protection"] == "withheld") & own.isin(_list_small_units())
    told["district"] = own.mask(on_border | is_hidden)
    told["border_districts"] = public["cell"].map(shares).where(on_border).map(_list_largest_first)
    told["region"] = own.str[:2].mask(on_border, told["border_districts"].str[:2])
    differs = sites["district_claimed"].notna() & (sites["district_claimed"] != own)
    told["district_claimed"] = sites["district_claimed"].where(differs & ~is_hidden)
    named = sites["district_claimed"] == own
    certain = sites["district_certain"].mask(is_cell, ~_is_near_border(public["cell"], districts))
    certain = (certain.astype("boolean") | named).mask(told["district"].isna() & ~on_border)
    # Of a withheld site not even this may be told: it has no cell to be told from.
    told["district_certain"] = certain.mask(public["protection"] == "withheld")
    return told[[*ATTACHED_COLUMNS]]


def _list_small_units() -> set[str]:
    return {unit.kato for unit in read_units() if unit.area_km2 < SMALL_UNIT_KM2}


def _share_cells(cells: pd.Series, districts: Districts) -> dict[str, dict[str, float]]:
    """Return for each distinct cell the share of it that lies in each district, by KATO."""
    distinct = pd.Series(cells.dropna().unique(), dtype="str")
    shapes = gpd.GeoSeries(draw_cells(distinct), crs=CRS)
    shares = districts.share_of_cells(shapes)
    shares = shares[shares["share"] >= LEAST_SHARE]
    found: dict[str, dict[str, float]] = {cell: {} for cell in distinct}
    for cell, kato, share in zip(
        distinct.loc[shares["cell"]], shares["kato"], shares["share"], strict=True
    ):
        found[cell][kato] = share
    return found


def _share_of(shares: object, kato: object) -> float:
    return shares.get(kato, 0.0) if isinstance(shares, dict) else np.nan


def _list_largest_first(shares: object) -> str:
    if not isinstance(shares, dict):
        return ""
    return " ".join(sorted(shares, key=lambda kato: (-shares[kato], kato)))


def _is_near_border(cells: pd.Series, districts: Districts) -> pd.Series:
    """Tell which sites' cells come near a border that is only sketched."""
    distinct = pd.Series(cells.dropna().unique(), dtype="str")
    shapes = gpd.GeoSeries(draw_cells(distinct), crs=CRS)
    near = districts.cells_near_border(shapes, districts.border_tolerance_m)
    near_cells = set(distinct[np.asarray(near, dtype=bool)])
    return cells.isin(near_cells)
