"""Forms filled in as a person would: they come back with no question asked."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from heritage_gis.errors import MisusedError, RefusedFileError
from heritage_gis.geo.crs import build_systems, from_wgs84
from heritage_gis.model.survey import Survey
from heritage_gis.pipeline.files import check_file, state_reading
from heritage_gis.pipeline.ingest import check_survey
from heritage_gis.places.districts import load_districts
from heritage_gis.receive.surveys import hash_file
from heritage_gis.settings import LANGUAGES, Language, Settings
from heritage_gis.template.columns import (
    SYSTEMS,
    choose_group,
    list_choices,
    list_columns,
    list_examples,
)
from heritage_gis.template.workbook import HEADING_ROW, write_template
from heritage_gis.vocabularies.headings import match_headings
from heritage_gis.vocabularies.kinds import UNKNOWN, read_kind_groups
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.report.summary import Report

GROUPS = ["", *(group for group in read_kind_groups() if group != UNKNOWN)]
LAT, LON, KATO = 48.267222, 75.345278, "353600000"  # Begazy, as its source publishes it (facts §5)
DISTRICT = {"kk": "Ақтоғай ауданы", "ru": "Актогайский район", "en": "Aktogay district"}
EXAMPLES = {"kk": "Үлгі", "ru": "Пример", "en": "Example"}
NAMES = {"name": "Беғазы", "name_kk": "Беғазы", "name_ru": "Бегазы"}
PLAIN = 5  # every fifth row
WRITTEN = {  # what a person types where there is no list
    "site_code": "Б-{n}",
    "culture": {"kk": "тасмола", "ru": "тасмолинская", "en": "Tasmola"},
    "okrug": {"kk": "Шабанбай би", "ru": "Шабанбайский", "en": "Shabanbai"},
    "n_features": 7,
    "diam_m": "5–13",
    "length_m": {"kk": "12,5", "ru": "12,5", "en": "12.5"},
    "width_m": 8.5,
    "height_m": {"kk": "3,5", "ru": "3,5", "en": "3.5"},
    "area_m2": 1200,
    "accuracy_m": 5,
    "elev_m": 812,
    "visited_on": date(2026, 7, 14),
    "recorder": "А. Ахметова",
    "investigator": "А. Х. Маргулан",
    "references": "Отчёт 2026, № 12",
    "notes": {"kk": "жол жақын", "ru": "дорога рядом", "en": "a road is near"},
}


def fill(kind: str, language: Language, path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write the form, put rows into it, and save it as a spreadsheet program would."""
    book = openpyxl.load_workbook(io.BytesIO(write_template(kind, language)))
    sheet = book.worksheets[0]
    fields = [column.field for column in list_columns(choose_group(kind), language)]
    for number, row in enumerate(rows, start=HEADING_ROW + 1):
        for field, value in row.items():
            if field in fields:
                sheet.cell(number, fields.index(field) + 1).value = value
    book.save(path)
    return path


def make_rows(kind: str, language: Language) -> list[dict[str, object]]:
    """Return rows that use each choice of each list, in degrees and in metres by turns."""
    group = choose_group(kind)
    columns = [column for column in list_columns(group, language) if column.choices]
    lists = {
        column.field: list_choices(column.choices, group, language, kind) for column in columns
    }
    del lists["district"]
    rows = []
    for number in range(max(map(len, lists.values()))):
        chosen = {field: choices[number % len(choices)] for field, choices in lists.items()}
        written = {field: _write(value, number, language) for field, value in WRITTEN.items()}
        names = {field: f"{name} {number}" for field, name in NAMES.items()}
        row = {**chosen, **written, **names, "district": DISTRICT[language]}
        if number % PLAIN:  # a culture is named where no period is: they may contradict each other
            del row["culture"]
        else:
            del row["period_text"]
        rows.append(row | _place(number, language))
    return rows


def _write(value: object, number: int, language: Language) -> object:
    said = value[language] if isinstance(value, dict) else value
    return said.format(n=number) if isinstance(said, str) else said


def _place(number: int, language: Language) -> dict[str, object]:
    """Return one place in a system of the list: degrees, degrees as text, or metres."""
    systems = {one.code: one for one in build_systems(read_vocabulary("reference_systems"))}
    choices = dict(zip(SYSTEMS, list_choices("systems", "", language), strict=True))
    if number % 4 == 0:
        return {"lat_raw": LAT, "lon_raw": LON, "crs_text": choices["EPSG:4326"]}
    if number % 4 == 1:
        return {"lat_raw": "48°16′02″", "lon_raw": "75°20′43″", "crs_text": choices["EPSG:4326"]}
    code = ("EPSG:28413", "EPSG:32643", "EPSG:2541", "EPSG:10947")[number % 8 // 2]
    east, north = from_wgs84(LON, LAT, systems[code])
    place = {"x_raw": round(float(north), 1), "y_raw": round(float(east), 1)}
    return place | {"crs_text": choices[code]}


def tell(report: Report) -> list[tuple[str, str, str]]:
    """Return what a report asks, without the note on the examples."""
    problems = report.problems[report.problems["code"] != "example_sheet"]
    return [*zip(problems["code"], problems["value"], problems["message_en"], strict=True)]


def assert_no_question(kind: str, language: Language, folder: Path) -> None:
    """Every choice of every list, in one language, for one group: no problem, nothing unread."""
    rows = make_rows(kind, language)
    report = check_file(fill(kind, language, folder / "form.xlsx", rows), Settings(home=folder))
    assert tell(report) == []
    assert (report.rows, report.accepted, report.held_back) == (len(rows), len(rows), 0)
    assert report.without_place == 0
    (table,) = report.tables
    assert table.unknown_columns == []
    assert len(table.columns) == len(list_columns(choose_group(kind), language))
    notes = report.problems[["code", "severity", "source_layer"]].to_numpy().tolist()
    assert notes == [["example_sheet", "note", EXAMPLES[language]]]
    assert abs(report.points["lon"] - LON).max() < 0.001
    assert abs(report.points["lat"] - LAT).max() < 0.001


OFTEN = ("burial_ground", "mausoleum", "mine_ancient")
QUICK = dict(zip(OFTEN, LANGUAGES, strict=True))


@pytest.mark.parametrize(
    ("kind", "language"),
    [
        pytest.param(kind, language, marks=() if QUICK[kind] == language else pytest.mark.slow)
        for kind in OFTEN
        for language in LANGUAGES
    ],
)
def test_a_filled_form_comes_back_with_no_question(
    kind: str, language: Language, tmp_path: Path
) -> None:
    """In each language, for the three kinds that are surveyed most."""
    assert_no_question(kind, language, tmp_path)


@pytest.mark.process
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_forms_of_all_groups_come_back_with_no_question(
    group: str, language: Language, tmp_path: Path
) -> None:
    """Each language and each group, and the form for all of them."""
    assert_no_question(group, language, tmp_path)


def test_what_was_chosen_is_what_is_read(tmp_path: Path) -> None:
    """The first row of a Kazakh form: kind, period, place, size and state in our codes."""
    path = fill("burial_ground", "kk", tmp_path / "form.xlsx", make_rows("burial_ground", "kk")[:1])
    settings = Settings(home=tmp_path)
    survey = Survey("s", 1, tmp_path, (hash_file(path),), state_reading(), "")
    records, _ = check_survey(survey, load_districts(settings.home_folder), settings)
    record = records.iloc[0]
    told = {
        "kind": "burial_ground",
        "district": KATO,
        "district_claimed": KATO,
        "diameter_max_m": 13,
        "height_max_m": 3.5,
        "feature_count": 7,
        "visited_on": "2026-07-14",
        "site_code": "Б-0",
        "looted": True,
        "excavated": True,
        "crs_used": "EPSG:4326",
        "position_accuracy_m": 5,
    }
    assert {column: record[column] for column in told} == told


def test_an_empty_form_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """The examples left in it are not data."""
    path = fill("kurgan", "ru", tmp_path / "form.xlsx", [])
    with pytest.raises(RefusedFileError, match="has headings, but no rows of data under them"):
        check_file(path, Settings(home=tmp_path))


def test_a_sheet_of_their_own_that_is_called_example_is_read(tmp_path: Path) -> None:
    """The sheet of examples is known by its first cell, not by its name."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Пример"
    for row in (["Название", "Тип", "Широта", "Долгота"], ["Бегазы", "могильник", LAT, LON]):
        sheet.append(row)
    book.save(tmp_path / "own.xlsx")
    report = check_file(tmp_path / "own.xlsx", Settings(home=tmp_path))
    assert report.problems["code"].tolist() == ["datum_assumed"]
    assert report.rows == 1


def test_the_note_says_how_many_rows_were_not_read(tmp_path: Path) -> None:
    """Who wrote sites on the sheet of examples learns where they belong."""
    path = fill("kurgan", "en", tmp_path / "form.xlsx", make_rows("kurgan", "en")[:1])
    problems = check_file(path, Settings(home=tmp_path)).problems
    assert "so its 5 rows were not read" in problems["message_en"].iloc[0]
    assert "перенесите их на первый лист" in problems["message_ru"].iloc[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_those_of_the_vocabulary(language: Language) -> None:
    """Each heading of each form means its field among its neighbours, without any value."""
    for group in GROUPS:
        headings = {column.heading: column.field for column in list_columns(group, language)}
        matches = match_headings(headings)
        assert {name: match.field for name, match in matches.items()} == headings


def test_a_form_is_the_same_each_time() -> None:
    """No clock in its bytes; its parts bear the first day that a zip can tell."""
    first, second = (write_template("mausoleum", "kk") for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-01-01T00:00:00Z</dcterms:modified>" in archive.read("docProps/core.xml")


def test_a_form_has_drop_downs_notes_and_a_head_that_stays() -> None:
    """As a person sees it: lists on a hidden sheet, a note on each heading, panes frozen."""
    book = openpyxl.load_workbook(io.BytesIO(write_template("mine_ancient", "ru")))
    assert book.sheetnames == ["Памятники", "Пример", "Списки"]
    sheet, lists = book["Памятники"], book["Списки"]
    assert (lists.sheet_state, sheet.freeze_panes) == ("hidden", "C5")
    assert sheet["A1"].value == "Бланк обследования: памятники древней металлургии"
    rules = {rule.promptTitle: rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) >= {"Тип памятника", "Датировка", "Район", "Состояние", "Угрозы", "Раскопки"}
    assert not any(rule.showErrorMessage for rule in rules.values())
    name, cells = rules["Тип памятника"].formula1.split("!")
    first = lists[cells.replace("$", "").split(":")[0]].value
    assert (name, first) == ("'Списки'", "древний рудник")
    headings = [cell for cell in sheet[HEADING_ROW] if cell.value]
    assert all(cell.comment and cell.comment.text for cell in headings)
    assert "Диаметр, м" in [cell.value for cell in headings]
    example = book["Пример"]
    assert example.protection.sheet
    assert example.cell(HEADING_ROW + 1, 2).value == "городище Баскамыр"


def test_groups_have_the_columns_that_suit_them() -> None:
    """A mausoleum stands or not; only a burial ground or a furnace is measured across."""
    fields = {group: {column.field for column in list_columns(group, "ru")} for group in GROUPS}
    assert "extant" in fields["mausoleum"] - fields["burial"]
    assert "diam_m" in fields["burial"] - fields["mausoleum"]
    assert "area_m2" in fields["settlement"] - fields["burial"]
    assert all({"lat_raw", "x_raw", "crs_text", "kind"} <= each for each in fields.values())
    assert fields[""] >= set().union(*fields.values())


def test_kinds_and_groups_may_be_named() -> None:
    """A kind is asked for by its own code or by that of its group."""
    assert choose_group("burial_ground") == choose_group("burial") == "burial"
    assert choose_group("") == ""
    for wrong in ("burials", "unknown"):
        with pytest.raises(MisusedError, match=rf"--kind «{wrong}» is none; write a kind \(mausol"):
            choose_group(wrong)


def test_examples_are_published_places_with_their_source() -> None:
    """Two for each group, with nothing that facts do not give."""
    for group in GROUPS:
        examples = list_examples(group, "ru")
        assert len(examples) == 2, group
        assert all(example["references"] for example in examples)
