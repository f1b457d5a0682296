"""The looter: from ten public folders, and what else is public, to where each site may lie.

Nothing here reads a home. The looter knows the districts, the grid and the code of the register,
which surveys name the district of each row, and what other papers say of some sites.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from played_register import TOLD, try_spots
from public_files import Edition, read_edition

from heritage_gis.geo.grid import MICRO
from heritage_gis.model.record import CRS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from played_register import State

    from heritage_gis.places.districts import Districts

LEADS_HERE = "leads here"
SAME_NAME = "has the same name"
APART = 0.02  # degrees: two reports of one place are no farther from each other


@dataclass(frozen=True)
class Prior:
    """What is public elsewhere.

    Attributes:
        districts: the layer in place.
        naming: titles of surveys that name the district of each row.
        papers: name -> longitude, latitude and error in degrees that a paper gives of a place.
    """

    districts: Districts
    naming: tuple[str, ...]
    papers: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)


@dataclass
class Dossier:
    """What is known of one site after all editions.

    Attributes:
        states: what was told of it, each once, in the order of telling.
        names: all names it was told by.
        credit: the surveys that speak of it.
        is_open: whether it was ever told exactly.
        last_seen: the last edition that told it.
    """

    states: list[State] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    credit: str = ""
    is_open: bool = False
    last_seen: int = -1

    @property
    def cells(self) -> list[str]:
        """The cells that were told, in the order of telling."""
        return [*dict.fromkeys(state["cell"] for state in self.states if state["cell"])]


def read_editions(folders: Sequence[Path]) -> list[Edition]:
    """Read all public folders, the first one first."""
    return [read_edition(folder) for folder in folders]


def gather_dossiers(editions: Sequence[Edition]) -> dict[str, Dossier]:
    """Gather what all editions tell of each site."""
    dossiers: dict[str, Dossier] = {}
    for number, edition in enumerate(editions):
        for site, told in edition.told.items():
            if "protection" not in told:
                continue
            dossier = dossiers.setdefault(site, Dossier())
            state = {name: _write(told.get(name)) for name in TOLD}
            if dossier.states[-1:] != [state]:
                dossier.states.append(state)
            dossier.names |= {str(told[n]) for n in ("name_kk", "name_ru", "name_en") if n in told}
            dossier.credit = str(told.get("credit", ""))
            dossier.is_open |= told.get("position") == "exact"
            dossier.last_seen = number
    return dossiers


def _write(value: object) -> str:
    return {True: "true", False: "false", None: ""}.get(value, str(value))  # type: ignore[call-overload]


def find_regions(editions: Sequence[Edition], prior: Prior) -> gpd.GeoDataFrame:
    """Return where each protected site that was ever told by a cell may lie.

    Returns:
        By site: `cell`, the finest that was told; `has_moved`, whether cells were told that have
        no ground in common; `by_register`, the share of the cell that remains by what was told of
        that very site; `share`, by what was told of others, too, and the `reason`; what remains
        as geometry; `by_paper`, where a paper tells of the site: how much remains of what the
        paper and the cell alone leave.
    """
    dossiers = gather_dossiers(editions)
    asked = {s: d for s, d in dossiers.items() if d.cells and not d.is_open}
    regions = _play(asked, prior)
    regions["has_moved"] = [_has_moved(asked[site].cells) for site in regions.index]
    _follow_former(regions, editions, dossiers)
    _follow_names(regions, asked)
    _read_papers(regions, asked, prior)
    return regions


def _play(asked: Mapping[str, Dossier], prior: Prior) -> gpd.GeoDataFrame:
    """Try the whole history of each site; where no spot fits, it moved: leave out the oldest."""
    found: dict[str, tuple[str, float, shapely.Geometry]] = {}
    start = 0
    rest = dict(asked)
    while rest:
        cells, states, before, claims = [], [], [], []
        for dossier in rest.values():
            later = dossier.states[min(start, len(dossier.states) - 1) :]
            told = [s["cell"] for s in later if s["cell"]]
            earlier = [s["cell"] for s in dossier.states[:start] if s["cell"]]
            cells.append(min(told or earlier[-1:], key=lambda cell: int(cell.partition(":")[0])))
            states.append(later)
            before.append(tuple(dict.fromkeys(earlier)))
            claims.append(any(title in dossier.credit for title in prior.naming))
        spots = try_spots(cells, states, before, claims, prior.districts)
        ids = np.array([*rest])
        alive = spots.frame[spots.alive]
        for row, group in alive.groupby("site"):
            shape = shapely.union_all(group.geometry.to_numpy())
            found[ids[row]] = (cells[row], float(group["share"].sum()), shape)
        longest = max(len(dossier.states) for dossier in rest.values())
        rest = {s: d for s, d in rest.items() if s not in found}
        start += 1
        if start >= longest:
            break
    frame = pd.DataFrame(
        [(site, cell, share, "") for site, (cell, share, _) in found.items()],
        columns=["site_id", "cell", "share", "reason"],
    ).set_index("site_id")
    frame["by_register"] = frame["share"]
    shapes = [shape for *_, shape in found.values()]
    lost = sorted(rest)
    frame.attrs["unexplained"] = lost
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=CRS)


def _has_moved(cells: Sequence[str]) -> bool:
    """Tell whether cells have no ground in common: the place was found to be another."""
    common = shapely.intersection_all([draw(cell) for cell in cells])
    return bool(shapely.area(common) == 0)


def _follow_former(
    regions: gpd.GeoDataFrame, editions: Sequence[Edition], dossiers: Mapping[str, Dossier]
) -> None:
    """An id that led to another was of the same place: both lie where both cells are near."""
    for edition in editions:
        for former, into in edition.leads.items():
            if into in regions.index and former in dossiers and dossiers[former].cells:
                _cut(regions, into, dossiers[former].cells[-1], f"{former} {LEADS_HERE}")


def _follow_names(regions: gpd.GeoDataFrame, asked: Mapping[str, Dossier]) -> None:
    """Two ids of one name may be of one place, above all where one came after the other went."""
    bearers: dict[str, list[str]] = {}
    for site, dossier in asked.items():
        for name in dossier.names:
            bearers.setdefault(name, []).append(site)
    for sites in bearers.values():
        for site in sites:
            for other in sites:
                if other != site and site in regions.index:
                    _cut(regions, site, asked[other].cells[-1], f"{other} {SAME_NAME}")


def _cut(regions: gpd.GeoDataFrame, site: str, cell: str, reason: str) -> None:
    """Leave of a region what lies near a cell, unless nothing would be left: then it is no clue."""
    shape = regions.loc[site, "geometry"]
    left = shapely.intersection(shape, shapely.buffer(draw(cell), APART, join_style="mitre"))
    if 0 < shapely.area(left) < shapely.area(shape) - 1e-12:
        regions.loc[site, "share"] *= shapely.area(left) / shapely.area(shape)
        regions.loc[site, "geometry"] = left
        regions.loc[site, "reason"] = reason


def _read_papers(regions: gpd.GeoDataFrame, asked: Mapping[str, Dossier], prior: Prior) -> None:
    """See what the maps add to what papers tell: they may neither confirm nor correct it."""
    regions["by_paper"] = np.nan
    for site in regions.index:
        for name in asked[site].names & prior.papers.keys():
            x, y, error = prior.papers[name]
            told = shapely.box(x - error, y - error, x + error, y + error)
            alone = shapely.intersection(told, draw(regions.loc[site, "cell"]))
            both = shapely.intersection(told, regions.loc[site, "geometry"])
            if shapely.area(alone) > 0:
                regions.loc[site, "by_paper"] = shapely.area(both) / shapely.area(alone)


def draw(cell: str) -> shapely.Geometry:
    """Return a cell as a box in degrees."""
    size, west, south = (int(part) / MICRO for part in cell.split(":"))
    return shapely.box(west, south, west + size, south + size)
