"""Cells that a spreadsheet damaged: dates for numbers, errors, formulas without values.

Excel takes «16.4» for 16 April, «10-12» for 10 December and «4.48» for April 1948, and shows a
number in a column of dates as a day of the year 1900. What was typed is gone; what it may have
been is told.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import pandas as pd

from heritage_gis.geo.region import LAT_RANGE, LON_RANGE
from heritage_gis.model.columns import map_distinct
from heritage_gis.model.problem import gather_problems
from heritage_gis.vocabularies.problems import explain, write_figure
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from heritage_gis.model.raw_table import RawTable

POSITION_FIELDS = ("coord_text", "lat_raw", "lon_raw", "x_raw", "y_raw")  # read by themselves
NUMBER_FIELDS = (
    *("n_features", "diam_m", "height_m", "length_m", "width_m", "area_m2", "dims_text"),
    *("elev_m", "accuracy_m", "dist_km", "zone_m"),
)
Use = Literal["text", "measure", "position", "lat", "lon"]
AXIS_RANGES = {"lat": LAT_RANGE, "lon": LON_RANGE}
_ERROR = re.compile(
    r"#{2,}|#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!|ERROR!|BUSY!"
    r"|ПУСТО!|ДЕЛ/0!|ЗНАЧ!|ССЫЛКА!|ИМЯ\?|ЧИСЛО!|Н/Д)|(?:Err|Ошибка):\s?\d{3}",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"=[^=\s][^\n]*[\d)\"]")
_MAY_BE_ERROR = r"^(?:#|=|Err:|Ошибка:)"
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?")
_FIGURES = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})")
_WORDS = re.compile(r"(\d{1,2})?[\s.\-/]*([^\W\d_]{3,9})\.?[\s.\-/]*(\d{2,4})?", re.IGNORECASE)
_MAY_BE_DATE = (
    r"^\d{4}-\d\d-\d\d|^\d{1,2}[./]\d{1,2}[./]\d{4}$|^[\d\s.\-/]*[^\W\d_]{3,9}[\d\s.\-/]*$"
)
_TIME = re.compile(r"([01]\d|2[0-3]):(\d\d):(\d\d)")
_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zones
_LAST_SERIAL_YEAR = 1929  # nobody dates a find so; two figures of a year mean 1930 to 2029


@dataclass(frozen=True)
class Damage:
    """What became of a cell.

    Attributes:
        is_date: a date where a number was; else an error, or a formula without its value.
        numbers: what may have been typed, the likeliest first; empty for errors.
    """

    is_date: bool
    numbers: tuple[str, ...] = ()


def find_damaged(texts: pd.Series, use: Use) -> pd.Series:
    """Find the damaged cells of a column.

    Args:
        texts: text, missing allowed.
        use: what the column holds. In a text a date is no damage; of latitudes and longitudes
            the numbers within the two regions come first; «48:16:02» is time and coordinate.

    Returns:
        Damage by the labels of damaged cells alone.
    """
    plain = texts.astype("str")
    suspects = plain.str.contains(_MAY_BE_ERROR)
    if use != "text":
        suspects |= plain.str.contains(_MAY_BE_DATE)
    if use == "measure":
        suspects |= plain.str.fullmatch(_TIME.pattern)
    chosen = plain[suspects.fillna(value=False).to_numpy(dtype=bool)]
    return map_distinct(chosen, lambda text: _find_damage(text.strip(), use), None).dropna()


def clear_damaged(
    cells: pd.DataFrame, places: pd.DataFrame, headings: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Empty the damaged cells of all columns but those of positions.

    Args:
        cells: text columns by our fields.
        places: `survey_id` and `source_*` of each row.
        headings: their heading of each field.

    Returns:
        The cells, and the problems: cell_error, number_became_date.
    """
    problems = []
    cleared = cells
    for field in cells.columns:
        if field in POSITION_FIELDS:
            continue
        damaged = find_damaged(cells[field], "measure" if field in NUMBER_FIELDS else "text")
        if not len(damaged):
            continue
        cleared = cleared.assign(**{field: cleared[field].drop(damaged.index).reindex(cells.index)})
        problems += [
            _explain(code, rows, cells[field], places, headings[field])
            for code, rows in _part_damage(damaged)
        ]
    return cleared, gather_problems(problems)


def tell_text_numbers(
    table: RawTable, headings: Mapping[str, str], places: pd.DataFrame
) -> pd.DataFrame:
    """Tell of columns in which some numbers are numbers and others are texts: numbers_as_text."""
    fields = {
        headings[field]: field for field in (*POSITION_FIELDS, *NUMBER_FIELDS) if field in headings
    }
    found = {name: told for name, told in table.text_numbers.items() if name in fields}
    return gather_problems(
        explain(
            "numbers_as_text",
            places.iloc[:1].assign(source_row=pd.array([pd.NA], dtype="Int64")),
            name,
            details={"count": count, "row": row},
        )
        for name, (count, row) in found.items()
    )


def write_numbers(numbers: Iterable[str]) -> dict[str, str]:
    """Write numbers that may have been typed, with the decimal mark of each language."""
    written = [write_figure(number) for number in numbers]
    return {
        language: "; ".join(each[language] for each in written) for language in ("kk", "ru", "en")
    }


def _part_damage(damaged: pd.Series) -> Iterable[tuple[str, pd.Series]]:
    is_date = damaged.map(lambda each: each.is_date).to_numpy(dtype=bool)
    for code, rows in (("cell_error", damaged[~is_date]), ("number_became_date", damaged[is_date])):
        if len(rows):
            yield code, rows


def _explain(
    code: str, rows: pd.Series, texts: pd.Series, places: pd.DataFrame, heading: str
) -> pd.DataFrame:
    details = pd.DataFrame(
        {"numbers": [write_numbers(damage.numbers) for damage in rows]}, index=rows.index
    )
    return explain(code, places.loc[rows.index], heading, texts.loc[rows.index], details)


def _find_damage(text: str, use: Use) -> Damage | None:
    if _ERROR.fullmatch(text) or _FORMULA.fullmatch(text):
        return Damage(is_date=False)
    if use == "text":
        return None
    if use == "measure" and (found := _TIME.fullmatch(text)):
        hours, minutes, seconds = (int(part) for part in found.groups())
        return Damage(
            is_date=True, numbers=(_write_days(hours / 24 + minutes / 1440 + seconds / 86400),)
        )
    day = _read_day(text)
    return Damage(is_date=True, numbers=_list_numbers(day, use)) if day else None


@dataclass(frozen=True)
class _Day:
    """A day as a cell shows it; year 0 where it shows none."""

    day: int
    month: int
    year: int
    moment: dt.datetime | None = None


def _read_day(text: str) -> _Day | None:
    if found := _ISO.fullmatch(text):
        year, month, day, hour, minute, second, part = (int(part or 0) for part in found.groups())
        part *= 10 ** (6 - len(found[7] or "000000"))
        return _make_day(day, month, year, (hour, minute, second, part))
    if found := _FIGURES.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        return _make_day(first, second, year) or _make_day(second, first, year)
    found = _WORDS.fullmatch(text)
    month = _find_month(found[2]) if found else 0
    if found is None or not month or not (found[1] or found[3]):
        return None
    year = int(found[3] or 0)
    return _Day(int(found[1] or 1), month, year)


def _make_day(
    day: int, month: int, year: int, time: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> _Day | None:
    try:
        return _Day(day, month, year, dt.datetime(year, month, day, *time))  # noqa: DTZ001 - as above
    except ValueError:
        return None


@cache
def _list_months() -> tuple[tuple[str, int], ...]:
    return tuple(
        (word.strip(), int(row["month"]))
        for row in read_vocabulary("month_words")
        for language in ("en", "ru", "kk")
        for word in row[language].split(";")
    )


def _find_month(word: str) -> int:
    plain = word.casefold()
    return next((month for start, month in _list_months() if plain.startswith(start)), 0)


def _write_days(days: float) -> str:
    return f"{days:.6f}".rstrip("0").rstrip(".")


def _list_numbers(found: _Day, use: Use) -> tuple[str, ...]:
    """Return what may have been typed; where some lies in the two regions, that alone."""
    if found.moment and found.year <= _LAST_SERIAL_YEAR:
        return (_write_days((found.moment - _DAY_ZERO) / dt.timedelta(days=1)),)
    day, month, short = found.day, found.month, found.year % 100
    numbers = [f"{day}.{month}", f"{day}.{month:02}", f"{month}.{day}"]
    if use == "measure":
        numbers = [numbers[0], f"{day}-{month}", numbers[2]]
    if day == 1 and found.year:
        numbers = [f"{month}.{short:02}", f"{short}.{month:02}", f"{short}.{month}"]
    elif use in AXIS_RANGES and found.year:
        numbers.append(f"{short}°{month:02}′{day:02}″")
    numbers = list(dict.fromkeys(numbers))
    limits = AXIS_RANGES.get(use)
    fitting = [number for number in numbers if limits and _is_inside(number, limits)]
    return tuple(fitting or [number for number in numbers if "°" not in number])


def _is_inside(number: str, limits: tuple[float, float]) -> bool:
    return limits[0] <= float(number.partition("°")[0]) <= limits[1]
