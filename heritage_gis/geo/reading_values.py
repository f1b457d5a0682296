"""What the reading of number pairs takes and gives: hints, candidates, evidence, rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.geo.coded_texts import CodedTexts

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from heritage_gis.geo.crs import Floats, ReferenceSystem
    from heritage_gis.geo.crs_statement import CrsStatement

    Flags = npt.NDArray[np.bool_]
    Texts = npt.NDArray[np.object_]

InDistrict = Callable[["Floats", "Floats"], "Flags"]
# Longitudes and latitudes of all rows -> metres to the nearest known place of the row's name (NaN
# where none is known), and what that place is called.
NearKnown = Callable[["Floats", "Floats"], tuple["Floats", "Texts"]]


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
        near_known: how far a position is from a known place of the row's name. It orders the
            readings of a question and never answers it: what is accepted depends on the survey
            alone.
        may_be_packed: rows whose two numbers are bare decimals, so that 48.1602 may be 48°16′02″.
        is_fine: rows of which a number is written with four decimals or more.
        elsewhere: system -> rows of the same file that were read in it by a statement of theirs.
    """

    statement: CrsStatement | None = None
    is_first_north: bool | None = None
    prefers_qaztrf: bool = False
    in_district: InDistrict | None = None
    near_known: NearKnown | None = None
    may_be_packed: Flags | None = None
    is_fine: Flags | None = None
    elsewhere: Mapping[ReferenceSystem, int] = field(default_factory=dict)

    def has_claim(self, count: int) -> Flags:
        """Tell which of so many rows claim a district: nowhere is in none, but without a claim."""
        if self.in_district is None:
            return np.zeros(count, dtype=bool)
        nowhere = np.full(count, np.nan)
        return ~np.asarray(self.in_district(nowhere, nowhere), dtype=bool)

    @property
    def is_stated(self) -> bool:
        """Whether a statement names the datum."""
        said = self.statement
        return said is not None and bool(said.datum or said.system or said.kind == "utm")


@dataclass(frozen=True)
class Evidence:
    """One reason: the code of a sentence in `vocabularies/position_texts.csv`, and its figures."""

    code: str
    figures: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """A reading: a system that some rows may be in.

    Attributes:
        system: the system.
        axis_order: `north_first` or `east_first`, as most of these rows have it.
        rows: how many rows fit it.
        share_in_region: of those, how many fall into the two regions, 0 to 1.
        share_in_district: how many of those with a claim fall into their district; NaN where
            none has one.
        chosen: how many rows were read so.
        claims: how many of the rows claim a district.
        notation: `packed` where degrees, minutes and seconds are read from one number.
        same_as: other systems in which the same figures are the same places.
        apart: how far other readings lie (metres, median of the rows) and their systems, with
            `#packed` for the notation; the nearest first, and only those that are near.
        known_m: the nearest any row comes to a known place of its name; NaN where none is known.
        known_name: what that place is called.
    """

    system: ReferenceSystem
    axis_order: str
    rows: int
    share_in_region: float
    share_in_district: float
    chosen: int = 0
    claims: int = 0
    notation: str = ""
    same_as: tuple[str, ...] = ()
    apart: tuple[tuple[float, str], ...] = ()
    known_m: float = float("nan")
    known_name: str = ""

    @property
    def apart_m(self) -> float:
        """How far the nearest other reading lies; NaN where there is none."""
        return self.apart[0][0] if self.apart else float("nan")

    @property
    def apart_from(self) -> str:
        """The system of the nearest other reading; empty where there is none."""
        return self.apart[0][1] if self.apart else ""


@dataclass(frozen=True)
class Reading:
    """What one system makes of all rows; NaN where a row does not fit it."""

    system: ReferenceSystem
    lon: Floats
    lat: Floats
    notation: str = ""


@dataclass
class RowReadings:
    """The rows while they are being read: columns of one length, filled in place.

    A hint of 0 is none: no coordinate of the two regions is.
    """

    first: Floats
    second: Floats
    lon: Floats
    lat: Floats
    system: CodedTexts
    fault: CodedTexts
    reason: CodedTexts
    options: CodedTexts
    first_hint: Floats
    second_hint: Floats
    is_swapped: Flags
    is_north_first: Flags
    is_guessed: Flags
    doubt_m: Floats
    notation: CodedTexts
    advised: CodedTexts
    readings: list[Reading] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    is_shared: bool = False  # a reading that was kept holds the same `lon` and `lat`

    @classmethod
    def start(cls, first: npt.ArrayLike, second: npt.ArrayLike) -> RowReadings:
        """Start with nothing known of any row."""
        one, other = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
        lon, lat = np.full(len(one), np.nan), np.full(len(one), np.nan)
        first_hint, second_hint, doubt_m = (np.zeros(len(one)) for _ in range(3))  # few are written
        system, fault, reason, options, notation, advised = (CodedTexts(len(one)) for _ in range(6))
        is_swapped, is_north_first, is_guessed = np.zeros((3, len(one)), dtype=bool)
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
            is_guessed,
            doubt_m,
            notation,
            advised,
        )

    def keep_reading(self, system: ReferenceSystem) -> None:
        """Keep what a system makes of all rows, as it stands now."""
        self.readings.append(Reading(system, self.lon, self.lat))
        self.is_shared = True

    def place(self, rows: Flags, lon: Floats, lat: Floats) -> None:
        """Say where some rows lie; readings that were kept stay as they are."""
        if self.is_shared:
            self.lon, self.lat = self.lon.copy(), self.lat.copy()
            self.is_shared = False
        self.lon[rows], self.lat[rows] = lon, lat

    def mark(self, rows: Flags, fault: str, reason: str = "", options: str = "") -> None:
        """Say what is wrong with some rows, and take back what was read of them."""
        for texts, text in (
            (self.fault, fault),
            (self.reason, reason),
            (self.options, options),
            (self.system, ""),
            (self.notation, ""),
        ):
            texts[rows] = text
        if rows.any():
            nowhere = np.full(int(rows.sum()), np.nan)
            self.place(rows, nowhere, nowhere)
        for column, value in (
            (self.is_swapped, False),
            (self.is_guessed, False),
            (self.doubt_m, 0.0),
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
        texts = ("system", "fault", "reason", "options", "notation", "advised")
        plain = ("lon", "lat", "is_swapped", "is_north_first", "is_guessed")
        columns: dict[str, object] = {name: getattr(self, name) for name in plain}
        columns |= {name: getattr(self, name).to_categorical() for name in texts}
        for name in ("first_hint", "second_hint"):
            hints = getattr(self, name)
            columns[name] = pd.arrays.SparseArray(np.where(hints == 0, np.nan, hints))
        columns["doubt_m"] = pd.arrays.SparseArray(self.doubt_m, fill_value=0.0)
        return pd.DataFrame(columns, copy=False)
