"""Holding back: a row with an error waits whole, every other goes on, and the sum is right."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pandera.errors
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon
from standard_records import make_records

from heritage_gis.check.gate import require_standard
from heritage_gis.check.holding import hold_back
from heritage_gis.model.problem import PROBLEM_COLUMNS, SEVERITIES, no_problems

Told = tuple[int | None, str]


def make_problems(*told: Told) -> pd.DataFrame:
    """Return problems of rows of «Лист1» of kent.xlsx, by row and severity."""
    frame = pd.DataFrame([dict.fromkeys(PROBLEM_COLUMNS, "") for _ in told])
    frame["survey_id"], frame["source_file"], frame["source_layer"] = "s", "kent.xlsx", "Лист1"
    frame["source_row"] = pd.array([row for row, _ in told], dtype="Int64")
    frame["severity"] = [severity for _, severity in told]
    return frame


def test_only_errors_hold_a_row_back() -> None:
    """A warning and a note let the row go on; an error of the whole file holds no row."""
    records = make_records(*[{"name_ru": name} for name in "АБВГ"])
    problems = make_problems((2, "warning"), (3, "error"), (4, "note"), (None, "error"))
    checked = hold_back(records, problems)
    assert checked.records["name_ru"].tolist() == ["А", "В", "Г"]
    assert (checked.rows_received, checked.rows_accepted, checked.rows_held_back) == (4, 3, 1)


def test_all_records_of_a_row_wait_together() -> None:
    """Of a row that became several records none goes on alone, and the row is counted once."""
    records = make_records({"source_row": 2}, {"source_row": 2}, {"source_row": 3})
    checked = hold_back(records, make_problems((2, "error"), (2, "error")))
    assert checked.records["source_row"].tolist() == [3]
    assert (checked.rows_received, checked.rows_held_back) == (2, 1)


def test_rows_of_other_sheets_and_files_are_other_rows() -> None:
    """The same row number in another sheet or file is not held back."""
    records = make_records(
        {"source_row": 2},
        {"source_row": 2, "source_layer": "Лист2"},
        {"source_row": 2, "source_file": "other.xlsx"},
        {"source_row": 2, "source_layer": ""},
    )
    checked = hold_back(records, make_problems((2, "error")))
    assert (checked.rows_received, checked.rows_held_back) == (4, 1)


@settings(deadline=None, max_examples=50)
@given(
    rows=st.lists(st.integers(2, 12), min_size=1, max_size=30),
    told=st.lists(st.tuples(st.integers(2, 12) | st.none(), st.sampled_from(SEVERITIES))),
)
def test_rows_always_balance(rows: list[int], told: list[Told]) -> None:
    """Whatever is wrong with whichever rows: received is accepted and held back."""
    records = make_records(*[{"source_row": row} for row in rows])
    checked = hold_back(records, make_problems(*told) if told else no_problems())
    assert checked.rows_received == checked.rows_accepted + checked.rows_held_back
    assert checked.rows_received == len(set(rows))
    held = {row for row, severity in told if severity == "error"}
    assert not held & set(checked.records["source_row"])


def test_gate_names_every_breach_of_the_standard() -> None:
    """What is not as the standard says is a bug of ours, and stops before the register."""
    records = make_records({"start_year": 0}, {"position_accuracy_m": -1.0})
    records["record_id"] = "the same"
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        require_standard(records)
    breaches = set(caught.value.failure_cases["column"])
    assert breaches == {"record_id", "start_year", "position_accuracy_m"}


def test_gate_wants_valid_geometry_in_degrees() -> None:
    """A crossing outline, or coordinates in metres, do not reach the register."""
    tie = Polygon([(75, 48), (76, 49), (76, 48), (75, 49)])
    with pytest.raises(ValueError, match="1 geometries are not valid"):
        require_standard(make_records({"geometry": tie}, {"geometry": Point(75, 48)}))
    metres = make_records({"geometry": Point(492_569, 5_338_534)})
    with pytest.raises(ValueError, match="records must be in EPSG:4326, found EPSG:32643"):
        require_standard(metres.set_crs(32643, allow_override=True))


def test_gate_lets_standard_records_pass() -> None:
    """Records as the stages before make them pass, with and without a place."""
    require_standard(make_records({"geometry": Point(75, 48)}, {"name_ru": "А"}))
    require_standard(make_records())
    assert np.isnan(make_records({})["position_accuracy_m"].iloc[0])
