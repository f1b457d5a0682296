"""The view of the report's map: which part of the world it shows, and how degrees become units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH = 640  # drawing units; on a desktop screen about a pixel each
SLIMMEST, WIDEST = 1.15, 1.7  # width through height
LEAST_DEGREES = 0.5  # of latitude: a single mound still lies in a land that one knows
PADDING = 0.08  # of the view, around the outermost rows
BEYOND_DEGREES = 1.0  # farther outside both regions a row is drawn at the edge
EDGE = 9  # units from the frame at which such rows are drawn
SCALES_KM = (200, 100, 50, 20, 10, 5, 2, 1)
SCALE_SHARE = 0.28  # of the width, at most
METRES_PER_DEGREE = 111_195.0  # mean, on the sphere of 6,371 km: enough for a scale bar

BBox = tuple[float, float, float, float]


@dataclass(frozen=True)
class View:
    """A part of the world, true to shape in its middle (plate carrée).

    Attributes:
        west: edges in degrees.
        south: the same.
        east: the same.
        north: the same.
        width: of the drawing, in units.
        height: the same.
    """

    west: float
    south: float
    east: float
    north: float
    width: int
    height: int

    def widen(self, share: float) -> BBox:
        """Return west, south, east and north of a frame that is wider on each side."""
        lon, lat = share * (self.east - self.west), share * (self.north - self.south)
        return (self.west - lon, self.south - lat, self.east + lon, self.north + lat)

    def project(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return longitudes and latitudes as units from the upper left corner."""
        x = (degrees[:, 0] - self.west) / (self.east - self.west) * self.width
        y = (self.north - degrees[:, 1]) / (self.north - self.south) * self.height
        return np.column_stack([x, y])

    def find_scale(self) -> tuple[int, int]:
        """Return kilometres of a round length, and how many units they take."""
        metres = (self.north - self.south) * METRES_PER_DEGREE
        per_km = self.height / metres * 1000
        fits = [km for km in SCALES_KM if km * per_km <= SCALE_SHARE * self.width]
        km = fits[0] if fits else SCALES_KM[-1]
        return km, round(km * per_km)


def choose_view(degrees: NDArray[np.float64], land: BBox) -> View:
    """Choose the view that shows all rows in or near the land, or all of it where there are none.

    Args:
        degrees: longitudes and latitudes of rows.
        land: bounds of both regions.
    """
    west, south, east, north = land
    is_near = (
        (degrees[:, 0] > west - BEYOND_DEGREES)
        & (degrees[:, 0] < east + BEYOND_DEGREES)
        & (degrees[:, 1] > south - BEYOND_DEGREES)
        & (degrees[:, 1] < north + BEYOND_DEGREES)
    )
    near = degrees[is_near]
    if len(near):
        west, south = near.min(axis=0).tolist()
        east, north = near.max(axis=0).tolist()
    return _frame((west, south, east, north))


def _frame(bounds: BBox) -> View:
    """Widen bounds to a frame of a shape that fits a page."""
    west, south, east, north = bounds
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    squeeze = float(np.cos(np.radians(middle_lat)))
    height = max((north - south) * (1 + 2 * PADDING), LEAST_DEGREES)
    width = (east - west) * squeeze * (1 + 2 * PADDING)
    width = max(width, height * SLIMMEST)
    height = max(height, width / WIDEST)
    half_lon, half_lat = width / squeeze / 2, height / 2
    return View(
        middle_lon - half_lon,
        middle_lat - half_lat,
        middle_lon + half_lon,
        middle_lat + half_lat,
        WIDTH,
        round(WIDTH * height / width),
    )
