"""Made-up places of the looter's home: chosen cell by cell, and at random within each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.geo.grid import AREA, MICRO, REACH, draw_cells
from heritage_gis.model.record import CRS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from heritage_gis.places.districts import Districts

CELL = AREA / MICRO
DECIMALS = 6
KINDS = ("курган", "могильник", "поселение", "петроглифы", "рудник древний", "стоянка")
OPEN_KIND = "мечеть"
OPEN_SHARE = 0.04
SOUNDS = ("б", "д", "ж", "з", "к", "л", "м", "н", "с", "т", "ш")
VOWELS = ("а", "о", "у", "е", "ы")
MOST_TOGETHER = 4  # sites in one cell


def draw_ground(districts: Districts) -> pd.DataFrame:
    """Return all area cells that hold ground of a district: `west`, `south`, `kato`, `is_border`.

    A cell that several districts share has a row for each.
    """
    bounds = np.round(districts.frame.total_bounds / CELL).astype(int) * AREA
    west, south = np.meshgrid(
        np.arange(bounds[0], bounds[2] + 1, AREA), np.arange(bounds[1], bounds[3] + 1, AREA)
    )
    names = pd.Series([f"{AREA}:{w}:{s}" for w, s in zip(west.ravel(), south.ravel(), strict=True)])
    shares = districts.share_of_cells(gpd.GeoSeries(draw_cells(names), crs=CRS))
    shares = shares[shares["share"] > 0.02]
    corners = pd.DataFrame({"west": west.ravel(), "south": south.ravel()}).loc[shares["cell"]]
    own = shares.groupby("cell")["share"].transform("max")
    return corners.assign(
        kato=shares["kato"].to_numpy(), is_border=(own < 1 - 1e-9).to_numpy()
    ).reset_index(drop=True)


def make_places(
    count: int, districts: Districts, chance: np.random.Generator
) -> NDArray[np.float64]:
    """Return longitude and latitude of places in all districts, half of them in border cells.

    Several may share a cell; each lies anywhere in its cell with the same chance, as long as that
    is in one of the two regions: what the looter could know of it before reading a map.
    """
    ground = draw_ground(districts)
    katos = sorted(ground["kato"].unique())
    corners: list[tuple[int, int]] = []
    while len(corners) < count:
        kato = katos[len(corners) % len(katos)]
        wanted = ground[ground["kato"] == kato]
        parted = wanted[wanted["is_border"] == (chance.random() < 0.5)]
        pool = parted if len(parted) else wanted
        row = pool.iloc[int(chance.integers(len(pool)))]
        corners += [(row["west"], row["south"])] * int(chance.integers(1, MOST_TOGETHER + 1))
    return draw_within(np.array(corners[:count]) / MICRO, districts, chance)


def draw_within(
    corners: NDArray[np.float64],
    districts: Districts,
    chance: np.random.Generator,
    beyond: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Draw a place in each cell, within the regions; beyond the reach of other cells if given."""
    there = corners + CELL / 2
    waiting = np.arange(len(corners))
    for _ in range(500):
        drawn = corners[waiting] + chance.random((len(waiting), 2)) * CELL
        drawn = np.round(drawn, DECIMALS)
        fits = districts.locate(to_points(drawn))["kato"].notna().to_numpy()
        if beyond is not None:
            slack = CELL / REACH
            offset = drawn - beyond[waiting]
            fits = fits & ((offset < -slack) | (offset > CELL + slack)).any(axis=1)
        there[waiting[fits]] = drawn[fits]
        waiting = waiting[~fits]
        if not len(waiting):
            break
    return there


def to_points(degrees: NDArray[np.float64]) -> gpd.GeoSeries:
    """Return points of longitudes and latitudes."""
    return gpd.GeoSeries(shapely.points(degrees), crs=CRS)


def name_places(count: int, chance: np.random.Generator) -> list[str]:
    """Make names of four syllables that no two places share."""
    names: dict[str, None] = {}
    while len(names) < count:
        parts = [str(chance.choice(SOUNDS)) + str(chance.choice(VOWELS)) for _ in range(4)]
        names["".join(parts).capitalize()] = None
    return [*names]


def make_sites(count: int, districts: Districts, chance: np.random.Generator) -> pd.DataFrame:
    """Make the sites of the home: `name`, `kind`, `count`, `width`, `lon`, `lat`, `accuracy`."""
    degrees = make_places(count, districts, chance)
    is_open = chance.random(count) < OPEN_SHARE
    return pd.DataFrame(
        {
            "name": name_places(count, chance),
            "kind": np.where(is_open, OPEN_KIND, chance.choice(KINDS, count)),
            "count": chance.integers(1, 90, count),
            "width": chance.integers(3, 60, count) + 0.7,
            "lon": degrees[:, 0],
            "lat": degrees[:, 1],
            "accuracy": chance.choice([5, 20, 100], count),
        }
    )
