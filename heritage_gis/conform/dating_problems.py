"""What is wrong or doubtful about datings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.conform.dating_suggestions import find_nearest_dating
from heritage_gis.model.problem import gather_problems
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.labels import read_labels
from heritage_gis.vocabularies.problems import explain
from heritage_gis.vocabularies.suggestions import explain_unknown
from heritage_gis.vocabularies.years import year_text

if TYPE_CHECKING:
    from heritage_gis.conform.dating_parts import Dating

FAULTS = {
    "is_unread": "bool",
    "is_uncalibrated": "bool",
    "is_reversed": "bool",
    "is_contradicted": "bool",
    "is_eraless": "bool",
    "unknown_words": "str",  # missing where all was understood
}


def list_faults(stated: Dating, dating: Dating) -> tuple[bool | str | None, ...]:
    """Return FAULTS of a dating as it is stated, and as it is with its culture."""
    is_unread = not stated.is_understood
    is_age = stated.is_uncalibrated and not stated.parts
    is_turned = stated.is_reversed and not dating.is_contradicted
    return (
        is_unread and not is_age,
        is_age,
        is_turned,
        dating.is_contradicted,
        dating.is_eraless,
        ", ".join(dict.fromkeys(stated.unknown)) or None,
    )


def find_dating_problems(
    read: pd.DataFrame, texts: pd.Series, places: pd.DataFrame, heading: str
) -> pd.DataFrame:
    """Tell of datings that were not understood, or not wholly, or cannot be as they stand.

    Args:
        read: period, start_year, end_year and FAULTS of each row.
        texts: the datings as written, with the index of `read`.
        places: `survey_id`, `source_file`, `source_layer`, `source_row` of each row.
        heading: their heading of the datings.
    """
    unread, age, turned = read["is_unread"], read["is_uncalibrated"], read["is_reversed"]
    apart, eraless = read["is_contradicted"], read["is_eraless"]
    partly = read["unknown_words"].notna() & ~unread & ~age
    years = read.loc[turned, ["start_year", "end_year"]].astype(object)
    ends = years.map(_write_year, na_action=None).set_axis(["start", "end"], axis="columns")
    names = {"periods": [_name_periods(codes) for codes in read.loc[apart, "period"]]}
    told = pd.DataFrame(names, index=texts.index[apart], dtype=object)
    words = pd.DataFrame({"words": read["unknown_words"].fillna(texts)}, dtype=object)
    return gather_problems(
        [
            explain_unknown(
                "period_unreadable", places[unread], heading, texts[unread],
                find_nearest_dating, words[unread],
            ),
            explain_unknown(
                "period_words_unknown", places[partly], heading, texts[partly],
                find_nearest_dating, words[partly],
            ),
            explain("period_uncalibrated", places[age], heading, texts[age]),
            explain("period_reversed", places[turned], heading, texts[turned], ends),
            explain("period_contradicted", places[apart], heading, texts[apart], told),
            explain("period_era_missing", places[eraless], heading, texts[eraless]),
        ]
    )  # fmt: skip


def _write_year(year: int | None) -> dict[str, str]:
    if pd.isna(year):  # «VIII–XII вв. до н.э. и позднее» leaves an end open
        return dict.fromkeys(LANGUAGES, "…")
    return {language: year_text(year, language) for language in LANGUAGES}


def _name_periods(codes: str) -> dict[str, str]:
    names = read_labels("periods")
    return {
        language: ", ".join(names[code][language] for code in codes.split())
        for language in LANGUAGES
    }
