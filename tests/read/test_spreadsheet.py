"""OpenDocument spreadsheets: merged cells, errors, hidden sheets, and what is refused."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from heritage_gis.errors import RefusedFileError
from heritage_gis.model.raw_table import RowCounts
from heritage_gis.read.files import read_file_noted
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
STYLES = (
    '<office:automatic-styles><style:style style:name="shown" style:family="table">'
    '<style:table-properties table:display="true"/></style:style>'
    '<style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)
BLANK = '<table:table-cell table:number-columns-repeated="16000"/>'


def write_cell(value: object, more: str = "") -> str:
    """Write a cell as LibreOffice does."""
    if value is None:
        return "<table:covered-table-cell/>"
    if isinstance(value, str) and value.startswith("#"):
        kind = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
    elif isinstance(value, str):
        kind = 'office:value-type="string" calcext:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{value}" calcext:value-type="float"'
    lines = "".join(f"<text:p>{line}</text:p>" for line in str(value).split("\n"))
    return f"<table:table-cell {kind} {more}>{lines}</table:table-cell>"


def write_row(*cells: str, more: str = "") -> str:
    """Write a row, filled up with blank cells as LibreOffice does."""
    return f"<table:table-row {more}>{''.join(cells)}{BLANK}</table:table-row>"


def write_sheet(name: str, *rows: str, style: str = "shown") -> str:
    """Write a sheet, filled up with blank rows as LibreOffice does."""
    blank = write_row(more='table:number-rows-repeated="1048000"')
    return (
        f'<table:table table:name="{name}" table:style-name="{style}">'
        f"{''.join(rows)}{blank}</table:table>"
    )


def save_spreadsheet(path: Path, *sheets: str, prologue: str = "", manifest: str = "") -> None:
    """Write an ODS."""
    body = f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<office:document-content {SPACES} '
            f'office:version="1.3">{STYLES}{body}</office:document-content>',
        )
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")


HEADINGS = write_row(*map(write_cell, ("Название", "Широта", "Долгота")))
ROW = write_row(write_cell("Бегазы"), write_cell(48.267222), write_cell(75.345278))


def test_a_drawn_sheet_is_read_with_the_rows_a_person_sees(tmp_path: Path) -> None:
    """Merged headings and sections, two lines in a cell, an error, a repeated row."""
    path = tmp_path / "x.ods"
    tall = 'table:number-rows-spanned="2"'
    wide, covered = 'table:number-columns-spanned="4"', write_cell(None)
    twice = 'table:number-rows-repeated="2"'
    drawn = [
        write_row(write_cell("Реестр", wide), covered, covered, covered),
        write_row(
            write_cell("Название", tall),
            write_cell("Координаты", 'table:number-columns-spanned="2"'),
            covered,
            write_cell("Тип", tall),
        ),
        write_row(covered, write_cell("Широта"), write_cell("Долгота"), covered),
        write_row(write_cell("Шетский район", wide), covered, covered, covered),
        write_row(
            write_cell("Бегазы\nстарые"),
            write_cell(48.267222),
            write_cell(75.0),
            write_cell("курган", tall),
        ),
        write_row(write_cell("Талды"), write_cell("#N/A"), write_cell(75.3), covered),
        write_row(write_cell("Кент"), write_cell(49.1), write_cell("#DIV/0!"), more=twice),
    ]
    save_spreadsheet(
        path,
        write_sheet("Памятники", *drawn),
        write_sheet("Черновик", HEADINGS, ROW, style="hidden"),
        write_sheet("Пусто"),
    )
    reading = read_file_noted(path, "Реестр.ods", Settings())
    main = reading.tables[0]
    assert main.columns == ("Название", "Координаты / Широта", "Координаты / Долгота", "Тип")
    assert main.counts == RowCounts(data=4, title=1, heading=2, section=1)
    assert main.frame.iloc[:, 2:].fillna("").to_numpy().tolist() == [
        [5, "Шетский район", "Бегазы\nстарые", "48.267222", "75", "курган"],
        [6, "Шетский район", "Талды", "#N/A", "75.3", "курган"],
        [7, "Шетский район", "Кент", "49.1", "#DIV/0!", ""],
        [8, "Шетский район", "Кент", "49.1", "", ""],
    ]
    assert main.format == "ods"
    assert [(note.code, note.source_layer) for note in reading.notes] == [
        ("hidden_sheet", "Черновик")
    ]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
FAR = (
    write_row(more='table:number-rows-repeated="1048000"')
    + '<table:table-row><table:table-cell table:number-columns-repeated="1900"/>'
    + write_cell(1)
    + "</table:table-row>"
)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"prologue": ENTITIES}, "its part «content.xml» declares entities"),
        ({"prologue": f"<!--{'x' * 70_000}-->{ENTITIES}"}, "its part «content.xml» declares"),
        (
            {"manifest": "<manifest:encryption-data/>"},
            "is locked with a password; take the password off",
        ),
        ({"prologue": "<x>"}, "its content is damaged ("),
    ],
    ids=["entities", "late entities", "locked", "damaged"],
)
def test_a_bad_spreadsheet_is_refused(tmp_path: Path, options: dict[str, str], reason: str) -> None:
    """An ODS is an archive of XML: both are looked at before it is opened."""
    path = tmp_path / "x.ods"
    save_spreadsheet(path, write_sheet("Лист1", HEADINGS, ROW), **options)
    with pytest.raises(RefusedFileError) as caught:
        read_file_noted(path, "x.ods", Settings())
    assert caught.value.reason.startswith(reason)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([FAR], "sheet «Лист1» reaches to row 1,048,003 and column 1,901; delete what"),
        (
            [write_row(write_cell(1, 'table:number-columns-repeated="999999999"'))],
            "sheet «Лист1» has 999,999,999 columns; at most 2,000 are read",
        ),
        (
            [write_row(write_cell(1), more='table:number-rows-repeated="999999999"')],
            "sheet «Лист1» reaches to row 1,000,000,001",
        ),
        (["<table:table-row>" * 300 + "</table:table-row>" * 300], "is nested too deeply"),
    ],
    ids=["far cell", "repeated columns", "repeated rows", "nested"],
)
def test_what_unfolds_is_refused_before_it_is_unfolded(
    tmp_path: Path, rows: list[str], reason: str
) -> None:
    """A kilobyte of repeated cells is never two billion of them."""
    path = tmp_path / "x.ods"
    save_spreadsheet(path, write_sheet("Лист1", HEADINGS, ROW, *rows))
    with pytest.raises(RefusedFileError) as caught:
        read_file_noted(path, "x.ods", Settings())
    assert caught.value.reason.startswith(reason)


def test_a_text_document_is_no_spreadsheet(tmp_path: Path) -> None:
    """An OpenDocument of another kind is told apart, and so is any other archive."""
    path = tmp_path / "x.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", f"<office:document-content {SPACES}/>")
    with pytest.raises(RefusedFileError, match="is an OpenDocument file, but no spreadsheet"):
        read_file_noted(path, "x.ods", Settings())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.txt", "x")
    with pytest.raises(RefusedFileError, match="is a zip archive, but no OpenDocument"):
        read_file_noted(path, "x.ods", Settings())
