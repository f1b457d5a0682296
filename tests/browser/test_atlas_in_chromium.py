"""The pages in Chromium with the network off: from a web server, and opened from disk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from chromium_fixtures import OpenPage
    from playwright.sync_api import Page

pytest_plugins = ["chromium_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

EXACT_SITES = 9
POPUP = ".leaflet-popup-pane > :last-child"  # the one before may still fade away


def read_names(page: Page) -> list[str]:
    """Return the names in the list, as a reader sees them once it is written."""
    expect(page.locator("[aria-busy]")).to_have_count(0)
    return page.locator(".site-list .site-head .name").all_text_contents()


def find_entry(page: Page, name: str) -> str:
    """Return the place of an entry in the list."""
    return f".site-list > li:nth-child({read_names(page).index(name) + 1}) .site-head"


def test_the_map_of_a_district_draws(origin: str, open_page: OpenPage) -> None:
    """Borders, neighbours, cells with their counts, markers, scale and names are there."""
    page = open_page(f"{origin}/en/aktogay/index.html").page
    expect(page.locator("path.border-district.is-sketch")).to_have_count(1)
    assert page.locator("path.border-neighbour").count() >= 3
    expect(page.locator("path.cell")).to_have_count(14)
    labels = page.locator(".cell-label").all_text_contents()
    assert {"7", "4", "3", "1–2"} == set(labels)
    assert page.locator(".leaflet-control-scale-line").inner_text().endswith("km")
    assert "Karkaraly district" in page.locator(".district-name").all_inner_texts()
    boxes = page.locator("path.cell").evaluate_all(
        "paths => paths.map((path) => path.getBBox()).map(({ width, height }) => [width, height])"
    )
    drawn = [(width, height) for width, height in boxes if width >= 5]
    assert all(height > width for width, height in drawn)
    assert len(drawn) + page.locator(".cell-frame").count() == len(boxes)


def test_colours_tell_the_ages_of_sites(origin: str, open_page: OpenPage) -> None:
    """Markers and entries have the colour of an age, and the legend just those that are shown."""
    page = open_page(f"{origin}/en/aktogay/index.html").page
    entries = page.locator(".site-list .symbol")
    classes = entries.evaluate_all("symbols => symbols.map((one) => one.getAttribute('class'))")
    ages = {name.split()[1].removeprefix("age-") for name in classes}
    legend = page.locator(".legend [data-age]:visible")
    shown = legend.evaluate_all("entries => entries.map((one) => one.dataset.age)")
    assert set(shown) == ages
    assert "bronze" in ages
    assert page.locator(".marker .symbol[class*=age-]").count() == page.locator(".marker").count()


@pytest.mark.parametrize(
    ("language", "name"), [("kk", "Ағадыр"), ("ru", "Агадырь"), ("en", "Agadyr")]
)
def test_settlements_are_named(origin: str, open_page: OpenPage, language: str, name: str) -> None:
    """A reader finds the way on a map without tiles; names without room are left out."""
    page = open_page(f"{origin}/{language}/shet/index.html").page
    named = page.locator(".settlement span", has_text=name)
    expect(named).to_be_visible()
    shown = page.locator(".settlement span:visible, .district-name span:visible")
    boxes = shown.evaluate_all("names => names.map((one) => one.getBoundingClientRect().toJSON())")
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            is_apart = one["right"] <= other["left"] + 1 or other["right"] <= one["left"] + 1
            assert (
                is_apart or one["bottom"] <= other["top"] + 1 or other["bottom"] <= one["top"] + 1
            )


def test_protected_sites_are_never_points(origin: str, open_page: OpenPage) -> None:
    """Markers and clusters stand for the exact sites alone."""
    page = open_page(f"{origin}/ru/aktogay/index.html").page
    clustered = page.locator(".cluster").all_text_contents()
    assert page.locator(".marker").count() + sum(map(int, clustered)) == EXACT_SITES


def test_hostile_names_are_text_in_map_list_and_popup(
    origin: str, open_page: OpenPage, hostile_names: tuple[str, ...]
) -> None:
    """Whatever a site is called, it is shown as it is written, and nothing runs."""
    page = open_page(f"{origin}/en/aktogay/index.html").page
    names = read_names(page)
    assert set(hostile_names) <= set(names)
    titles = page.locator(".marker").evaluate_all("markers => markers.map((one) => one.title)")
    assert hostile_names[0] in titles
    for name in hostile_names:
        head = page.locator(find_entry(page, name))
        head.click()
        expect(page.locator(POPUP + " .popup-name")).to_have_text(name)
        body = head.locator("xpath=..").locator(".site-body")
        expect(body).to_contain_text(name + "!")
        expect(body.locator("dd", has_text=name).first).to_be_visible()
        head.click()
    page.locator("path.cell[aria-label^='1–2']").last.dispatch_event("click")
    assert page.locator("script:not([src])").count() == 0
    assert page.locator("img").count() == 0


def test_an_entry_of_the_list_shows_its_site_on_the_map(origin: str, open_page: OpenPage) -> None:
    """Pointing at an entry lights its cell; opening it tells all and opens the popup."""
    page = open_page(f"{origin}/en/aktogay/index.html").page
    head = page.locator(find_entry(page, "Invented 1 burial ground"))
    head.hover()
    expect(page.locator("path.cell.is-lit")).to_have_count(1)
    head.click()
    expect(head).to_have_attribute("aria-expanded", "true")
    expect(page.locator(POPUP)).to_contain_text("Place generalised, ±10 km")
    details = page.locator(".site-body")
    for text in ("Tasmola culture (800–500 BC)", "No. 245-1", "Қиял қорымы", "up to 10 km"):
        expect(details).to_contain_text(text)
    expect(details).to_contain_text("Exact coordinates are not published")
    head.click()
    expect(page.locator(".site-body")).to_have_count(0)


def test_an_entry_finds_its_marker_within_a_cluster(origin: str, open_page: OpenPage) -> None:
    """The map goes closer until the site stands by itself."""
    page = open_page(f"{origin}/en/aktogay/index.html").page
    page.locator(find_entry(page, "Fairytale 3 mausoleum")).click()
    expect(page.locator(POPUP)).to_contain_text("Fairytale 3 mausoleum")
    expect(page.locator(POPUP)).to_contain_text("Golden Horde period (AD 1207–1459)")
    expect(page.locator('.marker[title="Fairytale 3 mausoleum"]')).to_be_visible()


def test_a_cell_lists_its_sites(origin: str, open_page: OpenPage) -> None:
    """A press on a cell names its sites, and narrows the list to them until told otherwise."""
    page = open_page(f"{origin}/ru/aktogay/index.html").page
    every = len(read_names(page))
    page.locator("path.cell[aria-label^='В этой ячейке: 7']").dispatch_event("click")
    expect(page.locator(".popup-sites li")).to_have_count(5)
    assert len(read_names(page)) == 7
    page.locator(".popup-sites button").first.click()
    expect(page.locator(".site-body")).to_have_count(1)
    page.locator(".narrowed button").click()
    assert len(read_names(page)) == every


def test_a_marker_opens_its_entry(origin: str, open_page: OpenPage) -> None:
    """The map leads to the list as the list leads to the map."""
    page = open_page(f"{origin}/kk/aktogay/index.html").page
    page.locator('.marker[title="Ертегі 7 кесенесі"]').dispatch_event("click")
    assert read_names(page) == ["Ертегі 7 кесенесі"]
    expect(page.locator(".site-body")).to_contain_text("порталды-күмбезді", ignore_case=True)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Borderline burial ground", "on the border of Aktogay district and Shet district"),
        ("рудник Спорный", "The survey names Karkaraly district."),
        ("Күмәнді қоныс", "The site lies near the border of districts"),
        ("Жасырын қорым", "Only the district is given for this site."),
        ("мавзолей Без места", "Place not known"),
        ("Unnamed", "KRG-000038, No. 72"),
        ("городище Небывалое", "The position may be off by up to 1 km."),
        ("Nowhere petroglyphs", "The position may be off by up to 50 km."),
        ("Fairytale 1 mausoleum", "Shown where it was surveyed. The position may be off by up"),
    ],
)
def test_every_situation_is_told(name: str, told: str, edition: Path, open_page: OpenPage) -> None:
    """On a border, claimed by another district, uncertain, withheld, without place or name."""
    page = open_page(f"{edition.as_uri()}/en/aktogay/index.html").page
    head = page.locator(find_entry(page, name))
    head.click()
    expect(head.locator("xpath=..")).to_contain_text(told, ignore_case=True)


def test_names_in_other_languages_say_so(edition: Path, open_page: OpenPage) -> None:
    """A name that is known in Kazakh alone is marked as Kazakh for screen readers."""
    page = open_page(f"{edition.as_uri()}/en/aktogay/index.html").page
    name = page.locator(find_entry(page, "Күмәнді қоныс")).locator(".name")
    expect(name).to_have_attribute("lang", "kk")


def test_the_keyboard_reaches_everything(origin: str, open_page: OpenPage) -> None:
    """Tab skips to the list and opens an entry; Enter presses a cell, Escape leaves it."""
    page = open_page(f"{origin}/en/aktogay/index.html").page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(5):  # both orders, the search, the filter, and the first entry
        page.keyboard.press("Tab")
    expect(page.locator(".site-head").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".site-head").first).to_have_attribute("aria-expanded", "true")
    page.locator("path.cell").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(POPUP)).to_contain_text("in this cell")
    page.locator(f"{POPUP} button").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator(POPUP)).to_have_count(0)
    expect(page.locator("path.cell").first).to_be_focused()


def test_the_list_is_sorted_by_name_when_asked(edition: Path, open_page: OpenPage) -> None:
    """Numbers in names count as numbers; the first order comes back."""
    page = open_page(f"{edition.as_uri()}/ru/aktogay/index.html").page
    first = read_names(page)
    page.locator("[data-order=name]").click()
    by_name = read_names(page)
    assert sorted(by_name) == sorted(first)
    assert by_name.index("могильник Выдуманный 2") < by_name.index("могильник Выдуманный 10")
    page.locator("[data-order=place]").click()
    assert read_names(page) == first


@pytest.mark.parametrize(
    ("language", "zoom", "scale"),
    [("kk", "Жақындату", "км"), ("ru", "Приблизить", "км"), ("en", "Zoom in", "km")],
)
def test_the_map_speaks_the_readers_language(
    language: str, zoom: str, scale: str, edition: Path, open_page: OpenPage
) -> None:
    """Controls, scale and the close button, which Leaflet has in English only."""
    page = open_page(f"{edition.as_uri()}/{language}/aktogay/index.html").page
    expect(page.locator(".leaflet-control-zoom-in")).to_have_attribute("title", zoom)
    assert page.locator(".leaflet-control-scale-line").inner_text().endswith(scale)
    page.locator(".site-head").first.click()
    closes = {"kk": "Жабу", "ru": "Закрыть", "en": "Close"}
    close = page.locator(".leaflet-popup-close-button")
    expect(close).to_have_attribute("aria-label", closes[language])


@pytest.mark.parametrize(
    "path",
    [
        *("index.html", "kk/index.html", "ru/index.html", "en/index.html"),
        *("ru/abay/index.html", "kk/unplaced/index.html", "en/zhanaarka/index.html"),
        *("ru/karaganda/index.html", "kk/ulytau/index.html", "en/before-2022/index.html"),
    ],
)
def test_other_pages_open_without_a_fault(path: str, origin: str, open_page: OpenPage) -> None:
    """The front door, the regions, a district without sites, and sites without a district."""
    page = open_page(f"{origin}/{path}").page
    expect(page.locator("h1, .front-title").first).to_be_visible()


def test_a_district_taken_along_opens_from_disk(
    edition: Path, tmp_path: Path, open_page: OpenPage
) -> None:
    """Unpacked, without a network: from its front door to the list, and to a card and back."""
    with ZipFile(edition / "data" / "aktogay.zip") as archive:
        archive.extractall(tmp_path)
    page = open_page(f"{tmp_path.as_uri()}/index.html").page
    page.click('a[href="en/index.html"]')
    page.click("h1 a")
    expect(page.locator(".site-list > li").first).to_be_visible()
    page.locator(".site-head").first.click()
    page.locator('a[href*="sites/"]').first.click()
    page.locator(".trail a").last.click()
    expect(page.locator(".folium-map")).to_be_visible()


def test_the_overview_leads_to_a_district(origin: str, open_page: OpenPage) -> None:
    """From the front door through the overview map to a district, by links alone."""
    page = open_page(f"{origin}/index.html").page
    page.get_by_role("link", name="English").click()
    page.locator(".overview a", has=page.locator("title", has_text="Aktogay")).dispatch_event(
        "click"
    )
    expect(page.locator("h1")).to_have_text("Aktogay district")


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_both_themes_can_be_read(is_dark: bool, edition: Path, open_page: OpenPage) -> None:  # noqa: FBT001  given by pytest
    """Every colour that texts have stands out from its ground by 4.5 to 1 (WCAG 2.2, AA)."""
    page = open_page(f"{edition.as_uri()}/en/aktogay/index.html", is_dark=is_dark).page
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (_luminance(background) < 0.2) == is_dark
    for where in (".site-head .name", ".site-head .about", ".remark", ".credit", ".trail a", "h1"):
        colour = page.locator(where).first.evaluate("one => getComputedStyle(one).color")
        assert _contrast(colour, background) >= 4.5, (where, colour, background)


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of `rgb(…)` (WCAG 2.2)."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("path", ["kk/aktogay", "ru/unplaced", "kk", "ru", "."])
def test_a_phone_shows_everything_without_scrolling_sideways(
    path: str, edition: Path, open_page: OpenPage
) -> None:
    """At 390 pixels nothing is cut off, and the map stands above the list."""
    page = open_page(f"{edition.as_uri()}/{path}/index.html", width=390, height=844).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if path == "kk/aktogay":
        above, below = page.locator(".map").bounding_box(), page.locator(".sites").bounding_box()
        assert above is not None
        assert below is not None
        assert above["y"] + above["height"] <= below["y"] + 1


def test_a_desk_shows_the_list_beside_the_map(edition: Path, open_page: OpenPage) -> None:
    """At 1280 pixels the map stays beside the list as that passes, and covers nothing below."""
    page = open_page(f"{edition.as_uri()}/ru/aktogay/index.html").page
    page.mouse.wheel(0, 0)
    page.evaluate("window.scrollTo(0, 900)")
    left, right = page.locator(".map").bounding_box(), page.locator(".sites").bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"] + 1
    assert 0 <= left["y"] <= 60
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    map_box, notes = page.locator(".map").bounding_box(), page.locator(".notes").bounding_box()
    assert map_box is not None
    assert notes is not None
    assert map_box["y"] + map_box["height"] <= notes["y"] + 1
