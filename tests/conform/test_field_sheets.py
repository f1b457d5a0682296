"""Sheets as people draw them: angles in three columns, cut words, tables side by side, letters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from heritage_gis.model.survey import Sidecar, Survey
from heritage_gis.pipeline.ingest import check_survey
from heritage_gis.places.districts import load_districts
from heritage_gis.receive.surveys import hash_file
from heritage_gis.report.page_tables import describe_tables
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from heritage_gis.report.summary import Report

Cells = list[list[object]]


def check_sheet(
    folder: Path, rows: Cells, merged: tuple[str, ...] = ()
) -> tuple[gpd.GeoDataFrame, Report]:
    """Check a workbook of one sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    workbook.save(folder / "field.xlsx")
    sidecar = Sidecar("Field", "A", date(2024, 1, 1), "CC-BY-4.0")
    survey = Survey("f", 1, folder, (hash_file(folder / "field.xlsx"),), sidecar, "")
    settings = Settings(home=folder)
    return check_survey(survey, load_districts(settings.home_folder), settings)


def test_angles_in_three_columns_are_one(tmp_path: Path) -> None:
    """Whole degrees alone would be a place up to 100 km off."""
    records, report = check_sheet(
        tmp_path,
        [
            ["№", "Название", "Широта", None, None, "Долгота", None, None],
            [None, None, "град.", "мин.", "сек.", "град.", "мин.", "сек."],
            [1, "Могильник Акбауыр", 48, 12, 45.1, 73, 22, 10.5],
            [2, "Могильник Талды", 48, 73, 5, 75, 20, 43],
            [3, "Могильник Кент", None, None, None, None, None, None],
        ],
        ("A1:A2", "B1:B2", "C1:E1", "F1:H1"),
    )
    of_rows = report.problems[report.problems["source_row"].notna()]
    assert of_rows[["source_row", "column", "code"]].to_numpy().tolist() == [
        [4, "Широта / град.", "coordinate_out_of_range"],
    ]
    point = records.geometry.iloc[0]
    assert (point.x, point.y) == pytest.approx(
        (73 + 22 / 60 + 10.5 / 3600, 48 + 12 / 60 + 45.1 / 3600)
    )
    assert records["coordinate_text"].iloc[0] == "48°12′45.1″; 73°22′10.5″"
    assert records.geometry.isna().tolist() == [False, True]
    assert report.tables[0].unknown_columns == []


def test_angles_in_columns_of_one_row_of_headings(tmp_path: Path) -> None:
    """«Широта, град» and «Широта, мин», without seconds."""
    headings: list[object] = [
        *("Название", "Широта, град", "Широта, мин", "Долгота (град)", "Долгота (мин)"),
    ]
    records, _ = check_sheet(tmp_path, [headings, ["Акбауыр", 48, 12.75, 73, 22.5]])
    assert records["coordinate_text"].tolist() == ["48°12.75′; 73°22.5′"]


def test_a_number_in_a_cell_of_its_own_needs_no_zero_before(tmp_path: Path) -> None:
    """Excel keeps none: «48», «6», «2» is 48°06′02″, and no figure was lost."""
    records, report = check_sheet(
        tmp_path,
        [
            ["Название", "с.ш.", None, None, "в.д.", None, None],
            [None, "град", "мин", "сек", "град", "мин", "сек"],
            ["Акбауыр", 48, 6, 2, 73, 2, 7.5],
        ],
        ("A1:A2", "B1:D1", "E1:G1"),
    )
    assert records["coordinate_text"].tolist() == ["48°06′02″; 73°02′07.5″"]
    assert "coordinate_short" not in set(report.problems["code"])
    (table,) = describe_tables(report, "ru")
    assert [column["name"] for column in table["columns"]] == [
        "название",
        *["широта"] * 3,
        *["долгота"] * 3,
    ]


@pytest.mark.parametrize(
    ("name", "position"),
    [
        ("Могильник", "Координаты курганов"),
        ("Название могильника", "Координаты могильника"),
        ("Нысан", "Обалардың координаттары"),
    ],
)
def test_headings_that_name_the_kind_of_site_are_understood(
    tmp_path: Path, name: str, position: str
) -> None:
    """Sites without a place, and nothing to mend, was what came of them."""
    rows: list[list[object]] = [[name, position, "Датировка"], ["Талды", "48,2; 74,9", "бронза"]]
    records, report = check_sheet(tmp_path, rows)
    assert report.tables[0].columns["name"] == name
    assert report.tables[0].columns["coord_text"] == position
    assert records.geometry.notna().all()


def test_words_cut_at_the_end_of_a_line_are_whole_headings(tmp_path: Path) -> None:
    """«Наимено-⏎вание»."""
    _, report = check_sheet(
        tmp_path,
        [
            ["Наимено-\nвание\nпамятника", "Состоя-\nние"],
            ["Кент", "хорошее"],
        ],
    )
    assert report.tables[0].columns == {
        "name": "Наименование памятника",
        "condition": "Состояние",
    }


def test_the_second_of_two_tables_side_by_side_is_told_and_not_mixed_in(tmp_path: Path) -> None:
    """«Кент» is no Russian name of Begazy."""
    records, report = check_sheet(
        tmp_path,
        [
            ["Название", "Широта", "Долгота", None, "Название", "Широта", "Долгота"],
            ["Бегазы", 48.2, 75.3, None, "Кент", 49.3, 75.9],
        ],
    )
    assert records[["name_kk", "name_ru", "name_other"]].iloc[0].dropna().tolist() == ["Бегазы"]
    told = report.problems[["column", "code", "severity"]].to_numpy().tolist()
    assert told == [
        ["", "datum_assumed", "note"],
        ["Долгота (2)", "column_repeated", "warning"],
        ["Название (2)", "column_repeated", "warning"],
        ["Широта (2)", "column_repeated", "warning"],
    ]


def test_a_letter_about_a_table_is_no_site(tmp_path: Path) -> None:
    """Title rows above, a greeting below."""
    records, report = check_sheet(
        tmp_path,
        [
            ["Уважаемый Арман Сержанович!"],
            ["Направляю Вам список памятников, обследованных летом 2023 г."],
            [],
            ["Название", "Координаты", "Тип"],
            ["Бегазы", "48°16'02\"N 75°20'43\"E", "некрополь"],
            ["С уважением, Б. Археологов"],
        ],
    )
    assert records["name_ru"].tolist() == ["Бегазы"]
    assert report.not_data == {"title": 2, "heading": 1, "note": 1, "blank": 1}


def test_a_list_of_an_office_balances(tmp_path: Path) -> None:
    """NBSP and line breaks in headings, Cyrillic Х and У, column numbers, sums, signatures."""
    records, report = check_sheet(
        tmp_path,
        [
            ["Список памятников археологии Шетского района"],
            [],
            ["№\nп/п", "Наименование\xa0\nпамятника", "Х", "У", "Кол-во\nнасыпей", "Прим."],
            [1, 2, 3, 4, 5, 6],
            ["Аксу-Аюлинский с.о."],
            [1, "Могильник Аксу I ", "5 340 720,6", "13 492 619,6", 12, None],
            [2, "Могильник Аксу II", 5340730.6, 13492719.6, 5, "см. отчёт*"],
            ["Всего по с.о.:", None, None, None, 17, None],
            ["* отчёт за 2012 г."],
            ["Директор                         А. Б. Директоров"],
        ],
        ("A1:F1", "A5:F5"),
    )
    assert records["name_ru"].tolist() == ["Могильник Аксу I", "Могильник Аксу II"]
    assert records["crs_used"].tolist() == ["EPSG:28413"] * 2
    assert report.not_data == {
        "title": 1,
        "heading": 2,
        "section": 1,
        "subtotal": 1,
        "note": 2,
        "blank": 1,
    }
    assert report.rows + sum(report.not_data.values()) == 10
