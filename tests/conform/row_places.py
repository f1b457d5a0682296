"""Rows in a survey file, for tests of columns."""

from __future__ import annotations

import pandas as pd

FIRST_ROW = 5  # below two rows of title and two of headings


def make_places(count: int) -> pd.DataFrame:
    """Return the places of rows that follow each other in one sheet."""
    return pd.DataFrame(
        {
            "survey_id": "2017-karazhartas",
            "source_file": "karazhartas_2017.xlsx",
            "source_layer": "Лист1",
            "source_row": range(FIRST_ROW, FIRST_ROW + count),
        }
    )


def make_texts(*texts: str | None) -> pd.Series:
    """Return a column of text as surveys give it; None is an empty cell."""
    return pd.Series(list(texts), dtype="str")
