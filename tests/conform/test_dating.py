"""Datings as people write them become periods and signed years."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from dating_examples import (
    APART,
    NAMED,
    OF_SITES,
    TOGETHER,
    UNREADABLE,
    YEARS,
    Expected,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from heritage_gis.conform.dating_text import LONGEST, read_dating
from heritage_gis.settings import LANGUAGES, Language
from heritage_gis.vocabularies.numerals import read_roman
from heritage_gis.vocabularies.periods import read_periods
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.years import range_text

SITES = Path(__file__).parents[2].parent / "shared" / "domain" / "sites.csv"
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"]


@pytest.mark.parametrize(("text", "expected"), OF_SITES.items())
def test_each_dating_of_the_real_sites_is_read(text: str, expected: Expected) -> None:
    """The datings of facts §5 give the periods and years a careful reader would give."""
    dating = read_dating(text)
    assert dating.is_understood
    assert (
        " ".join(dating.periods),
        dating.start_year,
        dating.end_year,
        dating.scheme,
        dating.is_certain,
    ) == expected


def test_no_dating_of_the_real_sites_is_left_out() -> None:
    """The table above has every dating of the shared reference."""
    if not SITES.exists():
        pytest.skip("the shared reference folder is absent")
    with SITES.open(encoding="utf-8", newline="") as file:
        assert {row["period"] for row in csv.DictReader(file)} <= set(OF_SITES)


@pytest.mark.parametrize(("text", "years"), YEARS.items())
def test_years_are_read(text: str, years: tuple[int | None, int | None]) -> None:
    """Centuries, parts of them, millennia, years and open ends follow the rules of facts §4."""
    dating = read_dating(text)
    assert dating.is_understood
    assert (dating.start_year, dating.end_year) == years


@pytest.mark.parametrize(("text", "periods"), NAMED.items())
def test_periods_are_read_in_three_languages(text: str, periods: str) -> None:
    """Periods and cultures are known by name, whatever the ending."""
    assert " ".join(read_dating(text).periods) == periods


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_dating_is_not_read_as_one(text: str) -> None:
    """A number beside words that are not understood is no year."""
    dating = read_dating(text)
    assert not dating.is_understood
    assert dating.parts == ()


@pytest.mark.parametrize("text", ["—", "?", "нет", "не опр.", "жоқ", ""])
def test_saying_nothing_is_understood(text: str) -> None:
    """An empty answer is no fault."""
    assert read_dating(text).is_understood
    assert read_dating(text).parts == ()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("VIII-XII вв. до н.э.", (-1200, -701)),
        ("Золотая Орда, XV-XIII вв.", (1201, 1500)),
        ("б.з.д. VIII-XII ғғ.", (-1200, -701)),
    ],
)
def test_a_reversed_range_is_turned_and_marked(text: str, years: tuple[int, int]) -> None:
    """A range that runs backwards is read the right way round, and said to be so."""
    dating = read_dating(text)
    assert (dating.start_year, dating.end_year) == years
    assert dating.is_reversed


@pytest.mark.parametrize(
    ("text", "years"),
    [
        *(
            (text, (None, None))
            for text in ("XII-X вв.", "III тыс.", "III мыңжылдық", "XX-XIX вв.")
        ),
        *(
            (text, (None, None))
            for text in ("XXII в.", "III-II тыс.", "рубеж II-III тыс.", "7-5 ғғ.")
        ),
        ("курганы с усами, VII-III вв.", (None, None)),
        ("эпоха бронзы, III тыс.", (-2500, -800)),
        ("XVIII век до н.э. - XVI", (-1800, None)),
        ("VIII в. до н.э. - III в.", (-800, None)),
    ],
)
def test_years_whose_era_is_not_said_are_not_taken(
    text: str, years: tuple[int | None, int | None]
) -> None:
    """Centuries that run down, or lie in the future, are most likely BC: nobody said so."""
    dating = read_dating(text)
    assert dating.is_understood
    assert dating.is_eraless
    assert not dating.is_certain
    assert not dating.is_reversed
    assert (dating.start_year, dating.end_year) == years


@pytest.mark.parametrize("text", ["VII-VIII ғғ. қ.т.", "VII-V вв. до н.э. хрр", "зюйд XIX в."])
def test_an_unknown_word_beside_years_makes_them_uncertain(text: str) -> None:
    """A word that is not understood may be an era, or a denial."""
    dating = read_dating(text)
    assert dating.start_year
    assert not dating.is_certain


def test_several_datings_are_kept_apart() -> None:
    """«III BC mill. / IX BC - III AD / Middle Ages» is a list of three datings (facts §4)."""
    parts = read_dating("III BC mill. / IX BC - III AD / Middle Ages").parts
    assert [(part.start_year, part.end_year) for part in parts] == [
        (-3000, -2001),
        (-900, 300),
        (None, None),
    ]
    assert parts[2].periods == ("middle_ages",)


@pytest.mark.parametrize(("text", "years"), APART.items())
def test_years_that_contradict_their_period_are_kept_with_it_in_doubt(
    text: str, years: tuple[int | None, int | None]
) -> None:
    """A BC that was left out moves no Saka mound into the Middle Ages in silence."""
    dating = read_dating(text)
    assert (dating.start_year, dating.end_year) == years
    assert dating.is_contradicted
    assert not dating.is_certain


@pytest.mark.parametrize("text", TOGETHER)
def test_what_a_scholar_may_defend_contradicts_nothing(text: str) -> None:
    """Calibrated datings, disputed periods and datings apart are no contradiction."""
    assert not read_dating(text).is_contradicted


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("бронза?", "uncertain"),
        ("XI или XII в.", "uncertain"),
        ("мүмкін XIV ғ.", "uncertain"),
        ("ок. XIII в.?", "uncertain"),
        ("ок. 1870 г.", "approximate"),
        ("шамамен XIX ғ.", "approximate"),
        ("c. 1874", "approximate"),
        ("1500±50 BC", "approximate"),
        ("XIX c. 1874", "certain"),
    ],
)
def test_doubt_is_kept(text: str, certainty: str) -> None:
    """«?» and «или» make a dating uncertain, «ок.» and «шамамен» approximate."""
    assert read_dating(text).certainty == certainty


@pytest.mark.parametrize(
    ("text", "scheme", "basis"),
    [
        ("XIX в.", "stated", ""),
        ("эпоха бронзы", "trad", ""),
        ("неолит", "", ""),
        ("XV-XIV вв. до н.э. (14C)", "14C", "14C"),
        ("1500-1300 cal BC", "14C", "14C"),
        ("1500-1300 calBC", "14C", "14C"),
        ("XII-VIII BC trad.", "trad", ""),
        ("эпоха бронзы; XIX в.", "", ""),
        ("бронза; неолит", "", ""),
    ],
)
def test_it_is_told_whose_years_they_are(text: str, scheme: str, basis: str) -> None:
    """Years are stated, or those of the table (trad), or rest on radiocarbon."""
    dating = read_dating(text)
    assert (dating.scheme, dating.basis) == (scheme, basis)


def test_no_years_of_general_knowledge_are_filled_in() -> None:
    """A period whose figures facts §4 marks M, or disputed, or does not have, gives no years."""
    for code, period in read_periods().items():
        named = next(row["ru"] for row in read_vocabulary("periods") if row["code"] == code)
        dating = read_dating(named)
        assert code in dating.periods, named
        years = (dating.start_year, dating.end_year)
        is_shown = period.mark in ("", "S")
        assert years == ((period.start_year, period.end_year) if is_shown else (None, None)), named


@pytest.mark.parametrize(
    "text",
    ["XX-" * 650, "9" * 1900, "бронза " * 280, "до н.э. " * 240, "1900-" * 380, "(" * 1900,
     "а" * 1900, "(1" * 950, "20-" * 600 + "е гг. XX в.", "3,5-" * 400 + "тыс.", "BP " * 600],
)  # fmt: skip
def test_a_hostile_text_costs_little(text: str) -> None:
    """The longest texts that are read at all end without fault, and years stay in order."""
    assert len(text) <= LONGEST
    start = time.process_time()
    dating = read_dating(text)
    assert time.process_time() - start < 2
    assert dating.start_year is None or dating.end_year is None or dating.parts


def test_an_essay_is_no_dating() -> None:
    """A cell of 100,000 characters is refused at once."""
    start = time.process_time()
    assert not read_dating("XIX в. до н.э. " * 7000).is_understood
    assert time.process_time() - start < 0.1


@given(st.integers(1, 14), st.sampled_from(["в. до н.э.", "ғ. б.з.д.", "c. BC"]))
def test_a_century_bc_has_a_hundred_years(number: int, unit: str) -> None:
    """The n-th century BC runs from -100n to -(100(n-1)+1), in every language."""
    dating = read_dating(f"{ROMAN[number - 1]} {unit}")
    assert (dating.start_year, dating.end_year) == (-100 * number, -(100 * (number - 1) + 1))


@given(st.lists(st.sampled_from("IІl1VУXХПШ"), min_size=1, max_size=7).map("".join))
def test_mixed_letters_give_the_century_they_spell(word: str) -> None:
    """However a numeral is typed, its century is that of its value."""
    value = read_roman(word)
    dating = read_dating(f"{word} в.")
    if value is not None and value <= 21:
        assert (dating.start_year, dating.end_year) == (100 * value - 99, 100 * value)


@given(st.text(alphabet="XVIХІ019-–/;,.?+() вгдонэBCADcбронзажв№", max_size=30))
def test_any_text_gives_years_in_order_and_never_0(text: str) -> None:
    """Whatever stands in the cell, a dating runs forward and knows no year 0."""
    dating = read_dating(text)
    spans = [(part.start_year, part.end_year) for part in dating.parts]
    for start, end in [*spans, (dating.start_year, dating.end_year)]:
        assert 0 not in (start, end)
        if start is not None and end is not None:
            assert start <= end


@given(
    st.integers(-12_000, 2100), st.integers(0, 3000), st.sampled_from(LANGUAGES), st.integers(0, 2)
)
def test_years_as_we_write_them_are_read_again(
    start: int, length: int, language: Language, is_open: int
) -> None:
    """What pages and messages say of years is understood in a survey, in three languages."""
    end = min(start + length, 2100)
    assume(abs(start) >= 100 and abs(end) >= 100)
    years = [(start, end), (start, None), (None, end)][is_open]
    dating = read_dating(range_text(*years, language))
    assert (dating.start_year, dating.end_year) == years
    assert not dating.unknown
