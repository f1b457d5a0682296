"""From a sheet as it stands to the tables in it: headings, data rows, sections, and the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.model.column_letters import name_column
from heritage_gis.model.raw_table import COLUMN, GEOMETRY, SECTION, RowCounts
from heritage_gis.read.bare_tables import find_bare_block
from heritage_gis.read.heading_rows import find_headings
from heritage_gis.read.row_sorts import Sort, name_sections, sort_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from heritage_gis.read.grid import Grid
    from heritage_gis.read.heading_rows import HeadingBlock

# Columns of ours in a raw frame; a heading of theirs that says the same is numbered.
RESERVED = ("source_file", "source_layer", "source_row", SECTION, GEOMETRY)


@dataclass(frozen=True)
class Layout:
    """One table of a sheet.

    Attributes:
        frame: its data rows; `source_row` and `section`, then a text column for each of theirs.
        columns: their headings.
        counts: rows by sort. The counts of all tables of a sheet are together all its rows.
        places: the column of the sheet of each, from 0.
        rows: the rows of the sheet that are its, from 0.
        spilled: data rows that have cells beyond the last heading.
    """

    frame: pd.DataFrame
    columns: tuple[str, ...]
    counts: RowCounts
    places: tuple[int, ...]
    rows: slice
    spilled: int = 0


def lay_out_sheet(grid: Grid, known: Iterable[str] = ()) -> list[Layout]:
    """Find the tables of a sheet.

    Args:
        grid: the sheet, from its first row, which a person's program calls row 1.
        known: headings that a person has explained, besides those of the vocabulary.

    Returns:
        Nothing where the sheet has no row of headings that we understand.
    """
    blocks = find_headings(grid, frozenset(known))
    if not blocks:
        return []
    return _lay_out(grid, blocks)


def _lay_out(grid: Grid, blocks: list[HeadingBlock]) -> list[Layout]:
    sorts = sort_rows(grid, blocks)
    sections = name_sections(grid, sorts)
    starts = [0, *(block.first for block in blocks[1:]), len(sorts)]
    filled = _fill_merged(grid, sorts)
    return [
        _build_layout(block, slice(start, end), filled, sorts, sections)
        for block, start, end in zip(blocks, starts, starts[1:], strict=False)
    ]


def lay_out_bare(grid: Grid, *, is_last_resort: bool) -> list[Layout]:
    """Find the table of a sheet that has no headings that we know, as `find_bare_block`."""
    block = find_bare_block(grid, is_last_resort=is_last_resort)
    return [] if block is None else _lay_out(grid, [block])


def count_rows(sorts: npt.NDArray[np.int8]) -> RowCounts:
    """Count rows by what they are."""
    counts = Counter(sorts.tolist())
    return RowCounts(**{sort.name.lower(): counts[sort] for sort in Sort})


def make_unique(headings: Iterable[str]) -> tuple[str, ...]:
    """Number the headings that were there before: «Название», «Название (2)»."""
    taken = set(RESERVED)
    unique = []
    for heading in headings:
        name, number = heading, 1
        while name in taken:
            number += 1
            name = f"{heading} ({number})"
        taken.add(name)
        unique.append(name)
    return tuple(unique)


def _build_layout(
    block: HeadingBlock,
    rows: slice,
    frame: pd.DataFrame,
    sorts: npt.NDArray[np.int8],
    sections: pd.Series,
) -> Layout:
    is_data = sorts[rows] == Sort.DATA
    data = _take_rows(frame.iloc[rows], is_data)
    used = data.notna().any(axis="index").to_numpy()
    kept = [at for at, name in enumerate(block.names) if name or used[at]]
    columns = make_unique(block.names[at] or f"{COLUMN}{name_column(at)}" for at in kept)
    last = max((at for at, name in enumerate(block.names) if name), default=-1)
    spilled = int(data.iloc[:, last + 1 :].notna().to_numpy().any(axis=1).sum())
    body = data.iloc[:, kept].set_axis(list(columns), axis=1)
    body.insert(0, "source_row", np.flatnonzero(is_data) + rows.start + 1)
    body.insert(1, SECTION, sections.iloc[rows][is_data])
    counts = count_rows(sorts[rows])
    return Layout(body.reset_index(drop=True), columns, counts, tuple(kept), rows, spilled)


def _take_rows(frame: pd.DataFrame, wanted: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Take some rows; where they stand together, what is mapped from a file is not copied."""
    at = np.flatnonzero(wanted)
    if len(at) and at[-1] - at[0] + 1 == len(at):
        return frame.iloc[int(at[0]) : int(at[-1]) + 1]
    return frame[wanted]


def _fill_merged(grid: Grid, sorts: npt.NDArray[np.int8]) -> pd.DataFrame:
    """Give the text of a cell that is merged over several data rows to each of them.

    The person sees «Шетский район» beside all ten rows; the file has it in the first alone.
    """
    frame = grid.frame.copy(deep=False)
    is_data = sorts == Sort.DATA
    tall: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, _ in grid.merged:
        if bottom > top and top < len(frame) and left < frame.shape[1] and is_data[top]:
            tall.setdefault(left, []).append((top, bottom))
    for left, spans in tall.items():
        cells = frame.iloc[:, left].to_numpy(dtype=object, copy=True)
        for top, bottom in spans:
            rows = slice(top, bottom + 1)
            cells[rows] = np.where(is_data[rows], cells[top], cells[rows])
        frame.isetitem(left, pd.array(cells, dtype="str"))
    return frame
