"""The looter plays the register: what would be told of a site, if it lay in this spot or that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.geo.grid import MICRO
from heritage_gis.model.ledger import Ledger
from heritage_gis.model.record import CRS
from heritage_gis.protect.twin import make_public_sites

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from heritage_gis.places.districts import Districts

PARTS = 5  # of a cell, each way: the reach of a cell is one of them
PLACED = ("cell", "protection", "district", "border_districts", "region")
TOLD = (*PLACED, "district_certain", "district_claimed")
State = dict[str, Any]
SURVEYS = pd.DataFrame({"survey_id": ["s"], "title": ["s"], "licence": [None]}, dtype="str")


@dataclass
class Spots:
    """Spots in which sites may lie.

    Attributes:
        frame: `site` (row of the asked), `kato`, `share` of the cell, and the spot as geometry.
        alive: which of them fit all that was told.
        cells: for each spot, the cells that the register remembers, the last one last.
    """

    frame: gpd.GeoDataFrame
    alive: NDArray[np.bool_]
    cells: list[tuple[str, ...]] = field(default_factory=list)


def cut_cell(cell: str, districts: Districts) -> gpd.GeoDataFrame:
    """Cut a cell into spots: small squares, and these along all borders.

    Ground outside all districts belongs to the nearest one as far as the register takes it in.
    """
    size, west, south = (int(part) / MICRO for part in cell.split(":"))
    step = size / PARTS
    squares = [
        shapely.box(
            west + step * x, south + step * y, west + step * (x + 1), south + step * (y + 1)
        )
        for x in range(PARTS)
        for y in range(PARTS)
    ]
    near = districts.frame[
        districts.frame.intersects(shapely.box(west, south, west + size, south + size))
    ]
    told: list[tuple[str, shapely.Geometry]] = []
    for square in squares:
        rest = square
        for kato, shape in zip(near["kato"], near.geometry, strict=True):
            told.append((kato, shapely.intersection(square, shape)))
            rest = shapely.difference(rest, shape)
        told.append(("", rest))
    kept = [(k, g) for k, g in told if shapely.area(g) > (size * 1e-4) ** 2]
    frame = gpd.GeoDataFrame({"kato": [k for k, _ in kept]}, geometry=[g for _, g in kept], crs=CRS)
    frame["share"] = shapely.area(frame.geometry.to_numpy()) / size**2
    return _take_in(frame, districts)


def _take_in(spots: gpd.GeoDataFrame, districts: Districts) -> gpd.GeoDataFrame:
    """Give spots outside all districts to the nearest; drop those too far out."""
    outside = spots["kato"] == ""
    if not outside.any():
        return spots
    inner = gpd.GeoSeries(shapely.point_on_surface(spots.geometry[outside].to_numpy()), crs=CRS)
    found = districts.distance_outside_m(inner).set_axis(spots.index[outside])
    spots.loc[outside, "kato"] = found["nearest_kato"]
    far = found.index[found["distance_m"] > districts.border_tolerance_m]
    return spots.drop(far).reset_index(drop=True)


def try_spots(
    cells: Sequence[str],
    states: Sequence[Sequence[State]],
    before: Sequence[tuple[str, ...]],
    claims: Sequence[bool],
    districts: Districts,
) -> Spots:
    """Try for each site all spots of a cell against what was told of it, one state after another.

    Args:
        cells: of each site, the cell in which it is looked for.
        states: of each site, TOLD as it was told, in the order of telling.
        before: of each site, cells told earlier, which the register remembers.
        claims: of each site, whether its survey names the district it lies in.
        districts: the layer in place.
    """
    cut = {cell: cut_cell(cell, districts) for cell in {*cells}}
    frames = [cut[cell].assign(site=row) for row, cell in enumerate(cells)]
    frame = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry", crs=CRS)
    site = frame["site"].to_numpy()
    spots = Spots(frame, np.ones(len(frame), dtype=bool), [before[row] for row in site])
    claimed = frame["kato"].where(np.array([*claims], dtype=bool)[site])
    for step in range(max(map(len, states), default=0)):
        rows = np.flatnonzero([len(states[row]) > step for row in site])
        wanted = pd.DataFrame([states[row][step] for row in site[rows]])
        told = _tell(
            frame.iloc[rows], claimed.iloc[rows], wanted, [spots.cells[r] for r in rows], districts
        )
        is_same = (told[[*TOLD]].to_numpy() == wanted[[*TOLD]].to_numpy()).all(axis=1)
        spots.alive[rows] &= is_same
        for row, cell in zip(rows, told["pinned"], strict=True):
            if cell and spots.cells[row][-1:] != (cell,):
                spots.cells[row] = (*spots.cells[row], cell)
    return spots


def _tell(
    spots: gpd.GeoDataFrame,
    claimed: pd.Series,
    wanted: pd.DataFrame,
    cells: list[tuple[str, ...]],
    districts: Districts,
) -> pd.DataFrame:
    """Return what the register would tell of a site in each spot."""
    ids = [f"KRG-{row:07d}" for row in range(len(spots))]
    inner = gpd.GeoSeries(shapely.point_on_surface(spots.geometry.to_numpy()), crs=CRS)
    near = (districts.locate(inner)["border_distance_m"] <= districts.border_tolerance_m).to_numpy()
    kato, named = spots["kato"].to_numpy(), claimed.to_numpy()
    certain = pd.array(~near | (kato == named), dtype="boolean")
    texts = {
        "site_id": ids,
        "kind": "kurgan",
        "kinds_told": "kurgan",
        "kind_certainty": "certain",
        "survey_ids": "s",
        "district": kato,
        "district_claimed": named,
    }
    absent = (
        "name_kk",
        "name_ru",
        "name_en",
        "name_other",
        "extants_told",
        "dating_certainty",
        "period",
        "protection_status",
        "list_number",
        "condition",
        "part_of",
        "extant",
    )
    frame = pd.DataFrame({**texts, **dict.fromkeys(absent)}).astype("str")
    frame["position_accuracy_m"] = 5.0
    for name in ("start_year", "end_year", "earliest_year", "feature_count"):
        frame[name] = pd.array([pd.NA] * len(ids), dtype="Int64")
    frame["district_certain"] = certain
    ledger = Ledger(
        cells={i: each[-1] for i, each in zip(ids, cells, strict=True) if each},
        former_cells={i: each[:-1] for i, each in zip(ids, cells, strict=True) if each[:-1]},
        levels=dict(zip(ids, wanted["protection"], strict=True)),
    )
    sites = gpd.GeoDataFrame(frame, geometry=inner.to_numpy(), crs=CRS)
    public, first = make_public_sites(sites, SURVEYS, districts, ledger)
    told = public.frame.set_index("site_id").loc[ids].reset_index()
    told = pd.DataFrame({name: told[name].astype(object) for name in TOLD})
    told = told.where(told.notna(), "").astype(str).replace({"True": "true", "False": "false"})
    return told.assign(pinned=[first.cells.get(i, "") for i in ids])
