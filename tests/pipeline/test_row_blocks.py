"""A survey checked block by block: the outcome is that of all rows at once."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

sys.path.insert(0, str(Path(__file__).parents[1] / "surveys"))  # a field survey is made there
from field_survey import FIELD, TWIN, build_field_survey

from heritage_gis.check.row_memory import RowMemory
from heritage_gis.model.survey import Acceptance, Sidecar
from heritage_gis.paths import Home
from heritage_gis.pipeline import ingest
from heritage_gis.pipeline.files import check_file_records
from heritage_gis.places.districts import load_districts
from heritage_gis.receive.surveys import find_surveys
from heritage_gis.report.program_object import write_object
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    import geopandas as gpd

    from heritage_gis.report.summary import Report

FEW = 11  # rows: of 38 and 40 rows four blocks
ROWS = [  # of two sources of position, with a code and a name that come again after many rows
    f"К-{number % 23};Бегазы;{kind};"
    f"48.{100 + number % 17}, 74.{200 + number % 17};48.{100 + number % 17};74.{place};Шетский"
    for number in range(40)
    for kind in ["могилник" if number % 5 == 0 else "курган"]
    for place in [f"{200 + number % 17}" if number % 9 else "900"]
]
HEADINGS = "Шифр;Название;Тип;Координаты;Широта;Долгота;Район"
SIDECAR = Sidecar(
    "t", "w", date(2026, 1, 1), "CC0-1.0", accept=(Acceptance("kind", "могилник", "burial_ground"),)
)


def require_same(
    one: tuple[gpd.GeoDataFrame, Report], other: tuple[gpd.GeoDataFrame, Report]
) -> None:
    """See that two outcomes are the same: records, problems, report, points of the map."""
    assert_geodataframe_equal(one[0], other[0])
    told = [json.dumps(write_object(report)) for _, report in (one, other)]
    assert told[0] == told[1]
    pd.testing.assert_frame_equal(one[1].problems, other[1].problems, check_categorical=False)
    pd.testing.assert_frame_equal(one[1].points, other[1].points)


@pytest.mark.parametrize("name", [TWIN, pytest.param(FIELD, marks=pytest.mark.soak)])
def test_field_survey_in_blocks_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Sheets, layers, geometry, parts and every fault that people make."""
    home = Home(tmp_path)
    build_field_survey(home.raw)
    districts, settings = load_districts(home), Settings(home=home.root)
    (survey,) = (each for each in find_surveys(home) if each.survey_id == name)
    whole = ingest.check_survey(survey, districts, settings)
    monkeypatch.setattr(ingest, "ROWS_AT_ONCE", FEW)
    monkeypatch.setattr(ingest, "ONE_BLOCK", FEW)
    require_same(ingest.check_survey(survey, districts, settings), whole)


def test_what_all_rows_say_together_is_said_of_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Repeated codes and sites, contradicting positions, and what a person settled."""
    file = tmp_path / "survey.csv"
    file.write_text("\n".join([HEADINGS, *ROWS]) + "\n", encoding="utf-8")
    settings = Settings(home=tmp_path)
    whole = check_file_records(file, settings, SIDECAR)
    monkeypatch.setattr(ingest, "ROWS_AT_ONCE", FEW)
    monkeypatch.setattr(ingest, "ONE_BLOCK", FEW)
    require_same(check_file_records(file, settings, SIDECAR), whole)
    problems = whole[1].problems
    codes = {"site_code_repeated", "duplicate_row", "position_contradicted", "value_accepted"}
    assert codes <= set(problems["code"])
    again = problems[problems["code"] == "site_code_repeated"]
    assert again["message_en"].iloc[0].startswith("the code «К-0» stands in row 2 al")


def test_memory_keeps_the_first_row_of_a_key() -> None:
    """Of keys within a block and of blocks before; files and sheets are told apart."""
    memory = RowMemory()
    first = [("a.csv", "", 2), ("a.csv", "", 3), ("a.csv", "", 4)]
    assert memory.find_first(pd.Series(["x", "y", "x"]), first) == [None, None, first[0]]
    then = [("b.xlsx", "Лист1", row) for row in (2, 3, 4)]
    assert memory.find_first(pd.Series(["z", "x", "z"]), then) == [None, first[0], then[0]]
    assert memory.find_first(pd.Series(["z", "y"]), then[1:]) == [then[0], first[1]]
    assert len(memory.hashes) == len(np.unique(memory.hashes)) == 3
