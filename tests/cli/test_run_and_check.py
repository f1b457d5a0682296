"""`heritage run` and `heritage check` as processes: what they print, give back, and touch."""

from __future__ import annotations

import csv
import json
import shutil
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from command_line import (
    EDITION,
    SAMPLE,
    SHARED,
    Told,
    ask_register,
    assert_refused,
    heritage,
    read_bytes_of,
    read_times_of,
)

from heritage_gis.model.problem import PROBLEM_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["sample_home"]
pytestmark = pytest.mark.process

NAMES = SAMPLE / "2026-names-from-lists" / "v1" / "names.csv"
MAUSOLEUMS = SAMPLE / "2026-mausoleums" / "v1" / "mausoleums.geojson"


def test_first_run_says_what_it_did(first_run: tuple[Path, Told]) -> None:
    """Every survey with its rows, the questions, the edition, and the page to open; code 0."""
    home, told = first_run
    assert (told.code, told.err) == (0, "")
    lines = [line.split() for line in told.out.splitlines()]
    assert ["new", "2026-names-from-lists", "13", "12", "1", "0"] in lines
    assert sum(line[:1] == ["new"] for line in lines) == 7
    assert "questions for the keeper: 1 (data/processed/questions.csv)" in told.out
    assert f"edition {EDITION}: " in told.out
    assert f"open {home / 'maps' / 'index.html'}" in told.out
    assert (home / "maps" / "en" / "aktogay" / "index.html").is_file()


def test_journal_of_the_sample_is_kept(built: Path) -> None:
    """The committed journal already says all that a run gives out: nothing is added."""
    committed = (SAMPLE / "journal.jsonl").read_bytes()
    assert (built / "data" / "raw" / "journal.jsonl").read_bytes() == committed


def test_second_run_touches_nothing(home: Path) -> None:
    """A run with nothing new takes under 2 s, and writes no file."""
    before = read_times_of(home)
    started = time.monotonic()
    told = heritage(home, "run", "--strict")
    assert time.monotonic() - started < 2
    assert told.code == 1  # one row is held back, and --strict was said
    assert f"nothing changed; the public sees edition {EDITION}" in told.out
    assert "unchanged" in told.out
    assert read_times_of(home) == before


def test_rows_balance_in_the_register(built: Path) -> None:
    """Received is registered and held back, survey by survey, and the records are those rows."""
    surveys = ask_register(
        built, "SELECT survey_id, rows_received, rows_registered, rows_held_back FROM surveys"
    )
    assert len(surveys) == 7
    for survey_id, received, registered, held_back in surveys:
        assert received == registered + held_back, survey_id
    rows = "SELECT survey_id FROM records UNION ALL SELECT survey_id FROM works"
    counted = Counter(survey_id for (survey_id,) in ask_register(built, rows))
    assert counted == {survey_id: registered for survey_id, _, registered, _ in surveys}
    assert {survey[0]: survey[3] for survey in surveys if survey[3]} == {"2026-names-from-lists": 1}


def test_wrong_begazy_is_a_question_for_the_keeper(built: Path) -> None:
    """The published point 45 km off is asked about; its site waits, and is on no map."""
    with (built / "data" / "processed" / "questions.csv").open(encoding="utf-8-sig") as stream:
        question = next(iter(csv.DictReader(stream)))
    assert question["record_id"] == "2026-names-from-lists/names.csv//2"
    assert question["reason"] == "conflict_of_place"
    assert 40_000 < float(question["distance_m"]) < 50_000
    records = "SELECT site_id, waits FROM records WHERE record_id = "
    [(site, why)] = ask_register(built, records + "'2026-names-from-lists/names.csv//2'")
    assert why == "conflict_of_place"
    told = [path for path in (built / "maps").rglob("*") if path.is_file()]
    assert told
    assert not any(site.encode() in path.read_bytes() for path in told)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("Held back until mended:", "row 3", "13 rows: 12 accepted, 1 held back")),
        ("ru", ("Отложено до исправления:", "строка 3", "строк: 13; принято: 12; отложено")),
        ("kk", ("Түзетілгенше кейінге қалдырылды:", "жол 3", "жол: 13; қабылданды: 12;")),
    ],
)
def test_check_speaks_three_languages(tmp_path: Path, language: str, told: tuple[str, ...]) -> None:
    """`--lang` chooses the language; where rows would be held back the code is 1."""
    home = tmp_path / "home"
    home.mkdir()
    answer = heritage(home, "--lang", language, "check", NAMES)
    assert (answer.code, answer.err) == (1, "")
    for words in told:
        assert words in answer.out
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("name", ["problems.csv", "report.json"])
def test_a_report_is_not_written_over_the_file_that_it_is_about(tmp_path: Path, name: str) -> None:
    """Neither where the file can be read, nor where it is refused."""
    file = tmp_path / name
    file.write_text("Название;Тип\nБегазы;курган\n", "utf-8")
    answer = heritage(tmp_path, "check", file, "--report", tmp_path)
    assert_refused(answer, f"the report would be written over {name}; state another folder")
    assert file.read_text("utf-8") == "Название;Тип\nБегазы;курган\n"
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_check_gives_an_object_for_programs(tmp_path: Path) -> None:
    """`--json` prints the object of the design and nothing else; `--report` keeps it in files."""
    answer = heritage(tmp_path, "check", MAUSOLEUMS, "--json", "--report", tmp_path / "report")
    assert (answer.code, answer.err) == (0, "")
    told = json.loads(answer.out)
    types = {
        "file": str, "sha256": str, "format": str, "encoding": str, "layers": list, "rows": int,
        "accepted": int, "held_back": int, "without_place": int, "crs": dict, "columns": dict,
        "unknown_columns": list, "tables": list, "problems": list,
        "rows_without_place": list, "not_data": dict, "files": list, "groups": list,
        "guessed_columns": list,
    }  # fmt: skip
    assert {key: type(value) for key, value in told.items()} == types
    assert told["file"] == "mausoleums.geojson"
    assert told["rows"] == told["accepted"] + told["held_back"]
    keys = {"stated", "used", "operation", "verdict", "readings", "evidence"}
    assert set(told["crs"]) == keys
    assert told["crs"]["verdict"] == "certain"
    (reading,) = told["crs"]["readings"]
    assert (reading["system"], reading["axis_order"]) == ("EPSG:4326", "east_first")
    assert reading["rows"] == reading["chosen"] == told["accepted"] - told["without_place"]
    assert (reading["share_in_region"], reading["apart_from"]) == (1, "")
    assert told["crs"]["used"] == "EPSG:4326"
    assert all(set(sentence) == {"kk", "ru", "en"} for sentence in told["crs"]["evidence"])
    assert told["columns"]["name"] == "Ескерткіштің атауы"
    assert [problem["source_row"] for problem in told["problems"]] == [3, 4, 5, 6]
    assert all(list(problem) == list(PROBLEM_COLUMNS) for problem in told["problems"])
    assert json.loads((tmp_path / "report" / "report.json").read_text("utf-8")) == told
    assert (tmp_path / "report" / "problems.csv").read_text("utf-8-sig").count("\n") == 5


def test_columns_without_headings_are_settled_on_the_command_line(tmp_path: Path) -> None:
    """Guesses are offered with their evidence and not used, until somebody says what is what."""
    table = tmp_path / "points.csv"
    table.write_text("Бегазы;48,267222;75,345278\nКент;49,267333;75,545278\n", "utf-8")
    told = json.loads(heritage(tmp_path, "check", table, "--json").out)
    assert (told["rows"], told["held_back"], told["columns"]) == (2, 2, {})
    assert [(guess["column"], guess["field"]) for guess in told["guessed_columns"]] == [
        ("column B", "lat_raw"),
        ("column C", "lon_raw"),
        ("column A", "name"),
    ]
    evidence = told["guessed_columns"][0]["evidence"]
    assert evidence["en"] == "2 of 2 values lie between 46.0 and 51.35"
    settled = ("--column", "A=name", "--column", "2=lat_raw", "--column", "column C=lon_raw")
    told = json.loads(heritage(tmp_path, "check", table, "--json", *settled).out)
    assert (told["accepted"], told["without_place"]) == (2, 0)
    assert told["columns"] == {"name": "column A", "lat_raw": "column B", "lon_raw": "column C"}
    assert told["guessed_columns"] == []
    assert [problem["code"] for problem in told["problems"]] == ["datum_assumed"]
    refused = heritage(tmp_path, "check", table, "--column", "name")
    assert_refused(refused, '--column "name" must be written as "HEADING=field"')


def test_official_borders_make_a_new_edition_without_the_mark(home: Path) -> None:
    """After `places install` the next run draws exact borders, and says no more of a sketch."""
    layer = SHARED / "places" / "districts_2024.geojson"
    if not layer.is_file():
        pytest.skip("the reference layers of ../shared/places are not here")
    page = home / "maps" / "en" / "aktogay" / "index.html"
    mark = "district border (a sketch)"
    assert mark in page.read_text("utf-8")
    told = heritage(home, "places", "install", layer, "--kato", "KATO", "--credit", "geokz, CC BY")
    assert told.code == 0, told.err
    assert "districts_2024.geojson: 18 units of the layout 2022" in told.out
    told = heritage(home, "run")
    assert told.code == 0, told.err
    assert f"edition {EDITION + 1}: " in told.out
    exact = page.read_text("utf-8")
    assert mark not in exact
    assert "geokz, CC BY" in exact


def test_unreadable_survey_holds_up_no_other(home: Path) -> None:
    """A survey whose file cannot be read is refused in one line; the others are taken in."""
    folder = home / "data" / "raw" / "2026-broken" / "v1"
    folder.mkdir(parents=True)
    (folder / "sites.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    sidecar = (NAMES.parent / "survey.toml").read_text("utf-8").split("[[files]]")[0]
    (folder / "survey.toml").write_text(sidecar, "utf-8")
    good = home / "data" / "raw" / "2026-good" / "v1"
    good.mkdir(parents=True)
    (good / "survey.toml").write_text(sidecar, "utf-8")
    (good / "sites.csv").write_text("name;type;district\nAlat;settlement;Karkaraly\n", "utf-8")
    told = heritage(home, "run")
    assert told.code == 2
    assert len(told.err.splitlines()) == 1
    assert told.err.startswith("2026-broken: sites.xlsx: ")
    assert ["new", "2026-good", "1", "1", "0", "0"] in [
        line.split() for line in told.out.splitlines()
    ]
    received = (home / "data" / "raw" / "journal.jsonl").read_text("utf-8")
    assert '"survey":"2026-good"' in received
    assert "2026-broken" not in received


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("kk", "a.csv: файл бос; оны қайта экспорттап жіберіңіз"),
        ("ru", "a.csv: файл пуст; экспортируйте его заново и пришлите"),
        ("en", "a.csv: the file is empty; export it again and send that"),
    ],
)
def test_a_refusal_is_in_the_language_of_the_reader(
    tmp_path: Path, language: str, line: str
) -> None:
    """On stderr, and where a report is asked for, as a page and an object too."""
    (tmp_path / "a.csv").write_bytes(b"")
    words = ("check", tmp_path / "a.csv", "--json", "--report", tmp_path / "r", "--lang", language)
    told = heritage(None, *words)
    assert (told.code, told.err) == (2, f"{line}\n")
    found = json.loads(told.out)
    assert found["refused"]["code"] == "file_empty"
    assert f"a.csv: {found['refused'][f'message_{language}']}" == line
    assert f'<html lang="{language}">' in (tmp_path / "r" / "report.html").read_text("utf-8")


def test_unreadable_correction_leaves_the_former_version(home: Path) -> None:
    """Where v2 cannot be read v1 goes on counting: no site leaves the maps, and it is told."""
    survey = home / "data" / "raw" / "2026-names-from-lists"
    (survey / "v2").mkdir()
    (survey / "v2" / "names.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    sidecar = (survey / "v1" / "survey.toml").read_text("utf-8").split("[[files]]")[0]
    (survey / "v2" / "survey.toml").write_text(sidecar, "utf-8")
    maps = read_bytes_of(home / "maps")
    journal = (home / "data" / "raw" / "journal.jsonl").read_bytes()
    told = heritage(home, "run")
    assert told.code == 2
    assert told.err.startswith("2026-names-from-lists: names.xlsx: ")
    assert read_bytes_of(home / "maps") == maps
    assert (home / "data" / "raw" / "journal.jsonl").read_bytes() == journal
    assert len(ask_register(home, "SELECT * FROM surveys")) == 7


def test_registered_survey_that_cannot_be_read_stops_the_run(home: Path) -> None:
    """A survey of the register is never silently left out: nothing changes, and it is told why."""
    maps, journal = read_bytes_of(home / "maps"), home / "data" / "raw" / "journal.jsonl"
    written = journal.read_bytes()
    shutil.rmtree(home / "data" / "processed")
    told = heritage(home, "run", read_seconds="0")
    assert_refused(told, "is registered, but can no longer be read, so nothing was changed: ")
    assert read_bytes_of(home / "maps") == maps
    assert journal.read_bytes() == written
