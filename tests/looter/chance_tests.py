"""Tests of chance, written out: how often figures as odd as these come by chance alone."""

from __future__ import annotations

from math import erfc
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

TERMS = 100


def judge_uniform(values: NDArray[np.float64]) -> float:
    """Return the p of Kolmogorov and Smirnov that values are uniform between 0 and 1.

    With the correction of Stephens (1970) for few values.
    """
    count = len(values)
    ordered = np.sort(values)
    ranks = np.arange(1, count + 1)
    apart = max(np.max(ranks / count - ordered), np.max(ordered - (ranks - 1) / count))
    root = np.sqrt(count)
    lam = apart * (root + 0.12 + 0.11 / root)
    terms = np.arange(1, TERMS)
    p = 2 * np.sum((-1.0) ** (terms - 1) * np.exp(-2 * terms**2 * lam**2))
    return float(np.clip(p, 0, 1)) if lam > 0.2 else 1.0


def judge_ranks(clue: NDArray[np.float64], place: NDArray[np.float64]) -> float:
    """Return the two-sided p of Spearman that a clue tells nothing of a place."""
    ranks, others = _rank(clue), _rank(place)
    if not np.ptp(ranks) or not np.ptp(others):
        return 1.0
    rho = float(np.corrcoef(ranks, others)[0, 1])
    z = abs(rho) * np.sqrt(len(clue) - 1)
    return erfc(z / np.sqrt(2))


def _rank(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ranks, those of equal values being their mean."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return ((ends - counts + ends + 1) / 2)[inverse]


def find_shares(region: shapely.Geometry, x: float, y: float) -> tuple[float, float]:
    """Return how much of a region lies west of a place, and south of it on its own meridian.

    Of a place anywhere in the region with the same chance, both are uniform between 0 and 1.
    """
    west, south, _, north = shapely.bounds(region)
    left = shapely.intersection(region, shapely.box(west - 1, south - 1, x, north + 1))
    meridian = shapely.LineString([(x, south - 1), (x, north + 1)])
    whole = shapely.intersection(region, meridian)
    below = shapely.intersection(whole, shapely.box(x - 1, south - 1, x + 1, y))
    return (
        shapely.area(left) / shapely.area(region),
        shapely.length(below) / max(shapely.length(whole), 1e-12),
    )
