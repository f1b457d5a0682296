"""Pairs of bare metres: which number is the northing, and which systems they may be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.geo.crs import to_wgs84
from heritage_gis.geo.crs_statement import admit_systems
from heritage_gis.geo.measures import measure_apart_m
from heritage_gis.geo.plane_choices import choose_rows
from heritage_gis.geo.plane_options import Option, list_options, list_wide_options
from heritage_gis.geo.reading_values import Reading
from heritage_gis.geo.region import NORTHING_RANGE_M, SEVEN_DIGITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heritage_gis.geo.crs import Floats, ReferenceSystem
    from heritage_gis.geo.reading_values import Flags, ReadingHints, RowReadings

# Claimed districts speak against a statement from so many rows on: another zone is hundreds of
# kilometres off, another projection of the same zone only 2.2.
_FEWEST_OF_ZONE, _FEWEST_OF_KIND = 2, 5
_FEW, _MOST = 0.5, 0.9


def read_planes(
    found: RowReadings, rows: Flags, systems: Sequence[ReferenceSystem], hints: ReadingHints
) -> None:
    """Read the given rows as metres in one of the systems that the statement admits."""
    if not rows.any():
        return
    if hints.statement is not None and hints.statement.datum == "unusable":
        found.mark(rows, "crs_unusable")
        return
    northing, easting = _tell_axes(found, rows, hints)
    planes = [system for system in systems if not system.is_geographic]
    admitted = [
        system for system in admit_systems(hints.statement, systems) if not system.is_geographic
    ]
    bare = _find_bare(planes, hints)
    options = _choose_options(found, easting, northing, [*admitted, *bare], hints)
    choose_rows(found, options, hints)
    found.readings += [Reading(each.system, each.lon, each.lat) for each in options]
    _doubt_datum(found, admitted, easting, northing, hints)
    for system in bare:
        if (left_out := found.system == system.code).any():
            zone, count = system.zone, int(left_out.sum())
            found.add_evidence("prefix_left_out", count=count, zone=zone, system=system.code)
    _contradict(found, rows, options, _prefer_datum(planes, hints), (easting, northing), hints)
    _tell_axis_evidence(found, rows & (found.system != ""), hints)


def _choose_options(
    found: RowReadings,
    easting: Floats,
    northing: Floats,
    systems: Sequence[ReferenceSystem],
    hints: ReadingHints,
) -> list[Option]:
    """List the options row by row, or for a file that runs beyond its zone as a whole."""
    distinct = _prefer_datum(systems, hints)
    options = list_options(easting, northing, distinct, hints)
    wide = list_wide_options(easting, northing, distinct, options, hints)
    if not wide:
        return options
    is_held = np.logical_or.reduce([option.is_possible for option in wide])
    found.add_evidence("beyond_zone", count=int(is_held.sum()))
    found.is_guessed |= is_held & (len(distinct) > 1)
    return wide


def _contradict(
    found: RowReadings,
    rows: Flags,
    options: list[Option],
    systems: list[ReferenceSystem],
    figures: tuple[Floats, Floats],
    hints: ReadingHints,
) -> None:
    """Hold the rows that figures or claimed districts speak against the stated system of."""
    if hints.statement is None:
        return
    wrong = _find_misplaced(rows, options)
    if wrong.any():
        others = list_options(np.where(wrong, figures[0], np.nan), figures[1], systems, None)
        _mark_contradicted(found, "why_other_fits", [(each, each.is_inside) for each in others])
    _ask_claims(found, rows, systems, figures, hints)


def _ask_claims(
    found: RowReadings,
    rows: Flags,
    systems: list[ReferenceSystem],
    figures: tuple[Floats, Floats],
    hints: ReadingHints,
) -> None:
    """Hold rows outside their districts where most are, and other systems put them inside."""
    is_in = hints.in_district
    missed = rows & (found.system != "") & hints.has_claim(len(rows))
    claimed = int(missed.sum())
    if is_in is None or claimed < _FEWEST_OF_ZONE:
        return
    missed &= ~is_in(found.lon, found.lat)
    if int(missed.sum()) < max(_FEWEST_OF_ZONE, (1 - _FEW) * claimed):
        return
    used = found.system.list_distinct(missed) - {""}
    meridians = {each.central_meridian for each in systems if each.code in used}
    others = [
        (other, missed & other.is_inside & is_in(other.lon, other.lat))
        for other in list_options(np.where(missed, figures[0], np.nan), figures[1], systems, None)
        if other.system.code not in used
    ]
    for is_near, fewest in ((False, _FEWEST_OF_ZONE), (True, _FEWEST_OF_KIND)):
        fitting = [
            (other, hits)
            for other, hits in others
            if (other.system.central_meridian in meridians) == is_near
        ]
        suited = int(
            sum((hits for _, hits in fitting), start=np.zeros(len(rows), dtype=bool)).sum()
        )
        if suited >= max(fewest, _MOST * int(missed.sum())):
            _mark_contradicted(found, "why_other_district", fitting)
            return


def _find_bare(planes: Sequence[ReferenceSystem], hints: ReadingHints) -> list[ReferenceSystem]:
    """Find the twin without a zone number of a stated system: GIS exports leave it out."""
    stated = hints.statement.system if hints.statement else None
    if stated is None or not stated.has_prefix:
        return []
    told = (stated.datum, stated.kind, stated.zone)
    return [
        each
        for each in planes
        if not each.has_prefix and told == (each.datum, each.kind, each.zone)
    ]


def _tell_axes(found: RowReadings, rows: Flags, hints: ReadingHints) -> tuple[Floats, Floats]:
    """Tell northing from easting by size: here a northing has 7 digits, an easting 6 or 8.

    Soviet X is the northing, GIS X the easting; headings cannot be relied on, sizes can
    (facts 1.4). Where both have 7 digits, only one of them can be a northing of the two regions.
    A stated system that is not of our table may have numbers of any size: there X goes east.
    """
    first_is_near, second_is_near = (
        (each >= NORTHING_RANGE_M[0]) & (each <= NORTHING_RANGE_M[1])
        for each in (found.first, found.second)
    )
    first_has_7, second_has_7 = (
        (each >= SEVEN_DIGITS) & (each < 10 * SEVEN_DIGITS) for each in (found.first, found.second)
    )
    both = first_has_7 & second_has_7
    first_north = rows & np.where(both, first_is_near & ~second_is_near, first_has_7)
    second_north = np.where(both, second_is_near & ~first_is_near, second_has_7)
    second_north = rows & ~first_north & second_north
    if hints.statement and hints.statement.system and hints.statement.system.definition:
        is_left = rows & ~first_north & ~second_north
        first_north |= is_left & bool(hints.is_first_north)
        second_north |= is_left & (not hints.is_first_north)
    found.is_north_first[first_north] = True
    northing = np.where(first_north, found.first, np.where(second_north, found.second, np.nan))
    easting = np.where(first_north, found.second, np.where(second_north, found.first, np.nan))
    return northing, easting


def _prefer_datum(systems: Sequence[ReferenceSystem], hints: ReadingHints) -> list[ReferenceSystem]:
    """Drop systems that the numbers cannot tell from an earlier one.

    QazTRF-23 has the figures of Pulkovo 1942 but for 73 m: it is taken only where the survey is
    of 2025 or later, or says so. 3-degree zones on the meridian of a 6-degree zone are the same.
    """
    datums = {system.datum for system in systems}
    dropped = ({"pulkovo1942", "qaztrf23"} - {_taken_datum(hints)}).pop()
    is_open = {"pulkovo1942", "qaztrf23"} <= datums
    kept: list[ReferenceSystem] = []
    for system in systems:
        is_double = any(system.projection == other.projection for other in kept)
        if not is_double and not (is_open and system.datum == dropped and system.has_prefix):
            kept.append(system)
    return kept


def _find_misplaced(rows: Flags, options: list[Option]) -> Flags:
    """Find rows that the stated system cannot hold, or puts outside the two regions.

    Where most rows of the stated system lie inside, the others are rather wrong numbers than a
    wrong statement: those are left to the check of the position.
    """
    fits = np.logical_or.reduce([option.fits for option in options], initial=False)
    is_inside = np.logical_or.reduce([option.is_inside for option in options], initial=False)
    if 2 * int((rows & is_inside).sum()) < int((rows & fits).sum()):
        return rows & ~is_inside
    return rows & ~fits


def _mark_contradicted(
    found: RowReadings, reason: str, fitting: list[tuple[Option, Flags]]
) -> None:
    """Hold the rows that another system than the stated one would suit, and name all such."""
    names = np.full(len(found.first), "", dtype=object)
    for other, rows in fitting:
        names[rows] += f" {other.system.code}"
        found.readings.append(Reading(other.system, other.lon, other.lat))
    for name in set(names[names != ""]):
        found.mark(names == name, "crs_contradicted", reason, name.strip())


def _doubt_datum(
    found: RowReadings,
    admitted: list[ReferenceSystem],
    easting: Floats,
    northing: Floats,
    hints: ReadingHints,
) -> None:
    """Say which of two datums was taken where the numbers cannot tell, and how far the other is."""
    if not {"pulkovo1942", "qaztrf23"} <= {each.datum for each in admitted}:
        return
    gauss = [each for each in admitted if each.kind == "gk6"]
    taken = _taken_datum(hints)
    zones = {each.zone: each for each in gauss if each.datum != taken and each.has_prefix}
    is_doubted = np.zeros(len(easting), dtype=bool)
    for used in (each for each in gauss if each.datum == taken and each.zone in zones):
        rows, other = found.system == used.code, zones[used.zone]
        if not rows.any():
            continue
        lon, lat = np.full((2, len(rows)), np.nan)
        moved = easting[rows] + (other.false_easting_m - used.false_easting_m)
        lon[rows], lat[rows] = to_wgs84(moved, northing[rows], other)
        found.doubt_m[rows] = measure_apart_m(found.lon, found.lat, lon, lat)[rows]
        found.readings.append(Reading(other, lon, lat))
        is_doubted |= rows
    found.is_guessed |= is_doubted
    if is_doubted.any():
        found.add_evidence("qaztrf_by_date" if hints.prefers_qaztrf else "pulkovo_by_default")


def _taken_datum(hints: ReadingHints) -> str:
    return "qaztrf23" if hints.prefers_qaztrf else "pulkovo1942"


def _tell_axis_evidence(found: RowReadings, rows: Flags, hints: ReadingHints) -> None:
    north_first = rows & found.is_north_first
    east_first = rows & ~found.is_north_first
    is_usual = north_first if 2 * north_first.sum() >= rows.sum() else east_first
    if hints.is_first_north is not None:
        is_usual = north_first if hints.is_first_north else east_first
    found.is_swapped[rows] = ~is_usual[rows]
    if north_first.any():
        found.add_evidence("axis_north_first", count=int(north_first.sum()))
    if east_first.any():
        found.add_evidence("axis_east_first", count=int(east_first.sum()))
