"""Periods and cultures, their years, and which lies within which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from heritage_gis.vocabularies.phrases import PhraseTable, list_spellings
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.model.nearness import Nearest

_DIGIT = re.compile(r"\d")
AUTHORITATIVE_MARKS = ("", "S")


@dataclass(frozen=True)
class Period:
    """One period or culture.

    Attributes:
        code: the code used everywhere.
        sort: its place, oldest first.
        parent: the period it lies within, empty where none.
        start_year: signed, no year 0, in the traditional scheme; None where facts has no figure.
        end_year: as `start_year`.
        start_year_14c: the same by calibrated radiocarbon dates, where known.
        end_year_14c: as `start_year_14c`.
        mark: how sure the figures are: empty (facts gives them without a mark), `S` (from a named
            source), `M-high`, `M-med` (general knowledge), `disputed`, `?` (no figure).
    """

    code: str
    sort: int
    parent: str
    start_year: int | None
    end_year: int | None
    start_year_14c: int | None
    end_year_14c: int | None
    mark: str

    @property
    def is_authoritative(self) -> bool:
        """Whether the years may be shown as those of a site that names only the period."""
        return self.mark in AUTHORITATIVE_MARKS


@cache
def read_periods() -> dict[str, Period]:
    """Return the periods by code, oldest first (facts §4)."""
    entries = sorted(read_vocabulary("periods"), key=lambda entry: int(entry["sort"]))
    return {
        entry["code"]: Period(
            code=entry["code"],
            sort=int(entry["sort"]),
            parent=entry["parent"],
            start_year=_read_year(entry["start_year"]),
            end_year=_read_year(entry["end_year"]),
            start_year_14c=_read_year(entry["start_year_14c"]),
            end_year_14c=_read_year(entry["end_year_14c"]),
            mark=entry["mark"],
        )
        for entry in entries
    }


def _read_year(text: str) -> int | None:
    return int(text) if text else None


@cache
def read_period_phrases() -> PhraseTable:
    """Return the phrases that name periods; some name two (`Middle-Upper Palaeolithic`)."""
    return PhraseTable(
        (phrase, entry["code"])
        for entry in read_vocabulary("periods")
        for phrase in list_spellings(entry)
    )


def find_nearest_period(text: str) -> tuple[Nearest, ...]:
    """Return the periods whose names a text is nearest to; figures make it a dating of its own."""
    return () if _DIGIT.search(text) else read_period_phrases().find_nearest(text)


def list_ancestors(code: str) -> list[str]:
    """Return the periods a period lies within, the nearest first."""
    parent = read_periods()[code].parent
    return [parent, *list_ancestors(parent)] if parent else []


def is_within(code: str, other: str) -> bool:
    """Tell whether a period is another or lies within it."""
    return code == other or other in list_ancestors(code)


def sort_periods(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes without repetition, oldest first."""
    return tuple(sorted(set(codes), key=lambda code: read_periods()[code].sort))


@cache
def read_ages() -> dict[str, int | None]:
    """Return the ages that sites are coloured by, oldest first, and the year each begins with."""
    return {entry["code"]: _read_year(entry["start_year"]) for entry in _list_ages()}


@cache
def find_ages() -> dict[str, str]:
    """Return of each period the age it lies in; none of a period that lies in two, or in either."""
    named = {code: entry["code"] for entry in _list_ages() for code in entry["periods"].split()}
    found = {}
    for code in read_periods():
        ages = [named[each] for each in (code, *list_ancestors(code)) if each in named]
        if ages:
            found[code] = ages[0]
    return found


def _list_ages() -> list[dict[str, str]]:
    return sorted(read_vocabulary("ages"), key=lambda entry: int(entry["sort"]))


def find_rough_years(codes: Iterable[str]) -> tuple[int, int] | None:
    """Return some years about periods, whatever their mark; of an ancestor where there are none.

    Only to tell eras apart; never shown.
    """
    known = [years for code in codes if (years := _find_known_years(code))]
    return (min(start for start, _ in known), max(end for _, end in known)) if known else None


def _find_known_years(code: str) -> tuple[int, int] | None:
    for period in map(read_periods().get, (code, *list_ancestors(code))):
        if period and period.start_year and period.end_year:
            return period.start_year, period.end_year
    return None
