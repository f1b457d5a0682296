"""What the columns that no heading explains may hold, by their values: offered, never used.

A person settles it, in `[columns]` of `survey.toml` or with `--column`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.conform.conditions import find_phrases, find_state_codes
from heritage_gis.conform.dating_text import read_dating
from heritage_gis.conform.kinds import read_kind
from heritage_gis.geo.coordinate_text import (
    AngleReading,
    CoordinateFault,
    read_angle,
    read_coordinates,
)
from heritage_gis.geo.number_columns import read_numbers
from heritage_gis.geo.region import EASTING_RANGES_M, LAT_RANGE, LON_RANGE, NORTHING_RANGE_M
from heritage_gis.model.problem import gather_problems
from heritage_gis.model.raw_table import GEOMETRY
from heritage_gis.places.names import find_unit
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.blanks import clear_blanks
from heritage_gis.vocabularies.folding import fold_name
from heritage_gis.vocabularies.problems import explain, write_figure
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from heritage_gis.conform.columns import Columns
    from heritage_gis.model.raw_table import RawTable

POSITIONS = ("coord_text", "lat_raw", "lon_raw", "x_raw", "y_raw")
NAMES = ("name", "name_kk", "name_ru", "name_en")
_SAMPLE = 2_000  # rows
_FEWEST = 2  # filled cells
_MOST = 0.8  # of them
_LEAST_DIFFERENT = 0.8  # of names
_LONGEST_NAME = 80  # characters

Evidence = dict[str, str]
Range = tuple[float, float]


@dataclass(frozen=True)
class ColumnGuess:
    """What a column may hold.

    Attributes:
        column: their heading, or the letter of a column without one.
        field: ours.
        evidence: why, in each language.
    """

    column: str
    field: str
    evidence: Evidence


def guess_columns(table: RawTable, columns: Columns, settled: Iterable[str]) -> list[ColumnGuess]:
    """Guess the fields of the columns that nothing explains.

    Args:
        table: the raw table.
        columns: what its columns mean by their headings; of a field that is there no second
            column is guessed, and of a table that has positions no column of them.
        settled: headings that a person has spoken of.
    """
    there = set(columns.headings)
    if there & set(POSITIONS) or GEOMETRY in table.frame:
        there |= set(POSITIONS)
    if there & set(NAMES):
        there.add("name")
    open_columns = [name for name in columns.unknown if name not in set(settled)]
    sample = table.frame[open_columns].head(_SAMPLE)
    found: list[ColumnGuess] = []
    for guess in _RULES:
        for name in open_columns:
            texts = clear_blanks(sample[name]).dropna()
            if len(texts) < _FEWEST or name in {each.column for each in found}:
                continue
            for field, evidence in guess(texts):
                if field not in there:
                    found.append(ColumnGuess(name, field, evidence))
                    there.add(field)
                    break
    return _drop_halves(found)


def explain_guesses(guesses: Iterable[ColumnGuess], places: pd.DataFrame) -> pd.DataFrame:
    """Tell of each guess with its evidence: column_guessed, its suggestion the field."""
    names = {row["code"]: row for row in read_vocabulary("field_names")}
    table = places.iloc[:1].assign(source_row=pd.array([pd.NA], dtype="Int64"))
    return gather_problems(
        explain(
            "column_guessed",
            table,
            guess.column,
            pd.Series([guess.column] * len(table), index=table.index, dtype="str"),
            {
                "what": {language: names[guess.field][language] for language in LANGUAGES},
                "evidence": guess.evidence,
                "field": guess.field,
            },
            guess.field,
        )
        for guess in guesses
    )


def _drop_halves(found: list[ColumnGuess]) -> list[ColumnGuess]:
    """Leave an easting out where there is no northing: six figures may be anything."""
    fields = {guess.field for guess in found}
    return [guess for guess in found if guess.field != "y_raw" or "x_raw" in fields]


def _guess_numbers(texts: pd.Series) -> Iterable[tuple[str, Evidence]]:
    read = read_numbers(texts)
    values = read["value"]
    is_fine = (read["resolution"] < 0.1).mean() >= _MOST / 2  # noqa: PLR2004 - degrees have decimals
    ranges: list[tuple[str, tuple[Range, ...]]] = [
        ("x_raw", (NORTHING_RANGE_M,)),
        ("y_raw", EASTING_RANGES_M),
    ]
    if is_fine:
        ranges = [("lat_raw", (LAT_RANGE,)), ("lon_raw", (LON_RANGE,)), *ranges]
    for field, limits in ranges:
        for low, high in limits:
            count = int(values.between(low, high).sum())
            if count >= len(texts) * _MOST:
                details = {"low": _write_limit(low), "high": _write_limit(high)}
                yield field, _tell("between", count, len(texts), **details)


def _guess_angles(texts: pd.Series) -> Iterable[tuple[str, Evidence]]:
    for field, axis, limits in (("lat_raw", "lat", LAT_RANGE), ("lon_raw", "lon", LON_RANGE)):

        def is_angle(text: str, axis: str = axis, limits: Range = limits) -> bool:
            found = read_angle(text, "")
            return (
                isinstance(found, AngleReading)
                and not found.degrees.is_integer()
                and found.axis in ("", axis)
                and limits[0] <= found.degrees <= limits[1]
            )

        yield from _guess_words(texts, field, "angles", is_angle)


def _guess_positions(texts: pd.Series) -> Iterable[tuple[str, Evidence]]:
    def is_position(text: str) -> bool:
        return not isinstance(read_coordinates(text), CoordinateFault)

    yield from _guess_words(texts, "coord_text", "positions", is_position)


def _guess_districts(texts: pd.Series) -> Iterable[tuple[str, Evidence]]:
    yield from _guess_words(texts, "district", "districts", lambda text: bool(find_unit(text).kato))


def _guess_kinds(texts: pd.Series) -> Iterable[tuple[str, Evidence]]:
    def is_kind(text: str) -> bool:
        return bool(read_kind(text).codes) and not fold_name(text)

    yield from _guess_words(texts, "kind", "kinds", is_kind)


def _guess_periods(texts: pd.Series) -> Iterable[tuple[str, Evidence]]:
    def is_period(text: str) -> bool:
        dating = read_dating(text)
        return dating.is_understood and bool(dating.parts) and any(map(str.isalpha, text))

    yield from _guess_words(texts, "period_text", "periods", is_period)


def _guess_conditions(texts: pd.Series) -> Iterable[tuple[str, Evidence]]:
    phrases = find_phrases("condition")
    yield from _guess_words(
        texts, "condition", "conditions", lambda text: bool(find_state_codes(phrases, text))
    )


def _guess_names(texts: pd.Series) -> Iterable[tuple[str, Evidence]]:
    def is_name(text: str) -> bool:
        return len(text) <= _LONGEST_NAME and any(map(str.isalpha, text)) and bool(fold_name(text))

    if texts.nunique() >= len(texts) * _LEAST_DIFFERENT:
        yield from _guess_words(texts, "name", "names", is_name)


_RULES = (  # the surest first
    _guess_numbers,
    _guess_angles,
    _guess_positions,
    _guess_districts,
    _guess_kinds,
    _guess_conditions,
    _guess_periods,
    _guess_names,
)


def _guess_words(
    texts: pd.Series, field: str, code: str, is_such: Callable[[str], bool]
) -> Iterable[tuple[str, Evidence]]:
    counts = texts.value_counts(sort=False)
    such = [text for text in counts.index if is_such(str(text))]
    count = int(counts[such].sum())
    if count >= len(texts) * _MOST:
        yield field, _tell(code, count, len(texts), example=str(such[0]))


def _write_limit(limit: float) -> dict[str, str]:
    if math.fabs(limit) > max(LON_RANGE):
        return dict.fromkeys(LANGUAGES, f"{limit:,.0f}".replace(",", " "))
    return write_figure(f"{limit}")


def _tell(code: str, count: int, total: int, **details: dict[str, str] | str) -> Evidence:
    texts = next(row for row in read_vocabulary("guess_texts") if row["code"] == code)
    return {
        language: texts[language].format(
            count=count,
            total=total,
            **{
                name: detail[language] if isinstance(detail, dict) else detail
                for name, detail in details.items()
            },
        )
        for language in LANGUAGES
    }
