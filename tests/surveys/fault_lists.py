"""Lists of planted faults, and what a report names, in one form that can be compared."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
SAMPLE_FAULTS = "planted_faults.csv"
FIELD_FAULTS = "planted_field_faults.csv"


class Fault(NamedTuple):
    """One fault where a person would look for it; an empty row means the sheet or the file."""

    file: str
    layer: str
    row: str
    column: str
    code: str
    severity: str


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a list that lies beside this module."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_planted(name: str, survey: str) -> list[Fault]:
    """Return the faults that a list plants in one survey, in order."""
    rows = [row for row in read_table(name) if row["survey"] == survey]
    return sorted(Fault(*(row[field] for field in Fault._fields)) for row in rows)


def list_named(problems: pd.DataFrame) -> list[Fault]:
    """Return what a report names, in order."""
    told = problems.rename(columns=dict(zip(_PLACES, Fault._fields, strict=False)))
    texts = told[[*Fault._fields]].astype("str").fillna("")
    return sorted(Fault(*row) for row in texts.itertuples(index=False, name=None))


_PLACES = ("source_file", "source_layer", "source_row")
