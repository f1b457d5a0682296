"""Cells that a spreadsheet damaged: told apart from values, and what they may have been."""

from __future__ import annotations

import pandas as pd
import pytest
from row_places import make_places

from heritage_gis.conform.damaged_cells import Damage, Use, clear_damaged, find_damaged


def damage(text: str, use: Use) -> Damage | None:
    """Return the damage of one cell."""
    return find_damaged(pd.Series([text], dtype="str"), use).get(0)


@pytest.mark.parametrize(
    ("text", "use", "numbers"),
    [
        ("2024-04-16", "lat", ("16.4", "16.04", "4.16")),
        ("16.апр", "lat", ("16.4", "16.04", "4.16")),
        ("16 сәу.", "position", ("16.4", "16.04", "4.16")),
        ("1948-12-01", "lat", ("48.12",)),
        ("апр.48", "lat", ("48.04", "48.4")),
        ("Apr-48", "lat", ("48.04", "48.4")),
        ("2048-04-16", "lat", ("48°04′16″",)),
        ("1975-03-20", "lon", ("75°03′20″",)),
        ("1900-02-16T06:24:47.980800", "lat", ("48.267222",)),
        ("2024-12-10", "measure", ("10.12", "10-12", "12.10")),
        ("4/16/2024", "measure", ("16.4", "16-4", "4.16")),
        ("1905-07-09", "measure", ("2017",)),
        ("10:48:00", "measure", ("0.45",)),
    ],
)
def test_a_date_where_a_number_must_be_is_told_with_what_it_may_have_been(
    text: str, use: Use, numbers: tuple[str, ...]
) -> None:
    """Numbers within the two regions come alone; a day of 1900 is a number of days."""
    assert damage(text, use) == Damage(is_date=True, numbers=numbers)


@pytest.mark.parametrize(
    "text",
    ["#REF!", "#N/A", "#ДЕЛ/0!", "########", "Err:502", "=A1+47", '=IF(A1="x";48;"")'],
)
def test_errors_and_formulas_are_no_values(text: str) -> None:
    """Whatever the column holds."""
    uses: tuple[Use, ...] = ("text", "measure", "position", "lat", "lon")
    for use in uses:
        assert damage(text, use) == Damage(is_date=False)


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("48.16", "lat"),
        ("48°16′02″", "lat"),
        ("48:16:02", "position"),
        ("# 5", "text"),
        ("№ 5", "text"),
        ("2024-04-16", "text"),
        ("10-12", "measure"),
        ("курган", "measure"),
        ("12 мар", "text"),
        ("31.02.2024", "measure"),
    ],
)
def test_what_people_write_is_no_damage(text: str, use: Use) -> None:
    """A day of a visit, a coordinate of colons, a number with its sign."""
    assert damage(text, use) is None


def test_damaged_cells_are_emptied_and_told() -> None:
    """A name «#REF!» is no name, a height of 10 December no height; dates of visits stay."""
    cells = pd.DataFrame(
        {
            "name": ["Бегазы", "#REF!"],
            "height_m": ["2024-12-10", "0,5"],
            "visited_on": ["2024-07-05", "#N/A"],
            "lat_raw": ["#N/A", "48,2"],
        },
        dtype="str",
    )
    headings = {"name": "Название", "height_m": "Высота", "visited_on": "Дата", "lat_raw": "Ш"}
    cleared, problems = clear_damaged(cells, make_places(2), headings)
    assert cleared.fillna("").to_numpy().tolist() == [
        ["Бегазы", "", "2024-07-05", "#N/A"],
        ["", "0,5", "", "48,2"],
    ]
    assert problems[["source_row", "column", "code", "severity"]].to_numpy().tolist() == [
        [5, "Высота", "number_became_date", "warning"],
        [6, "Дата", "cell_error", "warning"],
        [6, "Название", "cell_error", "warning"],
    ]
    assert "which may have been 10.12; 10-12; 12.10. Set the format" in problems["message_en"][0]
    assert "возможно, было введено: 10,12; 10-12; 12,10. Задайте" in problems["message_ru"][0]
