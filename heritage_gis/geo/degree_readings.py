"""Pairs of bare degrees: which is the latitude, and in which datum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.geo.crs import to_wgs84
from heritage_gis.geo.crs_statement import admit_systems
from heritage_gis.geo.reading_values import Candidate
from heritage_gis.geo.region import LAT_RANGE, LON_RANGE, is_in_region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heritage_gis.geo.crs import Floats, ReferenceSystem
    from heritage_gis.geo.reading_values import Flags, ReadingHints, RowReadings

HIGHEST_LAT = 90.0


def read_degrees(
    found: RowReadings, rows: Flags, systems: Sequence[ReferenceSystem], hints: ReadingHints
) -> None:
    """Read the given rows as degrees: WGS 84 unless a statement says otherwise (facts 1.5)."""
    if not rows.any():
        return
    system = _choose_system(systems, hints)
    if system is None:
        is_unusable = hints.statement is not None and hints.statement.datum == "unusable"
        fault = "crs_unusable" if is_unusable else "crs_contradicted"
        found.mark(rows, fault, "why_degrees")
        return
    is_inside = is_in_region(found.second, found.first)
    is_inside_swapped = is_in_region(found.first, found.second)
    is_north_first = _tell_order(found, is_inside, is_inside_swapped, hints)
    lat = np.where(is_north_first, found.first, found.second)
    lon = np.where(is_north_first, found.second, found.first)
    found.lon[rows], found.lat[rows] = to_wgs84(lon[rows], lat[rows], system)
    found.system[rows] = system.code
    found.is_north_first[rows] = is_north_first[rows]
    if hints.is_first_north is not None:
        found.is_swapped[rows] = (is_north_first != hints.is_first_north)[rows]
    _tell_evidence(found, rows, system, hints)
    _find_short_numbers(found, rows & ~(is_inside | is_inside_swapped))


def _choose_system(
    systems: Sequence[ReferenceSystem], hints: ReadingHints
) -> ReferenceSystem | None:
    admitted = admit_systems(hints.statement, systems)
    return next((system for system in admitted if system.is_geographic), None)


def _tell_order(
    found: RowReadings, is_inside: Flags, is_inside_swapped: Flags, hints: ReadingHints
) -> Flags:
    """Tell where the first number is the latitude: by the regions, else by size, else headings."""
    is_usual = np.full(len(found.first), bool(hints.is_first_north))  # X and Y: X goes east
    first_is_lon = np.abs(found.first) > HIGHEST_LAT
    second_is_lon = np.abs(found.second) > HIGHEST_LAT
    by_size = second_is_lon | (is_usual & ~first_is_lon)
    return is_inside | (by_size & ~is_inside_swapped)


def _find_short_numbers(found: RowReadings, rows: Flags) -> None:
    """Hold pairs of which one number alone is in its range, and the other ten times too small."""
    for ranges in ((LAT_RANGE, LON_RANGE), (LON_RANGE, LAT_RANGE)):
        for place, own in ((0, found.first), (1, found.second)):
            other = found.second if place == 0 else found.first
            is_short = rows & _is_between(own, ranges[place]) & (found.fault == "")
            is_short &= _is_between(other * 10, ranges[1 - place])
            found.mark(is_short, "coordinate_digits_lost", "hint_point_lost")
            found.first_hint[is_short] = (own if place == 0 else other * 10)[is_short]
            found.second_hint[is_short] = (other * 10 if place == 0 else own)[is_short]


def _is_between(values: Floats, inside: tuple[float, float]) -> Flags:
    is_inside: Flags = (values >= inside[0]) & (values <= inside[1])
    return is_inside


def _tell_evidence(
    found: RowReadings, rows: Flags, system: ReferenceSystem, hints: ReadingHints
) -> None:
    count = int(rows.sum())
    is_inside = is_in_region(found.lon[rows], found.lat[rows])
    is_mostly_north_first = 2 * int(found.is_north_first[rows].sum()) >= count
    share_in_district = float("nan")
    if hints.in_district is not None:
        share_in_district = float(hints.in_district(found.lon, found.lat)[rows].mean())
    order = "north_first" if is_mostly_north_first else "east_first"
    found.candidates.append(
        Candidate(system, order, count, float(is_inside.mean()), share_in_district)
    )
    found.add_evidence("degrees_in_region", count=count, inside=int(is_inside.sum()))
    if hints.statement is None:
        found.add_evidence("datum_unstated", system=system.code)
    swapped = int(found.is_swapped[rows].sum())
    if swapped:
        found.add_evidence("degrees_swapped", count=swapped)
