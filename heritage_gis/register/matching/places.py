"""Places of two subjects beside each other: how far apart, and how far is still one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from heritage_gis.geo.measures import measure_apart_m
from heritage_gis.register.matching.blocking import MIDDLE_COSINE, find_shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

TOLERANCE_M = 500.0  # two sources of Begazy are 274 m apart (facts 5 and 7.2)
UNKNOWN_ACCURACY_M = 500.0  # as of words (facts 1.3)
ROUGHEST_M = 10_000.0  # what is less exact is no place, but a part of the country


@dataclass(frozen=True)
class PlaceEvidence:
    """What the places of pairs say; a value for each pair.

    Attributes:
        gap_m: metres between the two shapes, 0 where one holds the other; NaN without a place.
        allowed_m: how far apart two true reports of one place may lie.
        doubt_m: both accuracies together.
        inside_right: the left point lies in the outline on the right.
        inside_left: the reverse.
        shares_district: a district shown or claimed on one side is so on the other.
        lacks_district: one side names no district at all.
        lacks_both: neither side names a place or a district.
    """

    gap_m: Floats
    allowed_m: Floats
    doubt_m: Floats
    inside_right: Flags
    inside_left: Flags
    shares_district: Flags
    lacks_district: Flags
    lacks_both: Flags


def compare_places(left: pd.DataFrame, right: pd.DataFrame) -> PlaceEvidence:
    """Compare the places of pairs.

    Args:
        left: SUBJECT_COLUMNS of the left side, a row for each pair.
        right: those of the right side.
    """
    accuracy = [side["accuracy_m"].to_numpy(dtype="float64") for side in (left, right)]
    known = [np.where(np.isnan(side), UNKNOWN_ACCURACY_M, side) for side in accuracy]
    gap_m = _measure_gaps(left, right)
    gap_m[(known[0] > ROUGHEST_M) | (known[1] > ROUGHEST_M)] = np.nan
    doubt_m = known[0] + known[1]
    told = [_name_district(side) for side in (left, right)]
    return PlaceEvidence(
        gap_m,
        np.maximum(doubt_m, TOLERANCE_M),
        doubt_m,
        _lie_inside(left, right) & ~np.isnan(gap_m),
        _lie_inside(right, left) & ~np.isnan(gap_m),
        share_district(left, right),
        ~(told[0] & told[1]),
        ~(told[0] | told[1]) & ~np.logical_or(*[_have_place(side) for side in (left, right)]),
    )


def _measure_gaps(left: pd.DataFrame, right: pd.DataFrame) -> Floats:
    """Return the metres between points, and between the nearest places of outlines."""
    sides = (left, right)
    ends = [side[name].to_numpy("float64") for side in sides for name in ("longitude", "latitude")]
    gaps = measure_apart_m(*ends)
    drawn = ~np.logical_and(*[shapely.is_missing(side["outline"].to_numpy()) for side in sides])
    rows = np.flatnonzero(drawn & np.isfinite(gaps))
    if len(rows):
        shapes = [shapely.transform(find_shapes(side.iloc[rows]), _narrow) for side in sides]
        places = shapely.get_coordinates(shapely.shortest_line(*shapes)).reshape(-1, 4)
        widened = places / (MIDDLE_COSINE, 1.0, MIDDLE_COSINE, 1.0)
        gaps[rows] = measure_apart_m(*widened.T)
    return np.round(gaps, 3)  # a line measured from its other end differs by less


def _narrow(places: Floats) -> Floats:
    return np.asarray(places * (MIDDLE_COSINE, 1.0))


def _lie_inside(points: pd.DataFrame, outlines: pd.DataFrame) -> Flags:
    """Tell which records that are points lie in the outline of the other."""
    shapes = outlines["outline"].to_numpy(dtype=object)
    tried = ~shapely.is_missing(shapes) & shapely.is_missing(points["outline"].to_numpy())
    inside = np.zeros(len(points), dtype=bool)
    places = find_shapes(points[tried])
    inside[tried] = shapely.intersects(places, shapes[tried])
    return inside


def share_district(left: pd.DataFrame, right: pd.DataFrame) -> Flags:
    """Tell row by row whether a `district` or `claimed` on one side is one of the other."""
    shared = np.zeros(len(left), dtype=bool)
    for mine in ("district", "claimed"):
        for theirs in ("district", "claimed"):
            shared |= are_equal(left[mine], right[theirs])
    return shared


def _name_district(side: pd.DataFrame) -> Flags:
    told: Flags = side[["district", "claimed"]].notna().any(axis="columns").to_numpy(dtype=bool)
    return told


def _have_place(side: pd.DataFrame) -> Flags:
    return side["longitude"].notna().to_numpy(dtype=bool)


def are_equal(left: pd.Series, right: pd.Series) -> Flags:
    """Tell row by row which texts are the same; missing ones are not."""
    codes, _ = pd.factorize(pd.concat([left, right], ignore_index=True))
    mine, theirs = codes[: len(left)], codes[len(left) :]
    return np.asarray((mine == theirs) & (mine >= 0))
