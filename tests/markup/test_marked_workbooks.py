"""Their own workbooks back: five field spreadsheets, marked, and otherwise as they came."""

from __future__ import annotations

import hashlib
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import python_calamine as calamine
from field_workbooks import DRAWN, ODS_SPACES, OPEN, PLANE, PREFIXED, TABLE, build_workbooks

from heritage_gis.model.markup import SHADES
from heritage_gis.pipeline.files import check_file
from heritage_gis.pipeline.marked_workbooks import name_marked
from heritage_gis.pipeline.report_files import keep_report
from heritage_gis.read.files import read_file_noted
from heritage_gis.settings import LANGUAGES, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook

    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Language

RED, AMBER = f"FF{SHADES['error']}", f"FF{SHADES['warning']}"
PALE = f"FF{SHADES['warning_row']}"
TITLES = {"kk": "Тексеру нәтижесі", "ru": "Результаты проверки", "en": "Check results"}
BACK = {
    DRAWN: "Реестр с диаграммой.checked.xlsx",
    PLANE: "Геодезия.checked.xlsx",
    PREFIXED: "Тізім.checked.xlsx",
    OPEN: "Зерттеу.checked.ods",
    TABLE: "Ведомость.csv.checked.xlsx",
}
# Sheet and cell -> fill, and what the comment says in Russian; empty where it is only coloured.
MARKED: dict[str, dict[tuple[str, str], tuple[str, str]]] = {
    DRAWN: {
        ("Памятники", "E7"): (
            RED,
            "сверить с планшетом\n\nheritage_gis:\nв «48°73′02″» указано: минуты — 73",
        ),
        ("Памятники", "D8"): (AMBER, "heritage_gis:\nдатировка «давным-давно» не понята"),
        ("Памятники", "C8"): (AMBER, "\nближайшее верное значение: могильник"),
        ("Памятники", "A9"): (PALE, "heritage_gis:\nв строке нет ни названия, ни шифра"),
        **{("Памятники", f"{letter}9"): (PALE, "") for letter in "BCDEFG"},
        ("Черновик", "C2"): (RED, "heritage_gis:\nместо лежит вне"),
        ("Черновик", "D2"): (RED, "heritage_gis:\nместо лежит вне"),
    },
    PLANE: {
        ("Лист 'Г'", f"{letter}{row}"): (RED, text)
        for row, text in {
            3: "«5.34E+06; 1.35E+07»",
            5: "«45398; 13492651.2»",
            6: "«12345.6",
        }.items()
        for letter in "DE"
    },
    PREFIXED: {
        ("Қорымдар", "E3"): (RED, "heritage_gis:\nв «1) 48°16′32″"),
        ("Қорымдар", "C4"): (AMBER, "ближайшее верное значение: қорым"),
        ("Қорымдар", "D4"): (AMBER, "ближайшее верное значение: Қарқаралы ауданы"),
        ("Қорымдар", "E4"): (RED, "heritage_gis:\nкоординаты 0, 0"),
    },
    TABLE: {
        ("Ведомость", "E4"): (AMBER, "«=1+1»"),
        ("Ведомость", "C5"): (RED, "«48°73'02\"»"),
        ("Ведомость", "B6"): (AMBER, "ближайшее верное значение: курган"),
    },
}
# Parts that marking has to change: the sheet, its comments and links, and the lists of the book.
CHANGED = re.compile(
    r"xl/worksheets/(_rels/)?(sheet\d|s)\.xml(\.rels)?|xl/comments/.*|xl/drawings/comments.*"
    r"|xl/styles\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|\[Content_Types\]\.xml"
    r"|content\.xml"
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Report]]:
    """Build and check all five."""
    folder = tmp_path_factory.mktemp("five")
    build_workbooks(folder)
    settings = Settings(home=folder)
    return folder, [check_file(folder / file, settings) for file in BACK]


@pytest.fixture(scope="module")
def folder(reports: tuple[Path, list[Report]]) -> Path:
    """Give all five back in Russian, in the folder `back` beside them."""
    give_back(reports, reports[0] / "back", "ru")
    return reports[0]


def give_back(
    reports: tuple[Path, list[Report]],
    target: Path,
    language: Language,
    files: Iterable[str] = tuple(BACK),
) -> None:
    """Keep the reports on all five, or on some."""
    folder, checked = reports
    settings = Settings(home=folder, language=language)
    for report in checked:
        if set(report.files) <= set(files):
            assert keep_report(report, target, folder, settings) == []


def read_fill(cell: Cell | MergedCell) -> str:
    """Return the colour of a cell, empty where it has none."""
    return str(cell.fill.fgColor.rgb) if cell.fill.fill_type == "solid" else ""


def find_marked(book: Workbook) -> dict[tuple[str, str], tuple[str, str]]:
    """Return fill and comment of each cell that has a shade of ours, in all sheets but the last."""
    shades = {f"FF{shade}" for shade in SHADES.values()}
    return {
        (sheet.title, cell.coordinate): (read_fill(cell), cell.comment.text if cell.comment else "")
        for sheet in book.worksheets[:-1]
        for row in sheet.iter_rows()
        for cell in row
        if read_fill(cell) in shades
    }


@pytest.mark.parametrize("file", MARKED)
def test_bad_cells_are_coloured_and_told(folder: Path, file: str) -> None:
    """Each cell with a problem has its colour and what is wrong with it, and no other has."""
    marked = find_marked(openpyxl.load_workbook(folder / "back" / BACK[file]))
    expected = MARKED[file]
    assert {place: fill for place, (fill, _) in marked.items()} == {
        place: fill for place, (fill, _) in expected.items()
    }
    for place, (_, text) in expected.items():
        assert text in marked[place][1], place
        assert bool(text) == bool(marked[place][1]), place


@pytest.mark.parametrize("file", [DRAWN, PLANE, PREFIXED, OPEN])
def test_all_else_stays_byte_for_byte(folder: Path, file: str) -> None:
    """Charts, images, shared texts and settings are the parts that were sent, in their order."""
    with (
        zipfile.ZipFile(folder / file) as sent,
        zipfile.ZipFile(folder / "back" / BACK[file]) as back,
    ):
        names = [entry.filename for entry in sent.infolist()]
        assert [entry.filename for entry in back.infolist()][: len(names)] == names
        kept = [name for name in names if not CHANGED.fullmatch(name)]
        assert kept
        for name in kept:
            assert back.read(name) == sent.read(name), name
        added = back.namelist()[len(names) :]
        assert all("heritage" in name or name.endswith(".rels") for name in added), added


@pytest.mark.parametrize("file", [DRAWN, PLANE])
def test_cells_keep_their_values_and_their_look(folder: Path, file: str) -> None:
    """Values, fonts, borders and formats are theirs; so are widths, rules and choices."""
    sent = openpyxl.load_workbook(folder / file)
    back = openpyxl.load_workbook(folder / "back" / BACK[file])
    assert back.sheetnames == [*sent.sheetnames, TITLES["ru"]]
    for sheet in sent.worksheets:
        other = back[sheet.title]
        assert other.sheet_state == sheet.sheet_state
        assert other.merged_cells == sheet.merged_cells
        assert other.freeze_panes == sheet.freeze_panes
        assert other.auto_filter.ref == sheet.auto_filter.ref
        for drawn in ("_charts", "_images"):
            assert len(getattr(other, drawn)) == len(getattr(sheet, drawn))
        assert list(other.conditional_formatting) == list(sheet.conditional_formatting)
        assert [rule.sqref for rule in other.data_validations.dataValidation] == [
            rule.sqref for rule in sheet.data_validations.dataValidation
        ]
        widths = {key: each.width for key, each in sheet.column_dimensions.items()}
        assert {key: each.width for key, each in other.column_dimensions.items()} == widths
        for row in sheet.iter_rows():
            for cell in row:
                twin = other[cell.coordinate]
                assert twin.value == cell.value
                assert twin.number_format == cell.number_format
                for look in ("font", "border", "alignment"):
                    told = [repr(getattr(each, look)) for each in (twin, cell)]
                    assert told[0] == told[1], cell.coordinate


def test_comments_of_theirs_stay(folder: Path) -> None:
    """A comment beside a good cell is as it was; one beside a bad cell stands above ours."""
    sheet = openpyxl.load_workbook(folder / "back" / BACK[DRAWN])["Памятники"]
    kept = sheet["B6"].comment
    assert kept is not None
    assert (kept.text, kept.author) == ("раскопан в 2023 г.", "Айгуль")
    both = sheet["E7"].comment
    assert both is not None
    assert both.text.startswith("сверить с планшетом\n\nheritage_gis:\n")
    assert both.author == "Айгуль"
    ours = sheet["C8"].comment
    assert ours is not None
    assert ours.author == "heritage_gis"


@pytest.mark.parametrize("file", MARKED)
def test_summary_tells_each_cause_and_leads_to_its_cells(folder: Path, file: str) -> None:
    """The last sheet names the balance, each cause once with its count, and links to the cells."""
    sheet = openpyxl.load_workbook(folder / "back" / BACK[file]).worksheets[-1]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == f"{TITLES['ru']}: {file}"
    assert re.match(
        r"Строк: \d+; принято: \d+; отложено до исправления: \d+; без места", str(rows[1][0])
    )
    head = next(number for number, row in enumerate(rows) if row[0] == "Важность")
    assert rows[head][3:7] == [
        *("Что не так и что сделать", "В ячейке", "Ближайшее верное значение", "Сколько"),
    ]
    assert all(isinstance(row[6], int) for row in rows[head + 1 :])
    assert {row[0] for row in rows[head + 1 :]} <= {"ошибка", "предупреждение", "примечание", None}
    links = {
        cell.hyperlink.location
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink is not None
    }
    first = {
        "'" + name.replace("'", "''") + f"'!{cell}"
        for (name, cell), (_, text) in MARKED[file].items()
        if text and not (cell[0] == "E" and file == PLANE) and (name, cell) != ("Черновик", "D2")
    }
    assert first <= links


def test_a_spreadsheet_parts_equal_rows_where_one_is_marked(folder: Path) -> None:
    """In the ODS no cell moves; marked ones have their colour, and their style else."""
    sent = calamine.CalamineWorkbook.from_path(str(folder / OPEN))
    back = calamine.CalamineWorkbook.from_path(str(folder / "back" / BACK[OPEN]))
    assert back.sheet_names == ["Лист1", TITLES["ru"]]
    assert (
        back.get_sheet_by_name("Лист1").to_python() == sent.get_sheet_by_name("Лист1").to_python()
    )
    with zipfile.ZipFile(folder / "back" / BACK[OPEN]) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        content = ET.fromstring(archive.read("content.xml"))  # noqa: S314 - of our own making
    cells = list_spreadsheet_cells(content)
    told = {place: note for place, (_, note) in cells.items() if note}
    assert set(told) == {(3, 3), (3, 4), (4, 1), (4, 3), (5, 1), (5, 3)}
    assert told[4, 1].startswith("сверить||heritage_gis:|вид «курганище»")
    assert told[4, 1].endswith("|ближайшее верное значение: курган")
    assert told[5, 3] == told[4, 3] != ""
    assert cells[4, 3][0] == f"#{SHADES['error']} bold"
    assert cells[3, 3][0] == f"#{SHADES['error']}"
    assert cells[5, 1][0] == f"#{SHADES['warning']}"


def list_spreadsheet_cells(content: ET.Element) -> dict[tuple[int, int], tuple[str, str]]:
    """Return look and comment of each cell of the first sheet, by row from 1 and column from 0."""
    table, style = f"{{{ODS_SPACES['table']}}}", f"{{{ODS_SPACES['style']}}}"
    fo, office = f"{{{ODS_SPACES['fo']}}}", f"{{{ODS_SPACES['office']}}}"
    looks = {}
    for each in content.iter(f"{style}style"):
        colours = [part.get(f"{fo}background-color", "") for part in each]
        weights = [part.get(f"{fo}font-weight", "") for part in each]
        looks[each.get(f"{style}name")] = " ".join(part for part in (*colours, *weights) if part)
    found = {}
    number = 1
    first = next(content.iter(f"{table}table"))
    for row in first.iter(f"{table}table-row"):
        column = 0
        for cell in row:
            notes = cell.findall(f"{office}annotation")
            lines = ["".join(line.itertext()) for note in notes for line in note]
            look = looks.get(cell.get(f"{table}style-name"), "")
            found[number, column] = (look, "|".join(lines[1:]))
            column += int(cell.get(f"{table}number-columns-repeated", "1"))
        number += int(row.get(f"{table}number-rows-repeated", "1"))
    assert number == 1_048_577
    return found


def test_the_copy_of_a_table_has_each_cell_in_its_place_as_text(folder: Path) -> None:
    """A CSV comes back as a workbook with the same rows; a formula in it is the text of one."""
    sheet = openpyxl.load_workbook(folder / "back" / BACK[TABLE]).worksheets[0]
    assert sheet["A1"].value == "Ведомость обследования"
    assert sheet["A3"].value == "Шетский район"
    assert (sheet["E4"].value, sheet["E4"].data_type) == ("=1+1", "s")
    assert (sheet["C4"].value, sheet["C4"].number_format) == ("48,651111", "@")
    assert sheet["B7"].value == "3"


@pytest.mark.parametrize("file", BACK)
def test_a_marked_workbook_sent_again_is_read_like_the_first(folder: Path, file: str) -> None:
    """The summary is no data, and no cell has changed: what was mended in it can be sent."""
    sent = read_file_noted(folder / file, file, Settings())
    back = read_file_noted(folder / "back" / BACK[file], BACK[file], Settings())
    assert [table.columns for table in back.tables] == [table.columns for table in sent.tables]
    for one, other in zip(back.tables, sent.tables, strict=True):
        same = one.frame.drop(columns=["source_file", "source_layer"])
        assert same.equals(other.frame.drop(columns=["source_file", "source_layer"]))
    told = {note.code for note in back.notes} - {note.code for note in sent.notes}
    assert told <= {"numbers_as_text"}  # a copy of a CSV holds nothing but texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_and_bytes(
    reports: tuple[Path, list[Report]], folder: Path, tmp_path: Path, language: Language
) -> None:
    """The summary is in the language asked for; the same file gives the same bytes."""
    files = BACK if language == "ru" else (PREFIXED, OPEN, TABLE)  # XLSX, ODS, and one of a CSV
    give_back(reports, tmp_path, language, files)
    for file in files:
        book = calamine.CalamineWorkbook.from_path(str(tmp_path / BACK[file]))
        assert book.sheet_names[-1] == TITLES[language], file
    if language == "ru":
        for back in BACK.values():
            digests = {
                hashlib.sha256((where / back).read_bytes()).hexdigest()
                for where in (tmp_path, folder / "back")
            }
            assert len(digests) == 1, back


def test_names_of_marked_copies() -> None:
    """A copy stands beside what it was made of, and a mended copy is not written over."""
    assert name_marked("Кент.v2.xlsx", is_in_place=True) == "Кент.v2.checked.xlsx"
    assert name_marked("Кент.checked.xlsx", is_in_place=True) == "Кент.checked-2.xlsx"
    assert name_marked("Кент.checked-2.ods", is_in_place=True) == "Кент.checked-3.ods"
    assert name_marked("Кент.shp", is_in_place=False) == "Кент.shp.checked.xlsx"
