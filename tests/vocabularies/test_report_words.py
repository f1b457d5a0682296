"""The words of the report: complete in three languages, and for everything it can tell."""

from __future__ import annotations

import csv
from pathlib import Path
from string import Formatter

import pytest

import heritage_gis.vocabularies
from heritage_gis.vocabularies.heading_words import FILLER
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.works import list_work_fields

TABLES = (
    *("report_words", "field_names", "problem_titles", "encoding_evidence", "workbook_words"),
    *("work_types", "diff_words", "history_words", "value_words"),
)
FOLDER = Path(heritage_gis.vocabularies.__file__).parent


@pytest.mark.parametrize("table", TABLES)
def test_every_word_is_there_in_three_languages(table: str) -> None:
    """No text is missing, no code stands twice, and all languages ask for the same values."""
    rows = read_vocabulary(table)
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        texts = [row["kk"], row["ru"], row["en"]]
        assert all(text.strip() == text != "" for text in texts), row
        asked = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts]
        assert asked[0] == asked[1] == asked[2], row
        assert row["en"] not in {row["kk"], row["ru"]}, row


def test_every_field_has_a_name() -> None:
    """A field that a heading can mean is called by a word, not by its code."""
    with (FOLDER / "headings.csv").open(encoding="utf-8", newline="") as file:
        fields = {row["field"] for row in csv.DictReader(file)} - {FILLER}
    fields |= list_work_fields()
    assert fields - {row["code"] for row in read_vocabulary("field_names")} == set()


def test_every_problem_has_a_title() -> None:
    """The page heads each mistake with a few words."""
    codes = {row["code"] for row in read_vocabulary("problems")}
    assert {row["code"] for row in read_vocabulary("problem_titles")} >= codes
