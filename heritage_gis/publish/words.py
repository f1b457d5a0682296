"""The words of the pages in three languages, and how counts and dates are written with them."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from heritage_gis.places.units import PRESENT_LAYOUT, list_regions, list_units
from heritage_gis.vocabularies.labels import read_labels
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from datetime import date

    from heritage_gis.places.units import Region
    from heritage_gis.settings import Language

LANGUAGE_NAMES: dict[Language, str] = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
ONE_OR_TWO = "1–2"
NO_BREAK_SPACE = "\u00a0"
LABELLED = ("kinds", "kind_groups", "periods", "ages", "conditions", "statuses")


@cache
def read_words(language: Language, use: str = "page") -> dict[str, str]:
    """Return the words that pages (`use="page"`) or scripts (`use="script"`) need, by key."""
    text = files("heritage_gis.publish").joinpath("words.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["key"]: row[language] for row in rows if row["use"] in {use, "both"}}


def list_figure_sentences() -> tuple[str, ...]:
    """Return the sentences that tell how far a position may be off, in all languages."""
    keys = ("position_error", "position_error_m", "generalised")
    return tuple(read_words(language, "script")[key] for language in LANGUAGE_NAMES for key in keys)


def list_page_texts() -> tuple[str, ...]:
    """Return what pages say of no site, in all languages: our own sentences and headings."""
    texts: set[str] = set()
    for language in LANGUAGE_NAMES:
        for use in ("page", "script"):
            texts.update(read_words(language, use).values())
        texts.update(group[f"{language}_plural"] for group in read_vocabulary("kind_groups"))
        texts.update(age[language] for age in read_vocabulary("ages"))
    return tuple(sorted(texts))


def gather_labels(language: Language, layout: str = PRESENT_LAYOUT) -> dict[str, dict[str, str]]:
    """Return what every code on a page is called: vocabularies, districts and regions."""
    labels = {
        vocabulary: {code: label[language] for code, label in read_labels(vocabulary).items()}
        for vocabulary in LABELLED
    }
    labels["districts"] = {unit.kato_in(layout): unit.name(language) for unit in list_units(layout)}
    names = {region.region: name_region(region, language) for region in list_regions(layout)}
    labels["regions"] = names
    return labels


def capitalise(text: str) -> str:
    """Write the first letter of a text large, and leave the others as they are."""
    return text[:1].upper() + text[1:]


def name_region(region: Region, language: Language) -> str:
    """Return the name of a region in a language."""
    return {"kk": region.name_kk, "ru": region.name_ru, "en": region.name_en}[language]


def write_count(count: int) -> str:
    """Write a count of sites; 1 and 2 are told as one, so that a count points at no single site.

    Thousands are parted by a space in every language: a comma would do for English, but `45,388
    sites` is a latitude to whoever looks for leaks.
    """
    return ONE_OR_TWO if count in {1, 2} else f"{count:,}".replace(",", NO_BREAK_SPACE)


def write_number(value: int, language: Language) -> str:
    """Write a whole number as the reader's language parts thousands."""
    return f"{value:,}".replace(",", "," if language == "en" else NO_BREAK_SPACE)


def write_sites(count: int, language: Language) -> str:
    """Write a count of sites with its noun in the right form."""
    words = read_words(language)
    if count == 0:
        return words["no_sites"]
    return words[f"sites_{choose_plural(count, language)}"].format(n=write_count(count))


def choose_plural(count: int, language: Language) -> str:
    """Return which form of the noun goes with a count: one, few or many (CLDR plural rules)."""
    if count in {1, 2}:  # written as 1–2
        return "few"
    if language != "ru":
        return "many"
    tens, ones = count % 100, count % 10
    if ones == 1 and tens != 11:  # noqa: PLR2004  eleven
        return "one"
    if ones in {2, 3, 4} and tens not in {12, 13, 14}:
        return "few"
    return "many"


def write_date(day: date, language: Language) -> str:
    """Write a date in the reader's form."""
    words = read_words(language)
    month = words[f"month_{day.month}"]
    return words["date_pattern"].format(day=day.day, month=month, year=day.year)
