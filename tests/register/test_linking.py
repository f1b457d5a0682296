"""Links: the register's search finds every pair that judging all with all would keep."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from made_places import KINDS, NAMES, make_voice
from registrar import AUTHOR, Registrar, make_records
from shapely.geometry import Point
from sqlalchemy import select

from heritage_gis.register import schema
from heritage_gis.register.linking import KEPT
from heritage_gis.register.matching.blocking import find_pairs
from heritage_gis.register.matching.subjects import describe_subjects
from heritage_gis.register.matching.verdicts import judge_pairs
from heritage_gis.register.rows import list_names
from heritage_gis.register.store import read_frame

if TYPE_CHECKING:
    from pathlib import Path

    from registrar import Row

DISTRICTS = ("353600000", "354800000", "356400000", None)
NAMED = (*NAMES, (None, "Талды"), (None, "Талды-1–3"), (None, "Талды-1, Талды-2"))
ACCURACIES = (10.0, 500.0, 9_000.0, 40_000.0, None)


def make_far_voice(chance: random.Random) -> Row:
    """Return a row whose place is anywhere in both regions, or nowhere, and as exact as it is."""
    row = make_voice(chance)
    place = Point(68 + chance.random() * 8, 46.5 + chance.random() * 4)
    name_kk, name_ru = chance.choice(NAMED)
    return row | {
        "name_kk": name_kk,
        "name_ru": name_ru,
        "kind": chance.choice(KINDS),
        "geometry": row["geometry"] if chance.random() < 0.3 else place,
        "position_accuracy_m": chance.choice(ACCURACIES),
        "district": chance.choice(DISTRICTS),
        "district_claimed": chance.choice(DISTRICTS),
    }


def judge_all(surveys: dict[str, list[Row]]) -> set[frozenset[str]]:
    """Return the pairs, of two surveys, whose verdict is kept, without any search."""
    told = pd.concat([make_records(name, rows) for name, rows in surveys.items()])
    records = told.reset_index(drop=True).assign(author=AUTHOR)
    subjects = describe_subjects(records, list_names(records))
    judged = judge_pairs(find_pairs(subjects, subjects), subjects, subjects)
    kept = judged[judged["verdict"].isin(KEPT)]
    return {frozenset(pair) for pair in zip(kept["left_id"], kept["right_id"], strict=True)}


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_no_pair_is_missed_however_far_apart(tmp_path: Path, seed: int) -> None:
    """Namesakes in other districts, places that are rough or missing: all that counts is linked."""
    chance = random.Random(seed)
    surveys = {f"2026-{n}": [make_far_voice(chance)] for n in range(24)}
    registrar = Registrar(tmp_path)
    for name, rows in surveys.items():
        registrar.submit(name, rows)
    with registrar.open() as register, register.engine.connect() as connection:
        links = read_frame(register, connection, select(schema.links))
    found = {frozenset(pair) for pair in zip(links["record_id"], links["other_id"], strict=True)}
    expected = judge_all(surveys)
    assert found == expected
    assert len(expected) > 5
