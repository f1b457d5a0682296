"""A survey conformed: every raw table turned into standard records."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from heritage_gis.conform.acceptances import (
    apply_acceptances,
    require_accepted,
    require_meanings,
)
from heritage_gis.conform.angle_columns import join_angles
from heritage_gis.conform.column_guesses import ColumnGuess, explain_guesses, guess_columns
from heritage_gis.conform.columns import (
    Columns,
    apply_corrections,
    explain_repeated,
    explain_unknown_headings,
    find_columns,
    require_cells,
    require_columns,
    settle_columns,
    take_cells,
)
from heritage_gis.conform.conditions import conform_conditions
from heritage_gis.conform.damaged_cells import clear_damaged, tell_text_numbers
from heritage_gis.conform.dating import conform_dating
from heritage_gis.conform.districts import (
    conform_districts,
    gather_claims,
    is_in_claimed_district,
)
from heritage_gis.conform.kinds import conform_kinds
from heritage_gis.conform.known_places import measure_to_known
from heritage_gis.conform.measures import conform_measures
from heritage_gis.conform.names import conform_names
from heritage_gis.conform.positions import conform_positions
from heritage_gis.conform.repeat_sheets import relate_repeats
from heritage_gis.conform.row_parts import describe_parts, part_rows
from heritage_gis.conform.texts import conform_texts
from heritage_gis.conform.word_positions import add_reckoned, gather_words, reckon_positions
from heritage_gis.model.problem import ROW_PLACE, gather_problems
from heritage_gis.model.raw_table import SECTION
from heritage_gis.model.record import CRS, DTYPES, RECORD_COLUMNS
from heritage_gis.places.settlements import read_settlements
from heritage_gis.vocabularies.problems import explain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.model.survey import Acceptance, Survey
    from heritage_gis.places.districts import Districts
    from heritage_gis.places.settlements import Settlements

ROWS_AT_ONCE = 10_000  # written as JSON: as a text of its own, a large table takes half a gigabyte


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
    """A survey after conforming.

    Attributes:
        records: RECORD_COLUMNS and geometry in EPSG:4326; a record for every data row.
        headings: their headings of what is checked later, with the index of `records`: `position`
            and `site_code`; empty where there is none.
        problems: what is wrong or doubtful, with PROBLEM_COLUMNS.
        understood: how each table was read.
    """

    records: gpd.GeoDataFrame
    headings: pd.DataFrame
    problems: pd.DataFrame
    understood: tuple[Understanding, ...]


@dataclass(frozen=True)
class Surroundings:
    """What is known besides the survey: districts, settlements, and places to compare with."""

    districts: Districts
    settlements: Settlements
    known: pd.DataFrame | None


def conform_survey(
    survey: Survey,
    tables: Iterable[RawTable],
    districts: Districts,
    settlements: Settlements | None = None,
    known: pd.DataFrame | None = None,
) -> Conformed:
    """Turn the raw tables of a survey into standard records.

    Args:
        survey: the version that counts.
        tables: its raw tables.
        districts: the layer in place.
        settlements: from which words may say a place; those of our own table where not given.
        known: places whose names may speak for one reading of the coordinates, as
            `known_places.measure_to_known` takes them. They order a question and settle none.

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
    done = [_conform_table(survey, table, around) for table in tables]
    require_accepted(survey, [each.understood[0].accepted for each in done])
    records = relate_repeats(pd.concat([each.records for each in done], ignore_index=True), tables)
    return Conformed(
        records=gpd.GeoDataFrame(records, geometry="geometry", crs=CRS),
        headings=pd.concat([each.headings for each in done], ignore_index=True),
        problems=gather_problems(each.problems for each in done),
        understood=tuple(each.understood[0] for each in done),
    )


def _conform_table(survey: Survey, table: RawTable, around: Surroundings) -> Conformed:
    """Conform one table; each step reads the columns it knows, and adds its own."""
    districts = around.districts
    places = table.frame[[*ROW_PLACE]].assign(survey_id=survey.survey_id)
    columns = find_columns(table, survey.sidecar)
    frame, uncorrected = apply_corrections(table.frame, survey.sidecar.corrections, places)
    frame, columns = join_angles(frame, columns, table.columns)
    headings = columns.headings
    guesses = guess_columns(table, columns, settle_columns(survey.sidecar.columns, table.columns))
    parted = part_rows(frame, headings, places)
    received = table.frame.take(parted.origin).set_axis(parted.frame.index)
    frame, read = parted.frame, table
    places, table = places.take(parted.origin).set_axis(frame.index), replace(table, frame=frame)
    as_sent, damage_problems = clear_damaged(take_cells(table, columns), places, headings)
    accepted = apply_acceptances(as_sent, frame[SECTION], survey.sidecar.accept, places, headings)
    cells = accepted.cells
    absent = pd.Series(np.nan, index=frame.index, dtype="str")
    claims = gather_claims(cells, accepted.sections)

    names, name_problems = conform_names(cells, places, headings)
    dating, dating_problems = conform_dating(
        cells.get("period_text", absent), cells.get("culture", absent), places, headings
    )
    said = cells.assign(kind=cells.get("kind", absent))
    kinds, kind_problems = conform_kinds(said, names, dating, places, headings)
    measures, measure_problems = conform_measures(
        cells, columns.units, kinds["kind"], places, headings
    )
    states, state_problems = conform_conditions(cells, places, headings)
    in_district = is_in_claimed_district(claims["text"], districts)
    near_known = measure_to_known(names, around.known)
    positions = conform_positions(table, headings, survey.sidecar, places, in_district, near_known)
    words = gather_words(cells, headings, columns.units)
    words["text"] = words["text"].where(positions.headings == "")  # no cell that gives a place
    reckoned = reckon_positions(words, around.settlements, in_district, places)
    placed = add_reckoned(positions.frame, reckoned)
    geometry = placed.geometry
    attached, district_problems = conform_districts(geometry, claims, districts, places, headings)
    heights = placed.pop("elevation_m")
    measures["elevation_m"] = measures["elevation_m"].fillna(heights)
    measures["feature_count"] = measures["feature_count"].fillna(kinds.pop("feature_count"))
    parts = [
        places, names, dating, kinds, measures, states,
        placed.drop(columns="geometry"), attached,
        conform_texts(as_sent), _keep_source(received, table.columns, places, parted.part_no),
    ]  # fmt: skip
    problems = [
        _tell_encoding(table, places), explain_unknown_headings(columns, places),
        explain_repeated(table.columns, columns, places),
        explain_guesses(guesses, places), uncorrected,
        parted.problems, damage_problems, tell_text_numbers(table, headings, places),
        accepted.problems, name_problems, dating_problems, kind_problems,
        measure_problems, state_problems, positions.problems, reckoned.problems, district_problems,
    ]  # fmt: skip
    told = _fill(pd.concat(parts, axis="columns"))
    told = told.assign(**describe_parts(told, parted.part_no))
    records = gpd.GeoDataFrame(told, geometry=geometry, crs=CRS)
    theirs = {"position": positions.headings, "site_code": headings.get("site_code", "")}
    return Conformed(
        records=records,
        headings=pd.DataFrame(theirs, index=frame.index),
        problems=gather_problems(problems),
        understood=(Understanding(read, columns, positions.crs, accepted.rows, tuple(guesses)),),
    )


def _fill(told: pd.DataFrame) -> pd.DataFrame:
    """Return all RECORD_COLUMNS in their order and types; what no step told is missing."""
    types = {column: DTYPES[kind] for column, kind in RECORD_COLUMNS.items()}
    return told.reindex(columns=[*RECORD_COLUMNS]).astype(types)


def _keep_source(
    frame: pd.DataFrame, columns: tuple[str, ...], places: pd.DataFrame, part_no: pd.Series
) -> pd.DataFrame:
    """Return record_id, and the whole original row as JSON."""
    theirs = frame[[*columns]]
    lines: list[str] = []
    for start in range(0, len(theirs), ROWS_AT_ONCE):
        block = theirs.iloc[start : start + ROWS_AT_ONCE]
        told = block.to_json(orient="records", lines=True, force_ascii=False)
        lines += told.split("\n")[: len(block)] if columns else ["{}"] * len(block)
    place = [places["source_file"], places["source_layer"].fillna(""), places["source_row"]]
    record_id = places["survey_id"]
    for part in place:
        record_id = record_id + "/" + part.astype("str")
    record_id += ("/" + part_no).fillna("")
    return pd.DataFrame(
        {"record_id": record_id, "source_values": lines},
        index=places.index,
    )


def _tell_encoding(table: RawTable, places: pd.DataFrame) -> pd.DataFrame:
    """Tell of an encoding that was guessed; one that is stated or proven needs no word."""
    is_proven = table.encoding.startswith("utf")
    if is_proven or not table.encoding_evidence.startswith("guessed"):
        return explain("encoding_guessed", places.iloc[:0])
    whole_file = places.iloc[:1].assign(source_row=pd.array([pd.NA], dtype="Int64"))
    return explain("encoding_guessed", whole_file, details={"encoding": table.encoding})
