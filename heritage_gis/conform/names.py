"""Names of each row, one column a language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.conform.distinct_texts import PART, join_texts, read_distinct
from heritage_gis.model.columns import map_distinct
from heritage_gis.model.problem import gather_problems
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.blanks import clear_blanks
from heritage_gis.vocabularies.name_cells import list_names
from heritage_gis.vocabularies.problems import explain

if TYPE_CHECKING:
    from collections.abc import Mapping

# Their fields (`vocabularies/headings`), and the language a heading states; the most telling first.
FIELD_LANGUAGES = {"name_kk": "kk", "name_ru": "ru", "name_en": "en", "name": "", "alt_names": None}
NAME_COLUMNS = ("name_kk", "name_ru", "name_en", "name_other")
BETWEEN = "; "

# Kazakh letters that old fonts and cp1251 lost: a question mark inside a word, letters of other
# alphabets, the mark of an undecodable byte, a comma after К for Қ (facts §7.2).
_LOST = re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])|[ЌќЋћЄєЎў\ufffd]|(?<![^\W\d_])[КГНкгн],(?=[а-я])")


def conform_names(
    cells: pd.DataFrame, places: pd.DataFrame, headings: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sort the names of each row by language.

    The language that a heading states holds for the first name in its cell. Every other name goes
    by the word beside it («рус.»), else by its letters and type word: Kazakh letters or «қорымы»,
    «кесенесі» mean Kazakh, other Cyrillic Russian, Latin English. The first name of a language is
    shown, with its type word; further ones, and those of «Другое название», become other names.

    Args:
        cells: any of the text columns `name`, `name_kk`, `name_ru`, `name_en`, `alt_names`.
        places: `survey_id`, `source_file`, `source_layer`, `source_row` of each row.
        headings: their heading of each field.

    Returns:
        A frame with the index of `cells`: `name_kk`, `name_ru`, `name_en`, `name_other` (several
        parted by `; `); missing where there is none. Then the problems: text_damaged.
    """
    texts = cells.reindex(columns=list(FIELD_LANGUAGES)).astype("str").apply(clear_blanks)
    rows = join_texts(*(texts[field] for field in FIELD_LANGUAGES))
    names = read_distinct(rows, _sort_names, dict.fromkeys(NAME_COLUMNS, "str"))
    problems = [
        _find_damage(texts[field], places, headings.get(field, "")) for field in FIELD_LANGUAGES
    ]
    return names, gather_problems(problems)


def _sort_names(row: str) -> tuple[str | None, ...]:
    """Return NAME_COLUMNS of one row of FIELD_LANGUAGES."""
    told: dict[str, str] = {}
    others: list[str] = []
    for stated, cell in zip(FIELD_LANGUAGES.values(), row.split(PART), strict=True):
        for at, (name, own) in enumerate(list_names(cell)):
            language = stated if stated and at == 0 else own
            if stated is not None and language not in told:
                told[language] = name
            else:
                others.append(name)
    others = [name for name in dict.fromkeys(others) if name not in told.values()]
    return (*map(told.get, LANGUAGES), BETWEEN.join(others) or None)


def _find_damage(texts: pd.Series, places: pd.DataFrame, heading: str) -> pd.DataFrame:
    lost = map_distinct(texts, _list_lost, "").astype("str")
    damaged = lost != ""
    details = pd.DataFrame({"lost": lost[damaged]}, dtype=object)
    return explain("text_damaged", places[damaged], heading, texts[damaged], details)


def _list_lost(text: str) -> str:
    return ", ".join(dict.fromkeys(f"«{lost}»" for lost in _LOST.findall(text)))
