"""Columns of datings: cultures beside them, several in a cell, and what is told of each."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from row_places import FIRST_ROW, make_places, make_texts

from heritage_gis.conform.dating import conform_dating, list_datings
from heritage_gis.conform.dating_suggestions import find_nearest_dating


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


def test_a_row_keeps_several_datings_apart() -> None:
    """The years of the row span them all; `dating_parts` has each where there are several."""
    texts = make_texts("эпоха бронзы; XIX в.", "XIX в.", None)
    frame, problems = conform_dating(texts, make_texts(None, None, None), make_places(3), {})
    assert problems.empty
    assert frame["start_year"].tolist() == [-2500, 1801, pd.NA]
    assert frame["end_year"].tolist() == [1900, 1900, pd.NA]
    assert frame["dating_parts"].isna().tolist() == [False, True, True]
    assert json.loads(frame["dating_parts"][0]) == [
        {
            "period": "bronze", "start_year": -2500, "end_year": -800,
            "dating_scheme": "trad", "dating_basis": None, "dating_certainty": "certain",
        },
        {
            "period": None, "start_year": 1801, "end_year": 1900,
            "dating_scheme": "stated", "dating_basis": None, "dating_certainty": "certain",
        },
    ]  # fmt: skip


def test_words_that_are_not_understood_are_named_with_the_nearest() -> None:
    """What is misspelt is told word by word, with the dating as it would be understood."""
    texts = make_texts("тасмолинсая культура", "VI в. до н.э., дромос", "3200±40 BP")
    _, problems = conform_dating(texts, make_texts(None, None, None), make_places(3), {})
    assert problems[["code", "severity", "suggestion"]].to_numpy().tolist() == [
        ["period_unreadable", "warning", "тасмолинская культура"],
        ["period_words_unknown", "note", ""],
        ["period_uncalibrated", "warning", ""],
    ]
    assert "(unknown words: тасмолинсая)" in problems["message_en"][0]
    assert "поняты не все слова (дромос)" in problems["message_ru"][1]
    assert "«3200±40 BP» — күнтізбелік мерзім емес" in problems["message_kk"][2]


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("эпоха бронызы", "эпоха бронзы"),
        ("вторая полвина XIX в.", "вторая половина XIX в."),
        ("бірінші жартсы XIX ғ.", "бірінші жартысы XIX ғ."),
        ("Bronz Age", "Bronze Age"),
        ("давным-давно", ""),
        ("XIX в.", ""),
    ],
)
def test_the_nearest_dating_is_suggested(text: str, nearest: str) -> None:
    """A suggestion is a period, or the dating as it would be wholly understood."""
    assert [one.word for one in find_nearest_dating(text)] == ([nearest] if nearest else [])
