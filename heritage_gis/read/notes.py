"""Notes of reading as problems: what a sheet or file leaves out, or what was made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.model.problem import gather_problems
from heritage_gis.read.formats import list_suffixes
from heritage_gis.vocabularies.problems import explain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.read.readings import ReadNote


def explain_notes(notes: Iterable[ReadNote], survey_id: str) -> pd.DataFrame:
    """Write what is to be told of the reading as a table of problems."""
    return gather_problems(
        explain(
            note.code,
            pd.DataFrame(
                {
                    "survey_id": [survey_id],
                    "source_file": [note.source_file],
                    "source_layer": [note.source_layer],
                    "source_row": pd.array([note.row or pd.NA], dtype="Int64"),
                }
            ),
            values=pd.Series([note.value]),
            details={"expected": list_suffixes()},
        )
        for note in notes
    )
