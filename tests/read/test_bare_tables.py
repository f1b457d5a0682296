"""Tables without headings, or with none that we know: read where they are tables, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from heritage_gis.errors import RefusedFileError
from heritage_gis.model.raw_table import RowCounts
from heritage_gis.read.files import read_file_noted
from heritage_gis.read.notes import explain_notes
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.read.readings import Reading

Cells = list[list[object]]
PLACES: Cells = [
    [1, "Бегазы", 48.267222, 75.345278],
    [2, "Талды", 49.267333, 75.545278],
    [3, "Кент", 49.367444, 75.945278],
]


def read_sheets(folder: Path, sheets: dict[str, Cells]) -> Reading:
    """Read a workbook of these sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(folder / "x.xlsx")
    return read_file_noted(folder / "x.xlsx", "sites.xlsx", Settings())


def test_a_table_without_headings_has_columns_by_their_letters(tmp_path: Path) -> None:
    """Under its title every row is data, and the note says how to explain the columns."""
    reading = read_sheets(tmp_path, {"Лист1": [["Точки с навигатора"], *PLACES]})
    (table,) = reading.tables
    assert table.columns == ("column A", "column B", "column C", "column D")
    assert table.counts == RowCounts(data=3, title=1)
    assert table.frame["source_row"].tolist() == [2, 3, 4]
    assert table.frame["column B"].tolist() == ["Бегазы", "Талды", "Кент"]
    told = explain_notes(reading.notes, "s").iloc[0]
    assert told["code"] == "headings_missing"
    assert told["message_en"].startswith(
        "this table has no row of headings; its columns are called «column A», «column B», "
    )


@pytest.mark.parametrize(
    ("headings", "body"),
    [
        (["Что", "Имярек", "Сев", "Вост"], PLACES),
        (["а", "б"], [["x", "inf"], ["y", "-3,5"], ["z", "NaN"]]),
        (["когда"], [["2020-04-07"], ["2020-04-08"]]),
        (["Col1", "Col2"], [["foo", "bar"]]),
        (["где"], [["48°16′02″ с.ш. 75°20′43″ в.д."]]),
    ],
    ids=["words over numbers", "not finite", "days", "numbered", "positions"],
)
def test_a_row_of_words_over_values_is_one_of_headings(
    tmp_path: Path, headings: list[object], body: Cells
) -> None:
    """We know none of them; they are the columns' names all the same, and are told."""
    reading = read_sheets(tmp_path, {"Лист1": [headings, *body]})
    (table,) = reading.tables
    assert list(table.columns) == headings
    assert table.counts == RowCounts(data=len(body), heading=1)
    told = explain_notes(reading.notes, "s").iloc[0]
    assert told["code"] == "headings_unknown"
    assert f"were not understood: «{headings[0]}»" in told["message_en"]


def test_beside_a_table_only_what_tells_of_places_is_one(tmp_path: Path) -> None:
    """A legend or a plan stays what it is; a list of points of a navigator is a table."""
    reading = read_sheets(
        tmp_path,
        {
            "Памятники": [["Название", "Широта", "Долгота"], ["Бегазы", 48.2, 75.3]],
            "Легенда": [["красный", "разрушен"], ["синий", "цел"]],
            "Замеры": [["квадрат", "сектор"], [12, 14], [13, 15]],
            "Навигатор": PLACES,
        },
    )
    assert [table.frame["source_layer"].iloc[0] for table in reading.tables] == [
        *("Памятники", "Навигатор"),
    ]
    assert [(note.code, note.source_layer) for note in reading.notes] == [
        ("sheet_without_table", "Легенда"),
        ("sheet_without_table", "Замеры"),
        ("headings_missing", "Навигатор"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Уважаемые коллеги!\nПосылаю вам отчёт.\nС уважением\n",
        "один;два;три\n",
        "Список\nа;б;в\nодин\nдва\nтри\nчетыре\n",
    ],
    ids=["letter", "one row", "ragged"],
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: str) -> None:
    """Lines of words are no table."""
    (tmp_path / "x.csv").write_text(text, "utf-8")
    with pytest.raises(RefusedFileError, match="no row of headings was found"):
        read_file_noted(tmp_path / "x.csv", "x.csv", Settings())


def test_what_a_person_explains_is_not_told(tmp_path: Path) -> None:
    """Who says what a column holds knows that it has no heading."""
    (tmp_path / "x.csv").write_text("Бегазы;48,267222;75,345278\n", "utf-8")
    reading = read_file_noted(tmp_path / "x.csv", "x.csv", Settings(), columns=["A", "2"])
    assert reading.tables[0].columns == ("column A", "column B", "column C")
    assert reading.notes == ()
