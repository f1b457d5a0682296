"""Counts and sizes of each row, in metres and square metres."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.conform.distinct_texts import read_distinct
from heritage_gis.conform.measure_text import (
    AREA_UNITS,
    DIMENSIONS,
    Measure,
    read_measure,
    read_sizes,
)
from heritage_gis.model.problem import gather_problems
from heritage_gis.vocabularies.blanks import clear_blanks
from heritage_gis.vocabularies.kinds import read_kinds
from heritage_gis.vocabularies.problems import explain, write_figure
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

COUNT, AREA, SIZES, ELEVATION = "n_features", "area_m2", "dims_text", "elev_m"
# Their fields (`vocabularies/headings`) that hold one size, and the dimension of each.
FIELDS = {
    COUNT: "count",
    "diam_m": "diameter",
    "height_m": "height",
    "length_m": "length",
    "width_m": "width",
    AREA: "area",
    ELEVATION: "elevation",
}
SIZE_FIELDS = (SIZES, COUNT, "diam_m", "height_m", "length_m", "width_m", AREA)
ENDS = ("low", "high")
FAULTS = {"number_unreadable": "bool", "unit_missing": "bool", "count_inexact": "bool"}


def conform_measures(
    cells: pd.DataFrame,
    units: Mapping[str, str],
    kinds: pd.Series,
    places: pd.DataFrame,
    headings: Mapping[str, str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the columns of counts and sizes.

    A size of its own column comes before one out of `dims_text`. Where the record has one column
    for a size, it is the upper end of a range, or the only end given; a count is the lower end,
    which is sure («более 40» is 40), and missing for «до 20». Their words stay in `size_text`.

    Args:
        cells: any of the text columns `n_features`, `diam_m`, `height_m`, `length_m`, `width_m`,
            `area_m2`, `elev_m`, `dims_text`.
        units: the unit that a heading states, by field; metres where it states none. An area
            without any unit is not guessed.
        kinds: kind of each row: what is plausible depends on its group (`size_limits.csv`).
        places: `survey_id`, `source_file`, `source_layer`, `source_row` of each row.
        headings: their heading of each field.

    Returns:
        A frame with the index of `cells`: `feature_count` (Int64), `diameter_min_m`,
        `diameter_max_m`, `height_min_m`, `height_max_m`, `length_m`, `width_m`, `area_m2`,
        `elevation_m` (float64), `size_text`. Then the problems: number_unreadable, unit_missing,
        count_inexact, size_implausible (the value is kept).
    """
    texts = cells.reindex(columns=[*FIELDS, SIZES]).astype("str")
    read = {
        field: _read_field(texts[field], field, units.get(field, "")) for field in (*FIELDS, SIZES)
    }
    ends = {dimension: _choose_ends(read, dimension) for dimension in FIELDS.values()}
    frame = pd.DataFrame(
        {
            "feature_count": ends["count"]["low"].astype("Int64"),
            "diameter_min_m": ends["diameter"]["low"],
            "diameter_max_m": ends["diameter"]["high"],
            "height_min_m": ends["height"]["low"],
            "height_max_m": ends["height"]["high"],
            **{
                column: ends[dimension]["high"].fillna(ends[dimension]["low"])
                for column, dimension in (
                    ("length_m", "length"),
                    ("width_m", "width"),
                    ("area_m2", "area"),
                    ("elevation_m", "elevation"),
                )
            },
            "size_text": _join_size_texts(texts, headings),
        }
    )
    problems = [
        explain(code, places[mask], headings.get(field, ""), texts[field][mask])
        for field, table in read.items()
        for code in FAULTS
        if (mask := table[code]).any()
    ]
    problems += _find_implausible(read, texts, kinds, places, headings)
    return frame, gather_problems(problems)


def _read_field(texts: pd.Series, field: str, unit: str) -> pd.DataFrame:
    """Return low and high of each dimension a field may tell, and FAULTS."""
    if field == SIZES:
        columns = {f"{dimension}_{end}": "float64" for dimension in DIMENSIONS for end in ENDS}
        return read_distinct(texts, partial(_read_sizes_cell, unit=unit or "m"), columns | FAULTS)
    columns = {f"{FIELDS[field]}_{end}": "float64" for end in ENDS}
    usual = unit if field in (COUNT, AREA) else unit or "m"
    read = partial(_read_cell, field=field, unit="" if field == COUNT else usual)
    return read_distinct(texts, read, columns | FAULTS)


def _read_cell(text: str, field: str, unit: str) -> tuple[float | bool | None, ...]:
    measure = read_measure(text, unit)
    if measure is None or _is_no_such_measure(measure, field):
        return None, None, True, False, False
    if field == AREA and measure.unit not in AREA_UNITS and not measure.is_unknown:
        return None, None, False, True, False
    is_exact = measure.low == measure.high and not measure.is_about
    is_inexact = field == COUNT and measure.low is not None and not is_exact
    return measure.low, measure.high, False, False, is_inexact


def _is_no_such_measure(measure: Measure, field: str) -> bool:
    """Tell whether a count has a unit or a fraction, or a length the unit of an area."""
    if field == COUNT:
        ends = [end for end in (measure.low, measure.high) if end is not None]
        return bool(measure.unit) or any(end != int(end) for end in ends)
    return field != AREA and measure.unit in AREA_UNITS


def _read_sizes_cell(text: str, unit: str) -> tuple[float | bool | None, ...]:
    sizes = read_sizes(text, unit)
    ends = [
        getattr((sizes or {}).get(dimension, Measure()), end)
        for dimension in DIMENSIONS
        for end in ENDS
    ]
    area = (sizes or {}).get("area")
    has_no_unit = area is not None and area.unit not in AREA_UNITS
    if has_no_unit:
        ends = [*ends[: -len(ENDS)], None, None]
    return (*ends, sizes is None, has_no_unit, False)


def _choose_ends(read: Mapping[str, pd.DataFrame], dimension: str) -> pd.DataFrame:
    """Return low and high of a dimension: of its own column, else out of `dims_text`."""
    names = [f"{dimension}_{end}" for end in ENDS]
    field = next(field for field, told in FIELDS.items() if told == dimension)
    own = read[field][names]
    if dimension in DIMENSIONS:
        own = own.where(own.notna().any(axis="columns"), read[SIZES][names])
    return own.set_axis(list(ENDS), axis="columns")


def _join_size_texts(texts: pd.DataFrame, headings: Mapping[str, str]) -> pd.Series:
    """Return their words for the sizes: the text of `dims_text`, the others with their heading."""
    joined = pd.Series("", index=texts.index, dtype="str")
    for field in SIZE_FIELDS:
        heading = "" if field == SIZES else f"{headings.get(field, field)}: "
        told = (heading + clear_blanks(texts[field])).fillna("")
        joined += told.where((joined == "") | (told == ""), "; " + told)
    return joined.mask(joined == "")


def _find_implausible(
    read: Mapping[str, pd.DataFrame],
    texts: pd.DataFrame,
    kinds: pd.Series,
    places: pd.DataFrame,
    headings: Mapping[str, str],
) -> list[pd.DataFrame]:
    """Compare sizes with what is known for such sites (facts §7.2), cell by cell."""
    groups = kinds.map({kind.code: kind.group for kind in read_kinds().values()})
    problems = []
    for limit in read_vocabulary("size_limits"):
        for field, table in read.items():
            names = [f"{limit['measure']}_{end}" for end in ENDS]
            if names[0] not in table:
                continue
            ends = table[names].where(groups == limit["group"])
            found = _find_outside(ends, float(limit["low_m"]), float(limit["high_m"])).dropna()
            what = {language: limit[language] for language in ("kk", "ru", "en")}
            details = pd.DataFrame(
                {
                    "what": [what] * len(found),
                    "found": [write_figure(f"{size:g}") for size in found],
                    "low": [write_figure(limit["low_m"])] * len(found),
                    "high": [write_figure(limit["high_m"])] * len(found),
                },
                index=found.index,
                dtype=object,
            )
            heading, values = headings.get(field, ""), texts.loc[found.index, field]
            problems.append(
                explain("size_implausible", places.loc[found.index], heading, values, details)
            )
    return problems


def _find_outside(ends: pd.DataFrame, low: float, high: float) -> pd.Series:
    """Return the end that lies outside the limits, missing where both lie within."""
    least, most = ends.iloc[:, 0], ends.iloc[:, 1]
    above = most.fillna(least).where(lambda size: size > high)
    return above.fillna(least.fillna(most).where(lambda size: size < low))
