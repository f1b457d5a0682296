"""The report on a terminal: one screen, whatever is wrong, and where the rest is."""

from __future__ import annotations

import pandas as pd
import pytest
from reported import make_table, place, report_on

from heritage_gis.model.problem import gather_problems, no_problems
from heritage_gis.report.screen import write_screen
from heritage_gis.report.wording import read_report_words
from heritage_gis.settings import LANGUAGES, Language
from heritage_gis.vocabularies.problems import explain
from heritage_gis.vocabularies.tables import read_vocabulary

SIZE = (80, 24)


def make_many() -> pd.DataFrame:
    """Every mistake there is, each in its own rows."""
    tables = []
    for number, entry in enumerate(read_vocabulary("problems")):
        here = place(4 + number % 11)
        told = explain("name_missing", here).assign(code=entry["code"])
        tables.append(told.assign(severity=entry["severity"], message_ru=entry["ru"]))
    return gather_problems(tables)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_screen_holds_it_whatever_is_wrong(language: Language) -> None:
    """At 80 columns and 24 lines nothing runs over, and it says where the rest is."""
    report = report_on(make_many(), make_table())
    lines = [line.text for line in write_screen(report, language, SIZE, "r/report.html")]
    assert len(lines) <= SIZE[1]
    assert max(map(len, lines)) <= SIZE[0]
    assert lines[-1].endswith("r/report.html")


def test_gravest_come_first_and_others_are_named() -> None:
    """Errors, then warnings, then notes; what finds no room is named with its count."""
    lines = [
        line.text for line in write_screen(report_on(make_many(), make_table()), "ru", SIZE, "")
    ]
    words = read_report_words("ru")
    assert words["screen_error"] in lines
    assert words["screen_note"] not in lines
    also = next(line for line in lines if line.startswith(words["screen_also"]))
    assert "(1);" in also


def test_one_table_is_told_with_its_columns() -> None:
    """Their headings with what they mean, and those that mean nothing to us."""
    problems = explain("kind_unknown", place(4, 5), "Тип", pd.Series(["оба!", "обо"]), {"near": ""})
    told = write_screen(report_on(problems, make_table()), "ru", SIZE, "r")
    lines = [line.text for line in told]
    assert "столбцы: Тип → тип памятника" in lines
    assert "не поняты, хранятся как есть: Цвет" in lines
    assert "▲ Вида нет в словаре (2)" in lines
    assert "    лист «Лист1», строки 4, 5, столбец «Тип»: вид «…» отсутствует в словаре;" in lines
    assert "    «оба!»; «обо»" in lines
    assert "строк: 11; принято: 11; отложено до исправления: 0; без места: 11" in lines
    assert "полностью: r" not in lines


def test_good_file_is_told_so() -> None:
    """Where there is nothing to mend, that is said."""
    lines = [
        line.text for line in write_screen(report_on(no_problems(), make_table()), "en", SIZE, "r")
    ]
    assert "nothing to mend" in lines
    assert lines[0].split() == ["rows", "columns", "understood", "reference", "system"]
    assert lines[1].split() == [
        "sheet",
        "«Лист1»",
        "11",
        "1/2",
        "WGS",
        "84,",
        "degrees",
        "(EPSG:4326)",
    ]


def test_system_is_told_with_its_verdict_and_readings() -> None:
    """A reference system that is only likely is told as such, with the readings weighed."""
    name = {"kk": "к", "ru": "р", "en": "SK-42 zone 13"}
    reading = {
        "system": "EPSG:28413",
        "name": name,
        "notation": "",
        "chosen": 11,
        "evidence": [{"kk": "к", "ru": "р", "en": "falls into the named district"}],
    }
    crs = {"stated": "", "used": "EPSG:28413", "operation": "", "evidence": [], "verdict": "likely"}
    table = make_table(crs=crs | {"readings": [reading]})
    lines = [line.text for line in write_screen(report_on(no_problems(), table), "en", SIZE, "r")]
    assert lines[1].endswith("EPSG:28413: likely")
    assert "rows read so: 11; falls into the named district" in " ".join(" ".join(lines).split())


def test_what_a_column_may_be_is_offered() -> None:
    """A column that no heading explains is told with what its values look like."""
    guess = {"column": "Цвет", "field": "lat_raw", "evidence": {"ru": "48…49"}}
    report = report_on(no_problems(), make_table(guesses=(guess,)))
    lines = [line.text for line in write_screen(report, "ru", SIZE, "r")]
    assert "возможно, судя по значениям: Цвет → широта" in lines
