"""Choosing one projected system for each row, by zone number, by claimed district, by the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from heritage_gis.geo.crs import ReferenceSystem
    from heritage_gis.geo.plane_options import Option
    from heritage_gis.geo.reading_values import Flags, ReadingHints, RowReadings

# Gauss-Krüger and UTM lie 2.2 km apart in one zone: districts tell them apart only where nearly
# all points fit the one, and few the other.
_FEW, _MOST = 0.5, 0.9
KNOWN_M = 1000.0  # a place of the same name so near speaks for a reading: half of the 2.2 km


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
    _follow_file(found, options, possible, is_open, hints)
    count = possible.sum(axis=0)
    _settle(found, options, possible, count == 1)
    found.is_guessed |= (count == 1) & (is_open | (not hints.is_stated))
    _tell_zones(found, options, possible & (count == 1))
    if (count > 1).any():
        _mark_ambiguous(found, options, possible, count > 1)
        still_open: Flags = possible & (count > 1)
        _advise(found, options, still_open, hints)


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
    found: RowReadings, options: list[Option], possible: Flags, is_open: Flags, hints: ReadingHints
) -> None:
    """Give rows that are still open the system of the other rows, where those speak for one.

    A row that has lost the number of its zone follows those that kept it. The rows that follow
    must not outnumber those that lead.
    """
    count = possible.sum(axis=0)
    leads = (possible & (count == 1)).sum(axis=1)
    families = [_name_family(option.system) for option in options]
    told = dict.fromkeys(families, 0)
    for family, lead in zip(families, leads.tolist(), strict=True):
        told[family] += lead
    for system, rows in hints.elsewhere.items():
        if _name_family(system) in told:
            told[_name_family(system)] += rows
    is_led = np.array([told[family] > 0 for family in families])
    narrowed = possible & is_led[:, None]
    follows = is_open & (count > 1) & (narrowed.sum(axis=0) == 1)
    if not follows.any() or int(follows.sum()) > sum(told.values()):
        return
    possible[:, follows] = narrowed[:, follows]
    for option, rows in zip(options, possible & follows, strict=True):
        if rows.any():
            leads = told[_name_family(option.system)]
            code = option.system.code
            found.add_evidence("same_as_others", count=int(rows.sum()), system=code, leads=leads)


def _name_family(system: ReferenceSystem) -> tuple[str, float, float]:
    """Name what a system with the number of its zone shares with its twin without it."""
    return (system.datum, system.central_meridian, system.scale)


def _settle(found: RowReadings, options: list[Option], possible: Flags, rows: Flags) -> None:
    for option, is_possible in zip(options, possible, strict=True):
        chosen = is_possible & rows
        found.system[chosen] = option.system.code
        found.place(chosen, option.lon[chosen], option.lat[chosen])


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


def _advise(
    found: RowReadings, options: list[Option], still_open: Flags, hints: ReadingHints
) -> None:
    """Name the one reading that brings rows to known places of their names, to ask for it first."""
    if hints.near_known is None:
        return
    near = []
    for option, rows in zip(options, still_open, strict=True):
        metres, _ = hints.near_known(option.lon, option.lat)
        near.append(bool((rows & (np.nan_to_num(metres, nan=np.inf) <= KNOWN_M)).any()))
    if near.count(True) == 1:
        best = near.index(True)
        found.advised[still_open[best]] = options[best].system.code
