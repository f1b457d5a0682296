"""What kind of site each row tells of: its kind cell, or else the type word of its name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.conform.distinct_texts import PART, SETTLED, join_texts, read_distinct
from heritage_gis.model.columns import map_distinct
from heritage_gis.model.problem import gather_problems
from heritage_gis.vocabularies.blanks import is_blank
from heritage_gis.vocabularies.folding import fold_name, split_names
from heritage_gis.vocabularies.kinds import (
    ERAS,
    HOMONYM,
    UNKNOWN,
    Era,
    read_homonym,
    read_kind_phrases,
    read_kind_words,
    read_kinds,
)
from heritage_gis.vocabularies.periods import find_rough_years
from heritage_gis.vocabularies.problems import explain
from heritage_gis.vocabularies.suggestions import explain_unknown
from heritage_gis.vocabularies.words import REMEMBERED, split_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from heritage_gis.vocabularies.phrases import PhraseFound

NAME_MARK = "\x1e"  # before a text that is a name, not a kind cell
ERA_NAMES: dict[str, Era] = dict(zip(ERAS, ERAS, strict=True))
NAME_ORDER = ("name_ru", "name_kk", "name_en", "name_other")
BRONZE_UNTIL = -700  # the end of the Final Bronze (facts §4)
ISLAMIC_FROM = 900  # design §8
COMPLEX = "complex"
LONGEST = 2000  # characters of a cell that are looked at
VAGUE = (UNKNOWN, "building")  # «памятник: курган», «здание мечети» say no second kind


@dataclass(frozen=True)
class KindReading:
    """What one text says of the kind.

    Attributes:
        codes: kinds and homonyms, in the order of the text.
        is_blank: the text says that nothing is known.
        is_from_name: it is the type word of a name.
        is_doubted: the text says so.
        is_denied: the text names a kind that the site is not; it is none of `codes`.
        count: 1 where the text says that it is one alone.
    """

    codes: tuple[str, ...] = ()
    is_blank: bool = False
    is_from_name: bool = False
    is_doubted: bool = False
    is_denied: bool = False
    count: int | None = None


NOTHING = KindReading(is_blank=True)


def conform_kinds(
    cells: pd.DataFrame,
    names: pd.DataFrame,
    dating: pd.DataFrame,
    places: pd.DataFrame,
    headings: Mapping[str, str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the kind of each row.

    The first kind named is the kind; `complex` where the cell says so, or where it names a
    building that might be shown exactly together with something that must not be (design §8: a
    complex and its parts share the coarsest level). Words of several meanings are decided by the
    age (`kind_homonyms.csv`): «мавзолей» is a Begazy-Dandybay mausoleum in the Bronze Age and a
    mausoleum in the Islamic period; undated it is only likely one.

    Args:
        cells: text columns `kind` and, where the survey has one, `kind_certainty`.
        names: `name_kk`, `name_ru`, `name_en`, `name_other`, as `conform_names` gives them; looked
            at where the kind cell is empty.
        dating: `period`, `start_year`, `end_year`, as `conform_dating` gives them.
        places: `survey_id`, `source_file`, `source_layer`, `source_row` of each row.
        headings: their heading of `kind`.

    Returns:
        A frame with the index of `cells`: `kind` (`unknown` where not known), `kind_certainty`
        (certain; likely where the word, its age or several kinds leave a doubt, or where only the
        name says it; unknown), `feature_count` (Int64; 1 for «одиночный курган», else missing).
        Then the problems: kind_unknown, with the nearest word of the vocabulary; kind_denied.
    """
    texts = cells["kind"]
    said = _choose_texts(texts, names)
    stated = cells.get("kind_certainty", pd.Series(None, index=cells.index, dtype="str"))
    keys = join_texts(said, find_eras(dating), stated)
    dtypes = {"kind": "str", "kind_certainty": "str", "feature_count": "Int64"}
    settled = read_distinct(keys, _settle_key, dtypes)
    return settled, _find_problems(texts, places, headings.get("kind", ""))


def _find_problems(texts: pd.Series, places: pd.DataFrame, heading: str) -> pd.DataFrame:
    unread = map_distinct(texts, _is_unread, missing=False).astype(bool)
    denied = map_distinct(texts, lambda text: read_kind(text).is_denied, missing=False).astype(bool)
    find = read_kind_phrases().find_nearest
    return gather_problems(
        [
            explain_unknown("kind_unknown", places[unread], heading, texts[unread], find),
            explain("kind_denied", places[denied], heading, texts[denied]),
        ]
    )


@lru_cache(maxsize=REMEMBERED)
def read_kind(text: str) -> KindReading:
    """Read a kind cell in Kazakh, Russian or English; a code behind SETTLED means just that."""
    settled = text.removeprefix(SETTLED)
    if settled != text and settled in read_kinds():
        return KindReading((settled,))
    if is_blank(text):
        return NOTHING
    text = text[:LONGEST]
    words = split_words(text.replace("_", " "))
    hits = read_kind_phrases().find_phrases(words)
    kept = [hit for hit in hits if not _is_denied(hit, words)]
    is_single = bool(read_kind_words("single").find_phrases(words))
    return KindReading(
        tuple(dict.fromkeys(hit.codes[0] for hit in kept)),
        is_doubted=_is_doubtful(text),
        is_denied=len(kept) < len(hits),
        count=1 if is_single else None,
    )


def _is_denied(hit: PhraseFound, words: Sequence[str]) -> bool:
    """Tell whether a kind is what the site is not: «не курган», «қорған емес»."""
    before = read_kind_words("denied_after").find_phrases(words[: hit.start])
    after = read_kind_words("denied_before").find_phrases(words[hit.end :])
    return any(one.end == hit.start for one in before) or any(one.start == 0 for one in after)


def read_name_kind(name: str) -> KindReading:
    """Read the type word that a name begins or ends with: «могильник Бегазы», «Беғазы қорымы».

    A name of one word is a name, even where the word is also a kind («Қойтас», «Қамал»).
    """
    for part in split_names(name):
        words = split_words(part)
        hits = read_kind_phrases().find_phrases(words)
        whole = [hit for hit in hits if hit.end - hit.start == len(words)]
        edge = [hit for hit in hits if hit.start == 0 or hit.end == len(words)]
        found = edge if not whole or not fold_name(part) else []
        if found:
            return KindReading(found[0].codes[:1], is_from_name=True)
    return NOTHING


def find_eras(dating: pd.DataFrame) -> pd.Series:
    """Return the era of each row: bronze (or earlier), early (to AD 900), islamic, undated.

    Years decide where there are any, else the periods; what lies in two eras is undated.

    Args:
        dating: `period`, `start_year`, `end_year`.
    """
    is_dated = dating[["start_year", "end_year"]].notna().any(axis="columns")
    dtypes = {"start": "Int64", "end": "Int64"}
    rough = read_distinct(dating["period"], _find_span, dtypes)
    start = dating["start_year"].where(is_dated, rough["start"])
    end = dating["end_year"].where(is_dated, rough["end"])
    eras = pd.Series("undated", index=dating.index, dtype="str")
    is_early = start.notna() & (end <= ISLAMIC_FROM)
    for era, mask in (
        ("early", is_early),
        ("bronze", end <= BRONZE_UNTIL),
        ("islamic", start >= ISLAMIC_FROM),
    ):
        eras = eras.mask(mask.fillna(value=False).astype(bool), era)
    return eras


def _find_span(codes: str) -> tuple[int | None, int | None]:
    return find_rough_years(codes.split()) or (None, None)


def _is_doubtful(text: str) -> bool:
    doubt = read_kind_words("doubt").find_phrases(split_words(text))
    return "?" in text or bool(doubt)


def _is_unread(text: str) -> bool:
    reading = read_kind(text)
    return not (reading.codes or reading.is_blank or reading.is_denied)


def _choose_texts(texts: pd.Series, names: pd.DataFrame) -> pd.Series:
    """Return the text that tells the kind: the cell, else the first name with a type word."""
    said = texts.mask(map_distinct(texts, is_blank, missing=True).astype(bool))
    for column in NAME_ORDER:
        candidates = names.loc[said.isna(), column]
        telling = map_distinct(candidates, _has_type_word, missing=False).astype(bool)
        said = said.fillna(NAME_MARK + candidates[telling])
    return said


def _has_type_word(name: str) -> bool:
    return bool(read_name_kind(name).codes)


def _settle_key(key: str) -> tuple[str, str, int | None]:
    text, era, stated = key.split(PART)
    is_name = text.startswith(NAME_MARK)
    reading = read_name_kind(text.removeprefix(NAME_MARK)) if is_name else read_kind(text)
    kind, certainty = settle_kind(reading, ERA_NAMES[era], is_doubted=_is_doubtful(stated))
    return kind, certainty, reading.count


def settle_kind(reading: KindReading, era: Era, *, is_doubted: bool = False) -> tuple[str, str]:
    """Return the kind of a reading in an era, and how certain it is."""
    meanings = [_find_meaning(code, era) for code in reading.codes]
    telling = [one for one in meanings if one[0] not in VAGUE] or meanings[:1]
    if not telling or telling[0][0] == UNKNOWN:
        return UNKNOWN, UNKNOWN
    kinds = [kind for kind, _ in telling]
    kind = COMPLEX if COMPLEX in kinds else _choose_kind(kinds)
    has_one_group = len({read_kinds()[one].group for one in kinds}) == 1
    is_sure = kind == COMPLEX or (has_one_group and (kind, False) not in telling)
    doubts = is_doubted or reading.is_doubted or reading.is_denied or reading.is_from_name
    return kind, "certain" if is_sure and not doubts else "likely"


def _find_meaning(code: str, era: Era) -> tuple[str, bool]:
    return read_homonym(code)[era] if code.startswith(HOMONYM) else (code, True)


def _choose_kind(kinds: list[str]) -> str:
    """Return the first kind, unless it might be shown exactly and another must not be."""
    first, *others = (read_kinds()[kind] for kind in kinds)
    closed = [kind for kind in others if not kind.may_be_exact]
    if not first.may_be_exact or not closed:
        return first.code
    return next((kind.code for kind in closed if kind.group == first.group), COMPLEX)
