"""Cells of state and status become codes of the vocabularies."""

from __future__ import annotations

import pandas as pd
import pytest
from row_places import FIRST_ROW, make_places, make_texts

from heritage_gis.conform.conditions import conform_conditions

# The spellings of facts §7.2, and what each says of standing.
CONDITIONS = {
    "хорошее": ("good", "standing"),
    "хор.": ("good", "standing"),
    "жақсы": ("good", "standing"),
    "удовл.": ("satisfactory", "standing"),
    "қанағаттанарлық": ("satisfactory", "standing"),
    "неуд.": ("unsatisfactory", "standing"),
    "нашар": ("unsatisfactory", "standing"),
    "аварийное": ("emergency", "standing"),
    "апатты": ("emergency", "standing"),
    "перестроен": ("rebuilt", "standing"),
    "rebuilt": ("rebuilt", "standing"),
    "отреставрирован": ("restored", "standing"),
    "частично разрушен": ("partly_destroyed", "ruined"),
    "руинирован": ("ruined", "ruined"),
    "в руинах": ("ruined", "ruined"),
    "разрушен": ("destroyed", "destroyed"),
    "разрушено": ("destroyed", "destroyed"),
    "бұзылған": ("destroyed", "destroyed"),
    "не сохранился": ("lost", "destroyed"),
    "утрачен": ("lost", "destroyed"),
    "жойылған": ("lost", "destroyed"),
    "распахан": ("ploughed", None),
    "застроен": ("built_over", None),
    "хорошее, частично разрушен": ("good", "ruined"),
}
THREATS = {
    "распашка": "ploughing",
    "жырту": "ploughing",
    "черные копатели": "looting",
    "ограбление": "looting",
    "тонау": "looting",
    "эрозия, распашка": "ploughing erosion",
    "карьер/добыча": "quarry",
    "дорога": "road",
    "жол": "road",
    "строительство": "construction",
    "құрылыс": "construction",
    "выпас скота": "livestock",
    "су тасқыны": "flood",
    "водохранилище": "reservoir",
    "полигон": "firing_range",
    "вандализм": "vandalism",
}
STATUSES = {
    "местного значения": "local",
    "жергілікті маңызы бар": "local",
    "республиканский": "republican",
    "республикалық": "republican",
    "выявленный": "identified",
    "список предварительного учёта": "preliminary",
    "алдын ала есепке алу тізімі": "preliminary",
    "ЮНЕСКО": "international",
    "лишён статуса": "removed",
}


def _conform(**cells: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    frame = pd.DataFrame(cells)
    headings = {"condition": "Состояние", "threats": "Угроза", "protection_status": "Статус"}
    return conform_conditions(frame, make_places(len(frame)), headings)


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_is_read_and_says_what_stands(text: str) -> None:
    """Conditions are known in kk, ru and en; the worst named decides what stands."""
    frame, problems = _conform(condition=make_texts(text))
    code, extant = CONDITIONS[text]
    assert frame["condition"][0] == code
    assert (frame["extant"][0] if extant else None) == extant
    assert frame["extant"].isna()[0] == (extant is None)
    assert problems.empty


def test_a_column_of_its_own_says_what_stands() -> None:
    """«Сохранился: нет» comes before what the condition would say."""
    frame, problems = _conform(
        condition=make_texts("хорошее", "хорошее", "разрушен", "хорошее"),
        extant=make_texts("нет", "нет данных", "да", "не найден"),
    )
    assert frame["extant"].tolist() == ["destroyed", "standing", "standing", "not_found"]
    assert problems.empty


@pytest.mark.parametrize(("text", "codes"), THREATS.items())
def test_threats_are_read(text: str, codes: str) -> None:
    """Threats are known in Russian and Kazakh, several in one cell."""
    frame, problems = _conform(threats=make_texts(text))
    assert frame["threats"][0] == codes
    assert problems.empty


@pytest.mark.parametrize(("text", "code"), STATUSES.items())
def test_statuses_are_read(text: str, code: str) -> None:
    """The ladder of legal standing is known by its usual words (facts §6.1)."""
    frame, problems = _conform(protection_status=make_texts(text))
    assert frame["protection_status"][0] == code
    assert problems.empty


def test_looting_and_excavation_are_yes_no_or_unknown() -> None:
    """A dash is no answer, «не ограблен» is no, a year of excavation is yes."""
    frame, problems = _conform(
        looted=make_texts("да", "не ограблен", "—", "грабительская яма", "+"),
        excavated=make_texts("Маргулан, 1946", "не исследован", None, "частично", "нет"),
    )
    assert frame["looted"].tolist() == [True, False, pd.NA, True, True]
    assert frame["excavated"].tolist() == [True, False, pd.NA, True, False]
    assert problems.empty


def test_a_looted_condition_is_looting() -> None:
    """«Ограблен» as a condition is kept apart, so that it can be withheld."""
    frame, _ = _conform(condition=make_texts("ограблен", "удовл., ограблен", "удовл."))
    assert frame["condition"].tolist() == ["looted", "satisfactory", "satisfactory"]
    assert frame["looted"].tolist() == [True, True, pd.NA]


def test_what_is_not_in_a_vocabulary_is_told_with_the_nearest_word() -> None:
    """A misspelled word brings a suggestion, in the language and at the heading of the cell."""
    _, problems = _conform(
        condition=make_texts("удовлетварительное", "так себе"),
        threats=make_texts("распашкка и жуки", "жуки"),
        protection_status=make_texts("мстного значения", None),
        excavated=make_texts("Маргулан", None),
    )
    told = problems[["source_row", "column", "code", "suggestion"]].to_numpy().tolist()
    assert told == [
        [FIRST_ROW, "", "value_unknown", ""],
        [FIRST_ROW, "Состояние", "condition_unknown", "удовлетворительное"],
        [FIRST_ROW, "Статус", "value_unknown", "местного значения"],
        [FIRST_ROW, "Угроза", "value_unknown", "распашка"],
        [FIRST_ROW + 1, "Состояние", "condition_unknown", ""],
        [FIRST_ROW + 1, "Угроза", "value_unknown", ""],
    ]
    assert "статус: «мстного значения» отсутствует в словаре" in set(
        problems["message_ru"].str.split(";").str[0]
    )


def test_a_survey_without_states_has_empty_columns() -> None:
    """Every standard column is there, with its type, even where the survey has none."""
    frame, problems = _conform(material=make_texts("камень"))
    assert frame.columns.tolist() == [
        "condition",
        "extant",
        "threats",
        "looted",
        "excavated",
        "protection_status",
    ]
    assert frame.isna().all(axis=None)
    assert frame["looted"].dtype == "boolean"
    assert problems.empty
