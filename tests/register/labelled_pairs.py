"""The labelled pairs: reading them, judging them, and how well that agrees with their labels."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from matching_subjects import Row, make_subjects

from heritage_gis.register.matching.verdicts import (
    APART,
    ASK,
    HAS_PART,
    NEAR,
    PART_OF,
    SAME,
    judge_pairs,
)

PAIRS = Path(__file__).with_name("labelled_pairs.csv")
HALVES = ("open", "frozen")
FIELDS = {
    "name_ru": str,
    "kind": str,
    "kind_text": str,
    "kind_certainty": str,
    "geometry": shapely.from_wkt,
    "position_accuracy_m": float,
    "district": str,
    "district_claimed": str,
    "start_year": int,
    "end_year": int,
    "part_of": str,
    "part_no": str,
    "feature_count": int,
    "author": str,
}
TOLD = ("pair", "half", "origin", "label", "note")
RIGHT = {
    "same": (SAME,),
    "part": (PART_OF, HAS_PART),
    "different": (NEAR, APART),
    "undecidable": (ASK,),
}


def read_pairs() -> list[Row]:
    """Return the rows of the table."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def describe_sides(rows: list[Row]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the pairs of a table with the subjects on their left and on their right."""
    sides = [[_read_side(row, side) for row in rows] for side in ("left", "right")]
    left, right = (make_subjects(side) for side in sides)
    pairs = pd.DataFrame({"left_id": left.index, "right_id": right.index}, dtype="str")
    return pairs, left, right


def _read_side(row: Row, side: str) -> Row:
    told: dict[str, Any] = {
        name: read(row[f"{side}_{name}"])  # type: ignore[operator] # one of four plain functions
        for name, read in FIELDS.items()
        if row[f"{side}_{name}"]
    }
    return {"record_id": f"{row['pair']}/{side}", **told}


@dataclass(frozen=True)
class Score:
    """How well verdicts agree with labels.

    Attributes:
        pairs: how many pairs.
        precision: of those judged SAME, the share labelled same.
        recall: of those labelled same, the share judged SAME or ASK.
        ask: the share of all that is asked about.
        undecidable_asked: of those labelled undecidable, the share that is asked about.
        parts_found: of those labelled part, the share judged part and whole.
        errors: the rows that are judged otherwise than labelled, with verdict and reason.
    """

    pairs: int
    precision: float
    recall: float
    ask: float
    undecidable_asked: float
    parts_found: float
    errors: pd.DataFrame


def score_half(half: str) -> Score:
    """Judge one half of the pairs, and compare with the labels."""
    rows = [row for row in read_pairs() if row["half"] == half]
    told = judge_pairs(*describe_sides(rows))
    named = pd.DataFrame(rows)[["pair", "origin", "label", "note", "left_name_ru", "right_name_ru"]]
    told = named.join(told[["verdict", "reason", "distance_m", "contradicts"]])
    return score(told)


def score(told: pd.DataFrame) -> Score:
    """Compare verdicts with labels.

    Args:
        told: `label`, `verdict`, and what is to be shown of errors.
    """
    label, verdict = told["label"], told["verdict"]
    fits = pd.Series(
        [each in RIGHT[wanted] for each, wanted in zip(verdict, label, strict=True)],
        index=told.index,
    )
    one, asked = label == "same", verdict == ASK
    return Score(
        len(told),
        float(one[verdict == SAME].mean()),
        float(verdict[one].isin([SAME, ASK]).mean()),
        float(asked.mean()),
        float(asked[label == "undecidable"].mean()),
        float(verdict[label == "part"].isin(RIGHT["part"]).mean()),
        told[~fits],
    )
