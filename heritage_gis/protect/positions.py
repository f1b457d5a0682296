"""The public position of each site: its rounded point, the whole cell, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.geo.grid import (
    AREA,
    UNCERTAINTY_M,
    draw_cells,
    find_corner,
    is_beyond_reach,
    read_cells,
    write_cells,
)
from heritage_gis.model.record import CRS
from heritage_gis.protect.levels import PINNED_SIZES, find_roots

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from heritage_gis.model.ledger import Ledger

METRES_PER_DEGREE = 111_200.0  # of latitude here
MOST_DECIMALS = 5
UNKNOWN_ACCURACY_M = 1000.0
POSITION_COLUMNS = ("position", "cell", "coordinate_uncertainty_m", "geometry")


def pin_cells(sites: gpd.GeoDataFrame, levels: pd.Series, ledger: Ledger) -> pd.Series:
    """Return the cell of each protected site with a place; missing for all others.

    A cell once given stays, unless the place is shown to lie more than a fifth of a cell outside
    it. So it does when the level changes: a coarser cell is the one around the cell given before,
    and a level that comes back brings back its cell. A second cell told from the place anew could
    lie beside the first, and the two would have but a strip in common. A complex and its parts have
    one cell, that of the complex. The cell of a withheld site is told by no page.
    """
    roots = find_roots(sites)
    sizes = levels.map(PINNED_SIZES)
    lead = sites.assign(root=roots, leads=roots == sites["site_id"], size=sizes)
    lead = lead[lead.geometry.notna() & sizes.notna()]
    lead = lead.sort_values(["leads", "site_id"], ascending=[False, True]).drop_duplicates("root")
    size = lead["size"].astype("int64").to_numpy()
    x, y = lead.geometry.x.to_numpy(), lead.geometry.y.to_numpy()
    cells = write_cells(find_corner(x, size), find_corner(y, size), size).set_axis(lead.index)
    pinned = _recall_cells(lead["root"], size, ledger).fillna(cells)
    moved = is_beyond_reach(x, y, pinned)
    settled = pd.Series(pinned.mask(moved, cells).to_numpy(), index=lead["root"])
    has_cell = sizes.notna() & roots.isin(settled.index)
    return roots.map(settled).astype("str").where(has_cell)


def _recall_cells(roots: pd.Series, size: NDArray[np.int64], ledger: Ledger) -> pd.Series:
    """Return the cell of a size that follows from those given out; missing where none does.

    It is, or lies around, the last cell given that was no larger. What is split off was told by its
    former site, and what is merged by the other: a cell beside the one that was told for the same
    place would tell that it lies where they meet.
    """
    found: list[str | None] = []
    for root, wanted in zip(roots, size.tolist(), strict=True):
        told = [*ledger.inherited_cells.get(root, ()), *ledger.list_cells(root)]
        corners = [[*map(int, cell.split(":"))] for cell in told]
        last = next((corner for corner in reversed(corners) if corner[0] <= wanted), None)
        edges = [edge // wanted * wanted for edge in last[1:]] if last else None
        found.append(f"{wanted}:{edges[0]}:{edges[1]}" if edges else None)
    return pd.Series(found, index=roots.index, dtype="str")


def place_publicly(
    sites: gpd.GeoDataFrame, levels: pd.Series, cells: pd.Series
) -> gpd.GeoDataFrame:
    """Return POSITION_COLUMNS for each site, with the index of `sites`.

    Args:
        sites: with the true point in EPSG:4326 and `position_accuracy_m`.
        levels: as `find_levels` gives them.
        cells: as `pin_cells` gives them.
    """
    is_exact = (levels == "exact") & sites.geometry.notna()
    has_cell = cells.notna() & (levels != "withheld")
    told = pd.DataFrame(index=sites.index)
    told["position"] = np.select([is_exact, has_cell], ["exact", "cell"], default="none")
    told["cell"] = cells.where(has_cell)
    shapes = np.full(len(sites), None, dtype=object)
    uncertainty = pd.Series(pd.NA, index=sites.index, dtype="Int64")
    shapes[is_exact], uncertainty[is_exact] = round_points(sites[is_exact])
    shapes[has_cell] = draw_cells(cells[has_cell])
    uncertainty[has_cell] = _find_uncertainty(cells[has_cell], sites.loc[has_cell])
    told["coordinate_uncertainty_m"] = uncertainty
    return gpd.GeoDataFrame(told, geometry=shapes, crs=CRS)


def round_points(sites: gpd.GeoDataFrame) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return the points at no more decimals than their accuracy bears, and what they may be off."""
    accuracy = sites["position_accuracy_m"].fillna(UNKNOWN_ACCURACY_M).to_numpy(dtype="float64")
    finest = np.floor(np.log10(METRES_PER_DEGREE / np.maximum(accuracy, 0.01)))
    decimals = np.clip(finest, 0, MOST_DECIMALS)
    scale = 10.0**decimals
    x = np.rint(sites.geometry.x.to_numpy() * scale) / scale
    y = np.rint(sites.geometry.y.to_numpy() * scale) / scale
    rounding = METRES_PER_DEGREE / scale / np.sqrt(2)
    points = np.atleast_1d(np.asarray(shapely.points(x, y), dtype=object))
    return points, np.ceil(np.maximum(accuracy, rounding)).astype("int64")


def _find_uncertainty(cells: pd.Series, sites: pd.DataFrame) -> NDArray[np.int64]:
    level = read_cells(cells)["size"].map(UNCERTAINTY_M).to_numpy(dtype="float64")
    accuracy = sites["position_accuracy_m"].fillna(0).to_numpy(dtype="float64")
    return np.ceil(np.maximum(level, accuracy)).astype("int64")


def find_home_cells(public: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return west and south, in microdegrees, by which public sites are ordered.

    A protected site is ordered by its cell, an exact one by the 0.1 degree cell of its public
    point; a site without a position comes last.
    """
    order = pd.DataFrame({"west": np.nan, "south": np.nan}, index=public.index)
    has_cell = public["cell"].notna()
    corners = read_cells(public.loc[has_cell, "cell"])
    order.loc[has_cell, ["west", "south"]] = corners[["west", "south"]].astype("float64")
    exact = public["position"] == "exact"
    points = public.geometry[exact]
    order.loc[exact, "west"] = find_corner(points.x.to_numpy(), AREA).astype("float64")
    order.loc[exact, "south"] = find_corner(points.y.to_numpy(), AREA).astype("float64")
    return order
