"""Counts and sizes as people write them become metres and square metres."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_places import FIRST_ROW, make_places, make_texts

from heritage_gis.conform.measure_text import Measure, read_measure, read_sizes
from heritage_gis.conform.measures import conform_measures

Ends = tuple[float | None, float | None]

MEASURES: dict[str, Ends] = {
    "12,5": (12.5, 12.5),
    "12.5 м": (12.5, 12.5),
    "3,5м": (3.5, 3.5),
    "ок. 30": (30, 30),
    "шамамен 30": (30, 30),
    "30 шамасында": (30, 30),
    "~15": (15, 15),
    "10-12": (10, 12),
    "10–12 м": (10, 12),
    "0,3-0,7": (0.3, 0.7),
    "от 5 до 13": (5, 13),
    "12 и 15 м": (12, 15),
    "более 40": (40, None),
    "св. 100": (100, None),
    ">40": (40, None),
    "20+": (20, None),
    "не менее 5": (5, None),
    "40-тан астам": (40, None),
    "до 20": (None, 20),
    "не более 5": (None, 5),
    "20-ға дейін": (None, 20),
    "35 см": (0.35, 0.35),
    "0.35 cm": (0.0035, 0.0035),
    "1 км": (1000, 1000),
    "1 200": (1200, 1200),
    "36 (или более 40)": (36, 36),
    "120 курганов": (120, 120),
    "№1-5": (5, 5),
    "50 см – 1,2 м": (0.5, 1.2),
    "10÷12 м": (10, 12),
}
AREAS: dict[str, float] = {
    "2 га": 20_000,
    "1,5 га": 15_000,
    "5000 кв.м": 5000,
    "5000 м2": 5000,
    "5000 м²": 5000,
    "0.5 km2": 500_000,
    "3 шаршы м": 3,
}
SIZES: dict[str, dict[str, float]] = {
    "D-12, h-0,5": {"diameter": 12, "height": 0.5},
    "D 65 m h 3.5 m": {"diameter": 65, "height": 3.5},
    "Ø12 м": {"diameter": 12},
    "Д-12 м, Н-0,5 м": {"diameter": 12, "height": 0.5},
    "диаметр 10,5 м, высота 35 м": {"diameter": 10.5, "height": 35},
    "диаметрі 12 м, биіктігі 0,5 м": {"diameter": 12, "height": 0.5},
    "диаметр насыпи 12 м при высоте 0,5 м": {"diameter": 12, "height": 0.5},
    "3х4 м": {"length": 4, "width": 3},
    "3×4": {"length": 4, "width": 3},
    "3*4х0,5 м": {"length": 4, "width": 3, "height": 0.5},
    "30х40 см": {"length": 0.4, "width": 0.3},
    "8.9x7.9 m h5.5": {"length": 8.9, "width": 7.9, "height": 5.5},
    "100х50 м, площадь 2 га": {"length": 100, "width": 50, "area": 20_000},
    "12 м": {"length": 12},
    "5м х 6м": {"length": 6, "width": 5},
    "12 м х 50 см": {"length": 12, "width": 0.5},
    "20 на 30 м": {"length": 30, "width": 20},
    "2,5 га": {"area": 25_000},
    "12 м в диаметре": {"diameter": 12},
    "12 м в диаметре, 0,5 м высотой": {"diameter": 12, "height": 0.5},
    "12 м (диаметр)": {"diameter": 12},
}
HEADINGS = {
    "n_features": "Кол-во курганов",
    "diam_m": "Диаметр, м",
    "height_m": "Высота, м",
    "dims_text": "Размеры",
    "area_m2": "Площадь",
}


@pytest.mark.parametrize(("text", "ends"), MEASURES.items())
def test_a_measure_is_read_with_its_bounds(text: str, ends: Ends) -> None:
    """Decimal commas, ranges, bounds, units and approximations are understood (facts §7.2)."""
    measure = read_measure(text)
    assert measure is not None
    assert (measure.low, measure.high) == ends


@pytest.mark.parametrize("text", ["ок. 30", "~15", "40-қа жуық", "36 (или более 40)"])
def test_an_approximate_measure_is_known_as_such(text: str) -> None:
    """«ок.», «~», «жуық» and a rival number are not forgotten."""
    measure = read_measure(text)
    assert measure is not None
    assert measure.is_about


@pytest.mark.parametrize(("text", "area_m2"), AREAS.items())
def test_an_area_is_turned_into_square_metres(text: str, area_m2: float) -> None:
    """Hectares, square metres and square kilometres are told apart."""
    measure = read_measure(text, "m2")
    assert measure is not None
    assert measure.low == measure.high == area_m2


@pytest.mark.parametrize("text", ["—", "нет", "б/н", "н/д", "?", "не опр.", "жоқ", ""])
def test_saying_nothing_is_understood(text: str) -> None:
    """A cell that says that nothing is known is no fault."""
    measure = read_measure(text)
    assert measure == Measure()
    assert measure.is_unknown
    assert read_sizes(text) == {}


NO_MEASURES = (
    *("чепуха", "12 попугаев", "-5", "1-2-3", "1e5", "12.05.2024", "1,2,3", "12·5", "1'200"),
    *("10±2", "10²", "10 12", "2 м 50 см", "12+3"),
)


@pytest.mark.parametrize("text", NO_MEASURES)
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    """An unknown word, a sign or a third number makes a cell unreadable, not half read."""
    assert read_measure(text) is None


@pytest.mark.parametrize(
    "text", ["9" * 400, "99999999999999", "№1-" + "9" * 5000, "1e400", "3х" * 50_000]
)
def test_numbers_that_count_nothing_stop_nothing(text: str) -> None:
    """A count of 400 digits, or a cell as long as a book, is told and not carried on."""
    cells = pd.DataFrame({"n_features": [text], "diam_m": [text], "dims_text": [text]}, dtype="str")
    frame, problems = conform_measures(
        cells, {}, pd.Series(["kurgan"], dtype="str"), make_places(1), HEADINGS
    )
    assert frame.drop(columns="size_text").isna().all(axis=None)
    assert problems["code"].tolist() == ["number_unreadable"] * 3


@pytest.mark.parametrize("text", ["12 курганов и 3 ограды", "12, 15"])
def test_counts_of_two_sorts_are_no_range(text: str) -> None:
    """Twelve kurgans and three enclosures are not from 3 to 12 of anything."""
    assert read_measure(text, "") is None


@pytest.mark.parametrize("text", ["10х12, 5х6", "10х12 и 5х6 м", "диаметр 2 га"])
def test_sizes_that_cannot_be_told_apart_are_not_read(text: str) -> None:
    """The sizes of two things in one cell give none of them, nor an area a diameter."""
    assert read_sizes(text) is None


@pytest.mark.parametrize(("text", "sizes"), SIZES.items())
def test_a_cell_of_several_sizes_is_parted(text: str, sizes: dict[str, float]) -> None:
    """Letters, words and «х» tell which size is which."""
    read = read_sizes(text)
    assert read is not None
    assert {name: measure.high for name, measure in read.items()} == sizes


@given(st.floats(0.01, 9999), st.sampled_from([".", ","]))
def test_a_plain_number_is_itself(number: float, point: str) -> None:
    """A number with a point or a comma is read as it is."""
    text = f"{number:.2f}"
    measure = read_measure(text.replace(".", point))
    assert measure is not None
    assert measure.low == measure.high == float(text)


@given(st.text(alphabet="0123456789,.-–хxмh D()окдболеем~га№", max_size=20))
def test_any_text_gives_bounds_in_order(text: str) -> None:
    """Whatever a cell holds, a range runs upward."""
    measure = read_measure(text)
    if measure and measure.low is not None and measure.high is not None:
        assert measure.low <= measure.high
    for size in (read_sizes(text) or {}).values():
        assert size.low is None or size.high is None or size.low <= size.high


def _conform(
    units: dict[str, str] | None = None, kind: str = "kurgan", **cells: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    frame = pd.DataFrame(cells)
    kinds = pd.Series(kind, index=frame.index, dtype="str")
    return conform_measures(frame, units or {}, kinds, make_places(len(frame)), HEADINGS)


def test_columns_of_sizes_become_the_standard_ones() -> None:
    """A size of its own column comes before one out of the cell of sizes; their words are kept."""
    frame, problems = _conform(
        n_features=make_texts("36 (или более 40)", "более 40", "№1-5"),
        diam_m=make_texts("10-12", None, "до 20"),
        dims_text=make_texts("D-50, h-0,5", "3х4 м", None),
        area_m2=make_texts("2 га", None, "5000 кв.м"),
        elev_m=make_texts("512,5", None, None),
    )
    assert problems["code"].tolist() == ["count_inexact"] * 2
    assert frame["feature_count"].tolist() == [36, 40, 5]
    first = frame.iloc[0]
    assert (first["diameter_min_m"], first["diameter_max_m"]) == (10, 12)
    assert (first["height_min_m"], first["height_max_m"]) == (0.5, 0.5)
    assert (first["area_m2"], first["elevation_m"]) == (20_000, 512.5)
    assert first["size_text"] == (
        "D-50, h-0,5; Кол-во курганов: 36 (или более 40); Диаметр, м: 10-12; Площадь: 2 га"
    )
    assert (frame.loc[1, "length_m"], frame.loc[1, "width_m"]) == (4, 3)
    assert frame["diameter_min_m"].isna().tolist() == [False, True, True]
    assert frame["diameter_max_m"].tolist()[2] == 20


def test_the_unit_of_a_heading_holds_until_a_cell_says_another() -> None:
    """«Высота, см» makes 35 a third of a metre, and «1,2 м» stays what it is."""
    frame, _ = _conform(
        {"height_m": "cm", "area_m2": "ha"},
        height_m=make_texts("35", "1,2 м"),
        area_m2=make_texts("2", "300 м2"),
    )
    assert frame["height_max_m"].tolist() == [0.35, 1.2]
    assert frame["area_m2"].tolist() == [20_000, 300]


def test_an_area_without_a_unit_is_not_guessed() -> None:
    """Hectares and square metres differ ten thousand times: without a unit nothing is taken."""
    frame, problems = _conform(area_m2=make_texts("10", "2000 м"))
    assert frame["area_m2"].isna().all()
    assert problems["code"].tolist() == ["unit_missing", "unit_missing"]
    assert "write m² or ha" in problems["message_en"][0]
    assert frame["size_text"].tolist() == ["Площадь: 10", "Площадь: 2000 м"]


def test_an_implausible_size_is_kept_and_told() -> None:
    """Karaagash, «diameter 10.5 m, height 35 m»: the height is beyond any kurgan (facts §7.2)."""
    frame, problems = _conform(
        dims_text=make_texts("диаметр 10,5 м, высота 35 м", "D 65 m h 3.5 m")
    )
    assert frame["height_max_m"].tolist() == [35, 3.5]
    assert problems["code"].tolist() == ["size_implausible"]
    assert problems["source_row"].tolist() == [FIRST_ROW]
    assert problems["severity"].tolist() == ["warning"]
    assert problems["column"].tolist() == ["Размеры"]
    assert "высота: 35 м" in problems["message_ru"][0]
    assert (
        "the height of 35 m is outside what is known for such a site (0.1–10 m)"
        in (problems["message_en"][0])
    )


def test_a_range_beyond_the_limits_is_told_by_the_end_that_is_wrong() -> None:
    """Of «0,01-0,5» the low end is wrong, of «100-200» the high one."""
    _, problems = _conform(
        height_m=make_texts("0,01-0,5", None), diam_m=make_texts(None, "100-200")
    )
    found = [text.split(" of ")[1].split(" m ")[0] for text in problems["message_en"]]
    assert found == ["0.01", "200"]


def test_only_burials_have_limits() -> None:
    """A tower or a mosque may be higher than a kurgan."""
    _, problems = _conform(kind="mosque", height_m=make_texts("35"))
    assert problems.empty


def test_what_was_not_understood_is_told_and_kept_as_text() -> None:
    """A cell that is no number is a warning at its own heading; a count has no fraction or unit."""
    frame, problems = _conform(
        n_features=make_texts("12,5", "12 м", "8"), diam_m=make_texts("чепуха", "—", None)
    )
    assert frame["feature_count"].tolist() == [pd.NA, pd.NA, 8]
    assert problems[["source_row", "column", "code"]].to_numpy().tolist() == [
        [FIRST_ROW, "Диаметр, м", "number_unreadable"],
        [FIRST_ROW, "Кол-во курганов", "number_unreadable"],
        [FIRST_ROW + 1, "Кол-во курганов", "number_unreadable"],
    ]


def test_a_count_that_is_no_exact_number_is_told() -> None:
    """The least that is said is the count; the surveyor is told so, and no more than told."""
    cells = pd.DataFrame(
        {"n_features": make_texts("ок. 30", "15-20", "12", "12 курганов", "до 20")}
    )
    kinds = make_texts(*["burial_ground"] * 5)
    frame, problems = conform_measures(cells, {}, kinds, make_places(5), {"n_features": "Кол-во"})
    assert frame["feature_count"].tolist() == [30, 15, 12, 12, pd.NA]
    assert problems["source_row"].tolist() == [FIRST_ROW, FIRST_ROW + 1]
    assert problems[["code", "severity"]].drop_duplicates().to_numpy().tolist() == [
        ["count_inexact", "note"]
    ]


def test_a_survey_without_sizes_has_empty_columns() -> None:
    """Every standard column is there, with its type, even where the survey has none."""
    frame, problems = _conform(material=make_texts("камень"))
    assert frame.isna().all(axis=None)
    assert frame["feature_count"].dtype == "Int64"
    assert frame["diameter_max_m"].dtype == "float64"
    assert problems.empty
