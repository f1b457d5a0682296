"""Columns of datings: periods, years, scheme, basis and certainty of each row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.conform.dating_problems import FAULTS, find_dating_problems, list_faults
from heritage_gis.conform.dating_text import read_dating
from heritage_gis.conform.dating_words import name_codes
from heritage_gis.conform.distinct_texts import PART, join_texts, read_distinct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heritage_gis.conform.dating_parts import Dating, DatingPart

DATING_COLUMNS = {
    "period": "str",
    "start_year": "Int64",
    "end_year": "Int64",
    "dating_scheme": "str",
    "dating_basis": "str",
    "dating_certainty": "str",
}
ROW_COLUMNS = DATING_COLUMNS | {"dating_parts": "str"}
Fields = tuple[str | None, int | None, int | None, str | None, str | None, str | None]


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
        authoritative, see `read_dating`), `dating_scheme` (stated, trad, 14C), `dating_basis`
        (14C), `dating_certainty` (certain, approximate, uncertain); missing where nothing is
        known. Of several datings in one cell these tell the earliest and the latest year of any,
        and `dating_parts` keeps each apart, as a JSON list of the columns above; it is missing
        where there is but one. Then the problems: period_unreadable, period_words_unknown,
        period_uncalibrated, period_reversed, period_contradicted, period_era_missing.
    """
    read = read_distinct(join_texts(texts, cultures), _read_pair, ROW_COLUMNS | FAULTS)
    problems = find_dating_problems(read, texts, places, headings.get("period_text", ""))
    return read[list(ROW_COLUMNS)], problems


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
    """Return ROW_COLUMNS of a dating and a culture; and the faults of them."""
    stated, dating = _read_texts(pair)
    whole = _list_fields(dating) if dating.parts else (None,) * len(DATING_COLUMNS)
    return (*whole, _write_parts(dating), *list_faults(stated, dating))


def _read_texts(pair: str) -> tuple[Dating, Dating]:
    """Return the dating as it is stated, and with the periods that the culture adds."""
    text, culture = pair.split(PART)
    codes = name_codes(culture)
    stated = read_dating(text)
    return stated, read_dating(text, codes) if codes else stated


def _list_fields(dating: Dating | DatingPart) -> Fields:
    """Return DATING_COLUMNS of a cell or of one of its datings."""
    return (
        " ".join(dating.periods) or None,
        dating.start_year,
        dating.end_year,
        dating.scheme or None,
        dating.basis or None,
        dating.certainty,
    )


def _write_parts(dating: Dating) -> str | None:
    if len(dating.parts) < 2:  # noqa: PLR2004 - one dating is told by the row itself
        return None
    told = [dict(zip(DATING_COLUMNS, _list_fields(part), strict=True)) for part in dating.parts]
    return json.dumps(told, ensure_ascii=False)
