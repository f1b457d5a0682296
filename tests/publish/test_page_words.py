"""The words of the pages: complete, used, and in the reader's form."""

from __future__ import annotations

import csv
import re
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from heritage_gis.places.units import read_layouts
from heritage_gis.publish.assets import SCRIPTS, read_symbols
from heritage_gis.publish.words import gather_labels, read_words, write_date, write_sites

if TYPE_CHECKING:
    from heritage_gis.settings import Language

PACKAGE = files("heritage_gis.publish")
ROWS = list(csv.DictReader(PACKAGE.joinpath("words.csv").read_text("utf-8").splitlines()))
NBSP = "\u00a0"


def test_every_word_is_for_pages_or_scripts() -> None:
    """A slip in this column would leave a word out without a sound."""
    assert {row["use"] for row in ROWS} == {"page", "script", "both"}


def test_scripts_ask_only_for_words_they_are_given() -> None:
    """Each key in the scripts is in the table, and each script word of the table is asked for."""
    text = "".join(PACKAGE.joinpath("assets", name).read_text("utf-8") for name in SCRIPTS)
    asked = set(re.findall(r'"([a-z]+(?:_[a-z]+)*)"', text))
    given = set(read_words("en", "script"))
    built = {"sites_one", "sites_few", "sites_many"}
    assert given - asked - built == set()
    called = set(re.findall(r'(?:say|tell)\("([a-z_]+)"', text))
    assert {key for key in called if not key.endswith("_")} - given == set()


def test_pages_use_every_word_they_are_given() -> None:
    """A word that no page shows is taken out of the table."""
    sources = [*PACKAGE.joinpath("templates").iterdir()]
    sources += [
        PACKAGE.joinpath(name) for name in ("pages.py", "words.py", "cards.py", "card_pages.py")
    ]
    sources.append(PACKAGE.joinpath("card_works.py"))
    text = "".join(source.read_text("utf-8") for source in sources)
    built = {"sites_one", "sites_few", "sites_many", *(f"month_{n}" for n in range(1, 13))}
    built |= {"scheme_trad", "scheme_14C"}
    former = re.compile("|".join(f"_{layout.layout}$" for layout in read_layouts()))
    keys = {former.sub("", key) for key in read_words("en")}  # said otherwise of a former layout
    assert {key for key in keys if not re.search(rf"\b{key}\b", text)} == built


@pytest.mark.parametrize(
    ("count", "kk", "ru", "en"),
    [
        (0, "ескерткіш әзірге жоқ", "памятников пока нет", "no sites yet"),
        (1, "1–2 ескерткіш", "1–2 памятника", "1–2 sites"),
        (2, "1–2 ескерткіш", "1–2 памятника", "1–2 sites"),
        (3, "3 ескерткіш", "3 памятника", "3 sites"),
        (5, "5 ескерткіш", "5 памятников", "5 sites"),
        (11, "11 ескерткіш", "11 памятников", "11 sites"),
        (21, "21 ескерткіш", "21 памятник", "21 sites"),
        (112, "112 ескерткіш", "112 памятников", "112 sites"),
        (1538, f"1{NBSP}538 ескерткіш", f"1{NBSP}538 памятников", "1\u00a0538 sites"),
    ],
)
def test_counts_are_written_as_the_reader_writes_them(
    count: int, kk: str, ru: str, en: str
) -> None:
    """Plural forms, parted thousands, and 1–2 for one or two."""
    assert [write_sites(count, language) for language in ("kk", "ru", "en")] == [kk, ru, en]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("kk", "2022 жылғы 8 маусым"),
        ("ru", "8 июня 2022 г."),
        ("en", "8 June 2022"),
    ],
)
def test_dates_are_written_in_the_readers_form(language: Language, written: str) -> None:
    """Each language has its own order and case of the month."""
    assert write_date(date(2022, 6, 8), language) == written


def test_every_kind_group_has_a_symbol_that_is_drawn() -> None:
    """A keeper who adds a group gives it one of the drawn symbols."""
    drawn = PACKAGE.joinpath("templates", "symbols.svg").read_text("utf-8")
    assert [s for s in read_symbols().values() if f'id="symbol-{s}"' not in drawn] == []


def test_labels_cover_districts_and_vocabularies() -> None:
    """A page can name every code it is given."""
    labels = gather_labels("kk")
    assert labels["districts"]["353600000"] == "Ақтоғай ауданы"
    assert labels["regions"]["62"] == "Ұлытау облысы"
    assert labels["kind_groups"]["mausoleum"] == "кесене"
