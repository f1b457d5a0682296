"""Reading a text for names of places: which known names it holds, each with its type word."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from heritage_gis.places.spelling import fold_name, tidy_text
from heritage_gis.places.tables import read_place_table

LONGEST_NAME = 3  # words
_PARTED = re.compile(r"[,;/\n|+\\]")
_WORD = re.compile(r"[^\W\d_]+(?:[-.][^\W\d_]+)*")
_SILENT = {"doubt", "filler"}  # words that neither name a place nor say what it is


@dataclass(frozen=True)
class PlaceName:
    """A row of `unit_names.csv` or `outside_names.csv`.

    Attributes:
        kato: the unit or region of ours it stands for; empty for a place outside.
        sort: name, adjective, town, village (the seat of a district), obsolete, region; of a
            place outside: region, district, station.
        mark: V, S, M-high, M-med, M-low or ?, as in facts.md.
        place: a place outside, in English.
        within: the region that place is in, in English.
    """

    kato: str
    sort: str
    mark: str
    place: str = ""
    within: str = ""


@dataclass(frozen=True)
class Hit:
    """A known name found in a text.

    Attributes:
        key: as `spelling.fold_name` gives it, and `read_names` knows it.
        type_word: what the word beside it means (district, city, region, …), or empty.
    """

    key: str
    type_word: str


@dataclass(frozen=True)
class NameReading:
    """All that was found in a text; `unread` are the parts that no known name accounts for."""

    hits: tuple[Hit, ...]
    is_doubtful: bool
    unread: tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """A word; what it means is empty where it may be part of a name."""

    text: str
    means: str


@cache
def read_names() -> dict[str, tuple[PlaceName, ...]]:
    """Return the known names by their key, type words left out."""
    names: dict[str, tuple[PlaceName, ...]] = {}
    rows = (*read_place_table("unit_names"), *read_place_table("outside_names"))
    for row in rows:
        words = [word.text for word in split_words(tidy_text(row["name"])) if not word.means]
        key = fold_name(" ".join(words))
        place, within = row.get("place", ""), row.get("within", "")
        name = PlaceName(row.get("kato", ""), row["sort"], row["mark"], place, within)
        names[key] = (*names.get(key, ()), name)
    return names


def read_place_names(plain: str) -> NameReading:
    """Find the known names in a text that `spelling.tidy_text` has tidied."""
    hits: list[Hit] = []
    unread: list[str] = []
    is_doubtful = "?" in plain
    for part in _PARTED.split(plain):
        words = split_words(part)
        is_doubtful |= any(word.means == "doubt" for word in words)
        found, left = _read_part([word for word in words if word.means not in _SILENT])
        hits += found
        unread += left
    return NameReading(tuple(hits), is_doubtful, tuple(unread))


def split_words(part: str) -> list[Word]:
    """Return the words of a text that `spelling.tidy_text` has tidied."""
    meanings = _read_meanings()
    words: list[Word] = []
    for text in _WORD.findall(part):
        # «р-н» is one word, «Бухар-Жырауский» is two, as people also write it.
        pieces = [text] if text in meanings else re.split("[-.]", text)
        words += [Word(piece, meanings.get(piece, "")) for piece in pieces]
    return words


def _read_part(words: list[Word]) -> tuple[list[Hit], list[str]]:
    """Find the names in one part; without a type word, a name must be the whole of it."""
    hits: list[Hit] = []
    unread: list[str] = []
    used: set[int] = set()  # places of type words that belong to a name already
    place = 0
    while place < len(words):
        length = _measure_name(words, place)
        if length:
            key = fold_name(" ".join(word.text for word in words[place : place + length]))
            beside = _find_type(words, place, place + length, used)
            hits.append(Hit(key, words[beside].means if beside is not None else ""))
            used |= {beside} if beside is not None else set()
        elif not words[place].means:
            unread.append(words[place].text)
        place += length or 1
    if any(word.means == "joiner" for word in words):
        hits = _share_type(hits)
    if unread:
        whole = " ".join(word.text for word in words if not word.means)
        return [hit for hit in hits if hit.type_word], [whole]
    return hits, []


def _share_type(hits: list[Hit]) -> list[Hit]:
    """Give the one type word of «Шетский и Абайский районы» to both names."""
    shared = hits[-1].type_word if hits else ""
    return [replace(hit, type_word=hit.type_word or shared) for hit in hits]


def _measure_name(words: list[Word], place: int) -> int:
    """Return how many words from `place` on make the longest known name, 0 where none does."""
    for length in range(min(LONGEST_NAME, len(words) - place), 0, -1):
        taken = words[place : place + length]
        if any(word.means for word in taken):
            continue
        if fold_name(" ".join(word.text for word in taken)) in read_names():
            return length
    return 0


def _find_type(words: list[Word], start: int, end: int, used: set[int]) -> int | None:
    """Return the place of the type word of a name: behind it, but «г. Балхаш», «область Абай»."""
    leads = words[0].means not in {"", "joiner"}
    beside = (start - 1,) if leads else (end, start - 1)
    for place in beside:
        is_there = 0 <= place < len(words) and place not in used
        if is_there and words[place].means not in {"", "joiner"}:
            return place
    return None


@cache
def _read_meanings() -> dict[str, str]:
    return {tidy_text(row["word"]): row["means"] for row in read_place_table("name_words")}
