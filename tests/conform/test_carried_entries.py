"""What survey.toml settled of a former version: carried over where it applies, and always told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from heritage_gis.conform.carried_entries import CarriedOver, carry_over
from heritage_gis.model.raw_table import SECTION, RawTable
from heritage_gis.model.survey import Acceptance, Correction, Sidecar, Survey, SurveyFile

STATED = Sidecar("Kent", "A. Archaeologist", date(2026, 12, 1), "CC-BY-4.0")
KIND = Acceptance("kind", "могилник", "burial_ground", "a slip", "B. Keeper")
HEIGHT = Correction("kent.csv", (2, 3, 4), "H, м", "35", "3,5", "a decimal comma was lost")
AS_RECEIVED = {
    "Название": ["Акжал", "Бестау", "Домбралы"],
    "Тип": ["могилник", "курган", "Могилник"],
    "Ш": ["49,40", "49,41", "49,42"],
    "H, м": ["35", "35", "35"],
}


def make_table(cells: dict[str, list[str]], file: str = "kent mended.csv") -> RawTable:
    """Return a table in rows 2, 3, … of a file."""
    frame = pd.DataFrame(cells, dtype="str")
    frame = frame.assign(source_file=file, source_layer="", source_row=range(2, len(frame) + 2))
    frame[SECTION] = pd.Series(pd.NA, index=frame.index, dtype="str")
    return RawTable(frame, "csv", tuple(cells))


def carry(
    former: Sidecar,
    cells: dict[str, list[str]] | None = None,
    stated: Sidecar = STATED,
    rows_at_once: int = 2,
    files: tuple[str, ...] = ("kent.csv",),
) -> CarriedOver:
    """Carry over what was said of a former version to a table, and see that nothing is untold."""
    received = tuple(SurveyFile(name, "", 1) for name in files)
    before = Survey("2026-kent", 1, Path(), received, former, "")
    survey = Survey("check", 1, Path(), (), stated, "")
    carried = carry_over(survey, before, [make_table(cells or AS_RECEIVED)], rows_at_once)
    told = [(entry.kind, entry.details.get("column") or entry.details) for entry in carried.entries]
    assert len([one for one in told if one[0] == "column"]) == len(former.columns)
    assert len([one for one in told if one[0] == "accept"]) == len(former.accept)
    return carried


def tell(carried: CarriedOver, kind: str) -> list[str]:
    """Return why each entry of a kind was left; empty where it was carried over."""
    return [entry.why_left for entry in carried.entries if entry.kind == kind]


def test_what_still_applies_is_carried_over() -> None:
    """Columns, corrections and decisions stand in the new sidecar, each with its own words."""
    former = replace(STATED, columns={"Ш": "lat_raw"}, corrections=(HEIGHT,), accept=(KIND,))
    carried = carry(former)
    assert carried.sidecar.columns == {"Ш": "lat_raw"}
    assert carried.sidecar.corrections == (replace(HEIGHT, file=""),)  # the file has another name
    assert carried.sidecar.accept == (KIND,)
    assert [entry.why_left for entry in carried.entries] == ["", "", ""]
    assert carried.entries[1].details["rows"] == "2, 3, 4"
    assert carry(former, rows_at_once=100) == carried


def test_a_column_that_is_gone_is_told() -> None:
    """Without its column neither a heading nor a correction applies."""
    cells = {"Название": ["Акжал"], "Тип": ["курган"]}
    columns = {"Ш": "lat_raw", "Тип": "kind", "Название": "sort"}
    carried = carry(replace(STATED, columns=columns, corrections=(HEIGHT,)), cells)
    assert carried.sidecar.columns == {"Тип": "kind"}
    assert carried.sidecar.corrections == ()
    assert tell(carried, "column") == ["column_gone", "", "meaningless"]
    assert tell(carried, "correction") == ["column_gone"]


def test_a_correction_is_carried_row_by_row() -> None:
    """It goes on where the cell says what it expects; mended, other and lost cells are told."""
    wide = replace(HEIGHT, rows=(2, 3, 4, 5, 9))
    cells = {"H, м": ["35", "3,5", "12", "35"], "Название": ["А", "Б", "В", "Г"]}
    carried = carry(replace(STATED, corrections=(wide,)), cells)
    assert carried.sidecar.corrections == (replace(wide, rows=(2, 5), file=""),)
    assert [
        (entry.details["rows"], entry.why_left, entry.details["said"]) for entry in carried.entries
    ] == [
        ("2, 5", "", ""),
        ("3", "cell_mended", "3,5"),
        ("4", "cell_other", "12"),
        ("9", "row_gone", ""),
    ]


def test_a_correction_of_one_file_of_several_does_not_wander() -> None:
    """Only where there was one file, and is one, may the name of the file differ."""
    carried = carry(replace(STATED, corrections=(HEIGHT,)), files=("kent.csv", "other.csv"))
    assert carried.sidecar.corrections == ()
    assert tell(carried, "correction") == ["row_gone"]


@pytest.mark.parametrize(
    ("entry", "why_left"),
    [
        (KIND, ""),
        (replace(KIND, value="мавзалей"), "text_gone"),
        (replace(KIND, means="castle_in_the_air"), "meaningless"),
    ],
)
def test_a_decision_needs_a_cell_and_a_meaning(entry: Acceptance, why_left: str) -> None:
    """A text that no cell says, or a meaning that is none, is told and not carried."""
    carried = carry(replace(STATED, accept=(entry,)))
    assert carried.sidecar.accept == (() if why_left else (entry,))
    assert tell(carried, "accept") == [why_left]


def test_a_decision_sees_cells_under_a_carried_heading() -> None:
    """A text in a column that only `[columns]` explains is settled too."""
    cells = {"Название": ["Акжал"], "Чем является": ["могилник"]}
    former = replace(STATED, columns={"Чем является": "kind"}, accept=(KIND,))
    assert tell(carry(former, cells), "accept") == [""]
    assert tell(carry(replace(former, columns={}), cells), "accept") == ["text_gone"]


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ({"Ш": "lon_raw"}, {"Ш": "lon_raw"}),  # the same column is another field
        ({"H, м": "lat_raw"}, {"H, м": "lat_raw"}),  # the field is in another column
        ({"H, м": "height_m"}, {"H, м": "height_m", "Ш": "lat_raw"}),
    ],
)
def test_a_column_that_is_stated_now_wins(stated: dict[str, str], kept: dict[str, str]) -> None:
    """Neither its heading nor its field is taken from the former version."""
    carried = carry(
        replace(STATED, columns={"Ш": "lat_raw"}), stated=replace(STATED, columns=stated)
    )
    assert carried.sidecar.columns == kept
    assert tell(carried, "column") == ["" if "Ш" in kept and len(kept) == 2 else "stated"]


def test_a_decision_that_is_stated_now_wins() -> None:
    """The text is settled once, as it is stated, however it is spelt."""
    now = Acceptance("kind", "МОГИЛНИК", "kurgan")
    carried = carry(replace(STATED, accept=(KIND,)), stated=replace(STATED, accept=(now,)))
    assert carried.sidecar.accept == (now,)
    assert tell(carried, "accept") == ["stated"]


def test_a_promise_lasts_and_a_reading_does_not() -> None:
    """The day before which nothing is published holds on; how a file is written is told."""
    former = replace(
        STATED, public_from=date(2030, 1, 1), leader="L", crs="EPSG:28413", encoding="cp1251"
    )
    carried = carry(former, stated=replace(STATED, encoding="cp866"))
    assert carried.sidecar == replace(
        STATED, public_from=date(2030, 1, 1), leader="L", encoding="cp866"
    )
    assert {entry.details["key"]: entry.why_left for entry in carried.entries} == {
        "leader": "",
        "public_from": "",
        "crs": "of_the_file",
    }
