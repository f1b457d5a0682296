"""Take the pictures of the README from maps/ and a statement, with Chromium and no network."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from heritage_gis.pipeline.statement import make_statement, write_statement
from heritage_gis.settings import read_settings

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
SHOTS = {  # picture -> page, width, height
    "aktogay-kk": ("kk/aktogay/index.html", 1280, 800),
    "aktogay-en": ("en/aktogay/index.html", 1280, 800),
    "ulytau-ru-phone": ("ru/ulytau/index.html", 390, 844),
    "regions-ru": ("ru/index.html", 1280, 900),
}
STATEMENT = ("statement-2017-kk", 2017, 1280, 1000)  # in Kazakh; picture, year, width, height


def main() -> None:
    """Open each page from disk, and keep what a reader sees first."""
    PICTURES.mkdir(exist_ok=True)
    name, year, width, height = STATEMENT
    settings = read_settings(ROOT, "kk")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        paper = Path(scratch) / "statement.html"
        write_statement(make_statement(year, settings), paper, settings)
        shots = {**SHOTS, name: (str(paper), width, height)}
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, (page, width, height) in shots.items():
            context = chromium.new_context(
                viewport={"width": width, "height": height}, offline=True, reduced_motion="reduce"
            )
            opened = context.new_page()
            opened.goto((ROOT / "maps" / page).as_uri())
            opened.wait_for_load_state("load")
            opened.screenshot(path=PICTURES / f"{name}.png")
            print(f"docs/pictures/{name}.png")
            context.close()
        chromium.close()


if __name__ == "__main__":
    main()
