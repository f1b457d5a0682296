"""Packed degrees: 48.1602 that may be 48°16′02″, told by all decimals of a file together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from heritage_gis.geo.crs import Floats
    from heritage_gis.geo.reading_values import Flags

PACKED = "packed"  # a notation of degrees: D.MMSS
SIXTY = 60
# Rows; by chance one row in eight looks packed. Four decimals are what packing leaves.
_FEWEST, _FEWEST_WITH_TENTHS = 3, 5

_LEAST_FINE = 0.5  # of the pairs


def look_packed(first: Floats, second: Floats, is_fine: Flags | None = None) -> bool:
    """Tell whether all decimals of these pairs look like minutes and seconds in one number.

    By chance one number in three looks so, a whole table never. Half of the pairs must be fine: of
    packed degrees nearly all are, for a spreadsheet drops no more than the last noughts, while
    48.5 and 48.501 are plain degrees of a corner, or of the nearest hundred metres.

    Args:
        first: degrees.
        second: the other of each pair.
        is_fine: whether a number of the pair is written with four decimals or more.
    """
    numbers = np.abs(np.stack([first, second]))
    figures = np.floor(np.round(numbers % 1 * 10_000, 4))
    has_tenths = not (np.round(numbers, 4) == numbers).all()  # of seconds: 48.160245
    fewest = _FEWEST_WITH_TENTHS if has_tenths else _FEWEST
    is_packed = bool((np.maximum(figures // 100, figures % 100) < SIXTY).all())
    has_seconds = bool((figures % 100 > 0).any())
    is_short = is_fine is not None and len(first) > 0 and is_fine.mean() < _LEAST_FINE
    return len(first) >= fewest and is_packed and has_seconds and not is_short


def unpack_degrees(numbers: Floats) -> Floats:
    """Read D.MMSSsss as degrees, minutes and seconds."""
    size = np.round(np.abs(numbers), 9)
    degrees = np.floor(size)
    hundreds = np.round((size - degrees) * 100, 7)
    minutes = np.floor(hundreds)
    seconds = (hundreds - minutes) * 100
    unpacked: Floats = np.copysign(degrees + minutes / SIXTY + seconds / SIXTY**2, numbers)
    return unpacked


def unpack_resolution(resolution: Floats) -> Floats:
    """Return the degrees that the last digit of D.MMSS stands for: a minute, or part of it."""
    is_minutes = resolution > 1 / 1000
    unpacked: Floats = resolution * np.where(is_minutes, 100 / SIXTY, 10_000 / SIXTY**2)
    return unpacked
