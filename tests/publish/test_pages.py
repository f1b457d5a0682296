"""What the pages say and load, read as text; how they behave is tested in tests/browser."""

from __future__ import annotations

import posixpath
import re
from datetime import date
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from edition_files import FIRST
from made_up_sites import HOSTILE_NAMES

from heritage_gis.places.districts import make_districts
from heritage_gis.places.units import read_units
from heritage_gis.publish.editions import Edition, EditionBook
from heritage_gis.publish.staging import stage_edition
from heritage_gis.publish.words import read_words

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.districts import Districts
    from heritage_gis.settings import Language

pytest_plugins = ["edition_fixtures"]

LINKED_DATA = ("script", {"type": "application/ld+json"})  # data: no browser runs it
LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, path: Path) -> None:
        """Read a page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.inline = ""
        self.linked_data = ""
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Keep text, and apart what stands within scripts and styles."""
        if self.cdata_elem and self.tags[-1] == LINKED_DATA:
            self.linked_data += data
        elif self.cdata_elem:
            self.inline += data.strip()
        else:
            self.text += data


def list_pages(staged: Path) -> list[Path]:
    """Return all pages of an edition."""
    return sorted(staged.rglob("*.html"))


def test_nothing_runs_inline_and_nothing_comes_from_elsewhere(staged: Path) -> None:
    """Every page has the strict policy, no inline script or style, and no foreign address."""
    for path in list_pages(staged):
        page = Page(path)
        policies = [t["content"] for tag, t in page.tags if t.get("http-equiv")]
        assert len(policies) == 1, path
        assert "default-src 'none'; script-src 'self'; style-src 'self';" in policies[0]
        assert "unsafe" not in policies[0]
        assert page.inline == "", path
        for tag, attributes in page.tags:
            assert not [name for name in attributes if name.startswith("on")], (path, tag)
            assert "style" not in attributes, (path, tag)
            for name in ("src", "href"):
                assert not re.match(r"\w+:|//", attributes.get(name, "")), (path, tag, attributes)


def test_no_script_of_ours_makes_elements_from_text(staged: Path) -> None:
    """No script we write has innerHTML or its kin; texts go in through textContent."""
    [ours] = staged.glob("assets/atlas-*.js")
    scripts = [ours, *staged.glob("data/*.js")]
    for path in scripts:
        text = path.read_text("utf-8")
        found = re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)
        assert found == [], path


def test_every_link_leads_to_a_file_of_the_edition(staged: Path) -> None:
    """Pages are opened from disk, so every address must name a file, relative to the page."""
    for path in list_pages(staged):
        folder = path.parent.relative_to(staged).as_posix()
        for tag, attributes in Page(path).tags:
            for address in (attributes.get("src"), attributes.get("href")):
                if not address or address.startswith("#"):
                    continue
                file = address.partition("#")[0]
                target = staged / posixpath.normpath(posixpath.join(folder, file))
                assert target.is_file(), (path, tag, address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_how_and_why_places_are_generalised(
    staged: Path, language: Language
) -> None:
    """Texts 1 to 7 and 9 of the agreed sentences, in the page's own language."""
    words = read_words(language)
    told = [
        *("position_generalised", "position_why", "district_only", "borders_sketched"),
        *("near_border", "dating_note", "no_symbol", "cells_fixed", "place_missing"),
    ]
    for path in sorted((staged / language).rglob("index.html")):
        text = Page(path).text
        assert [key for key in told if words[key] not in text] == [], path
        assert words["position_error"].split("{n}")[0] in text, path


def test_a_page_says_how_many_sites_are_in_its_list_alone(staged: Path) -> None:
    """A list longer than the map is explained; a page whose sites all have a place says nothing."""
    assert re.search(r"только в списке: (\d|1–2)", Page(staged / "ru/aktogay/index.html").text)
    assert "только в списке:" not in Page(staged / "ru/ulytau/index.html").text
    assert "Памятников пока нет" in Page(staged / "ru/abay/index.html").text


def test_the_front_door_says_it_in_all_languages(staged: Path) -> None:
    """index.html only chooses the language, and still says why places are generalised."""
    page = Page(staged / "index.html")
    for language in LANGUAGES:
        assert read_words(language)["what_this_is"] in page.text
        assert read_words(language)["places_why"] in page.text
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert links == [f"{language}/index.html" for language in LANGUAGES]


def test_the_error_of_each_cell_size_is_told(staged: Path) -> None:
    """Aktogay has cells of 0.01, 0.1 and 0.5 degree; Ulytau only of 0.1."""
    aktogay = Page(staged / "ru/aktogay/index.html").text
    assert "Погрешность местоположения — до 1 / 10 / 50 км." in aktogay
    assert "до 10 км." in Page(staged / "ru/ulytau/index.html").text


def test_counts_of_one_and_two_are_told_as_one(staged: Path) -> None:
    """A district with one site says 1–2, in its own page and in the lists of districts."""
    assert "1–2 памятника" in Page(staged / "ru/ulytau/index.html").text
    assert "1–2 sites" in Page(staged / "en/index.html").text
    assert "1–2 ескерткіш" in Page(staged / "kk/ulytau/index.html").text
    for path in list_pages(staged):
        text = Page(path).text
        assert not re.search(r"(?<![–\d])[12] (sites?|памятника?|ескерткіш)\b", text), path


def test_names_of_sites_are_not_in_the_pages(staged: Path) -> None:
    """Names come with the data and are shown as text by script; a card alone has them itself."""
    for path in sorted(staged.rglob("index.html")):
        written = path.read_text("utf-8")
        assert "Invented 1" not in written
        assert [
            name for name in HOSTILE_NAMES if name != HOSTILE_NAMES[0] and name in written
        ] == []


def test_credits_are_shown_as_text(staged: Path) -> None:
    """A hostile credit stands in the list of sources, escaped."""
    written = (staged / "en/aktogay/index.html").read_text("utf-8")
    sources = re.findall(r"<li>(.*)</li>", written)
    assert {"Another invented survey (CC-BY-4.0)", *HOSTILE_NAMES} <= {*map(unescape, sources)}


def test_a_page_links_to_itself_in_the_other_languages(staged: Path) -> None:
    """Whoever changes the language stays with the district."""
    page = Page(staged / "kk/karkaraly/index.html")
    links = {t["hreflang"]: t["href"] for tag, t in page.tags if tag == "a" and "hreflang" in t}
    assert links == {language: f"../../{language}/karkaraly/index.html" for language in LANGUAGES}


def test_the_legend_shows_only_what_is_on_the_page(staged: Path) -> None:
    """Ulytau has one burial ground by its cell: no symbol of other kinds is explained.

    Ages are all written; the script hides those of no site.
    """
    written = (staged / "en/ulytau/index.html").read_text("utf-8")
    legend = written[written.index('class="legend"') : written.index('class="credit"')]
    symbols = [name for name in re.findall(r"#symbol-(\w+)", legend) if name != "swatch"]
    assert symbols == ["circle", "cell", "dashes"]


def test_the_sketch_is_drawn_dashed_and_said_to_be_one(staged: Path) -> None:
    """The border's class draws it dashed; its sentence and its source stand under the map."""
    assert "border-district is-sketch" in (staged / "data/shet-map.js").read_text("utf-8")
    text = Page(staged / "en/shet/index.html").text
    assert "have no legal force" in text
    assert "geokz" in text


def test_the_map_script_holds_borders_and_no_sites(staged: Path) -> None:
    """What Folium writes depends on borders alone, and names no foreign host."""
    for path in staged.glob("data/*-map.js"):
        text = path.read_text("utf-8")
        assert "http" not in text, path
        assert "KRG-" not in text, path
        assert "tileLayer" not in text, path


def test_an_official_layer_is_drawn_as_borders_and_made_light(
    public: PublicSites, districts: Districts, tmp_path: Path
) -> None:
    """Nothing is dashed or called a sketch, its source is named, and its detail is thinned."""
    detailed = districts.frame.assign(geometry=districts.frame.geometry.segmentize(0.005))
    official = make_districts("2022", detailed, "An official layer, 2024", border_tolerance_m=0.0)
    stage_edition(public, official, FIRST, tmp_path)
    page = Page(tmp_path / "en/shet/index.html")
    assert "Borders: An official layer, 2024" in page.text
    assert "legal force" not in page.text
    for path in (*tmp_path.rglob("*.html"), *tmp_path.glob("data/*-map.js")):
        text = path.read_text("utf-8")
        assert not re.search(r"border-\w+ is-sketch|shade-\d is-sketch|#symbol-dashes", text), path
    assert (tmp_path / "data/shet-map.js").stat().st_size < 100_000


def test_the_region_says_what_changed_how_to_cite_and_where_to_write(
    public: PublicSites, districts: Districts, tmp_path: Path
) -> None:
    """Districts that changed in this edition are named, not in the first; the address is a link."""
    first = {unit.slug: FIRST.current for unit in read_units() if unit.slug != "shet"}
    book = EditionBook(Edition(2, date(2026, 11, 1)), first, contact="keeper@example.org")
    stage_edition(public, districts, book, tmp_path)
    page = Page(tmp_path / "en/index.html")
    assert "Changed in this edition: Shet district." in " ".join(page.text.split())
    assert "Edition 2, 1 November 2026." in page.text
    links = [attributes.get("href") for tag, attributes in page.tags if tag == "a"]
    assert "mailto:keeper@example.org" in links
    before = EditionBook(Edition(1, date(2026, 10, 12)), contact="https://example.org/tell")
    (tmp_path / "first").mkdir()
    stage_edition(public, districts, before, tmp_path / "first")
    page = Page(tmp_path / "first/en/index.html")
    assert "Changed in this edition" not in page.text
    assert ("a", {"href": "https://example.org/tell"}) in page.tags
