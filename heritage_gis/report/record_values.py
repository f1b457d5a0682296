"""Values of a record as a person reads them: labels for codes, years and metres in words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from heritage_gis.places.units import find_by_kato
from heritage_gis.vocabularies.labels import read_labels
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.years import year_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.settings import Language

NOTHING = "—"
CODED = {  # columns whose codes have labels of their own; several are parted by a space
    "kind": "kinds",
    "period": "periods",
    "condition": "conditions",
    "extant": "extant",
    "threats": "threats",
    "protection_status": "statuses",
}
YEARS = ("start_year", "end_year")
DISTRICTS = ("district", "district_claimed")
ALMOST = 10  # below so many metres a distance is told to the tenth
KILOMETRE = 1000
LONG_KM = 100


@cache
def read_words(table: str, language: Language) -> dict[str, str]:
    """Return the words of a vocabulary in one language, by code."""
    return {code: label[language] for code, label in read_labels(table).items()}


@cache
def _read_codes(language: Language) -> dict[tuple[str, str], str]:
    """Return what the codes of columns of a few plain words mean, by column and code."""
    rows = read_vocabulary("column_values")
    return {(row["column"], row["code"]): row[language] for row in rows}


def name_field(field: str, language: Language) -> str:
    """Return what a column of a record is called."""
    names = read_words("column_names", language) | read_words("value_words", language)
    return names[field]


def tell_value(field: str, value: Any, language: Language) -> str:  # noqa: ANN401 - of any column
    """Return a value of a column as a person reads it; a dash where nothing is said."""
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - not a number
        return NOTHING
    if field in CODED:
        labels = read_words(CODED[field], language)
        return "; ".join(labels.get(code, code) for code in str(value).split())
    if isinstance(value, bool):
        return read_words("value_words", language)[str(value).lower()]
    worded = _read_codes(language).get((field, str(value)))
    if worded is not None:
        return worded
    return _tell_plain(field, value, language)


def _tell_plain(field: str, value: Any, language: Language) -> str:  # noqa: ANN401 - as above
    if field in YEARS:
        return year_text(int(value), language)
    if field in DISTRICTS:
        unit = find_by_kato(str(value))
        return unit.name(language) if unit else str(value)
    return tell_number(value, language) if isinstance(value, float) else str(value)


def tell_number(value: float, language: Language) -> str:
    """Write a number without needless decimals, with the comma of the language."""
    told = f"{value:.2f}".rstrip("0").rstrip(".")
    return told if language == "en" else told.replace(".", ",")


def tell_distance(metres: float, language: Language) -> str:
    """Write a distance as one says it: 4,2 м, 274 м, 2,45 км, 132 км."""
    words = read_words("value_words", language)
    if metres < ALMOST:
        return words["m"].format(n=tell_number(round(metres, 1), language))
    if metres < KILOMETRE:
        return words["m"].format(n=round(metres))
    km = metres / KILOMETRE
    return words["km"].format(n=tell_number(round(km, 0 if km >= LONG_KM else 2), language))


def tell_direction(bearing: float, language: Language) -> str:
    """Name one of eight directions: `to the south-west`."""
    sides = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
    return read_words("value_words", language)[sides[round(bearing / 45) % 8]]


def choose_name(names: Iterable[Any], language: Language) -> str:
    """Return the name in a language, else in another one; empty where there is none.

    Args:
        names: in Kazakh, Russian and English.
        language: that is wanted first.
    """
    known = dict(zip(("kk", "ru", "en"), names, strict=True))
    wanted = [known[language], *known.values()]
    return next((str(name) for name in wanted if isinstance(name, str) and name), "")


def tell_reason(
    reason: str,
    distance_m: float,
    language: Language,
) -> str:
    """Say in words why two records are one place, or may be."""
    template = read_words("match_reasons", language)[reason]
    is_known = distance_m == distance_m  # noqa: PLR0124 - not a number
    km = f"{distance_m / KILOMETRE:.1f}" if is_known else "?"
    metres = f"{distance_m:.0f}" if is_known else "?"
    return template.format(m=metres, km=km if language == "en" else km.replace(".", ","))
