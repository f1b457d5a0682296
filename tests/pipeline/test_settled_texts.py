"""Decisions on texts: as the command line takes them, as they are suggested, as they are kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from heritage_gis.errors import MisusedError
from heritage_gis.model.survey import Acceptance
from heritage_gis.pipeline.acceptances import (
    list_suggestions,
    read_acceptances,
    suggest_for_survey,
)
from heritage_gis.pipeline.files import check_file, state_reading
from heritage_gis.report.program_object import write_object
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

# Six rows without places: the words are what matters here.
TABLE = (
    "Название;Тип;Эпоха;Район;Состояние;Угрозы\n"
    "Акжал;могилник;эпоха бранзы;Каркаралинск р-н;жаќсы;ерозия\n"
    "Бестау;Могилник;РЖВ;Каркаралинск р-н;хорошее;дорога\n"
    "Домбралы;могилник;эпоха бранзы;Актагайский район;хорошее;\n"
    "Едирей;каменная штука;;;;\n"
    "Жарык;курган;;;;\n"
    "Кент;курганный магильник;;Шетский;;\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write the table."""
    path = tmp_path / "words.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_decisions_are_read_as_they_are_typed() -> None:
    """The text may hold colons, blanks and equal signs; what it means stands behind the last."""
    assert read_acceptances(["kind:могилник=burial_ground", " period : а: б = в = bronze "]) == (
        Acceptance("kind", "могилник", "burial_ground"),
        Acceptance("period", "а: б = в", "bronze"),
    )
    assert read_acceptances(["kind:a=kurgan"], who="А.") == (
        Acceptance("kind", "a", "kurgan", who="А."),
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("могилник=burial_ground", "is not understood; write the field, the text"),
        ("kind:могилник", "is not understood"),
        ("sort:могилник=kurgan", "there is no field «sort»; there are kind, period,"),
    ],
)
def test_a_decision_written_otherwise_is_misuse(text: str, line: str) -> None:
    """It is told in one line, with an example."""
    with pytest.raises(MisusedError, match=line):
        read_acceptances([text])


def test_what_is_near_to_one_word_is_suggested_with_its_rows(file: Path, tmp_path: Path) -> None:
    """Texts alike are one suggestion; what is near to nothing is none."""
    report = check_file(file, Settings(home=tmp_path))
    found = list_suggestions(report)
    assert {(one.entry.field, one.entry.value, one.entry.means, one.rows) for one in found} == {
        ("kind", "могилник", "burial_ground", 3),
        ("kind", "курганный магильник", "burial_ground", 1),
        ("period", "эпоха бранзы", "bronze", 2),
        ("district", "Каркаралинск р-н", "354800000", 2),
        ("district", "Актагайский район", "353600000", 1),
        ("condition", "жаќсы", "good", 1),
        ("threat", "ерозия", "erosion", 1),
    }
    assert [one.entry.value for one in list_suggestions(report, "threat")] == ["ерозия"]


def test_a_check_takes_decisions_and_then_says_nothing_of_these_texts(
    file: Path, tmp_path: Path
) -> None:
    """All suggestions taken leave what no word is near to."""
    settings = Settings(home=tmp_path)
    taken = [one.entry for one in list_suggestions(check_file(file, settings))]
    report = check_file(file, settings, state_reading(accept=tuple(taken)))
    codes = report.problems["code"].value_counts().to_dict()
    assert codes == {"value_accepted": 7, "kind_unknown": 1}
    assert report.problems["value"].tolist().count("каменная штука") == 1
    told = json.dumps(write_object(report), ensure_ascii=False)
    assert "is taken as «burial ground» (burial_ground)" in told
    wrong = state_reading(accept=(Acceptance("kind", "курганище", "kurgan"),))
    with pytest.raises(MisusedError, match="finds no kind that says «курганище»"):
        check_file(file, settings, wrong)
    assert pd.notna(report.problems["message_kk"]).all()


def test_a_survey_that_there_is_not_is_misuse(tmp_path: Path) -> None:
    """The line names the surveys that there are."""
    with pytest.raises(MisusedError, match="there is no survey 2026-x; there are none yet"):
        suggest_for_survey("data/raw/2026-x/v1", Settings(home=tmp_path))
