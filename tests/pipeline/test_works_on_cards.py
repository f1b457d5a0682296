"""Works of a small home, from the survey to the card: told of a mosque, and of no grave."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from published_files import plant_comment, read_files
from small_homes import write_survey

from heritage_gis.errors import NotReleasedError
from heritage_gis.pipeline.run import run
from heritage_gis.settings import LANGUAGES, Settings

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.process

ROWS = (
    "Мечеть Придуманная;мечеть;1907 г.;Шетский район;48,712345;73,612345;50",
    "Могильник Выдуманный;могильник;;Шетский район;48,612345;73,112345;50",
)
UNTOLD = "раскопаны пять оград на северном краю могильника"
WORKS = (
    "Год;Вид работ;Содержание работ (рус.);Объекты;Руководитель;Источник",
    "2017;реставрация;заменена кровля и укреплены стены;Мечеть Придуманная;А. Реставратор;отчёт",
    f"2016;раскопки;{UNTOLD};Могильник Выдуманный;Б. Археолог;отчёт",
)
HEADINGS = {
    "kk": "Зерттеу және қалпына келтіру жұмыстары",
    "ru": "Исследования и реставрация",
    "en": "Research and restoration",
}


def read_cards(maps: Path) -> dict[str, dict[str, str]]:
    """Return the cards by language and by the name that stands on them."""
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for language, cards in found.items():
        for path in (maps / language / "sites").iterdir():
            written = path.read_text("utf-8")
            name = "mosque" if "Мечеть Придуманная" in written else "grave"
            cards[name] = written
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published home of two sites, without works; nobody changes it."""
    folder = tmp_path_factory.mktemp("home")
    write_survey(folder, "2026-sites", "A. Archaeologist", *ROWS)
    assert run(Settings(home=folder)).held_back == 0
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of it that was sent works since."""
    folder = shutil.copytree(made, tmp_path / "home")
    write_survey(folder, "2026-works", "A. Archaeologist")
    survey = folder / "data" / "raw" / "2026-works" / "v1"
    (survey / "a.csv").write_text("\n".join((*WORKS, "")), "utf-8")
    sidecar = survey / "survey.toml"
    sidecar.write_text(sidecar.read_text("utf-8") + 'holds = "works"\n', "utf-8")
    return folder


def test_a_card_tells_works_of_a_public_place_alone(home: Path) -> None:
    """In three languages; what was done at the grave stands in no file that is published."""
    assert all(
        heading not in card
        for language, heading in HEADINGS.items()
        for card in read_cards(home / "maps")[language].values()
    )
    assert run(Settings(home=home)).edition == 2
    for language, cards in read_cards(home / "maps").items():
        assert HEADINGS[language] in cards["mosque"]
        assert "заменена кровля и укреплены стены" in cards["mosque"]
        assert "А. Реставратор" in cards["mosque"]
        assert HEADINGS[language] not in cards["grave"]
    everything = b"".join(read_files(home / "maps").values()).decode("utf-8", "replace")
    assert UNTOLD not in everything
    assert "Археолог" not in everything.replace("A. Archaeologist", "")
    line = (home / "data" / "raw" / "journal.jsonl").read_text("utf-8").splitlines()[-1]
    assert {*json.loads(line)["pages"]} == {"shet", "karaganda-region", "all"}


def test_what_was_done_at_a_grave_stops_an_edition(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever on a page it slipped in, the search for leaks knows its words."""
    plant_comment(monkeypatch, "shet", UNTOLD)
    with pytest.raises(NotReleasedError, match=r"kk/shet/index\.html.*\(text\)"):
        run(Settings(home=home))
