"""A district with four thousand sites is as quick to read as a small one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from chromium_fixtures import OpenPage

pytest_plugins = ["chromium_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

LONGEST_TASK = """
() => new Promise((resolve) => new PerformanceObserver((list) => {
  resolve(Math.max(...list.getEntries().map((entry) => entry.duration)));
}).observe({ type: "longtask", buffered: true }) || setTimeout(() => resolve(0), 1500))
"""


def test_the_list_of_a_large_district_comes_in_pieces(
    large_edition: Path, open_page: OpenPage
) -> None:
    """The first view holds sixty entries; more come when asked for, in either order."""
    page = open_page(f"{large_edition.as_uri()}/ru/aktogay/index.html").page
    entries = page.locator(".site-list > li")
    expect(entries).to_have_count(60)
    expect(page.locator("path.cell")).to_have_count(13 * 9)
    page.locator(".more").click()
    expect(entries).to_have_count(120)
    expect(entries.nth(60).locator("button")).to_be_focused()
    page.locator("[data-order=name]").click()
    expect(entries.first.locator(".name")).to_have_text("могильник 1")
    expect(page.locator(".figures")).to_contain_text("4\u00a0000 памятников")


def test_a_large_district_does_not_freeze(large_edition: Path, open_page: OpenPage) -> None:
    """The longest single task of loading stays under a second, on a slow test machine too."""
    page = open_page(f"{large_edition.as_uri()}/ru/aktogay/index.html").page
    assert page.evaluate(LONGEST_TASK) < 1000
