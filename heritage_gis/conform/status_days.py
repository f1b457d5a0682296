"""The days from which and to which a status holds, as people write them, made into ISO days."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.model.columns import map_distinct
from heritage_gis.model.problem import gather_problems
from heritage_gis.vocabularies.blanks import clear_blanks
from heritage_gis.vocabularies.problems import explain
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = ("status_from", "status_to")
FIRST_YEAR, LAST_YEAR = 1800, 2100
_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d)(?:[T ][\d:.]+)?)?")
_FIGURES = re.compile(r"(?:(\d{1,2})[./])?(\d{1,2})[./](\d{4})")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_SIGNS = re.compile(r"[^\w\s.,]")


def conform_statuses(
    cells: pd.DataFrame, places: pd.DataFrame, headings: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read from when a status holds, and on which day it ended.

    Args:
        cells: any of the text columns of FIELDS.
        places: `survey_id`, `source_file`, `source_layer`, `source_row` of each row.
        headings: their heading of each field.

    Returns:
        A frame with the index of `cells` and the columns of FIELDS: `YYYY-MM-DD`, `YYYY-MM` or
        `YYYY`, as exact as the cell says; missing where nothing is told or understood. Then the
        problems: status_day_unreadable, status_days_reversed.
    """
    texts = cells.reindex(columns=[*FIELDS]).astype("str").apply(clear_blanks)
    days = texts.apply(lambda column: map_distinct(column, read_day, None).astype("str"))
    problems = []
    for field in FIELDS:
        unread = texts[field].notna() & days[field].isna()
        told = texts.loc[unread, field]
        problems.append(
            explain("status_day_unreadable", places[unread], headings.get(field, ""), told)
        )
    reversed_ = _are_reversed(days)
    named = days[reversed_].set_axis(["start", "end"], axis="columns")
    problems.append(
        explain(
            "status_days_reversed",
            places[reversed_],
            headings.get("status_to", ""),
            texts.loc[reversed_, "status_to"],
            named,
        )
    )
    return days.mask(reversed_), gather_problems(problems)


def _are_reversed(days: pd.DataFrame) -> pd.Series:
    """Tell where the end is surely before the beginning; years and months may overlap."""
    size = days.apply(lambda column: column.str.len()).min(axis="columns").fillna(0).astype(int)
    start, end = (
        pd.Series(
            [text[:most] for text, most in zip(days[field].fillna(""), size, strict=True)],
            index=days.index,
            dtype="str",
        )
        for field in FIELDS
    )
    return (start > end) & days.notna().all(axis="columns")


def read_day(text: str) -> str | None:
    """Read a day, a month or a year: «16.04.2010», «апрель 2010 г.», «2010 жылғы 16 сәуір»."""
    plain = text.strip().casefold().rstrip(".")
    if found := _ISO.fullmatch(plain):
        return _write_day(int(found[1]), int(found[2]), int(found[3] or 0))
    parts = [part for part in plain.split() if not _is_silent(part)]
    if found := _FIGURES.fullmatch("".join(parts)):
        return _write_day(int(found[3]), int(found[2]), int(found[1] or 0))
    return None if _SIGNS.search(plain) else _read_words(plain)


def _read_words(plain: str) -> str | None:
    """Read figures and the name of a month, in whatever order."""
    figures: list[int] = []
    months: list[int] = []
    for token in _TOKEN.findall(plain):
        if token.isdecimal():
            figures.append(int(token[:5]))
        elif not _is_silent(token):
            months.append(_find_month(token))
    years = [number for number in figures if FIRST_YEAR <= number <= LAST_YEAR]
    days = [number for number in figures if number not in years]
    is_clear = len(years) == 1 and len(days) <= len(months) <= 1 and 0 not in months
    return _write_day(years[0], *months, *days) if is_clear else None


def _write_day(year: int, month: int = 0, day: int = 0) -> str | None:
    """Write a day as exactly as it is known; nothing where the calendar has none."""
    try:
        told = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return told.isoformat()[: 10 if day else 7 if month else 4]


def _is_silent(word: str) -> bool:
    return word.rstrip(".,") in _read_silent_words()


@cache
def _read_silent_words() -> frozenset[str]:
    rows = read_vocabulary("year_words")
    return frozenset(word.strip() for row in rows for word in row["words"].split(";"))


@cache
def _find_month(word: str) -> int:
    """Return the number of a month by how its name begins; 0 where it is none."""
    return next(
        (
            int(row["month"])
            for row in read_vocabulary("month_words")
            for language in ("kk", "ru", "en")
            if word.startswith(tuple(start.strip() for start in row[language].split(";")))
        ),
        0,
    )
