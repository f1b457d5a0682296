"""What each row below the headings is: data, a section, a subtotal, a note, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.read.heading_rows import find_repeated
from heritage_gis.vocabularies.headings import LEVELS, match_heading
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    import numpy.typing as npt

    from heritage_gis.read.grid import Grid
    from heritage_gis.read.heading_rows import HeadingBlock

    Flags = npt.NDArray[np.bool_]

_FEW_CELLS = 2
_WIDE_SHARE = 0.5
_NUMBER = r"[\dIVXivx]{1,6}[.)]?"
_LONGEST_PLACE = 40  # characters
_YEAR = r"\d\s?г\.?$"  # «сезон 2024 г.» is no town
_FIGURE = r"[\s\d.,;:%()+\-–—~≈<>/*xх×мmгa]*"
# Columns that a section row may begin in; in any other a lone cell is a datum.
_SECTION_FIELDS = ("", "seq_no", "site_code", "register_no")


class Sort(IntEnum):
    """What a row is; the names are those of `RowCounts`."""

    DATA = 0
    TITLE = 1
    HEADING = 2
    SECTION = 3
    SUBTOTAL = 4
    NOTE = 5
    BLANK = 6


def sort_rows(grid: Grid, blocks: list[HeadingBlock]) -> npt.NDArray[np.int8]:
    """Say of each row of a sheet what it is.

    Args:
        grid: the sheet.
        blocks: its headings, from the top; at least one.
    """
    sorts = np.full(len(grid.counts), Sort.DATA, dtype=np.int8)
    leads = _read_leads(grid)
    for sort, found in (
        (Sort.SECTION, _find_sections(grid, blocks[0], leads)),
        (Sort.NOTE, leads.texts.str.contains(_match_start("note"))),
    ):
        sorts[found[found].index] = sort
    sorts[_find_subtotals(grid)] = Sort.SUBTOTAL
    sorts[_find_heading_rows(grid, blocks)] = Sort.HEADING
    sorts[grid.counts == 0] = Sort.BLANK
    _name_titles(sorts, blocks[0].first, leads)
    _name_captions(sorts, grid)
    _end_sections(sorts)
    return sorts


def name_sections(grid: Grid, sorts: npt.NDArray[np.int8]) -> pd.Series:
    """Return the section each row stands under, missing where there is none.

    A section that names no place («Курганы») stands within the last one that does: both are
    joined by " / ".
    """
    leads = _read_leads(grid)
    sections = leads.texts[sorts[leads.texts.index] == Sort.SECTION]
    is_place = leads.is_place[sections.index]
    place = sections.where(is_place).ffill()
    other = sections.where(~is_place).groupby(is_place.cumsum()).ffill()
    named = place.fillna(other).mask(place.notna() & other.notna(), place + LEVELS + other)
    return named.reindex(grid.frame.index, method="ffill")


@dataclass(frozen=True)
class _Leads:
    """What the rows of one text or two begin with: all that may be a section or a note.

    Attributes:
        texts: by row; the number before it («1 | Шетский район») is left out.
        is_place: whether the text is the name of a place, and nothing stands beside it.
    """

    texts: pd.Series
    is_place: pd.Series


def _read_leads(grid: Grid) -> _Leads:
    few = np.flatnonzero((grid.counts > 0) & (grid.counts <= _FEW_CELLS))
    taken = {}
    for name, column in grid.frame.items():
        taken[name] = column.iloc[few]
        grid.release()
    frame = pd.DataFrame(taken, index=pd.Index(few))
    first, last = _take_first(frame), _take_first(frame[frame.columns[::-1]])
    is_numbered = first.str.fullmatch(_NUMBER) & (first != last)
    texts = first.mask(is_numbered, last)
    is_alone = is_numbered | (grid.counts[few] == 1)
    is_place = texts.str.contains(_match_place()) & ~texts.str.contains(_YEAR)
    return _Leads(texts, is_place & is_alone)


def _take_first(frame: pd.DataFrame) -> pd.Series:
    """Return the first text of each row."""
    first = pd.Series(index=frame.index, dtype="str")
    for column in reversed(frame.columns):
        first = frame[column].fillna(first)
    return first


def _find_heading_rows(grid: Grid, blocks: list[HeadingBlock]) -> Flags:
    found = np.logical_or.reduce([find_repeated(grid, block) for block in blocks])
    # The row of column numbers (1, 2, 3) that printed tables have below their headings.
    for row in np.flatnonzero(found):
        if row + 1 < len(found) and not found[row + 1] and _is_numbering(grid, int(row) + 1):
            found[row + 1] = True
    return found


def _is_numbering(grid: Grid, row: int) -> bool:
    cells = [cell for cell in grid.read_row(row) if cell]
    counted = [str(number) for number in range(1, len(cells) + 1)]
    return len(cells) > _FEW_CELLS and cells == counted


def _find_sections(grid: Grid, block: HeadingBlock, leads: _Leads) -> pd.Series:
    """Find the rows of one text that is a place, goes over the table, or has no column to be of."""
    rows = leads.texts.index.to_numpy()
    heads = np.array([_may_head(name) for name in block.names], dtype=bool)
    leading = heads[grid.filled[rows].argmax(axis=1)]
    lone = (grid.counts[rows] == 1) & ~leads.texts.str.fullmatch(_FIGURE)
    return (lone & (_find_wide(grid)[rows] | leading)) | leads.is_place


def _may_head(name: str) -> bool:
    match = match_heading(name) if name else None
    return (match.field if match else "") in _SECTION_FIELDS and not (name and match is None)


def _find_wide(grid: Grid) -> Flags:
    """Find the rows whose first cell is merged over half the table."""
    wide = np.zeros(len(grid.counts), dtype=bool)
    least = max(grid.frame.shape[1] * _WIDE_SHARE, _FEW_CELLS)
    for row, spans in grid.spans_by_row.items():
        if row < len(wide):
            wide[row] = any(right - left + 1 >= least for left, right in spans)
    return wide


def _find_subtotals(grid: Grid) -> list[int]:
    """Find the rows that begin with «Итого» and hold little but figures besides."""
    words = [row["text"] for row in read_vocabulary("row_marks") if row["mark"] == "subtotal"]
    spellings = tuple({spell(word) for word in words for spell in (str, str.upper, str.lower)})
    first = grid.filled.argmax(axis=1)
    found = np.zeros(len(first), dtype=bool)
    for at in np.unique(first[grid.counts > 0]).tolist():  # no column is copied
        starts = grid.frame.iloc[:, at].str.startswith(spellings, na=False)
        found |= (first == at) & starts.to_numpy(dtype=bool)
    return [int(row) for row in np.flatnonzero(found) if _is_subtotal(grid.read_row(int(row)))]


def _is_subtotal(cells: list[str]) -> bool:
    words = [cell for cell in cells if not re.fullmatch(_FIGURE, cell)]
    return len(words) <= _FEW_CELLS and re.match(_match_start("subtotal"), words[0]) is not None


def _name_titles(sorts: npt.NDArray[np.int8], heading: int, leads: _Leads) -> None:
    """Name what stands above the headings; a place right above them is a section."""
    above = np.flatnonzero(sorts[:heading] != Sort.BLANK)
    sorts[above] = Sort.TITLE
    if len(above) and bool(leads.is_place.get(above[-1], default=False)):
        sorts[above[-1]] = Sort.SECTION


def _name_captions(sorts: npt.NDArray[np.int8], grid: Grid) -> None:
    """Name the lone text right above the headings of a further table, or of a further page."""
    before = (sorts[1:] == Sort.HEADING) & (sorts[:-1] == Sort.DATA) & (grid.counts[:-1] == 1)
    sorts[np.flatnonzero(before)] = Sort.TITLE


def _end_sections(sorts: npt.NDArray[np.int8]) -> None:
    """Turn the sections that no data follow into notes: a signature at the end of a sheet."""
    data = np.flatnonzero(sorts == Sort.DATA)
    after = np.arange(len(sorts)) > (data[-1] if len(data) else -1)
    sorts[after & (sorts == Sort.SECTION)] = Sort.NOTE


# Patterns go to RE2, which knows no lookahead, and whose \\b knows no Cyrillic.
@cache
def _match_start(mark: str) -> str:
    """Write the pattern of a text that begins with one of the words of a mark."""
    words = [row["text"] for row in read_vocabulary("row_marks") if row["mark"] == mark]
    after = r"(?:[\s:.,;–—-]|$)"
    return (
        "(?i)^(?:"
        + "|".join(re.escape(word) + (after if word[-1].isalnum() else "") for word in words)
        + ")"
    )


@cache
def _match_place() -> str:
    """Write the pattern of a text that names a place: «Шетский район», «г. Сатпаев»."""
    rows = [row["text"] for row in read_vocabulary("row_marks") if row["mark"] == "section"]
    words = "|".join(sorted(map(re.escape, rows), key=len, reverse=True))
    number = r"(?:[\dIVX]{1,4}[.)]?\s+)?"
    name = rf"\S[^;:]{{0,{_LONGEST_PLACE}}}"
    return rf"(?i)^{number}(?:(?:{words})\s{name}|{name}\s(?:{words}))\s*[.:]?\s*(?:\([^)]*\))?$"
