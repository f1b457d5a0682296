"""What a file would change: told before anything happens, and to a surveyor of nobody else's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from small_homes import HEADINGS, digest_all, write_survey

from heritage_gis.errors import MisusedError, RefusedFileError
from heritage_gis.pipeline.diffing import diff_file
from heritage_gis.pipeline.files import state_reading
from heritage_gis.pipeline.report_files import DIFF_OBJECT, DIFF_PAGE, keep_difference
from heritage_gis.pipeline.run import run
from heritage_gis.report.difference_object import write_difference
from heritage_gis.settings import LANGUAGES, Settings

if TYPE_CHECKING:
    from pathlib import Path

MOSQUE = "Мечеть Кунанбая-хаджи;мечеть;;Каркаралинский район;49,412;75,474;50"
BEGAZY = "Могильник Бегазы;могильник;эпоха бронзы;Актогайский район;48,267222;75,345278;300"
NEARBY = "Могильник Бегазы;могильник;эпоха бронзы;Актогайский район;48,265833;75,342222;300"
FARTHER = "Могильник Бегазы;могильник;эпоха бронзы;Актогайский район;48,291;75,391;300"
SARY = "Курган Сары;курган;;Актогайский район;48,1;75,1;50"
MINE = (SARY, "Могильник Каражал;могильник;;Шетский район;48,9;73,9;100")
CORRECTED = (
    "Курган Сары;курган;;Актогайский район;48,101;75,1;50",  # moved
    NEARBY,  # new, and the same as a protected site of another author
    "Мечеть Кунанбая;мечеть;;Каркаралинский район;49,412;75,474;50",  # new, as a public one
    "Могильник Каражал;могильник;;Шетский район;48°73′;73,9;100",  # held back
)
PUBLIC_ID, THEIRS_ID, MINE_ID = "2026-a-public", "2026-b-theirs", "2026-c-mine"


def build_home(folder: Path, *theirs: str) -> Settings:
    """Build a home in which others tell of a mosque, and of what is given."""
    settings = Settings(home=folder, language="ru")
    write_survey(folder, PUBLIC_ID, "C. Third", MOSQUE)
    if theirs:
        write_survey(folder, THEIRS_ID, "B. Other", *theirs)
    write_survey(folder, MINE_ID, "A. Archaeologist", *MINE)
    run(settings)
    return settings


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Build a home with Begazy, protected, of another author."""
    return build_home(tmp_path_factory.mktemp("home"), BEGAZY)


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the corrected file."""
    path = tmp_path_factory.mktemp("file") / "b.csv"
    path.write_text("\n".join((HEADINGS, *CORRECTED)) + "\n", "utf-8")
    return path


def tell_surveyor(file: Path, settings: Settings, folder: Path) -> tuple[str, str]:
    """Return the object and the page that a surveyor gets, whole."""
    told = diff_file(file, state_reading(), MINE_ID, settings)
    keep_difference(told, folder, settings)
    return (folder / DIFF_OBJECT).read_text("utf-8"), (folder / DIFF_PAGE).read_text("utf-8")


def test_a_surveyor_is_told_of_their_own_rows_and_of_public_sites(
    settings: Settings, corrected: Path
) -> None:
    """Moved, new, held back; alike is the public mosque, and not the protected burial ground."""
    told = write_difference(diff_file(corrected, state_reading(), MINE_ID, settings))
    assert told["counts"] == {
        "new": 2,
        "changed": 1,
        "gone": 0,
        "held": 1,
        "unchanged": 0,
        "moved": 1,
    }
    assert (told["received"], told["accepted"], told["held_back"]) == (4, 3, 1)
    moved = next(row for row in told["rows"] if row["standing"] == "changed")
    assert moved["distance_m"] == pytest.approx(111.2, abs=0.2)
    assert moved["bearing"] == 0
    held = next(row for row in told["rows"] if row["standing"] == "held")
    assert held["is_known"]
    alike = told["possible_duplicates"]
    assert [(each["where"], each["verdict"]) for each in alike] == [("public", "same")]
    assert "register" not in told


def test_a_keeper_is_told_what_each_row_becomes(settings: Settings, corrected: Path) -> None:
    """Begazy joins the protected site of the other author; Karazhal, held back, loses its site."""
    told = write_difference(
        diff_file(corrected, state_reading(), MINE_ID, settings, for_keeper=True)
    )["register"]
    outcomes = {each["record_id"].rpartition("/")[2]: each for each in told["outcomes"]}
    assert [outcomes[row]["outcome"] for row in ("2", "3", "4")] == ["stays", "joins", "joins"]
    assert outcomes["3"]["reason"] == "same_name_near"
    assert [each["change"] for each in told["sites"]].count("disappears") == 1


@pytest.mark.slow
def test_no_answer_to_a_surveyor_depends_on_protected_sites_of_others(
    settings: Settings, corrected: Path, tmp_path: Path
) -> None:
    """Begazy of the other author is moved, then gone: not a byte of what is told changes."""
    first = tell_surveyor(corrected, settings, tmp_path / "one")
    for name, theirs in {"moved": (FARTHER,), "gone": ()}.items():
        home = tmp_path / name
        home.mkdir()
        other = build_home(home, *theirs)
        assert tell_surveyor(corrected, other, tmp_path / f"{name}-told") == first
        kept = diff_file(corrected, state_reading(), MINE_ID, other, for_keeper=True)
        assert kept.foresight is not None
        outcomes = kept.foresight.outcomes["outcome"].tolist()
        assert outcomes[1] != "joins" or name == "moved"


@pytest.mark.parametrize("for_keeper", [False, True])
def test_nothing_changes(
    settings: Settings, corrected: Path, tmp_path: Path, *, for_keeper: bool
) -> None:
    """Register, journal, maps and all the rest stay as they are, byte for byte."""
    before = digest_all(settings.home)
    told = diff_file(corrected, state_reading(), MINE_ID, settings, for_keeper=for_keeper)
    for language in LANGUAGES:
        spoken = settings.model_copy(update={"language": language})
        page = keep_difference(told, tmp_path / language, spoken)
        assert "Бегазы" in page.read_text("utf-8")
    assert digest_all(settings.home) == before


def test_the_same_file_would_change_nothing(settings: Settings) -> None:
    """And says so, although its name is another."""
    same = settings.home / "data" / "raw" / MINE_ID / "v1" / "a.csv"
    told = diff_file(same, state_reading(), MINE_ID, settings)
    assert not told.is_change
    assert (told.count("unchanged"), len(told.changes), len(told.likenesses)) == (2, 0, 0)


def test_a_new_file_is_all_new(settings: Settings, corrected: Path) -> None:
    """Without a survey that it replaces there is nothing to compare with."""
    told = diff_file(corrected, state_reading(), "", settings)
    assert (told.count("new"), told.count("held"), told.version) == (3, 1, 0)


def test_what_cannot_be_compared_is_refused(
    settings: Settings, corrected: Path, tmp_path: Path
) -> None:
    """A survey that there is not; a page where the public looks; a register that is not there."""
    with pytest.raises(RefusedFileError, match="there is no survey 2026-x that it could replace"):
        diff_file(corrected, state_reading(), "2026-x", settings)
    told = diff_file(corrected, state_reading(), "", settings)
    with pytest.raises(MisusedError, match="a report holds exact places, and maps/ is public"):
        keep_difference(told, settings.home / "maps" / "x", settings)
    with pytest.raises(MisusedError, match="nothing is registered yet"):
        diff_file(corrected, state_reading(), "", Settings(home=tmp_path), for_keeper=True)
    assert json.loads(json.dumps(write_difference(told)))["survey"] == ""
