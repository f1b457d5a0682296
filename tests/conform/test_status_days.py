"""Days of statuses: read as people write them, as exactly as they are told, and no more."""

from __future__ import annotations

import pandas as pd
import pytest

from heritage_gis.conform.status_days import conform_statuses, read_day

HEADINGS = {"status_from": "В списке с", "status_to": "Снят с учёта"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("16.04.2010", "2010-04-16"),
        ("16.04.2010 г.", "2010-04-16"),
        ("с 16.04.2010", "2010-04-16"),
        ("16/04/2010", "2010-04-16"),
        ("2010-04-16 00:00:00", "2010-04-16"),
        ("16 апреля 2010 г.", "2010-04-16"),
        ("2010 жылғы 16 сәуір", "2010-04-16"),
        ("April 16, 2010", "2010-04-16"),
        ("04.2010", "2010-04"),
        ("апрель 2010", "2010-04"),
        ("сәуір 2010", "2010-04"),
        ("2010", "2010"),
        ("в 2010 году", "2010"),
        ("2010 жылы", "2010"),
        ("31.02.2010", None),
        ("16.04.10", None),
        ("1982–2010", None),
        ("Постановление № 12 от 05.03.1982", None),
        ("1 января", None),
        ("0000", None),
        ("20104", None),
    ],
)
def test_days(text: str, day: str | None) -> None:
    """A day, a month, a year; of what is not understood whole nothing is taken."""
    assert read_day(text) == day


def conform(
    start: list[str | None], end: list[str | None]
) -> tuple[list[tuple[object, object]], pd.DataFrame]:
    """Conform columns of first and last days; return what became of them, and the problems."""
    cells = pd.DataFrame(
        {"status_from": pd.Series(start, dtype="str"), "status_to": pd.Series(end, dtype="str")}
    )
    places = pd.DataFrame(
        {
            "survey_id": "s",
            "source_file": "f.csv",
            "source_layer": "",
            "source_row": range(2, len(cells) + 2),
        }
    )
    days, problems = conform_statuses(cells, places, HEADINGS)
    plain = days.astype(object).where(days.notna(), None)
    return [*plain.itertuples(index=False, name=None)], problems


def test_a_status_has_a_beginning_and_an_end() -> None:
    """What says nothing is missing; nothing is told of it."""
    days, problems = conform(["16.04.2010", "—", None], ["13.08.2024", "2024", None])
    assert days == [("2010-04-16", "2024-08-13"), (None, "2024"), (None, None)]
    assert problems.empty


def test_a_day_that_is_not_understood_is_told() -> None:
    """The row goes on without it."""
    days, problems = conform(["давно", "2010"], [None, "после войны"])
    assert days == [(None, None), ("2010", None)]
    assert problems["code"].tolist() == ["status_day_unreadable"] * 2
    assert problems["column"].tolist() == ["В списке с", "Снят с учёта"]
    assert "«давно» could not be read as the day of a status" in problems["message_en"][0]


def test_an_end_before_the_beginning_is_told_and_neither_is_kept() -> None:
    """Years and months that overlap may be right."""
    days, problems = conform(["16.04.2010", "16.04.2010", "2011"], ["2009", "2010", "04.2010"])
    assert days == [(None, None), ("2010-04-16", "2010"), (None, None)]
    assert problems["code"].tolist() == ["status_days_reversed"] * 2
    assert problems["source_row"].tolist() == [2, 4]
    assert "статус указан с 2010-04-16, а его конец — 2009" in problems["message_ru"][0]
    assert problems["value"].tolist() == ["2009", "04.2010"]


def test_without_such_columns_nothing_is_told() -> None:
    """Most surveys say nothing of it."""
    places = pd.DataFrame({"survey_id": ["s"], "source_file": "f", "source_layer": ""})
    places["source_row"] = 2
    days, problems = conform_statuses(pd.DataFrame(index=places.index), places, {})
    assert days.isna().all(axis=None)
    assert problems.empty
