"""The labelled pairs: how well records are judged, on both halves."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from labelled_pairs import HALVES, PAIRS, describe_sides, read_pairs, score_half
from made_pairs import list_made_pairs
from real_pairs import list_conflict_pairs, list_spelling_pairs, read_rows

from heritage_gis.register.matching.blocking import find_pairs

SITES = Path(__file__).parents[3] / "shared" / "domain" / "sites.csv"


def test_the_table_is_large_enough_and_halved() -> None:
    """At least 400 pairs, 80 of them of real variants and conflicts, in two halves."""
    rows = read_pairs()
    assert len(rows) >= 400
    real = [row for row in rows if row["origin"] != "made"]
    assert len(real) >= 80
    assert len({row["pair"] for row in rows}) == len(rows)
    sizes = [sum(row["half"] == half for row in rows) for half in HALVES]
    assert sum(sizes) == len(rows)
    assert min(sizes) >= 0.45 * len(rows)


def test_every_labelled_pair_passes_blocking() -> None:
    """A pair that never comes to be judged says nothing of the judging."""
    pairs, left, right = describe_sides(read_pairs())
    found = find_pairs(left, right).merge(pairs, on=["left_id", "right_id"])
    assert len(found) == len(pairs)


@pytest.mark.parametrize("half", HALVES)
def test_records_are_judged_as_labelled(half: str) -> None:
    """The aims of the register, on the half that verdicts were tuned on and on the other."""
    told = score_half(half)
    errors = told.errors.to_string()
    assert told.precision >= 0.98, errors
    assert told.recall >= 0.95, errors
    assert told.ask <= 0.15, errors


@pytest.mark.skipif(not SITES.exists(), reason="the list of real sites is not beside the project")
def test_the_table_comes_from_the_lists_it_names() -> None:
    """Every row of the table is one that the lists of cases make, with the same label."""
    with SITES.open(encoding="utf-8", newline="") as file:
        rows = read_rows(list(csv.DictReader(file)))
    told = [*list_conflict_pairs(rows), *list_spelling_pairs(rows), *list_made_pairs(rows, 12)]
    made = {(origin, label, note, left["name_ru"]) for origin, label, note, left, _ in told}
    kept = {
        (row["origin"], row["label"], row["note"], row["left_name_ru"] or None)
        for row in read_pairs()
        if row["origin"] != "neighbours"
    }
    assert kept <= made
    assert PAIRS.exists()
