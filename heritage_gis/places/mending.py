"""Mending polygons of units into a coverage, with an account of each mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely
from pyproj import Transformer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Shapes = NDArray[np.object_]

DECIMALS = 7  # of a degree, about a centimetre
GAP_DEGREES = 0.01  # a gap in which no larger circle fits is filled: about 1 km; larger ones stay
LEAST_MEND_M2 = 1.0  # less is the rounding of coordinates
_EQUAL_AREA = "+proj=cea +lat_ts=48.65 +lon_0=70 +datum=WGS84 +units=m"
# An edge straight in degrees bends in the projection: 50 km left uncut are out by 3 hectares.
_PIECE_DEGREES = 0.01
_ROUNDS = 3


@dataclass(frozen=True)
class Mend:
    """One thing that was wrong with the polygons, and what was done.

    Attributes:
        fault: `invalid` (a polygon crossed itself, and was rebuilt from its own lines), `overlap`
            (given to one unit), `gap` (filled into the unit with the longest border along it),
            `gap left` (too wide to be a fault of drawing: nothing was done).
        units: the rows of the polygons concerned, the one that has the land now first.
        area_m2: what changed hands; for `invalid` the change of the area of the polygon.
        reason: what was found, for `invalid`.
    """

    fault: Literal["invalid", "overlap", "gap", "gap left"]
    units: tuple[int, ...]
    area_m2: float
    reason: str = ""


def mend_coverage(shapes: Shapes) -> tuple[Shapes, tuple[Mend, ...]] | None:
    """Make polygons valid, and neighbours meet exactly.

    An overlap goes to the smaller of the two units: official layers draw a city over the district
    around it. A gap up to GAP_DEGREES wide goes to the unit with the longest border along it.

    Args:
        shapes: polygons in EPSG:4326.

    Returns:
        The mended polygons, rounded to DECIMALS, and what was mended; None where the borders
        cross so badly that no coverage comes of it.
    """
    valid = _make_valid(shapes)
    invalid = _tell_invalid(shapes, valid)
    cleaned = _clean(valid)
    if cleaned is None:
        return None
    mends = (*invalid, *_tell_overlaps(valid, cleaned), *_tell_gaps(valid, cleaned))
    return cleaned, mends


def measure_m2(shapes: Shapes) -> NDArray[np.float64]:
    """Return the areas of polygons in EPSG:4326, in square metres on the ellipsoid."""
    transformer = Transformer.from_crs("EPSG:4326", _EQUAL_AREA, always_xy=True)
    even = shapely.transform(
        shapely.segmentize(shapes, _PIECE_DEGREES),
        lambda degrees: np.column_stack(transformer.transform(degrees[:, 0], degrees[:, 1])),
    )
    return shapely.area(even)


def _make_valid(shapes: Shapes) -> Shapes:
    """Round, and rebuild what crosses itself from its own lines, keeping what has an area."""
    rounded = shapely.transform(shapes, lambda degrees: np.round(degrees, DECIMALS))
    return shapely.make_valid(rounded, method="structure", keep_collapsed=False)


def _tell_invalid(shapes: Shapes, valid: Shapes) -> list[Mend]:
    rows = np.flatnonzero(~shapely.is_valid(shapes))
    change = measure_m2(valid[rows]) - measure_m2(shapes[rows])
    reasons = shapely.is_valid_reason(shapes[rows])
    return [
        Mend("invalid", (int(row),), float(change[place]), str(reasons[place]))
        for place, row in enumerate(rows)
    ]


def _clean(valid: Shapes) -> Shapes | None:
    cleaned = valid
    for _ in range(_ROUNDS):  # rounding the nodes of a mended border can, rarely, cross it anew
        merged = shapely.coverage_clean(  # type: ignore[attr-defined]  # the stubs are older
            cleaned, gap_width=GAP_DEGREES, merge_strategy="min_area"
        )
        cleaned = _make_valid(merged)
        if shapely.coverage_is_valid(cleaned):
            return cleaned
    return None


def _tell_overlaps(valid: Shapes, cleaned: Shapes) -> list[Mend]:
    first, second = shapely.STRtree(valid).query(valid, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    common = shapely.intersection(valid[first], valid[second])
    area_m2 = measure_m2(common)
    kept_m2 = measure_m2(shapely.intersection(common, cleaned[first]))
    mends = []
    for place in np.flatnonzero(area_m2 >= LEAST_MEND_M2):
        pair = (int(first[place]), int(second[place]))
        winner_first = pair if kept_m2[place] * 2 > area_m2[place] else pair[::-1]
        mends.append(Mend("overlap", winner_first, float(area_m2[place])))
    return mends


def _tell_gaps(valid: Shapes, cleaned: Shapes) -> list[Mend]:
    gained = shapely.difference(cleaned, shapely.union_all(valid))
    parts, rows = shapely.get_parts(gained, return_index=True)
    filled = [
        Mend("gap", (int(row),), float(area))
        for row, area in zip(rows, measure_m2(parts), strict=True)
        if area >= LEAST_MEND_M2
    ]
    land = shapely.get_parts(shapely.union_all(cleaned))
    holes = np.array(
        [shapely.Polygon(ring) for part in land for ring in part.interiors], dtype=object
    )
    left = [
        Mend(
            "gap left", tuple(np.flatnonzero(shapely.touches(cleaned, hole)).tolist()), float(area)
        )
        for hole, area in zip(holes, measure_m2(holes), strict=True)
    ]
    return [*filled, *left]
