"""Readings: which reference systems bare numbers may be in, judged a whole file together.

The algorithm is that of facts 1.5. It never guesses in silence: every choice comes with evidence,
and what the numbers cannot tell is left open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from heritage_gis.geo.candidates import list_candidates
from heritage_gis.geo.degree_readings import read_degrees
from heritage_gis.geo.number_faults import find_number_faults
from heritage_gis.geo.plane_readings import read_planes
from heritage_gis.geo.reading_values import Evidence, ReadingHints, RowReadings
from heritage_gis.geo.region import BORDER_MARGIN, is_in_region

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import pandas as pd

    from heritage_gis.geo.crs import ReferenceSystem
    from heritage_gis.geo.reading_values import Candidate, Flags

Verdict = Literal["certain", "likely", "ask"]
LARGEST_DEGREES = 180.0
_FEW_CONTRADICTED = 0.1  # of the rows: these are typing errors
OPEN_FAULTS = ("crs_ambiguous", "coordinate_packed")  # a person must choose


@dataclass(frozen=True)
class Readings:
    """What a column of number pairs means.

    Attributes:
        candidates: each system that some rows may be in, with the share of those rows that falls
            into the two regions, and into their claimed districts.
        verdict: `certain` where statements settle all that was read, `likely` where numbers,
            districts or other rows do, `ask` where some rows stay open, none could be read,
            a statement is contradicted, or most of what was guessed lies outside both regions.
        rows: one row for each pair, packed (see `unpack_columns`): `system` (code, empty where
            none), `lon`, `lat` (WGS 84), `is_swapped`, `is_north_first`, `fault` (code of a
            problem), `reason` (code of a text), `options` (codes of systems, for the fault),
            `first_hint`, `second_hint` (the nearest right pair), `is_guessed` (no statement
            settles it), `doubt_m` (how far the reading lies that the numbers cannot exclude),
            `notation`, `advised` (the system that a known place speaks for).
        evidence: why, as codes and figures.
    """

    candidates: tuple[Candidate, ...]
    verdict: Verdict
    rows: pd.DataFrame
    evidence: tuple[Evidence, ...] = field(default_factory=tuple)


def list_readings(
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    systems: Sequence[ReferenceSystem],
    hints: ReadingHints | None = None,
) -> Readings:
    """Tell what system each pair of numbers is in, all rows of a file together.

    Args:
        first: one number of each pair (latitude, or X), NaN where there is none.
        second: the other.
        systems: the systems of `vocabularies/reference_systems.csv`.
        hints: what headings, statement and claimed districts say.
    """
    hints = hints or ReadingHints()
    found = RowReadings.start(first, second)
    is_present = ~(np.isnan(found.first) & np.isnan(found.second))
    found.mark(is_present & (found.first == 0) & (found.second == 0), "coordinate_zero")
    is_angular = np.maximum(np.abs(found.first), np.abs(found.second)) <= LARGEST_DEGREES
    degrees = is_present & is_angular & (found.fault == "")
    plane = is_present & ~is_angular & (found.fault == "")
    read_degrees(found, degrees, systems, hints)
    read_planes(found, plane, systems, hints)
    find_number_faults(found, is_present & (found.system == "") & (found.fault == ""))
    return Readings(
        list_candidates(found, systems, hints),
        _tell_verdict(found, is_present),
        found.to_frame(),
        found.tell(),
    )


def _tell_verdict(found: RowReadings, is_present: Flags) -> Verdict:
    is_read = found.system != ""
    contradicted = int((found.fault == "crs_contradicted").sum())
    if contradicted > _FEW_CONTRADICTED * int(is_present.sum()):
        return "ask"
    if any((found.fault == fault).any() for fault in OPEN_FAULTS) or (
        is_present.any() and not is_read.any()
    ):
        return "ask"
    if not (is_read & found.is_guessed).any():
        return "certain"
    is_inside = is_in_region(found.lon, found.lat, BORDER_MARGIN)
    return "likely" if 2 * int((is_read & is_inside).sum()) >= int(is_read.sum()) else "ask"
