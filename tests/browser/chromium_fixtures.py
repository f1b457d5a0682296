"""Chromium, without any network, on an edition of the made-up sites."""

from __future__ import annotations

import shutil
import sys
import threading
from dataclasses import dataclass, field, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect, sync_playwright

from heritage_gis.paths import Home
from heritage_gis.pipeline.public_twin import tell_former
from heritage_gis.places.districts import load_districts
from heritage_gis.publish.editions import Tiles
from heritage_gis.publish.staging import stage_edition

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))  # the made-up sites live there
from edition_files import FIRST
from made_up_sites import (
    AKTOGAY,
    HOSTILE_NAMES,
    make_public_sites,
    place_exactly,
    place_in_cell,
    public_sites_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
MANY = 4_000
WATCH = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""


@dataclass
class Opened:
    """A page, and what went wrong on it: errors, refusals, dialogs, foreign addresses."""

    page: Page
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition as it lies on disk, in a folder with a space and Kazakh letters in its name."""
    home = Home(tmp_path_factory.mktemp("home"))
    folder = tmp_path_factory.mktemp("edition") / "Менің карталарым"
    folder.mkdir()
    public = replace(make_public_sites(), former={"KRG-999999": ""})
    stage_edition(public, load_districts(home), FIRST, folder, tell_former(public, home))
    return folder


@pytest.fixture(scope="session")
def hostile_names() -> tuple[str, ...]:
    """Names that would run as script if they were ever taken for markup."""
    return HOSTILE_NAMES


@pytest.fixture(scope="session")
def large_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with four thousand sites in Aktogay, a tenth of them exact."""
    rows = []
    squares = sorted((8 - number // 13 % 9, number % 13, number) for number in range(MANY))
    for row, column, number in squares:  # in the order of a public twin
        west, south = 75 + column / 10, 48.1 - row / 10
        place = place_in_cell("area", west, south)
        if number % 10 == 0:
            place = place_exactly(round(west + number % 97 / 1000, 5), round(south + 0.05, 5))
        within = {"district": AKTOGAY, "region": "35", "name_ru": f"могильник {MANY - number}"}
        rows.append(within | {"kind_group": "burial"} | place)
    folder = tmp_path_factory.mktemp("large")
    districts = load_districts(Home(tmp_path_factory.mktemp("home")))
    stage_edition(public_sites_of(rows), districts, FIRST, folder)
    return folder


@pytest.fixture(scope="session")
def tiled_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition whose maps offer tiles."""
    folder = tmp_path_factory.mktemp("tiled")
    districts = load_districts(Home(tmp_path_factory.mktemp("home")))
    tiles = Tiles("https://tiles.example/{z}/{x}/{y}.png", "© Example")
    stage_edition(make_public_sites(), districts, replace(FIRST, tiles=tiles), folder)
    return folder


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Start a plain web server on a folder; returns its address."""
    servers: list[ThreadingHTTPServer] = []

    def serve_folder(folder: Path) -> str:
        handler = partial(_QuietHandler, directory=str(folder))
        httpd = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        servers.append(httpd)
        return f"http://127.0.0.1:{httpd.server_address[1]}"

    yield serve_folder
    for httpd in servers:
        httpd.shutdown()
        httpd.server_close()


@pytest.fixture(scope="session")
def server(edition: Path, serve: Callable[[Path], str]) -> str:
    """The address of a plain web server on the edition."""
    return serve(edition)


class _QuietHandler(SimpleHTTPRequestHandler):
    """Serves without a word."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  named by its base
        """Say nothing."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    program = shutil.which("chromium")
    assert program, "chromium is missing: run scripts/install_test_servers.sh"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS])
        yield browser
        browser.close()


@pytest.fixture(params=["disk", "server"])
def origin(request: pytest.FixtureRequest, edition: Path, server: str) -> str:
    """Where pages come from: opened from disk, or from a web server."""
    return edition.as_uri() if request.param == "disk" else server


class OpenPage(Protocol):
    """How a test opens a page."""

    def __call__(
        self, address: str, width: int = 1280, height: int = 800, *, is_dark: bool = False
    ) -> Opened:
        """Open an address in a window of this size."""
        ...


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Open an address with the network off; at the end nothing may have gone wrong."""
    all_opened: list[Opened] = []

    def open_address(
        address: str, width: int = 1280, height: int = 800, *, is_dark: bool = False
    ) -> Opened:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if is_dark else "light",
            reduced_motion="reduce",
            offline=address.startswith("file:"),
        )
        context.add_init_script(WATCH)
        opened = Opened(context.new_page())
        _watch(opened)
        all_opened.append(opened)
        opened.page.goto(address)
        expect(opened.page.locator("[aria-busy]")).to_have_count(0)
        return opened

    yield open_address
    faults = [fault for opened in all_opened for fault in opened.faults]
    for opened in all_opened:
        opened.page.context.close()
    assert faults == []


def _watch(opened: Opened) -> None:
    page, faults = opened.page, opened.faults

    def let_pass(route: Route) -> None:
        if route.request.url.startswith(("file:", "http://127.0.0.1:", "data:")):
            route.continue_()
            return
        faults.append(f"asked for {route.request.url}")
        route.abort()

    page.route("**/*", let_pass)
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))

    def miss(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before its icon came
            faults.append(f"no answer: {request.url}")

    page.on("requestfailed", miss)

    def refuse(dialog: object) -> None:
        faults.append(f"a dialog opened: {dialog}")

    page.on("dialog", refuse)
