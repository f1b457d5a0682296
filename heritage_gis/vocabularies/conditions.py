"""The state and status of sites: conditions, what stands, threats, yes and no, legal status."""

from __future__ import annotations

from functools import cache
from typing import Literal

from heritage_gis.vocabularies.phrases import PhraseTable, list_spellings
from heritage_gis.vocabularies.tables import read_vocabulary

State = Literal["conditions", "extant", "threats", "statuses"]
YES, NO = "yes", "no"


@cache
def read_state_phrases(vocabulary: State) -> PhraseTable:
    """Return the phrases of `conditions`, `extant`, `threats` or `statuses`."""
    return PhraseTable(
        (phrase, entry["code"])
        for entry in read_vocabulary(vocabulary)
        for phrase in list_spellings(entry)
    )


@cache
def read_flag_phrases(field: str) -> PhraseTable:
    """Return the phrases that mean yes and no in the column `looted` or `excavated`."""
    return PhraseTable(
        (phrase.strip(), entry["flag"])
        for entry in read_vocabulary("flag_words")
        if entry["field"] in ("any", field)
        for phrase in entry["words"].split(";")
    )


@cache
def read_extant_of_conditions() -> dict[str, str]:
    """Return what a condition says of standing: `standing`, `ruined`, `destroyed`, or empty."""
    return {entry["code"]: entry["extant"] for entry in read_vocabulary("conditions")}


@cache
def tells_looting(condition: str) -> bool:
    """Tell whether a condition says that a site was looted, which the public must not learn."""
    return any(
        entry["tells_looting"] == YES
        for entry in read_vocabulary("conditions")
        if entry["code"] == condition
    )
