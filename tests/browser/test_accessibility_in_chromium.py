"""Every kind of page for those who hear, enlarge or type it: axe-core, and what it cannot see."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chromium_fixtures import OpenPage
    from playwright.sync_api import Browser, Page

pytest_plugins = ["chromium_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
KINDS = {
    "front": "index.html",
    "region": "{language}/index.html",
    "former layout": "{language}/before-2022/index.html",
    "district": "{language}/aktogay/index.html",
    "empty district": "{language}/abay/index.html",
    "unplaced": "{language}/unplaced/index.html",
    "card": "{language}/sites/KRG-000001.html",
    "former card": "{language}/sites/KRG-999999.html",
}
PAGES = [
    (kind, address.format(language=language))
    for kind, address in KINDS.items()
    for language in (("kk", "ru", "en") if "{" in address else ("kk",))
]
FADED_MS = 400  # after which a popup has its colours
NARROW = 320  # CSS pixels: a window of 1280 enlarged to 400 percent


DARK = [(address, "dark") for _, address in PAGES if not address.startswith(("ru", "en"))]


@pytest.fixture(scope="module")
def wide_page(chromium: Browser) -> Iterator[Page]:
    """A page as wide as a desk's."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


@pytest.mark.parametrize(("address", "scheme"), [*((a, "light") for _, a in PAGES), *DARK])
def test_axe_finds_nothing(
    edition: Path, wide_page: Page, address: str, scheme: Literal["light", "dark"]
) -> None:
    """All its rules, those of WCAG 2.2 AA and good practice; filter and first entry are open."""
    wide_page.emulate_media(color_scheme=scheme)
    wide_page.goto(f"{edition.as_uri()}/{address}")
    for opener in (".filter summary", ".site-head"):
        shown = wide_page.locator(opener).locator("visible=true")
        if shown.count():
            shown.first.click()
    wide_page.wait_for_timeout(FADED_MS)
    wide_page.evaluate(AXE.read_text("utf-8"))
    told: dict[str, Any] = wide_page.evaluate(
        "axe.run(document, {rules: {'target-size': {enabled: true}}})"
    )
    found = [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for rule in told["violations"]
        for node in rule["nodes"]
    ]
    assert found == []
    assert len(told["passes"]) > 10


@pytest.mark.parametrize("address", [address for _, address in PAGES])
def test_a_page_enlarged_to_400_percent_needs_no_sideways_scrolling(
    edition: Path, chromium: Browser, address: str
) -> None:
    """Nothing is wider than the window, and nothing is cut off at its side."""
    page = chromium.new_page(viewport={"width": NARROW, "height": 256})
    page.goto(f"{edition.as_uri()}/{address}")
    shown = page.locator(".filter summary").locator("visible=true")
    if shown.count():
        shown.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    page.close()


CONTROLS = """() => [...document.querySelectorAll(
  "a[href], button, input, select, summary, [tabindex]"
)].filter((each) => each.tabIndex >= 0 && each.checkVisibility())
  .map((each, at) => { each.dataset.order = at; return at; })"""


def test_every_control_is_reached_by_tab_in_its_order(origin: str, open_page: OpenPage) -> None:
    """From the first to the last as they stand in the page, and none is a trap."""
    page = open_page(f"{origin}/en/aktogay/index.html").page
    page.click(".filter summary")
    wanted = page.evaluate(CONTROLS)
    page.evaluate("document.activeElement.blur()")
    page.locator("[data-order='0']").focus()
    seen = [0]
    for _ in wanted[1:]:
        page.keyboard.press("Tab")
        seen.append(int(page.evaluate("document.activeElement.dataset.order ?? -1")))
    assert seen == wanted
