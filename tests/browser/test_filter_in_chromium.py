"""The filter of a district in Chromium: list, map and address show what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from chromium_fixtures import OpenPage
    from playwright.sync_api import Page

pytest_plugins = ["chromium_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

NBSP = "\u00a0"
SEARCH = ".filter input[type=search]"
OUTPUT = ".filter output"


def read_names(page: Page) -> list[str]:
    """Return the names in the list, as a reader sees them once it is written."""
    expect(page.locator("[aria-busy]")).to_have_count(0)
    return page.locator(".site-list .site-head .name").all_text_contents()


def read_counts(page: Page) -> list[str]:
    """Return what the cells of the map say of themselves."""
    return page.locator("path.cell").evaluate_all(
        "paths => paths.map((path) => path.getAttribute('aria-label'))"
    )


@pytest.mark.parametrize("text", ["Қиял", "киял", "QIYAL", "kiial qor", "Qïyal"])
def test_a_name_is_found_in_any_script(origin: str, open_page: OpenPage, text: str) -> None:
    """Letters of three languages and two scripts are one; every word begins a word of the name."""
    page = open_page(f"{origin}/kk/aktogay/index.html").page
    whole = len(read_names(page))
    page.fill(SEARCH, text)
    expect(page.locator(OUTPUT)).to_contain_text("Табылғаны: 1–2 ескерткіш.")
    assert len(read_names(page)) == 1
    page.fill(SEARCH, "жоқ мұндай")
    expect(page.locator(OUTPUT)).to_have_text("Ештеңе табылмады.")
    page.fill(SEARCH, "")
    assert len(read_names(page)) == whole


def test_the_map_shows_what_the_filter_finds(origin: str, open_page: OpenPage) -> None:
    """Cells without a site that fits are gone, others count what fits; markers come and go."""
    page = open_page(f"{origin}/en/aktogay/index.html").page
    cells, markers = page.locator("path.cell").count(), page.locator(".marker").count()
    page.click(".filter summary")
    page.check(".filter input[value=rock_art]")
    expect(page.locator(OUTPUT)).to_contain_text("Found:")
    assert 0 < page.locator("path.cell").count() < cells
    expect(page.locator(".marker, .cluster")).to_have_count(0)
    listed = page.locator(".site-list .about").all_text_contents()
    assert all(text.startswith("Rock art site") for text in listed)
    page.locator("path.cell").first.dispatch_event("click")
    assert all(t.startswith("Rock art") for t in page.locator(".about").all_text_contents())
    page.click(".filter button")
    expect(page.locator(OUTPUT)).to_be_empty()
    expect(page.locator("path.cell")).to_have_count(cells)
    assert page.locator(".marker").count() == markers


def test_time_is_chosen_by_period_or_with_the_bar(origin: str, open_page: OpenPage) -> None:
    """Sites without a date are counted; years about right only are told with a «c.»."""
    page = open_page(f"{origin}/en/aktogay/index.html").page
    page.click(".filter summary")
    options = [text.replace(NBSP, " ") for text in page.locator("option").all_text_contents()]
    assert "Bronze Age (2500–800 BC)" in options
    assert "Andronovo community (c. 1800–1200 BC)" in options
    page.select_option(".filter select", "tasmola")
    expect(page.locator(OUTPUT)).to_contain_text("Without a date, not shown")
    found = page.locator(".site-list .about").all_text_contents()
    assert found
    assert not [text for text in found if "12,000" in text]
    assert "period=tasmola" in page.url
    later = page.locator(".time-bar input").first
    later.focus()
    for _ in range(60):
        page.keyboard.press("ArrowRight")
    assert page.locator(".filter select").input_value() == ""
    assert "from=" in page.url
    expect(page.locator(".time-span")).to_contain_text("AD")
    assert "BC" not in (later.get_attribute("aria-valuetext") or "BC")


def test_an_address_keeps_filter_and_language(origin: str, open_page: OpenPage) -> None:
    """What was asked stands in the address, goes along to the other languages, and comes back."""
    page = open_page(f"{origin}/kk/aktogay/index.html").page
    page.click(".filter summary")
    page.check(".filter input[value=burial]")
    found = page.locator(OUTPUT).inner_text()
    page.click(".languages a[hreflang=ru]")
    expect(page.locator(OUTPUT)).to_contain_text("Найдено:")
    assert "kind_group=burial" in page.url
    assert page.is_checked(".filter input[value=burial]")
    count = [word for word in found.split() if word.isdigit()]
    assert count[0] in page.locator(OUTPUT).inner_text()


def test_a_card_leads_to_its_site_in_the_list_and_back(origin: str, open_page: OpenPage) -> None:
    """From the list to the card, from the card to the list, with the site open and on the map."""
    page = open_page(f"{origin}/en/aktogay/index.html").page
    page.locator(".site-list .site-head").first.click()
    page.click(".site-body a")
    name = page.locator("h1").inner_text()
    site = page.locator(".figures strong").inner_text()
    page.click(".locator a")
    expect(page.locator(".site-list [aria-expanded=true] .name")).to_have_text(name)
    assert page.url.endswith(f"aktogay/index.html#{site}")
    expect(page.locator(".leaflet-popup .popup-name")).to_have_text(name)
