"""Search squares: in which records lie that may be of one place as another.

A record reaches as far as its position may be wrong and its outline goes. Squares come in three
sizes; a record stands in one of the smallest that is wider than twice its reach, so that two
records within reach of each other lie in the same square or in two that touch. Beside its squares
stand its point and its reach: an index holds them all, and most records of the squares are seen to
be out of reach before a row is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from heritage_gis.model.record import SQUARE_COLUMNS
from heritage_gis.register.matching.blocking import REACH_M
from heritage_gis.register.matching.places import TOLERANCE_M, UNKNOWN_ACCURACY_M
from heritage_gis.register.sites import find_points

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

SIZES = (0.01, 0.1, 1.0)  # degrees
NARROWEST_M = 69_000.0  # of a degree of longitude, at 51.7 north: the edge of the regions
SHORTEST_M, LONGEST_M = 111_000.0, 111_300.0  # of a degree of latitude, in and about the regions
_COLUMNS, _ROWS = 10**12, 10**6  # a key is the size, then the column, then the row


def find_squares(records: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return SEARCH_COLUMNS of records; missing where there is no place.

    Args:
        records: `position_accuracy_m`, and a geometry in EPSG:4326.
    """
    points = find_points(records.geometry)
    reach = _find_reach(records, points)
    widths = np.array(SIZES) * NARROWEST_M
    sizes = np.minimum(np.searchsorted(widths, 2 * reach), len(SIZES) - 1)
    keys = [_number(points, size) for size in range(len(SIZES))]
    own = np.choose(sizes, keys)
    missing = points.isna().to_numpy()
    squares = {
        name: pd.Series(pd.arrays.IntegerArray(told, missing.copy()), index=records.index)
        for name, told in zip(SQUARE_COLUMNS, (own, keys[1], keys[2]), strict=True)
    }
    reach_m = pd.Series(reach, index=records.index).mask(missing)
    return pd.DataFrame(
        squares | {"place_lon": points.x, "place_lat": points.y, "place_reach_m": reach_m}
    )


def list_squares(records: pd.DataFrame) -> dict[str, list[int]]:
    """Return in which squares those records stand that may be within reach of these.

    Args:
        records: SQUARE_COLUMNS.

    Returns:
        column -> keys: those of the own size, and of the larger; smaller records are found by
        the square of that size that they lie in.
    """
    placed = records.dropna(subset=["place_key"])
    size = (placed["place_key"] // _COLUMNS).to_numpy(dtype=np.int64)
    found = {}
    wider = [placed["place_key"][size == 0], placed["place_mid"], placed["place_wide"]]
    wider[1] = wider[1][size <= 1]
    found["place_key"] = _list_around(pd.concat(wider))
    found["place_mid"] = _list_around(placed["place_mid"][size == 1])
    found["place_wide"] = _list_around(placed["place_wide"][size == 2])  # noqa: PLR2004 - the widest
    return found


def touch(squares: pd.Series, others: pd.Series) -> NDArray[np.bool_]:
    """Tell which squares of one size are the same as others beside them, or touch these.

    Args:
        squares: keys, such as `place_wide`; a missing one touches all.
        others: keys, a row for each of `squares`.
    """
    one, other = (side.fillna(0).to_numpy("int64") for side in (squares, others))
    columns = np.abs(one // _ROWS - other // _ROWS)
    rows = np.abs(one % _ROWS - other % _ROWS)
    unplaced = (squares.isna() | others.isna()).to_numpy(dtype=bool)
    return unplaced | ((columns <= 1) & (rows <= 1))


def is_in_reach(places: pd.DataFrame, records: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which places lie within reach of at least one of these records.

    Args:
        places: `place_lon`, `place_lat` and `place_reach_m`.
        records: SEARCH_COLUMNS.
    """
    found = np.zeros(len(places), dtype=bool)
    theirs, their_reach = _lay_flat(places), places["place_reach_m"].to_numpy("float64")
    placed = records.dropna(subset=["place_key"])
    # By size of their squares: one wide outline does not make the others look as far.
    for _, some in placed.groupby(placed["place_key"] // _COLUMNS):
        mine, reach = _lay_flat(some), some["place_reach_m"].to_numpy("float64")
        tree = shapely.STRtree(mine)
        rows, others = tree.query(theirs, "dwithin", distance=their_reach + reach.max())
        near = shapely.distance(theirs[rows], mine[others]) <= their_reach[rows] + reach[others]
        found[rows[near]] = True
    return found


def _lay_flat(places: pd.DataFrame) -> NDArray[np.object_]:
    """Return points in metres; no two are farther from each other than on the ground."""
    columns = places["place_lon"].to_numpy("float64") * NARROWEST_M
    return np.asarray(shapely.points(columns, places["place_lat"].to_numpy() * SHORTEST_M))


def _find_reach(records: gpd.GeoDataFrame, points: gpd.GeoSeries) -> NDArray[np.float64]:
    """Return how many metres from its point a record may be found; what is rough, no farther.

    The reaches of two records together are no less than how far apart two reports of one place may
    lie, or than what is looked at without a common name.
    """
    accuracy = records["position_accuracy_m"].fillna(UNKNOWN_ACCURACY_M).to_numpy("float64")
    bounds = records.geometry.bounds.to_numpy()
    x, y = points.x.to_numpy(), points.y.to_numpy()
    wide = np.maximum(bounds[:, 2] - x, x - bounds[:, 0])
    high = np.maximum(bounds[:, 3] - y, y - bounds[:, 1])
    extent = np.nan_to_num(np.hypot(wide, high)) * LONGEST_M
    return np.asarray(np.clip(accuracy, TOLERANCE_M / 2, REACH_M - TOLERANCE_M / 2) + extent)


def _number(points: gpd.GeoSeries, size: int) -> NDArray[np.int64]:
    columns, rows = (
        np.floor(np.nan_to_num(axis.to_numpy()) / SIZES[size]) for axis in (points.x, points.y)
    )
    return np.asarray(size * _COLUMNS + columns * _ROWS + rows, dtype=np.int64)


def _list_around(keys: pd.Series) -> list[int]:
    """Return squares, and those that touch them."""
    own = keys.dropna().unique().astype("int64")
    steps = np.array([dx * _ROWS + dy for dx in (-1, 0, 1) for dy in (-1, 0, 1)])
    return [int(key) for key in np.unique(own[:, None] + steps)]
