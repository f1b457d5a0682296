"""Guesses by values: offered with their evidence, used only where a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from row_places import make_places

from heritage_gis.conform.column_guesses import explain_guesses, guess_columns
from heritage_gis.conform.columns import Columns, settle_columns
from heritage_gis.model.raw_table import RawTable

if TYPE_CHECKING:
    from collections.abc import Sequence


def guess(**columns: Sequence[str | None]) -> dict[str, tuple[str, str]]:
    """Return the field and the evidence of each column of a table without known headings."""
    frame = pd.DataFrame({name: list(texts) for name, texts in columns.items()}, dtype="str")
    table = RawTable(frame, "csv", tuple(columns))
    found = guess_columns(table, Columns({}, {}, tuple(columns)), ())
    return {each.column: (each.field, each.evidence["en"]) for each in found}


LATITUDES = [f"{48 + number / 31:.5f}".replace(".", ",") for number in range(41)]


def test_latitudes_and_longitudes_are_told_by_their_range() -> None:
    """41 of 42 is enough, and the evidence says so."""
    longitudes = [f"{73 + number / 29:.4f}" for number in range(42)]
    assert guess(a=[*LATITUDES, "нет данных"], b=longitudes) == {
        "a": ("lat_raw", "41 of 41 values lie between 46.0 and 51.35"),
        "b": ("lon_raw", "42 of 42 values lie between 62.6 and 77.75"),
    }
    assert guess(a=[*LATITUDES, "0,5"])["a"] == (
        "lat_raw",
        "41 of 42 values lie between 46.0 and 51.35",
    )


@pytest.mark.parametrize(
    ("texts", "field", "evidence"),
    [
        (["5340720,6", "5340725"], "x_raw", "2 of 2 values lie between 5 090 000 and 5 700 000"),
        (["48°16′02″", "48°17′12″"], "lat_raw", "2 of 2 values are such angles, as «48°16′02″»"),
        (["75°20′43″", "75°21′40″ E"], "lon_raw", "2 of 2 values are such angles"),
        (["48,2 75,3", "N48.1 E75.2"], "coord_text", "2 of 2 values read as positions, as «48,2"),
        (
            ["курган", "могильник", "курган"],
            "kind",
            "3 of 3 values are kinds of sites, as «курган»",
        ),
        (["эпоха бронзы", "VII в. до н.э."], "period_text", "2 of 2 values are datings, as «эпоха"),
        (["Шетский район", "Нура"], "district", "2 of 2 values are districts, as «Шетский район»"),
        (["хорошее", "удовл."], "condition", "2 of 2 values are states of a site, as «хорошее»"),
        (["Курган Бегазы", "Кент"], "name", "2 of 2 values may be names, as «Курган Бегазы»"),
    ],
)
def test_each_field_is_told_by_its_values(texts: list[str], field: str, evidence: str) -> None:
    """Numbers by their range, words by the vocabularies."""
    found, told = guess(a=texts)["a"]
    assert (found, told[: len(evidence)]) == (field, evidence)


@pytest.mark.parametrize(
    "texts",
    [
        ["48", "47", "50"],
        ["492619", "492640"],
        ["1", "2", "3"],
        ["48,2"],
        ["48,2", "12,5", "0,3"],
        ["а", "а", "а", "а"],
        [None, None],
    ],
    ids=["whole", "easting alone", "counted", "one", "mixed", "same", "blank"],
)
def test_what_may_be_anything_is_not_guessed(texts: list[str | None]) -> None:
    """A diameter of 48 m is no latitude."""
    assert guess(a=texts) == {}


def test_a_field_that_is_there_is_not_guessed_again() -> None:
    """Nor a position beside others, nor a column that a person left out."""
    frame = pd.DataFrame({"Ш": ["48,1", "48,2"], "a": LATITUDES[:2], "b": ["курган", "курган"]})
    table = RawTable(frame.astype("str"), "csv", ("Ш", "a", "b"))
    columns = Columns({"lat_raw": "Ш"}, {}, ("a", "b"))
    assert [each.column for each in guess_columns(table, columns, ())] == ["b"]
    assert guess_columns(table, columns, {"b"}) == []


def test_a_guess_is_a_note_with_the_field_to_say() -> None:
    """In three languages, and once for the column."""
    frame = pd.DataFrame({"column C": LATITUDES}, dtype="str")
    table = RawTable(frame, "csv", ("column C",))
    guesses = guess_columns(table, Columns({}, {}, table.columns), ())
    (problem,) = explain_guesses(guesses, make_places(41)).to_dict("records")
    assert (problem["code"], problem["severity"]) == ("column_guessed", "note")
    assert (problem["column"], problem["suggestion"]) == ("column C", "lat_raw")
    assert pd.isna(problem["source_row"])
    assert problem["message_en"] == (
        "column «column C» looks like latitude: 41 of 41 values lie between 46.0 and 51.35. It was "
        'not taken for that; if it is so, say --column "column C=lat_raw", or the same in '
        "[columns] of survey.toml"
    )
    assert "значений в пределах от 46,0 до 51,35: 41 из 41" in problem["message_ru"]


def test_columns_without_headings_are_named_by_letter_or_number() -> None:
    """«column B», «b» and «2» are one; a heading of that name comes first."""
    columns = ("column A", "column B", "column AA", "3")
    said = {"column A": "name", "b": "lat_raw", "27": "kind", "3": "notes", "Z": "looted"}
    assert settle_columns(said, columns) == {
        "column A": "name",
        "column B": "lat_raw",
        "column AA": "kind",
        "3": "notes",
    }
