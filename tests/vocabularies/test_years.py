"""Years and Roman numerals as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage_gis.settings import LANGUAGES, Language
from heritage_gis.vocabularies.numerals import read_roman
from heritage_gis.vocabularies.years import range_text, year_text

TEXTS: list[tuple[int | None, int | None, Language, str]] = [
    (-1200, -701, "en", "1200–701 BC"),
    (-1200, -701, "ru", "1200–701 гг. до н.э."),
    (-1200, -701, "kk", "б.з.д. 1200–701 жж."),
    (1801, 1900, "en", "1801–1900"),
    (1801, 1900, "ru", "1801–1900 гг."),
    (1801, 1900, "kk", "1801–1900 жж."),
    (-800, 300, "en", "800 BC – AD 300"),
    (-800, 300, "ru", "800 г. до н.э. – 300 г. н.э."),
    (-800, 300, "kk", "б.з.д. 800 ж. – б.з. 300 ж."),
    (701, 1200, "en", "AD 701–1200"),
    (1874, 1874, "ru", "1874 г."),
    (-2500, None, "ru", "с 2500 г. до н.э."),
    (None, 1900, "kk", "1900 жылға дейін"),
    (1850, None, "kk", "1850 жылдан бастап"),
    (None, None, "en", ""),
]


@pytest.mark.parametrize(("start", "end", "language", "text"), TEXTS)
def test_spans_are_written_in_three_languages(
    start: int | None, end: int | None, language: Language, text: str
) -> None:
    """BC and AD are told apart; the era is left out where nobody would ask."""
    assert range_text(start, end, language) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_is_written_alone(language: Language) -> None:
    """One year has the form of its language."""
    expected = {"en": "1200 BC", "ru": "1200 г. до н.э.", "kk": "б.з.д. 1200 ж."}
    assert year_text(-1200, language) == expected[language]


def test_there_is_no_year_0() -> None:
    """The year 0 is a bug, and said so, alone and in a span."""
    with pytest.raises(ValueError, match="there is no year 0"):
        year_text(0, "en")
    with pytest.raises(ValueError, match="there is no year 0"):
        range_text(None, 0, "ru")


@given(st.integers(-3000, 2000).filter(bool), st.sampled_from(LANGUAGES))
def test_every_year_is_told_with_its_figures(year: int, language: Language) -> None:
    """The figures of a year are never changed by its wording."""
    assert str(abs(year)) in year_text(year, language)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("XIX", 19),
        ("ХІХ", 19),
        ("XIХ", 19),
        ("Х1Х", 19),
        ("XlX", 19),
        ("ХУІІІ", 18),
        ("ХVШ", 18),
        ("П", 2),
        ("Ш", 3),
        ("xix", 19),
        ("IIII", None),
        ("11", None),
        ("и", None),
        ("с", None),
        ("i", None),
        ("ХАН", None),
    ],
)
def test_roman_numerals_are_read_in_any_letters(word: str, value: int | None) -> None:
    """Cyrillic letters, figures and l are read as the Roman ones they stand for."""
    assert read_roman(word) == value
