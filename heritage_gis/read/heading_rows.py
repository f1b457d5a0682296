"""The rows of headings of a sheet: one row or several, under title rows, merged or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.vocabularies.heading_words import is_unit, join_lines
from heritage_gis.vocabularies.headings import LEVELS, match_heading
from heritage_gis.vocabularies.works import TYPE_FIELD, match_work_heading

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from heritage_gis.read.grid import Grid

SEARCHED_ROWS = 60  # filled rows at the top in which the first headings are looked for
_SEARCHED_STARTS = 1_000  # places below a gap in which further ones are
_SEARCHED_CELLS = 300  # of a row
_LEAST_MATCHES = 2
_STRONG_MATCHES = 3
_STRONG_SHARE = 0.6
_FIGURES_SHARE = 0.3
_DEEPEST = 3  # rows


@dataclass(frozen=True)
class HeadingBlock:
    """The headings of one table of a sheet.

    Attributes:
        first: the first row of headings, from 0.
        last: the last one.
        names: of each column, the rows joined by " / "; empty where a column has none.
        cells: the rows as they stand, to know them again where they are repeated.
    """

    first: int
    last: int
    names: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


def find_headings(grid: Grid, known: frozenset[str]) -> list[HeadingBlock]:
    """Find the headings of each table of a sheet, from the top.

    The first are those that we understand best; further ones stand below a gap or a title, and
    differ from those before.

    Args:
        grid: the sheet.
        known: headings that a person has explained, besides those of the vocabulary.
    """
    first = _find_first(grid, known)
    if first is None:
        return []
    blocks = [_build_block(grid, first, known)]
    repeated = find_repeated(grid, blocks[-1])
    for row in _list_starts(grid, blocks[0].last):
        if row > blocks[-1].last and not repeated[row] and _is_strong(grid, row, known):
            blocks.append(_build_block(grid, row, known))
            repeated = find_repeated(grid, blocks[-1])
    return blocks


def find_repeated(grid: Grid, block: HeadingBlock) -> npt.NDArray[np.bool_]:
    """Find the rows that say the headings of a table, there and again on each printed page."""
    found = np.zeros(len(grid.counts), dtype=bool)
    for cells in block.cells:
        same = np.zeros(len(grid.counts), dtype=np.int64)
        for column, cell in zip(grid.frame.columns, cells, strict=True):
            if cell:
                same += (grid.frame[column] == cell).to_numpy(dtype=bool, na_value=False)
                grid.release()
        found |= (same >= _LEAST_MATCHES) & (same >= grid.counts * _STRONG_SHARE)
    found[block.first : block.last + 1] = True
    return found


def _find_first(grid: Grid, known: frozenset[str]) -> int | None:
    rows = [int(row) for row in np.flatnonzero(grid.counts > 0)[:SEARCHED_ROWS]]
    scores = [_score_row(grid, row, known) for row in rows]
    strong = next((row for row in rows if _is_strong(grid, row, known)), None)
    if strong is not None:
        return strong
    best = max(scores, default=0)
    is_list = best == 1 == scores[0] and grid.counts.max() == 1  # one column of names
    if best >= _LEAST_MATCHES or is_list:
        return rows[scores.index(best)]
    return None


def _score_row(grid: Grid, row: int, known: frozenset[str]) -> int:
    """Count the different fields that the cells of a row name; figures speak against it."""
    cells = [cell for cell in grid.read_row(row)[:_SEARCHED_CELLS] if cell]
    figures = sum(
        any(sign.isdigit() for sign in cell) and cell not in known and match_heading(cell) is None
        for cell in cells
    )
    if figures > len(cells) * _FIGURES_SHARE:
        return 0
    matches = (match_heading(cell) for cell in cells)
    fields = {match.field for match in matches if match is not None}
    of_works = {field for cell in cells if (field := match_work_heading(cell))}
    told = max(len(fields), len(of_works) if TYPE_FIELD in of_works else 0)
    return max(told, len(fields | (known & set(cells))))


def _is_strong(grid: Grid, row: int, known: frozenset[str]) -> bool:
    score = _score_row(grid, row, known)
    return score >= _STRONG_MATCHES and score >= _STRONG_SHARE * int(grid.counts[row])


def _list_starts(grid: Grid, after: int) -> list[int]:
    """Return the rows in which another table may begin: two cells or more below none or one."""
    counts = grid.counts
    starts = np.flatnonzero((counts[1:] > 1) & (counts[:-1] <= 1)) + 1
    return [int(row) for row in starts[starts > after][:_SEARCHED_STARTS]]


def _build_block(grid: Grid, row: int, known: frozenset[str]) -> HeadingBlock:
    """Take the rows above and below into the headings where they are part of them.

    They are where that names more columns, where they stand under merged cells, or where each of
    their cells is a heading too: the same in another language.
    """
    rows: tuple[int, ...] = (row,)
    names = _join_rows(grid, rows)
    for trial in _list_trials(grid, row):
        joined = _join_rows(grid, trial)
        more = _count_known(joined, known) > _count_known(names, known)
        surely = len(trial) > len(rows) and all(
            _is_grouped(grid, upper) or _is_translated(grid, upper, known) for upper in trial[:-1]
        )
        if more or surely:
            names, rows = joined, trial
    if _is_units(grid, rows[-1] + 1):
        rows = (*rows, rows[-1] + 1)
        names = _join_rows(grid, rows)
    cells = tuple(tuple(grid.read_row(each)) for each in rows)
    return HeadingBlock(rows[0], rows[-1], names, cells)


def _is_units(grid: Grid, row: int) -> bool:
    """Tell whether a row says the units of the headings above it: «м | м²»."""
    if row >= len(grid.counts):
        return False
    cells = [cell for cell in grid.read_row(row) if cell]
    return any(cell.strip().isalpha() for cell in cells) and all(map(is_unit, cells))


def _list_trials(grid: Grid, row: int) -> list[tuple[int, ...]]:
    """Return runs of rows about a row that may be its headings together, the shortest first."""
    runs = [
        tuple(range(row - above, row - above + depth))
        for depth in range(2, _DEEPEST + 1)
        for above in range(depth)
    ]
    return [
        run
        for run in runs
        if run[0] >= 0
        and run[-1] < len(grid.counts)
        and (grid.counts[list(run[:-1])] >= _LEAST_MATCHES).all()
        and grid.counts[run[-1]] > 0
    ]


def _count_known(names: Iterable[str], known: frozenset[str]) -> int:
    return sum(name in known or match_heading(name) is not None for name in names)


def _is_grouped(grid: Grid, row: int) -> bool:
    """Tell whether every cell below a row stands under a merged one: the surest of signs."""
    spans = grid.find_spans(row)
    below = grid.read_row(row + 1)
    return all(spans[at] != (at, at) for at, cell in enumerate(below) if cell)


def _is_translated(grid: Grid, row: int, known: frozenset[str]) -> bool:
    """Tell whether the row below says nothing but headings."""
    cells = [cell for cell in grid.read_row(row + 1) if cell]
    return len(cells) >= _LEAST_MATCHES and _count_known(cells, known) == len(cells)


def _join_rows(grid: Grid, rows: tuple[int, ...]) -> tuple[str, ...]:
    """Join the rows of headings column by column; a group's word goes over all its columns."""
    levels = [_spread_row(grid, row) if row < rows[-1] else _clean_row(grid, row) for row in rows]
    return tuple(
        LEVELS.join(dict.fromkeys(part for part in parts if part))
        for parts in zip(*levels, strict=True)
    )


def _clean_row(grid: Grid, row: int) -> list[str]:
    return [join_lines(cell) for cell in grid.read_row(row)]


def _spread_row(grid: Grid, row: int) -> list[str]:
    cells, below = _clean_row(grid, row), grid.read_row(row + 1)
    spans = grid.find_spans(row)
    for at, (left, right) in enumerate(spans):
        if left != right:
            cells[at] = cells[left]
        elif at and not cells[at] and below[at]:
            cells[at] = cells[at - 1]  # without merged cells a group's word stands once
    return cells
