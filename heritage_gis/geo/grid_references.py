"""Grid references: MGRS, whose letters stand for a square of 100 km, and the bands of UTM.

Sources: NGA.STND.0037 2.0.0 (the grids and the MGRS). A reference names the south-west corner of
its cell; the position is the middle of it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_BANDS = "CDEFGHJKLMNPQRSTUVWX"  # of 8 degrees from 80 S, the last of 12
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")  # squares from west to east, by zone
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_SQUARE_M = 100_000
_CYCLE_M = _SQUARE_M * len(_ROWS)
_DEGREE_M = 110_800.0  # of the meridian between the 40th and 56th parallel, to a third of a percent
_BAND_SLACK_DEG = 0.5
_HALF_ZONE_M = 3 * 111_320.0  # on the equator
_MIDDLE_M = 500_000.0
_SLACK_M = 2_000.0
_MGRS = re.compile(
    r"(?P<zone>[1-5]?\d|60)\s?(?P<band>[c-hj-np-x])\s?(?P<column>[a-hj-np-z])(?P<row>[a-hj-np-v])\s?"
    r"(?P<digits>\d{1,5} \d{1,5}|\d{2,10})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class GridReference:
    """The middle of a cell in UTM, and the size of the cell, in metres."""

    zone: int
    band: str
    easting_m: float
    northing_m: float
    cell_m: float


def read_mgrs(text: str) -> GridReference | None:
    """Read an MGRS reference; None where the text is none, or names a square that there is not.

    A square must lie in its band and within the width of its zone: two letters changed about
    mostly name another zone's square.
    """
    found = _MGRS.fullmatch(text.strip())
    if found is None:
        return None
    halves = _halve(found["digits"])
    zone, band = int(found["zone"]), found["band"].upper()
    columns = _COLUMNS[(zone - 1) % len(_COLUMNS)]
    column, row = found["column"].upper(), found["row"].upper()
    if halves is None or column not in columns or band < "N":
        return None
    cell_m = 10.0 ** (5 - len(halves[0]))
    square_m = (_ROWS.index(row) - (0 if zone % 2 else 5)) % len(_ROWS) * _SQUARE_M
    lowest_m = _find_south(band) * _DEGREE_M - _SQUARE_M
    cycles = -((square_m - lowest_m) // _CYCLE_M)
    reference = GridReference(
        zone,
        band,
        (columns.index(column) + 1) * _SQUARE_M + (int(halves[0]) + 0.5) * cell_m,
        square_m + cycles * _CYCLE_M + (int(halves[1]) + 0.5) * cell_m,
        cell_m,
    )
    return reference if _is_in_zone(reference) else None


def _is_in_zone(reference: GridReference) -> bool:
    lat = reference.northing_m / _DEGREE_M
    half_m = _HALF_ZONE_M * math.cos(math.radians(lat)) + reference.cell_m + _SLACK_M
    is_inside = abs(reference.easting_m - _MIDDLE_M) <= half_m
    return is_inside and is_in_band(reference.northing_m, reference.band)


def is_in_band(northing_m: float, band: str) -> bool:
    """Tell whether a northing of the northern hemisphere lies in a band; N may say «north»."""
    south = _find_south(band.upper())
    lat = northing_m / _DEGREE_M
    is_inside = south - _BAND_SLACK_DEG <= lat <= south + 8 + _BAND_SLACK_DEG
    return band.upper() == "N" or is_inside


def _find_south(band: str) -> float:
    return -80.0 + 8 * _BANDS.index(band)


def _halve(digits: str) -> tuple[str, str] | None:
    first, space, second = digits.partition(" ")
    if not space:
        first, second = digits[: len(digits) // 2], digits[len(digits) // 2 :]
    return (first, second) if len(first) == len(second) else None
