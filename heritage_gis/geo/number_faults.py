"""What is wrong with number pairs that fit no system: digits, points or thousands lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.geo.region import (
    EASTING_RANGES_M,
    LAT_RANGE,
    LON_RANGE,
    NORTHING_RANGE_M,
    SEVEN_DIGITS,
)

if TYPE_CHECKING:
    from heritage_gis.geo.crs import Floats
    from heritage_gis.geo.reading_values import Flags, RowReadings, Texts

SIXTY = 60
_POWERS = tuple(10.0**power for power in range(1, 9))


def find_number_faults(found: RowReadings, rows: Flags) -> None:
    """Name the fault of each given row, and the nearest right pair where it is plain."""
    if not rows.any():
        return
    first, second = found.first[rows], found.second[rows]
    reason = np.full(len(first), "", dtype=object)
    hints = np.full((2, len(first)), np.nan)
    reason[np.isnan(first) | np.isnan(second)] = "half"
    _find_scaled(first, second, reason, hints)
    _find_lost_digits(first, second, reason)
    fault = np.full(len(first), "coordinate_digits_lost", dtype=object)
    fault[reason == ""] = "crs_unknown"
    fault[reason == "half"] = "coordinate_half_missing"
    found.fault[rows], found.reason[rows] = fault, reason
    found.first_hint[rows], found.second_hint[rows] = hints


def _is_between(values: Floats, *ranges: tuple[float, float]) -> Flags:
    is_inside = np.zeros(len(values), dtype=bool)
    for low, high in ranges:
        is_inside |= (values >= low) & (values <= high)
    return is_inside


def _fits_plane(first: Floats, second: Floats) -> Flags:
    def fits(north: Floats, east: Floats) -> Flags:
        return _is_between(north, NORTHING_RANGE_M) & _is_between(east, *EASTING_RANGES_M)

    return fits(first, second) | fits(second, first)


def _find_scaled(first: Floats, second: Floats, reason: Texts, hints: Floats) -> None:
    """Find kilometres and lost decimal points, where both numbers tell the same story."""
    pair = np.stack([first, second])
    kilometres = (reason == "") & _fits_plane(first * 1000, second * 1000)
    reason[kilometres] = "hint_kilometres"
    hints[:, kilometres] = pair[:, kilometres] * 1000
    for power in _POWERS:
        lost = (reason == "") & _fits_plane(first / power, second / power)
        reason[lost] = "hint_point_lost"
        hints[:, lost] = pair[:, lost] / power
    for ranges in ((LAT_RANGE, LON_RANGE), (LON_RANGE, LAT_RANGE)):
        scaled = np.stack([_scale_into(first, ranges[0]), _scale_into(second, ranges[1])])
        # A number that lost its point is whole; the other may have kept it.
        is_plain = ((pair % 1 == 0) | (scaled == pair)).all(axis=0)
        lost = (reason == "") & is_plain & ~np.isnan(scaled).any(axis=0)
        reason[lost] = "hint_point_lost"
        lost &= ~_look_packed(scaled)  # 481602 may be 48°16′02″ as well: no suggestion
        hints[:, lost] = scaled[:, lost]
        # 4826.72 may be 48.2672 degrees, or 48 degrees 26.72 minutes: no suggestion.
        packed = _is_between(first / 100, ranges[0]) & _is_between(second / 100, ranges[1])
        reason[(reason == "") & packed] = "hint_point_lost"


def _look_packed(degrees: Floats) -> Flags:
    """Tell which columns of pairs may be degrees, minutes and seconds in one number."""
    figures = np.floor(np.round(np.nan_to_num(degrees) % 1 * 10_000, 4))
    is_packed: Flags = (np.maximum(figures // 100, figures % 100) < SIXTY).all(axis=0)
    return is_packed


def _scale_into(values: Floats, inside: tuple[float, float]) -> Floats:
    scaled = np.where(_is_between(values, inside), values, np.nan)
    for power in _POWERS:
        fits = np.isnan(scaled) & _is_between(values / power, inside)
        scaled = np.where(fits, values / power, scaled)
    return scaled


def _find_lost_digits(first: Floats, second: Floats, reason: Texts) -> None:
    """Find pairs of which one number alone has the right number of digits (facts 1.4, 1.5)."""
    is_north = [_is_between(each, NORTHING_RANGE_M) for each in (first, second)]
    is_east = [_is_between(each, *EASTING_RANGES_M) for each in (first, second)]
    has_seven = [(each >= SEVEN_DIGITS) & (each < 10 * SEVEN_DIGITS) for each in (first, second)]
    any_north = is_north[0] | is_north[1]
    no_north = (is_east[0] | is_east[1]) & ~(has_seven[0] | has_seven[1])
    for rows, name in (
        (has_seven[0] & has_seven[1] & any_north, "hint_seven_digits"),
        ((is_north[0] ^ is_north[1]) & ~(is_east[0] | is_east[1]), "hint_easting_digits"),
        (no_north, "hint_northing_digits"),
    ):
        reason[(reason == "") & rows] = name
