"""Coordinate texts through the real path, as a table of one column, and how the answers score."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.conform.positions import conform_positions
from heritage_gis.geo.region import BORDER_MARGIN, is_in_region
from heritage_gis.model.raw_table import RawTable
from heritage_gis.model.survey import Sidecar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heritage_gis.conform.positions import Positions

HEADING = "Координаты"
TABLE = Path(__file__).parents[1] / "geo" / "coordinate_texts.csv"
SLACK_DEG = 1e-7  # the table and the records are written with seven decimals


@dataclass(frozen=True)
class Answer:
    """What became of one text.

    Attributes:
        place: longitude and latitude, missing where it is held back.
        accuracy_m: as the record states it.
        codes: of its problems.
        suggestions: what was offered.
        is_marked: a warning goes with the position.
    """

    place: tuple[float, float] | None
    accuracy_m: float
    codes: tuple[str, ...]
    suggestions: tuple[str, ...]
    is_marked: bool


def read_table(half: str) -> list[dict[str, str]]:
    """Read one half of the table, `open` or `frozen`."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["half"] == half]


def conform_texts(texts: Sequence[str]) -> Positions:
    """Conform texts as the rows of one table."""
    return conform_table(pd.DataFrame({HEADING: list(texts)}, dtype="str"), {"coord_text": HEADING})


def list_own_problems(positions: Positions) -> pd.DataFrame:
    """Return the problems of cells; that no datum is stated is told of every table here."""
    return positions.problems[positions.problems["code"] != "datum_assumed"]


def conform_table(theirs: pd.DataFrame, columns: dict[str, str]) -> Positions:
    """Conform the positions of a table; its rows are rows 2, 3, … of a file."""
    rows = range(2, len(theirs) + 2)
    frame = theirs.assign(source_file="a.csv", source_layer="", source_row=rows)
    place = frame[["source_file", "source_layer", "source_row"]].assign(survey_id="S")
    sidecar = Sidecar("t", "w", date(2026, 1, 1), "CC-BY-4.0")
    return conform_positions(
        RawTable(frame, "csv", tuple(map(str, theirs))), columns, sidecar, place
    )


def answer(text: str) -> Answer:
    """Take one text through the path alone, so that no other row speaks for it."""
    positions = conform_texts([text])
    point = positions.frame.geometry.iloc[0]
    problems = list_own_problems(positions)
    is_held = point is None or bool((problems["severity"] == "error").any())
    # What lies outside the two regions is held back by the check of the position.
    is_placed = not is_held and bool(is_in_region(point.x, point.y, BORDER_MARGIN))
    return Answer(
        (point.x, point.y) if is_placed else None,
        float(positions.frame["position_accuracy_m"].iloc[0]),
        tuple(problems["code"]),
        tuple(problems["suggestion"]),
        bool((problems["severity"] == "warning").any()),
    )


def judge(row: dict[str, str]) -> str:
    """Judge the answer to one row of the table: right, held, wrong or wrong_marked."""
    said = answer(row["text"])
    if said.place is None:
        return "held" if row["expect"] == "position" else "right"
    if row["expect"] != "fault":
        tolerance = float(row["tolerance_deg"]) + SLACK_DEG
        gap = max(abs(said.place[0] - float(row["lon"])), abs(said.place[1] - float(row["lat"])))
        if gap <= tolerance:
            return "right"
    if said.is_marked:
        return "right" if row["expect"] == "either" else "wrong_marked"
    return "wrong"


def score(half: str, step: int = 1) -> dict[str, Counter[str]]:
    """Count the verdicts of one half, by what was expected and by family of notation."""
    counts: dict[str, Counter[str]] = {}
    for row in read_table(half)[::step]:
        verdict = judge(row)
        for name in (f"expect {row['expect']}", row["notation"]):
            counts.setdefault(name, Counter())[verdict] += 1
    return counts
