"""Datings as people write them become periods and signed years."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_places import FIRST_ROW, make_places, make_texts

from heritage_gis.conform.dating import conform_dating, list_datings
from heritage_gis.conform.dating_text import read_dating
from heritage_gis.vocabularies.numerals import read_roman

SITES = Path(__file__).parents[2].parent / "shared" / "domain" / "sites.csv"
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"]
Expected = tuple[str, int | None, int | None, str, bool]

# Every dating of the shared `sites.csv`: periods, first and last year, scheme, whether certain.
# Own judgement: years stated in the text win; a culture or age alone gives years only where facts
# §4 has them unmarked or from a source (Bronze Age, EIA, Tasmola); Late and Middle Bronze, and the
# Middle Ages, have no figures; a person's life, a listing or a rebuilding dates nothing.
OF_SITES: dict[str, Expected] = {
    "LBA Begazy-Dandybay (XII-VIII BC trad.)": (
        "bronze_late begazy_dandybay", -1200, -701, "trad", True),
    "LBA Begazy-Dandybay, 14C XV-XIV BC; 41 structures": (
        "bronze_late begazy_dandybay", -1500, -1301, "14C", True),
    "Oirat/Dzungar XVII c.": ("dzungar", 1601, 1700, "", True),
    "XIX c. (bi 1753-1838), rebuilt": ("", 1801, 1900, "", True),
    "late XIX-early XX": ("", 1876, 1925, "", True),
    "XIX c.": ("", 1801, 1900, "", True),
    "XIX c.; republican since 1949": ("", 1801, 1900, "", True),
    "Bronze-EIA-medieval": ("bronze eia middle_ages", None, None, "", True),
    "VIII-XII c. Oghuz-Kipchak": ("oghuz kimak_kipchak", 701, 1200, "", True),
    "1874; republican 1982": ("", 1874, 1874, "", True),
    "disputed X-XI / XII / XIII-XIV / XV c.": ("", 901, 1500, "", False),
    "XIII c. Golden Horde": ("golden_horde", 1201, 1300, "", True),
    "VIII-IX c. (Turkic/pre-Islamic)": ("turkic", 701, 900, "", True),
    "XII-XIV c.": ("", 1101, 1400, "", True),
    "medieval": ("middle_ages", None, None, "", True),
    "XI-XII c. Kipchak": ("kimak_kipchak", 1001, 1200, "", True),
    "XI-XII c.; republican 1982": ("", 1001, 1200, "", True),
    "MBA-LBA, II mill. BC": ("bronze_middle bronze_late", -2000, -1001, "", True),
    "Bronze-medieval": ("bronze middle_ages", None, None, "", True),
    "Bronze": ("bronze", -2500, -800, "", True),
    "Bronze+medieval": ("bronze middle_ages", None, None, "", True),
    "XVIII-XIX": ("", 1701, 1900, "", True),
    "MBA Alakul/Atasu - LBA": ("bronze_middle atasu_alakul bronze_late", None, None, "", True),
    "MBA Alakul": ("bronze_middle atasu_alakul", None, None, "", True),
    "LBA XII-IX BC (Begazy-Dandybay/Sargary)": (
        "bronze_late sargary begazy_dandybay", -1200, -801, "", True),
    "LBA-Final Bronze": ("bronze_late bronze_final", None, None, "", True),
    "LBA": ("bronze_late", None, None, "", True),
    "LBA XII-X BC": ("bronze_late", -1200, -901, "", True),
    "LBA XIV-XI BC + early nomads": ("bronze_late eia", -1400, -200, "", True),
    "MBA-LBA transitional": ("bronze_middle bronze_late", None, None, "", True),
    "Bronze + V-III BC + Turkic": ("bronze turkic", None, None, "", True),
    "source says VI-IV BC (elsewhere VI-VII AD)": ("", -600, 700, "", False),
    "LBA XIV-X BC": ("bronze_late", -1400, -901, "", True),
    "MBA early Alakul": ("bronze_middle atasu_alakul", None, None, "", True),
    "MBA": ("bronze_middle", None, None, "", True),
    "early XX c.": ("", 1901, 1925, "", True),
    "Bronze +": ("bronze", -2500, None, "", True),
    "multi": ("", None, None, "", True),
    "EIA Tasmola VII-VI BC": ("eia tasmola", -700, -501, "", True),
    "EIA Tasmola VIII-VI BC (14C)": ("eia tasmola", -800, -501, "14C", True),
    "EIA Tasmola VII-V BC": ("eia tasmola", -700, -401, "", True),
    "EIA Tasmola": ("eia tasmola", -800, -500, "", True),
    "EIA (Tasmola)": ("eia tasmola", -800, -500, "", True),
    "Bronze-XIX c.": ("bronze", -2500, 1900, "", True),
    "Bronze/multi": ("bronze", None, None, "", True),
    "1849-1851 (general knowledge)": ("", 1849, 1851, "", True),
    "XIX c. (1802-1885); republican": ("", 1801, 1900, "", True),
    "XVIII c. person": ("", 1701, 1800, "", False),
    "MBA-LBA": ("bronze_middle bronze_late", None, None, "", True),
    "Final Bronze IX-VIII BC": ("bronze_final", -900, -701, "", True),
    "Palaeolithic": ("palaeolithic", None, None, "", True),
    "Middle-Upper Palaeolithic": (
        "palaeolithic_middle palaeolithic_upper", None, None, "", True),
    "-": ("", None, None, "", True),
    "?": ("", None, None, "", True),
    "3300-1300 BC": ("", -3300, -1300, "", True),
}  # fmt: skip

YEARS: dict[str, tuple[int | None, int | None]] = {
    # centuries and eras, in three languages; the era said once holds for both
    "XII-VIII вв. до н.э.": (-1200, -701),
    "XII–VIII вв. до н. э.": (-1200, -701),
    "б.з.д. XII–VIII ғғ.": (-1200, -701),
    "б.з.б. XII–VIII ғасырлар": (-1200, -701),
    "XII-VIII BCE": (-1200, -701),
    **dict.fromkeys(
        (f"{era} VII-V ғғ." for era in ("б.д.д.", "б.ж.с.д.", "б.д.б.", "б.ж.с.б.", "бзд")),
        (-700, -401),
    ),
    "біздің дәуірімізге дейінгі VII-V ғғ.": (-700, -401),
    "біздің жыл санауымызға дейінгі VII-V ғасырлар": (-700, -401),
    "жыл санауымызға дейінгі VII ғ.": (-700, -601),
    "VII-V вв днэ": (-700, -401),
    "б.ж.с. VI–VIII ғғ.": (501, 800),
    "VIII век до н.э. - IX": (-800, 900),
    "VIII в. до н.э. - III в. н.э.": (-800, 300),
    "б.з.д. VIII ғ. – б.з. III ғ.": (-800, 300),
    "б.з.д. II ғ. – III ғ.": (-200, 300),
    "VII–VIII вв. н.э.": (601, 800),
    "б.з. VI–VIII ғғ.": (501, 800),
    "AD 301–700": (301, 700),
    "800 BC - AD 300": (-800, 300),
    "I в. до н.э. – I в. н.э.": (-100, 100),
    "3rd c. BC": (-300, -201),
    # Roman numerals in mixed letters, Arabic ones, units stuck to them
    "ХІІ–VІІІ вв. до н. э.": (-1200, -701),
    "Х в. до н.э.": (-1000, -901),
    "ХУІІІ в.": (1701, 1800),
    "ХVШ в.": (1701, 1800),
    "Х1Х в.": (1801, 1900),
    "XlX в.": (1801, 1900),
    "Ш-П тыс. до н.э.": (-3000, -1001),
    "ХІХв": (1801, 1900),
    "19-20 вв.": (1801, 2000),
    "8-6 ғғ. б.з.д.": (-800, -501),
    "XIX г.": (1801, 1900),
    # parts of a century
    "нач. XX в.": (1901, 1925),
    "сер. XIX в.": (1826, 1875),
    "кон. XIX - нач. XX вв.": (1876, 1925),
    "XIX ғ. басы": (1801, 1825),
    "XIX ғасырдың ортасы": (1826, 1875),
    "XIX ғ. соңы – XX ғ. басы": (1876, 1925),
    "1-я пол. XIX в.": (1801, 1850),
    "вторая половина XIX века": (1851, 1900),
    "XIX ғасырдың екінші жартысы": (1851, 1900),
    "бірінші жартысы XIX ғ.": (1801, 1850),
    "first half of the 19th century": (1801, 1850),
    "последняя четверть XIX в.": (1876, 1900),
    "третья четверть XVIII в.": (1751, 1775),
    "1-я треть XX в.": (1901, 1933),
    "XIX в., первая половина": (1801, 1850),
    "начало-середина XIX в.": (1801, 1875),
    "начало VIII в. до н.э.": (-800, -776),
    "рубеж XIX-XX вв.": (1890, 1910),
    "рубеж II-I тыс. до н.э.": (-1100, -900),
    # millennia
    "2 тыс. до н.э.": (-2000, -1001),
    "б.з.д. II мыңжылдық": (-2000, -1001),
    "конец II - начало I тыс. до н.э.": (-1250, -751),
    "б.з.д. II мыңж.": (-2000, -1001),
    "посл. четв. II тыс. до н.э.": (-1250, -1001),
    "вт. пол. XIX в.": (1851, 1900),
    "Y-IY вв. до н.э.": (-500, -301),
    "3,5 тыс. до н.э.": (-3500, -3500),
    "3.5-2,5 тыс. лет до н.э.": (-3500, -2500),
    "4-3,5 тыс. до н.э.": (-4000, -3500),
    "3,5–3 тыс. до н.э.": (-3500, -3000),
    # years
    "1874": (1874, 1874),
    "1849–1851 гг.": (1849, 1851),
    "1849–51": (1849, 1851),
    "1870-е гг.": (1870, 1879),
    "1870 жылдары": (1870, 1879),
    "построен в 1874 г.": (1874, 1874),
    "12.05.1874": (1874, 1874),
    "-1200": (-1200, -1200),
    "1200 г. до н.э.": (-1200, -1200),
    # open ends
    "до XIX в.": (None, 1900),
    "XIX ғасырға дейін": (None, 1900),
    "после 1850 г.": (1850, None),
    "с XV до XIX в.": (1401, 1900),
    # a name and its years; a dash before years that lie within the name only parts them
    "эпоха бронзы – XII-VIII вв. до н.э.": (-1200, -701),
    "Тасмолинская культура, VIII–V вв. до н.э.": (-800, -401),
    "эпоха бронзы - РЖВ": (-2500, -200),
    # names whose figures facts marks as general knowledge give none
    "андроновская культура": (None, None),
    "золотоордынское время": (None, None),
    "тасмола (14C)": (None, None),
    # what is dated is something else
    "XIX в., перестроен в XX в.": (1801, 1900),
    "1874, памятник с 1982 г.": (1874, 1874),
}  # fmt: skip

NAMED = {
    "поздняя бронза": "bronze_late",
    "эпоха поздней бронзы": "bronze_late",
    "кейінгі қола дәуірі": "bronze_late",
    "қола дәуірі": "bronze",
    "соңғы қола": "bronze_final",
    "РЖВ": "eia",
    "ерте темір дәуірі": "eia",
    "эпохи ранних кочевников": "eia",
    "бегазы-дандыбаевской культуры": "begazy_dandybay",
    "беғазы-дәндібай мәдениеті": "begazy_dandybay",
    "Begazy-Dandybaev": "begazy_dandybay",
    "нуринско-федоровская": "nura_fedorovo",
    "древнетюркское время": "turkic",
    "кимако-кипчакское время": "kimak_kipchak",
    "ср. века": "middle_ages",
    "Орта ғасырлар": "middle_ages",
    "раннее средневековье": "early_middle_ages",
    "Алтын Орда": "golden_horde",
    "Казахское ханство": "kazakh_khanate",
    "палеолит": "palaeolithic",
    "бронза, РЖВ, средневековье": "bronze eia middle_ages",
}

UNREADABLE = [
    *("какая-то чепуха", "курган 5, раскопан 1956 г.", "5000 лет назад", "41 structures"),
    *("9" * 5000 + " г.", "XX-" * 30_000),
    *("3,5 тыс. лет назад", "1,5 тыс. лет назад", "Тип II кургана"),
]
# Periods and years that cannot be of one time, unless «до н.э.» was left out.
APART: dict[str, tuple[int | None, int | None]] = {
    "Тасмола, VII-III вв.": (-800, 700),
    "тасмола V в.": (-800, 500),
    "эпоха бронзы, XIX в.": (-2500, 1900),
    "андроновская культура (XVI-XIV вв.)": (None, 1600),
    "тюркское время, VI-VIII вв. до н.э.": (-800, None),
}
TOGETHER = [
    "Тасмола, VII-III вв. до н.э.",
    "РЖВ, III в. н.э.",
    "курганы с усами, VII-III вв. до н.э.",
    "бегазы-дандыбаевская культура, XV-XIV вв. до н.э. (14C)",
    "эпоха бронзы; XIX в.",
    "эпоха бронзы - XIX в.",
    "средневековье, XIX в.",
    "Казахское ханство, XIX в.",
]


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


@pytest.mark.parametrize("text", ["бронза?", "ок. 1870 г.", "шамамен XIX ғ.", "XI или XII в."])
def test_doubt_is_kept(text: str) -> None:
    """«?», «ок.», «шамамен» and «или» make a dating uncertain."""
    assert not read_dating(text).is_certain


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


def test_a_column_is_read_with_its_cultures_and_problems() -> None:
    """A culture adds its period; what was not understood or ran backwards is said, row by row."""
    texts = make_texts("эпоха бронзы", "VIII-XII вв. до н.э.", "чепуха", None, "XIX в.")
    cultures = make_texts("бегазы-дандыбаевская", None, None, "тасмолинская", None)
    frame, problems = conform_dating(texts, cultures, make_places(5), {"period_text": "Датировка"})
    assert frame["period"].tolist()[:1] == ["bronze begazy_dandybay"]
    assert frame["period"][3] == "tasmola"
    assert frame["period"].isna().tolist() == [False, True, True, False, True]
    assert frame["start_year"].tolist() == [-1200, -1200, pd.NA, -800, 1801]
    assert frame["end_year"].tolist() == [-800, -701, pd.NA, -500, 1900]
    assert frame["dating_certainty"].tolist()[0] == "certain"
    assert frame["dating_certainty"].isna()[2]
    assert problems[["source_row", "column", "code"]].to_numpy().tolist() == [
        [FIRST_ROW + 1, "Датировка", "period_reversed"],
        [FIRST_ROW + 2, "Датировка", "period_unreadable"],
    ]
    assert "прочитано: 1200 г. до н.э. — 701 г. до н.э." in problems["message_ru"][0]
    assert "it was read as 1200 BC to 701 BC" in problems["message_en"][0]
    assert "«чепуха»" in problems["message_kk"][1]


def test_a_culture_of_another_age_than_the_dating_is_told() -> None:
    """«Тасмолинская» beside «VII–III вв.» says that BC was left out, in three languages."""
    frame, problems = conform_dating(
        make_texts("VII-III вв.", "VII-III вв. до н.э."),
        make_texts("тасмолинская", "тасмолинская"),
        make_places(2),
        {"period_text": "Датировка"},
    )
    assert frame["start_year"].tolist() == [-800, -700]
    assert frame["dating_certainty"].tolist() == ["uncertain", "certain"]
    assert problems["code"].tolist() == ["period_contradicted"]
    assert "named (Tasmola culture)" in problems["message_en"][0]
    assert "периода (тасмолинская культура)" in problems["message_ru"][0]


def test_an_era_that_is_missing_is_asked_for() -> None:
    """«XII-X вв.» keeps its text and gets no years; the advice asks whether BC was meant."""
    frame, problems = conform_dating(
        make_texts("XII-X вв.", "XII-X вв."),
        make_texts(None, "тасмолинская"),
        make_places(2),
        {"period_text": "Датировка"},
    )
    assert frame["start_year"].tolist() == [pd.NA, -800]
    assert frame["dating_certainty"].tolist() == ["uncertain"] * 2
    assert sorted(problems["code"]) == ["period_contradicted", "period_era_missing"]
    assert problems["severity"].tolist() == ["warning"] * 2
    assert "Is it BC?" in " ".join(problems["message_en"])
    assert "До н.э.?" in " ".join(problems["message_ru"])


def test_a_reversed_dating_with_an_open_end_is_told() -> None:
    """An end that is not known has no year in the message, and stops nothing."""
    texts = make_texts("VIII-XII вв. до н.э.+", "VIII-XII вв. до н.э.; средневековье")
    _, problems = conform_dating(texts, make_texts(None, None), make_places(2), {})
    assert problems["code"].tolist() == ["period_reversed"] * 2
    assert "it was read as 1200 BC to …" in problems["message_en"][0]


def test_a_frame_keeps_the_index_of_its_rows() -> None:
    """The answer lies beside its question, whatever the index."""
    texts = make_texts("XIX в.", "бронза").set_axis([7, 3])
    frame, problems = conform_dating(
        texts, pd.Series(index=[7, 3], dtype="str"), make_places(2).set_axis([7, 3]), {}
    )
    assert frame.index.tolist() == [7, 3]
    assert frame.loc[3, "period"] == "bronze"
    assert problems.empty


def test_every_dating_has_a_row_of_its_own() -> None:
    """Rival datings become several assertions, in the order of the text."""
    texts = make_texts("VI-IV BC (elsewhere VI-VII AD)", None, "XIX в.")
    listed = list_datings(texts, make_texts(None, None, None))
    assert listed["row"].tolist() == [0, 0, 2]
    assert listed["part"].tolist() == [1, 2, 1]
    assert listed["start_year"].tolist() == [-600, 501, 1801]
    assert listed["dating_certainty"].tolist() == ["uncertain", "uncertain", "certain"]
