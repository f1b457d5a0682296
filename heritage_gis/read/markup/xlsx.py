"""An XLSX given back: coloured, with comments and a summary, and otherwise as it was.

Nothing is loaded and saved: charts, shapes, pivots and conditional formats, which libraries lose,
are parts that stay byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from heritage_gis.read.markup.in_place import mark_in_place
from heritage_gis.read.markup.merged import gather_marks
from heritage_gis.read.markup.package import OFFICE, Package
from heritage_gis.read.markup.sheet_names import find_free_name
from heritage_gis.read.markup.xlsx_comments import Comment, add_comments
from heritage_gis.read.markup.xlsx_rows import tint_cells
from heritage_gis.read.markup.xlsx_sheet import SheetText
from heritage_gis.read.markup.xlsx_styles import Styles
from heritage_gis.read.markup.xlsx_summary import write_summary
from heritage_gis.read.markup.xml_text import (
    UneditableError,
    compile_tag,
    escape,
    find_prefix,
    insert_before,
    read_number,
)

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

    from heritage_gis.model.markup import Mark, MarkUp
    from heritage_gis.read.workplace import Workplace


_BOOK = "xl/workbook.xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def mark_up_workbook(workplace: Workplace) -> None:
    """Mark up the workbook of a job.

    Raises:
        RefusedFileError: it is damaged, or of a kind that cannot be edited in place.
    """
    mark_in_place(workplace, edit_workbook)


def edit_workbook(archive: zipfile.ZipFile, markup: MarkUp, path: Path) -> None:
    """Write an open workbook to `path` with a markup put in.

    Raises:
        UneditableError: it is of a kind that cannot be edited in place.
    """
    package = Package(archive)
    sheets = list_sheets(package)
    links = package.list_relations(_BOOK)
    part = next((link.part for link in links if link.kind == "styles"), "xl/styles.xml")
    styles = Styles(package.read_xml(part), part)
    for name, marks in markup.marks.items():
        if name in sheets and marks:
            _mark_sheet(package, sheets[name], marks, styles)
    _add_summary(package, markup, styles, sheets)
    package.put(part, styles.write())
    package.save(path)


def list_sheets(package: Package) -> dict[str, str]:
    """Return the part of each sheet by its name, in their order.

    Raises:
        UneditableError: the book is of the strict kind, or names no sheets.
    """
    links = {link.key: link.part for link in package.list_relations(_BOOK)}
    book = ET.fromstring(package.read_xml(_BOOK))  # noqa: S314 - no document type: checked
    found = {}
    for entry in book.iter(f"{_MAIN}sheet"):
        key = entry.get(f"{{{OFFICE}}}id", "")
        if links.get(key):
            found[entry.get("name", "")] = links[key]
    if not found:
        raise UneditableError("the workbook names no sheets, or is of the strict kind")
    return found


def _mark_sheet(package: Package, part: str, marks: tuple[Mark, ...], styles: Styles) -> None:
    sheet = SheetText(package.read_xml(part))
    by_place = gather_marks(marks, sheet.list_merged())
    comments = [
        Comment(row, column, mark.text)
        for row, cells in by_place.items()
        for column, mark in cells.items()
        if mark.text
    ]
    tint_cells(sheet, by_place, styles)
    if comments:
        add_comments(package, part, sheet, comments)
    package.put(part, sheet.join())


def _add_summary(package: Package, markup: MarkUp, styles: Styles, sheets: dict[str, str]) -> None:
    part = package.name_part("xl/worksheets/heritageSummary{}.xml")
    package.put(part, write_summary(markup.summary, styles.make_looks(), sheets))
    package.state_type(part, _SHEET_TYPE)
    key = package.add_relation(_BOOK, "worksheet", part)
    book = package.read_xml(_BOOK)
    prefix = find_prefix(book, "workbook")
    numbers = [
        read_number(tag[0], b"sheetId") for tag in compile_tag(prefix + b"sheet").finditer(book)
    ]
    name = find_free_name(markup.summary.title, sheets)
    element = (
        f'sheet xmlns:r="{OFFICE}" name="{escape(name)}" sheetId="{max([*numbers, 0]) + 1}" '
        f'r:id="{key}"/>'
    )
    closing = b"</" + prefix + b"sheets>"
    package.put(_BOOK, insert_before(book, closing, b"<" + prefix + element.encode(), _BOOK))
