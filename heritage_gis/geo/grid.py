"""The protection grid: one fixed nested grid, counted in whole microdegrees.

Floats will not do: of the 206 exact tenths of a degree across the two regions (62.6-77.7 E,
46.0-51.3 N), 79 fall into the cell next door when divided as floats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

MICRO = 1_000_000
NEAR, AREA, WIDE = 10_000, 100_000, 500_000  # 0.01, 0.1 and 0.5 degree; each divides the next
REACH = 5  # a place may lie up to a fifth of a cell outside the cell it was given

# How far from the middle of its cell a place can be, anywhere between 46 and 52 north, a fifth of
# a cell outside included, rounded up: a figure of the level alone, so that it tells nothing more.
UNCERTAINTY_M = {NEAR: 1_000, AREA: 10_000, WIDE: 50_000}


def to_micro(degrees: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return whole microdegrees, rounded to the nearest."""
    micro: NDArray[np.int64] = np.rint(np.asarray(degrees) * MICRO).astype(np.int64)
    return micro


def find_corner(degrees: NDArray[np.float64], size: int | NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the west (or south) edge, in microdegrees, of the cell that holds each value."""
    corner: NDArray[np.int64] = to_micro(degrees) // size * size
    return corner


def write_cells(
    west: NDArray[np.int64], south: NDArray[np.int64], size: NDArray[np.int64]
) -> pd.Series:
    """Name each cell as `<size>:<west>:<south>`, all in microdegrees."""
    corners = zip(size.tolist(), west.tolist(), south.tolist(), strict=True)
    return pd.Series([f"{s}:{w}:{o}" for s, w, o in corners], dtype="str")


def read_cells(cells: pd.Series) -> pd.DataFrame:
    """Return `size`, `west`, `south` (whole microdegrees) of cells by their names.

    Args:
        cells: names as `write_cells` makes them, none missing.
    """
    number, distinct = pd.factorize(cells)
    corners = [tuple(map(int, cell.split(":"))) for cell in distinct]
    columns = ["size", "west", "south"]
    read = pd.DataFrame(corners, columns=columns, dtype="int64")
    return read.take(number).set_axis(cells.index)


def draw_cells(cells: pd.Series) -> NDArray[np.object_]:
    """Return each cell as a polygon in EPSG:4326, counter-clockwise from its south-west corner."""
    return _draw_squares(cells, reach=0)


def draw_reaches(cells: pd.Series) -> NDArray[np.object_]:
    """Return each cell with its reach around it, where a place given to it may lie."""
    return _draw_squares(cells, reach=REACH)


def _draw_squares(cells: pd.Series, reach: int) -> NDArray[np.object_]:
    if cells.empty:
        return np.empty(0, dtype=object)
    number, distinct = pd.factorize(cells)
    corners = read_cells(pd.Series(distinct))
    size = corners["size"].to_numpy()
    slack = size // reach if reach else np.zeros_like(size)
    west, south = corners["west"].to_numpy() - slack, corners["south"].to_numpy() - slack
    east, north = west + size + 2 * slack, south + size + 2 * slack
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    points = np.stack([np.stack([x, y], axis=-1) for x, y in ring], axis=1) / MICRO
    return np.asarray(shapely.polygons(points), dtype=object)[number]


def is_beyond_reach(
    longitude: NDArray[np.float64], latitude: NDArray[np.float64], cells: pd.Series
) -> NDArray[np.bool_]:
    """Tell which places lie more than a fifth of a cell outside the cell they were given."""
    corners = read_cells(cells)
    size = corners["size"].to_numpy()
    slack = size // REACH
    beyond = np.zeros(len(size), dtype=bool)
    for degrees, edge in ((longitude, "west"), (latitude, "south")):
        offset = to_micro(degrees) - corners[edge].to_numpy()
        beyond |= (offset < -slack) | (offset > size + slack)
    return beyond
