"""Texts that tell a place are withheld, so that they neither leak nor hold up an edition."""

from __future__ import annotations

import hashlib

import pandas as pd
import pytest

from heritage_gis.model.ledger import Ledger
from heritage_gis.protect.texts import is_placing, is_telling, withhold_references
from heritage_gis.protect.twin import credit_surveys

TELLING = (
    "Курган 3 км",
    "Курган у М-43-112-Б",
    "Mound 43U EP 25622 46059",
    "mound 43uep2562246059",
    "8J4G788W+V4",
    "курган D-65",
    "разграбленный курган",
    "курган на правом берегу Талды",
    "курган к СВ от аула",
    "В 75 20",
    "N 2017345",
)
INNOCENT = (
    "37 курган",
    "Аксу-Аюлы-2",
    "Могильник Сангуыр I–III",
    "Курган 245-1",
    "CC-BY-4.0",
    "Памятники по опубликованным источникам",
    "Правобережное",
    "Берег",
    "раскопки в 2017 году",
)


@pytest.mark.parametrize("text", TELLING)
def test_telling_text_is_known(text: str) -> None:
    """Distances, directions, sizes, looting and references of any sort are withheld."""
    assert is_telling(text)


@pytest.mark.parametrize(
    ("text", "placing"),
    [
        ("Курган 3 км", False),
        ("курган на правом берегу Талды", False),
        ("курган 1234 567", False),
        ("Курган у М-43-112-Б", True),
        ("8J4G788W+V4", True),
        ("курган 48.2672", True),
        ("курган 48° с.ш.", True),
        ("В 75 20", True),
    ],
)
def test_what_reads_as_a_position_is_told_from_other_words(text: str, *, placing: bool) -> None:
    """A person may approve a distance or a direction, and no coordinate."""
    assert is_telling(text)
    assert is_placing(text) is placing


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent_text_is_told(text: str) -> None:
    """A name, a title or a licence that tells no place is public."""
    assert not is_telling(text)


def test_licence_that_tells_a_place_is_left_out() -> None:
    """One survey with a place in its licence does not keep all others from being published."""
    surveys = pd.DataFrame(
        {
            "survey_id": ["2020-a", "2021-b"],
            "title": ["A", "B at 48.2672, 75.3453"],
            "licence": ["CC BY 4.0, 3 km north of Begazy", "CC0"],
        },
        dtype="str",
    )
    ids = pd.Series(["2020-a", "2020-a 2021-b"], dtype="str")
    assert credit_surveys(ids, surveys, Ledger()).tolist() == ["A", "A; 2021 (CC0)"]
    digest = hashlib.sha256(surveys["licence"][0].encode()).hexdigest()
    approved = Ledger(approved_texts=frozenset([digest]))
    assert credit_surveys(ids, surveys, approved)[0] == "A (CC BY 4.0, 3 km north of Begazy)"


def test_name_of_an_exact_site_holds_no_grid_reference() -> None:
    """A reference in a name may be finer than the place that is shown, or another place's."""
    names = pd.Series(["Мечеть, M-43-112-Б", "Мечеть", None], dtype="str")
    assert withhold_references(names).fillna("").tolist() == ["", "Мечеть", ""]
