"""A field survey as an archaeologist might send it, built in code, with every fault people make.

The sites are made up. What is wrong with them is not said here, but in
`planted_field_faults.csv`, by the row that Excel, or QGIS, shows.
"""

from __future__ import annotations

import csv
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

import openpyxl
from field_shapes import write_outlines, write_points
from field_sheet import COLUMNS, DECEMBER_10, SHEET, WIDE_ROWS, Cell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Rows = list[list[str | int | float | None]]
FIELD, TWIN = "2024-field", "2024-field-csv"
WORKBOOK = "Полевой реестр 2024.xlsx"
OUTLINES = "Контуры 2024.gpkg"
POINTS = "Точки с навигатора.geojson"
ARCHIVE = "Таблица и фото.zip"
TABLE = "Полевой реестр 2024.csv"

# Sheets whose headings stand in the first row.
PLANE_SHEET: Rows = [
    ["№", "Наименование", "Тип", "X", "Y", "Система координат", "Диаметр насыпи, м"],
    [1, "Курган Акжал", "курган", 5340720.6, 13492619.6, "СК-42", 20],
    [2, "Курган Бестау", "курган", 5340725.3, 492619.6, None, 20],
    [3, "Курган Карабас", "курган", 5340731.9, 1349261.9, None, 20],
    [4, "Курган Кызылту", "курган", 5340.742, 13492.651, None, 20],
    [5, "Курган Майкудук", "курган", "5.34E+06", "1.35E+07", None, 20],
    [6, "Курган Нурлы", "курган", 5340750.2, 13492670.4, "СК-42, зона 12", 20],
    [7, "Курган Сарыарка", "курган", 12345.6, 54321.9, None, 20],
    [8, "Курган Тасты", "курган", 13492690.1, 5340760.8, None, 20],
    [9, "Курган Ушкатын", "курган", 5340770.5, 10492700.7, "СК-63", 20],
    [10, "Курган Шалкар", "курган", 5340780.4, None, None, 20],
    [11, "Курган Ыбырай", "курган", "1e999", 13492710.3, None, 20],
    [12, "Курган Ортау", "курган", 5338534.6, 492569.3, "UTM WGS 84, зона 43N", 20],
    [13, "Курган Жарык", "курган", 5340790.6, 13492720.9, "местная", 20],
    [14, "Курган Далба", "курган", 5417240.3, 13514664.4, None, 20],
    [15, "Курган Тайатпас", "курган", 5340800.1, 13492730.2, None, 350],
]
CELL_SHEET: Rows = [
    ["Шифр", "Атауы", "Түрі", "Мерзімі", "Аудан", "Координаттары"],
    ["Қ-1", "Ақтас қорымы", "қорым", "қола дәуірі", "Ақтоғай ауданы",
     "48°16′22″ с. е. 75°20′03″ ш. б."],
    ["Қ-2", "Бала Ақтас қорымы", "қорым", "қола дәуірі", "Ақтоғай ауданы",
     "1) 48°16′32″ с. е. 75°20′13″ ш. б. 2) 48°16′33″ с. е. 75°20′14″ ш. б."],
    ["Қ-3", "Үлкен Ақтас қорымы", "қорым", "қола дәуірі", "Ақтоғай ауданы",
     "ауылдан солтүстікке қарай 5 км"],
    ["Қ-4", "Көктас қорымы", "қорым", "қола дәуірі", "Ақтоғай ауданы", "48°16′42″ с. е."],
    ["Қ-5", "Сарытас қорымы", "қорым", "қола дәуірі", "Ақтоғай ауданы",
     "75°20′23″ с. е. 48°16′52″ ш. б."],
    ["Қ-6", "Қаратас қорымы", "қорым", "қола дәуірі", "Ақтоғай ауданы", "48°61,5′ N 75°20,4′ E"],
    ["Қ-7", "Боздақ қорымы", "қорым", "қола дәуірі", "Ақтоғай ауданы", "С48°17'02\" В75°20'43\""],
    ["Қ-8", "Шұбартас қорымы", "қорым", "қола дәуірі", "Ақтоғай ауданы", "0, 0"],
    ["Қ-9", "Қызылтас қорымы", "қорым", "қола дәуірі", "Ақтоғай ауданы", "48,26; 275,34"],
    ["Қ-3", "Ұзынтас қорымы", "қорым", "біраз ертеде", "Ақтоғай ауданы", None],
    ["Қ-11", "Ақтас қорымы", "қорым", "қола дәуірі", "Ақтоғай ауданы",
     "48º16'22'' N, 75º20'03'' E"],
    ["Қ-12", "Мыңбұлақ қорымы", "қорым", "ІХ–VII ғғ. б.з.д.", "Қарқаралы аудны", None],
]  # fmt: skip
PACKED_SHEET: Rows = [
    ["Наименование", "Тип", "Широта", "Долгота"],
    ["Курган Айнабулак", "курган", 48.1602, 75.2043],
    ["Курган Бектау", "курган", 48.1613, 75.2051],
    ["Курган Коктас", "курган", 48.1625, 75.2106],
    ["Курган Самар", "курган", 48.1634, 75.2117],
    ["Курган Талап", "курган", 48.1647, 75.2128],
]
DOUBTFUL_SHEET: Rows = [  # what is said twice, or says the contrary of what it seems to say
    ["Наименование", "Тип", "Датировка", "Широта", "Долгота", "X", "Y", "Кол-во насыпей"],
    ["Курган Едиге", "курган", None, "48,2", "74,9", 5440720.6, 13492619.6],
    [None, None, "XIX в."],
    ["Курган Есен", "не курган", "XII–X вв.", "48,2", "74,9", 5340720.6, 13492619.6, "ок. 30"],
    ["Курган Жалын", "курган", "VI в. до н.э., дромос", "48,21", "74,91"],
    ["Курган Зере", "курган", "3200±40 BP", "48,22", "74,92"],
]
DAMAGED_SHEET: list[list[Cell]] = [  # what Excel makes of what was typed
    ["Наименование", "Тип", "Широта", "Долгота", "Высота насыпи, м"],
    ["Курган Айдар", "курган", "48,291111", 75.361111, 0.5],
    ["Курган Боран", "курган", "#N/A", 75.362222, "0,7"],
    ["#REF!", "курган", "48,293333", 75.363333, 0.9],
    ["Курган Дархан", "курган", "48,294444", 75.364444, DECEMBER_10],
]
WORDS_SHEET: Rows = [  # places that are given in words alone
    ["Наименование", "Тип", "Район", "Местонахождение"],
    ["Курган Жыланды", "курган", "Каркаралинский", "в 6 км к северу от г. Каркаралинск"],
    ["Курган Ойжайлау", "курган", "Шетский", "13 км к СВ от пос. Талды, правый берег"],
    ["Курган Мойынты", "курган", "Нуринский", "в 12 км к югу от г. Балхаш"],
]
HIDDEN_SHEET: Rows = [
    ["Наименование", "Тип", "Широта", "Долгота"],
    ["Курган Черновой", "курган", 48.271234, 75.331234],
]
SKETCH_SHEET: Rows = [["раскоп 1", "0,45", "яма"], ["раскоп 2", "0,60", "очаг"]]
EMPTY_SHEET: Rows = [["Наименование", "Тип", "Широта", "Долгота"]]

SIDECAR = """\
title = "Полевой реестр"
who = "А. Археолог"
licence = "CC-BY-4.0"
received = 2024-10-01
season = "2024"
"""
CORRECTIONS = """
[[corrections]]
file = "Полевой реестр 2024.xlsx"
rows = [44]
column = "Размеры / Диаметр, м"
expect = "1О"
value = "10"
reason = "the letter О stands for the figure 0"

[[corrections]]
file = "Полевой реестр 2024.xlsx"
rows = [45]
column = "Размеры / Диаметр, м"
expect = "1З"
value = "13"
reason = "the letter З stands for the figure 3"
"""


def build_field_survey(raw: Path) -> None:
    """Write both surveys into a `data/raw/` folder: all formats, and the main sheet as a CSV."""
    folder, twin = (raw / survey / "v1" for survey in (FIELD, TWIN))
    folder.mkdir(parents=True)
    twin.mkdir(parents=True)
    (folder / "survey.toml").write_text(SIDECAR + CORRECTIONS, "utf-8")
    (twin / "survey.toml").write_text(SIDECAR, "utf-8")
    _write_workbook(folder / WORKBOOK)
    _write_archive(folder / ARCHIVE)
    write_outlines(folder / OUTLINES)
    write_points(folder / POINTS)
    _write_twin(twin / TABLE)


def _write_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for row in WIDE_ROWS:
        sheet.append(row)
    for cells in ("A1:Q1", "A2:Q2", "G4:H4", "J4:L4"):
        sheet.merge_cells(cells)
    for place, (top, below) in enumerate(COLUMNS, start=1):
        if top and not below:
            sheet.merge_cells(start_row=4, end_row=5, start_column=place, end_column=place)
    _append_sheet(book, "Геодезия", PLANE_SHEET)
    _append_sheet(book, "Қорымдар", CELL_SHEET)
    _append_sheet(book, "Навигатор", PACKED_SHEET)
    _append_sheet(book, "Сомнения", DOUBTFUL_SHEET)
    _append_sheet(book, "Повреждения", DAMAGED_SHEET)
    _append_sheet(book, "Описания", WORDS_SHEET)
    _append_sheet(book, "Черновик", HIDDEN_SHEET).sheet_state = "hidden"
    _append_sheet(book, "План раскопа", SKETCH_SHEET)
    _append_sheet(book, "Весна 2025", EMPTY_SHEET)
    book.save(path)


def _append_sheet(book: Workbook, title: str, rows: Sequence[Sequence[Cell]]) -> Worksheet:
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    return sheet


def _write_archive(path: Path) -> None:
    table = "Наименование;Тип;Широта;Долгота\r\nКурган Кенели;курган;48,281111;75,351111\r\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("таблица.csv", table.encode("utf-8-sig"))
        archive.writestr("фото/курган.jpg", b"\xff\xd8\xff\xe0 not a table")


def _write_twin(path: Path) -> None:
    """Write the main sheet as Excel's «CSV» of a Russian Windows: cp1251, `;`, decimal commas."""
    with path.open("w", encoding="cp1251", errors="replace", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        for row in WIDE_ROWS:
            writer.writerow([_write_cell(cell) for cell in row])


def _write_cell(cell: object) -> str:
    """Write a cell as it is shown; cp1251 has no ′ and ″, so people type ' and "."""
    if isinstance(cell, str):
        return cell.translate({ord("′"): "'", ord("″"): '"'})
    if isinstance(cell, datetime):
        return "16.апр"
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return "" if cell is None else str(cell)
