"""Mark a workbook up, open it in LibreOffice, and take its pictures for the docs.

The workbook is a sample survey, so every place in it is published; a few cells are spoilt here.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import zipfile
from pathlib import Path

import openpyxl
from PIL import Image, ImageChops

from heritage_gis.pipeline.files import check_file
from heritage_gis.pipeline.marked_workbooks import name_marked
from heritage_gis.pipeline.report_files import keep_report
from heritage_gis.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SURVEY = ROOT / "data" / "raw" / "2026-karaganda-monuments" / "v1"
FILE = "Сводная таблица памятников.xlsx"
PICTURES = ROOT / "docs" / "pictures"
SPOILT = {"F7": "48°73′02″ с.ш. 75°20′43″ в.д.", "C9": "манастырь", "D10": "давным-давно"}
SHOTS = {"marked-workbook-ru": 0, "marked-summary-ru": -1}  # picture -> page
DPI, MARGIN = 150, 16


def main() -> None:
    """Take both pictures: the marked sheet, and the summary."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        spoil(folder / FILE)
        settings = Settings(home=ROOT, language="ru")
        report = check_file(folder / FILE, settings)
        keep_report(report, folder / "back", folder, settings)
        marked = folder / "back" / name_marked(FILE, is_in_place=True)
        shown = folder / "shown.xlsx"
        show_comments(marked, shown, {"F7", "C9"})
        pages = draw(shown, folder)
        PICTURES.mkdir(exist_ok=True)
        for name, page in SHOTS.items():
            crop(pages[page]).save(PICTURES / f"{name}.png", optimize=True)
            print(f"docs/pictures/{name}.png")


def spoil(path: Path) -> None:
    """Write the survey's workbook with a few wrong cells, and one page wide."""
    book = openpyxl.load_workbook(SURVEY / FILE)
    sheet = book.worksheets[0]
    for cell, text in SPOILT.items():
        sheet[cell] = text
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(
        fitToPage=True
    )
    book.save(path)


def show_comments(marked: Path, shown: Path, cells: set[str]) -> None:
    """Let the comments of some cells stand open, as they do under the pointer."""
    places = {(int(cell[1:]) - 1, ord(cell[0]) - ord("A")) for cell in cells}
    with zipfile.ZipFile(marked) as archive, zipfile.ZipFile(shown, "w") as copy:
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename.endswith(".vml"):
                content = re.sub(
                    rb"<v:shape .*?</v:shape>", lambda box: _open_box(box[0], places), content
                )
            copy.writestr(entry, content)


def _open_box(box: bytes, places: set[tuple[int, int]]) -> bytes:
    row, column = (int(re.search(rb"<x:%s>(\d+)" % name, box)[1]) for name in (b"Row", b"Column"))
    if (row, column) not in places:
        return box
    box = box.replace(b"visibility:hidden", b"visibility:visible")
    return box.replace(b"<x:Row>", b"<x:Visible/><x:Row>")


def draw(book: Path, folder: Path) -> list[Image.Image]:
    """Let LibreOffice print the workbook; return its pages."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(book)], check=True, capture_output=True)
    pdf = book.with_suffix(".pdf")
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", str(pdf), str(folder / "page")], check=True)
    return [Image.open(page).convert("RGB") for page in sorted(folder.glob("page-*.png"))]


def crop(page: Image.Image) -> Image.Image:
    """Cut the white margins off, but for a little."""
    blank = Image.new("RGB", page.size, "white")
    left, top, right, bottom = ImageChops.difference(page, blank).getbbox() or (0, 0, *page.size)
    box = (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)
    return page.crop(box)


if __name__ == "__main__":
    main()
