"""Five field spreadsheets with the traps of the field, made in code. The sites are made up."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image as Picture

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

APRIL_16 = datetime(2024, 4, 16)  # noqa: DTZ001 - what Excel makes of «16.4»; it knows no zones
DRAWN = "Реестр с диаграммой.xlsx"
PLANE = "Геодезия.xlsx"
PREFIXED = "Тізім.xlsx"
OPEN = "Зерттеу.ods"
TABLE = "Ведомость.csv"

_DRAWN_ROWS: list[list[object]] = [
    ["РЕЕСТР ПАМЯТНИКОВ"],
    ["разведочный отряд, сезон 2024 г."],
    ["№ п/п", "Наименование памятника", "Тип", "Датировка", "Координаты", None, "Диаметр, м"],
    [None, None, None, None, "Широта", "Долгота", None],
    ["Актогайский район"],
    [1, "Могильник Актобе", "могильник", "эпоха бронзы", "48°16′02″", "75°20′43″", 12],
    [2, "Могильник Акшоки", "могильник", "эпоха бронзы", "48°73′02″", "75°20′43″", 14],
    [3, "Могильник Алгабас", "магильник", "давным-давно", "48°17′02″", "75°21′43″", 800],
    [4, None, "могильник", "эпоха бронзы", "48°18′02″", "75°22′43″", None],
    ["Итого по району", None, 4],
    [None],
    ["Составил: А. Археолог"],
]
_PLANE_ROWS: list[list[object]] = [
    ["№", "Наименование", "Тип", "Х", "У", "Система координат", "Дата осмотра"],  # Cyrillic Х, У
    [1, "Курган Акжал", "курган", 5340720.6, 13492619.6, "СК-42", APRIL_16],
    [2, "Курган Бестау", "курган", "5.34E+06", "1.35E+07", "СК-42", APRIL_16],
    [3, "Курган Карабас", "курган", "5340731,9", "13492631,9", "СК-42", None],
    [4, "Курган Кызылту", "курган", APRIL_16, 13492651.2, "СК-42", None],
    [5, "Курган Нурлы", "курган", 12345.6, 54321.9, "СК-42", None],
]
_PREFIXED_ROWS: list[list[str]] = [
    ["Шифр", "Атауы", "Түрі", "Аудан", "Координаттары"],
    ["Қ-1", "Ақтас / Актас", "қорым", "Ақтоғай ауданы", "48°16′22″ с. е. 75°20′03″ ш. б."],
    ["Қ-2", "Бала Ақтас", "қорым", "Ақтоғай ауданы",
     "1) 48°16′32″ с. е. 75°20′13″ ш. б. 2) 48°61′33″ с. е. 75°20′14″ ш. б."],
    ["Қ-3", "Көктас", "қорымдық", "Қарқаралы аудны", "0, 0"],
]  # fmt: skip
_TABLE_ROWS = [
    "Ведомость обследования;;;;",
    "Название;Тип;Широта;Долгота;Примечание",
    "Шетский район;;;;",
    "Курган Айбала;курган;48,651111;73,701111;=1+1",
    "Курган Аксоран;курган;48°73'02\";73°42'04\";",
    "Курган Бугылы;курганище;48,653333;73,703333;",
    "Итого;3;;;",
]
_GREY = PatternFill("solid", fgColor="FFD9D9D9")
_THIN = Side(style="thin")
_LINES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def build_workbooks(folder: Path) -> None:
    """Write all five into a folder."""
    _build_drawn(folder / DRAWN)
    _build_plane(folder / PLANE)
    build_prefixed(folder / PREFIXED, _PREFIXED_ROWS)
    build_spreadsheet(folder / OPEN)
    text = "\r\n".join(_TABLE_ROWS) + "\r\n"
    (folder / TABLE).write_bytes(text.encode("cp1251"))


def _build_drawn(path: Path) -> None:
    """A drawn form: merged headings, comments, a chart, rules, widths, a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Памятники"
    for row in _DRAWN_ROWS:
        sheet.append(row)
    for cells in ("A1:G1", "A2:G2", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4", "A5:G5"):
        sheet.merge_cells(cells)
    sheet["A1"].font = Font(bold=True, size=14, color="FF203864")
    for row in sheet["A3:G4"]:
        for cell in row:
            cell.fill, cell.border = _GREY, _LINES
            cell.alignment = Alignment(horizontal="center", wrap_text=True)
    sheet["E7"].font = Font(name="Times New Roman", italic=True)
    sheet["E7"].comment = Comment("сверить с планшетом", "Айгуль")
    sheet["B6"].comment = Comment("раскопан в 2023 г.", "Айгуль")
    sheet.column_dimensions["B"].width = 31.5
    sheet.row_dimensions[3].height = 40
    sheet.freeze_panes = "A5"
    sheet.print_title_rows = "3:4"
    choice = DataValidation(type="list", formula1='"могильник,курган,поселение"')
    choice.add("C6:C9")
    sheet.add_data_validation(choice)
    scale = ColorScale(
        cfvo=[FormatObject(type="min"), FormatObject(type="max")],
        color=[Color("FFFFFFFF"), Color("FF63BE7B")],
    )
    sheet.conditional_formatting.add("G6:G9", Rule(type="colorScale", colorScale=scale))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=7, min_row=6, max_row=8))
    sheet.add_chart(chart, "I3")
    hidden = book.create_sheet("Черновик")
    hidden.append(["Наименование", "Тип", "Широта", "Долгота"])
    hidden.append(["Курган Черновой", "курган", "48,271234", "98,331234"])
    hidden.sheet_state = "hidden"
    book.save(path)


def _build_plane(path: Path) -> None:
    """What Excel spoils: dates for numbers, exponents, texts for numbers; a filter, formats."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Лист 'Г'"
    for row in _PLANE_ROWS:
        sheet.append(row)
    for number in range(2, 7):
        sheet.cell(number, 7).number_format = "DD.MM.YYYY"
        sheet.cell(number, 4).number_format = "0.0"
    sheet.auto_filter.ref = "A1:G6"
    _draw_photo(sheet)
    book.save(path)


def _draw_photo(sheet: Worksheet) -> None:
    photo = io.BytesIO()
    Picture.new("RGB", (8, 8), "red").save(photo, "PNG")
    sheet.add_image(Image(photo), "I2")


def build_prefixed(path: Path, rows: list[list[str]]) -> None:
    """Write a workbook as some libraries do: a prefix before each element, texts in the cells."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cells = "".join(
        f'<x:row r="{row}">'
        + "".join(
            f'<x:c r="{letter}{row}" t="inlineStr"><x:is><x:t>{text}</x:t></x:is></x:c>'
            for letter, text in zip("ABCDE", texts, strict=True)
        )
        + "</x:row>"
        for row, texts in enumerate(rows, start=1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/s.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<x:workbook xmlns:x="{main}" xmlns:r="{office}"><x:sheets>'
        '<x:sheet name="Қорымдар" sheetId="7" r:id="R1"/></x:sheets></x:workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="R1" Type="{office}/worksheet" Target="/xl/worksheets/s.xml"/>'
        f'<Relationship Id="R2" Type="{office}/styles" Target="/xl/styles.xml"/></Relationships>',
        "xl/styles.xml": f'<x:styleSheet xmlns:x="{main}"><x:fonts><x:font/></x:fonts><x:fills>'
        '<x:fill><x:patternFill patternType="none"/></x:fill><x:fill><x:patternFill '
        'patternType="gray125"/></x:fill></x:fills><x:borders><x:border/></x:borders>'
        "<x:cellStyleXfs><x:xf/></x:cellStyleXfs><x:cellXfs><x:xf/></x:cellXfs>"
        '<x:cellStyles><x:cellStyle name="Normal" xfId="0" builtinId="0"/></x:cellStyles>'
        "</x:styleSheet>",
        "xl/worksheets/s.xml": f'<x:worksheet xmlns:x="{main}"><x:sheetData>{cells}</x:sheetData>'
        '<x:pageMargins left="0.7" right="0.7" top="0.7" bottom="0.7" header="0" footer="0"/>'
        "</x:worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)


ODS_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def _write_cell(text: str, more: str = "", note: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {more}>{note}<text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def _write_row(*cells: str, more: str = "") -> str:
    blank = '<table:table-cell table:number-columns-repeated="1019"/>'
    return f"<table:table-row {more}>{''.join(cells)}{blank}</table:table-row>"


def build_spreadsheet(path: Path) -> None:
    """Write an ODS as LibreOffice does: equal rows and cells stand once, and say how often."""
    note = (
        "<office:annotation><dc:creator>Айгуль</dc:creator><text:p>сверить</text:p>"
        "</office:annotation>"
    )
    twice = 'table:number-columns-repeated="2"'
    rows = [
        _write_row(*map(_write_cell, ("Название", "Тип", "Район", "Широта", "Долгота"))),
        _write_row(
            _write_cell("Курган Айбала"), _write_cell("курган"),
            _write_cell("Шетский район", 'table:number-rows-spanned="4"'),
            _write_cell("48,65"), _write_cell("73,70"),
        ),
        _write_row(
            _write_cell("Курган Аксоран"), _write_cell("курган"), "<table:covered-table-cell/>",
            _write_cell("0", twice),
        ),
        _write_row(
            _write_cell("Курган Бугылы"), _write_cell("курганище", note=note),
            "<table:covered-table-cell/>", _write_cell("48°73′02″", 'table:style-name="bold"'),
            _write_cell("73°42′04″"),
            more='table:number-rows-repeated="2"',
        ),
        _write_row(more='table:number-rows-repeated="1048571"'),
    ]  # fmt: skip
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in ODS_SPACES.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'office:version="1.3"><office:automatic-styles><style:style style:name="bold" '
        'style:family="table-cell" style:parent-style-name="Default"><style:text-properties '
        'fo:font-weight="bold"/></style:style><style:style style:name="red" '
        'style:family="table-cell"><style:table-cell-properties fo:background-color="#ff0000" '
        'fo:padding="0.1cm"/></style:style></office:automatic-styles><office:body>'
        '<office:spreadsheet><table:table table:name="Лист1"><table:table-column '
        'table:default-cell-style-name="red"/><table:table-column '
        'table:number-columns-repeated="1023" table:default-cell-style-name="Default"/>'
        f"{''.join(rows)}</table:table><table:named-expressions/></office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIMETYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("settings.xml", "<kept/>")
        archive.writestr("META-INF/manifest.xml", manifest)
