"""The borders between units as lines, each once, and distances to them in metres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A conformal cone made for the two regions: between 46.0 and 51.35 N, at any longitude, its scale
# is within 0.06 % of one, so a distance of 6 km is out by 4 m at most.
METRIC_CRS = "+proj=lcc +lat_1=46.8 +lat_2=50.55 +lat_0=48.65 +lon_0=70 +datum=WGS84 +units=m"
# Straight in degrees is bent in metres: 46 N over two degrees bulges by half a kilometre.
PIECE_DEGREES = 0.02  # at this length the bulge is under 0.1 m
OUTSIDE = ""


@dataclass(frozen=True, eq=False)
class BorderIndex:
    """The pieces of all borders in METRIC_CRS, ready to be asked for the nearest.

    Attributes:
        tree: over straight pieces of border.
        pieces: those pieces.
        sides: for each piece the units on its two sides, as rows of the frame of units; the
            second is -1 where outside both regions.
    """

    tree: shapely.STRtree
    pieces: NDArray[np.object_]
    sides: NDArray[np.intp]


def trace_borders(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Find each border once, from polygons that share their vertices.

    Args:
        units: `kato` and `geometry`, a coverage without gaps and overlaps.

    Returns:
        `kato_a`, `kato_b` (ordered; `kato_b` is missing where outside), `border` (`outer`,
        `region`, `district`) and `geometry` (lines), in the reference system of `units`.
    """
    ends, owners = _share_edges(units.geometry.to_numpy())
    pairs, members = np.unique(owners, axis=0, return_inverse=True)
    edges = np.asarray(shapely.linestrings(ends.reshape(-1, 2, 2)))
    lines = [
        shapely.normalize(shapely.line_merge(shapely.multilinestrings(edges[members == pair])))
        for pair in range(len(pairs))
    ]
    katos = np.array([*units["kato"], OUTSIDE])
    frame = pd.DataFrame({"kato_a": katos[pairs[:, 0]], "kato_b": katos[pairs[:, 1]]}, dtype="str")
    is_region = frame["kato_a"].str[:2] != frame["kato_b"].str[:2]
    frame["border"] = np.where(is_region, "region", "district")
    frame.loc[frame["kato_b"] == OUTSIDE, "border"] = "outer"
    frame["kato_b"] = frame["kato_b"].where(frame["kato_b"] != OUTSIDE)
    order = frame.sort_values(["kato_a", "kato_b"]).index
    borders = gpd.GeoDataFrame(frame, geometry=lines, crs=units.crs)
    return borders.loc[order].reset_index(drop=True)


def index_borders(borders: gpd.GeoDataFrame, katos: pd.Series) -> BorderIndex:
    """Cut borders into straight pieces in metres and index them.

    Args:
        borders: as `trace_borders` gives them, in EPSG:4326.
        katos: the codes of the units, in the order of their frame.
    """
    rows = pd.Series(np.arange(len(katos)), index=katos.to_numpy())
    sides = np.column_stack(
        [
            borders[side].map(rows).fillna(-1).to_numpy(dtype=np.intp)
            for side in ("kato_a", "kato_b")
        ]
    )
    lines, line_of_part = shapely.get_parts(borders.geometry.to_numpy(), return_index=True)
    fine = shapely.segmentize(lines, PIECE_DEGREES)
    coordinates, part_of = shapely.get_coordinates(fine, return_index=True)
    metres = project_coordinates(coordinates)
    joined = part_of[:-1] == part_of[1:]
    ends = np.stack([metres[:-1][joined], metres[1:][joined]], axis=1)
    pieces = np.asarray(shapely.linestrings(ends))
    return BorderIndex(shapely.STRtree(pieces), pieces, sides[line_of_part[part_of[:-1][joined]]])


def find_nearest_pieces(
    index: BorderIndex, points: NDArray[np.object_], reach_m: float | None
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return, for points with a border within reach: their place, the nearest piece, the metres.

    Of several equally near pieces the first is taken.

    Args:
        index: the borders.
        points: points in METRIC_CRS; missing and empty ones have no border near.
        reach_m: how far to look; None: as far as it takes.
    """
    (asked, piece), distance = index.tree.query_nearest(
        points, max_distance=reach_m, return_distance=True
    )
    order = np.lexsort((piece, asked))
    asked, piece, distance = asked[order], piece[order], distance[order]
    first = np.r_[True, asked[1:] != asked[:-1]][: len(asked)]
    return asked[first], piece[first], distance[first]


def project_coordinates(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return coordinates of EPSG:4326 (longitude first) in METRIC_CRS."""
    return np.column_stack(_open_transformer().transform(degrees[:, 0], degrees[:, 1]))


def unproject_coordinates(metres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return coordinates of METRIC_CRS in EPSG:4326, longitude first."""
    both = _open_transformer().transform(metres[:, 0], metres[:, 1], direction="INVERSE")
    return np.column_stack(both)


def _share_edges(shapes: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the distinct edges (x, y, x, y) and the one or two units each belongs to."""
    parts, unit_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    coordinates, ring_of = shapely.get_coordinates(rings, return_index=True)
    joined = ring_of[:-1] == ring_of[1:]
    start, end = coordinates[:-1][joined], coordinates[1:][joined]
    unit = unit_of_part[part_of_ring[ring_of[:-1][joined]]]
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    both = np.hstack([np.where(turned[:, None], end, start), np.where(turned[:, None], start, end)])
    distinct, edge = np.unique(both, axis=0, return_inverse=True)
    owners = np.full((len(distinct), 2), -1, dtype=np.intp)
    first, last = np.full(len(distinct), len(shapes)), np.full(len(distinct), -1)
    np.minimum.at(first, edge, unit)
    np.maximum.at(last, edge, unit)
    owners[:, 0] = first
    owners[:, 1] = np.where(last == first, -1, last)
    return distinct, owners


@cache
def _open_transformer() -> Transformer:
    return Transformer.from_crs("EPSG:4326", METRIC_CRS, always_xy=True)
