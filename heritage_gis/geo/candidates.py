"""Candidates: what speaks for and against each reading of a column of number pairs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.geo.measures import measure_apart_m
from heritage_gis.geo.reading_values import Candidate
from heritage_gis.geo.region import is_in_region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heritage_gis.geo.crs import ReferenceSystem
    from heritage_gis.geo.reading_values import Flags, Reading, ReadingHints, RowReadings

_NEAR_M = 50_000.0  # another zone is hundreds of kilometres off
_ROWS_COMPARED = 1000  # are enough to say how far two readings lie apart


def list_candidates(
    found: RowReadings, systems: Sequence[ReferenceSystem], hints: ReadingHints
) -> tuple[Candidate, ...]:
    """List the readings that were weighed, those that rows were read in first.

    Args:
        found: the rows after they were read, and the readings kept on the way.
        systems: the whole table, to name those that mean the same.
        hints: claimed districts and known places.
    """
    is_claimed = hints.has_claim(len(found.first))
    told = [_weigh(found, reading, systems, hints, is_claimed) for reading in found.readings]
    order = sorted(range(len(told)), key=lambda place: (-told[place].chosen, place))
    return tuple(told[place] for place in order)


def merge_candidates(groups: Sequence[Sequence[Candidate]]) -> tuple[Candidate, ...]:
    """Put together the candidates of several groups of rows, the most used first."""
    known: dict[tuple[str, str, str], Candidate] = {}
    for each in (candidate for group in groups for candidate in group):
        key = (each.system.code, each.notation, each.axis_order)
        known[key] = _merge(known[key], each) if key in known else each
    return tuple(sorted(known.values(), key=lambda each: -each.chosen))


def _merge(one: Candidate, other: Candidate) -> Candidate:
    nearer = other if other.apart_m < one.apart_m or not one.apart else one
    known = other if other.known_m < one.known_m or not one.known_name else one
    inside = [each.share_in_region * each.rows for each in (one, other)]
    in_district = [each.share_in_district * each.claims for each in (one, other) if each.claims]
    rows, claims = one.rows + other.rows, one.claims + other.claims
    return replace(
        one,
        rows=rows,
        share_in_region=sum(inside) / max(rows, 1),
        share_in_district=sum(in_district) / claims if claims else float("nan"),
        chosen=one.chosen + other.chosen,
        claims=claims,
        apart=nearer.apart,
        known_m=known.known_m,
        known_name=known.known_name,
    )


def _weigh(
    found: RowReadings,
    reading: Reading,
    systems: Sequence[ReferenceSystem],
    hints: ReadingHints,
    is_claimed: Flags,
) -> Candidate:
    fits = np.isfinite(reading.lon)
    asked = fits & is_claimed
    share_in_district = float("nan")
    if hints.in_district is not None and asked.any():
        share_in_district = float(hints.in_district(reading.lon, reading.lat)[asked].mean())
    is_inside = is_in_region(reading.lon, reading.lat)
    is_mostly_first = 2 * int(found.is_north_first[fits].sum()) >= fits.sum()
    chosen = (found.system == reading.system.code) & (found.notation == reading.notation)
    known_m, known_name = _find_known(reading, hints)
    return Candidate(
        reading.system,
        "north_first" if is_mostly_first else "east_first",
        int(fits.sum()),
        float(is_inside[fits].mean()) if fits.any() else 0.0,
        share_in_district,
        chosen=int(chosen.sum()),
        claims=int(asked.sum()),
        notation=reading.notation,
        same_as=_name_doubles(reading.system, systems),
        apart=_list_nearest(found, reading),
        known_m=known_m,
        known_name=known_name,
    )


def _name_doubles(system: ReferenceSystem, systems: Sequence[ReferenceSystem]) -> tuple[str, ...]:
    if system.is_geographic or system.definition:
        return ()
    return tuple(
        other.code
        for other in systems
        if other.code != system.code
        and other.projection == system.projection
        and other.scale == system.scale
    )


def _list_nearest(found: RowReadings, reading: Reading) -> tuple[tuple[float, str], ...]:
    """List the other readings of the same rows that lie near, or the one that lies nearest."""
    apart: dict[str, float] = {}
    for other in found.readings:
        both = np.flatnonzero(np.isfinite(reading.lon) & np.isfinite(other.lon))[:_ROWS_COMPARED]
        if other is reading or not len(both):
            continue
        metres = measure_apart_m(
            *(each[both] for each in (reading.lon, reading.lat, other.lon, other.lat))
        )
        name = other.system.code + (f"#{other.notation}" if other.notation else "")
        apart.setdefault(name, float(np.median(metres)))
    told = sorted((metres, name) for name, metres in apart.items())
    near = [each for each in told if each[0] <= _NEAR_M]
    return tuple(near or told[:1])


def _find_known(reading: Reading, hints: ReadingHints) -> tuple[float, str]:
    if hints.near_known is None:
        return float("nan"), ""
    metres, names = hints.near_known(reading.lon, reading.lat)
    if np.isnan(metres).all():
        return float("nan"), ""
    nearest = int(np.nanargmin(metres))
    return float(metres[nearest]), str(names[nearest])
