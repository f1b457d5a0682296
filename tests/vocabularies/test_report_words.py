"""The words of the report: there for everything it can tell."""

from __future__ import annotations

import csv
from pathlib import Path

import heritage_gis.vocabularies
from heritage_gis.vocabularies.heading_words import FILLER
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.works import list_work_fields

FOLDER = Path(heritage_gis.vocabularies.__file__).parent


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
