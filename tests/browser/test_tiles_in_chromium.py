"""A background map of tiles: from one named host, and only when a reader asks for it."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Route

pytest_plugins = ["chromium_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mO48OACAAUEAoFlO+ZAAAAAAElFTkSuQmCC"
)


def test_tiles_come_when_a_reader_asks(chromium: Browser, tiled_edition: Path) -> None:
    """The page names the host and whom the map is by; pressed again, the tiles are gone."""
    page = chromium.new_context().new_page()
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=PIXEL, content_type="image/png")

    page.route(re.compile("^https:"), answer)
    page.goto(f"{tiled_edition.as_uri()}/ru/aktogay/index.html")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(page.locator(".tiles")).to_contain_text("tiles.example")
    expect(page.locator(".tiles")).to_contain_text("© Example")
    assert asked == []
    button = page.locator(".tiles button")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
    assert all(re.fullmatch(r"https://tiles\.example/\d+/\d+/\d+\.png", url) for url in asked)
    button.click()
    expect(page.locator(".leaflet-tile")).to_have_count(0)
    page.context.close()


def test_no_page_without_a_map_may_ask_the_host(tiled_edition: Path) -> None:
    """The policy of a card, and of the pages above, is as strict as ever."""
    for path in tiled_edition.rglob("*.html"):
        has_map = "folium-map" in path.read_text("utf-8")
        assert ("tiles.example" in path.read_text("utf-8")) == has_map, path
