"""Take the pictures of the README, with Chromium and without a network.

They show maps/, and what the commands for a statement, for a corrected survey and for a site's
history write of the sample surveys; `make run` comes first.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from openpyxl import load_workbook
from playwright.sync_api import sync_playwright

from heritage_gis.pipeline.diffing import diff_file
from heritage_gis.pipeline.files import state_reading
from heritage_gis.pipeline.history import tell_history
from heritage_gis.pipeline.report_files import keep_difference, keep_history
from heritage_gis.pipeline.statement import make_statement, write_statement
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from heritage_gis.settings import Language

Scheme = Literal["light", "dark"]
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
    "card-kk": ("kk/sites/KRG-000021.html", 1280, 900),
    "card-ru-phone": ("ru/sites/KRG-000021.html", 390, 1250),
}
NARROW, SETTLE_MS, JPEG_QUALITY = 600, 300, 80
STATEMENT_YEAR = 2017
SURVEY = "2026-karaganda-monuments"
SHEET = "Сводная таблица памятников.xlsx"
BEGAZY = "KRG-000021"
# A corrected sheet, made of what published sources say otherwise (facts of the surveys themselves).
CORRECTED = {
    "D7": "XIII–X вв. до н.э.",  # another published range of Begazy-Dandybay
    "F7": "48°15′57″ с.ш. 75°20′32″ в.д.",  # as the source named in that row has it
    "F9": "49°13′69″ с.ш. 75°53′56″ в.д.",  # a slip of the pen: 69 seconds
    "F18": "49°08′ с.ш. 73°51,7′ в.д.",  # 4 km west of Karazhartas, as wiki says
    "B26": "Ақмұстафа қорымы / Могильник Ак-Мустафа",  # in place of the park of Taldy
    "C26": "могильник",
    "D26": "эпоха бронзы",
    "H26": None,
    "K26": "archaeology.kz/473",
}
ATLAS = {  # page of the atlas -> its address
    "front": "index.html",
    "region": "{language}/index.html",
    "aktogay": "{language}/aktogay/index.html",
    "ulytau": "{language}/ulytau/index.html",
    "list": "{language}/karkaraly/index.html#period=bronze",
    "card": "{language}/sites/KRG-000021.html",
}
LOOKS: tuple[tuple[Language, int, int, Scheme], ...] = (  # each page in all of them
    ("kk", 1280, 900, "light"),
    ("ru", 1280, 900, "dark"),
    ("kk", 390, 844, "dark"),
    ("ru", 390, 844, "light"),
)
PRINTED: tuple[tuple[str, Language], ...] = (("aktogay", "kk"), ("card", "ru"))
PAPER = (794, 1123)  # pixels of A4
PAGE_SHOTS: dict[str, tuple[str, Language, int, int]] = {  # picture -> page, language, size
    "statement-2017-kk": ("statement", "kk", 1280, 1000),
    "register-diff-kk": ("diff", "kk", 1280, 1500),
    "register-diff-ru-phone": ("diff", "ru", 390, 2300),
    "register-history-ru": ("history", "ru", 1280, 1240),
    "register-history-kk-phone": ("history", "kk", 390, 2300),
}


def main() -> None:
    """Open each page from disk, and keep what a reader sees first."""
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, (page, width, height) in SHOTS.items():
            take(chromium, name, (ROOT / "maps" / page).as_uri(), (width, height))
        take_atlas(chromium)
        for name, (sort, language, width, height) in PAGE_SHOTS.items():
            written = write_page(sort, language, Path(scratch))
            take(chromium, name, written.as_uri(), (width, height))
        chromium.close()


def take_atlas(chromium: Browser) -> None:
    """Keep pictures of every kind of page of the atlas, in every look, and printed."""
    for name, address in ATLAS.items():
        for language, width, height, scheme in LOOKS:
            page = (ROOT / "maps").as_uri() + "/" + address.format(language=language)
            picture = f"atlas-{name}-{language}-{width}-{scheme}"
            take(chromium, picture, page, (width, height), scheme=scheme)
    for name, language in PRINTED:
        page = (ROOT / "maps").as_uri() + "/" + ATLAS[name].format(language=language)
        picture = f"atlas-{name}-{language}-printed"
        take(chromium, picture, page, PAPER, is_printed=True)


def take(
    chromium: Browser,
    name: str,
    address: str,
    size: tuple[int, int],
    *,
    scheme: Scheme = "light",
    is_printed: bool = False,
) -> None:
    """Keep a picture of a page."""
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        offline=True,
        reduced_motion="reduce",
    )
    opened = context.new_page()
    opened.goto(address)
    opened.wait_for_load_state("load")
    opened.locator("[aria-busy]").wait_for(state="detached")
    if is_printed:
        opened.emulate_media(media="print")
        opened.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    elif "#" in address and size[0] < NARROW:
        opened.locator(".filter").evaluate("element => element.scrollIntoView()")
    opened.wait_for_timeout(SETTLE_MS)
    is_photo = name.startswith("atlas-")  # there are many of them
    path = PICTURES / f"{name}.{'jpg' if is_photo else 'png'}"
    opened.screenshot(path=path, full_page=is_printed, quality=JPEG_QUALITY if is_photo else None)
    print(path.relative_to(ROOT))
    context.close()


def write_page(sort: str, language: Language, scratch: Path) -> Path:
    """Write the page of a statement, of a corrected sample survey, or of the history of Begazy."""
    settings = Settings(home=ROOT, language=language)
    if sort == "statement":
        paper = scratch / "statement.html"
        write_statement(make_statement(STATEMENT_YEAR, settings), paper, settings)
        return paper
    if sort == "history":
        return keep_history(tell_history(BEGAZY, settings), scratch / language, settings)
    told = diff_file(correct_sheet(scratch), state_reading(), SURVEY, settings)
    return keep_difference(told, scratch / language, settings)


def correct_sheet(scratch: Path) -> Path:
    """Write a corrected copy of a sample survey; what was received stays as it is."""
    book = load_workbook(ROOT / "data" / "raw" / SURVEY / "v1" / SHEET)
    for cell, value in CORRECTED.items():
        book.worksheets[0][cell] = value
    path = scratch / SHEET
    book.save(path)
    return path


if __name__ == "__main__":
    main()
