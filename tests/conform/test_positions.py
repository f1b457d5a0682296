"""Positions: coordinate columns become places, with accuracy, and every doubt told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from position_tables import (
    BEGAZY,
    LATLON,
    SYSTEMS,
    XY,
    conform,
    conform_cells,
    make_table,
    place_of,
    tell,
)
from pyproj import Geod

from heritage_gis.geo.crs import from_wgs84
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from heritage_gis.conform.positions import Positions


def test_coordinate_cells() -> None:
    """A cell in degrees, minutes and seconds is a point with the accuracy its notation leaves."""
    positions = conform_cells(["48°16′02″ с.ш. 75°20′43″ в.д.", "N48°36'47.84\" E67°26'45.49\""])
    row = positions.frame.iloc[0]
    assert place_of(positions) == pytest.approx(BEGAZY, abs=1e-7)
    assert (row["geometry_role"], row["crs_used"]) == ("point", "EPSG:4326")
    assert row["coordinate_text"] == "48°16′02″ с.ш. 75°20′43″ в.д."
    assert pd.isna(row["crs_operation"])
    assert pd.isna(row["crs_stated"])
    assert positions.frame["position_accuracy_m"].tolist() == [19, 0.19]
    assert tell(positions) == []


def test_row_without_coordinates_has_no_position_and_no_problem() -> None:
    """Empty cells and what people write for nothing are no problem."""
    positions = conform_cells([None, "", "—", "н/д", " - ", "48,2; 74,9"])
    assert positions.frame.geometry.isna().tolist() == [True] * 5 + [False]
    assert positions.frame["coordinate_text"].isna().tolist() == [True] * 5 + [False]
    assert tell(positions) == []


def test_faulty_cells_are_held_back_with_their_reason() -> None:
    """Each bad cell is named with its row, column and value, in three languages."""
    positions = conform_cells(
        [
            "48°73′02″ с.ш. 75°20′43″ в.д.",
            "к северу от посёлка",
            "48°16′02″ с.ш.",
            "1) 48°16'02\"N 75°20'43\"E 2) 48°16'05\"N 75°20'49\"E",
            "0; 0",
        ]
    )
    assert tell(positions) == [
        (2, "coordinate_out_of_range"),
        (3, "coordinate_unreadable"),
        (4, "coordinate_half_missing"),
        (5, "coordinate_several"),
        (6, "coordinate_zero"),
    ]
    first = positions.problems.iloc[0]
    assert (first["survey_id"], first["column"]) == ("S", "Координаты")
    assert first["value"] == "48°73′02″ с.ш. 75°20′43″ в.д."
    assert first["message_en"].endswith("has 73 minutes; minutes run from 0 to 59")
    assert first["message_ru"].endswith("указано: минуты — 73; допустимо от 0 до 59")
    assert first["message_kk"].endswith("минут — 73; 0 мен 59 аралығында болуы керек")
    assert "holds 2 positions" in positions.problems["message_en"].iloc[3]
    assert positions.frame.geometry.isna().all()
    assert positions.frame[["crs_used", "position_accuracy_m"]].isna().all(axis=None)
    assert positions.frame["coordinate_text"].notna().all()


def test_latitude_and_longitude_columns() -> None:
    """Two columns may hold numbers or angles; a swap is used and warned of."""
    table = make_table(
        {
            "Широта": ["48,267222", "48°16′02″", "75.34", "75°20′43″ в.д.", None, "48.2", "98.5"],
            "Долгота": ["75,345278", "75°20′43″", "48.26", "48°16′02″ с.ш.", "75.3", "NaN", "75.3"],
        }
    )
    positions = conform(table, LATLON)
    assert place_of(positions, 0) == pytest.approx((75.345278, 48.267222), abs=1e-9)
    assert place_of(positions, 1) == pytest.approx(BEGAZY, abs=1e-7)
    assert place_of(positions, 2) == (75.34, 48.26)
    assert place_of(positions, 3) == pytest.approx(BEGAZY, abs=1e-7)
    assert tell(positions) == [
        (4, "coordinate_swapped"),
        (5, "coordinate_swapped"),
        (6, "coordinate_half_missing"),
        (7, "coordinate_not_finite"),
        (8, "coordinate_out_of_range"),
    ]
    assert "has 98.5 degrees of latitude" in "".join(positions.problems["message_en"])
    swapped = positions.problems.iloc[0]
    assert (swapped["severity"], swapped["column"]) == ("warning", "Широта; Долгота")
    assert swapped["value"] == "75.34; 48.26"
    assert positions.frame["coordinate_text"].iloc[0] == "48,267222; 75,345278"


def test_a_cell_whose_heading_names_both_columns_beside_it_keeps_its_text() -> None:
    """«Широта; Долгота» is one column here, and two others have half of its heading each."""
    columns = {
        "Широта; Долгота": ["48.21, 75.31", None, "48.21, 75.3x"],
        "Широта": [None, "48.3", "48.4"],
        "Долгота": [None, "75.4", "75.5"],
    }
    positions = conform(make_table(columns), LATLON | {"coord_text": "Широта; Долгота"})
    assert positions.frame["coordinate_text"].tolist() == [
        "48.21, 75.31",
        "48.3; 75.4",
        "48.21, 75.3x",
    ]
    assert tell(positions) == [(4, "coordinate_unreadable")]
    assert "48.21, 75.3x" in positions.problems["value"].tolist()


def test_dropped_zero_costs_no_accuracy() -> None:
    """48.24 beside 67.123456 is 48.240000: spreadsheets drop the last zeros of a number."""
    table = make_table({"Широта": ["48.24", "48.2"], "Долгота": ["67.123456", "67"]})
    accuracy = conform(table, LATLON).frame["position_accuracy_m"]
    assert accuracy.tolist() == [0.067, 6700]


def test_accuracy_is_the_larger_of_stated_and_notation() -> None:
    """A stated accuracy counts where it is coarser; one that is no number is warned of."""
    cells = ["48°16′02″ с.ш. 75°20′43″ в.д."] * 5
    told = ["±5 м", "ок. 30", "0,5 км", "плохая", None]
    table = make_table({"Координаты": cells, "Точность": told})
    positions = conform(table, {"coord_text": "Координаты", "accuracy_m": "Точность"})
    assert positions.frame["position_accuracy_m"].tolist() == [19, 30, 500, 19, 19]
    assert tell(positions) == [(5, "number_unreadable")]
    assert positions.problems["column"].iloc[0] == "Точность"


def test_broken_numbers() -> None:
    """Exponents that lost digits, kilometres, and infinite numbers are held back, each by name."""
    table = make_table(
        {
            "X": ["5.34E+06", "1e308", "5340.721", "48267222", "5340720"],
            "Y": ["13492619", "13492619", "13492.617", "75345278", "1349261"],
        }
    )
    positions = conform(table, XY)
    assert tell(positions) == [
        (2, "coordinate_digits_lost"),
        (3, "coordinate_not_finite"),
        (4, "coordinate_digits_lost"),
        (5, "coordinate_digits_lost"),
        (6, "coordinate_digits_lost"),
    ]
    messages = positions.problems["message_en"].tolist()
    assert "digits are hidden by the exponent" in messages[0]
    assert "look like kilometres" in messages[2]
    assert "an easting has 8 digits" in messages[4]
    assert positions.problems["suggestion"].tolist()[2:4] == [
        "5340721; 13492617",
        "48.267222; 75.345278",
    ]


def test_every_notation_lands_within_its_accuracy() -> None:
    """Known places, written as surveys write them, land within what position_accuracy_m says."""
    known = np.array([[75.34534, 48.26718], [67.445969, 48.613289], [68.610357, 48.212571]])

    def write_seconds(degrees: float, decimals: int) -> str:
        units = round(degrees * 3600 * 10**decimals)
        minutes, seconds = divmod(units, 60 * 10**decimals)
        width = decimals + 3 if decimals else 2
        return f"{minutes // 60}°{minutes % 60:02}′{seconds / 10**decimals:0{width}.{decimals}f}″"

    for decimals in (0, 2):
        cells = [
            f"{write_seconds(lat, decimals)} с.ш. {write_seconds(lon, decimals)} в.д."
            for lon, lat in known
        ]
        check_distances(conform_cells(cells), known)
    for code in ("EPSG:28412", "EPSG:28413", "EPSG:32643"):
        easting, northing = from_wgs84(known[:1, 0], known[:1, 1], SYSTEMS[code])
        table = make_table({"X": [f"{northing[0]:.2f}"], "Y": [f"{easting[0]:.2f}"]})
        check_distances(conform(table, XY, crs=code), known[:1])


def check_distances(positions: Positions, known: np.ndarray) -> None:
    """Each point lies no farther from the known place than its accuracy."""
    assert tell(positions) == []
    points = positions.frame.geometry
    distance_m = Geod(ellps="WGS84").inv(points.x, points.y, *known.T)[2]
    assert (distance_m <= positions.frame["position_accuracy_m"]).all()


def test_empty_table() -> None:
    """A table without rows has no positions and no problems."""
    table = make_table({"X": [], "Y": []})
    positions = conform(table, XY)
    assert len(positions.frame) == 0
    assert tell(positions) == []
    nothing = {"stated": "", "used": "", "operation": "", "verdict": ""}
    assert positions.crs == nothing | {"readings": [], "evidence": []}


def test_index_of_the_table_is_kept() -> None:
    """Rows are found by the table's own index, whatever it is."""
    table = make_table({"Координаты": ["48,2; 74,9", "x", "48,3; 74,8"]})
    table.frame.index = pd.Index([7, 3, 5])
    positions = conform(table, {"coord_text": "Координаты"})
    assert positions.frame.index.tolist() == [7, 3, 5]
    assert positions.frame.geometry.loc[5].y == 48.3
    assert tell(positions) == [(3, "coordinate_unreadable")]


def test_sentences_ask_for_the_same_figures_in_each_language() -> None:
    """Kazakh, Russian and English sentences on positions carry the same figures."""
    for row in read_vocabulary("position_texts"):
        figures = {language: set(re.findall(r"{(\w+)}", row[language])) for language in LANGUAGES}
        assert figures["kk"] == figures["ru"] == figures["en"], row["code"]
        assert all(row[language] for language in LANGUAGES), row["code"]


def test_an_accuracy_below_zero_is_told() -> None:
    """«-3» is no accuracy, and not left out in silence."""
    table = make_table({"Широта": ["48.2"], "Долгота": ["74.9"], "Точность": ["-3"]})
    positions = conform(table, LATLON | {"accuracy_m": "Точность"})
    assert {code for _, code in tell(positions)} == {"number_unreadable"}
