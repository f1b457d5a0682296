"""A survey of works conformed: every row of its tables turned into a standard work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.conform.columns import apply_corrections, require_cells, take_cells
from heritage_gis.conform.damaged_cells import clear_damaged
from heritage_gis.conform.distinct_texts import read_distinct
from heritage_gis.conform.source_rows import keep_source
from heritage_gis.conform.survey import Understanding, tell_encoding
from heritage_gis.conform.work_columns import find_work_columns, require_work_columns
from heritage_gis.conform.work_years import read_years
from heritage_gis.model.columns import map_distinct
from heritage_gis.model.problem import ROW_PLACE, gather_problems
from heritage_gis.model.record import DTYPES
from heritage_gis.model.work import WORK_COLUMNS
from heritage_gis.places.names import UnitMatch, find_unit
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.blanks import clear_blanks
from heritage_gis.vocabularies.folding import name_language
from heritage_gis.vocabularies.problems import explain
from heritage_gis.vocabularies.suggestions import explain_unknown
from heritage_gis.vocabularies.works import (
    find_nearest_type,
    find_work_types,
    list_excavating_types,
    list_work_fields,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.model.nearness import Nearest
    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.model.survey import Survey

NO_CRS: dict[str, object] = {"stated": "", "used": "", "operation": "", "evidence": []}
PARTED = ";"  # several districts in one cell
# our field -> the column of the standard work that keeps its text
KEPT = {
    "work_type": "type_text",
    "objects": "objects_text",
    "district": "place_text",
    **{
        name: name
        for name in (
            *("leader", "institution", "permit", "report_no"),
            *("result", "finds_kept_at", "source", "notes"),
        )
    },
}


@dataclass(frozen=True)
class ConformedWorks:
    """A survey of works after conforming.

    Attributes:
        understood: how each table was read.
        works: WORK_COLUMNS; a work for every data row, those with errors included.
        problems: what is wrong or doubtful in them, with PROBLEM_COLUMNS.
    """

    understood: tuple[Understanding, ...]
    works: pd.DataFrame
    problems: pd.DataFrame


def conform_works(survey: Survey, tables: Iterable[RawTable]) -> ConformedWorks:
    """Turn the raw tables of a survey of works into standard works.

    Raises:
        MisusedError: the sidecar states what is of sites, or a field or a cell there is not.
    """
    tables = list(tables)
    require_work_columns(survey, tables)
    require_cells(survey.sidecar.corrections, tables)
    parts = [_conform_table(survey, table) for table in tables]
    works = pd.concat([part.works for part in parts], ignore_index=True)
    return ConformedWorks(
        understood=tuple(each for part in parts for each in part.understood),
        works=_fill(works),
        problems=gather_problems(part.problems for part in parts),
    )


def _conform_table(survey: Survey, table: RawTable) -> ConformedWorks:
    columns = find_work_columns(table, survey.sidecar)
    headings = columns.headings
    raw = table.frame.reset_index(drop=True)
    places = raw[[*ROW_PLACE]].assign(survey_id=survey.survey_id)
    mended, uncorrected = apply_corrections(raw, survey.sidecar.corrections, places)
    undamaged, damaged = clear_damaged(take_cells(mended, columns), places, headings)
    cells = undamaged.reindex(columns=sorted(list_work_fields())).apply(clear_blanks)
    years, year_problems = _conform_years(cells, survey, places, headings)
    types, type_problems = _conform_types(cells["work_type"], places, headings)
    districts, place_problems = _conform_districts(cells["district"], places, headings)
    whats = _conform_whats(cells)
    none = pd.Series(pd.NA, index=raw.index, dtype="str")
    source = keep_source(raw, table.columns, places, none).rename(columns={"record_id": "work_id"})
    kept = cells[[*KEPT]].set_axis([*KEPT.values()], axis="columns")
    empty = whats.isna().all(axis="columns") & kept["objects_text"].isna()
    problems = [
        *(uncorrected, damaged, year_problems, type_problems, place_problems),
        explain("work_nothing_told", places[empty]),
        tell_encoding(table, places),
    ]
    works = pd.concat([places, years, types, districts, whats, kept, source], axis="columns")
    understood = Understanding(table, columns, {**NO_CRS})
    return ConformedWorks((understood,), _fill(works), gather_problems(problems))


def _fill(works: pd.DataFrame) -> pd.DataFrame:
    types = {column: DTYPES[kind] for column, kind in WORK_COLUMNS.items()}
    return works.reindex(columns=[*WORK_COLUMNS]).astype(types)


def _conform_years(
    cells: pd.DataFrame, survey: Survey, places: pd.DataFrame, headings: dict[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the years: of a cell for both, else of one for the first and one for the last."""
    read = {
        field: read_distinct(cells[field], read_years, {"start": "Int64", "end": "Int64"})
        for field in ("year", "from_year", "to_year")
    }
    start = (
        read["year"]["start"].fillna(read["from_year"]["start"]).fillna(read["to_year"]["start"])
    )
    end = read["year"]["end"].fillna(read["to_year"]["end"]).fillna(read["from_year"]["end"])
    problems = [
        explain(
            "work_year_unreadable",
            places[unread],
            headings.get(field, ""),
            cells.loc[unread, field],
        )
        for field, years in read.items()
        if (unread := cells[field].notna() & years["start"].isna()).any()
    ]
    missing = cells[[*read]].isna().all(axis="columns")
    problems.append(explain("work_year_missing", places[missing]))
    details = pd.DataFrame({"start": start, "end": end})
    named = "; ".join(dict.fromkeys(headings[field] for field in read if field in headings))
    turned = (start > end).fillna(value=False).astype(bool)
    problems.append(explain("work_years_reversed", places[turned], named, details=details[turned]))
    received = survey.sidecar.received.year
    future = (~turned & (end > received)).fillna(value=False).astype(bool)
    told = details[future].assign(received=received)
    if received > 1:  # a file that is only checked was not received
        problems.append(explain("work_year_future", places[future], named, details=told))
    return details.set_axis(["from_year", "to_year"], axis="columns"), gather_problems(problems)


def _conform_types(
    texts: pd.Series, places: pd.DataFrame, headings: dict[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the type of each work: one of the vocabulary, and no more than one."""
    heading = headings.get("work_type", "")
    none: tuple[str, ...] = ()
    found = map_distinct(texts, find_work_types, none)
    count = found.map(len)
    codes = found.map(lambda types: types[0] if len(types) == 1 else None).astype("str")
    unknown, several = texts.notna() & (count == 0), count > 1
    problems = [
        explain("work_type_missing", places[texts.isna()], heading),
        explain_unknown(
            "work_type_unknown", places[unknown], heading, texts[unknown], find_nearest_type
        ),
        explain("work_types_several", places[several], heading, texts[several]),
    ]
    excavates = codes.isin(list_excavating_types()).astype("boolean")
    frame = pd.DataFrame({"type": codes, "excavates": excavates})
    return frame, gather_problems(problems)


def _conform_districts(
    texts: pd.Series, places: pd.DataFrame, headings: dict[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the districts that a cell names; what it says besides stays as text."""
    none: tuple[UnitMatch, ...] = ()
    matches = map_distinct(texts, _find_units, none)
    codes = matches.map(lambda told: " ".join(unit.kato for unit in told if unit.kato) or None)
    unknown = matches.map(
        lambda told: any(not each.candidates and not each.region for each in told)
    )
    unsure = matches.map(lambda told: any(each.candidates and not each.kato for each in told))
    heading = headings.get("district", "")
    problems = [
        explain_unknown(code, places[mask], heading, texts[mask], _find_nearest)
        for code, mask in (
            ("district_unknown", unknown.astype(bool)),
            ("district_unsure", unsure.astype(bool)),
        )
    ]
    return pd.DataFrame({"districts": codes.astype("str")}), gather_problems(problems)


def _find_units(text: str) -> tuple[UnitMatch, ...]:
    return tuple(find_unit(part) for part in text.split(PARTED) if part.strip())


def _find_nearest(text: str) -> tuple[Nearest, ...]:
    return next((unit.nearest for unit in _find_units(text) if unit.nearest), ())


def _conform_whats(cells: pd.DataFrame) -> pd.DataFrame:
    """Return what was done by language: that of the heading, else that of the text."""
    language = map_distinct(cells["what"], name_language, "")
    return pd.DataFrame(
        {
            f"what_{code}": cells[f"what_{code}"].fillna(cells["what"].where(language == code))
            for code in LANGUAGES
        }
    )
