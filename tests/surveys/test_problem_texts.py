"""The texts of problems: each is planted somewhere, and reads well in three languages."""

from __future__ import annotations

import re
from string import Formatter

import pandas as pd
import pytest
from fault_lists import FIELD_FAULTS, SAMPLE_FAULTS, read_table

from heritage_gis.conform.dating_text import read_dating
from heritage_gis.conform.measure_text import read_measure
from heritage_gis.geo.coordinate_text import CoordinateReading, read_coordinates
from heritage_gis.model.problem import SEVERITIES
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.problems import NEAR, explain
from heritage_gis.vocabularies.tables import read_vocabulary

NOT_PLANTED = {
    **dict.fromkeys(
        (
            *("work_year_missing", "work_year_unreadable", "work_years_reversed"),
            *("work_year_future", "work_type_missing", "work_type_unknown", "work_types_several"),
            "work_nothing_told",
        ),
        "of a table of works (tests/conform/test_works.py plants it)",
    ),
    "own_layer": "of a layer of the register (tests/conform/test_own_layer.py plants it)",
    **dict.fromkeys(
        ("status_day_unreadable", "status_days_reversed"),
        "tests/conform/test_status_days.py plants it",
    ),
    "words_against_position": "tests/conform/test_word_contradictions.py plants it",
    "quotes_unpaired": "of a whole CSV (tests/read/test_delimited.py plants it)",
    "conflict_of_place": "told to the keeper alone: what a surveyor is told never depends on "
    "what others sent (tests/register/test_upkeep.py plants it)",
    **dict.fromkeys(
        (
            *("coordinate_uneven", "coordinate_decimals", "coordinate_short", "coordinate_comma"),
            *("coordinate_view", "coordinate_approximate", "coordinate_lookalike"),
        ),
        "tests/conform/test_coordinate_doubts.py plants it",
    ),
    "district_unsure": "tests/conform/test_suggestions.py plants it",
    "heading_unknown": "tests/conform/test_suggestions.py plants it",
    "value_accepted": "tests/conform/test_acceptances.py plants it",
    "coordinate_several": "of a track in a cell (tests/conform/test_row_parts.py plants it)",
    "column_repeated": "tests/conform/test_field_sheets.py plants it",
    "column_guessed": "tests/conform/test_column_guesses.py plants it",
    "headings_missing": "of a whole table (tests/read/test_bare_tables.py plants it)",
    "headings_unknown": "of a whole table (tests/read/test_bare_tables.py plants it)",
    "example_sheet": "tests/template/test_filled_forms.py plants it",
    "table_missing": "of a shapefile without its .dbf (tests/read/test_layers.py plants it)",
    "feature_broken": "of a feature that only salvage gets past (tests/read/test_salvage.py)",
    "feature_place_unreadable": "of KML, GPX and DXF (tests/read/test_kml.py, test_gpx.py)",
    "line_points_lost": "of a track with bad points (tests/read/test_gpx.py)",
    "links_not_followed": "of a KML with a NetworkLink (tests/read/test_kml.py)",
    "overlays_not_read": "of a KML with pictures (tests/read/test_kml.py)",
    "drawing_not_read": "of a DXF with solids (tests/read/test_drawing.py)",
    "part_missing": "of a seamless MapInfo table (tests/read/test_mapinfo.py)",
}
TEXTS = read_vocabulary("problems")
MIXED = re.compile(r"[A-Za-z][а-яёәіңғүұқөһ]|[а-яёәіңғүұқөһ][A-Za-z]", re.IGNORECASE)


def find_fields(template: str) -> set[str]:
    """Return the names of what a text asks for."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_code_is_planted() -> None:
    """No code of the vocabulary goes untested, and no list plants a code that there is not."""
    planted = {row["code"] for name in (SAMPLE_FAULTS, FIELD_FAULTS) for row in read_table(name)}
    assert planted | NOT_PLANTED.keys() == {text["code"] for text in TEXTS}
    assert not planted & NOT_PLANTED.keys()


def test_lists_state_the_severity_of_the_vocabulary() -> None:
    """What a list plants as an error is one wherever it stands."""
    severity = {text["code"]: text["severity"] for text in TEXTS}
    assert set(severity.values()) <= set(SEVERITIES)
    for name in (SAMPLE_FAULTS, FIELD_FAULTS):
        for row in read_table(name):
            assert row["severity"] == severity[row["code"]], row


@pytest.mark.parametrize("vocabulary", ["problems", "position_texts", "suggestion_texts"])
def test_texts_say_the_same_in_three_languages(vocabulary: str) -> None:
    """Each text is there in Kazakh, Russian and English, and asks for the same details."""
    for text in read_vocabulary(vocabulary):
        fields = [find_fields(text[language]) for language in LANGUAGES]
        assert fields[0] == fields[1] == fields[2], text["code"]
        assert all(text[language].strip() == text[language] != "" for language in LANGUAGES)


@pytest.mark.parametrize("vocabulary", ["problems", "position_texts", "suggestion_texts"])
def test_no_word_mixes_latin_and_cyrillic_letters(vocabulary: str) -> None:
    """A Latin «a» within a Cyrillic word looks right, and is found by no search."""
    mixed = [
        (text["code"], found[0])
        for text in read_vocabulary(vocabulary)
        for language in LANGUAGES
        if (found := MIXED.search(text[language]))
    ]
    assert mixed == []


@pytest.mark.parametrize("text", TEXTS, ids=[text["code"] for text in TEXTS])
def test_text_renders(text: dict[str, str]) -> None:
    """A text is written out in all languages; a detail that is not given is a bug, and told so."""
    place = pd.DataFrame(
        {"survey_id": ["s"], "source_file": ["f.csv"], "source_layer": [""], "source_row": [2]}
    )
    fields = find_fields(text["en"]) - {"value"}
    details = {name: dict.fromkeys(LANGUAGES, f"<{name}>") for name in fields}
    told = explain(text["code"], place, "Тип", pd.Series(["<value>"]), details).iloc[0]
    for language in LANGUAGES:
        message = told[f"message_{language}"]
        assert "{" not in message
        assert all(f"<{name}>" in message for name in find_fields(text["en"])), message
    for missing in fields - {NEAR}:
        fewer = {name: detail for name, detail in details.items() if name != missing}
        with pytest.raises(KeyError, match=missing):
            explain(text["code"], place, "Тип", pd.Series(["<value>"]), fewer)


def read_examples(code: str, language: str, pattern: str) -> list[str]:
    """Return what a text tells people to write."""
    text = next(text[language] for text in TEXTS if text["code"] == code)
    found = re.search(pattern, text)
    assert found, text
    return [example for example in found.groups() if example]


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_in_the_texts_are_understood(language: str) -> None:
    """Who writes what a message tells them to write is understood."""
    coordinates = r": (48°.*) (?:немесе|или) (\d.*)$|like (48°.*) or (\d.*)$"
    for example in read_examples("coordinate_unreadable", language, coordinates):
        assert isinstance(read_coordinates(example), CoordinateReading), example
    quoted = r"«[^»]*\{value\}.*«([^»]*)».*«([^»]*)»"
    for example in read_examples("period_unreadable", language, quoted):
        dating = read_dating(example)
        assert dating.is_understood, example
        assert dating.parts, example
    figures = r"(12[.,]5), (10–12) (?:or|или|немесе) ([\w. ]*30)$"
    for example in read_examples("number_unreadable", language, figures):
        assert read_measure(example, "m") is not None, example
