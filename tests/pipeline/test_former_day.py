"""An edition as of a day, from a small home: what it tells, where it goes, and what it refuses."""

from __future__ import annotations

import json
import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from published_files import plant_comment
from small_homes import HEADINGS, digest_all, write_survey

from heritage_gis.errors import MisusedError, NotReleasedError
from heritage_gis.pipeline.former_day import publish_as_of
from heritage_gis.pipeline.run import run, run_held
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.process

# Facts 6.1: the local list of 16.04.2010, from which the Ulytau objects fell on 13.08.2024. No
# object of it is named there, so these are made up.
LISTED = "местного значения;245-1;16.04.2010;13.08.2024"
ROWS = (
    f"Могильник Выдуманный;могильник;;Жанааркинский район;48,612345;71,212345;50;{LISTED}",
    f"Рудник Придуманный;рудник;;Улытауский район;48,712345;66,912345;50;{LISTED}",
    (
        "Могильник Небывалый;могильник;;Шетский район;48,612345;73,612345;50;"
        "республиканского значения;;;"
    ),
)
TRUE = ("612345", "712345", "912345", "212345")  # the decimals of true places
SURVEY = "2026-listed"
THEN, FALLEN, LATER = date(2017, 12, 31), date(2024, 8, 13), date(2026, 11, 23)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published home of three sites; nobody changes it."""
    folder = tmp_path_factory.mktemp("home")
    headings = f"{HEADINGS};Статус;№ в списке;В списке с;Снят с учёта"
    write_survey(folder, SURVEY, "A. Archaeologist", *ROWS)
    table = folder / "data" / "raw" / SURVEY / "v1" / "a.csv"
    table.write_text("\n".join((headings, *ROWS)) + "\n", "utf-8")
    assert run(Settings(home=folder)).held_back == 0
    return folder


def test_a_status_that_ended_is_on_no_present_map(made: Path) -> None:
    """What fell off its list in 2024 is told without a status; what nothing ends, with it."""
    sites = read_sites(made / "maps")
    status = {
        name: (told["protection_status"], told["list_number"]) for name, told in sites.items()
    }
    assert status == {
        "Могильник Выдуманный": (None, None),
        "Рудник Придуманный": (None, None),
        "Могильник Небывалый": ("republican", None),
    }


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Settings:
    """A copy of it."""
    return Settings(home=shutil.copytree(made, tmp_path / "home"), today=date(2026, 11, 26))


@pytest.fixture(scope="module")
def then(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its edition as of 2017; nobody changes it."""
    home = shutil.copytree(made, tmp_path_factory.mktemp("then") / "home")
    folder = home.with_name("edition")
    publish_as_of(THEN, folder, Settings(home=home, today=date(2026, 11, 26)))
    return folder


def read_sites(folder: Path, slug: str = "all") -> dict[str, dict[str, Any]]:
    """Return what a page tells of its sites, by their names in Russian."""
    told = json.loads((folder / "data" / f"{slug}.geojson").read_text("utf-8"))
    return {each["properties"]["name_ru"]: each["properties"] for each in told["features"]}


def test_districts_regions_and_statuses_are_those_of_the_day(
    then: Path, home: Settings, tmp_path: Path
) -> None:
    """In 2017 on the list, under Karaganda; in August 2024 neither; undated ones since received."""
    told = read_sites(then)
    names = ["Могильник Выдуманный", "Рудник Придуманный", "Могильник Небывалый"]
    codes = [(told[name]["district"], told[name]["region"]) for name in names]
    assert codes == [("354400000", "35"), ("356000000", "35"), ("356400000", "35")]
    status = [(told[name]["protection_status"], told[name]["list_number"]) for name in names]
    assert status == [("local", "245-1"), ("local", "245-1"), (None, None)]
    assert set(read_sites(then, "zhanaarka")) == {names[0]}
    assert set(read_sites(then, "karaganda-region")) == {*names}

    publish_as_of(FALLEN, tmp_path / "fallen", home)
    fallen = read_sites(tmp_path / "fallen")
    assert [fallen[name]["protection_status"] for name in names] == [None, None, None]
    assert [fallen[name]["region"] for name in names] == ["62", "62", "35"]


def test_places_are_those_that_are_public_now(made: Path, then: Path) -> None:
    """The same cells, and no figure of a true place in any file."""
    now, told = read_sites(made / "maps"), read_sites(then)
    assert {name: site["cell"] for name, site in told.items()} == {
        name: site["cell"] for name, site in now.items()
    }
    assert all(site["protection"] == "area" for site in told.values())
    for path in then.rglob("*"):
        if path.is_file():
            text = path.read_bytes()
            assert not [figure for figure in TRUE if figure.encode() in text], path


def test_the_home_stays_as_it_was_and_bytes_repeat(
    then: Path, home: Settings, tmp_path: Path
) -> None:
    """Neither maps nor journal nor anything else changes but the list of leaks, which is empty."""
    leaks = home.home / "data" / "processed" / "leaks.csv"
    before = digest_all(home.home)
    later = home.model_copy(update={"today": date(2026, 11, 30)})
    report = publish_as_of(THEN, tmp_path / "b" / "c", later)
    assert (report.edition, report.removed) == (1, ())
    assert digest_all(home.home) == before
    assert leaks.read_text("utf-8-sig") == "file,place,kind,found,why\n"
    assert digest_all(then) == digest_all(tmp_path / "b" / "c")


def test_a_folder_of_a_former_edition_is_brought_up_to_date(
    then: Path, home: Settings, tmp_path: Path
) -> None:
    """What it no longer has goes; what is the same stays; a foreign file is never removed."""
    folder = tmp_path / "edition"
    publish_as_of(LATER, folder, home)
    assert (folder / "data" / "ulytau-region.geojson").is_file()
    report = publish_as_of(THEN, folder, home)
    assert "data/ulytau-region.geojson" in report.removed
    assert digest_all(folder) == digest_all(then)
    (folder / "CNAME").write_text("maps.example", "utf-8")
    before = digest_all(folder)
    with pytest.raises(MisusedError, match="holds CNAME, which no edition as of a day has"):
        publish_as_of(LATER, folder, home)
    assert digest_all(folder) == before


def test_folders_that_are_not_its_own_are_refused(home: Settings, tmp_path: Path) -> None:
    """Parts of the home, what holds them, a file, a copy of maps, a folder with anything in it."""
    maps = home.home / "maps"
    copy = shutil.copytree(maps, tmp_path / "copy")
    full = tmp_path / "full"
    full.mkdir()
    (full / "notes.txt").write_text("mine", "utf-8")
    link = tmp_path / "link"
    link.symlink_to(maps)
    before = digest_all(tmp_path)
    cases = {
        maps: "maps/ of the home is kept apart",
        maps / "2017": "maps/ of the home is kept apart",
        link / "2017": "maps/ of the home is kept apart",
        home.home / "data" / "x": "data/ of the home is kept apart",
        home.home: "data/ of the home is kept apart",
        tmp_path: "data/ of the home is kept apart",
        full / "notes.txt": "is no folder",
        full: r"holds notes\.txt, which no edition as of a day has; give an empty folder",
        copy: "holds assets, which no edition as of a day has",
    }
    for folder, line in cases.items():
        with pytest.raises(MisusedError, match=line):
            publish_as_of(THEN, folder, home)
    assert digest_all(tmp_path) == before


@pytest.mark.parametrize("day", [date(1997, 12, 31), date(2026, 11, 27), date(2031, 1, 1)])
def test_days_that_are_none_of_ours_are_refused(home: Settings, tmp_path: Path, day: date) -> None:
    """Neither the future, nor a time whose districts are not known."""
    told = f"from 1998-01-01, as earlier districts are not known, to 2026-11-26, not {day}"
    with pytest.raises(MisusedError, match=told):
        publish_as_of(day, tmp_path / "x", home)
    assert not (tmp_path / "x").exists()


def test_what_no_edition_told_is_not_told_as_of_a_day(home: Settings, tmp_path: Path) -> None:
    """Its cell would be in no journal."""
    row = "Курган Сары;курган;;Актогайский район;48,1;75,1;50"
    write_survey(home.home, "2026-new", "B. Other", row)
    run_held(home, publish=False)
    with pytest.raises(MisusedError, match="not published yet; run heritage publish first"):
        publish_as_of(THEN, tmp_path / "then", home)
    assert not (tmp_path / "then").exists()


def test_without_a_register_it_is_refused(tmp_path: Path) -> None:
    """One line, and nothing made."""
    with pytest.raises(MisusedError, match="nothing is registered yet; run heritage run first"):
        publish_as_of(THEN, tmp_path / "then", Settings(home=tmp_path / "empty"))
    assert not [*tmp_path.iterdir()]


def test_a_planted_leak_is_not_put_into_the_folder(
    then: Path, home: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The true latitude in one comment: the folder keeps the edition that it had."""
    folder = tmp_path / "then"
    shutil.copytree(then, folder)
    before = digest_all(folder)
    plant_comment(monkeypatch, "zhanaarka", "48.612345")
    with pytest.raises(NotReleasedError, match=r"kk/zhanaarka/index\.html.* a leak") as refused:
        publish_as_of(THEN, folder, home)
    assert "612345" not in str(refused.value)
    assert digest_all(folder) == before
    assert not (home.home / "data" / "processed" / "edition-as-of").exists()
    assert "48.612345" in (home.home / "data" / "processed" / "leaks.csv").read_text("utf-8")
