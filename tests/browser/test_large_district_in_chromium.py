"""A district with four thousand sites is as quick to read as a small one."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from chromium_fixtures import OpenPage
    from playwright.sync_api import Page

pytest_plugins = ["chromium_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

LONGEST_TASK = """
() => new Promise((resolve) => new PerformanceObserver((list) => {
  resolve(Math.max(...list.getEntries().map((entry) => entry.duration)));
}).observe({ type: "longtask", buffered: true }) || setTimeout(() => resolve(0), 1500))
"""
LOADED = "() => Array.from(document.scripts, (script) => script.src.split('/').pop())"


@pytest.fixture
def page(large_edition: Path, open_page: OpenPage) -> Page:
    """The page of the district, from disk."""
    return open_page(f"{large_edition.as_uri()}/ru/aktogay/index.html").page


def test_the_list_comes_in_pieces(page: Page) -> None:
    """The first view holds sixty entries; more come when asked for, in either order."""
    entries = page.locator(".site-list > li")
    expect(entries).to_have_count(60)
    expect(page.locator("path.cell")).to_have_count(13 * 9)
    page.locator(".more").click()
    expect(entries).to_have_count(120)
    expect(entries.nth(60).locator("button")).to_be_focused()
    page.locator("[data-order=name]").click()
    expect(entries.first.locator(".name")).to_have_text("могильник 1")
    expect(entries.nth(2).locator(".name")).to_have_text("могильник 3")
    expect(page.locator(".figures")).to_contain_text("4\u00a0000 памятников")


def test_the_first_view_loads_one_piece(page: Page) -> None:
    """What nobody asked for stays where it is."""
    expect(page.locator(".site-list > li")).to_have_count(60)
    loaded = page.evaluate(LOADED)
    assert [name for name in loaded if name.startswith(("piece", "index"))] == ["piece-0.js"]


def test_circles_hold_all_exact_sites(page: Page) -> None:
    """However squares are joined, none is forgotten; coming closer parts them into their sites."""
    circles = page.locator(".cluster")
    expect(circles.first).to_be_visible()
    counts = [int(text) for text in circles.all_inner_texts()]
    assert sum(counts) == 400
    for _ in range(4):
        if page.locator(".marker").count():
            break
        circles.first.click()
        page.wait_for_timeout(400)
    expect(page.locator(".marker").first).to_be_visible()


def test_search_and_filter_find_in_all_pieces(page: Page) -> None:
    """The index knows every name; list, cells and markers show what it finds."""
    page.locator("input[type=search]").fill("mogilnik 3990")
    entries = page.locator(".site-list > li")
    expect(entries).to_have_count(1)
    expect(entries.locator(".name")).to_have_text("могильник 3990")
    expect(page.locator("output")).to_contain_text("1–2")
    expect(page.locator(".marker")).to_have_count(1)
    expect(page.locator("path.cell")).to_have_count(0)
    entries.locator("button").first.click()
    expect(page.locator(".leaflet-popup .popup-name")).to_have_text("могильник 3990")


def test_a_cell_shows_its_sites(page: Page) -> None:
    """All of them, in the list and by the first names in the popup."""
    page.locator("path.cell").nth(40).press("Enter")
    expect(page.locator(".popup-sites li")).to_have_count(5)
    told = page.locator(".leaflet-popup .popup-name").inner_text()
    count = int("".join(letter for letter in told if letter.isdigit()))
    expect(page.locator(".site-list > li")).to_have_count(count)


def test_an_address_leads_to_a_site_of_any_piece(large_edition: Path, open_page: OpenPage) -> None:
    """The list is not written three thousand entries long for it."""
    address = f"{large_edition.as_uri()}/ru/aktogay/index.html#KRG-003500"
    page = open_page(address).page
    entry = page.locator(".site-list > li")
    expect(entry).to_have_count(1)
    expect(entry.locator(".site-body")).to_contain_text("KRG-003500")
    page.locator(".narrowed button").click()
    expect(entry).to_have_count(60)


def test_a_piece_that_is_gone_is_told(
    large_edition: Path, tmp_path: Path, open_page: OpenPage
) -> None:
    """The atlas was renewed while the page stood open: the reader is told what to do."""
    maps = tmp_path / "maps"
    shutil.copytree(large_edition, maps, ignore=shutil.ignore_patterns("sites"))
    opened = open_page(f"{maps.as_uri()}/ru/aktogay/index.html")
    page = opened.page
    expect(page.locator(".site-list > li")).to_have_count(60)
    (folder,) = (maps / "data").glob("aktogay-*/")
    shutil.rmtree(folder)
    for _ in range(3):  # the first pieces are there already
        page.locator(".more").click()
        page.wait_for_timeout(200)
    expect(page.locator(".loading")).to_contain_text("атлас обновился")
    opened.faults.clear()  # that no answer came is what this is about


def test_it_does_not_freeze(page: Page) -> None:
    """The longest single task of loading stays under half a second, on a slow test machine too."""
    assert page.evaluate(LONGEST_TASK) < 500
