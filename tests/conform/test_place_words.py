"""Words that say a place: read in three languages, in any order."""

from __future__ import annotations

import pytest

from heritage_gis.conform.place_words import read_place_words

PHRASES = [
    ("в 6 км к северу от с. Актогай", 6000, 0, "Актогай", True),
    ("6 км севернее пос. Актогай, на правом берегу", 6000, 0, "Актогай", True),
    ("12,5 км на юго-запад от г. Каркаралинска", 12500, 225, "Каркаралинска", True),
    ("к СВ от Каркаралинска в 7 км", 7000, 45, "Каркаралинска", False),
    ("в 45 км от ст. Киик на ЮЗ, левый берег", 45000, 225, "Киик", True),
    ("в 500 м к В от ст. Киик", 500, 90, "Киик", True),
    ("20 км по азимуту 220° от г. Балхаш", 20000, 220, "Балхаш", True),
    ("5 км к северо-северо-западу от г. Темиртау", 5000, 337.5, "Темиртау", True),
    ("13 km NE of Taldy village", 13000, 45, "Taldy", True),
    ("6 km north of Karkaraly", 6000, 0, "Karkaraly", False),
    ("Ақтоғай ауылынан 6 км солтүстікке қарай", 6000, 0, "Ақтоғай", True),
    ("Ақтоғай ауылынан солтүстік-шығысқа қарай 3 км жерде", 3000, 45, "Ақтоғай", True),
    ("Қарқаралы қаласының оңтүстігінде 12 км", 12000, 180, "Қарқаралы", True),
    ("Қарқаралыдан батысқа 12 км", 12000, 270, "Қарқаралыдан", False),
]


@pytest.mark.parametrize(("text", "distance_m", "azimuth", "name", "is_named"), PHRASES)
def test_a_phrase_is_read(
    text: str, distance_m: float, azimuth: float, name: str, *, is_named: bool
) -> None:
    """Distance, direction and settlement, whatever stands around them."""
    (said,) = read_place_words(text)
    assert (said.distance_m, said.azimuth, said.name) == (distance_m, azimuth, name)
    assert said.is_named is is_named


def test_a_range_leaves_more_open() -> None:
    """«2–3 км» is 2.5 km, and half a kilometre less sure."""
    (said,) = read_place_words("2–3 км к югу от с. Кент")
    assert (said.distance_m, said.distance_spread_m) == (2500, 500)


@pytest.mark.parametrize(
    "text",
    [
        "6 км с. Актогай",  # «с.» is a village here, not the north
        "30 км ЮЗ зимовки Дарат",  # a wintering place is no settlement
        "в 6 км к северу от горы Бегазы",
        "на севере Актогайского района",
        "длина 6 м, ширина 3 м",
        "",
    ],
)
def test_other_words_say_no_place(text: str) -> None:
    """What is not a settlement is not taken for one."""
    assert read_place_words(text) == ()


def test_several_phrases_of_one_text_are_all_read() -> None:
    """Two landmarks hold one place better than one."""
    said = read_place_words("58 км к СВ от Жезказгана, 24 км к ЮВ от Малшыбая")
    assert [each.name for each in said] == ["Жезказгана", "Малшыбая"]


def test_a_very_long_text_is_read_in_time() -> None:
    """A cell of 100,000 letters does not hold the reader up."""
    assert read_place_words("6 км к северу от " * 6000) == ()
