"""`heritage statement` and works as processes: the statement of 2017 from the sample home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import ask_register, assert_refused, heritage, read_bytes_of

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["sample_home"]
pytestmark = pytest.mark.process

SAID = {
    "ru": (
        "За 2017 год учтено 9 работ: исследования — 4, реставрация — 4, издания — 1.",
        "Составлены и изданы археологические карты Актогайского района",
        "место неизвестно: мавзолей Торак, мавзолей Жангабыл, мавзолей Нурлан.",
        "Карагандинская область, деление на районы на 31 декабря 2017 года.",
    ),
    "kk": (
        "2017 жыл бойынша 9 жұмыс есепке алынған: зерттеу — 4, реставрациялау — 4, басылымдар — 1.",
        "Ақтоғай ауданының археологиялық карталары құрастырылып, басып шығарылды",
        "орны белгісіз: мавзолей Торак, мавзолей Жангабыл, мавзолей Нурлан.",
        "Қарағанды облысы, 2017 жылғы 31 желтоқсандағы аудандық бөлініс бойынша.",
    ),
    "en": (
        "9 works are recorded for 2017: research 4, restoration 4, publications 1.",
        "Archaeological maps of Aktogay district compiled and issued",
        "place is not known: мавзолей Торак, мавзолей Жангабыл, мавзолей Нурлан.",
        "Karaganda region; districts as of 31 December 2017.",
    ),
}


@pytest.mark.parametrize("language", SAID)
def test_the_statement_of_2017(built: Path, language: str) -> None:
    """What was reported, and nothing that was not; the home is left as it was."""
    before = read_bytes_of(built)
    told = heritage(built, "statement", "--year", "2017", "--lang", language)
    assert (told.code, told.err) == (0, "")
    for text in SAID[language]:
        assert text in told.out
    assert read_bytes_of(built) == before


def test_places_stay_as_unknown_as_they_were_reported(built: Path) -> None:
    """Karazhartas is registered, Esil has no district, the three mausolea are but names."""
    rows = ask_register(
        built, "SELECT object_text, site_id IS NOT NULL, district FROM work_objects ORDER BY fid"
    )
    assert rows == [
        ("могильник Каражартас", 1, "356400000"),
        ("могильник Есиль", 1, None),
        ("мавзолей Торак", 0, None),
        ("мавзолей Жангабыл", 0, None),
        ("мавзолей Нурлан", 0, None),
        ("могильник Каражартас", 1, "356400000"),
    ]
    assert ask_register(built, "SELECT count(*) FROM excavated_sites") == [(0,)]


def test_a_year_without_works_and_the_present_districts(built: Path) -> None:
    """After 8 June 2022 there are two regions."""
    told = heritage(built, "statement", "--year", "2023", "--lang", "en")
    assert "The register holds no works for 2023." in told.out
    assert "Karaganda region, Ulytau region; districts as of 31 December 2023." in told.out
    assert "### Ulytau region" in told.out


def test_a_page_or_a_text_is_written_where_it_is_asked_for(built: Path, tmp_path: Path) -> None:
    """The ending of the name decides; a folder that is not there is told."""
    for name, start in (("a.html", "<!doctype html>"), ("a.md", "# Памятники")):
        told = heritage(
            built, "statement", "--year", "2017", "--lang", "ru", "--out", tmp_path / name
        )
        assert told.code == 0
        assert (tmp_path / name).read_text("utf-8").lstrip().startswith(start)
    missing = tmp_path / "no" / "a.md"
    told = heritage(built, "statement", "--year", "2017", "--out", missing)
    assert_refused(told, "cannot be written")


def test_no_such_year_and_no_register(built: Path, tmp_path: Path) -> None:
    """One line each."""
    assert_refused(heritage(built, "statement", "--year", "2031"), "not 2031", "to 2026")
    told = heritage(tmp_path, "statement", "--year", "2017")
    assert_refused(told, "there is no register yet")


def test_a_table_of_works_is_asked_for_and_then_taken_in(home: Path, tmp_path: Path) -> None:
    """Submitted without a word it is refused; named, its rows are works; corrected, it stays so."""
    table = tmp_path / "dug.csv"
    table.write_text("Год;Вид работ;Памятники\n2019;раскопки;Каражартас\n", "utf-8")
    said = ("--title", "Works", "--by", "A. Keeper", "--licence", "CC-BY-4.0")
    assert_refused(heritage(home, "submit", table, *said), 'State holds = "works"')
    assert_refused(heritage(home, "submit", table, *said, "--holds", "work"), "'work' is none of")
    before = read_bytes_of(home / "maps")
    told = heritage(home, "submit", table, *said, "--holds", "works")
    assert told.code == 0, told.err
    assert read_bytes_of(home / "maps") == before
    works = "SELECT survey_id, excavates FROM works WHERE from_year = 2019"
    ((survey, excavates),) = ask_register(home, works)
    assert excavates == 1
    assert len(ask_register(home, "SELECT * FROM excavated_sites")) == 1
    counts = "SELECT rows_received, rows_registered, rows_held_back FROM surveys ORDER BY fid DESC"
    assert ask_register(home, counts)[0] == (1, 1, 0)
    table.write_text("Год;Вид работ;Памятники\n2019;разведка;Каражартас\n2019;?;x\n", "utf-8")
    told = heritage(home, "submit", table, *said, "--replaces", survey)
    assert told.code == 0, told.err
    assert ask_register(home, works) == [(survey, 0)]
    assert ask_register(home, "SELECT * FROM excavated_sites") == []
    assert ask_register(home, "SELECT count(*) FROM works") == [(10,)]
    assert ask_register(home, counts)[0] == (2, 1, 1)
    assert "разведка — 1" in heritage(home, "statement", "--year", "2019", "--lang", "ru").out
