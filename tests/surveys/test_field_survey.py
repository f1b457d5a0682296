"""A field survey full of faults: the report names every one of them, row by row, and no other."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
import pytest
from fault_lists import FIELD_FAULTS, list_named, read_planted
from field_shapes import LAYER
from field_sheet import SHEET
from field_survey import FIELD, OUTLINES, POINTS, TABLE, TWIN, WORKBOOK, build_field_survey

from heritage_gis.paths import Home
from heritage_gis.pipeline.ingest import check_survey
from heritage_gis.places.districts import load_districts
from heritage_gis.receive.surveys import find_surveys
from heritage_gis.settings import LANGUAGES, Settings

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from heritage_gis.report.summary import Report


BROKEN = re.compile(r"[{}]|«»|\bnan\b|<NA>|None|: ;|\.\.|  ")
DECIMAL_POINT = re.compile(r"\d\.\d")


class Outcome(NamedTuple):
    """A survey, and what came of it."""

    folder: Path
    records: gpd.GeoDataFrame
    report: Report


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Build and check both surveys against the sketch of the borders."""
    home = Home(tmp_path_factory.mktemp("home"))
    build_field_survey(home.raw)
    districts = load_districts(home)
    settings = Settings(home=home.root)
    return {
        survey.survey_id: Outcome(survey.folder, *check_survey(survey, districts, settings))
        for survey in find_surveys(home)
    }


@pytest.mark.parametrize("survey", [FIELD, TWIN])
def test_every_planted_fault_is_named_and_nothing_else(
    outcomes: dict[str, Outcome], survey: str
) -> None:
    """File, sheet, row, column, code and severity of all faults are as the list has them."""
    assert list_named(outcomes[survey].report.problems) == read_planted(FIELD_FAULTS, survey)


@pytest.mark.parametrize("survey", [FIELD, TWIN])
def test_exactly_the_rows_with_an_error_are_held_back(
    outcomes: dict[str, Outcome], survey: str
) -> None:
    """A row with an error waits, every other goes on, and together they are all rows received."""
    _, records, report = outcomes[survey]
    planted = read_planted(FIELD_FAULTS, survey)
    held = {fault[:3] for fault in planted if fault.severity == "error"}
    accepted = set(list_rows(records))
    assert not held & accepted
    assert len(held) == report.held_back
    assert len(accepted) == report.accepted == report.rows - report.held_back
    assert report.rows == sum(table.rows["data"] for table in report.tables)


def list_rows(records: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return file, layer and row of each record."""
    texts = records[["source_file", "source_layer", "source_row"]].astype("str").fillna("")
    return list(texts.itertuples(index=False, name=None))


def test_sorts_of_rows_balance_with_each_sheet(outcomes: dict[str, Outcome]) -> None:
    """Title, heading, section, subtotal, note, blank and data rows are all rows of a sheet."""
    folder, _, report = outcomes[FIELD]
    book = openpyxl.load_workbook(folder / WORKBOOK)
    counted = {table.layer: table.rows for table in report.tables}
    read = [sheet for sheet in book if sheet.title in counted]
    assert {sheet.title: sum(counted[sheet.title].values()) for sheet in read} == {
        sheet.title: sheet.max_row for sheet in read
    }
    assert counted[SHEET] == {
        "data": 38, "title": 2, "heading": 5, "section": 3, "subtotal": 2, "note": 1, "blank": 3,
    }  # fmt: skip
    assert counted[LAYER]["data"] == 17
    points = json.loads((folder / POINTS).read_text("utf-8"))
    assert counted[""]["data"] == len(points["features"])
    twin = outcomes[TWIN]
    with (twin.folder / TABLE).open(encoding="cp1251", newline="") as stream:
        rows = len(list(csv.reader(stream, delimiter=";")))
    assert [sum(table.rows.values()) for table in twin.report.tables] == [rows]


def test_near_values_are_suggested(outcomes: dict[str, Outcome]) -> None:
    """Where a near value exists, the report names it."""
    problems = outcomes[FIELD].report.problems
    suggested = problems[problems["suggestion"].fillna("") != ""]
    told = dict(zip(suggested["value"], suggested["suggestion"], strict=True))
    assert told["магильник"] == "могильник"
    assert told["Каркаралинсий р-н"] == "Каркаралинский район"
    assert told["Қарқаралы аудны"] == "Қарқаралы ауданы"
    assert told["48267222; 75345278"] == "48.267222; 75.345278"
    assert told["5340.742; 13492.651"] == "5340742; 13492651"


def test_correction_mends_the_cell_and_keeps_the_original(outcomes: dict[str, Outcome]) -> None:
    """A cell that survey.toml corrects is read as corrected; the row as received is kept beside."""
    records = outcomes[FIELD].records
    record = records[records["name_ru"] == "Курган Айбала"].iloc[0]
    assert record["diameter_max_m"] == 10
    assert json.loads(record["source_values"])["Размеры / Диаметр, м"] == "1О"


def test_rows_of_both_formats_are_the_rows_that_excel_shows(outcomes: dict[str, Outcome]) -> None:
    """A record names the row in which Excel shows it, in the workbook and in its CSV."""
    sheet = openpyxl.load_workbook(outcomes[FIELD].folder / WORKBOOK)[SHEET]
    shown = {str(row[2].value): row[2].row for row in sheet.iter_rows(min_row=7) if row[2].value}
    for survey, place in ((FIELD, (WORKBOOK, SHEET)), (TWIN, (TABLE, ""))):
        records = outcomes[survey].records
        here = (records["source_file"] == place[0]) & (records["source_layer"] == place[1])
        named = records[here & records["name_ru"].notna()]
        rows = named.drop_duplicates("name_ru", keep=False).set_index("name_ru")["source_row"]
        told = {name: row for name, row in rows.to_dict().items() if name in shown}
        assert len(told) > 20
        assert told == {name: shown[name] for name in told}


def test_outlines_keep_their_area(outcomes: dict[str, Outcome]) -> None:
    """What is mended loses no area: both lobes of a bow-tie, a square whose ring was open."""
    records = outcomes[FIELD].records
    outlines = records[records["source_file"] == OUTLINES].set_index("source_row")
    areas = outlines.to_crs(32643).geometry.area
    for row, area_m2 in {1: 1600, 2: 800, 3: 1600, 10: 1600, 11: 1700, 12: 1600, 17: 1500}.items():
        assert areas[row] == pytest.approx(area_m2, rel=1e-3), row


@pytest.mark.parametrize("survey", [FIELD, TWIN])
def test_messages_are_whole_in_three_languages(outcomes: dict[str, Outcome], survey: str) -> None:
    """No message lacks a figure or holds a bare code; Russian and Kazakh have decimal commas."""
    for problem in outcomes[survey].report.problems.to_dict("records"):
        messages = [str(problem[f"message_{language}"]) for language in LANGUAGES]
        for message in messages:
            assert not BROKEN.search(message), message
        assert len(set(messages)) == len(LANGUAGES)
        quoted = str(problem["value"])
        for message in messages[:2]:
            assert not DECIMAL_POINT.search(message.replace(quoted, "")), message
