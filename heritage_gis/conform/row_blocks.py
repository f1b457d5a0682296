"""Blocks of rows: a long table is conformed some rows at a time, in little memory.

A block is made twice of a table of several: first for what is judged by the whole table, then to
be conformed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from heritage_gis.conform.acceptances import Accepted, apply_acceptances
from heritage_gis.conform.angle_columns import join_angles
from heritage_gis.conform.column_guesses import ColumnGuess, guess_columns
from heritage_gis.conform.columns import (
    Columns,
    apply_corrections,
    find_columns,
    settle_columns,
    take_cells,
)
from heritage_gis.conform.damaged_cells import clear_damaged
from heritage_gis.conform.names import conform_names
from heritage_gis.conform.own_layer import spell_own_cells
from heritage_gis.conform.row_parts import part_rows
from heritage_gis.model.problem import ROW_PLACE
from heritage_gis.model.raw_table import SECTION

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.model.survey import Survey


@dataclass(frozen=True)
class OpenTable:
    """A table whose columns are understood.

    Attributes:
        survey: of which it is.
        table: as it was read.
        found: what its columns mean by their headings alone.
        columns: the same, angles in several columns being one.
        guesses: what columns may hold that no heading explains.
    """

    survey: Survey
    table: RawTable
    found: Columns
    columns: Columns
    guesses: tuple[ColumnGuess, ...]

    @property
    def first_place(self) -> pd.DataFrame:
        """Where its first row stands, for what is told once; without rows where it has none."""
        return self.table.frame[[*ROW_PLACE]].iloc[:1].assign(survey_id=self.survey.survey_id)


@dataclass(frozen=True)
class RowBlock:
    """Some rows of a table, parted into records; all columns have one index.

    Attributes:
        frame: the raw columns, corrected and parted.
        is_as_read: nothing was corrected, joined or parted in `frame`.
        received: the raw columns as they were received.
        places: `survey_id` and ROW_PLACE of each record.
        part_no: see `part_rows`.
        as_sent: the text columns under our fields, without damaged cells.
        accepted: the same after what a person settled.
        problems: of corrections, parts and damage.
        headings: our field -> their heading.
    """

    frame: pd.DataFrame
    is_as_read: bool
    received: pd.DataFrame
    places: pd.DataFrame
    part_no: pd.Series
    as_sent: pd.DataFrame
    accepted: Accepted
    problems: tuple[pd.DataFrame, ...]
    headings: Mapping[str, str]

    @cached_property
    def names(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The names of each row, and what is wrong with them; see `conform_names`."""
        return conform_names(self.as_accepted, self.places, self.headings)

    @property
    def as_accepted(self) -> pd.DataFrame:
        """The text columns, with the texts that a person settled."""
        return self.accepted.cells

    @property
    def sections(self) -> pd.Series:
        """The text of the section row above each row, likewise."""
        return self.accepted.sections


def open_table(survey: Survey, table: RawTable) -> OpenTable:
    """Find out what the columns of a table mean."""
    found = find_columns(table, survey.sidecar)
    _, columns = join_angles(table.frame.iloc[:0], found, table.columns)
    settled = settle_columns(survey.sidecar.columns, table.columns)
    return OpenTable(survey, table, found, columns, tuple(guess_columns(table, columns, settled)))


def prepare_block(
    opened: OpenTable, rows: slice, fields: Collection[str] | None = None
) -> RowBlock:
    """Prepare some rows of a table.

    Args:
        opened: the table.
        rows: which of its rows.
        fields: our fields whose cells are asked for; all where not given.
    """
    survey, table, columns = opened.survey, opened.table, opened.columns
    raw = table.frame.iloc[rows].reset_index(drop=True)
    places = raw[[*ROW_PLACE]].assign(survey_id=survey.survey_id)
    corrected, uncorrected = apply_corrections(raw, survey.sidecar.corrections, places)
    mended = spell_own_cells(corrected, table.columns)
    joined, _ = join_angles(mended, opened.found, table.columns)
    parted = part_rows(joined, columns.headings, places)
    frame = parted.frame
    places = places.take(parted.origin).set_axis(frame.index)
    received = raw.take(parted.origin).set_axis(frame.index) if frame is not raw else raw
    cells = take_cells(frame, columns)
    if fields is not None:
        cells = cells[[name for name in cells if name in fields]]
    as_sent, damaged = clear_damaged(cells, places, columns.headings)
    return RowBlock(
        frame=frame,
        is_as_read=frame is raw,
        received=received,
        places=places,
        part_no=parted.part_no,
        as_sent=as_sent,
        accepted=apply_acceptances(as_sent, frame[SECTION], survey.sidecar.accept),
        problems=(uncorrected, parted.problems, damaged),
        headings=columns.headings,
    )
