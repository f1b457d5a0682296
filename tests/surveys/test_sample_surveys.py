"""The surveys of data/raw: every fault in them is named, nothing else is, and places are right."""

from __future__ import annotations

import csv
import json
import sqlite3
import struct
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
import pytest
from fault_lists import ROOT, SAMPLE_FAULTS, list_named, read_planted, read_table
from pyproj import Geod

from heritage_gis.model.work import WORKS
from heritage_gis.paths import Home
from heritage_gis.pipeline.ingest import check_survey
from heritage_gis.pipeline.works import check_works
from heritage_gis.places.districts import load_districts
from heritage_gis.read.files import read_survey_noted
from heritage_gis.receive.surveys import find_surveys
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from heritage_gis.model.survey import Survey
    from heritage_gis.report.summary import Report

ELLIPSOID = Geod(ellps="WGS84")
ROUNDING_M = 0.02  # the published figures have six decimals, our positions seven


class Outcome(NamedTuple):
    """A sample survey, and what came of it."""

    survey: Survey
    records: gpd.GeoDataFrame
    report: Report


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Check every sample survey against the sketch of the borders."""
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    districts = load_districts(settings.home_folder)
    return {
        survey.survey_id: Outcome(survey, *check_survey(survey, districts, settings))
        for survey in find_surveys(Home(ROOT))
        if survey.sidecar.holds != WORKS
    }


def test_every_planted_fault_is_named_and_nothing_else(outcomes: dict[str, Outcome]) -> None:
    """File, sheet, row, column, code and severity of all faults are as the list has them."""
    assert {row["survey"] for row in read_table(SAMPLE_FAULTS)} <= outcomes.keys()
    for survey_id, (_, _, report) in outcomes.items():
        assert list_named(report.problems) == read_planted(SAMPLE_FAULTS, survey_id)


def test_rows_balance(outcomes: dict[str, Outcome]) -> None:
    """Received is accepted and held back; a row is held back for an error, and for nothing else."""
    for survey_id, (survey, records, report) in outcomes.items():
        faults = read_planted(SAMPLE_FAULTS, survey_id)
        held = {fault[:3] for fault in faults if fault.severity == "error" and fault.row}
        assert report.held_back == len(held), survey_id
        assert report.accepted == report.rows - report.held_back == len(records)
        counted = sum(sum(table.rows.values()) for table in report.tables)
        assert counted == count_rows(survey.folder / survey.files[0].name), survey_id
        assert sum(table.rows["data"] for table in report.tables) == report.rows


def test_works_of_2017_are_those_that_were_reported() -> None:
    """Every row is a work, none is held back, and no object has a place of its own making."""
    survey = next(each for each in find_surveys(Home(ROOT)) if each.sidecar.holds == WORKS)
    works, report = check_works(survey, read_survey_noted(survey, Settings()))
    assert list_named(report.problems) == read_planted(SAMPLE_FAULTS, survey.survey_id) == []
    assert (report.rows, report.accepted, report.held_back, len(works)) == (9, 9, 0, 9)
    counted = sum(sum(table.rows.values()) for table in report.tables)
    assert counted == count_rows(survey.folder / survey.files[0].name)
    assert set(works["from_year"]) == set(works["to_year"]) == {2017}
    assert works["type"].value_counts().to_dict() == {
        "research": 4,
        "restoration": 4,
        "publication": 1,
    }
    assert works["districts"].dropna().tolist() == ["353600000"]
    told = works[["source", "what_kk", "what_ru", "what_en"]]
    assert told.notna().all(axis=None)


def count_rows(path: Path) -> int:
    """Count the rows or features of a sample file, by other means than the product's."""
    if path.suffix == ".xlsx":
        return sum(sheet.max_row for sheet in openpyxl.load_workbook(path))
    if path.suffix == ".csv":
        text = path.read_bytes()
        encoding = "utf-8-sig" if text.startswith(b"\xef\xbb\xbf") else "cp1251"
        return len(list(csv.reader(text.decode(encoding).splitlines())))
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return int(struct.unpack_from("<I", archive.read("ulytau/ulytau.dbf"), 4)[0])
    if path.suffix == ".gpkg":
        with closing(sqlite3.connect(path)) as database:
            return int(database.execute("SELECT count(*) FROM контуры").fetchone()[0])
    return len(json.loads(path.read_text("utf-8"))["features"])


def test_known_places_land_where_they_were_published(outcomes: dict[str, Outcome]) -> None:
    """Each point lies as near the published one as its notation can say, and says how near."""
    known = read_table("known_places.csv")
    for place in known:
        records = outcomes[place["survey"]].records
        here = records["source_layer"].fillna("") == place["layer"]
        record = records[here & (records["source_row"] == int(place["row"]))].iloc[0]
        middle = record.geometry.centroid
        published = (float(place["longitude"]), float(place["latitude"]))
        _, _, distance = ELLIPSOID.inv(*published, middle.x, middle.y)
        where = f"{place['survey']}, row {place['row']}, {place['site']}"
        assert distance <= float(place["off_m"]) + ROUNDING_M, where
        assert record["position_accuracy_m"] >= float(place["accuracy_at_least_m"]), where
        assert record["position_accuracy_m"] >= distance, where
    placed = sum(int(outcome.records.geometry.notna().sum()) for outcome in outcomes.values())
    assert placed == len(known) + 1  # all but the wrong point of Begazy, which nobody can know
