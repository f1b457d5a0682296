"""Marks put into an XLSX: cells and rows that were not there, merged cells, comments, refusals."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from markups import add_parts, change_parts, make_markup, mark_here
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from heritage_gis.errors import RefusedFileError
from heritage_gis.model.markup import SHADES, Mark
from heritage_gis.pipeline.files import check_file
from heritage_gis.pipeline.report_files import keep_report
from heritage_gis.read.markup.marked_copy import write_marked_copy
from heritage_gis.read.markup.xml_text import UneditableError
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BytesIO
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

GREEN = PatternFill("solid", fgColor="FF00B050")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Write a small workbook: a styled column, a gap between rows, merged cells."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Лист1"
    sheet.append(["Название", "Широта", None, "Прим."])
    sheet.append(["Бегазы", "48,2", None, "x"])
    sheet["A7"] = "Талды"
    sheet["D7"] = "y"
    sheet.merge_cells("A8:B10")
    sheet.column_dimensions["F"].fill = GREEN
    path = tmp_path / "x.xlsx"
    made.save(path)
    return path


def open_sheet(marked: BytesIO | Path) -> Worksheet:
    """Open the first sheet of a marked workbook."""
    return openpyxl.load_workbook(marked).worksheets[0]


def list_shades(sheet: Worksheet) -> dict[str, str]:
    """Return the shade of each cell that has one of ours."""
    names = {f"FF{colour}": shade for shade, colour in SHADES.items()}
    return {
        cell.coordinate: names[str(cell.fill.fgColor.rgb)]
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in names
    }


def test_cells_and_rows_that_are_missing_are_made_in_order(book: Path) -> None:
    """A blank cell between others, a row in a gap, one below all, one in a styled column."""
    marks = [Mark(2, 2, "error"), Mark(4, 1, "warning"), Mark(12, 0, "note"), Mark(7, 5, "note")]
    marked = mark_here(book, make_markup(*marks))
    sheet = open_sheet(marked)
    assert list_shades(sheet) == {"C2": "error", "B4": "warning", "A12": "note", "F7": "note"}
    assert [cell.value for cell in sheet[2]][:4] == ["Бегазы", "48,2", None, "x"]
    with zipfile.ZipFile(marked) as archive:
        content = archive.read("xl/worksheets/sheet1.xml").decode()
    places = [content.index(f'r="{cell}"') for cell in ("B2", "C2", "D2", "B4", "A7", "D7", "F7")]
    assert places == sorted(places)


def test_a_mark_within_merged_cells_goes_to_the_first_of_them(book: Path) -> None:
    """What is told of a row that stands beside a merged cell is seen where its text is."""
    marks = [Mark(9, 0, "warning", "one"), Mark(10, 1, "error", "two"), Mark(8, 0, "note", "one")]
    sheet = open_sheet(mark_here(book, make_markup(*marks)))
    assert list_shades(sheet) == {"A8": "error"}
    comment = sheet["A8"].comment
    assert comment is not None
    assert comment.text == "heritage_gis:\none\n\ntwo"


def test_texts_are_written_as_they_are(book: Path) -> None:
    """Signs of XML, of Excel and of control are escaped or left out; nothing is a formula."""
    text = '=1+1 <b> & «\x07» "q" _x000D_ ' + "я" * 40_000
    sheet = open_sheet(mark_here(book, make_markup(Mark(2, 1, "error", text))))
    comment = sheet["B2"].comment
    assert comment is not None
    assert comment.text.startswith('heritage_gis:\n=1+1 <b> & «» "q" _x005F_x000D_ яяя')
    assert len(comment.text) < 33_000


def test_links_lead_only_to_sheets_that_there_are(book: Path) -> None:
    """A link to a sheet that is not there is left out; its words stay."""
    summary = openpyxl.load_workbook(mark_here(book, make_markup())).worksheets[-1]
    assert summary["A3"].hyperlink is not None
    assert summary["A3"].hyperlink.location == "'Лист1'!B2"
    assert (summary["A4"].value, summary["A4"].hyperlink) == ("Z9", None)


def test_a_workbook_marked_twice_has_two_summaries_and_both_comments(book: Path) -> None:
    """Names and parts of the first marking are taken, so the second finds others."""
    mark = Mark(2, 1, "error", "one")
    twice = book.with_name("twice.xlsx")
    twice.write_bytes(mark_here(book, make_markup(mark)).getvalue())
    marked = mark_here(twice, make_markup(mark, Mark(7, 0, "note", "two")))
    again = openpyxl.load_workbook(marked)
    assert again.sheetnames == ["Лист1", "Check results", "Check results (2)"]
    comments = [again["Лист1"][cell].comment for cell in ("B2", "A7")]
    assert [comment.text if comment else "" for comment in comments] == [
        "heritage_gis:\none\n\nheritage_gis:\none",
        "heritage_gis:\ntwo",
    ]


def test_a_thread_of_theirs_is_left_alone(book: Path) -> None:
    """Where Excel keeps a thread, text added to its stand-in would not be seen: only colour."""
    made = openpyxl.load_workbook(book)
    made.worksheets[0]["B2"].comment = Comment("[Threaded comment] …", "tc={1}")
    made.save(book)
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    link = f'<Relationship Id="t1" Type="{kind}" Target="/xl/threadedComments/t.xml"/>'
    change_parts(
        book,
        lambda name, content: (
            content.replace(b"</Relationships>", f"{link}</Relationships>".encode())
            if name == "xl/worksheets/_rels/sheet1.xml.rels"
            else content
        ),
    )
    add_parts(book, {"xl/threadedComments/t.xml": "<ThreadedComments/>"})
    marks = [Mark(2, 1, "error", "ours"), Mark(7, 0, "error", "other")]
    sheet = open_sheet(mark_here(book, make_markup(*marks)))
    assert list_shades(sheet) == {"B2": "error", "A7": "error"}
    kept, other = sheet["B2"].comment, sheet["A7"].comment
    assert kept is not None
    assert kept.text == "[Threaded comment] …"
    assert other is not None
    assert other.text == "heritage_gis:\nother"


def change_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    """Return what changes the first sheet."""
    return lambda name, content: (
        content.replace(old, new, 1) if name.endswith("sheet1.xml") else content
    )


UNEDITABLE = {
    "a comment": (b"<sheetData>", b"<!-- x --><sheetData>", "holds comments or CDATA"),
    "a document type": (b"<worksheet", b"<!DOCTYPE x><worksheet", "holds comments or CDATA"),
    "no rows": (b"sheetData", b"sheetDate", "a sheet has no list of rows"),
    "cut": (b"</worksheet>", b"</worksheets>", "is damaged (mismatched tag"),
    "rows without numbers": (b'<row r="1"', b'<row n="1"', "does not number its rows"),
    "cells without names": (b'<c r="B2"', b'<c n="B2"', "does not name its cells"),
}


@pytest.mark.parametrize("fault", UNEDITABLE)
def test_what_cannot_be_edited_is_refused(book: Path, fault: str) -> None:
    """A sheet that is not of the plain kind is left alone, and said so in a few words."""
    old, new, reason = UNEDITABLE[fault]
    change_parts(book, change_sheet(old, new))
    with pytest.raises(UneditableError) as caught:
        mark_here(book, make_markup(Mark(2, 1, "error", "one")))
    assert reason in str(caught.value)


def test_the_child_refuses_in_one_line(book: Path, tmp_path: Path) -> None:
    """What the child cannot mark comes back as a refusal that names the file."""
    change_parts(book, change_sheet(b"<sheetData>", b"<![CDATA[x]]><sheetData>"))
    target = tmp_path / "back.xlsx"
    with pytest.raises(RefusedFileError) as caught:
        write_marked_copy(book, "x.xlsx", make_markup(Mark(2, 1, "note")), Settings(), target)
    assert str(caught.value) == (
        "x.xlsx: cannot be marked in place: xl/worksheets/sheet1.xml holds comments or CDATA"
    )
    assert not target.exists()


def test_a_copy_stands_in_for_a_workbook_that_cannot_be_edited(tmp_path: Path) -> None:
    """Then the report has a workbook with the same cells and the same marks."""
    made = openpyxl.Workbook()
    made.worksheets[0].append(["Название", "Широта", "Долгота"])
    made.worksheets[0].append(["Курган Акжал", "48°73′02″", "75°20′43″"])
    made.save(tmp_path / "x.xlsx")
    change_parts(tmp_path / "x.xlsx", change_sheet(b"<sheetData>", b"<!-- x --><sheetData>"))
    settings = Settings(home=tmp_path, language="en")
    report = check_file(tmp_path / "x.xlsx", settings)
    assert keep_report(report, tmp_path / "back", tmp_path, settings) == []
    assert not (tmp_path / "back" / "x.checked.xlsx").exists()
    sheet = open_sheet(tmp_path / "back" / "x.xlsx.checked.xlsx")
    assert list_shades(sheet) == {"B2": "error"}
    assert sheet["A2"].value == "Курган Акжал"


@pytest.mark.parametrize(("width", "right"), [(100, 2), (9, 7)])
def test_a_box_is_as_wide_as_its_words_whatever_the_columns(
    book: Path, width: int, right: int
) -> None:
    """In a sheet of wide columns the box ends within the next one."""
    made = openpyxl.load_workbook(book)
    for letter in "ABCDEFGH":
        made.worksheets[0].column_dimensions[letter].width = width
    made.save(book)
    marked = mark_here(book, make_markup(Mark(2, 1, "error", "one")))
    with zipfile.ZipFile(marked) as archive:
        box = archive.read("xl/drawings/heritageBoxes1.vml").decode()
    anchor = box.partition("<x:Anchor>")[2].partition("<")[0].split(",")
    assert [int(anchor[0]), int(anchor[4])] == [2, right]
    assert "<x:Row>1</x:Row><x:Column>1</x:Column>" in box


def test_hidden_columns_and_rows_do_not_stretch_a_box_without_end(book: Path) -> None:
    """A sheet whose columns are all hidden is marked at once."""
    hidden = b'<cols><col min="1" max="16384" width="9" hidden="1"/></cols>'
    change_parts(book, lambda _, content: re.sub(rb"<cols>.*?</cols>", hidden, content))
    marked = mark_here(book, make_markup(*[Mark(row, 1, "error", "x") for row in range(2, 500)]))
    with zipfile.ZipFile(marked) as archive:
        box = archive.read("xl/drawings/heritageBoxes1.vml").decode()
    assert "<x:Anchor>2,0,0,4,62," in box
    assert len(list_shades(open_sheet(marked))) == 498 - 2  # three of them are in one merged cell
