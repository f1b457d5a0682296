"""A table judged: what all of its rows say together, before they are conformed block by block."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.conform.damaged_cells import POSITION_FIELDS
from heritage_gis.conform.districts import (
    CLAIM_FIELDS,
    find_claimed,
    gather_claims,
    is_in_claimed_district,
)
from heritage_gis.conform.known_places import measure_to_known, pair_names
from heritage_gis.conform.names import FIELD_LANGUAGES
from heritage_gis.conform.positions import JudgedPositions, judge_positions
from heritage_gis.conform.row_blocks import OpenTable, RowBlock, prepare_block
from heritage_gis.memory import give_back
from heritage_gis.model.columns import cut_rows, join_packed
from heritage_gis.model.problem import ROW_PLACE
from heritage_gis.model.raw_table import GEOMETRY
from heritage_gis.model.survey import ACCEPTED_FIELDS

if TYPE_CHECKING:
    from heritage_gis.conform.columns import Columns
    from heritage_gis.model.survey import Acceptance, Survey
    from heritage_gis.places.districts import Districts
    from heritage_gis.places.settlements import Settlements

_JUDGED_FIELDS = (*POSITION_FIELDS, "crs_text", "zone", "accuracy_m", "year", "visited_on")


@dataclass(frozen=True)
class Surroundings:
    """What is known besides the survey: districts, settlements, and places to compare with."""

    districts: Districts
    settlements: Settlements
    known: pd.DataFrame | None


@dataclass(frozen=True)
class JudgedTable:
    """A table after what is judged by all of its rows.

    Attributes:
        opened: its columns, understood.
        positions: where its rows are.
        rows: of the table, and of its records, for each block.
        accepted: how many rows each `[[accept]]` entry settled.
        only: its block, where it has one alone.
    """

    opened: OpenTable
    positions: JudgedPositions
    rows: tuple[tuple[slice, slice], ...]
    accepted: dict[Acceptance, int]
    only: RowBlock | None


def judge_table(opened: OpenTable, around: Surroundings, rows_at_once: int) -> JudgedTable:
    """Judge what all rows of a table say together: where they are."""
    survey, table = opened.survey, opened.table
    cuts = list(cut_rows(len(table.frame), rows_at_once))
    fields = None if len(cuts) == 1 else _list_judged_fields(survey, around)
    frames, claims, pairs = [], [], []
    counts: Counter[Acceptance] = Counter()
    ends, block, is_as_read = [0], None, True
    for rows in cuts:
        block = prepare_block(opened, rows, fields)
        is_as_read &= block.is_as_read
        frames.append(_take_judged(block.frame, opened.columns))
        claimed = find_claimed(gather_claims(block.as_accepted, block.sections)["text"])
        claims.append(claimed.to_frame("claimed"))
        counts.update(block.accepted.rows)
        if around.known is not None:
            pairs.append(pair_names(block.names[0], around.known, ends[-1]))
        ends.append(ends[-1] + len(block.frame))
        if fields is not None:
            table.release()
            give_back()
    whole = _take_judged(table.frame, opened.columns).reset_index(drop=True)
    frame = whole if is_as_read else pd.concat(frames, ignore_index=True)
    in_district = is_in_claimed_district(join_packed(claims)["claimed"], around.districts)
    positions = judge_positions(
        replace(table, frame=frame),
        opened.columns.headings,
        survey.sidecar,
        frame[[*ROW_PLACE]].assign(survey_id=survey.survey_id),
        in_district,
        measure_to_known(pd.concat(pairs, ignore_index=True)) if pairs else None,
    )
    if fields is not None:
        give_back()
    own = [slice(start, end) for start, end in pairwise(ends)]
    return JudgedTable(
        opened,
        positions,
        tuple(zip(cuts, own, strict=True)),
        dict(counts),
        block if fields is None else None,
    )


def _list_judged_fields(survey: Survey, around: Surroundings) -> set[str]:
    """List the fields that are asked for before the rows are conformed."""
    accepted = {ACCEPTED_FIELDS[entry.field] for entry in survey.sidecar.accept}
    names = set(FIELD_LANGUAGES) if around.known is not None else set()
    return {*CLAIM_FIELDS} | accepted | names


def _take_judged(frame: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return the columns by which positions are judged."""
    theirs = [columns.headings[name] for name in _JUDGED_FIELDS if name in columns.headings]
    geometry = [GEOMETRY] if GEOMETRY in frame else []
    return frame[[*ROW_PLACE, *geometry, *dict.fromkeys(theirs)]]
