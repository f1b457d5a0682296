"""Texts that tell a place: listed for the keeper, approved one by one, and withheld again."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_homes import digest_all, write_survey

from heritage_gis.errors import MisusedError
from heritage_gis.pipeline.deciding import undo_event
from heritage_gis.pipeline.former_day import publish_as_of
from heritage_gis.pipeline.public_twin import load_known
from heritage_gis.pipeline.run import run
from heritage_gis.pipeline.safety import find_leaks
from heritage_gis.pipeline.withheld_texts import approve_text, list_withheld
from heritage_gis.places.districts import load_districts
from heritage_gis.protect.twin import make_public_sites
from heritage_gis.register.journal import open_journal
from heritage_gis.register.ledgers import gather_ledger
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.process

DISTANT, PLACING, PLAIN = "Курган 3 км", "Курган у М-43-112-Б", "Могильник Небывалый"
ROWS = tuple(
    f"{name};курган;;Шетский район;{lat};73,6;50"
    for name, lat in ((DISTANT, "48,612345"), (PLACING, "48,312345"), (PLAIN, "48,912345"))
)
TITLE = "2026-mounds"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published home of three mounds; nobody changes it."""
    folder = tmp_path_factory.mktemp("home")
    write_survey(folder, TITLE, "A. Archaeologist", *ROWS)
    assert run(Settings(home=folder, today=date(2026, 11, 26))).held_back == 0
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Settings:
    """A copy of it."""
    folder = shutil.copytree(made, tmp_path / "home")
    return Settings(home=folder, today=date(2026, 11, 26), keeper="K. Keeper")


def read_public(home: Settings) -> str:
    """Return all sites as the public reads them."""
    return (home.home / "maps" / "data" / "all.geojson").read_text("utf-8")


def test_what_is_withheld_is_listed_and_nothing_else(home: Settings) -> None:
    """A distance may be approved, a grid reference never; an innocent name is public already."""
    listed = {each.text: each for each in list_withheld(home)}
    assert set(listed) == {DISTANT, PLACING}
    assert (listed[DISTANT].sort, listed[DISTANT].is_placing) == ("name", False)
    sites = load_known(home, home.today).sites.set_index("name_ru")["site_id"]
    assert listed[DISTANT].told_of == (sites[DISTANT],)
    assert listed[PLACING].is_placing
    public = read_public(home)
    assert PLAIN in public
    assert DISTANT not in public


def test_an_approved_text_goes_public_and_comes_back(home: Settings, tmp_path: Path) -> None:
    """Of that text alone; the edition passes its checks; undone, the maps are as they were."""
    before = read_public(home)
    digest = next(each.digest for each in list_withheld(home) if each.text == DISTANT)
    report = approve_text(digest[:8], "the name that everybody uses", home)
    assert report.is_new_edition
    assert DISTANT in read_public(home)
    assert {each.text for each in list_withheld(home)} == {PLACING}
    (event,) = open_journal(home.home_folder.journal).select("text_approved")
    assert event["sha256"] == digest
    assert (event["why"], event["by"]) == ("the name that everybody uses", "K. Keeper")
    assert DISTANT not in home.home_folder.journal.read_text("utf-8")
    publish_as_of(date(2017, 12, 31), tmp_path / "then", home)
    assert DISTANT in (tmp_path / "then" / "data" / "all.geojson").read_text("utf-8")
    undo_event(event["seq"], "a mistake", home)
    assert read_public(home) == before


def test_the_search_for_leaks_lets_pass_what_was_approved_and_no_more(home: Settings) -> None:
    """The same words would hold an edition up, had nobody approved them."""
    digest = next(each.digest for each in list_withheld(home) if each.text == DISTANT)
    approve_text(digest, "the name that everybody uses", home)
    known, districts = load_known(home, home.today), load_districts(home.home_folder)
    ledger = gather_ledger(open_journal(home.home_folder.journal))
    public, _ = make_public_sites(known.sites, known.surveys, districts, ledger)
    told = (home.home / "maps", public, known.sites, known.records, districts)
    assert {leak.kind for leak in find_leaks(*told)} == {"distance"}
    assert find_leaks(*told, approved=[DISTANT]) == []


def test_what_cannot_be_approved_is_refused_and_changes_nothing(home: Settings) -> None:
    """A position, a text that is not withheld, and a word without a reason."""
    listed = {each.text: each.digest for each in list_withheld(home)}
    before = digest_all(home.home)
    with pytest.raises(MisusedError, match="reads as a position, which is never published"):
        approve_text(listed[PLACING], "why not", home)
    with pytest.raises(MisusedError, match="there is no withheld text ffffffff; heritage approve"):
        approve_text("ffffffff", "why not", home)
    with pytest.raises(MisusedError, match="--why: say in a few words why"):
        approve_text(listed[DISTANT], " ", home)
    assert digest_all(home.home) == before


def test_titles_of_surveys_and_words_of_works_are_listed(home: Settings) -> None:
    """Whatever becomes public unless it tells a place."""
    folder = home.home / "data" / "raw" / "2026-works" / "v1"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text(
        "Год;Вид работ;Памятники\n2019;раскопки;Курган в 5 км к северу от Аксу\n", "utf-8"
    )
    said = ('title = "Работы на правом берегу Талды"', 'who = "B. Other"', 'licence = "CC0-1.0"')
    text = "\n".join((*said, "received = 2026-11-22", 'holds = "works"', ""))
    (folder / "survey.toml").write_text(text, "utf-8")
    assert run(home).held_back == 0
    listed = {each.text: (each.sort, each.told_of) for each in list_withheld(home)}
    assert listed["Работы на правом берегу Талды"] == ("title", ("2026-works",))
    assert listed["Курган в 5 км к северу от Аксу"][0] == "work"
