"""Rows that give several positions, one for each mound: each becomes a record of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.conform.distinct_texts import PART, join_texts
from heritage_gis.conform.position_cells import BETWEEN, PAIRS
from heritage_gis.geo.coordinate_parts import part_coordinates, part_pair
from heritage_gis.model.columns import map_distinct
from heritage_gis.model.problem import gather_problems
from heritage_gis.model.raw_table import GEOMETRY
from heritage_gis.vocabularies.problems import explain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from heritage_gis.geo.coordinate_text import Axis

NAMES = ("name_ru", "name_kk", "name_en")
Parts = tuple[tuple[str, tuple[str, ...]], ...]  # of each its number, and the texts of its cells
_WHOLE: Parts = ()
_MAY_BE_SEVERAL = r"[\n;]|\d\s?[).:–—-]\s"
_AXES: tuple[tuple[Axis, Axis], ...] = (("lat", "lon"), ("", ""))  # of PAIRS


@dataclass(frozen=True)
class PartedRows:
    """A table whose rows with several positions were parted.

    Attributes:
        frame: a row for each part, the others as they were; labels count from 0.
        origin: the row of the former frame that each came of, counted from 0.
        part_no: the number of the part; missing for rows that were not parted.
        problems: coordinate_parts.
    """

    frame: pd.DataFrame
    origin: NDArray[np.int64]
    part_no: pd.Series
    problems: pd.DataFrame


def part_rows(frame: pd.DataFrame, headings: Mapping[str, str], places: pd.DataFrame) -> PartedRows:
    """Part the rows whose coordinate cells give several positions, all of which can be read.

    Args:
        frame: rows of a raw table; a row that has a geometry goes by that.
        headings: our field -> their heading.
        places: `survey_id` and `source_*` of each row.
    """
    is_open = np.ones(len(frame), dtype=bool)
    if GEOMETRY in frame:
        is_open = frame[GEOMETRY].isna().to_numpy(copy=True)
    found: dict[int, _Found] = {}
    problems = []
    for source in _list_sources(frame, headings):
        texts = source.texts.reset_index(drop=True).where(is_open)
        parts = map_distinct(texts, source.cut, missing=_WHOLE)
        rows = np.flatnonzero(parts.map(len).to_numpy())
        found |= {int(row): _Found(source.names, parts.iloc[int(row)]) for row in rows}
        is_open[rows] = False
        problems.append(_explain(parts.iloc[rows], texts, places, BETWEEN.join(source.names)))
    return _spread(frame, found, gather_problems(problems))


def describe_parts(records: pd.DataFrame, part_no: pd.Series) -> pd.DataFrame:
    """Return `part_no`, `part_of` and `feature_count` of records, as their parts have them.

    A part is part of its row's site, named as that is: by its code, else by its name. Where the
    row counts as many mounds as it gives positions each part is one; else none knows its own.
    """
    is_part = part_no.notna()
    own = records["site_code"]
    for name in NAMES:
        own = own.fillna(records[name])
    told = records[["part_no", "part_of", "feature_count"]].copy()
    before = told["part_no"]
    number = (before + "/" + part_no).fillna(part_no)
    told["part_no"] = before.mask(is_part, number)
    told["part_of"] = told["part_of"].mask(is_part & told["part_of"].isna(), own)
    parts = part_no.groupby([records["source_layer"].fillna(""), records["source_row"]]).transform(
        "count"
    )
    each = (told["feature_count"] == parts).fillna(value=False)
    told["feature_count"] = told["feature_count"].mask(is_part & each, 1).mask(is_part & ~each)
    return told


@dataclass(frozen=True)
class _Source:
    """Columns that give positions: their headings, their texts that may be several, and the cut."""

    names: tuple[str, ...]
    texts: pd.Series
    cut: Callable[[str], Parts]


@dataclass(frozen=True)
class _Found:
    """A row with several positions: the columns they stand in, and the parts."""

    names: tuple[str, ...]
    parts: Parts


def _list_sources(frame: pd.DataFrame, headings: Mapping[str, str]) -> list[_Source]:
    """Return the sources of positions, the strongest first."""
    sources = []
    if "coord_text" in headings:
        name = headings["coord_text"]
        sources.append(_Source((name,), _take_suspects(frame[name]), _part_cell))
    for pair, axes in zip(PAIRS, _AXES, strict=True):
        if all(field in headings for field in pair):
            names = (headings[pair[0]], headings[pair[1]])
            both = frame[names[0]].notna() & frame[names[1]].notna()
            texts = join_texts(frame[names[0]], frame[names[1]]).where(both)
            sources.append(_Source(names, _take_suspects(texts), partial(_part_cells, axes=axes)))
    return sources


def _take_suspects(texts: pd.Series) -> pd.Series:
    plain = texts.astype("str")
    return plain.where(plain.str.contains(_MAY_BE_SEVERAL))


def _part_cell(text: str) -> Parts:
    return tuple((part.label, (part.text,)) for part in part_coordinates(text))


def _part_cells(text: str, axes: tuple[Axis, Axis]) -> Parts:
    first, second = text.split(PART)
    parts = part_pair(first, second, axes)
    return tuple((str(number), texts) for number, texts in enumerate(parts, start=1))


def _spread(frame: pd.DataFrame, found: Mapping[int, _Found], problems: pd.DataFrame) -> PartedRows:
    if not found:
        absent = pd.Series(pd.NA, index=frame.index, dtype="str")
        return PartedRows(frame, np.arange(len(frame)), absent, problems)
    times = np.ones(len(frame), dtype=np.int64)
    times[list(found)] = [len(each.parts) for each in found.values()]
    starts = np.cumsum(times) - times
    origin = np.repeat(np.arange(len(frame)), times)
    spread = frame.take(origin).reset_index(drop=True)
    part_no = np.full(len(spread), None, dtype=object)
    names = dict.fromkeys(name for each in found.values() for name in each.names)
    cells = {name: spread[name].to_numpy(dtype=object, copy=True) for name in names}
    for at, each in found.items():
        rows = slice(int(starts[at]), int(starts[at]) + len(each.parts))
        part_no[rows] = [number for number, _ in each.parts]
        for place, name in enumerate(each.names):
            cells[name][rows] = [texts[place] for _, texts in each.parts]
    filled = {
        name: pd.Series(texts, index=spread.index, dtype="str") for name, texts in cells.items()
    }
    numbers = pd.Series(part_no, index=spread.index, dtype="str")
    return PartedRows(spread.assign(**filled), origin, numbers, problems)


def _explain(
    parts: pd.Series, texts: pd.Series, places: pd.DataFrame, heading: str
) -> pd.DataFrame:
    rows = places.iloc[parts.index]
    details = pd.DataFrame({"count": parts.map(len).to_numpy()}, index=rows.index, dtype=object)
    values = texts.loc[parts.index].str.replace(PART, BETWEEN).set_axis(rows.index)
    return explain("coordinate_parts", rows, heading, values, details)
