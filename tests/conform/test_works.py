"""Works: their columns in three languages, their years, types and places, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from work_tables import RUSSIAN, change, conform, make_survey, make_works_table

from heritage_gis.conform.work_columns import refuse_unstated_works
from heritage_gis.conform.work_years import Years, read_years
from heritage_gis.errors import MisusedError, RefusedFileError
from heritage_gis.model.survey import Acceptance, Correction
from heritage_gis.model.work import WORK_COLUMNS
from heritage_gis.vocabularies.works import find_work_types

if TYPE_CHECKING:
    from collections.abc import Sequence

KAZAKH = {
    "Жылы": ["2017"],
    "Жұмыс түрі": ["құтқару қазбалары"],
    "Жұмыс мазмұны": ["екі оба қазылды"],
    "Ескерткіштер": ["Беғазы қорымы"],
    "Ауданы": ["Ақтоғай ауданы"],
    "Жетекшісі": ["А. Археолог"],
    "Мекеме": ["Институт"],
    "Рұқсат №": ["15"],
    "Есеп №": ["7"],
    "Сақталу орны": ["мұражай"],
}
ENGLISH = {
    "From": ["2015"],
    "To": ["2017"],
    "Type of work": ["geophysical survey"],
    "What was done (rus.)": ["магнитная съёмка"],
    "What was done (eng.)": ["magnetometry of two hectares"],
    "Sites": ["KRG-000001"],
    "Result": ["two ditches"],
    "Source": ["a report"],
}


def test_a_row_becomes_a_work() -> None:
    """Every column is understood; the row is kept whole beside it."""
    conformed = conform(RUSSIAN)
    works = conformed.works
    assert list(works) == [*WORK_COLUMNS]
    first = works.iloc[0]
    assert first["work_id"] == "2026-works/works.csv//2"
    assert (first["from_year"], first["to_year"]) == (2017, 2017)
    assert (first["type"], first["type_text"]) == ("excavation", "раскопки")
    assert bool(first["excavates"])
    assert not bool(works["excavates"].iloc[1])
    assert first["what_ru"] == "раскопан курган 1"
    assert works["what_kk"].isna().all()
    assert works["districts"].tolist() == ["353600000", "354000000"]
    assert first["objects_text"] == "могильник Бегазы"
    assert '"Руководитель":"А. Археолог"' in first["source_values"]
    assert conformed.problems.empty
    assert conformed.understood[0].columns.unknown == ()


@pytest.mark.parametrize("cells", [KAZAKH, ENGLISH])
def test_headings_are_understood_in_each_language(cells: dict[str, Sequence[str]]) -> None:
    """A Kazakh and an English table leave no column unread."""
    conformed = conform(cells)
    assert conformed.problems.empty
    assert conformed.understood[0].columns.unknown == ()
    assert len(conformed.understood[0].columns.headings) == len(cells)


def test_words_stand_under_their_language() -> None:
    """A heading that states a language decides; else the letters of the text do."""
    english = conform(ENGLISH).works.iloc[0]
    assert english["what_ru"] == "магнитная съёмка"
    assert english["what_en"] == "magnetometry of two hectares"
    assert (english["from_year"], english["to_year"]) == (2015, 2017)
    assert conform(KAZAKH).works.iloc[0]["what_kk"] == "екі оба қазылды"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2017", (2017, 2017)),
        ("2017.0", (2017, 2017)),
        ("2017 г.", (2017, 2017)),
        ("в 2017 году", (2017, 2017)),
        ("2017 жылы", (2017, 2017)),
        ("2015–2017 гг.", (2015, 2017)),
        ("2015-17", (2015, 2017)),
        ("с 2015 по 2017 год", (2015, 2017)),
        ("2015 жылдан 2017 жылға дейін", (None, None)),
        ("from 2015 to 2017", (2015, 2017)),
        ("июль 2017", (2017, 2017)),
        ("05.07.2017 – 20.08.2017", (2017, 2017)),
        ("2017-07-05 00:00:00", (2017, 2017)),
        ("2015, 2017", (None, None)),
        ("давно", (None, None)),
        ("217", (None, None)),
        ("курган 2017", (None, None)),
    ],
)
def test_years(text: str, years: tuple[int | None, int | None]) -> None:
    """A year, a span, a date; of a text that is not understood whole nothing is taken."""
    assert read_years(text) == Years(*years)


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("археологические раскопки", ("excavation",)),
        ("спасательные раскопки", ("rescue",)),
        ("Реставрационно-исследовательские работы", ("restoration",)),
        ("геофизические исследования", ("geophysics",)),
        ("исследования", ("research",)),
        ("құтқару қазбалары", ("rescue",)),
        ("реставрациялау-зерттеу", ("restoration", "research")),
        ("rescue excavation", ("rescue",)),
        ("excavation", ("excavation",)),
        ("раскопки и разведка", ("excavation", "survey")),
        ("танцы", ()),
    ],
)
def test_types(text: str, types: tuple[str, ...]) -> None:
    """A longer phrase hides the shorter one in it; several types are several."""
    assert find_work_types(text) == types


def list_told(cells: dict[str, Sequence[str | None]], **said: object) -> list[tuple[int, str, str]]:
    """Return row, code and severity of what is told of a table."""
    problems = conform(cells, **said).problems
    told = zip(problems["source_row"], problems["code"], problems["severity"], strict=True)
    return [(int(row), code, severity) for row, code, severity in told]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"Год": [None, "2018"]}, [(2, "work_year_missing", "error")]),
        ({"Год": ["давно", "2018"]}, [(2, "work_year_unreadable", "error")]),
        ({"Год": ["2019–2017", "2018"]}, [(2, "work_years_reversed", "error")]),
        ({"Год": ["2027", "2018"]}, [(2, "work_year_future", "error")]),
        ({"Вид": ["—", "реставрация"]}, [(2, "work_type_missing", "error")]),
        ({"Вид": ["раскобки", "реставрация"]}, [(2, "work_type_unknown", "error")]),
        ({"Вид": ["раскопки, разведка", "реставрация"]}, [(2, "work_types_several", "error")]),
        (
            {"Содержание": [None, "x"], "Памятники": ["—", "x"]},
            [(2, "work_nothing_told", "error")],
        ),
        ({"Район": ["Актгойский р-н", None]}, [(2, "district_unknown", "warning")]),
        ({"Район": ["Центральный Казахстан", None]}, [(2, "district_unknown", "warning")]),
        ({"Район": ["Карагандинская область", None]}, []),
        ({"Памятники": ["#ССЫЛКА!", "x"]}, [(2, "cell_error", "warning")]),
    ],
)
def test_what_is_wrong_is_told(
    columns: dict[str, Sequence[str | None]], told: list[tuple[int, str, str]]
) -> None:
    """Each fault is named in its row, and holds the row back where it is an error."""
    assert list_told(change(**columns)) == told


def test_messages_say_what_was_found_and_what_to_do() -> None:
    """In three languages, with the nearest known word beside a slip."""
    cells = change(Вид=["раскобки", "реставрация"], Год=["2019–2017", "2027"])
    problems = conform(cells).problems.set_index("code")
    unknown = problems.loc["work_type_unknown"]
    assert unknown["suggestion"] == "раскопки"
    assert "«раскобки» is no type of work that we know" in unknown["message_en"]
    reversed_ = problems.loc["work_years_reversed"]
    assert "работы начинаются в 2019 году, а заканчиваются в 2017" in reversed_["message_ru"]
    assert reversed_["column"] == "Год"
    future = problems.loc["work_year_future"]
    assert "жұмыс 2027 жылға жазылған, бірақ деректер 2026 жылы" in future["message_kk"]


def test_several_districts_stand_in_one_cell() -> None:
    """Parted by a semicolon; a code of before 2022 is the district that has since got another."""
    works = conform(change(Район=["Шетский район; Актогайский район", "354400000"])).works
    assert works["districts"].tolist() == ["356400000 353600000", "623600000"]


def test_columns_and_corrections_of_the_sidecar_count() -> None:
    """A heading that a person explained, and a cell that was mended as data."""
    cells = {"Когда": ["20l7"], "Вид работ": ["раскопки"], "Объект": ["Бегазы"]}
    mend = Correction("", (2,), "Когда", "20l7", "2017", "a letter for a figure")
    conformed = conform(cells, columns={"Когда": "year"}, corrections=(mend,))
    assert conformed.works["from_year"].tolist() == [2017]
    assert conformed.problems.empty


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (
            {"columns": {"Год": "kind"}},
            "names kind, which is no field of works; there are district",
        ),
        ({"columns": {"Лето": "year"}}, "names «Лето», which no file has; there are «Год»"),
        ({"accept": (Acceptance("kind", "а", "kurgan"),)}, r"\[\[accept\]\] is of sites"),
        ({"crs": "EPSG:4326"}, r'\[crs\] is of sites; this survey holds = "works"'),
    ],
)
def test_a_sidecar_that_says_what_works_have_not_is_refused(
    said: dict[str, object], message: str
) -> None:
    """Nothing that a keeper stated is passed over in silence."""
    with pytest.raises(MisusedError, match=message):
        conform(RUSSIAN, **said)


def test_a_table_of_works_that_nobody_named_so_is_asked_for() -> None:
    """The refusal gives its evidence, and both ways out."""
    with pytest.raises(RefusedFileError) as refused:
        refuse_unstated_works(make_survey(holds=""), [make_works_table(RUSSIAN)])
    assert "its column «Вид работ» says «раскопки», «реставрация»" in refused.value.tell("en")
    assert 'holds = "works"' in refused.value.tell("kk")
    assert "--holds records" in refused.value.tell("ru")


@pytest.mark.parametrize(
    "more",
    [
        {"Координаты": ["48.2 75.3", None]},
        {"Тип памятника": ["курган", "мавзолей"]},
        {"Датировка": ["бронза", None]},
        {"Вид работ": ["лето", "осень"]},
    ],
)
def test_a_table_of_sites_is_not_taken_for_works(more: dict[str, Sequence[str | None]]) -> None:
    """Where a kind, a dating or a place is told, or no type of work, nothing is asked."""
    refuse_unstated_works(make_survey(holds=""), [make_works_table(RUSSIAN | more)])


def test_who_says_that_rows_are_records_is_believed() -> None:
    """The question has two answers."""
    refuse_unstated_works(make_survey(holds="records"), [make_works_table(RUSSIAN)])
