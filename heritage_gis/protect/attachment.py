"""The district each site is shown in: told from its cell, never from where in the cell it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.geo.grid import draw_cells, draw_reaches
from heritage_gis.model.record import CRS
from heritage_gis.places.units import PRESENT_LAYOUT, read_units

if TYPE_CHECKING:
    from heritage_gis.places.districts import Districts

HALF = 0.5
QUARTER = 0.25
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
    sites: pd.DataFrame, public: gpd.GeoDataFrame, cells: pd.Series, districts: Districts
) -> pd.DataFrame:
    """Return ATTACHED_COLUMNS for each site.

    What is told of a protected site follows from its cell alone: either all sites of a cell belong
    to the district that holds most of it, or all are on the border of the districts it lies in. To
    tell of some that they lie in one district would tell of the others that they do not. A withheld
    site is on no border: where its cell has no main district, the region is told.

    Args:
        sites: `district`, `district_claimed` (KATO), `district_certain`.
        public: `position`, `cell`, `protection` of the same sites.
        cells: by which the same sites are told; of withheld ones the cell that is not told.
        districts: the layer in place.
    """
    told = pd.DataFrame(index=sites.index)
    shares = cells.map(_share_cells(cells, districts))
    main = cells.map(find_main_districts(cells, districts)).astype("str")
    belongs = sites["district"].mask(cells.notna(), main)
    is_cell = public["position"] == "cell"
    is_withheld = public["protection"] == "withheld"
    on_border = is_cell & belongs.isna()
    told["district"] = belongs.mask(is_withheld & belongs.isin(_list_small_units(districts)))
    told["border_districts"] = shares.where(on_border).map(_list_largest_first)
    region = belongs.str[:2].mask(on_border, told["border_districts"].str[:2])
    told["region"] = region.fillna(shares.map(_find_only_region).astype("str"))
    claimed = sites["district_claimed"]
    is_told = claimed.notna() & (claimed != belongs) & ~_hide_claims(sites, public, districts)
    told["district_claimed"] = claimed.where(is_told)
    # Who names the district of each place names it of the few beyond the border, too: so a cell is
    # as uncertain as it is, whatever its surveys say.
    certain = sites["district_certain"] | (claimed == belongs).fillna(value=False)
    certain = certain.astype("boolean").mask(is_cell, ~_is_near_border(public["cell"], districts))
    certain = certain.mask(told["district"].isna() & ~on_border)
    # Of a withheld site not even this may be told: it has no cell to be told from.
    told["district_certain"] = certain.mask(is_withheld)
    return told[[*ATTACHED_COLUMNS]]


def find_main_districts(cells: pd.Series, districts: Districts) -> dict[str, str]:
    """Return for each cell the district of all its sites, where there is only one.

    It holds half of the cell at the least, and of what lies in the two regions more than three
    quarters. A cell outside both belongs to the nearest district.

    Args:
        cells: by their names (`geo.grid`), missing where a site has none.
        districts: the layer in place.
    """
    found, beyond = {}, []
    for cell, shares in _share_cells(cells, districts).items():
        kato = max(shares, key=lambda kato: shares[kato], default="")
        main = shares.get(kato, 0.0)
        if main >= HALF and sum(shares.values()) - main < QUARTER * sum(shares.values()):
            found[cell] = kato
        elif not shares:
            beyond.append(cell)
    middles = gpd.GeoSeries(shapely.centroid(draw_cells(pd.Series(beyond, dtype="str"))), crs=CRS)
    nearest = districts.distance_outside_m(middles)["nearest_kato"]
    return found | dict(zip(beyond, nearest, strict=True))


def _hide_claims(sites: pd.DataFrame, public: gpd.GeoDataFrame, districts: Districts) -> pd.Series:
    """Tell of which sites not to say what district a survey names.

    Of two districts that a cell or its reach lies in, that would be the one the site lies in; and
    a withheld site is told by one district alone, if that is no small one.
    """
    claimed = sites["district_claimed"]
    distinct = pd.Series(public["cell"].dropna().unique(), dtype="str")
    reached = gpd.GeoSeries(draw_reaches(distinct), crs=CRS)
    shares = districts.share_of_cells(reached)
    touched = set(zip(distinct.loc[shares["cell"]], shares["kato"], strict=True))
    pairs = zip(public["cell"], claimed, strict=True)
    is_near = pd.Series([pair in touched for pair in pairs], index=sites.index, dtype=bool)
    has_other = sites["district"].notna() | claimed.isin(_list_small_units(districts))
    return is_near | ((public["protection"] == "withheld") & has_other)


def _list_small_units(districts: Districts) -> set[str]:
    """Return the small units by their codes in the layout in place.

    Those of a former layout are as small as its layer has them: Karazhal of today is a wide land,
    and was a town.
    """
    if districts.layout != PRESENT_LAYOUT:
        return set(districts.frame.loc[districts.areas_km2 < SMALL_UNIT_KM2, "kato"])
    small = [unit for unit in read_units() if unit.area_km2 < SMALL_UNIT_KM2]
    return {unit.kato for unit in small}


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


def _list_largest_first(shares: object) -> str:
    if not isinstance(shares, dict):
        return ""
    return " ".join(sorted(shares, key=lambda kato: (-shares[kato], kato)))


def _find_only_region(shares: object) -> str | None:
    """Return the region that holds all of a cell; none where two do."""
    regions = {kato[:2] for kato in shares} if isinstance(shares, dict) else set()
    return regions.pop() if len(regions) == 1 else None


def _is_near_border(cells: pd.Series, districts: Districts) -> pd.Series:
    """Tell which sites' cells come near a border that is only sketched."""
    distinct = pd.Series(cells.dropna().unique(), dtype="str")
    shapes = gpd.GeoSeries(draw_cells(distinct), crs=CRS)
    near = districts.cells_near_border(shapes, districts.border_tolerance_m)
    near_cells = set(distinct[np.asarray(near, dtype=bool)])
    return cells.isin(near_cells)
