"""A reader with a keyboard alone: to Begazy, its card, a filter and the data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytest_plugins = ["chromium_fixtures", "sample_home"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

FOCUSED = """
(wanted) => {
  const element = document.activeElement;
  return element !== document.body && element.matches(wanted.css)
    && (element.getAttribute("aria-label") || element.textContent).includes(wanted.text);
}
"""
IS_SEEN = """
() => {
  const element = document.activeElement;
  const path = element.closest("svg") && element.querySelector("path");  // of a district
  return getComputedStyle(element).outlineStyle !== "none"
    || (path && parseFloat(getComputedStyle(path).strokeWidth) >= 3);
}
"""
MOST_STOPS = 60


@pytest.fixture
def maps(built: Path) -> Path:
    """What the main job makes of the sample surveys."""
    return built / "maps"


def go_to(page: Page, css: str, text: str = "") -> None:
    """Press Tab until the focus is on an element, which must show that it has it."""
    expect(page.locator("[aria-busy]")).to_have_count(0)
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED, {"css": css, "text": text}):
            assert page.evaluate(IS_SEEN)
            return
    pytest.fail(f"{css} «{text}» is not within {MOST_STOPS} stops of Tab")


@pytest.mark.parametrize("is_offline", [False, True])
def test_a_keyboard_is_enough(
    chromium: Browser, maps: Path, serve: Callable[[Path], str], *, is_offline: bool
) -> None:
    """Find Begazy, open its card, filter by the Bronze Age, and take the data home.

    Once from a server, and once from disk, with images and the network off.
    """
    root = maps.as_uri() if is_offline else serve(maps)
    context = chromium.new_context(offline=is_offline, accept_downloads=True)
    page = context.new_page()
    if is_offline:
        page.route("**/*.{png,svg,jpg,webp}", lambda route: route.abort())
    page.goto(f"{root}/index.html")
    go_to(page, "a", "Қазақша")
    page.keyboard.press("Enter")
    go_to(page, "main a", "Ақтоғай ауданы")
    page.keyboard.press("Enter")

    go_to(page, ".filter input[type=search]")
    page.keyboard.type("бегазы")
    expect(page.locator(".filter output")).to_contain_text("Табылғаны")
    go_to(page, ".site-head", "Беғазы")
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup")).to_contain_text("Беғазы")
    go_to(page, ".site-body a", "")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Беғазы")
    go_to(page, "figcaption a")
    page.keyboard.press("Enter")
    expect(page.locator(".site-body")).to_be_visible()

    go_to_top(page)
    go_to(page, ".filter summary")
    page.keyboard.press("Enter")
    go_to(page, ".time-period select")
    while page.locator(".time-period select").input_value() != "bronze":
        page.keyboard.press("ArrowDown")
    expect(page.locator(".filter output")).to_contain_text("Табылғаны")
    assert "period=bronze" in page.url
    assert page.locator(".site-list > li").count() > 0

    page.keyboard.press("End")
    go_to(page, ".downloads a")
    features = json.loads(take_home(page, is_offline=is_offline))["features"]
    assert any("Беғазы" in (feature["properties"]["name_kk"] or "") for feature in features)
    context.close()


def take_home(page: Page, *, is_offline: bool) -> str:
    """Follow a link to a download; from disk, Chromium shows the file instead of keeping it."""
    if is_offline:
        page.keyboard.press("Enter")
        page.wait_for_url("**/aktogay.geojson")
        return page.locator("pre").inner_text()
    with page.expect_download() as waited:
        page.keyboard.press("Enter")
    return waited.value.path().read_text("utf-8")


def go_to_top(page: Page) -> None:
    """Begin anew from the top of the page, as a reload does."""
    page.reload()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    page.evaluate("document.activeElement.blur()")
