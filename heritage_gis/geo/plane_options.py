"""Options: the projected systems that pairs of metres may be in, and what each makes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.geo.crs import to_wgs84
from heritage_gis.geo.region import BORDER_MARGIN, is_in_region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heritage_gis.geo.crs import Floats, ReferenceSystem
    from heritage_gis.geo.reading_values import Flags, ReadingHints

ZONE_M = 1_000_000.0  # the zone number stands in the millions of an easting
FALSE_EASTING_M = 500_000.0
_MARGIN_M = 10_000.0
_OVERLAP_M = 60_000.0  # sheets overlap their neighbour zone by half a degree and more
_FARTHEST_M = 1_100_000.0  # from the meridian: the width of both regions
_REACH_6_M, _REACH_3_M = 233_000.0, 117_000.0  # half a zone at 46 N (facts 1.4)
_ZONES_6, _ZONES_3 = (0, 11, 12, 13), tuple(range(21, 27))  # 0: the number is left out
_FEWEST, _STRAY_SHARE, _NEARLY_ALL, _MOST = 2, 0.1, 0.95, 0.9  # of the rows


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


def list_options(
    easting: Floats,
    northing: Floats,
    systems: Sequence[ReferenceSystem],
    hints: ReadingHints | None,
) -> list[Option]:
    """List the systems whose form some rows have.

    Args:
        easting: metres, NaN where there is none.
        northing: metres.
        systems: to choose from.
        hints: their statement, where it names zone or system, makes figures of any size fit.
    """
    said = hints.statement if hints else None
    is_named = bool(said and (said.system or said.zone or said.central_meridian))
    options = []
    for system in systems:
        fits = _find_fitting(easting, northing, system, is_named=is_named)
        if not fits.any():
            continue
        is_settled = is_named or system.has_prefix or bool(system.definition)
        option = _make_option(easting, northing, system, fits, is_settled=is_settled)
        if system.has_prefix != is_named:
            option = _require_agreement(option, easting, hints)
        options.append(option)
    return options


def _require_agreement(option: Option, easting: Floats, hints: ReadingHints | None) -> Option:
    """Believe an easting beyond its zone only where the district agrees.

    So with a number of the zone in front, and with a named zone of which only a negative easting
    needs no district: nothing else can be meant by it.
    """
    if option.system.has_prefix:
        is_out = option.fits & is_out_of_zone(easting, option.system)
        agrees = np.zeros(len(is_out), dtype=bool)
    else:
        is_out = (
            option.fits & ~((easting > 0) & (easting < ZONE_M)) & (not option.system.definition)
        )
        agrees = option.is_inside & (easting < 0)
    if not is_out.any():
        return option
    if hints is not None and hints.in_district is not None:
        is_in = hints.in_district(option.lon, option.lat)
        agrees = np.where(hints.has_claim(len(is_out)), is_in, agrees)
    return replace(option, is_possible=option.is_possible & (~is_out | agrees))


def _make_option(
    easting: Floats, northing: Floats, system: ReferenceSystem, fits: Flags, *, is_settled: bool
) -> Option:
    lon, lat = np.full(len(fits), np.nan), np.full(len(fits), np.nan)
    lon[fits], lat[fits] = to_wgs84(easting[fits], northing[fits], system)
    is_inside = is_in_region(lon, lat, BORDER_MARGIN)
    return Option(system, fits, fits if is_settled else fits & is_inside, lon, lat, is_inside)


def _find_fitting(
    easting: Floats, northing: Floats, system: ReferenceSystem, *, is_named: bool
) -> Flags:
    """Find the rows whose figures have the form of a system.

    A zone number in front settles the zone, of those used here; figures without one must lie in
    the ranges of facts 1.4. Where zone or system were named, figures of any size fit.
    """
    is_there = ~(np.isnan(easting) | np.isnan(northing))
    if system.definition:
        return is_there
    if system.has_prefix:
        fits: Flags = is_there & (easting // ZONE_M == system.false_easting_m // ZONE_M)
        if is_named:
            return fits
        is_used_here = system.easting_range_m is not None
        return fits & is_used_here
    if is_named:
        return is_there & (np.abs(easting - system.false_easting_m) <= _FARTHEST_M)
    if system.easting_range_m is None or system.northing_range_m is None:
        return np.zeros(len(easting), dtype=bool)
    return (
        (easting >= system.easting_range_m[0] - _MARGIN_M)
        & (easting <= system.easting_range_m[1] + _MARGIN_M)
        & (northing >= system.northing_range_m[0] - _MARGIN_M)
        & (northing <= system.northing_range_m[1] + _MARGIN_M)
    )


def is_out_of_zone(easting: Floats, system: ReferenceSystem) -> Flags:
    """Tell eastings farther from the meridian than the zone and its overlap reach."""
    if system.easting_range_m is None:
        return np.zeros(len(easting), dtype=bool)
    reach = max(abs(edge - system.false_easting_m) for edge in system.easting_range_m)
    is_out: Flags = np.abs(easting - system.false_easting_m) > reach + _OVERLAP_M
    return is_out


def list_wide_options(
    easting: Floats,
    northing: Floats,
    systems: Sequence[ReferenceSystem],
    plain: Sequence[Option],
    hints: ReadingHints,
) -> list[Option]:
    """List the systems that alone hold a file which runs beyond the edge of a zone.

    A GIS writes a whole project in one system, so that places of both regions may stand 600 km
    from its meridian: eastings below zero, or with the digits of another zone in front. Such a
    file shows itself by rows that no zone of their own can hold, or by districts that no zone
    suits; and one system must bring nearly all rows inside, and into their districts.

    Args:
        easting: metres, NaN where there is none.
        northing: metres.
        systems: those that the statement admits.
        plain: what `list_options` makes of the same rows.
        hints: their claimed districts.

    Returns:
        Nothing where the file is not of that sort.
    """
    is_there = ~(np.isnan(easting) | np.isnan(northing))
    is_stray = is_there & ~_is_of_a_zone(easting)
    is_shown = int(is_stray.sum()) >= max(_FEWEST, _STRAY_SHARE * int(is_there.sum()))
    is_claimed = is_there & hints.has_claim(len(is_there))
    has_claims = int(is_claimed.sum()) >= _FEWEST
    if has_claims and any(_share(each, is_claimed, hints) >= _MOST for each in plain):
        return []
    if not (is_shown or has_claims):
        return []
    options = []
    for system in systems:
        fits = is_there & (np.abs(easting - system.false_easting_m) <= _FARTHEST_M)
        if system.easting_range_m is None or not fits.any():
            continue
        option = _make_option(easting, northing, system, fits, is_settled=False)
        is_whole = int(option.is_possible.sum()) >= _NEARLY_ALL * int(is_there.sum())
        if is_whole and (not has_claims or _share(option, is_claimed, hints) >= _MOST):
            options.append(_deny_strays(option, is_stray & is_claimed, hints))
    return options


def _deny_strays(option: Option, rows: Flags, hints: ReadingHints) -> Option:
    """Leave out rows that no zone holds, and whose district this system does not reach either."""
    if hints.in_district is None or not rows.any():
        return option
    is_denied = rows & ~hints.in_district(option.lon, option.lat)
    return replace(option, is_possible=option.is_possible & ~is_denied)


def _is_of_a_zone(easting: Floats) -> Flags:
    """Tell eastings that a zone of the two regions can hold, by their number or without one."""
    number = easting // ZONE_M
    is_narrow = np.isin(number, _ZONES_3)
    from_meridian = np.abs(easting - number * ZONE_M - FALSE_EASTING_M)
    reach = np.where(is_narrow, _REACH_3_M, _REACH_6_M)
    is_held: Flags = (is_narrow | np.isin(number, _ZONES_6)) & (from_meridian <= reach + _OVERLAP_M)
    return is_held


def _share(option: Option, rows: Flags, hints: ReadingHints) -> float:
    """Return which part of the given rows an option puts into their district."""
    if hints.in_district is None:
        return float("nan")
    is_in = option.is_possible & hints.in_district(option.lon, option.lat)
    return float(is_in[rows].mean())
