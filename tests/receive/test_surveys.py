"""The surveys in data/raw: found as they lie there, and told where they are not as received."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from heritage_gis.errors import DamagedHomeError, MisusedError
from heritage_gis.paths import Home
from heritage_gis.receive.surveys import find_surveys

if TYPE_CHECKING:
    from pathlib import Path

SIDECAR = 'title = "t"\nwho = "w"\nlicence = "CC0-1.0"\nreceived = {day}\n'


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with two surveys, one of them in two versions."""
    home = Home(tmp_path)
    put_survey(home, "2026-kent/v1", "2026-05-04")
    put_survey(home, "2026-kent/v2", "2026-06-01")
    put_survey(home, "2025-shet/v1", "2026-05-20")
    return home


def put_survey(home: Home, folder: str, day: str = "2026-05-04", more: str = "") -> Path:
    """Write a survey of one file into a home."""
    path = home.raw / folder
    path.mkdir(parents=True)
    (path / "sites.csv").write_text("name;lat;lon\n", "utf-8")
    (path / "survey.toml").write_text(SIDECAR.format(day=day) + more, "utf-8")
    return path


def test_surveys_are_ordered_by_the_day_they_came(home: Home) -> None:
    """Date received, then survey, then version: the order a new home founds its sites in."""
    found = [(survey.survey_id, survey.version) for survey in find_surveys(home)]
    assert found == [("2026-kent", 1), ("2025-shet", 1), ("2026-kent", 2)]


def test_what_programs_leave_behind_is_no_survey(home: Home) -> None:
    """Hidden files, lock files of Excel, READMEs, layers of districts: nothing of it is data."""
    (home.raw / ".receiving-x" / "v").mkdir(parents=True)
    (home.raw / "places" / "2022").mkdir(parents=True)
    (home.raw / "README.md").write_text("notes", "utf-8")
    (home.raw / "2026-empty").mkdir()  # a crash between two steps of receiving
    version = home.raw / "2026-kent" / "v1"
    for name in (".DS_Store", "~$sites.xlsx"):
        (version / name).write_bytes(b"x")
    surveys = find_surveys(home)
    assert len(surveys) == 3
    assert [file.name for file in surveys[0].files] == ["sites.csv"]


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("Кент 2026", "data/raw/Кент 2026: is not named as a survey is; rename it to the year"),
        ("2026-Kent", "data/raw/2026-Kent: is not named as a survey is"),
        ("2026-abay/V1", "data/raw/2026-abay/V1: is no version of the survey"),
        ("2026-abay/new", "data/raw/2026-abay/new: is no version of the survey"),
    ],
)
def test_misnamed_folder_is_told(home: Home, folder: str, reason: str) -> None:
    """A folder that would be passed over in silence is refused, with what to do."""
    put_survey(home, folder)
    with pytest.raises(MisusedError, match=re.escape(reason)):
        find_surveys(home)


def test_files_outside_a_version_folder_are_told(home: Home) -> None:
    """A file that a keeper put beside the version folders' place is not passed over."""
    (home.raw / "2026-abay").mkdir()
    (home.raw / "2026-abay" / "sites.csv").write_text("name\n", "utf-8")
    with pytest.raises(MisusedError, match=r"data/raw/2026-abay/sites\.csv: is no version"):
        find_surveys(home)


def test_survey_without_sidecar_or_files_is_refused(home: Home) -> None:
    """A version needs both, and the line says which is missing."""
    (home.raw / "2025-shet" / "v1" / "survey.toml").unlink()
    with pytest.raises(MisusedError, match=r"2025-shet/v1: has no survey\.toml; say there who"):
        find_surveys(home)
    (home.raw / "2026-kent" / "v1" / "sites.csv").unlink()
    put = home.raw / "2025-shet" / "v1" / "survey.toml"
    put.write_text(SIDECAR.format(day="2026-05-04"), "utf-8")
    with pytest.raises(MisusedError, match=r"2026-kent/v1: has no files beside its survey\.toml"):
        find_surveys(home)


def test_changed_and_lost_files_are_told(home: Home) -> None:
    """A file that is not the one its sidecar states, or is gone, stops everything."""
    listed = '[[files]]\nname = "{}"\nsha256 = "{}"\n'
    version = put_survey(home, "2026-abay/v1", more=listed.format("sites.csv", "0" * 64))
    with pytest.raises(DamagedHomeError, match=r"2026-abay/v1/sites\.csv: is not the file that"):
        find_surveys(home)
    text = SIDECAR.format(day="2026-05-04") + listed.format("gone.csv", "0" * 64)
    (version / "survey.toml").write_text(text, "utf-8")
    with pytest.raises(DamagedHomeError, match=r"2026-abay/v1/gone\.csv: was received but is gone"):
        find_surveys(home)


def test_home_without_surveys(tmp_path: Path) -> None:
    """A new home has none, and that is no fault here."""
    assert find_surveys(Home(tmp_path)) == []
