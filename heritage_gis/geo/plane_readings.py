"""Pairs of bare metres: which number is the northing, and which systems they may be in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.geo.crs import to_wgs84
from heritage_gis.geo.crs_statement import admit_systems
from heritage_gis.geo.plane_choices import choose_rows
from heritage_gis.geo.reading_values import Candidate
from heritage_gis.geo.region import BORDER_MARGIN, NORTHING_RANGE_M, SEVEN_DIGITS, is_in_region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heritage_gis.geo.crs import Floats, ReferenceSystem
    from heritage_gis.geo.reading_values import Flags, ReadingHints, RowReadings

_MARGIN_M = 10_000.0
ZONE_M = 1_000_000.0  # the zone number stands in the millions of an easting


@dataclass(frozen=True)
class Option:
    """One system, and what it makes of each row: positions (NaN where the row does not fit).

    `is_possible` tells the rows that may be in it: where neither zone number nor statement speaks
    for the system, the position must lie in the two regions.
    """

    system: ReferenceSystem
    fits: Flags
    is_possible: Flags
    lon: Floats
    lat: Floats
    is_inside: Flags


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
    options = _list_options(easting, northing, _prefer_datum([*admitted, *bare], hints), hints)
    choose_rows(found, options, hints)
    _list_candidates(found, options, hints)
    _tell_datum_evidence(found, admitted, hints)
    for system in bare:
        if (left_out := found.system == system.code).any():
            zone, count = system.zone, int(left_out.sum())
            found.add_evidence("prefix_left_out", count=count, zone=zone, system=system.code)
    wrong = _find_misplaced(rows, options)
    if wrong.any() and hints.statement is not None:
        far = np.where(wrong, easting, np.nan)
        others = _list_options(far, northing, _prefer_datum(planes, hints), None)
        _mark_contradicted(found, others)
    _tell_axis_evidence(found, rows & (found.system != ""), hints)


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
    dropped = "pulkovo1942" if hints.prefers_qaztrf else "qaztrf23"
    is_open = {"pulkovo1942", "qaztrf23"} <= datums
    kept: list[ReferenceSystem] = []
    for system in systems:
        is_double = any(system.projection == other.projection for other in kept)
        if not is_double and not (is_open and system.datum == dropped and system.has_prefix):
            kept.append(system)
    return kept


def _list_options(
    easting: Floats,
    northing: Floats,
    systems: Sequence[ReferenceSystem],
    hints: ReadingHints | None,
) -> list[Option]:
    said = hints.statement if hints else None
    is_named = bool(said and (said.system or said.zone or said.central_meridian))
    options = []
    for system in systems:
        fits = _find_fitting(easting, northing, system, is_named=is_named)
        if not fits.any():
            continue
        lon, lat = np.full(len(fits), np.nan), np.full(len(fits), np.nan)
        lon[fits], lat[fits] = to_wgs84(easting[fits], northing[fits], system)
        is_inside = is_in_region(lon, lat, BORDER_MARGIN)
        is_settled = is_named or system.has_prefix or bool(system.definition)
        is_possible = fits if is_settled else fits & is_inside
        options.append(Option(system, fits, is_possible, lon, lat, is_inside))
    return options


def _find_fitting(
    easting: Floats, northing: Floats, system: ReferenceSystem, *, is_named: bool
) -> Flags:
    """Find the rows whose figures have the form of a system.

    A zone number in front settles the zone, wherever the point then lies; figures without one
    must lie in the ranges of facts 1.4, unless zone or system were named.
    """
    is_there = ~(np.isnan(easting) | np.isnan(northing))
    if system.definition:
        return is_there
    if system.has_prefix:
        fits: Flags = is_there & (easting // ZONE_M == system.false_easting_m // ZONE_M)
        return fits
    if is_named:
        return is_there & (easting > 0) & (easting < ZONE_M)
    if system.easting_range_m is None or system.northing_range_m is None:
        return np.zeros(len(easting), dtype=bool)
    return (
        (easting >= system.easting_range_m[0] - _MARGIN_M)
        & (easting <= system.easting_range_m[1] + _MARGIN_M)
        & (northing >= system.northing_range_m[0] - _MARGIN_M)
        & (northing <= system.northing_range_m[1] + _MARGIN_M)
    )


def _list_candidates(found: RowReadings, options: list[Option], hints: ReadingHints) -> None:
    for option in options:
        share_in_district = float("nan")
        if hints.in_district is not None:
            share_in_district = float(hints.in_district(option.lon, option.lat)[option.fits].mean())
        is_mostly_first = 2 * int(found.is_north_first[option.fits].sum()) >= option.fits.sum()
        found.candidates.append(
            Candidate(
                option.system,
                "north_first" if is_mostly_first else "east_first",
                int(option.fits.sum()),
                float(option.is_inside[option.fits].mean()),
                share_in_district,
            )
        )


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


def _mark_contradicted(found: RowReadings, others: list[Option]) -> None:
    """Hold the rows that another system than the stated one would put inside, and name all such."""
    names = np.full(len(found.first), "", dtype=object)
    for other in others:
        names[other.is_inside] += f" {other.system.code}"
    for name in set(names[names != ""]):
        found.mark(names == name, "crs_contradicted", "why_other_fits", name.strip())


def _tell_datum_evidence(
    found: RowReadings, admitted: list[ReferenceSystem], hints: ReadingHints
) -> None:
    """Say which of two datums was taken where the numbers cannot tell them apart."""
    doubtful = {each.code for each in admitted if each.has_prefix and each.kind == "gk6"}
    is_open = {"pulkovo1942", "qaztrf23"} <= {each.datum for each in admitted}
    if is_open and np.isin(found.system, list(doubtful)).any():
        found.add_evidence("qaztrf_by_date" if hints.prefers_qaztrf else "pulkovo_by_default")


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
