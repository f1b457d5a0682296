"""Choosing one projected system for each row, by zone number, by claimed district, by the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from heritage_gis.geo.plane_readings import Option
    from heritage_gis.geo.reading_values import Flags, ReadingHints, RowReadings

# Gauss-Krüger and UTM lie 2.2 km apart in one zone: districts tell them apart only where nearly
# all points fit the one, and few the other.
_FEW, _MOST = 0.5, 0.9


def choose_rows(found: RowReadings, options: list[Option], hints: ReadingHints) -> None:
    """Choose a system for each row that fits one of the options; the others are left open.

    Rows with a zone number are settled by it. Of the rest, zones are told by the claimed
    districts (a wrong zone is hundreds of kilometres off), then by the rest of the file. What
    stays open is marked `crs_ambiguous`.
    """
    if not options:
        return
    possible = np.stack([option.is_possible for option in options])
    is_open = possible.sum(axis=0) > 1
    if is_open.any() and hints.in_district is not None:
        _ask_districts(found, options, possible, hints, is_open)
    _follow_file(found, options, possible, is_open)
    count = possible.sum(axis=0)
    _settle(found, options, possible, count == 1)
    _tell_zones(found, options, possible & (count == 1))
    if (count > 1).any():
        _mark_ambiguous(found, options, possible, count > 1)


def _ask_districts(
    found: RowReadings, options: list[Option], possible: Flags, hints: ReadingHints, is_open: Flags
) -> None:
    """Take away zones, then kinds of projection, that put points outside their districts."""
    if hints.in_district is None:
        return
    answers = [hints.in_district(option.lon, option.lat) for option in options]
    is_in: Flags = possible & np.stack(answers)
    was_possible = int((possible.sum(axis=0) > 1).sum())
    meridians = np.array([option.system.central_meridian for option in options])
    for meridian in np.unique(meridians):
        same = meridians == meridian
        is_in_zone = is_in[same].any(axis=0)
        possible[same] &= ~is_open | is_in_zone | ~is_in.any(axis=0)
    is_utm = np.array([option.system.kind == "utm" for option in options], dtype=bool)
    for these, others in ((is_utm, ~is_utm), (~is_utm, is_utm)):
        share, other_share = (_find_share(is_in, kind, is_open) for kind in (these, others))
        if share < _FEW and other_share >= _MOST:
            possible[np.ix_(these, is_open)] = False
    settled = was_possible - int((possible.sum(axis=0) > 1).sum())
    if settled:
        found.add_evidence("district_decides", count=settled)


def _find_share(is_in: Flags, kind: Flags, is_open: Flags) -> float:
    """Return which part of the rows that lie in their district at all does so by this kind."""
    asked = is_in[:, is_open & is_in.any(axis=0)]
    return float(asked[kind].any(axis=0).mean()) if kind.any() and asked.size else 0.0


def _follow_file(
    found: RowReadings, options: list[Option], possible: Flags, is_open: Flags
) -> None:
    """Give rows that are still open the system of the other rows, where those agree."""
    count = possible.sum(axis=0)
    settled = possible & is_open & (count == 1)
    chosen = np.flatnonzero(settled.any(axis=1))
    if len(chosen) != 1:
        return
    follows = (count > 1) & possible[chosen[0]]
    if follows.any():
        possible[:, follows] = False
        possible[chosen[0], follows] = True
        system = options[chosen[0]].system.code
        found.add_evidence("same_as_others", count=int(follows.sum()), system=system)


def _settle(found: RowReadings, options: list[Option], possible: Flags, rows: Flags) -> None:
    for option, is_possible in zip(options, possible, strict=True):
        chosen = is_possible & rows
        found.system[chosen] = option.system.code
        found.lon[chosen], found.lat[chosen] = option.lon[chosen], option.lat[chosen]


def _tell_zones(found: RowReadings, options: list[Option], chosen: Flags) -> None:
    for option, rows in zip(options, chosen, strict=True):
        if rows.any() and option.system.has_prefix:
            zone, count = option.system.zone, int(rows.sum())
            found.add_evidence("zone_prefix", count=count, zone=zone, system=option.system.code)


def _mark_ambiguous(
    found: RowReadings, options: list[Option], possible: Flags, rows: Flags
) -> None:
    """Name the systems that each open row may be in; distinct sets of them are few."""
    weights = 1 << np.arange(len(options))
    sets = weights @ possible
    for members in np.unique(sets[rows]):
        names = [
            option.system.code
            for option, weight in zip(options, weights, strict=True)
            if members & weight
        ]
        found.mark(rows & (sets == members), "crs_ambiguous", options=" ".join(names))
    found.add_evidence("prefix_missing", count=int(rows.sum()))
