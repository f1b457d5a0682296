"""Mending: outlines that are not valid made so, with no area lost in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from heritage_gis.geo.geometry import (
    COLLECTION,
    MULTI_POINT,
    MULTI_POLYGON,
    POINT,
    POLYGON,
    round_shapes,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    from heritage_gis.geo.geometry import Shapes

FINEST_DEGREES = 1e-7  # about a centimetre
LEAST_KEPT = 0.999


@dataclass(frozen=True)
class MendedShapes:
    """What became of shapes that were not valid.

    Attributes:
        shapes: the mended shapes, empty where nothing with an area (or length) is left.
        reason: the fault as GEOS names it, such as `Self-intersection`.
    """

    shapes: Shapes
    reason: Shapes


def mend_shapes(shapes: Shapes, decimals: int) -> MendedShapes:
    """Make invalid shapes valid, then round them where that keeps them so.

    The `structure` method of GEOS is used: a bow-tie keeps both lobes, a part drawn twice counts
    once, and parts that overlap become one. The other method, `linework`, takes the even-odd rule
    and cuts holes where an outline overlaps itself: it loses area.

    Args:
        shapes: shapes in EPSG:4326 that are not valid.
        decimals: of a degree; a shape that rounding would spoil stays finer.
    """
    reason = np.asarray(shapely.is_valid_reason(shapes), dtype=object)
    names = np.array([text.partition("[")[0].strip() for text in reason], dtype=object)
    mended = keep_main_parts(_make_valid(shapes))
    return MendedShapes(round_safely(mended, decimals), names)


def _make_valid(shapes: Shapes) -> Shapes:
    """Mend by structure; where GEOS leaves lobes that share an edge, a second time joins them."""
    mended = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    is_left = ~shapely.is_valid(mended)
    mended[is_left] = shapely.make_valid(mended[is_left], method="structure", keep_collapsed=False)
    is_left = ~shapely.is_valid(mended)
    mended[is_left] = shapely.make_valid(mended[is_left])  # what may be left after that
    return mended


def keep_main_parts(shapes: Shapes) -> Shapes:
    """Take out of collections their areas, or their lines where there is no area, or points."""
    kept = shapes.copy()
    for row in np.flatnonzero(shapely.get_type_id(shapes) == COLLECTION):
        parts = shapely.get_parts(shapely.get_parts(shapes[row]))
        dimensions = shapely.get_dimensions(parts)
        if len(parts):
            main = parts[dimensions == dimensions.max()]
            join = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)
            kept[row] = main[0] if len(main) == 1 else join[dimensions.max()](main)
    return kept


def round_safely(shapes: Shapes, decimals: int) -> Shapes:
    """Round valid shapes so that they stay valid.

    Where rounding by itself would spoil a shape, it is snapped to the grid of its last digit,
    which drops parts thinner than that; where even that would cost a thousandth of its area (or
    length), it stays unrounded.
    """
    rounded = round_shapes(shapes, decimals)
    is_good = shapely.is_valid(rounded)
    settled = shapes.copy()
    settled[is_good] = shapely.remove_repeated_points(rounded[is_good])
    left = np.flatnonzero(~is_good)
    snapped = shapely.set_precision(shapes[left], 10.0**-decimals)
    snapped = round_shapes(snapped, decimals)  # the same grid, as the nearest floats
    is_kept = shapely.is_valid(snapped) & ~_has_shrunk(shapes[left], snapped)
    settled[left[is_kept]] = snapped[is_kept]
    return settled


def _has_shrunk(before: Shapes, after: Shapes) -> npt.NDArray[np.bool_]:
    is_smaller = shapely.area(after) < LEAST_KEPT * shapely.area(before)
    is_shorter = shapely.length(after) < LEAST_KEPT * shapely.length(before)
    is_line = shapely.get_dimensions(before) == 1
    shrunk: npt.NDArray[np.bool_] = np.where(is_line, is_shorter, is_smaller)
    return shrunk | shapely.is_empty(after)


def has_lost_extent(shapes: Shapes) -> npt.NDArray[np.bool_]:
    """Tell which polygons are thinner than a centimetre throughout, and which lines shorter.

    Points on one line of the file's own system make a sliver of a millimetre in another.
    """
    type_id = shapely.get_type_id(shapes)
    is_areal = (type_id == POLYGON) | (type_id == MULTI_POLYGON)
    length = shapely.length(shapes)
    with np.errstate(divide="ignore", invalid="ignore"):
        extent = np.where(is_areal, 2 * shapely.area(shapes) / length, length)
    lost: npt.NDArray[np.bool_] = (
        (type_id > POINT) & (type_id != MULTI_POINT) & ~(extent > FINEST_DEGREES)
    )
    return lost
