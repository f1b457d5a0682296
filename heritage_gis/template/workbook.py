"""A form written as a workbook: the sheet to fill in, a sheet of examples, a sheet of lists."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from heritage_gis.template.columns import choose_group, list_choices, list_columns, list_examples
from heritage_gis.template.parts import write_fixed
from heritage_gis.vocabularies.kinds import read_kind_groups
from heritage_gis.vocabularies.template_words import read_template_words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from heritage_gis.settings import Language
    from heritage_gis.template.columns import Column

TITLE_ROW, BAND_ROW, HEADING_ROW = 1, 3, 4
LAST_ROW = 1000  # to which the lists and formats reach
RULED_ROWS = 40  # with lines: as many as a printed sheet needs
FIXED_COLUMNS = 2  # stay in sight: the code and the name
HELP_COLUMNS = 6  # over which a line of help runs, so that it is seen at once
PAGE_STARTS = ("band_place", "band_state", "band_told")  # a printed page begins with these
ROW_HEIGHT, HELP_HEIGHT, HEADING_HEIGHT = 20, 32, 34  # points
PAPER_A3, PRINT_PERCENT = 8, 70
FORMATS = {
    "lat_raw": "0.000000",
    "lon_raw": "0.000000",
    "x_raw": "0",
    "y_raw": "0",
    "visited_on": "yyyy-mm-dd",
}
BAND_COLOURS = {  # ground of the band, ground of its headings
    "band_what": ("1F4E5F", "DCE9EE"),
    "band_when": ("7A4B2A", "F1E4DA"),
    "band_where": ("2F5D3A", "DDEBE0"),
    "band_place": ("3B6E4A", "DDEBE0"),
    "band_size": ("5B4B7A", "E6E1EF"),
    "band_state": ("7A2F3B", "F2DEE1"),
    "band_who": ("4A4A4A", "E6E6E6"),
    "band_told": ("6B5B1E", "F0EAD2"),
}
HAIR = Side(style="thin", color="C8C8C8")
LINES = Border(left=HAIR, right=HAIR, top=HAIR, bottom=HAIR)
WRAPPED = Alignment(wrap_text=True, vertical="center")
FONT = "Calibri"


@dataclass(frozen=True)
class Form:
    """What a form is made of.

    Attributes:
        language: of its words.
        group: of kinds; empty for all.
        kind: that stands first in its list; empty for none.
    """

    language: Language
    group: str
    kind: str

    @property
    def words(self) -> dict[str, str]:
        """The words of the form."""
        return read_template_words(self.language)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the form."""
        return list_columns(self.group, self.language)

    @property
    def title(self) -> str:
        """What the form is called."""
        groups = read_kind_groups()
        name = groups[self.group].plural[self.language] if self.group else self.words["any_group"]
        return self.words["title"].format(group=name)


def write_template(kind: str, language: Language) -> bytes:
    """Write a form; the same bytes for the same kind and language.

    Args:
        kind: a kind, a group of kinds, or empty for all.
        language: kk, ru or en.

    Returns:
        An XLSX workbook.

    Raises:
        MisusedError: there is no such kind or group.
    """
    group = choose_group(kind)
    form = Form(language, group, kind if kind != group else "")
    book = Workbook()
    sheet = book.worksheets[0]
    ranges = _write_lists(book.create_sheet(form.words["sheet_lists"]), form)
    _write_main(sheet, form, ranges)
    _write_example(book.create_sheet(form.words["sheet_example"], 1), form)
    book.properties.title = form.title
    book.properties.creator = "heritage_gis"
    book.properties.language = language
    return write_fixed(book)


def _write_main(sheet: Worksheet, form: Form, ranges: dict[str, str]) -> None:
    sheet.title = form.words["sheet_main"]
    help_places = form.words["help_places"].format(example=form.words["sheet_example"])
    _write_head(sheet, form, form.title, [form.words["help_rows"], help_places])
    for number, column in enumerate(form.columns, start=1):
        letter = get_column_letter(number)
        heading = sheet.cell(HEADING_ROW, number)
        heading.comment = _write_note(column)
        if column.choices:
            choice = DataValidation(type="list", formula1=ranges[column.choices], allow_blank=True)
            choice.showErrorMessage = False  # other words are read too
            choice.showInputMessage = True
            choice.promptTitle, choice.prompt = column.heading[:32], form.words["list_prompt"]
            choice.add(f"{letter}{HEADING_ROW + 1}:{letter}{LAST_ROW}")
            sheet.add_data_validation(choice)
        for row in range(HEADING_ROW + 1, HEADING_ROW + 1 + RULED_ROWS):
            _set_cell(sheet, row, number, column)
    for row in range(HEADING_ROW + 1, HEADING_ROW + 1 + RULED_ROWS):
        sheet.row_dimensions[row].height = ROW_HEIGHT


def _write_example(sheet: Worksheet, form: Form) -> None:
    _write_head(sheet, form, form.words["mark_example"], [form.title])
    for row, example in enumerate(list_examples(form.group, form.language), HEADING_ROW + 1):
        sheet.row_dimensions[row].height = 2 * ROW_HEIGHT
        for number, column in enumerate(form.columns, start=1):
            _set_cell(sheet, row, number, column)
            cell = sheet.cell(row, number)
            cell.value = example.get(column.field)
            cell.font = Font(name=FONT, size=11, italic=True, color="555555")
    sheet.sheet_properties.tabColor = "B0B0B0"
    sheet.protection.sheet = True  # against slips; it has no password


def _write_head(sheet: Worksheet, form: Form, title: str, lines: list[str]) -> None:
    """Write title, help, bands and headings, and set how the sheet is seen and printed.

    The title stands over the columns that each printed page repeats, the help beside it.
    """
    _write_text(sheet, TITLE_ROW, 1, title, 12)
    sheet.merge_cells(
        start_row=TITLE_ROW, end_row=BAND_ROW - 1, start_column=1, end_column=FIXED_COLUMNS
    )
    for row, line in enumerate(lines, start=TITLE_ROW):
        _write_text(sheet, row, FIXED_COLUMNS + 1, line, 10)
        first, last = FIXED_COLUMNS + 1, FIXED_COLUMNS + HELP_COLUMNS
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        sheet.row_dimensions[row].height = HELP_HEIGHT
    _write_bands(sheet, form)
    for number, column in enumerate(form.columns, start=1):
        cell = sheet.cell(HEADING_ROW, number)
        cell.value = column.heading
        cell.font = Font(name=FONT, size=11, bold=True)
        cell.fill = PatternFill("solid", start_color=BAND_COLOURS[column.band][1])
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.border = LINES
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.row_dimensions[HEADING_ROW].height = HEADING_HEIGHT
    sheet.freeze_panes = f"{get_column_letter(FIXED_COLUMNS + 1)}{HEADING_ROW + 1}"
    _set_print(sheet)


def _write_text(sheet: Worksheet, row: int, column: int, text: str, size: int) -> None:
    cell = sheet.cell(row, column)
    cell.value = text
    cell.font = Font(name=FONT, size=size, bold=column == 1)
    cell.alignment = Alignment(wrap_text=True, vertical="center", indent=int(column > 1))


def _write_bands(sheet: Worksheet, form: Form) -> None:
    """Write the name of each group of columns over it, on a ground of its colour."""
    start = 1
    for band, columns in groupby(form.columns, key=lambda column: column.band):
        end = start + len(list(columns))
        for number in range(start, end):
            ground = PatternFill("solid", start_color=BAND_COLOURS[band][0])
            sheet.cell(BAND_ROW, number).fill = ground
        sheet.cell(BAND_ROW, start).value = form.words[band]
        sheet.cell(BAND_ROW, start).font = Font(name=FONT, size=11, bold=True, color="FFFFFF")
        sheet.cell(BAND_ROW, start).alignment = Alignment(vertical="center")
        if band in PAGE_STARTS:
            sheet.col_breaks.append(Break(id=start - 1))
        start = end
    sheet.row_dimensions[BAND_ROW].height = ROW_HEIGHT


def _set_cell(sheet: Worksheet, row: int, number: int, column: Column) -> None:
    cell = sheet.cell(row, number)
    cell.border, cell.alignment = LINES, WRAPPED
    cell.font = Font(name=FONT, size=11)
    cell.number_format = FORMATS.get(column.field, "General")


def _write_note(column: Column) -> Comment:
    note = Comment(column.note, "heritage_gis")
    note.width, note.height = 260, 90
    return note


def _set_print(sheet: Worksheet) -> None:
    """Print on A3 over several pages side by side, with code, name and headings on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = PAPER_A3
    sheet.page_setup.scale = PRINT_PERCENT
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.print_title_rows = f"{BAND_ROW}:{HEADING_ROW}"
    sheet.print_title_cols = f"A:{get_column_letter(FIXED_COLUMNS)}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "&P / &N"
    sheet.sheet_view.showGridLines = False


def _write_lists(sheet: Worksheet, form: Form) -> dict[str, str]:
    """Write the lists, one in a column, and return the range of each."""
    sheet.cell(1, 1, form.words["mark_lists"])
    ranges = {}
    names = dict.fromkeys(column.choices for column in form.columns if column.choices)
    for number, name in enumerate(names, start=1):
        choices = list_choices(name, form.group, form.language, form.kind)
        for row, choice in enumerate(choices, start=2):
            sheet.cell(row, number, choice)
        letter = get_column_letter(number)
        ranges[name] = f"'{sheet.title}'!${letter}$2:${letter}${len(choices) + 1}"
    sheet.sheet_state = "hidden"
    return ranges
