"""Exports of phone forms (KoBo, ODK, Survey123) as whole surveys: their columns, their repeats."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from heritage_gis.model.survey import Sidecar, Survey
from heritage_gis.pipeline.ingest import check_survey
from heritage_gis.places.districts import load_districts
from heritage_gis.receive.surveys import hash_file
from heritage_gis.settings import Settings
from heritage_gis.vocabularies.headings import match_headings

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from heritage_gis.report.summary import Report

Cells = list[list[object]]
# As KoBo names the columns of a form with a group «Объект» and a repeat «Курганы».
FORM: Cells = [
    ["start", "end", "Объект/Название", "Объект/Тип", "Координаты", "_Координаты_latitude",
     "_Координаты_longitude", "_Координаты_altitude", "_Координаты_precision", "Фото", "_id",
     "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by",
     "__version__", "_tags", "_index"],
    ["2024-07-05T09:00:00", "2024-07-05T09:10:00", "Могильник Талды", "могильник",
     "48.267222 75.345278 612.4 4.9", 48.267222, 75.345278, 612.4, 4.9, "1.jpg", 70112001,
     "f0a1", "2024-07-05T09:11:00", None, None, "submitted_via_web", "arman", "v1", None, 1],
    ["2024-07-06T09:00:00", "2024-07-06T09:10:00", "Могильник Кент", "могильник",
     "49.367444 75.945278 700 5.1", 49.367444, 75.945278, 700, 5.1, None, 70112009,
     "f0a2", "2024-07-06T09:11:00", None, None, "submitted_via_web", "arman", "v1", None, 2],
]  # fmt: skip
REPEAT: Cells = [
    ["Диаметр, м", "_Точка_latitude", "_Точка_longitude", "_index", "_parent_table_name",
     "_parent_index", "_submission__id", "_submission__uuid"],
    [12.5, 48.267301, 75.345301, 1, "Разведка 2024", 1, 70112001, "f0a1"],
    [8, 48.267402, 75.345402, 2, "Разведка 2024", 1, 70112001, "f0a1"],
    [20, 49.367501, 75.945501, 3, "Разведка 2024", 2, 70112009, "f0a2"],
]  # fmt: skip


def check_workbook(folder: Path, sheets: dict[str, Cells]) -> tuple[gpd.GeoDataFrame, Report]:
    """Check a workbook of these sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(folder / "form.xlsx")
    sidecar = Sidecar("Form", "A", date(2024, 1, 1), "CC-BY-4.0")
    survey = Survey("f", 1, folder, (hash_file(folder / "form.xlsx"),), sidecar, "")
    settings = Settings(home=folder)
    return check_survey(survey, load_districts(settings.home_folder), settings)


def test_an_export_of_kobo_is_understood_whole(tmp_path: Path) -> None:
    """Groups, the four columns of a point, its own columns; each mound is part of its site."""
    records, report = check_workbook(tmp_path, {"Разведка 2024": FORM, "Курганы": REPEAT})
    assert set(report.problems["code"]) == {"datum_assumed"}
    assert (report.rows, report.accepted, report.without_place) == (5, 5, 0)
    told = records[["name_ru", "part_of", "part_no", "diameter_max_m"]].astype(object)
    assert told.where(told.notna(), None).to_numpy().tolist() == [
        ["Могильник Талды", None, None, None],
        ["Могильник Кент", None, None, None],
        ["Могильник Талды", "70112001", "1", 12.5],
        ["Могильник Талды", "70112001", "2", 8],
        ["Могильник Кент", "70112009", "3", 20],
    ]
    assert records["position_accuracy_m"].iloc[0] == pytest.approx(4.9)
    assert records["elevation_m"].tolist()[:2] == [612.4, 700]
    assert records["recorder"].tolist()[:2] == ["arman", "arman"]
    assert records["coordinate_text"].iloc[0] == "48.267222 75.345278 612.4 4.9"


def test_columns_of_other_form_programs_are_known() -> None:
    """Of QField and Mergin, and of Survey123."""
    fields = {
        "fid": "seq_no",
        "uuid": "seq_no",
        "GlobalID": "seq_no",
        "horizontal_accuracy": "accuracy_m",
        "esrignss_h_rms": "accuracy_m",
        "photo_1": "media",
        "CreationDate": "recorded_on",
        "Creator": "recorder",
        "z": "elev_m",
        "_geopoint_latitude": "lat_raw",
        "_site/geopoint_longitude": "lon_raw",
    }
    found = match_headings(fields)
    assert {heading: match.field for heading, match in found.items()} == fields
