"""Readings: which reference systems bare numbers may be in, judged a whole file together.

The algorithm is that of facts 1.5. It never guesses in silence: every choice comes with evidence,
and what the numbers cannot tell is left open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from heritage_gis.geo.degree_readings import read_degrees
from heritage_gis.geo.number_faults import find_number_faults
from heritage_gis.geo.plane_readings import read_planes
from heritage_gis.geo.reading_values import Evidence, ReadingHints, RowReadings

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import pandas as pd

    from heritage_gis.geo.crs import ReferenceSystem
    from heritage_gis.geo.reading_values import Candidate

Verdict = Literal["certain", "likely", "ask"]
LARGEST_DEGREES = 180.0


@dataclass(frozen=True)
class Readings:
    """What a column of number pairs means.

    Attributes:
        candidates: each system that some rows may be in, with the share of those rows that falls
            into the two regions, and into their claimed districts.
        verdict: `certain` where a statement settles it, `likely` where the numbers do, `ask`
            where some rows stay open.
        rows: one row for each pair: `system` (code, empty where none), `lon`, `lat` (WGS 84),
            `is_swapped`, `is_north_first`, `fault` (code of a problem), `reason` (code of a text),
            `options` (codes of systems, for the fault), `first_hint`, `second_hint` (the nearest
            right pair).
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
        tuple(found.candidates), _tell_verdict(found, hints), found.to_frame(), found.tell()
    )


def _tell_verdict(found: RowReadings, hints: ReadingHints) -> Verdict:
    if (found.fault == "crs_ambiguous").any():
        return "ask"
    statement = hints.statement
    is_stated = statement is not None and bool(statement.datum or statement.kind == "utm")
    return "certain" if is_stated else "likely"
