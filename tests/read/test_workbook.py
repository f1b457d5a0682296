"""Excel workbooks: every sheet, its numbers without loss, its rows as a person counts them."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from heritage_gis.errors import RefusedFileError
from heritage_gis.model.raw_table import RowCounts
from heritage_gis.pipeline.files import check_file
from heritage_gis.pipeline.report_files import keep_report
from heritage_gis.read.files import read_file, read_file_noted
from heritage_gis.read.notes import explain_notes
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

Cells = list[list[object]]
HEADINGS: list[object] = ["Название", "Широта", "Долгота"]


def save_workbook(path: Path, sheets: dict[str, Cells]) -> openpyxl.Workbook:
    """Write a workbook, one sheet for each list of rows."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return workbook


def test_cells_become_text_without_loss(tmp_path: Path) -> None:
    """48.267222 is «48.267222», 5.0 is «5», days are ISO 8601, and blank cells are missing."""
    path = tmp_path / "x.xlsx"
    values = [
        *(" Бегазы ", 48.267222, 5.0, 13492617.09, 0.1, 1e22, True),
        *(dt.date(2017, 7, 5), dt.datetime(2017, 7, 5, 3, 4), dt.time(1, 2)),  # noqa: DTZ001 - Excel knows no zones
    ]
    headings = [*HEADINGS, *("abcdefg")]
    save_workbook(path, {"Лист1": [headings, values]})
    (table,) = read_file(path, "sites.xlsx", Settings())
    assert table.frame.iloc[0, 4:].tolist() == [
        *("Бегазы", "48.267222", "5", "13492617.09", "0.1", "1e+22", "TRUE"),
        *("2017-07-05", "2017-07-05T03:04:00", "01:02:00"),
    ]
    assert (table.format, table.encoding, table.counts) == ("xlsx", "", RowCounts(1, 0, 1))


def test_errors_and_formulas_without_a_value_are_no_empty_cells(tmp_path: Path) -> None:
    """«#N/A» and a formula that no program has calculated stand in their cells, to be told."""
    path = tmp_path / "x.xlsx"
    rows: Cells = [HEADINGS, ["Бегазы", "#N/A", "#DIV/0!"], ["Талды", '=IF(A1="я",48,49)', 75.3]]
    save_workbook(path, {"Лист1": [["Реестр"]], "Лист «2» & 3": rows})
    (table,) = read_file(path, "sites.xlsx", Settings())
    assert table.frame.iloc[:, 4:].to_numpy().tolist() == [
        ["Бегазы", "#N/A", "#DIV/0!"],
        ["Талды", '=IF(A1="я",48,49)', "75.3"],
    ]


def test_a_drawn_sheet_is_read_with_the_rows_a_person_sees(tmp_path: Path) -> None:
    """Titles above, merged headings in two rows, a merged section, a table that starts in B3."""
    path = tmp_path / "x.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    drawn: list[list[str | int | None]] = [
        ["№", "Название", "Координаты", None],
        [None, None, "Широта", "Долгота"],
        ["Шетский район"],
        [1, "Бегазы", "48°16′02″ с.ш.", "75°20′43″ в.д."],
    ]
    for row, cells in enumerate(drawn, start=3):
        for column, value in enumerate(cells, start=2):
            sheet.cell(row, column, value)
    for merged in ("B3:B4", "C3:C4", "D3:E3", "B5:E5"):
        sheet.merge_cells(merged)
    workbook.save(path)
    (table,) = read_file(path, "sites.xlsx", Settings())
    assert table.columns == ("№", "Название", "Координаты / Широта", "Координаты / Долгота")
    assert table.frame.iloc[0].tolist() == [
        *("sites.xlsx", "Sheet", 6, "Шетский район"),
        *("1", "Бегазы", "48°16′02″ с.ш.", "75°20′43″ в.д."),
    ]
    assert table.counts == RowCounts(data=1, heading=2, section=1, blank=2)


def test_all_sheets_are_read_and_what_is_odd_is_told(tmp_path: Path) -> None:
    """A hidden sheet is read and named; a sheet without a table is named; a blank one is not."""
    path = tmp_path / "x.xlsx"
    workbook = save_workbook(
        path,
        {
            "Курганы": [HEADINGS, ["Бегазы", 48.2, 75.3]],
            "Скрытый": [HEADINGS, ["Кент", 49.2, 75.9], ["Торак"]],
            "Легенда": [["красный", "разрушен"], ["синий", "цел"]],
            "Форма": [HEADINGS],
            "Пустой": [],
        },
    )
    workbook["Скрытый"].sheet_state = "hidden"
    workbook.save(path)
    reading = read_file_noted(path, "sites.xlsx", Settings())
    layers = [table.frame["source_layer"].tolist() for table in reading.tables]
    assert layers == [["Курганы"], ["Скрытый", "Скрытый"]]
    problems = explain_notes(reading.notes, "2017-shet")
    told = problems[["source_layer", "code", "value"]].to_numpy().tolist()
    assert told == [
        ["Легенда", "sheet_without_table", "2"],
        ["Скрытый", "hidden_sheet", ""],
        ["Форма", "table_without_rows", ""],
    ]
    assert problems["message_en"].tolist()[0].startswith("this sheet has 2 rows, but no row of")
    assert set(problems["survey_id"]) == {"2017-shet"}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "all its cells are blank; fill it in and send it again"),
        ([HEADINGS], "has headings, but no rows of data under them; fill it in"),
        ([["a", "b"]], "no row of headings was found in its first 60 rows; expected"),
    ],
    ids=["blank", "no rows", "no headings"],
)
def test_a_workbook_without_data_is_refused(tmp_path: Path, rows: Cells, reason: str) -> None:
    """Nothing to read is said so, in one line."""
    path = tmp_path / "x.xlsx"
    save_workbook(path, {"Лист1": rows})
    with pytest.raises(RefusedFileError) as caught:
        read_file(path, "sites.xlsx", Settings())
    assert str(caught.value).startswith(f"sites.xlsx: {reason}")


def test_numbers_that_a_spreadsheet_shows_as_days_or_hours_keep_what_they_are(
    tmp_path: Path,
) -> None:
    """Excel's 1900 has a 29 February; «48:16:02» typed into a cell becomes a duration."""
    path = tmp_path / "x.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(HEADINGS)
    sheet.append(["Бегазы", 48.267222, 2 + 16 / 1440 + 2 / 86400])
    sheet["B2"].number_format, sheet["C2"].number_format = "dd.mm.yyyy", "[h]:mm:ss"
    workbook.save(path)
    (table,) = read_file(path, "sites.xlsx", Settings())
    shown = table.frame.iloc[0].tolist()[4:]
    assert shown == ["Бегазы", "1900-02-16T06:24:47.981000", "48:16:02"]


def test_numbers_stored_as_text_beside_numbers_are_counted(tmp_path: Path) -> None:
    """A column of texts alone is one of texts; a number beside them says that they are damage."""
    path = tmp_path / "x.xlsx"
    rows: Cells = [["а", 48.1, "75,1"], ["б", "48,2", "75,2"], ["в", 48.3, "x"], ["г", "'48.4", 7]]
    save_workbook(path, {"Лист1": [["Реестр"], HEADINGS, *rows]})
    (table,) = read_file(path, "sites.xlsx", Settings())
    assert table.text_numbers == {"Широта": (2, 4)}


def test_a_workbook_of_the_new_kind_that_is_named_as_an_old_one_is_told(tmp_path: Path) -> None:
    """It was told as a zip archive, which nobody who has Excel knows it to be."""
    save_workbook(tmp_path / "x.xlsx", {"Курганы": [HEADINGS, ["Бегазы", 48.2, 75.3]]})
    path = (tmp_path / "x.xlsx").rename(tmp_path / "x.xls")
    with pytest.raises(RefusedFileError) as caught:
        read_file(path, "x.xls", Settings())
    assert caught.value.reason == (
        "is an Excel workbook of the new kind; give it a name that ends in .xlsx, and send it again"
    )


def test_a_workbook_with_macros_is_read_and_they_are_not_given_back(tmp_path: Path) -> None:
    """Its cells are those of any XLSX; what comes back marked is a workbook without macros."""
    plain, path = tmp_path / "x.xlsx", tmp_path / "x.XLSM"
    save_workbook(plain, {"Курганы": [HEADINGS, ["Бегазы", 148.2, 75.3], ["Кент", 48.2, 75.4]]})
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as sink:
        for entry in source.infolist():
            part = source.read(entry).replace(
                b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                macros,
            )
            sink.writestr(entry.filename, part)
        sink.writestr("xl/vbaProject.bin", b"macros")
    settings = Settings(home=tmp_path, language="en")
    report = check_file(path, settings)
    assert (report.rows, report.accepted, report.tables[0].format) == (2, 1, "xlsx")
    assert keep_report(report, tmp_path / "back", tmp_path, settings) == []
    with zipfile.ZipFile(tmp_path / "back" / "x.XLSM.checked.xlsx") as copy:
        assert not [name for name in copy.namelist() if "vba" in name]
    assert [each.name for each in (tmp_path / "back").glob("*checked*")] == ["x.XLSM.checked.xlsx"]
