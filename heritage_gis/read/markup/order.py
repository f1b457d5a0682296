"""The order that goes with a job of marking up: a markup as JSON, written and taken up."""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import TYPE_CHECKING

from heritage_gis.model.markup import Mark, MarkUp, Summary, SummaryCell

if TYPE_CHECKING:
    from pathlib import Path

_ORDER = "markup.json"


def write_order(markup: MarkUp, scratch: Path) -> None:
    """Leave a markup for the child."""
    told = {
        "marks": {
            sheet: [[mark.row, mark.column, mark.shade, mark.text] for mark in marks]
            for sheet, marks in markup.marks.items()
        },
        "summary": astuple(markup.summary),
        "language": markup.language,
    }
    (scratch / _ORDER).write_text(json.dumps(told), "ascii")


def read_order(scratch: Path) -> MarkUp:
    """Take up the markup that the parent left."""
    told = json.loads((scratch / _ORDER).read_text("ascii"))
    title, rows, widths, heading_row = told["summary"]
    return MarkUp(
        {sheet: tuple(Mark(*mark) for mark in marks) for sheet, marks in told["marks"].items()},
        Summary(
            title,
            tuple(tuple(SummaryCell(*cell) for cell in row) for row in rows),
            tuple(widths),
            heading_row,
        ),
        told["language"],
    )
