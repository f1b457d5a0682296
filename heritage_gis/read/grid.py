"""A sheet as a grid of texts: its cells, how full its rows are, and what is merged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.model.raw_table import keep_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

Range = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet from its first row.

    Attributes:
        frame: a text column for each column of the sheet, missing where a cell is blank.
        merged: merged cells; their text stands in the first cell of each.
        name: the sheet, for messages.
        release: as of a RawTable; called after a column was looked through.
    """

    frame: pd.DataFrame
    merged: tuple[Range, ...] = ()
    name: str = ""
    release: Callable[[], None] = keep_pages

    @cached_property
    def filled(self) -> npt.NDArray[np.bool_]:
        """Which cells hold a text."""
        return self.frame.notna().to_numpy()

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        """How many cells of each row hold a text."""
        return self.filled.sum(axis=1, dtype=np.int64)

    @cached_property
    def spans_by_row(self) -> dict[int, list[tuple[int, int]]]:
        """First row of a merged cell -> the columns it spans, where it spans several."""
        spans: dict[int, list[tuple[int, int]]] = {}
        for top, left, _, right in self.merged:
            if right > left:
                spans.setdefault(top, []).append((left, right))
        return spans

    def read_row(self, row: int) -> list[str]:
        """Return the texts of a row, empty where a cell is blank."""
        return ["" if pd.isna(cell) else str(cell) for cell in self.frame.iloc[row]]

    def find_spans(self, row: int) -> list[tuple[int, int]]:
        """Return for each column of a row the first and last column of its cell."""
        spans = [(at, at) for at in range(self.frame.shape[1])]
        for left, right in self.spans_by_row.get(row, []):
            for at in range(left, min(right + 1, len(spans))):
                spans[at] = (left, right)
        return spans
