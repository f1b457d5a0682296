"""The judgement: what the looter found, held against the true places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from chance_tests import find_shares, judge_ranks, judge_uniform

from heritage_gis.geo.grid import MICRO, REACH
from heritage_gis.paths import Home
from heritage_gis.register.loading import load_sites
from heritage_gis.register.store import open_register

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray

HALF, WHOLE = 0.5, 0.995
LEAST_PAIRS = 30


@dataclass
class Verdict:
    """What came of it.

    Attributes:
        table: by site, with `x`, `y`, `share`, `by_register`, `reason`, `is_border`, `is_inside`.
        p_values: name of a test of chance -> its p.
    """

    table: pd.DataFrame
    p_values: dict[str, float] = field(default_factory=dict)

    def tell(self) -> list[str]:
        """Return the figures, a line each."""
        table = self.table
        least = table.groupby("is_border")["by_register"].min()
        inside, near = int(table["is_inside"].sum()), int(table["is_near"].sum())
        cut = table[table["reason"] != ""]
        few = int((table["by_register"] < HALF).sum())
        lines = [
            f"{len(table)} protected sites with a cell, {int(table['is_border'].sum())} at borders",
            f"{inside} lie within what remains, {near} within reach of it",
            f"least share of a cell at borders: {least.get(True, 1):.3f}",
            f"least share of a cell elsewhere: {least.get(False, 1):.3f}",
            f"under a half: {few}",
            f"cut further by other sites: {len(cut)}, to {table['share'].min():.3f} at the least",
            *(f"  {site}: {row.share:.3f}, {row.reason}" for site, row in cut.iterrows()),
        ]
        odd = sorted(self.p_values.items(), key=lambda each: each[1])
        return [*lines, *(f"p = {p:.4f}: {name}" for name, p in odd[:12])]


def read_truth(home: Path) -> pd.DataFrame:
    """Return the true place of each site, and whether it is part of another, from the register."""
    with open_register(Home(home).register, "") as register:
        sites = load_sites(register, "2100-01-01")
    places = {"x": sites.geometry.x.to_numpy(), "y": sites.geometry.y.to_numpy()}
    whole = sites["part_of"].notna().to_numpy()
    return pd.DataFrame({**places, "is_part": whole}, index=sites["site_id"].to_numpy())


def judge(
    regions: gpd.GeoDataFrame,
    truth: pd.DataFrame,
    clues: pd.DataFrame,
    border_cells: Collection[str],
) -> Verdict:
    """Judge what the looter found.

    Args:
        regions: as `find_regions` gives them.
        truth: as `read_truth` gives it.
        clues: as `gather_clues` gives them.
        border_cells: cells that a border crosses.
    """
    table = pd.DataFrame(regions.drop(columns="geometry")).join(truth, how="inner")
    table = table[table["x"].notna()]
    shapes = regions.geometry.loc[table.index].to_numpy()
    points = shapely.points(table["x"].to_numpy(), table["y"].to_numpy())
    table["is_border"] = table["cell"].isin(border_cells)
    table["is_inside"] = shapely.intersects(shapes, points)
    reach = table["cell"].str.partition(":")[0].astype(float).to_numpy() / MICRO / REACH
    table["is_near"] = shapely.dwithin(shapes, points, reach * np.sqrt(2))
    verdict = Verdict(table)
    inside = table["is_inside"].to_numpy() & ~table["is_part"].to_numpy(dtype=bool)
    shares = [
        find_shares(shape, row.x, row.y)
        for shape, row in zip(shapes[inside], table[inside].itertuples(), strict=True)
    ]
    east, north = np.array(shares).T
    groups = {
        "all": np.ones(len(east), dtype=bool),
        "at borders": table.loc[inside, "is_border"].to_numpy(),
        "away from borders": ~table.loc[inside, "is_border"].to_numpy(),
    }
    for name, chosen in ((n, c) for n, c in groups.items() if c.any()):
        verdict.p_values[f"uniform from west to east, {name}"] = judge_uniform(east[chosen])
        verdict.p_values[f"uniform from south to north, {name}"] = judge_uniform(north[chosen])
    _weigh_clues(verdict, table[inside], clues, {"east": east, "north": north})
    return verdict


def _weigh_clues(
    verdict: Verdict,
    table: pd.DataFrame,
    clues: pd.DataFrame,
    places: dict[str, NDArray[np.float64]],
) -> None:
    """Ask of each clue whether it tells of the place: over all, and among sites of one cell."""
    shown = clues.reindex(table.index)
    cell = table["cell"].to_numpy()
    together = pd.Series(cell).groupby(cell).transform("size").to_numpy() > 1
    for name in shown:
        known = shown[name].notna().to_numpy()
        if known.sum() < LEAST_PAIRS or shown[name].nunique() < 2:
            continue
        for side, place in places.items():
            values = shown[name].to_numpy(dtype="float64")
            verdict.p_values[f"{name} ~ {side}"] = judge_ranks(values[known], place[known])
            both = known & together
            if both.sum() >= LEAST_PAIRS:
                apart = [_take_mean(each[both], cell[both]) for each in (values, place)]
                verdict.p_values[f"{name} ~ {side}, in one cell"] = judge_ranks(*apart)


def weigh_orders(verdict: Verdict, truth: pd.DataFrame, clues: pd.DataFrame) -> None:
    """Ask whether ids follow the rows of a survey, which its surveyor lists along the road."""
    told = truth.join(clues[["id", "survey", "guessed row"]], how="inner").dropna(subset=["x", "y"])
    of_survey = told.groupby("survey")
    for clue in ("id", "guessed row"):
        known = told[clue].notna().to_numpy()
        for axis in ("x", "y"):
            ranks = [of_survey[each].rank(pct=True).to_numpy()[known] for each in (clue, axis)]
            verdict.p_values[f"{clue} ~ {axis}, in one survey"] = judge_ranks(*ranks)


def _take_mean(values: NDArray[np.float64], cell: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return how far values lie from the mean of their cell."""
    told = pd.Series(values)
    return (told - told.groupby(cell).transform("mean")).to_numpy()
