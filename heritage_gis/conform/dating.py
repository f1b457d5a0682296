"""Columns of datings: periods, years, scheme and certainty of each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.conform.dating_text import Dating, read_dating
from heritage_gis.conform.dating_words import name_codes
from heritage_gis.conform.distinct_texts import PART, join_texts, read_distinct
from heritage_gis.model.problem import gather_problems
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.labels import read_labels
from heritage_gis.vocabularies.periods import find_nearest_period
from heritage_gis.vocabularies.problems import explain
from heritage_gis.vocabularies.suggestions import explain_unknown
from heritage_gis.vocabularies.years import year_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heritage_gis.conform.dating_parts import DatingPart

DATING_COLUMNS = {
    "period": "str",
    "start_year": "Int64",
    "end_year": "Int64",
    "dating_scheme": "str",
    "dating_certainty": "str",
}
FAULTS = ("is_unread", "is_reversed", "is_contradicted", "is_eraless")
Fields = tuple[str | None, int | None, int | None, str | None, str | None]


def conform_dating(
    texts: pd.Series, cultures: pd.Series, places: pd.DataFrame, headings: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a column of datings and a column of cultures.

    Args:
        texts: datings as people write them; missing values are allowed.
        cultures: archaeological cultures, with the index of `texts`; all missing where the survey
            has no such column. They add to the periods, and give years where none are stated.
        places: `survey_id`, `source_file`, `source_layer`, `source_row` of each row.
        headings: their heading of `period_text`.

    Returns:
        A frame with the index of `texts`: `period` (codes parted by a space, oldest first),
        `start_year`, `end_year` (Int64, signed, no year 0; missing where open or not
        authoritative, see `read_dating`), `dating_scheme` (trad, 14C), `dating_certainty`
        (certain, uncertain); missing where nothing is known. Then the problems:
        period_unreadable, period_reversed, period_contradicted, period_era_missing.
    """
    dtypes = DATING_COLUMNS | dict.fromkeys(FAULTS, "bool")
    read = read_distinct(join_texts(texts, cultures), _read_pair, dtypes)
    problems = _find_problems(read, texts, places, headings.get("period_text", ""))
    return read[list(DATING_COLUMNS)], problems


def list_datings(texts: pd.Series, cultures: pd.Series) -> pd.DataFrame:
    """List every dating on a row of its own: several in one cell become several assertions.

    Args:
        texts: as for `conform_dating`.
        cultures: as for `conform_dating`.

    Returns:
        `row` (the label in `texts`), `part` (from 1), then DATING_COLUMNS; nothing for rows
        without a dating.
    """
    codes, distinct = pd.factorize(join_texts(texts, cultures))
    parts = [
        (code, number, *_list_fields(part))
        for code, pair in enumerate(distinct)
        for number, part in enumerate(_read_texts(pair)[1].parts, start=1)
    ]
    dtypes = {"code": "int64", "part": "int64"} | DATING_COLUMNS
    table = pd.DataFrame(parts, columns=list(dtypes), dtype=object).astype(dtypes)
    rows = pd.DataFrame({"row": texts.index, "code": codes})
    return rows.merge(table, on="code").drop(columns="code")


def _read_pair(pair: str) -> tuple[str | int | bool | None, ...]:
    """Return DATING_COLUMNS of a dating and a culture; and the faults of them."""
    stated, dating = _read_texts(pair)
    whole = (
        " ".join(dating.periods) or None,
        dating.start_year,
        dating.end_year,
        dating.scheme or None,
        _name_certainty(is_certain=dating.is_certain) if dating.parts else None,
    )
    is_contradicted = dating.is_contradicted
    is_turned = stated.is_reversed and not is_contradicted
    faults = (not stated.is_understood, is_turned, is_contradicted, dating.is_eraless)
    return (*whole, *faults)


def _read_texts(pair: str) -> tuple[Dating, Dating]:
    """Return the dating as it is stated, and with the periods that the culture adds."""
    text, culture = pair.split(PART)
    codes = name_codes(culture)
    stated = read_dating(text)
    return stated, read_dating(text, codes) if codes else stated


def _list_fields(part: DatingPart) -> Fields:
    return (
        " ".join(part.periods) or None,
        part.start_year,
        part.end_year,
        part.scheme or None,
        _name_certainty(is_certain=part.is_certain),
    )


def _name_certainty(*, is_certain: bool) -> str:
    return "certain" if is_certain else "uncertain"


def _find_problems(
    read: pd.DataFrame, texts: pd.Series, places: pd.DataFrame, heading: str
) -> pd.DataFrame:
    unread, turned = read["is_unread"], read["is_reversed"]
    apart, eraless = read["is_contradicted"], read["is_eraless"]
    years = read.loc[turned, ["start_year", "end_year"]].astype(object)
    ends = years.map(_write_year, na_action=None).set_axis(["start", "end"], axis="columns")
    names = {"periods": [_name_periods(codes) for codes in read.loc[apart, "period"]]}
    told = pd.DataFrame(names, index=texts.index[apart], dtype=object)
    return gather_problems(
        [
            explain_unknown(
                "period_unreadable", places[unread], heading, texts[unread], find_nearest_period
            ),
            explain("period_reversed", places[turned], heading, texts[turned], ends),
            explain("period_contradicted", places[apart], heading, texts[apart], told),
            explain("period_era_missing", places[eraless], heading, texts[eraless]),
        ]
    )


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
