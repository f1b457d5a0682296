"""Parts of a dating: periods and years that belong together, and whether they can."""

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

    from heritage_gis.conform.dating_spans import Span

OpenSpan = tuple[int | None, int | None]
Precision = Literal["", "period", "millennium", "century", "decade", "year"]
DISPUTED = "disputed"
FAR = 500  # years; traditional and calibrated datings of one period differ by 200-400 (facts §4)


@dataclass(frozen=True)
class DatingPart:
    """One dating; a cell may hold several.

    Attributes:
        periods: codes named, oldest first.
        start_year: signed, no year 0; None where not said and not authoritative.
        end_year: as `start_year`.
        scheme: `trad`, `14C`, or empty.
        precision: what the years rest on; `period` where they are those of the table.
        is_certain: false where the text doubts, is about, or contradicts itself.
        is_reversed: the text ran backwards, and was turned.
        is_contradicted: the years lie far from the period that is named beside them.
        has_era: the text says whether its years are BC or AD.
        is_eraless: it does not say so of a number that cannot be AD as it stands.
    """

    periods: tuple[str, ...] = ()
    start_year: int | None = None
    end_year: int | None = None
    scheme: str = ""
    precision: Precision = ""
    is_certain: bool = True
    is_reversed: bool = False
    is_contradicted: bool = False
    has_era: bool = False
    is_eraless: bool = False

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
            is_certain=False,
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
            return replace(self, is_eraless=False, is_certain=is_ad and self.is_certain)
        start, end = find_figures(self.periods) if self.periods else (None, None)
        return replace(self, start_year=start, end_year=end, is_reversed=False)


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
