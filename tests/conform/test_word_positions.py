"""Places reckoned from words: a point, an honest radius, and a note; or no place, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from pyproj import Geod
from row_places import make_places, make_texts

from heritage_gis.conform.word_positions import WordPositions, gather_words, reckon_positions
from heritage_gis.places.settlements import read_settlements

if TYPE_CHECKING:
    from heritage_gis.geo.crs import Floats
    from heritage_gis.geo.reading_values import Flags

KARKARALY = (75.465, 49.425)


def anywhere(lon: Floats, _lat: Floats) -> Flags:
    """Let every place be in its district."""
    return np.ones(len(lon), dtype=bool)


def reckon(
    cells: dict[str, list[str | None]], units: dict[str, str] | None = None
) -> WordPositions:
    """Reckon the places of rows with these cells, under headings named like our fields."""
    frame = pd.DataFrame({field: make_texts(*texts) for field, texts in cells.items()})
    words = gather_words(frame, {field: field for field in cells}, units or {})
    return reckon_positions(words, read_settlements(), anywhere, make_places(len(frame)))


def test_the_point_lies_where_the_words_lead() -> None:
    """6 km north of Karkaralinsk, as far as its own place, distance and direction are known."""
    reckoned = reckon({"location_text": ["в 6 км к северу от г. Каркаралинск", None]})
    point = reckoned.frame.geometry.loc[0]
    azimuth, _, distance_m = Geod(ellps="WGS84").inv(*KARKARALY, point.x, point.y)
    assert (round(azimuth), round(distance_m)) == (0, 6000)
    # 5 km of the settlement, and a fifth of 6 km with half a wind of eight across
    assert reckoned.frame["position_accuracy_m"].loc[0] == 7600
    told = reckoned.problems.iloc[0]
    assert (told["code"], told["severity"]) == ("position_from_words", "note")
    assert "within 7.6 km" in told["message_en"]
    assert "до 7,6 км" in told["message_ru"]


@pytest.mark.parametrize(
    ("distance", "bearing", "unit"),
    [("6", "С", ""), ("6 км", "0", ""), ("6000", "север", "m"), ("6,0", "азимут 0°", "km")],
)
def test_columns_say_the_same_as_words(distance: str, bearing: str, unit: str) -> None:
    """«Ближайший н.п.», «Расстояние, км», «Направление» are put together."""
    cells: dict[str, list[str | None]] = {
        "settlement": ["Каркаралинск"], "dist_km": [distance], "bearing": [bearing],
    }  # fmt: skip
    point = reckon(cells, {"dist_km": unit}).frame.geometry.loc[0]
    _, _, distance_m = Geod(ellps="WGS84").inv(*KARKARALY, point.x, point.y)
    assert round(distance_m) == 6000


def test_an_unknown_settlement_is_named() -> None:
    """Nothing is invented; the surveyor reads which settlement is not known."""
    reckoned = reckon({"location_text": ["13 км к СВ от пос. Талды"]})
    assert reckoned.frame.empty
    assert reckoned.problems["code"].tolist() == ["words_settlement_unknown"]
    assert "Талды" in reckoned.problems["message_kk"].iloc[0]


def test_words_that_contradict_each_other_give_no_place() -> None:
    """North of Karkaralinsk and east of Temirtau are 170 km apart."""
    words = "6 км к северу от г. Каркаралинск, 40 км к востоку от г. Темиртау"
    reckoned = reckon({"location_text": [words]})
    assert reckoned.frame.empty
    assert reckoned.problems["code"].tolist() == ["words_contradicted"]


def test_words_that_agree_give_the_closer_place() -> None:
    """Of two landmarks the one that leaves less open is used."""
    words = "150 км к востоку от г. Темиртау, 25 км к западу от г. Каркаралинск"
    reckoned = reckon({"location_text": [words]})
    assert reckoned.frame.geometry.loc[0].x == pytest.approx(75.12, abs=0.01)


def test_words_that_lead_out_of_the_district_give_no_place() -> None:
    """A claimed district that the circle does not reach speaks against it."""
    frame = pd.DataFrame({"location_text": make_texts("6 км к северу от г. Каркаралинск")})
    words = gather_words(frame, {"location_text": "Адрес"}, {})
    reckoned = reckon_positions(
        words, read_settlements(), lambda lon, _lat: np.zeros(len(lon), dtype=bool), make_places(1)
    )
    assert reckoned.frame.empty
    assert reckoned.problems["code"].tolist() == ["words_contradicted"]
    assert reckoned.problems["column"].tolist() == ["Адрес"]
