"""A raw table: one sheet or layer as it was read; their columns, their words, their geometry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

SECTION = "section"  # the text of the section row above a row («Шетский район»), or missing
GEOMETRY = "geometry"
COLUMN = "column "  # and its letter: what a column without a heading is called


def keep_pages() -> None:
    """Let go of nothing: the table stands in memory alone."""


@dataclass(frozen=True)
class RowCounts:
    """How many rows of each sort a sheet has; together they are all of its rows."""

    data: int = 0
    title: int = 0
    heading: int = 0
    section: int = 0
    subtotal: int = 0
    note: int = 0
    blank: int = 0


@dataclass(frozen=True)
class RawTable:
    """One sheet or layer.

    Attributes:
        frame: one row for each data row. Columns `source_file`, `source_layer` (text) and
            `source_row` (whole; the number the person's program shows), `section` (text),
            `geometry` (bytes as WKB, in the layer's own CRS; only where the format has geometry),
            then one text column for each of their columns, under their heading, in their order.
            Numbers are written as text without loss; missing is NaN.
        format: the code of a row of `read/formats.py`, such as `csv` or `kml`.
        columns: their headings in their order.
        encoding: what the text was decoded from, such as `utf-8` or `cp1251`.
        encoding_evidence: why, in English, for the report.
        crs_wkt: the reference system of `geometry` as the file says it; empty where it does not.
        crs_evidence: where that was said, such as `sites.prj`.
        counts: rows by sort.
        text_numbers: their heading -> how many texts are numbers in a column that holds numbers
            besides, and the row of the first in their program.
        letters: by which a spreadsheet program calls the column of each heading; none where the
            format has no sheets.
        release: lets go of what memory holds of the file that `frame` is mapped from; what is
            asked for again is read again.
    """

    frame: pd.DataFrame
    format: str
    columns: tuple[str, ...]
    encoding: str = ""
    encoding_evidence: str = ""
    crs_wkt: str = ""
    crs_evidence: str = ""
    counts: RowCounts = field(default_factory=RowCounts)
    text_numbers: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    letters: tuple[str, ...] = ()
    release: Callable[[], None] = field(default=keep_pages, repr=False, compare=False)
