"""Every text of ours is there in Kazakh, Russian and English, and is none of the others.

The tables are found by their columns, so that a new one is looked at without being listed here.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import heritage_gis
from heritage_gis.settings import LANGUAGES

PACKAGE = Path(heritage_gis.__file__).parent
# Columns that say which row it is; a table without any is told by its English.
KEYS = ("key", "column", "code", "slug", "region", "field")
ENGLISH = re.compile(r"((?:\w+_)?)en((?:_\w+)?)")
SPELLINGS = "variants_"  # what others write; a language may have none
FORMS = ("one", "few", "many")  # what `choose_plural` asks for

CYRILLIC = re.compile(r"[а-яёәіңғүұқөһ]", re.IGNORECASE)
KAZAKH = re.compile(r"[әіңғүұқөһ]", re.IGNORECASE)
MIXED = re.compile(r"[a-z][а-яёәіңғүұқөһ]|[а-яёәіңғүұқөһ][a-z]", re.IGNORECASE)
QUOTED = re.compile(r"«[^»]*»|\{\w*\}")

# Names, abbreviations, signs and loanwords: the same text in all languages, or in kk and ru.
ALIKE_IN_ALL = {
    "file_kinds": {"geojson", "json"},
    "reference_systems": {f"EPSG:{code}" for code in range(32641, 32645)},
    "refusals": {"member", "districts_wrong"},
    "terminal_words": {"entry_column", "entry_accept", "entry_fact"},
}
ALIKE_IN_KK_AND_RU = {
    "diff_words": {"north"},
    "field_names": {"site_code"},
    "file_kinds": {"geopackage", "shapefile"},
    "history_words": {"north"},
    "kinds": {"mazar", "menhir", "madrasa"},
    "passport_words": {"number"},
    "periods": {"palaeolithic", "mesolithic", "neolithic", "eneolithic"},
    "report_words": {"km"},
    "settlements": {"Osakarovka"},
    "statement_words": {"type_count", "number"},
    "threats": {"erosion", "quarry", "firing_range", "vandalism"},
    "value_words": {"m", "km"},
    "words": {"map_of", "made_with", "km", "m", "catalogue_number"},
    "work_types": {"monitoring"},
}
# The form of a language asks for the name in that language as «name», and has no such column.
NOT_ASKED = {"template_columns": {("name_kk", "kk"), ("name_ru", "ru")}}


class Text(NamedTuple):
    """One text in three languages."""

    table: str
    key: str
    column: str
    told: dict[str, str]


def read_texts(path: Path) -> list[Text]:
    """Return the texts of a table; none where it is not in three languages."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines)
    heads = [name for name in rows.fieldnames or [] if not name.startswith(SPELLINGS)]
    found = [match for name in heads if (match := ENGLISH.fullmatch(name))]
    several = [{each: f"{m[1]}{each}{m[2]}" for each in LANGUAGES} for m in found]
    keys = [name for name in KEYS if name in heads]
    return [
        Text(
            path.stem,
            ":".join(row[name] for name in keys) or row[columns["en"]],
            columns["en"],
            {language: row[name] for language, name in columns.items()},
        )
        for row in rows
        for columns in several
    ]


TABLES = {path: texts for path in sorted(PACKAGE.rglob("*.csv")) if (texts := read_texts(path))}
each_table = pytest.mark.parametrize("texts", TABLES.values(), ids=[path.stem for path in TABLES])


def has_listed(text: Text, listed: dict[str, set[str]]) -> bool:
    """Tell whether a text is in a list."""
    return text.key in listed.get(text.table, set())


def test_the_tables_are_found() -> None:
    """Those of pages, reports, forms, refusals and vocabularies are among them."""
    names = {path.stem for path in TABLES}
    assert {"words", "report_words", "template_columns", "refusals", "kinds", "units"} <= names
    assert len(names) > 35
    keys = {(text.table, text.key) for texts in TABLES.values() for text in texts}
    listed = [*ALIKE_IN_ALL.items(), *ALIKE_IN_KK_AND_RU.items()]
    assert {(table, key) for table, found in listed for key in found} <= keys


@each_table
def test_every_text_is_there_in_three_languages(texts: list[Text]) -> None:
    """None is missing, none has a space around it, and no key stands twice in a table."""
    for text in texts:
        for language, told in text.told.items():
            is_asked = (text.key, language) not in NOT_ASKED.get(text.table, set())
            assert told == told.strip(), text
            assert bool(told) == is_asked, text
    twice = Counter((text.key, text.column) for text in texts)
    assert [key for key, count in twice.items() if count > 1] == []


@each_table
def test_no_text_is_left_in_another_language(texts: list[Text]) -> None:
    """Kazakh, Russian and English differ, but for names; and no word mixes two alphabets."""
    for text in texts:
        kk, ru, en = (text.told[language] for language in ("kk", "ru", "en"))
        is_name = has_listed(text, ALIKE_IN_ALL)
        is_loan = has_listed(text, ALIKE_IN_KK_AND_RU)
        assert (len({kk, ru, en}) == 1) == is_name, text
        assert (kk == ru != en) == is_loan, text
        assert is_name or en not in {kk, ru}, text
        assert not any(map(MIXED.search, text.told.values())), text


@each_table
def test_every_text_is_in_the_letters_of_its_language(texts: list[Text]) -> None:
    """English has no Cyrillic letter and Russian no Kazakh one, but in what it quotes."""
    for text in texts:
        own = {language: QUOTED.sub("", told) for language, told in text.told.items()}
        assert not CYRILLIC.search(own["en"]), text
        assert not KAZAKH.search(own["ru"]), text


@each_table
def test_all_languages_ask_for_the_same_values(texts: list[Text]) -> None:
    """What a sentence is filled with in one language, it is in the others."""
    for text in texts:
        asked = {
            frozenset(name for _, name, _, _ in Formatter().parse(told) if name is not None)
            for told in text.told.values()
            if told
        }
        assert len(asked) == 1, text


@each_table
def test_plural_forms_are_complete(texts: list[Text]) -> None:
    """Where a noun follows a number there is a form for one, few and many, three in Russian."""
    forms: dict[str, dict[str, Text]] = {}
    for text in texts:
        stem, _, form = text.key.rpartition("_")
        if form in FORMS and "{n}" in text.told["en"]:
            forms.setdefault(stem, {})[form] = text
    for stem, found in forms.items():
        assert set(found) == set(FORMS), stem
        assert len({text.told["ru"] for text in found.values()}) == len(FORMS), stem
