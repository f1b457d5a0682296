"""Numbers as text: decimal commas, thousands, exponents, and what is no number."""

from __future__ import annotations

import pandas as pd
import pytest

from heritage_gis.geo.number_columns import read_numbers
from heritage_gis.geo.number_text import read_number


@pytest.mark.parametrize(
    ("text", "value", "resolution"),
    [
        ("5340720,64", 5340720.64, 0.01),
        ("5340720.6", 5340720.6, 0.1),
        ("5 340 720,64", 5340720.64, 0.01),
        ("13\u00a0492\u00a0619,59", 13492619.59, 0.01),
        ("13\u2009492\u2009619", 13492619.0, 1),
        ("5,340,720.64", 5340720.64, 0.01),
        ("5.340.720,64", 5340720.64, 0.01),
        ("5,340", 5.34, 0.001),
        ("'492619", 492619.0, 1),
        ("−12,5", -12.5, 0.1),
        ("492619.59 м", 492619.59, 0.01),
    ],
)
def test_number_as_people_write_it(text: str, value: float, resolution: float) -> None:
    """Commas, spaces of any width and a unit do not change the number or its last digit."""
    reading = read_number(text)
    assert reading is not None
    assert reading.value == pytest.approx(value, abs=1e-9)
    assert reading.resolution == pytest.approx(resolution)
    assert reading.is_finite
    assert not reading.is_precision_lost


def test_exponent_that_hides_digits() -> None:
    """5.34E+06 has lost its metres, 5.34072064E+06 has lost nothing."""
    lost, kept = read_number("5.34E+06"), read_number("5.34072064E+06")
    assert lost is not None
    assert kept is not None
    assert (lost.is_precision_lost, lost.resolution) == (True, 1e4)
    assert (kept.is_precision_lost, kept.value) == (False, 5340720.64)


@pytest.mark.parametrize("text", ["NaN", "inf", "-inf", "1e308", "1e999", "#DIV/0!", "#ЗНАЧ!"])
def test_numbers_that_are_not_finite(text: str) -> None:
    """What a broken program writes is read as a number that cannot be a coordinate."""
    reading = read_number(text)
    assert reading is not None
    assert not reading.is_finite


@pytest.mark.parametrize("text", ["", "abc", "16.апр", "12-15", "1 2", "48°16′", "1.2.3"])
def test_text_that_is_no_number(text: str) -> None:
    """Nothing is taken out of a text that is something else."""
    assert read_number(text) is None


def test_whole_column() -> None:
    """A column is read at once, and as its cells would be one by one."""
    texts = pd.Series(["48,2672", " 75 ", None, "5 340 720", "x", "1e308"], index=list("abcdef"))
    column = read_numbers(texts.astype("str"))
    assert column["value"].iloc[:2].tolist() == [48.2672, 75.0]
    assert column.loc["d", "value"] == 5340720
    assert column.loc[["a", "b"], "resolution"].to_numpy() == pytest.approx([1e-4, 1])
    assert column["is_number"].tolist() == [True, True, False, True, False, True]
    assert column["is_finite"].tolist() == [True, True, False, True, False, False]
    assert column["value"].iloc[[2, 4, 5]].isna().all()
