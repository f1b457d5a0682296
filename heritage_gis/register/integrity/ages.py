"""Dates that cannot be: turned round, in the future of their survey, or of another kind of site."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.model.columns import look_up, map_distinct
from heritage_gis.register.integrity.days import read_days
from heritage_gis.register.integrity.findings import tell
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.labels import read_label
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.years import range_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.register.integrity.holding import Held

YEARS = ["start_year", "end_year"]
_UNSAID: dict[str, str] = {}


def find_wrong_dates(held: Held) -> Iterator[pd.DataFrame]:
    """Find dates in the wrong order, after their survey was received, or against the kind."""
    records = pd.DataFrame(held.records.drop(columns="geometry"))
    is_zero = (records[YEARS] == 0).fillna(value=False)
    yield tell("year_zero", records[is_zero.any(axis="columns")])
    records[YEARS] = records[YEARS].mask(is_zero)
    turned = records["start_year"] > records["end_year"]
    yield tell("years_reversed", records[turned.fillna(value=False)])
    spans = {
        name: map_distinct(records[name], read_days, None)
        for name in ("status_from", "status_to", "visited_on")
    }
    yield tell("status_reversed", records[_is_later(spans["status_from"], spans["status_to"])])
    received = look_up(records["survey_id"], held.surveys.set_index("survey_id")["received"])
    told = records.assign(received=received)
    after = _is_later(spans["visited_on"], map_distinct(received, read_days, None))
    yield tell("visited_after_received", told[after])
    year = pd.to_numeric(received.str[:4]).astype("Int64")
    latest = told[["start_year", "year"]].max(axis="columns")
    yield tell("year_in_future", told.assign(latest=latest)[(latest > year).fillna(value=False)])
    yield _find_wrong_kinds(records)


def _is_later(spans: pd.Series, others: pd.Series) -> pd.Series:
    """Tell where one time lies wholly after another."""
    first, last = spans.str[0].astype("str"), others.str[1].astype("str")
    return (first > last).fillna(value=False)


def _find_wrong_kinds(records: pd.DataFrame) -> pd.DataFrame:
    """Find records whose whole dating lies outside the years that their kind can have."""
    limits = read_kind_years()
    dated = records[records["kind"].isin(limits) & records[YEARS].notna().any(axis="columns")]
    earliest, latest = (
        dated["kind"].map({kind: years[end] for kind, years in limits.items()}).astype("Int64")
        for end in (0, 1)
    )
    start = dated["start_year"].fillna(dated["end_year"])
    end = dated["end_year"].fillna(dated["start_year"])
    is_wrong = (end < earliest).fillna(value=False) | (start > latest).fillna(value=False)
    wrong = dated[is_wrong]
    years = zip(start[is_wrong], end[is_wrong], strict=True)
    told = wrong.assign(
        kind_name=map_distinct(wrong["kind"], _label, _UNSAID),
        dated=pd.Series([_tell(*each) for each in years], index=wrong.index, dtype=object),
        allowed=map_distinct(wrong["kind"], lambda kind: _tell(*limits[kind]), _UNSAID),
    )
    return tell("kind_against_period", told)


@cache
def read_kind_years() -> dict[str, tuple[int | None, int | None]]:
    """Return kind -> the earliest and the latest year that it can have, None where none is known.

    They are those of `kind_periods.csv`, each with the source that bears it out.
    """
    return {
        row["kind"]: (_read_year(row["earliest_year"]), _read_year(row["latest_year"]))
        for row in read_vocabulary("kind_periods")
    }


def _read_year(text: str) -> int | None:
    return int(text) if text else None


def _label(kind: str) -> dict[str, str]:
    return {language: read_label("kinds", kind, language) for language in LANGUAGES}


def _tell(start: int | None, end: int | None) -> dict[str, str]:
    return {language: range_text(start, end, language) for language in LANGUAGES}
