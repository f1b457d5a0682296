"""State and status of each row: condition, what stands, threats, digging, protection."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.conform.distinct_texts import read_distinct
from heritage_gis.model.problem import gather_problems
from heritage_gis.vocabularies.blanks import is_blank
from heritage_gis.vocabularies.conditions import (
    NO,
    YES,
    State,
    read_extant_of_conditions,
    read_flag_phrases,
    read_state_phrases,
    tells_looting,
)
from heritage_gis.vocabularies.suggestions import explain_unknown
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.words import split_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heritage_gis.vocabularies.phrases import PhraseTable

FIELDS = ("condition", "extant", "threats", "looted", "excavated", "protection_status")
FLAGS = ("looted", "excavated")  # answered with yes or no
WORST = ("destroyed", "ruined", "standing")
SIGNS = {"+": True, "✓": True}
WHAT = {
    "condition": {"kk": "жай-күйі", "ru": "состояние", "en": "condition"},
    "extant": {"kk": "сақталуы", "ru": "сохранность", "en": "standing"},
    "threats": {"kk": "қауіп", "ru": "угроза", "en": "threat"},
    "looted": {"kk": "тоналуы", "ru": "ограбление", "en": "looting"},
    "excavated": {"kk": "қазылуы", "ru": "раскопки", "en": "excavation"},
    "protection_status": {"kk": "мәртебесі", "ru": "статус", "en": "status"},
}
VOCABULARIES: dict[str, State] = {
    "condition": "conditions",
    "extant": "extant",
    "threats": "threats",
    "protection_status": "statuses",
}
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)")


def conform_conditions(
    cells: pd.DataFrame, places: pd.DataFrame, headings: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the columns of state and status.

    What stands is said by its own column, else by the condition: «хорошее», «аварийное»,
    «перестроен», «отреставрирован» stand; of several conditions the worst decides. «Ограблен» as a
    condition means looted too. A year in the column of excavations means excavated.

    Args:
        cells: any of the text columns `condition`, `extant`, `threats`, `looted`, `excavated`,
            `protection_status`.
        places: `survey_id`, `source_file`, `source_layer`, `source_row` of each row.
        headings: their heading of each field.

    Returns:
        A frame with the index of `cells`: `condition`, `extant`, `threats` (codes parted by a
        space, in the order of the vocabulary), `looted`, `excavated` (boolean),
        `protection_status`; missing where not known. Then the problems: condition_unknown,
        value_unknown.
    """
    texts = cells.reindex(columns=list(FIELDS)).astype("str")
    condition = read_distinct(
        texts["condition"],
        _read_condition,
        {"condition": "str", "extant": "str", "looted": "boolean", "is_unread": "bool"},
    )
    extant = _read_codes(texts["extant"], "extant")
    looted = _read_flags(texts["looted"], "looted")
    read = {
        "condition": condition,
        "extant": extant.assign(extant=extant["extant"].fillna(condition["extant"])),
        "threats": _read_codes(texts["threats"], "threats", several=True),
        "looted": looted.assign(looted=looted["looted"].fillna(condition["looted"])),
        "excavated": _read_flags(texts["excavated"], "excavated"),
        "protection_status": _read_codes(texts["protection_status"], "protection_status"),
    }
    frame = pd.DataFrame({field: table[field] for field, table in read.items()})
    problems = [
        _explain_unknown(field, texts[field][table["is_unread"]], places, headings.get(field, ""))
        for field, table in read.items()
    ]
    return frame, gather_problems(problems)


def _read_condition(text: str) -> tuple[str | None, str | None, bool | None, bool]:
    if is_blank(text):
        return None, None, None, False
    codes = find_state_codes(find_phrases("condition"), text)
    told = {read_extant_of_conditions()[code] for code in codes}
    plain = [code for code in codes if not tells_looting(code)]
    is_looted = len(plain) < len(codes)
    return (
        next(iter([*plain, *codes]), None),
        next((extant for extant in WORST if extant in told), None),
        True if is_looted else None,
        not codes,
    )


def _read_codes(texts: pd.Series, field: str, *, several: bool = False) -> pd.DataFrame:
    """Return a column of codes, the first found or all of them, and `is_unread`."""
    read = partial(_read_cell, phrases=find_phrases(field), several=several)
    return read_distinct(texts, read, {field: "str", "is_unread": "bool"})


def find_phrases(field: str) -> PhraseTable:
    """Return the phrases of one of FIELDS."""
    if field in FLAGS:
        return read_flag_phrases(field)
    return read_state_phrases(VOCABULARIES[field])


def _read_cell(text: str, phrases: PhraseTable, *, several: bool) -> tuple[str | None, bool]:
    codes = find_state_codes(phrases, text)
    if not codes:
        return None, not is_blank(text)
    if not several:
        return codes[0], False
    order = [entry["code"] for entry in read_vocabulary("threats")]
    return " ".join(sorted(codes, key=order.index)), False


def find_state_codes(phrases: PhraseTable, text: str) -> list[str]:
    """Return what a text says; «нет» by itself may be an answer, «нет данных» is none."""
    words = split_words(text)
    found = phrases.find_phrases(words)
    if is_blank(text):
        found = [hit for hit in found if hit.end - hit.start == len(words)]
    return list(dict.fromkeys(hit.codes[0] for hit in found))


def _read_flags(texts: pd.Series, field: str) -> pd.DataFrame:
    dtypes = {field: "boolean", "is_unread": "bool"}
    return read_distinct(texts, partial(_read_flag, field=field), dtypes)


def _read_flag(text: str, field: str) -> tuple[bool | None, bool]:
    sign = SIGNS.get(text.strip())
    if sign is not None:
        return sign, False
    flags = find_state_codes(read_flag_phrases(field), text)
    if NO in flags:
        return False, False
    if YES in flags or (field == "excavated" and _YEAR.search(text)):
        return True, False
    return None, not is_blank(text)


def _explain_unknown(
    field: str, values: pd.Series, places: pd.DataFrame, heading: str
) -> pd.DataFrame:
    code = "condition_unknown" if field == "condition" else "value_unknown"
    rows, details = places.loc[values.index], {"what": WHAT[field]}
    return explain_unknown(code, rows, heading, values, find_phrases(field).find_nearest, details)
