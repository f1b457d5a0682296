"""Pages told by the districts of 2017: the same code as of today, by another layout."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from edition_files import FIRST, read_page_data
from made_up_sites import ULYTAU, ZHANAARKA
from published_files import read_files

from heritage_gis.paths import Home
from heritage_gis.places.layouts import load_districts_on
from heritage_gis.places.units import read_units
from heritage_gis.protect.relayout import relay_out
from heritage_gis.publish.membership import sort_sites_by_page
from heritage_gis.publish.staging import fingerprint, stage_edition
from heritage_gis.publish.words import gather_labels

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.districts import Districts
    from heritage_gis.settings import Language

pytest_plugins = ["edition_fixtures"]

LAYOUT = "before-2022"
DAY = date(2017, 12, 31)
NBSP = "\u00a0"
SAID: dict[Language, tuple[str, ...]] = {
    "kk": (
        "Қарағанды облысының ескерткіштері · 2017 жылғы 31 желтоқсан",
        (
            "Аудандар мен мәртебелер — 2017 жылғы 31 желтоқсан күнгі жағдай бойынша; "
            "ескерткіштер — 2026 жылғы 12 қазан күні белгілі болғандары."
        ),
        "Мәртебе сол күні күшінде болғаны белгілі болса ғана көрсетілген.",
    ),
    "ru": (
        "Памятники Карагандинской области · 31 декабря 2017 г.",
        (
            "Районы и статусы — по состоянию на 31 декабря 2017 г.; памятники — известные на "
            "12 октября 2026 г."
        ),
        "Статус указан, только если известно, что в тот день он действовал.",
    ),
    "en": (
        "Heritage sites of the Karaganda region · 31 December 2017",
        (
            "Districts and statuses as of 31 December 2017; the sites are those known on "
            "12 October 2026."
        ),
        "A status is given only where it is known to have held on that day.",
    ),
}


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> Districts:
    """The districts of 2017."""
    return load_districts_on(Home(tmp_path_factory.mktemp("home")), DAY)


@pytest.fixture(scope="module")
def told(public: PublicSites, former: Districts) -> PublicSites:
    """The made-up sites by the districts of 2017."""
    return relay_out(public, former)


@pytest.fixture(scope="module")
def then(told: PublicSites, former: Districts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of them as of that day."""
    folder = tmp_path_factory.mktemp("then")
    stage_edition(told, former, replace(FIRST, as_of=DAY), folder)
    return folder


def test_slugs_stay_and_regions_are_those_of_the_layout(
    public: PublicSites, told: PublicSites
) -> None:
    """What is now of Ulytau region stood under Karaganda, on a page of the same name."""
    pages = sort_sites_by_page(told, LAYOUT)
    units = {unit.slug: unit.kato_before for unit in read_units()}
    assert set(pages) == {*units, "karaganda-region", "unplaced", "all"}
    for slug, kato in units.items():
        katos = told.frame["district"].fillna(told.frame["border_districts"]).fillna("")
        own = [row for row, text in enumerate(katos) if kato in text.split()]
        assert pages[slug].tolist() == own, slug
    now = sort_sites_by_page(public)
    assert len(pages["zhanaarka"]) > 0
    assert len(pages["ulytau"]) > 0
    region = set(pages["karaganda-region"])
    assert region >= {*now["karaganda-region"], *now["ulytau-region"]}
    assert region >= {*pages["zhanaarka"], *pages["ulytau"]}


def test_a_site_under_a_code_of_another_layout_is_a_bug(public: PublicSites) -> None:
    """Neither is the present twin shown by former districts, nor the other way round."""
    with pytest.raises(ValueError, match=f"do not exist: .*{ULYTAU}"):
        sort_sites_by_page(public, LAYOUT)


def test_labels_are_keyed_by_the_codes_of_the_layout() -> None:
    """A page can name every code it is given, and there was one region."""
    labels = gather_labels("kk", LAYOUT)
    assert labels["districts"]["354400000"] == "Жаңаарқа ауданы"
    assert ZHANAARKA not in labels["districts"]
    assert labels["regions"] == {"35": "Қарағанды облысы"}


def test_addresses_are_those_of_today(staged: Path, then: Path) -> None:
    """The same pages and downloads, but for the region that was not yet, and the page of then."""
    now = {path for path in read_files(staged) if not path.startswith("assets/")}
    before = {path for path in read_files(then) if not path.startswith("assets/")}
    beside = {f"{language}/{LAYOUT}/index.html" for language in SAID}
    assert now - before == {"data/ulytau-region.geojson"} | beside
    assert before - now == set()


@pytest.mark.parametrize("language", SAID)
def test_each_page_says_of_which_day_it_is(then: Path, language: Language) -> None:
    """Title, districts and statuses of the day, sites of now, and what a missing status means."""
    pages = sorted((then / language).rglob("index.html"))
    assert len(pages) == len(read_units()) + 2
    for path in pages:
        text = path.read_text("utf-8").replace(NBSP, " ")
        for said in SAID[language]:
            assert said in text, path
    front = (then / "index.html").read_text("utf-8").replace(NBSP, " ")
    assert all(said in front for said in SAID[language][:2])


def test_pages_of_today_say_no_day(staged: Path) -> None:
    """There it would be a riddle."""
    for path in staged.rglob("*.html"):
        text = path.read_text("utf-8").replace(NBSP, " ")
        assert "as of" not in text
        assert "по состоянию на" not in text
        assert "күнгі жағдай" not in text
    assert "as_of" not in json.loads((staged / "edition.json").read_text("utf-8"))


def test_the_region_page_has_one_region(then: Path) -> None:
    """With all 18 units under it, districts first."""
    text = (then / "en" / "index.html").read_text("utf-8")
    assert "<h3>Karaganda region</h3>" in text
    assert "Ulytau region" not in text
    assert "the two regions" not in text
    links = [f'<li><a href="{unit.slug}/index.html">' for unit in read_units()]
    assert all(link in text for link in links)
    order = [text.index(f'<li><a href="{slug}/') for slug in ("abay", "zhanaarka", "karaganda")]
    assert order == sorted(order)


def test_a_district_page_speaks_of_its_former_code(then: Path) -> None:
    """The script compares the codes of sites with that of the page."""
    text = (then / "ru" / "zhanaarka" / "index.html").read_text("utf-8")
    assert 'data-district="354400000"' in text
    assert "· Карагандинская область</nav>" in text
    data = read_page_data(then, "zhanaarka")
    assert set(data["columns"]["district"]["of"]) <= {u.kato_before for u in read_units()}
    drawn = (then / "data" / "zhanaarka-map.js").read_text("utf-8")
    assert "354400000" in drawn
    assert ZHANAARKA not in drawn


def test_the_manifest_names_the_day(then: Path) -> None:
    """So that it is never taken for what is public now."""
    manifest = json.loads((then / "edition.json").read_text("utf-8"))
    assert (manifest["edition"], manifest["as_of"]) == (1, "2017-12-31")
    assert "ulytau-region" not in manifest["sites"]


def test_the_layout_is_part_of_the_content(
    public: PublicSites, told: PublicSites, districts: Districts, former: Districts
) -> None:
    """Other borders are other content, page by page."""
    now, before = fingerprint(public, districts), fingerprint(told, former)
    assert all(before[slug] != now[slug] for slug in before)
