"""Marks by row and column, each where a person sees it: within merged cells that is the first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from heritage_gis.model.markup import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

_STRENGTH = ("error", "warning", "note", "error_row", "warning_row", "note_row")
Merged = tuple[int, int, int, int]  # first row, first column, last row, last column; rows from 1


def gather_marks(marks: Iterable[Mark], merged: Iterable[Merged]) -> dict[int, dict[int, Mark]]:
    """Return one mark a cell, by row and column: the gravest shade, and all that is said."""
    found: dict[int, dict[int, list[Mark]]] = {}
    for mark in marks:
        found.setdefault(mark.row, {}).setdefault(mark.column, []).append(mark)
    rows = sorted(found)
    for top, left, bottom, right in merged:
        for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
            for column in [at for at in found[row] if left <= at <= right]:
                if (row, column) != (top, left):
                    moved = found[row].pop(column)
                    found.setdefault(top, {}).setdefault(left, []).extend(moved)
    return {
        row: {column: _join(row, column, cell) for column, cell in sorted(found[row].items())}
        for row in sorted(found)
        if found[row]
    }


def _join(row: int, column: int, marks: list[Mark]) -> Mark:
    shade = min((mark.shade for mark in marks), key=_STRENGTH.index)
    texts = dict.fromkeys(mark.text for mark in marks if mark.text)
    return Mark(row, column, shade, "\n\n".join(texts))
