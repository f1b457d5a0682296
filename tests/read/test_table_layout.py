"""Sheets as they are drawn: title rows, headings in two rows, sections, subtotals, footnotes."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heritage_gis.model.column_letters import name_column
from heritage_gis.model.raw_table import RowCounts
from heritage_gis.read.grid import Grid, Range
from heritage_gis.read.table_layout import Layout, lay_out_sheet, make_unique

HEADINGS = ["№ п/п", "Наименование\nпамятника", "Координаты", "", "Размеры, м", "", "Примечание"]
LOWER = ["", "", "Широта", "Долгота", "Диаметр", "Высота", ""]


def make_grid(rows: list[list[str]], merged: tuple[Range, ...] = ()) -> Grid:
    """Return a grid of rows of any length; an empty text is a blank cell."""
    width = max(len(row) for row in rows)
    padded = [[cell or None for cell in row] + [None] * (width - len(row)) for row in rows]
    frame = pd.DataFrame(padded, columns=[str(at) for at in range(width)])
    return Grid(frame.astype("str"), merged)


def lay_out_one(rows: list[list[str]], merged: tuple[Range, ...] = ()) -> Layout:
    """Return the one table of a sheet."""
    (layout,) = lay_out_sheet(make_grid(rows, merged))
    return layout


def test_a_drawn_table_is_told_row_by_row() -> None:
    """Titles, two rows of headings, column numbers, sections, subtotals and notes are no data."""
    layout = lay_out_one(
        [
            ["Памятники Шетского и Актогайского районов"],
            [],
            HEADINGS,
            LOWER,
            ["1", "2", "3", "4", "5", "6", "7"],
            ["Шетский район"],
            ["1", "Бегазы", "48,2", "75,3", "10-12", "0,5"],
            ["2", "Торак"],
            ["Итого по району", "", "", "", "2"],
            ["Актогайский район"],
            HEADINGS,
            LOWER,
            ["3", "Кент", "49,1", "75,9", "5"],
            [],
            ["ВСЕГО: 3"],
            ["* по данным 2017 г."],
            ["Примечание: размеры по Маргулану"],
            ["Составил Иванов И.И."],
            ["Директор музея"],
        ]
    )
    assert layout.columns == (
        "№ п/п",
        "Наименование памятника",
        "Координаты / Широта",
        "Координаты / Долгота",
        "Размеры, м / Диаметр",
        "Размеры, м / Высота",
        "Примечание",
    )
    assert layout.frame["source_row"].tolist() == [7, 8, 13]
    assert layout.frame["section"].tolist() == ["Шетский район"] * 2 + ["Актогайский район"]
    assert layout.frame["Наименование памятника"].tolist() == ["Бегазы", "Торак", "Кент"]
    assert layout.counts == RowCounts(
        data=3, title=1, heading=5, section=2, subtotal=2, note=4, blank=2
    )


def test_merged_headings_make_two_rows_even_where_the_lower_is_unknown() -> None:
    """What stands under a merged heading is its lower half, whatever it says."""
    layout = lay_out_one(
        [
            ["№", "Название", "Размеры", "", "Район"],
            ["", "", "в плане", "по вертикали", ""],
            ["1", "Бегазы", "10", "1", "Актогайский"],
        ],
        merged=((0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1), (0, 4, 1, 4)),
    )
    assert layout.columns == (
        "№",
        "Название",
        "Размеры / в плане",
        "Размеры / по вертикали",
        "Район",
    )
    assert layout.counts == RowCounts(data=1, heading=2)


def test_headings_in_two_languages_are_one() -> None:
    """A second row that says the same in Kazakh is no data."""
    layout = lay_out_one(
        [
            ["№", "Название", "Тип", "Координаты"],
            ["р/с", "Атауы", "Типі", "Координаттары"],
            ["1", "Бегазы", "могильник", "48,2; 75,3"],
        ]
    )
    assert layout.columns[1:3] == ("Название / Атауы", "Тип / Типі")
    assert layout.counts == RowCounts(data=1, heading=2)


def test_a_group_above_the_headings_is_part_of_them() -> None:
    """«Координаты» merged over X and Y stands above the row that names the most columns."""
    layout = lay_out_one(
        [
            ["Общие сведения", "", "", "Координаты, СК-42", ""],
            ["№", "Название", "Датировка", "X", "Y"],
            ["1", "Бегазы", "бронза", "5347000", "13525000"],
        ],
        merged=((0, 0, 0, 2), (0, 3, 0, 4)),
    )
    assert layout.columns[3:] == ("Координаты, СК-42 / X", "Координаты, СК-42 / Y")


def test_a_row_of_units_below_the_headings_is_part_of_them() -> None:
    """«см» below «Высота» is its unit, and no data; column numbers may follow, or stand above."""
    numbers, units = ["1", "2", "3"], ["", "м", "см"]
    names = ["Название", "Диаметр", "Высота"]
    data = ["Бегазы", "12", "50"]
    for above in ([names, units], [names, units, numbers], [names, ["—", "м", "см"]]):
        layout = lay_out_one([*above, data])
        assert layout.columns[1:] == ("Диаметр / м", "Высота / см")
        assert (layout.counts.heading, layout.counts.data) == (len(above), 1)
    layout = lay_out_one([names, numbers, data])
    assert (layout.columns, layout.counts.heading) == (tuple(names), 2)
    layout = lay_out_one([["№", "Диаметр"], ["1", "2"], ["2", "5"]])  # a mound, and 2 m wide
    assert layout.counts.data == 2


def test_a_cell_merged_down_belongs_to_each_of_its_rows() -> None:
    """The person sees the district beside all its rows, so each of them has it."""
    layout = lay_out_one(
        [
            ["Название", "Район", "Тип"],
            ["Бегазы", "Актогайский", "могильник"],
            ["Торак", "", ""],
            ["Кент", "", "поселение"],
        ],
        merged=((1, 1, 3, 1),),
    )
    assert layout.frame["Район"].tolist() == ["Актогайский"] * 3
    assert layout.frame["Тип"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("row", "merged", "section"),
    [
        (["Шетский район"], (), True),
        (["", "Шет ауданы", ""], (), True),
        (["I", "Шетский район"], (), True),
        (["2. Актогайский р-н:"], (), True),
        (["г. Сатпаев"], (), True),
        (["Мавзолеи"], (), True),  # under the number, so it is no name
        (["", "Курганы", ""], ((1, 1, 1, 3),), True),  # over the table
        (["", "Курганы", ""], (), False),  # may be a name
        (["3", "Шетский могильник"], (), False),
        (["3"], (), False),
    ],
)
def test_a_lone_text_is_a_section_where_it_can_be_nothing_else(
    row: list[str], merged: tuple[Range, ...], *, section: bool
) -> None:
    """A place, a text over the table or under the number sets a section; a name is data."""
    rows = [["№", "Название", "Широта", "Долгота"], row, ["4", "Бегазы", "48,2", "75,3"]]
    layout = lay_out_one(rows, merged)
    assert layout.counts.section == int(section)
    assert layout.counts.data == 2 - int(section)


@pytest.mark.parametrize(
    ("row", "subtotal"),
    [
        (["Итого", "", "25", "12,5"], True),
        (["ВСЕГО: 25 памятников", "", "", ""], True),
        (["", "Барлығы", "25", ""], True),
        (["Итого-тас", "стела", "48,2", "бронза"], False),
        (["Итоговый", "стела", "48,2", "75,3"], False),
    ],
)
def test_a_subtotal_holds_little_but_figures(row: list[str], *, subtotal: bool) -> None:
    """A row that begins with «Итого» and is otherwise a site is a site."""
    layout = lay_out_one([["Название", "Тип", "Широта", "Датировка"], ["Кент", "стан"], row])
    assert layout.counts.subtotal == int(subtotal)
    assert layout.counts.data == 2 - int(subtotal)


def test_a_section_of_kinds_stands_within_a_section_of_place() -> None:
    """«Курганы» below «Шетский район» does not make the district forgotten."""
    layout = lay_out_one(
        [
            ["№", "Название", "Тип"],
            ["Шетский район"],
            ["Курганы"],
            ["1", "Бегазы", "курган"],
            ["Мавзолеи"],
            ["2", "Шабанбай", "мавзолей"],
            ["Нуринский район"],
            ["3", "Кент", "поселение"],
        ]
    )
    assert layout.frame["section"].tolist() == [
        "Шетский район / Курганы",
        "Шетский район / Мавзолеи",
        "Нуринский район",
    ]


def test_a_place_right_above_the_headings_is_a_section() -> None:
    """A sheet that begins with «Шетский район» is of that district."""
    layout = lay_out_one([["Шетский район"], ["Название", "Тип"], ["Бегазы", "курган"]])
    assert layout.frame["section"].tolist() == ["Шетский район"]
    assert layout.counts == RowCounts(data=1, heading=1, section=1)


def test_several_tables_on_a_sheet_are_several_tables() -> None:
    """A second table with headings of its own begins below a gap; the counts share the rows."""
    first, second = lay_out_sheet(
        make_grid(
            [
                ["Название", "Широта", "Долгота"],
                ["Бегазы", "48,2", "75,3"],
                [],
                ["Таблица 2"],
                ["Название", "Датировка", "Тип"],
                ["Кент", "бронза", "поселение"],
            ]
        )
    )
    assert first.columns == ("Название", "Широта", "Долгота")
    assert first.counts == RowCounts(data=1, title=1, heading=1, blank=1)
    assert second.columns == ("Название", "Датировка", "Тип")
    assert second.frame["source_row"].tolist() == [6]


def test_columns_without_heading_are_kept_where_they_hold_data() -> None:
    """A column that nobody named is called by its letter; an empty one is left out."""
    layout = lay_out_one([["Название", "", "", "Тип"], ["Бегазы", "!", "", "курган"]])
    assert layout.columns == ("Название", "column B", "Тип")


def test_headings_are_made_unique_and_never_hide_our_columns() -> None:
    """Two columns of one name, or one named as ours, are numbered."""
    assert make_unique(["Тип", "Тип", "geometry", "Тип (2)"]) == (
        "Тип",
        "Тип (2)",
        "geometry (2)",
        "Тип (2) (2)",
    )


def test_headings_that_a_person_explained_are_enough() -> None:
    """Headings of `survey.toml [columns]` let a table be found that the vocabulary does not."""
    rows = [["Ob", "Mesto 1", "Lage"], ["1", "Бегазы", "x"]]
    assert lay_out_sheet(make_grid(rows)) == []
    (layout,) = lay_out_sheet(make_grid(rows), known=("Ob", "Mesto 1"))
    assert layout.counts == RowCounts(data=1, heading=1)


@pytest.mark.parametrize("row", [["1", "2"], ["Бегазы", "могильник"], ["Итого"]])
def test_a_sheet_without_headings_has_no_table(row: list[str]) -> None:
    """Data without headings are not guessed at."""
    assert lay_out_sheet(make_grid([row, row])) == []


def test_a_list_of_names_is_a_table_of_one_column() -> None:
    """One heading is enough where there is but one column."""
    layout = lay_out_one([["Название"], ["Бегазы"], ["Торак"]])
    assert layout.frame["Название"].tolist() == ["Бегазы", "Торак"]


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_called_as_in_a_spreadsheet(number: int, letters: str) -> None:
    """The 27th column is AA."""
    assert name_column(number) == letters


CELLS = st.sampled_from(
    [
        "",
        "",
        "1",
        "2",
        "48,2",
        "Название",
        "Тип",
        "Широта",
        "Шетский район",
        "Итого",
        "* см.",
        "Кент",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=12))
def test_rows_always_balance(rows: list[list[str]]) -> None:
    """However a sheet is drawn, each of its rows is counted once, and data rows are all there."""
    grid = make_grid(rows)
    layouts = lay_out_sheet(grid)
    if layouts:
        assert sum(sum(astuple(layout.counts)) for layout in layouts) == len(rows)
        numbers = np.concatenate([layout.frame["source_row"] for layout in layouts])
        assert sorted(set(numbers.tolist())) == numbers.tolist()
        assert len(numbers) == sum(layout.counts.data for layout in layouts)
