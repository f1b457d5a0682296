"""A survey conformed: every raw table turned into standard records."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from heritage_gis.conform.acceptances import (
    explain_accepted,
    require_accepted,
    require_meanings,
)
from heritage_gis.conform.column_guesses import ColumnGuess, explain_guesses
from heritage_gis.conform.columns import (
    Columns,
    explain_repeated,
    explain_unknown_headings,
    require_cells,
    require_columns,
)
from heritage_gis.conform.conditions import conform_conditions
from heritage_gis.conform.damaged_cells import tell_text_numbers
from heritage_gis.conform.dating import conform_dating
from heritage_gis.conform.districts import (
    conform_districts,
    find_claimed,
    gather_claims,
    is_in_claimed_district,
)
from heritage_gis.conform.judged_table import JudgedTable, Surroundings, judge_table
from heritage_gis.conform.kinds import conform_kinds
from heritage_gis.conform.measures import conform_measures
from heritage_gis.conform.own_layer import explain_own_layer
from heritage_gis.conform.positions import take_positions
from heritage_gis.conform.repeat_sheets import has_repeats, relate_repeats
from heritage_gis.conform.row_blocks import (
    OpenTable,
    RowBlock,
    open_table,
    prepare_block,
)
from heritage_gis.conform.row_parts import describe_parts
from heritage_gis.conform.source_rows import keep_source, list_kept
from heritage_gis.conform.status_days import conform_statuses
from heritage_gis.conform.texts import conform_texts
from heritage_gis.conform.word_contradictions import explain_contradicted
from heritage_gis.conform.word_positions import add_reckoned, gather_words, reckon_positions
from heritage_gis.memory import give_back
from heritage_gis.model.problem import gather_problems
from heritage_gis.model.record import CRS, DTYPES, RECORD_COLUMNS
from heritage_gis.places.settlements import read_settlements
from heritage_gis.vocabularies.problems import explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from heritage_gis.conform.positions import Positions
    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.model.survey import Acceptance, Survey
    from heritage_gis.places.districts import Districts
    from heritage_gis.places.settlements import Settlements


@dataclass(frozen=True)
class Understanding:
    """How one table was understood, for the report.

    Attributes:
        table: the raw table; its rows are not told again.
        columns: what its columns mean.
        crs: `stated`, `used`, `operation`, `verdict`, `readings`, `evidence`, as
            `conform_positions` tells them.
        guesses: what columns may hold that no heading explains; none of them was used.
        accepted: how many rows each `[[accept]]` entry of the sidecar settled.
    """

    table: RawTable
    columns: Columns
    crs: dict[str, object] = field(default_factory=dict)
    accepted: dict[Acceptance, int] = field(default_factory=dict)
    guesses: tuple[ColumnGuess, ...] = ()

    @property
    def file(self) -> str:
        """The file it stands in; empty where the table has no rows."""
        files = self.table.frame["source_file"]
        return "" if files.empty else str(files.iloc[0])

    @property
    def layer(self) -> str:
        """Sheet or layer; empty where the file has but one, without a name."""
        layers = self.table.frame["source_layer"].dropna()
        return "" if layers.empty else str(layers.iloc[0])


@dataclass(frozen=True)
class Conformed:
    """Some rows of a survey after conforming.

    Attributes:
        records: RECORD_COLUMNS and geometry in EPSG:4326; a record for every data row.
        headings: their headings of what is checked later, with the index of `records`: `position`
            and `site_code`; empty where there is none.
        problems: what is wrong or doubtful in these rows, with PROBLEM_COLUMNS.
    """

    records: gpd.GeoDataFrame
    headings: pd.DataFrame
    problems: pd.DataFrame


@dataclass(frozen=True)
class ConformedSurvey:
    """A survey after conforming, block by block.

    Attributes:
        understood: how each table was read.
        problems: what is told of whole tables, and of rows by what the whole table says.
        blocks: its rows in their order; each block is made when it is asked for, and once.
    """

    understood: tuple[Understanding, ...]
    problems: pd.DataFrame
    blocks: Iterator[Conformed]


def conform_survey(
    survey: Survey,
    tables: Iterable[RawTable],
    districts: Districts,
    settlements: Settlements | None = None,
    known: pd.DataFrame | None = None,
    *,
    rows_at_once: int,
) -> ConformedSurvey:
    """Turn the raw tables of a survey into standard records.

    Args:
        survey: the version that counts.
        tables: its raw tables.
        districts: the layer in place.
        settlements: from which words may say a place; those of our own table where not given.
        known: places whose names may speak for one reading of the coordinates, as
            `known_places.pair_names` takes them. They order a question and settle none.
        rows_at_once: of a table; the outcome is the same whatever it is.

    Raises:
        MisusedError: the sidecar states a reference system, a field or a cell that there is not.
    """
    tables = list(tables)
    require_columns(survey, tables)
    require_cells(survey.sidecar.corrections, tables)
    require_meanings(survey)
    around = Surroundings(
        districts, read_settlements() if settlements is None else settlements, known
    )
    judged = [judge_table(open_table(survey, table), around, rows_at_once) for table in tables]
    require_accepted(survey, [each.accepted for each in judged])
    blocks = (block for each in judged for block in _conform_table(each, around))
    return ConformedSurvey(
        understood=tuple(_tell_understood(each) for each in judged),
        problems=gather_problems(problems for each in judged for problems in _tell_table(each)),
        blocks=_join_blocks(blocks, tables) if _is_entangled(tables) else blocks,
    )


def _is_entangled(tables: list[RawTable]) -> bool:
    """Tell whether rows of one table belong to those of another, or stand in the same place."""
    ends: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for table in (each for each in tables if len(each.frame)):
        first = table.frame.iloc[0]
        layer = "" if pd.isna(first["source_layer"]) else str(first["source_layer"])
        rows = table.frame["source_row"]
        spans = ends.setdefault((str(first["source_file"]), layer), [])
        spans.append((int(rows.min()), int(rows.max())))
    is_twice = any(
        after[0] <= before[1]
        for spans in ends.values()
        for before, after in pairwise(sorted(spans))
    )
    return is_twice or has_repeats(tables)


def _join_blocks(blocks: Iterable[Conformed], tables: list[RawTable]) -> Iterator[Conformed]:
    """Put all blocks into one, and relate repeat sheets: a part may come before its site."""
    parts = list(blocks)
    records = pd.concat([each.records for each in parts], ignore_index=True)
    if has_repeats(tables):
        records = relate_repeats(records, tables)
    yield Conformed(
        records=gpd.GeoDataFrame(records, geometry="geometry", crs=CRS),
        headings=pd.concat([each.headings for each in parts], ignore_index=True),
        problems=gather_problems(each.problems for each in parts),
    )


def _conform_table(judged: JudgedTable, around: Surroundings) -> Iterator[Conformed]:
    """Conform one table block by block."""
    for rows, own in judged.rows:
        block = judged.only or prepare_block(judged.opened, rows)
        yield _conform_block(
            block,
            judged.opened,
            partial(take_positions, judged.positions, own, block.frame),
            around,
        )
        if judged.only is None:
            judged.opened.table.release()
            give_back()


def _conform_block(
    block: RowBlock,
    opened: OpenTable,
    take: Callable[[pd.DataFrame], Positions],
    around: Surroundings,
) -> Conformed:
    """Conform some rows; each step reads the columns it knows, and adds its own."""
    districts, columns, places = around.districts, opened.columns, block.places
    headings, cells = columns.headings, block.as_accepted
    absent = pd.Series(np.nan, index=places.index, dtype="str")
    claims = gather_claims(cells, block.sections)

    names, name_problems = block.names
    dating, dating_problems = conform_dating(
        cells.get("period_text", absent), cells.get("culture", absent), places, headings
    )
    said = cells.assign(kind=cells.get("kind", absent))
    kinds, kind_problems = conform_kinds(said, names, dating, places, headings)
    measures, measure_problems = conform_measures(
        cells, columns.units, kinds["kind"], places, headings
    )
    states, state_problems = conform_conditions(cells, places, headings)
    statuses, status_problems = conform_statuses(cells, places, headings)
    positions = take(places)
    words = gather_words(cells, headings, columns.units)
    against = explain_contradicted(words, positions.frame, around.settlements, places)
    words["text"] = words["text"].where(positions.headings == "")  # no cell that gives a place
    in_district = is_in_claimed_district(find_claimed(claims["text"]), districts)
    reckoned = reckon_positions(words, around.settlements, in_district, places)
    placed = add_reckoned(positions.frame, reckoned)
    geometry = placed.geometry
    attached, district_problems = conform_districts(geometry, claims, districts, places, headings)
    heights = placed.pop("elevation_m")
    measures["elevation_m"] = measures["elevation_m"].fillna(heights)
    measures["feature_count"] = measures["feature_count"].fillna(kinds.pop("feature_count"))
    parts = [
        places, names, dating, kinds, measures, states, statuses,
        placed.drop(columns="geometry"), attached, conform_texts(block.as_sent),
        keep_source(block.received, list_kept(opened.table.columns), places, block.part_no),
    ]  # fmt: skip
    problems = [
        *block.problems, name_problems, dating_problems, kind_problems, measure_problems,
        state_problems, status_problems, positions.problems, reckoned.problems, against,
        district_problems,
    ]  # fmt: skip
    told = _fill(pd.concat(parts, axis="columns"))
    told = told.assign(**describe_parts(told, block.part_no))
    theirs = {"position": positions.headings, "site_code": headings.get("site_code", "")}
    return Conformed(
        records=gpd.GeoDataFrame(told, geometry=geometry, crs=CRS),
        headings=pd.DataFrame(theirs, index=places.index),
        problems=gather_problems(problems),
    )


def _tell_understood(judged: JudgedTable) -> Understanding:
    opened = judged.opened
    return Understanding(
        opened.table, opened.columns, judged.positions.crs, judged.accepted, opened.guesses
    )


def _tell_table(judged: JudgedTable) -> Iterator[pd.DataFrame]:
    """Tell what is told once of a table, and of its rows by what all of them say."""
    opened = judged.opened
    table, columns, place = opened.table, opened.columns, opened.first_place
    yield tell_encoding(table, place)
    yield explain_own_layer(table.columns, place)
    yield explain_unknown_headings(columns, place)
    yield explain_repeated(table.columns, columns, place)
    yield explain_guesses(opened.guesses, place)
    yield tell_text_numbers(table, columns.headings, place)
    yield explain_accepted(judged.accepted, place, columns.headings)
    yield judged.positions.problems


def _fill(told: pd.DataFrame) -> pd.DataFrame:
    """Return all RECORD_COLUMNS in their order and types; what no step told is missing."""
    types = {column: DTYPES[kind] for column, kind in RECORD_COLUMNS.items()}
    return told.reindex(columns=[*RECORD_COLUMNS]).astype(types)


def tell_encoding(table: RawTable, places: pd.DataFrame) -> pd.DataFrame:
    """Tell of an encoding that was guessed; one that is stated or proven needs no word."""
    is_proven = table.encoding.startswith("utf")
    if is_proven or not table.encoding_evidence.startswith("guessed"):
        return explain("encoding_guessed", places.iloc[:0])
    whole_file = places.iloc[:1].assign(source_row=pd.array([pd.NA], dtype="Int64"))
    return explain("encoding_guessed", whole_file, details={"encoding": table.encoding})
