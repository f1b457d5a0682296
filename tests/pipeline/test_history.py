"""The history of a site from a home: corrections, redirects, what is gone; and its page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from small_homes import digest_all, write_survey

from heritage_gis.commands.history import list_lines
from heritage_gis.errors import MisusedError
from heritage_gis.pipeline.history import tell_history
from heritage_gis.pipeline.report_files import HISTORY_OBJECT, keep_history
from heritage_gis.pipeline.run import run
from heritage_gis.report.history_page import render_history
from heritage_gis.settings import LANGUAGES, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.model.history import History

MINE_ID, THEIRS_ID = "2026-a-mine", "2026-b-theirs"
FIRST = "Могильник Бегазы;могильник;XII–X вв. до н.э.;Актогайский район;48,267222;75,345278;300"
CORRECTED = (
    "Могильник Бегазы;могильник;XII–VIII вв. до н.э.;Актогайский район;48,2675;75,345278;300"
)
GONE = "Курган <b>Сары</b>;курган;;Актогайский район;48,1;75,1;50"
RIVAL = "Могильник Бегазы;могильник;XIII–X вв. до н.э.;Актогайский район;48,265833;75,342222;300"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Build a home in which Begazy has two voices, one of them corrected."""
    home = tmp_path_factory.mktemp("home")
    settings = Settings(home=home, language="ru", keeper="K")
    write_survey(home, MINE_ID, "A. Archaeologist", FIRST, GONE)
    write_survey(home, THEIRS_ID, "B. Other", RIVAL)
    run(settings)
    write_survey(home, MINE_ID, "A. Archaeologist", CORRECTED, version=2)
    run(settings)
    return settings


@pytest.fixture(scope="module")
def begazy(settings: Settings) -> History:
    """Tell its history."""
    return find_history(settings, "Бегазы")


def find_history(settings: Settings, name: str) -> History:
    """Return the history of the site some of whose voices have a name."""
    told = (tell_history(f"KRG-00000{number}", settings) for number in (1, 2))
    return next(
        each for each in told if any(name in voice.get("name_ru", "") for voice in each.voices)
    )


def test_each_voice_is_told_with_its_survey_and_what_was_corrected(begazy: History) -> None:
    """The version before said another dating and place."""
    assert [voice["who"] for voice in begazy.voices] == ["A. Archaeologist", "B. Other"]
    # What was corrected came last: it is what joins.
    assert [each.how for each in begazy.joined] == ["matched_other", "founded"]
    (correction,) = begazy.corrections
    assert (correction.version, correction.bearing) == (2, 0)
    assert correction.distance_m == pytest.approx(30.9, abs=0.2)
    changed = {name: (before, after) for name, before, after in correction.changes}
    assert changed["end_year"] == (-901, -701)
    dating = next(each for each in begazy.attributes if each.name == "dating")
    assert [each.told["start_year"] for each in dating.said] == [-1200, -1300]
    assert (dating.rule, dating.is_rival) == ("earliest", True)
    assert begazy.numbers[0][0] == "353600000"
    assert begazy.given > 0


def test_a_site_whose_row_was_left_out_says_so(settings: Settings) -> None:
    """Its id is known, and reserved; an id that nobody ever gave is refused."""
    gone = next(
        told
        for told in (tell_history(f"KRG-00000{number}", settings) for number in (1, 2))
        if told.site is None
    )
    assert [(row["why_gone"], row["version"]) for row in gone.gone] == [("left_out", 2)]
    lines = list_lines(gone, "ru")
    assert any("нет с версии 2" in line for line in lines)
    with pytest.raises(MisusedError, match="there is no site KRG-000009, and there never was"):
        tell_history("KRG-000009", settings)


def test_nothing_changes_and_the_object_is_plain(
    settings: Settings, begazy: History, tmp_path: Path
) -> None:
    """To tell a history writes nothing into the home."""
    before = digest_all(settings.home)
    tell_history(begazy.site_id, settings)
    keep_history(begazy, tmp_path, settings)
    assert digest_all(settings.home) == before
    told = json.loads((tmp_path / HISTORY_OBJECT).read_text("utf-8"))
    assert told["site_id"] == begazy.site_id
    assert told["site"]["record_count"] == 2
    with pytest.raises(MisusedError, match="maps/ is public"):
        keep_history(begazy, settings.home / "maps", settings)
    with pytest.raises(MisusedError, match="nothing is registered yet"):
        tell_history("KRG-000001", Settings(home=tmp_path))


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_terminal_say_the_same(begazy: History, language: str) -> None:
    """The rule, the distance, the correction; in each language, and nothing left unfilled."""
    page = render_history(begazy, language)  # type: ignore[arg-type] # one of LANGUAGES
    lines = "\n".join(list_lines(begazy, language))  # type: ignore[arg-type]
    near = {"kk": "екеуінің дәлдігі шегінде", "ru": "в пределах точности", "en": "within both"}
    rule = {"kk": "ең ерте материал", "ru": "самые ранние материалы", "en": "the earliest survey"}
    moved = {"kk": "солтүстікке 31 м", "ru": "31 м на север", "en": "31 m to the north"}
    for told in (near, rule, moved):
        assert told[language] in page
        assert told[language] in lines
    assert "{" not in lines
    assert f'lang="{language}"' in page
