"""`heritage diff` and `heritage history` as processes, on the sample surveys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import SAMPLE, assert_refused, heritage, read_bytes_of
from openpyxl import load_workbook

pytest_plugins = ("sample_home",)
pytestmark = pytest.mark.process

if TYPE_CHECKING:
    from pathlib import Path

SURVEY = "2026-karaganda-monuments"
SHEET = "Сводная таблица памятников.xlsx"
BEGAZY = "KRG-000021"


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """Write a copy of a sample survey in which Begazy lies where another source has it."""
    book = load_workbook(SAMPLE / SURVEY / "v1" / SHEET)
    book.worksheets[0]["F7"] = "48°15′57″ с.ш. 75°20′32″ в.д."
    path = tmp_path / SHEET
    book.save(path)
    return path


def test_a_corrected_survey_is_compared_and_nothing_changes(built: Path, corrected: Path) -> None:
    """For the surveyor and for the keeper, as text, as an object and as a page."""
    before = read_bytes_of(built)
    told = heritage(built, "diff", corrected, "--replaces", SURVEY, "--lang", "ru")
    assert (told.code, told.err) == (0, "")
    assert "Перемещение: 274 м на юго-запад, в пределах указанной точности" in told.out
    assert BEGAZY not in told.out
    pages = corrected.parent / "report"
    kept = heritage(
        built, "diff", corrected, "--replaces", SURVEY, "--for-keeper", "--report", pages, "--json"
    )
    answer = json.loads(kept.out)
    assert answer["counts"]["changed"] == answer["counts"]["moved"] == 1
    outcomes = answer["register"]["outcomes"]
    assert {each["outcome"] for each in outcomes} == {"stays"}
    assert BEGAZY in {each["site_id"] for each in outcomes}
    assert json.loads((pages / "diff.json").read_text("utf-8")) == answer
    assert (pages / "diff.html").is_file()
    assert read_bytes_of(built) == before


def test_what_cannot_be_compared_is_refused_in_a_line(built: Path, corrected: Path) -> None:
    """A survey that there is not, and a report where the public looks."""
    assert_refused(
        heritage(built, "diff", corrected, "--replaces", "2026-x"), "there is no survey 2026-x"
    )
    words = ("diff", corrected, "--replaces", SURVEY, "--by", "B. Another")
    assert_refused(heritage(built, *words), f"{SURVEY} was not sent by B. Another")
    assert heritage(built, *words, "--for-keeper").code == 0
    told = heritage(built, "diff", corrected, "--report", built / "maps" / "x")
    assert_refused(told, "maps/ is public")


def test_the_history_of_begazy(built: Path, tmp_path: Path) -> None:
    """Two voices, 274 m apart; a third one, 45 km off, is an open question."""
    told = heritage(built, "history", BEGAZY, "--lang", "ru", "--report", tmp_path / "h")
    assert (told.code, told.err) == (0, "")
    assert "274 м от показанного, в пределах точности обоих" in told.out
    assert "находится в 44,8 км от него" in told.out
    assert "первым показано самое точное; из равных — более раннее" in told.out
    page = (tmp_path / "h" / "history.html").read_text("utf-8")
    assert "274 м от показанного" in page
    answer = json.loads(heritage(built, "history", BEGAZY, "--json").out)
    assert len(answer["voices"]) == 2
    assert_refused(heritage(built, "history", "KRG-999999"), "there is no site KRG-999999")
    assert_refused(heritage(tmp_path, "history", BEGAZY), "nothing is registered yet")
