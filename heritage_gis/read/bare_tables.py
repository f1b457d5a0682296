"""Tables none of whose headings we know, or that have none: found by their cells.

What their columns hold is for the person to say (`[columns]`, `--column`); here it is only told
that there is a table, where it begins, and whether its first row is one of headings.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.geo.coordinate_text import CoordinateFault, read_coordinates
from heritage_gis.geo.number_columns import read_numbers
from heritage_gis.geo.region import LAT_RANGE, LON_RANGE, NORTHING_RANGE_M
from heritage_gis.model.columns import map_distinct
from heritage_gis.read.heading_rows import SEARCHED_ROWS, HeadingBlock

if TYPE_CHECKING:
    import pandas as pd

    from heritage_gis.read.grid import Grid

_TRIED = 50  # cells of a column that are tried as positions
_SAMPLE = 1_000  # rows
_MOST = 0.8  # of the cells of a column
_STEADY = 0.6  # of the rows
_LONGEST_HEADING = 60  # characters
# What programs call columns that have no name.
_NUMBERED = re.compile(r"(?:col|column|field|столбец|поле|баған|өріс|unnamed:) ?\d+", re.IGNORECASE)
_ODD = re.compile(
    r"\d{4}-\d\d-\d\d.*|[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?|[+-]?(?:inf|nan)", re.IGNORECASE
)


def find_bare_block(grid: Grid, *, is_last_resort: bool) -> HeadingBlock | None:
    """Find the one table of a sheet that has no headings that we know.

    Args:
        grid: the sheet.
        is_last_resort: the file has no other table, so that any table is one; else its values
            must tell of places.

    Returns:
        Its headings, and names that are empty where it has none (`last` is then before `first`);
        nothing where it is no table.
    """
    rows = np.flatnonzero(grid.counts > 0)[:_SAMPLE]
    if not len(rows):
        return None
    width, share = _find_width(grid, rows)
    first = _find_start(grid, rows, width)
    if first is None:
        return None
    has_headings = _is_heading_row(grid, first, rows)
    body = rows[rows > first] if has_headings else rows[rows >= first]
    tells_places = any(_tells_places(grid.frame[column].iloc[body]) for column in grid.frame)
    is_table = has_headings or (width > 1 and share >= _STEADY and len(body) > 1)
    if not len(body) or not (tells_places or (is_last_resort and is_table)):
        return None
    if has_headings:
        cells = tuple(grid.read_row(first))
        return HeadingBlock(first, first, tuple(" ".join(cell.split()) for cell in cells), (cells,))
    return HeadingBlock(first, first - 1, ("",) * grid.frame.shape[1], ())


def _find_width(grid: Grid, rows: np.ndarray) -> tuple[int, float]:
    """Return how many cells most rows fill, and the share of rows that fill nearly as many."""
    counts = grid.counts[rows]
    width, _ = max(Counter(counts.tolist()).items(), key=lambda item: (item[1], item[0]))
    return int(width), float((counts * 2 >= width).mean())


def _find_start(grid: Grid, rows: np.ndarray, width: int) -> int | None:
    """Return the first row that is as wide as the table: above it stand titles."""
    wide = [int(row) for row in rows[:SEARCHED_ROWS] if grid.counts[row] * 2 > width]
    return wide[0] if wide else None


def _is_heading_row(grid: Grid, row: int, rows: np.ndarray) -> bool:
    """Tell whether a row says words over columns of which some hold numbers or days."""
    cells = [cell for cell in grid.read_row(row) if cell]
    is_worded = all(not _is_value(cell) and len(cell) <= _LONGEST_HEADING for cell in cells)
    below = rows[rows > row]
    if not is_worded or len(set(cells)) < len(cells) or not len(below):
        return False
    if all(map(_NUMBERED.fullmatch, cells)):
        return True
    frame = grid.frame.iloc[below]
    return any(
        _is_valued(frame[column])
        for column, cell in zip(grid.frame, grid.read_row(row), strict=True)
        if cell
    )


def _is_value(cell: str) -> bool:
    return _ODD.fullmatch(cell.strip()) is not None or _is_position(cell)


def _is_valued(texts: pd.Series) -> bool:
    present = texts.dropna().head(_TRIED)
    return len(present) > 0 and bool(present.map(_is_value).mean() >= _MOST)


def _tells_places(texts: pd.Series) -> bool:
    """Tell whether a column holds latitudes, longitudes or northings of here, or positions."""
    present = texts.dropna()
    if present.empty:
        return False
    values = read_numbers(present)["value"]
    ranges = (LAT_RANGE, LON_RANGE, NORTHING_RANGE_M)
    is_here = any(values.between(*each).mean() >= _MOST for each in ranges)
    is_fine = (values % 1 != 0).mean() >= _STEADY or bool(values.min() > max(LON_RANGE))
    if is_here and is_fine:
        return True
    tried = present.head(_TRIED)
    return bool(map_distinct(tried, _is_position, missing=False).mean() >= _MOST)


def _is_position(text: str) -> bool:
    return any(map(str.isdigit, text)) and not isinstance(read_coordinates(text), CoordinateFault)
