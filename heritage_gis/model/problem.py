"""A problem: something wrong or doubtful about one cell, row or file, as a row of a table."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from heritage_gis.model.columns import empty_frame, join_packed, pack_columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

ROW_PLACE = ("source_file", "source_layer", "source_row")
PROBLEM_COLUMNS = (
    "survey_id",
    *ROW_PLACE,
    "column",
    "value",
    "code",
    "severity",
    "message_kk",
    "message_ru",
    "message_en",
    "suggestion",
)
_CELL = ("survey_id", *ROW_PLACE, "column", "value", "code")
PACKED = ("value", "message_kk", "message_ru", "message_en", "suggestion")
SEVERITIES = ("error", "warning", "note")


def no_problems() -> pd.DataFrame:
    """Return a table of problems without rows."""
    return _make_empty().copy()


@cache
def _make_empty() -> pd.DataFrame:
    """Make it once: most checks find nothing, and say so with this."""
    return empty_frame(PROBLEM_COLUMNS).astype({"source_row": "Int64"})


def gather_problems(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put several tables of problems into one, ordered as a person reads the file."""
    filled = [table for table in tables if len(table)]
    if not filled:
        return no_problems()
    together = join_packed(filled)[list(PROBLEM_COLUMNS)]
    together = together.drop_duplicates([*_CELL, "message_en"])  # of parts of one row
    order = ["survey_id", *ROW_PLACE, "column", "code"]
    return together.sort_values(order, kind="stable", ignore_index=True)


def pack_problems(problems: pd.DataFrame) -> pd.DataFrame:
    """Keep each distinct text once: of a million problems most say what others say.

    Returns:
        The same table, its PACKED columns of dtype category.
    """
    return pack_columns(problems, texts=PACKED)
