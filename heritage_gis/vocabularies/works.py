"""Works in words: the types of work, and the headings of a table of works."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from heritage_gis.vocabularies.heading_words import fold_heading, join_lines, list_forms
from heritage_gis.vocabularies.phrases import PhraseTable, list_spellings
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.words import REMEMBERED, split_words

if TYPE_CHECKING:
    from heritage_gis.model.nearness import Nearest

TYPE_FIELD = "work_type"
WHAT = "what"
YES = "yes"
LONGEST = 120  # characters of a heading


@cache
def list_work_types() -> tuple[str, ...]:
    """Return the codes of `work_types.csv` in their order, in which a statement tells them."""
    return tuple(entry["code"] for entry in read_vocabulary("work_types"))


@cache
def list_excavating_types() -> frozenset[str]:
    """Return the types of work by which a site counts as excavated."""
    rows = read_vocabulary("work_types")
    return frozenset(entry["code"] for entry in rows if entry["excavates"] == YES)


@lru_cache(maxsize=REMEMBERED)
def find_work_types(text: str) -> tuple[str, ...]:
    """Return the types of work that a text names, each once; a longer phrase hides a shorter."""
    if text.strip() in list_work_types():
        return (text.strip(),)
    found = _read_phrases().find_phrases(split_words(text))
    return tuple(dict.fromkeys(code for hit in found for code in hit.codes))


def find_nearest_type(text: str) -> tuple[Nearest, ...]:
    """Return the types of work that a text which names none is nearest to."""
    return _read_phrases().find_nearest(text)


@cache
def list_work_fields() -> frozenset[str]:
    """Return our fields that a column of a table of works may hold."""
    told = {entry["field"] for entry in read_vocabulary("work_headings")}
    return frozenset({*told, *(f"{WHAT}_{language}" for language in ("kk", "ru", "en"))})


@lru_cache(maxsize=REMEMBERED)
def match_work_heading(text: str) -> str:
    """Return the field that a heading of a table of works names; empty where it names none.

    «Содержание работ (каз.)» names `what_kk`, the same without a language `what`.
    """
    line = join_lines(text)
    if not line or len(line) > LONGEST:
        return ""
    for form in list_forms(fold_heading(line)):
        field = _index_headings().get(form.text, "")
        if field:
            is_worded = field == WHAT and form.language
            return f"{WHAT}_{form.language}" if is_worded else field
    return ""


@cache
def _index_headings() -> dict[str, str]:
    rows = read_vocabulary("work_headings")
    return {fold_heading(row["heading"]): row["field"] for row in reversed(rows)}


@cache
def _read_phrases() -> PhraseTable:
    return PhraseTable(
        (phrase, entry["code"])
        for entry in read_vocabulary("work_types")
        for phrase in list_spellings(entry)
    )
