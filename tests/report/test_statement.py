"""The yearly statement: what it says in three languages, and what it leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from heritage_gis.places.units import read_regions
from heritage_gis.report.statement.facts import (
    ON_BORDER,
    WITHHELD,
    CountTable,
    Statement,
    Work,
    WorkObject,
)
from heritage_gis.report.statement.page import render_statement
from heritage_gis.report.statement.text import write_text
from heritage_gis.report.statement.wording import choose_plural, word_statement, write_count
from heritage_gis.settings import LANGUAGES, Language

BEGAZY = WorkObject("Бегазы", {"kk": "Беғазы қорымы"}, True, "353600000")  # noqa: FBT003
NAMELESS = WorkObject("курган Кемпир", {}, False, "")  # noqa: FBT003
LOST = WorkObject("Есиль", {}, True, "")  # noqa: FBT003
DIG = Work(
    number=1,
    type="excavation",
    years=(2017, 2017),
    what={"ru": "раскопан курган 1."},
    objects=(BEGAZY,),
    districts=(),
    facts={},
    source=1,
)
STATEMENT = Statement(
    year=2017,
    as_of=date(2026, 11, 26),
    is_former_layout=True,
    works=(DIG,),
    sources=("отчёт",),
    tables=(
        CountTable(
            read_regions()[0],
            {
                "353600000": {"burial": 1, "mausoleum": 12},
                ON_BORDER: {"burial": 3},
            },
            ("356400000",),
        ),
    ),
    surveys=(("Материалы", date(2026, 11, 22)),),
    borders="sketch after geokz",
    is_sketch=True,
)


def tell(language: str, *works: Work) -> str:
    """Write the statement of these works; of none where none are given."""
    return write_text(replace(STATEMENT, works=works), language)  # type: ignore[arg-type]


def test_a_statement_is_written_in_three_languages() -> None:
    """The year, the count and the type stand in the right form."""
    assert "## Работы в 2017 году\n\nЗа 2017 год учтена 1 работа: раскопки — 1." in tell("ru", DIG)
    kazakh = tell("kk", DIG)
    assert "# Тарих және мәдениет ескерткіштері: 2017 жылғы мәлімет" in kazakh
    assert "2017 жыл бойынша 1 жұмыс есепке алынған: қазба — 1." in kazakh
    assert "1 work is recorded for 2017: excavation 1." in tell("en", DIG)
    assert "**Раскопки.** Раскопан курган 1." in tell("ru", DIG)


@pytest.mark.parametrize(
    ("count", "forms"),
    [
        (1, ("one", "one", "one")),
        (2, ("many", "few", "many")),
        (5, ("many", "many", "many")),
        (11, ("many", "many", "many")),
        (21, ("many", "one", "many")),
        (112, ("many", "many", "many")),
        (104, ("many", "few", "many")),
    ],
)
def test_counts_take_the_form_of_their_language(count: int, forms: tuple[str, ...]) -> None:
    """«1 работа», «2 работы», «11 работ», «21 работа»."""
    assert tuple(choose_plural(count, language) for language in LANGUAGES) == forms


def test_russian_counts_are_written_with_their_verb() -> None:
    """Учтена, учтены, учтено."""
    works = [replace(DIG, number=n) for n in range(1, 23)]
    assert "учтены 3 работы: раскопки — 3." in tell("ru", *works[:3])
    assert "учтено 11 работ: " in tell("ru", *works[:11])
    assert "учтена 21 работа: " in tell("ru", *works[:21])


def test_a_year_without_works_says_so() -> None:
    """And does not say that nothing was done."""
    assert "За 2017 год в реестре работы не учтены. Это не значит, что их не было." in tell("ru")
    assert "The register holds no works for 2017." in tell("en")
    assert "Тізілімде 2017 жыл бойынша есепке алынған жұмыс жоқ." in tell("kk")
    assert "Перечень работ" not in tell("ru")


def test_a_text_in_another_language_says_in_which() -> None:
    """It is not translated; a work of several years says which."""
    assert "Раскопан курган 1 (орыс тілінде)." in tell("kk", DIG)
    long = replace(DIG, years=(2015, 2018))
    assert "Раскопан курган 1 (2015–2018)." in tell("ru", long)
    assert "Раскопан курган 1 (in Russian, 2015–2018)." in tell("en", long)


def test_a_text_that_tells_a_place_is_not_printed() -> None:
    """That something is left out is said."""
    told = replace(DIG, what={"ru": WITHHELD}, objects=(replace(BEGAZY, text=WITHHELD),))
    assert "**Раскопки.** (текст указывает место и здесь не приводится)." in tell("ru", told)
    assert WITHHELD not in tell("ru", told)
    assert "Беғазы қорымы" in tell("kk", told)


def test_districts_are_those_of_the_source_else_of_the_register() -> None:
    """It is said which, and what is not known is said to be so."""
    assert "| Актогайский район (по реестру) |" in tell("ru", DIG)
    assert "| Шетский район" in tell("ru", replace(DIG, districts=("356400000",)))
    both = replace(DIG, objects=(BEGAZY, NAMELESS))
    assert "Актогайский район (по реестру: Бегазы)" in tell("ru", both)
    assert "не указан" in tell("ru", replace(DIG, objects=()))


def test_what_is_not_known_of_places_is_told_apart() -> None:
    """Names that the register does not know, sites without a district, works without either."""
    bare = replace(DIG, objects=(), what={"ru": "изучены памятники"})
    told = tell("ru", replace(DIG, objects=(BEGAZY, NAMELESS, LOST)), bare)
    assert "не опознаны, место неизвестно: курган Кемпир." in told
    assert "район неизвестен или не сообщается: Есиль." in told
    assert "ни отдельного памятника, ни района: изучены памятники." in told
    assert "Район каждой работы известен." in tell("ru", DIG)


def test_counts_point_at_no_single_site() -> None:
    """1 and 2 are told as one; districts without a site are named below."""
    assert [write_count(n) for n in (0, 1, 2, 3)] == ["—", "1–2", "1–2", "3"]
    (table,) = word_statement(STATEMENT, "ru").counts
    assert table.head == ("Район или город", "Мавзолеи", "Погребальные памятники", "Всего")
    assert table.rows == (
        ("Актогайский район", "12", "1–2", "13"),
        ("На границе районов", "—", "3", "3"),
        ("Всего", "12", "4", "16"),
    )
    assert table.notes == ("Памятников в реестре нет: Шетский район.",)


def test_it_says_from_which_surveys_and_as_of_when() -> None:
    """The counts are of now, in the districts of then."""
    told = tell("ru", DIG)
    assert "известные реестру на 26.11.2026, а не те, что были известны на конец 2017 года" in told
    assert "- Материалы, получено 22.11.2026" in told
    assert "Карагандинская область, деление на районы на 31 декабря 2017 года." in told
    assert "Улытауская область выделена из неё 8 июня 2022 года" in told
    assert "выделена" not in write_text(replace(STATEMENT, is_former_layout=False), "ru")


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_districts_are_not_given_as_those_of_the_year(language: Language) -> None:
    """In 1990 there was a region that no layout has: the statement says by which it counts."""
    told = write_text(replace(STATEMENT, year=1990), language)
    assert "1998" in told
    assert "31" not in told.split("1998")[0].splitlines()[-1]
    last_day = {"kk": "31 желтоқсан", "ru": "31 декабря", "en": "31 December"}[language]
    assert last_day not in told
    assert last_day in write_text(STATEMENT, language)


def test_columns_of_the_list_are_those_of_which_something_is_told() -> None:
    """Who led a work, and under which permit, stands there where it is known."""
    assert "Руководитель" not in tell("ru", DIG)
    told = tell("ru", replace(DIG, facts={"leader": "А. Археолог", "permit": "№ 15"}))
    assert "| Руководитель | Разрешение | Источник |" in told
    assert "| А. Археолог  | № 15       | [1]      |" in told


def test_texts_of_a_survey_are_text_alone() -> None:
    """Neither Markdown nor markup nor a steered screen comes of them."""
    nasty = "<script>alert(1)</script> [x](http://a) | `y` \x1b[2J"
    work = replace(DIG, what={"ru": nasty}, facts={"leader": nasty})
    told = tell("ru", work)
    assert "\\<script>alert(1)\\</script> \\[x](http://a) \\| \\`y\\`" in told
    assert "\x1b" not in told
    page = render_statement(replace(STATEMENT, works=(work,), sources=(nasty,)), "ru")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "default-src &#39;none&#39;" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_the_text_says(language: str) -> None:
    """Every sentence and cell of one stands in the other."""
    told = word_statement(STATEMENT, language)  # type: ignore[arg-type]
    page = render_statement(STATEMENT, language)  # type: ignore[arg-type]
    assert f"<title>{told.title}</title>" in page
    assert told.works is not None
    cells = [cell for table in (told.works, *told.counts) for row in table.rows for cell in row]
    for text in (told.scope, told.lead, *told.places, *told.origin, *told.counts_lead, *cells):
        assert text in page, text
    assert page.count("<h1>") == 1
