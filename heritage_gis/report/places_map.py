"""The positions that voices give to one site, side by side: a drawing close by, north up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.report.difference_map import SCALES_M
from heritage_gis.report.view import METRES_PER_DEGREE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WIDTH, HEIGHT = 420, 300  # units of the drawing
MARGIN = 34  # units around what it must show
LEAST_M = 50.0  # that the drawing is wide, at the least
SCALE_SHARE = 0.3  # of the width, at most
WIDE = 2.5  # times the spread of the positions: a wider accuracy is not shown whole
APART = 13  # units below which labels of two positions would cover each other


@dataclass(frozen=True)
class Place:
    """A position: the numbers of the voices that give it, and how far it is sure."""

    voices: tuple[int, ...]
    x: float
    y: float
    radius: float
    is_shown: bool


@dataclass(frozen=True)
class PlacesMap:
    """A drawing of positions, with a scale of a round length."""

    places: tuple[Place, ...]
    scale_m: int
    scale: float
    width: int = WIDTH
    height: int = HEIGHT


def draw_places(told: Sequence[tuple[int, float, float, float, bool]]) -> PlacesMap:
    """Draw positions.

    Args:
        told: the number of a voice, longitude, latitude (degrees, WGS 84), accuracy in metres (0
            where not told), and whether it is the one that is shown.
    """
    degrees = np.array([[lon, lat] for _, lon, lat, _, _ in told], dtype=float)
    squeeze = np.cos(np.radians(degrees[:, 1].mean()))
    metres = degrees * METRES_PER_DEGREE * np.array([squeeze, 1.0])
    reach = _find_reach(metres, np.array([accuracy_m for _, _, _, accuracy_m, _ in told]))
    low, high = (metres - reach).min(axis=0), (metres + reach).max(axis=0)
    room = np.array([WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN])
    per_m = float((room / np.maximum(high - low, LEAST_M)).min())
    middle = (low + high) / 2
    units = (metres - middle) * per_m * np.array([1.0, -1.0]) + np.array([WIDTH, HEIGHT]) / 2
    places: list[Place] = []
    for (number, _, _, accuracy_m, is_shown), (x, y) in zip(told, units.tolist(), strict=True):
        same = next((p for p in places if np.hypot(p.x - x, p.y - y) < APART), None)
        if same is None:
            radius = round(accuracy_m * per_m, 1)
            places.append(Place((number,), round(x, 1), round(y, 1), radius, is_shown))
        else:
            places[places.index(same)] = Place(
                (*same.voices, number), same.x, same.y, same.radius, same.is_shown or is_shown
            )
    fits = [m for m in SCALES_M if m * per_m <= SCALE_SHARE * WIDTH]
    scale_m = fits[-1] if fits else SCALES_M[0]
    return PlacesMap(tuple(places), scale_m, round(scale_m * per_m, 1))


def _find_reach(
    metres: NDArray[np.float64], accuracy_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far around each position the drawing must reach; wide circles are cut off."""
    spread = max(float((metres.max(axis=0) - metres.min(axis=0)).max()), LEAST_M)
    return np.where(accuracy_m <= WIDE * spread, accuracy_m, 0.0)[:, None]
