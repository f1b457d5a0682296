"""What a notation can say: the accuracy in metres that the last digit written leaves.

A position rounded to its last digit lies anywhere in a cell around it; the accuracy is half the
diagonal of that cell, and several independent errors add up as the root of their squares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from heritage_gis.geo.crs import Floats

_AXIS_M = 6_378_137.0  # WGS 84
_ECCENTRICITY_SQUARED = 0.006_694_379_990_141_3
_FINEST = 9  # decimals: below a tenth of a millimetre in degrees, below any survey in metres


def notation_accuracy_m(
    lat: npt.ArrayLike, lat_resolution: npt.ArrayLike, lon_resolution: npt.ArrayLike
) -> Floats:
    """Return half the diagonal of the rounding cell on the WGS 84 ellipsoid.

    Args:
        lat: latitude in degrees.
        lat_resolution: degrees that the last digit of the latitude stands for.
        lon_resolution: the same for the longitude.

    Returns:
        Metres, rounded up to two digits: 19 for whole seconds at 48 N, 0.19 for hundredths.
    """
    lat_rad = np.radians(np.asarray(lat, dtype=float))
    curvature = 1 - _ECCENTRICITY_SQUARED * np.sin(lat_rad) ** 2
    meridian_m = _AXIS_M * (1 - _ECCENTRICITY_SQUARED) / curvature**1.5
    parallel_m = _AXIS_M / np.sqrt(curvature) * np.cos(lat_rad)
    north_m = np.radians(np.asarray(lat_resolution, dtype=float)) * meridian_m
    east_m = np.radians(np.asarray(lon_resolution, dtype=float)) * parallel_m
    return round_up_m(np.hypot(north_m, east_m) / 2)


def plane_accuracy_m(first_resolution: npt.ArrayLike, second_resolution: npt.ArrayLike) -> Floats:
    """Return half the diagonal of the rounding cell of plane coordinates, in metres."""
    return round_up_m(np.hypot(first_resolution, second_resolution) / 2)


def add_accuracies_m(*parts_m: npt.ArrayLike) -> Floats:
    """Add independent errors as the root of the sum of their squares, rounded up to two digits."""
    total = np.sqrt(sum(np.square(np.asarray(part, dtype=float)) for part in parts_m))
    return round_up_m(total)


def round_up_m(metres: npt.ArrayLike) -> Floats:
    """Round up to two digits: 18.6 to 19, 186.1 to 190, 0.1857 to 0.19; NaN stays.

    A thousandth of the last digit is let go, so that 4.500 001 stays 4.5.
    """
    values = np.asarray(metres, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.floor(np.log10(values)) - 1
        scale = np.where(np.isfinite(power), 10.0**power, 1.0)
    rounded: Floats = np.round(np.ceil(values / scale - 1e-3) * scale, 12) + 0.0  # no -0
    return rounded


def find_resolution(values: npt.ArrayLike) -> Floats:
    """Find what the last digit of numbers stands for, from their shortest decimal form.

    Returns:
        1, 0.1, … 1e-9; 0 where the number has more decimals than anyone writes, so that it
        comes from a computation and its notation says nothing.
    """
    numbers = np.asarray(values, dtype=float)
    resolution = np.zeros(numbers.shape)
    is_open = np.isfinite(numbers)
    for decimals in range(_FINEST + 1):
        fits = is_open & (np.round(numbers, decimals) == numbers)
        resolution[fits] = 10.0**-decimals
        is_open &= ~fits
    return resolution
