"""A dating and its parts: periods and years that belong together, and whether they can."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from heritage_gis.vocabularies.periods import (
    find_rough_years,
    is_within,
    read_periods,
    sort_periods,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from heritage_gis.conform.dating_spans import OpenSpan, Span

Scheme = Literal["", "stated", "trad", "14C"]
Certainty = Literal["certain", "approximate", "uncertain"]
Precision = Literal["", "period", "millennium", "century", "decade", "year"]
DISPUTED = "disputed"
DOUBTFUL: tuple[Certainty, ...] = ("uncertain", "approximate")
FAR = 500  # years; traditional and calibrated datings of one period differ by 200-400 (facts §4)


@dataclass(frozen=True)
class DatingPart:
    """One dating; a cell may hold several.

    Attributes:
        periods: codes named, oldest first.
        start_year: signed, no year 0; None where not said and not authoritative.
        end_year: as `start_year`.
        told_scheme: `trad` or `14C` where the text says so, else empty.
        precision: what the years rest on; `period` where they are those of the table.
        certainty: `approximate` where the text says «около»; `uncertain` where it doubts,
            contradicts itself, or was not wholly understood.
        is_reversed: the text ran backwards, and was turned.
        is_contradicted: the years lie far from the period that is named beside them.
        has_era: the text says whether its years are BC or AD.
        is_eraless: it does not say so of a number that cannot be AD as it stands.
    """

    periods: tuple[str, ...] = ()
    start_year: int | None = None
    end_year: int | None = None
    told_scheme: Scheme = ""
    precision: Precision = ""
    certainty: Certainty = "certain"
    is_reversed: bool = False
    is_contradicted: bool = False
    has_era: bool = False
    is_eraless: bool = False

    @property
    def scheme(self) -> Scheme:
        """Whose years these are: as told; else `stated`, or `trad` where they are the table's."""
        if self.told_scheme or (self.start_year is None and self.end_year is None):
            return self.told_scheme
        return "stated" if self.has_years else "trad"

    @property
    def basis(self) -> str:
        """`14C` where the text says that the years rest on radiocarbon, else empty."""
        return "14C" if self.told_scheme == "14C" else ""

    @property
    def has_years(self) -> bool:
        """Whether years were stated, rather than a period named."""
        return self.precision not in ("", "period")

    def add_periods(self, codes: Iterable[str]) -> DatingPart:
        """Return the dating with more periods named; years that were stated stay."""
        named = sort_periods((*self.periods, *codes))
        if self.has_years:
            return replace(self, periods=named).weigh_periods()
        start, end = find_figures(named)
        return replace(self, periods=named, start_year=start, end_year=end, precision="period")

    def weigh_periods(self) -> DatingPart:
        """Return the dating in doubt, and as wide as both, where years and periods cannot agree.

        «Тасмола, VII–III вв.» lacks its «до н.э.», or is of two times: the text does not tell.
        """
        rough = find_rough_years(self.periods)
        start, end = self.start_year, self.end_year
        if not self.has_years or self.is_contradicted or not (rough and start and end):
            return self
        if not is_apart((start, end), rough, self.periods, has_era=self.has_era):
            return self
        named_start, named_end = find_figures(self.periods)
        return replace(
            self,
            start_year=named_start if rough[0] < start else start,
            end_year=named_end if rough[1] > end else end,
            certainty="uncertain",
            is_contradicted=True,
        )

    def settle_era(self) -> DatingPart:
        """Return the dating without years whose era is not said, unless a period tells it.

        «XII–X вв.» is of the Bronze Age in most surveys, and of the Middle Ages in some.
        """
        if not self.is_eraless or self.has_era:
            return self
        rough = find_rough_years(self.periods)
        is_disputed = any(read_periods()[code].mark == DISPUTED for code in self.periods)
        is_ad = self.has_years and rough is not None and rough[0] > 0 and not is_disputed
        if self.is_contradicted or is_ad:  # which is told, or settles it
            return replace(
                self, is_eraless=False, certainty=self.certainty if is_ad else "uncertain"
            )
        start, end = find_figures(self.periods) if self.periods else (None, None)
        return replace(self, start_year=start, end_year=end, is_reversed=False)


@dataclass(frozen=True)
class Dating:
    """What one cell says of age.

    Attributes:
        parts: the datings, in the order of the text.
        is_understood: whether something was read, or the text says that nothing is known.
        unknown: the words and numbers that were not understood.
        is_uncalibrated: whether it tells an age, such as `3200±40 BP`, that is no calendar year.
    """

    parts: tuple[DatingPart, ...] = ()
    is_understood: bool = True
    unknown: tuple[str, ...] = ()
    is_uncalibrated: bool = False

    @property
    def periods(self) -> tuple[str, ...]:
        """All periods named, oldest first."""
        return sort_periods(code for part in self.parts for code in part.periods)

    @property
    def start_year(self) -> int | None:
        """The earliest year; None where a part leaves it open."""
        years = [part.start_year for part in self.parts]
        return None if None in years else min(filter(None, years), default=None)

    @property
    def end_year(self) -> int | None:
        """The latest year; None where a part leaves it open."""
        years = [part.end_year for part in self.parts]
        return None if None in years else max(filter(None, years), default=None)

    @property
    def scheme(self) -> str:
        """`stated`, `trad` or `14C` where all parts that have years agree."""
        is_dated = self.start_year is not None or self.end_year is not None
        schemes = {part.scheme if is_dated else part.told_scheme for part in self.parts} - {""}
        return schemes.pop() if len(schemes) == 1 else ""

    @property
    def basis(self) -> str:
        """`14C` where a part rests on radiocarbon."""
        return max((part.basis for part in self.parts), default="")

    @property
    def certainty(self) -> Certainty:
        """What is least certain of any part."""
        found = {part.certainty for part in self.parts}
        return next((certainty for certainty in DOUBTFUL if certainty in found), "certain")

    @property
    def is_certain(self) -> bool:
        """Whether no part is in doubt."""
        return self.certainty == "certain"

    @property
    def is_reversed(self) -> bool:
        """Whether a part ran backwards."""
        return any(part.is_reversed for part in self.parts)

    @property
    def is_contradicted(self) -> bool:
        """Whether the years of a part lie far from the period it names."""
        return any(part.is_contradicted for part in self.parts)

    @property
    def is_eraless(self) -> bool:
        """Whether a part leaves out an era that it needs."""
        return any(part.is_eraless for part in self.parts)


def find_figures(codes: Sequence[str]) -> OpenSpan:
    """Return the years of named periods where they are authoritative; the narrowest name counts."""
    narrow = [
        code
        for code in codes
        if not any(is_within(other, code) for other in codes if other != code)
    ]
    periods = [read_periods()[code] for code in narrow]
    if not all(period.is_authoritative for period in periods):
        return None, None
    starts = [period.start_year for period in periods]
    ends = [period.end_year for period in periods]
    return min(filter(None, starts), default=None), max(filter(None, ends), default=None)


def is_apart(years: Span, rough: Span, codes: Sequence[str], *, has_era: bool) -> bool:
    """Tell whether years cannot be those of the periods, or would be once they are read as BC.

    Nothing is apart from a period that is disputed, or of which no years are known.
    """
    periods = [read_periods()[code] for code in codes]
    is_open = any(
        period.mark == DISPUTED or not find_rough_years([period.code]) for period in periods
    )
    gap = _find_gap(years, rough)
    if is_open or gap <= 0:
        return False
    return gap >= FAR or (not has_era and _find_gap((-years[1], -years[0]), rough) <= 0)


def _find_gap(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1])
