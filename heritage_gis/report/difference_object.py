"""A difference for programs: one object of plain values, as `heritage diff --json` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from heritage_gis.model.difference import STANDINGS
from heritage_gis.report.problem_table import list_problems

if TYPE_CHECKING:
    from heritage_gis.model.difference import Difference, Foresight


def write_difference(told: Difference) -> dict[str, Any]:
    """Return a difference as one object; `register` is there for a keeper alone."""
    counts = {standing: told.count(standing) for standing in STANDINGS}
    written = {
        "file": told.file,
        "survey": told.survey_id,
        "compared_with_version": told.version,
        "received": told.counts["rows"],
        "accepted": told.counts["accepted"],
        "held_back": told.counts["held_back"],
        "counts": {**counts, "moved": told.moved},
        "changed": told.is_change,
        "rows": list_plain(told.rows[told.rows["standing"] != "unchanged"]),
        "changes": list_plain(told.changes),
        "possible_duplicates": list_plain(told.likenesses),
        "problems": list_problems(told.problems),
    }
    return written | ({"register": _write_foresight(told.foresight)} if told.foresight else {})


def _write_foresight(foresight: Foresight) -> dict[str, Any]:
    return {
        "outcomes": list_plain(foresight.outcomes),
        "sites": list_plain(foresight.sites),
        "site_changes": list_plain(foresight.changes.rename(columns={"record_id": "site_id"})),
    }


def list_plain(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table in plain values; what is missing is left out."""
    return [
        {str(name): make_plain(value) for name, value in row.items() if not pd.isna(value)}
        for row in table.to_dict("records")
    ]


def make_plain(value: Any) -> Any:  # noqa: ANN401 - of any column
    """Return a value of a table as Python has it."""
    return value.item() if hasattr(value, "item") else value
