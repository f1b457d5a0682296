"""Take the pictures of the README from maps/, with Chromium and without a network."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

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


def main() -> None:
    """Open each page from disk, and keep what a reader sees first."""
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, (page, width, height) in SHOTS.items():
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
