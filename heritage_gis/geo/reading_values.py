"""What the reading of number pairs takes and gives: hints, candidates, evidence, rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from heritage_gis.geo.crs import Floats, ReferenceSystem
    from heritage_gis.geo.crs_statement import CrsStatement

    Flags = npt.NDArray[np.bool_]
    Texts = npt.NDArray[np.object_]

InDistrict = Callable[["Floats", "Floats"], "Flags"]


@dataclass(frozen=True)
class ReadingHints:
    """What is known of the numbers besides themselves.

    Attributes:
        statement: what was said of their reference system.
        is_first_north: the headings say that the first number is latitude (or northing); missing
            where they say nothing that settles it (X and Y).
        prefers_qaztrf: the survey was made in 2025 or later, when QazTRF-23 became official.
        in_district: takes longitudes and latitudes of all rows (WGS 84, NaN where there is none)
            and tells which lie in the district that their row claims, some kilometres of
            tolerance at the border included. A row without a claim gives one answer always.
    """

    statement: CrsStatement | None = None
    is_first_north: bool | None = None
    prefers_qaztrf: bool = False
    in_district: InDistrict | None = None


@dataclass(frozen=True)
class Candidate:
    """A system that some rows may be in.

    Attributes:
        system: the system.
        axis_order: `north_first` or `east_first`, as most of these rows have it.
        rows: how many rows fit it.
        share_in_region: of those, how many fall into the two regions, 0 to 1.
        share_in_district: how many fall into the district they claim; NaN where none was asked.
    """

    system: ReferenceSystem
    axis_order: str
    rows: int
    share_in_region: float
    share_in_district: float


@dataclass(frozen=True)
class Evidence:
    """One reason: the code of a sentence in `vocabularies/position_texts.csv`, and its figures."""

    code: str
    figures: Mapping[str, object] = field(default_factory=dict)


@dataclass
class RowReadings:
    """The rows while they are being read: arrays of one length, filled in place."""

    first: Floats
    second: Floats
    lon: Floats
    lat: Floats
    system: Texts
    fault: Texts
    reason: Texts
    options: Texts
    first_hint: Floats
    second_hint: Floats
    is_swapped: Flags
    is_north_first: Flags
    candidates: list[Candidate] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    @classmethod
    def start(cls, first: npt.ArrayLike, second: npt.ArrayLike) -> RowReadings:
        """Start with nothing known of any row."""
        one, other = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
        lon, lat, first_hint, second_hint = np.full((4, len(one)), np.nan)
        system, fault, reason, options = np.full((4, len(one)), "", dtype=object)
        is_swapped, is_north_first = np.zeros((2, len(one)), dtype=bool)
        return cls(
            one,
            other,
            lon,
            lat,
            system,
            fault,
            reason,
            options,
            first_hint,
            second_hint,
            is_swapped,
            is_north_first,
        )

    def mark(self, rows: Flags, fault: str, reason: str = "", options: str = "") -> None:
        """Say what is wrong with some rows, and take back what was read of them."""
        for column, value in (
            (self.fault, fault),
            (self.reason, reason),
            (self.options, options),
            (self.system, ""),
            (self.lon, np.nan),
            (self.lat, np.nan),
            (self.is_swapped, False),
        ):
            column[rows] = value

    def add_evidence(self, code: str, **figures: object) -> None:
        """Keep a reason."""
        self.evidence.append(Evidence(code, figures))

    def tell(self) -> tuple[Evidence, ...]:
        """Return the reasons in the order they were found."""
        return tuple(self.evidence)

    def to_frame(self) -> pd.DataFrame:
        """Return the columns that `readings.Readings.rows` promises."""
        names = (
            *("system", "lon", "lat", "is_swapped", "is_north_first"),
            *("fault", "reason", "options", "first_hint", "second_hint"),
        )
        return pd.DataFrame({name: getattr(self, name) for name in names})
