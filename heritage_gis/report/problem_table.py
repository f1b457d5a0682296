"""Problems as plain values, and as a table that a spreadsheet program opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from heritage_gis.model.problem import PROBLEM_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path


def list_problems(problems: pd.DataFrame) -> list[dict[str, Any]]:
    """Return problems as plain values, missing ones as None."""
    plain = problems[[*PROBLEM_COLUMNS]].astype(object)
    rows = plain.where(plain.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def write_problems(problems: pd.DataFrame, path: Path) -> None:
    """Write problems as a table that a spreadsheet program opens with its letters right."""
    problems[[*PROBLEM_COLUMNS]].to_csv(path, index=False, encoding="utf-8-sig")


def read_problems(path: Path) -> pd.DataFrame:
    """Read what `write_problems` wrote."""
    types = dict.fromkeys(PROBLEM_COLUMNS, "str") | {"source_row": "Int64"}
    return pd.read_csv(
        path, dtype=types, encoding="utf-8-sig", keep_default_na=False, na_values=[""]
    )
