"""Marks put into an ODS: runs of equal cells and rows, and what is refused."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
import python_calamine as calamine
from field_workbooks import build_spreadsheet
from markups import change_parts, make_markup, mark_here

from heritage_gis.errors import RefusedFileError
from heritage_gis.model.markup import Mark
from heritage_gis.read.markup.marked_copy import write_marked_copy
from heritage_gis.read.markup.ods import edit_spreadsheet
from heritage_gis.read.markup.xml_text import UneditableError
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Write a spreadsheet with runs of equal cells and rows."""
    path = tmp_path / "x.ods"
    build_spreadsheet(path)
    return path


@pytest.mark.parametrize(
    ("row", "column", "before", "after"),
    [(2, 900, 'columns-repeated="895"', 'columns-repeated="123"'),
     (500, 0, 'rows-repeated="494"', 'rows-repeated="1048076"')],
)  # fmt: skip
def test_a_run_is_parted_where_one_of_it_is_marked(
    book: Path, row: int, column: int, before: str, after: str
) -> None:
    """What stood once for many stands before and after; no cell of theirs moves."""
    marked = mark_here(book, make_markup(Mark(row, column, "error", "one")), edit_spreadsheet)
    with zipfile.ZipFile(marked) as archive:
        content = archive.read("content.xml").decode()
    start, at, end = (content.index(text) for text in (before, "heritage_gis:", after))
    assert start < at < end
    back = book.with_name("back.ods")
    back.write_bytes(marked.getvalue())
    books = [calamine.CalamineWorkbook.from_path(str(path)) for path in (book, back)]
    sent, given = (each.get_sheet_by_index(0).to_python() for each in books)
    assert given == sent


def test_a_mark_beside_a_tall_cell_goes_to_its_first_row(book: Path) -> None:
    """«Шетский район» is merged over four rows: what is told of the fourth stands at the first."""
    marked = mark_here(book, make_markup(Mark(5, 2, "warning", "one")), edit_spreadsheet)
    with zipfile.ZipFile(marked) as archive:
        content = archive.read("content.xml").decode()
    noted = content.index("heritage_gis:")
    assert content.index("Курган Айбала") < noted < content.index("Шетский район")


UNEDITABLE = {
    "other names": (b"xmlns:table=", b"xmlns:tab=", "its content calls urn:oasis"),
    "a comment": (b"<office:body>", b"<!-- x --><office:body>", "holds comments or CDATA"),
    "no sheets": (b"table:table ", b"table:tables ", "the spreadsheet has no sheets"),
}


@pytest.mark.parametrize("fault", UNEDITABLE)
def test_what_cannot_be_edited_is_refused(book: Path, fault: str) -> None:
    """A content that is not of the plain kind is left alone, and said so in a few words."""
    old, new, reason = UNEDITABLE[fault]
    change_parts(book, lambda _, content: content.replace(old, new))
    with pytest.raises(UneditableError) as caught:
        mark_here(book, make_markup(Mark(2, 1, "error", "one")), edit_spreadsheet)
    assert reason in str(caught.value)


def test_the_child_refuses_in_one_line(book: Path, tmp_path: Path) -> None:
    """What the child cannot mark comes back as a refusal that names the file."""
    change_parts(book, lambda _, content: content.replace(b"<office:body>", b"<!DOCTYPE x>"))
    with pytest.raises(RefusedFileError) as caught:
        write_marked_copy(book, "x.ods", make_markup(), Settings(), tmp_path / "back.ods")
    assert str(caught.value) == (
        "x.ods: cannot be marked in place: content.xml holds comments or CDATA"
    )
