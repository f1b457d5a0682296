"""Lists by whose numbers monuments are cited: state lists, the map of 1960, the Svod."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from heritage_gis.vocabularies.phrases import PhraseTable, list_spellings
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.words import REMEMBERED, split_words

_NUMBER = r"\d+(?:[-–/.]\d+)?[а-яa-z]?"
_MARKED = re.compile(rf"(?:№|\bN[oо]?\.?|\bnum\w*\.?)\s*({_NUMBER})", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\w-])({_NUMBER})(?!\w)", re.IGNORECASE)
_PARTED = re.compile(r"[;\n]+")


class ListedNumber(NamedTuple):
    """One number in one list; what is not known is empty."""

    list_code: str
    number: str
    text: str


@cache
def find_list_of_status(status: str) -> str:
    """Return the list in which monuments of a status stand; empty where there is none."""
    rows = read_vocabulary("number_lists")
    return next((row["code"] for row in rows if row["status"] and row["status"] == status), "")


@lru_cache(maxsize=REMEMBERED)
def read_numbers(text: str) -> tuple[ListedNumber, ...]:
    """Read the numbers in a cell, parted by semicolons: «АКК 1960, № 937; Свод, № 12».

    A list that is not in `number_lists.csv`, and a number that is not the only one of its part,
    stay empty; the text of each part is kept.
    """
    parts = [part.strip() for part in _PARTED.split(text) if part.strip()]
    return tuple(_read_part(part) for part in parts)


def _read_part(text: str) -> ListedNumber:
    codes = [code for hit in _read_phrases().find_phrases(split_words(text)) for code in hit.codes]
    marked = _MARKED.search(text)  # what stands before «№» may be a volume
    rest = text[marked.start(1) :] if marked else text
    found = dict.fromkeys(each for each in _BARE.findall(rest) if each not in _list_years())
    return ListedNumber(
        list_code=codes[0] if len(set(codes)) == 1 else "",
        number=next(iter(found)) if len(found) == 1 else "",
        text=text,
    )


@cache
def _list_years() -> frozenset[str]:
    """Return the years that belong to the names of lists."""
    names = " ".join(text for row in read_vocabulary("number_lists") for text in row.values())
    return frozenset(re.findall(r"\b\d{4}\b", names))


@cache
def _read_phrases() -> PhraseTable:
    return PhraseTable(
        (phrase, row["code"])
        for row in read_vocabulary("number_lists")
        for phrase in list_spellings(row)
    )
