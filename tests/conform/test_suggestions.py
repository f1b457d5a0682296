"""Words that no vocabulary has, told with the known word they are nearest to, and how near."""

from __future__ import annotations

import pandas as pd
import pytest
from row_places import make_places, make_texts

from heritage_gis.conform.columns import Columns, explain_unknown_headings
from heritage_gis.conform.conditions import conform_conditions
from heritage_gis.conform.dating import conform_dating
from heritage_gis.conform.districts import _explain_unknown as explain_districts
from heritage_gis.model.nearness import Nearest, find_nearest
from heritage_gis.places.names import find_unit
from heritage_gis.vocabularies.conditions import read_state_phrases
from heritage_gis.vocabularies.headings import find_nearest_heading
from heritage_gis.vocabularies.kinds import read_kind_phrases
from heritage_gis.vocabularies.periods import find_nearest_period
from heritage_gis.vocabularies.suggestions import MOST_SOUGHT, explain_unknown


@pytest.mark.parametrize(
    ("text", "word", "means", "score"),
    [
        ("могилник", "могильник", "burial_ground", 100),
        ("курганный магильник", "курганный могильник", "burial_ground", 94),
        ("Kurqan", "курган", "kurgan", 83),
        ("mogilnik", "могильник", "burial_ground", 100),
        ("паселение эпохи", "поселение", "settlement", 89),
        ("ќорым", "қорым", "қорым", 100),
        ("К,орым", "қорым", "қорым", 100),
        ("ќойтаc", "қойтас", "koitas", 100),
        ("петраглифы", "петроглифы", "petroglyphs", 90),
        ("мавзалей", "мавзолей", "мавзолей", 88),
        ("burial graund", "burial ground", "burial_ground", 92),
    ],
)
def test_nearest_kind(text: str, word: str, means: str, score: int) -> None:
    """A slip, a lost letter, another alphabet; a word of several meanings means itself."""
    assert read_kind_phrases().find_nearest(text) == (Nearest(word, means, score),)


@pytest.mark.parametrize("text", ["что-то", "velociped", "замок", "кур.", "камень", "?", "", "12"])
def test_what_is_near_to_nothing_gets_no_suggestion(text: str) -> None:
    """Words that only share some letters are not offered."""
    assert read_kind_phrases().find_nearest(text) == ()


@pytest.mark.parametrize(
    ("text", "means"),
    [("эпоха бранзы", "bronze"), ("ранний железный", "eia"), ("Bronz Age", "bronze")],
)
def test_nearest_period(text: str, means: str) -> None:
    """A misspelt period brings the period; where there are figures, its name would lose them."""
    assert [one.means for one in find_nearest_period(text)] == [means]
    assert find_nearest_period(f"{text} 1500") == ()


@pytest.mark.parametrize(
    ("vocabulary", "text", "means"),
    [
        ("conditions", "жаќсы", "good"),
        ("conditions", "разрущен", "destroyed"),
        ("conditions", "удовлетв.", "satisfactory"),
        ("threats", "ерозия почв", "erosion"),
        ("threats", "грабители чёрные", "looting"),
        ("statuses", "мстного значения", "local"),
    ],
)
def test_nearest_state(vocabulary: str, text: str, means: str) -> None:
    """Conditions, threats and statuses likewise, also as a part of what the cell says."""
    near = read_state_phrases(vocabulary).find_nearest(text)
    assert [one.means for one in near] == [means]


@pytest.mark.parametrize(
    ("text", "field"),
    [("Назвние", "name"), ("Дотировка", "period_text"), ("Диаметер, м", "diam_m")],
)
def test_nearest_heading(text: str, field: str) -> None:
    """A heading is compared without its unit."""
    assert [one.means for one in find_nearest_heading(text)] == [field]
    assert find_nearest_heading("Стоимость") == ()


def test_equally_near_words_are_all_told_and_too_many_are_not() -> None:
    """Within a margin no meaning comes first; of more than three none is worth naming."""
    known = {key: ((key, key),) for key in ("караган", "карагун", "карагин", "карагон", "бесоба")}
    two = {key: known[key] for key in ("караган", "карагун", "бесоба")}
    assert {one.word for one in find_nearest("карагын", two)} == {"караган", "карагун"}
    assert find_nearest("карагын", known) == ()


def test_message_and_suggestion_say_the_word_its_code_and_how_near() -> None:
    """The word goes to `suggestion`; the message says it in three languages; nothing is taken."""
    dating, problems = conform_dating(
        make_texts("эпоха бранзы", "эпоха бранзы", "давным-давно"),
        make_texts(None, None, None),
        make_places(3),
        {"period_text": "Эпоха"},
    )
    assert dating["period"].isna().all()
    assert problems["code"].unique().tolist() == ["period_unreadable"]
    assert problems["suggestion"].tolist() == ["эпоха бронзы", "эпоха бронзы", ""]
    first, last = problems.iloc[0], problems.iloc[2]
    assert "Did you mean «эпоха бронзы» (bronze), 92% alike?" in first["message_en"]
    assert "имелось в виду «эпоха бронзы» (bronze), сходство 92%?" in first["message_ru"]
    assert "«эпоха бронзы» (bronze) деген болар, ұқсастығы 92%?" in first["message_kk"]
    assert last["message_en"].endswith("«Bronze Age»")


def test_flags_bring_their_nearest_word_too() -> None:
    """Yes and no have words of their own."""
    _, problems = conform_conditions(
        pd.DataFrame({"excavated": make_texts("роскопан")}), make_places(1), {}
    )
    assert problems["suggestion"].tolist() == ["раскопан"]


def test_a_district_in_doubt_is_told() -> None:
    """A seat called a district names none for certain: no silence, and a suggestion."""
    claims = make_texts("Каркаралинск р-н", "Каркаралинский р-н", "Шацкий", None)
    matches = claims.map(lambda text: find_unit(text if isinstance(text, str) else ""))
    problems = explain_districts(claims, matches, make_places(4), "Район")
    told = problems[["value", "code", "severity", "suggestion"]].to_numpy().tolist()
    assert told == [
        ["Каркаралинск р-н", "district_unsure", "note", "Каркаралинский район"],
        ["Шацкий", "district_unknown", "warning", "Шетский район"],
    ]
    assert "(354800000)" in problems["message_en"].iloc[0]


def test_a_heading_near_to_a_known_one_is_told_once() -> None:
    """Not where the table has such a column already, and not where none is near."""
    columns = Columns({"name": "Название"}, {}, ("Назвние", "Дотировка", "Стоимость"))
    problems = explain_unknown_headings(columns, make_places(3))
    assert problems[["column", "code", "suggestion"]].to_numpy().tolist() == [
        ["Дотировка", "heading_unknown", "Датировка"]
    ]
    assert problems["source_row"].isna().all()
    assert "Did you mean «Датировка» (period_text), 89% alike?" in problems["message_en"].iloc[0]


def test_a_column_of_free_text_is_not_searched_without_end() -> None:
    """Each distinct text is sought once, and no more of them than a vocabulary could have."""
    texts = make_texts(*(f"могилник {number}" for number in range(MOST_SOUGHT + 50)))
    asked: list[str] = []

    def find(text: str) -> tuple[Nearest, ...]:
        asked.append(text)
        return read_kind_phrases().find_nearest(text)

    problems = explain_unknown("kind_unknown", make_places(len(texts)), "Тип", texts, find)
    assert len(asked) == MOST_SOUGHT
    assert (problems["suggestion"] != "").sum() == MOST_SOUGHT
