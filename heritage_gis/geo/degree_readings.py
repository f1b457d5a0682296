"""Pairs of bare degrees: which is the latitude, and in which datum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.geo.crs import to_wgs84
from heritage_gis.geo.crs_statement import admit_systems
from heritage_gis.geo.packed_degrees import PACKED, look_packed, unpack_degrees
from heritage_gis.geo.reading_values import Reading
from heritage_gis.geo.region import LAT_RANGE, LON_RANGE, is_in_region
from heritage_gis.model.columns import cut_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heritage_gis.geo.crs import Floats, ReferenceSystem
    from heritage_gis.geo.reading_values import Flags, ReadingHints, RowReadings

HIGHEST_LAT = 90.0
_FEWEST_CLAIMS, _FEWEST_LEADS = 3, 3
_ROWS_AT_ONCE = 100_000
_FEW, _MOST = 0.5, 0.9  # of the rows with a claim


def read_degrees(
    found: RowReadings, rows: Flags, systems: Sequence[ReferenceSystem], hints: ReadingHints
) -> None:
    """Read the given rows as degrees: WGS 84 unless a statement says otherwise (facts 1.5)."""
    if not rows.any():
        return
    system = _choose_system(found, rows, systems, hints)
    if system is None:
        is_unusable = hints.statement is not None and hints.statement.datum == "unusable"
        fault = "crs_unusable" if is_unusable else "crs_contradicted"
        found.mark(rows, fault, "why_degrees")
        return
    is_inside = is_in_region(found.second, found.first)
    is_inside_swapped = is_in_region(found.first, found.second)
    is_north_first = _tell_order(found, is_inside, is_inside_swapped, hints)
    lat = np.where(rows, np.where(is_north_first, found.first, found.second), np.nan)
    lon = np.where(rows, np.where(is_north_first, found.second, found.first), np.nan)
    _bring((lon, lat), rows, system, (found.lon, found.lat))
    found.system[rows] = system.code
    found.is_north_first[rows] = is_north_first[rows]
    found.is_guessed |= rows & (not hints.is_stated)
    if hints.is_first_north is not None:
        found.is_swapped[rows] = (is_north_first != hints.is_first_north)[rows]
    found.keep_reading(system)
    _tell_evidence(found, rows, system, hints)
    _find_short_numbers(found, rows & ~(is_inside | is_inside_swapped))
    _weigh_packed(found, rows, (lon, lat), system, hints)
    if not hints.is_stated:
        _name_other_datum(found, rows & (found.system != ""), (lon, lat), systems, system)


def _choose_system(
    found: RowReadings, rows: Flags, systems: Sequence[ReferenceSystem], hints: ReadingHints
) -> ReferenceSystem | None:
    """Choose the first that the statement admits; without one, that of all other rows."""
    admitted = [each for each in admit_systems(hints.statement, systems) if each.is_geographic]
    others = [each for each in hints.elsewhere if each.is_geographic]
    if not hints.is_stated and len(others) == 1 and others[0] in admitted:
        leads = hints.elsewhere[others[0]]
        if leads < max(_FEWEST_LEADS, 2 * int(rows.sum())):
            return admitted[0]
        found.add_evidence(
            "same_as_others", count=int(rows.sum()), system=others[0].code, leads=leads
        )
        return others[0]
    return next(iter(admitted), None)


def _name_other_datum(
    found: RowReadings,
    rows: Flags,
    degrees: tuple[Floats, Floats],
    systems: Sequence[ReferenceSystem],
    used: ReferenceSystem,
) -> None:
    """Keep what the same degrees would be in the other datum that people use."""
    for other in systems:
        if other.is_geographic and other.datum not in {used.datum, "qaztrf23"}:
            lon, lat = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
            _bring(degrees, rows, other, (lon, lat))
            found.readings.append(Reading(other, lon, lat))


def _bring(
    degrees: tuple[Floats, Floats],
    rows: Flags,
    system: ReferenceSystem,
    brought: tuple[Floats, Floats],
) -> None:
    """Bring some rows to WGS 84, a part of them at a time: there may be a million."""
    for part in cut_rows(len(rows), _ROWS_AT_ONCE):
        some = rows[part]
        lon, lat = (each[part][some] for each in degrees)
        brought[0][part][some], brought[1][part][some] = to_wgs84(lon, lat, system)


def _weigh_packed(
    found: RowReadings,
    rows: Flags,
    degrees: tuple[Floats, Floats],
    system: ReferenceSystem,
    hints: ReadingHints,
) -> None:
    """Tell decimals from degrees, minutes and seconds written as one number.

    All decimals of a file looking packed is too much for chance: then the claimed districts
    decide, or it is asked.
    """
    said = hints.statement.notation if hints.statement else ""
    if hints.may_be_packed is None or said == "decimal":
        return
    bare = rows & hints.may_be_packed & (found.fault == "")
    is_fine = None if hints.is_fine is None else hints.is_fine[bare]
    looks_so = said == PACKED or look_packed(found.first[bare], found.second[bare], is_fine)
    if not (bare.any() and looks_so):
        return
    lon, lat = np.full((2, len(rows)), np.nan)
    unpacked = [unpack_degrees(each[bare]) for each in degrees]
    lon[bare], lat[bare] = to_wgs84(unpacked[0], unpacked[1], system)
    found.readings.append(Reading(system, lon, lat, PACKED))
    choice = said or _ask_districts(found, bare, (lon, lat), hints)
    found.is_guessed |= bare & (choice != said)
    if choice == PACKED:
        found.place(bare, lon[bare], lat[bare])
        found.notation[bare] = PACKED
        found.add_evidence("read_packed", count=int(bare.sum()))
    elif not choice:
        found.mark(bare, "coordinate_packed")


def _ask_districts(
    found: RowReadings, bare: Flags, packed: tuple[Floats, Floats], hints: ReadingHints
) -> str:
    """Return which notation the claimed districts speak for; empty where for none."""
    claimed = bare & hints.has_claim(len(bare))
    if hints.in_district is None or int(claimed.sum()) < _FEWEST_CLAIMS:
        return ""
    shares = {
        "decimal": float(hints.in_district(found.lon, found.lat)[claimed].mean()),
        PACKED: float(hints.in_district(*packed)[claimed].mean()),
    }
    best, other = sorted(shares, key=shares.__getitem__, reverse=True)
    is_told = shares[best] >= _MOST and shares[other] < _FEW
    if is_told:
        found.add_evidence("packed_by_district", count=int(claimed.sum()))
    return best if is_told else ""


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
    found.add_evidence("degrees_in_region", count=count, inside=int(is_inside.sum()))
    if not hints.is_stated:
        found.add_evidence("datum_unstated", system=system.code)
    swapped = int(found.is_swapped[rows].sum())
    if swapped:
        found.add_evidence("degrees_swapped", count=swapped)
