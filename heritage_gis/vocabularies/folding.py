"""Site names folded to one key, by which Беғазы, Бегазы and Begazy are the same name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from heritage_gis.vocabularies.numerals import ROMAN_LETTERS, read_roman
from heritage_gis.vocabularies.sounds import REPEATED, sound_word
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.words import (
    CYRILLIC,
    KAZAKH_LETTERS,
    LATIN,
    REMEMBERED,
    WORD,
    fold_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

# A numeral is no part of a word, and no initial («Ш. Уалиханов»).
_TOKEN = re.compile(rf"(?P<numeral>\d+|[{ROMAN_LETTERS}]+(?![^\W_])(?!\.\s*\w{{2}}))|[^\W\d_]+")
_SHORTEST_TITLED = 4  # letters of a name that a title follows
_TOO_LONG = 10  # digits: a code rather than a number
_MAY_PART = re.compile(r"[(;/\n|]")
_INNER = re.compile(r"\(([^()]*)\)")
_ALWAYS_PART = re.compile(r"[;\n|]+")
_REMARK = re.compile(r",\s+(?=[^\W\d])")

# Сарысуйская, Успенский, Uspensky: a place as an adjective.
_ADJECTIVE = re.compile(r"(.{4,})(?:ск(?:ий|ая|ое|ие|ого|ой|их)|sk(?:y|iy|ii|aya|i))")
# Кунанбая-хаджи, Алтыбая; Ердена at the end of the name. Alasha loses it in every language alike.
_SOFT_GENITIVE = re.compile(r"(.{3,}i)a")
_GENITIVE = re.compile(r"(.{4,})a")


@lru_cache(maxsize=1 << 15)  # several steps ask for the same names
def fold_name(text: str) -> str:
    """Return the key of a name: the same for one name in Kazakh, Russian and English.

    Words that say what kind of site it is (`type_words.csv`), quotes, case, parentheses and what
    follows a comma are left out; letters become sounds; numbers stay, Roman ones as figures
    (`Нурмамбет I` is `Нурмамбет 1`, and not `Нурмамбет 2`). Of several names in a cell the first
    counts. Spellings that no rule brings together stand in `name_variants.csv`.

    Returns:
        The key, empty for a name that identifies nothing: only type words, only numbers
        (`курган 5`, `Kurgan`, `б/н`).
    """
    keys = (_fold_single(name) for name in split_names(text))
    return next((key for key in keys if key), "")


def split_names(text: str) -> tuple[str, ...]:
    """Return the names in one cell: parted by `;`, `/`, a line break, or in parentheses.

    `/` and parentheses part only what identifies something by itself: «поселение/могильник
    Бугулы I» and «мавзолей (мазар) Шабанбай-бия» are one name each.
    """
    if _MAY_PART.search(text) is None:
        return (" ".join(text.split()),) if text.strip() else ()
    outer, inner = text, []
    for found in _INNER.finditer(text):
        if _fold_single(found[1]):
            outer = outer.replace(found[0], " ")
            inner.append(found[1])
    names = [
        " ".join(name.split())
        for part in (outer, *inner)
        for piece in _ALWAYS_PART.split(part)
        for name in _split_slashes(piece)
    ]
    return tuple(dict.fromkeys(name for name in names if name))


def name_language(name: str) -> str:
    """Return the language of a name by its letters: kk, ru or en.

    Kazakh letters, or a type word that only Kazakh has («корымы» typed without them), mean kk;
    other Cyrillic is ru, Latin is en; what has no letters is ru.
    """
    plain = name.casefold()
    if KAZAKH_LETTERS & set(plain):
        return "kk"
    if CYRILLIC.search(plain) is None and LATIN.search(plain):
        return "en"
    words = (word for word in WORD.findall(name) if not word.isdecimal())
    return "kk" if any(map(_is_kazakh_type_word, words)) else "ru"


@lru_cache(maxsize=REMEMBERED)
def _is_kazakh_type_word(word: str) -> bool:
    return fold_text(word) in read_type_words(language="kk")


def _split_slashes(text: str) -> list[str]:
    pieces = text.split("/")
    return pieces if len(pieces) > 1 and all(map(_fold_single, pieces)) else [text]


def _fold_single(name: str) -> str:
    words, numbers = _split_tokens(name)
    variants = read_name_variants()
    sounds = (variants.get(sound, sound) for sound in map(_fold_sounds, words))
    letters = _join_sounds(sounds)
    return "-".join([variants.get(letters, letters), *numbers]) if letters else ""


def _split_tokens(name: str) -> tuple[list[str], list[str]]:
    """Return the words that identify, folded, and the numbers of a name."""
    plain = unicodedata.normalize("NFKC", name)
    head, *rest = _REMARK.split(plain)
    words, numbers = _sort_tokens(head)
    return _sort_tokens(plain) if rest and not words else (words, numbers)


def _sort_tokens(text: str) -> tuple[list[str], list[str]]:
    words, numbers = [], []
    for found in _TOKEN.finditer(text):
        token = found[0]
        number = _read_number(token) if found["numeral"] else None
        if number is not None:
            numbers.append(number)
        elif word := _fold_identifying(token):
            words.append(word)
    only_generic = all(is_type_word(word, alone=True) for word in words)
    return ([] if only_generic else words), numbers


@lru_cache(maxsize=REMEMBERED)
def _fold_identifying(token: str) -> str:
    """Return a word folded; empty for one that says only what kind of site it is."""
    word = fold_text(token)
    return "" if is_type_word(word) else word


def _read_number(token: str) -> str | None:
    if token.isdecimal():  # a code of 4301 digits is no number that Python reads
        return str(int(token)) if len(token) < _TOO_LONG else token
    value = read_roman(token)
    return None if value is None else str(value)


@lru_cache(maxsize=REMEMBERED)
def is_type_word(word: str, *, alone: bool = False) -> bool:
    """Tell whether a folded word says only what kind of site it is.

    Args:
        word: one word, as `words.fold_text` gives it.
        alone: whether the words that count only where no other word stands beside are meant too.
    """
    whole, begun = _sort_type_words(alone=alone)
    return word in whole or word.startswith(begun)


@cache
def _sort_type_words(*, alone: bool) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the forms that are whole words, and the beginnings of those that take any ending."""
    forms = read_type_words(alone=alone)
    begun = tuple(form[:-1] for form in forms if form.endswith("*"))
    return frozenset(form for form in forms if not form.endswith("*")), begun


@cache
def read_type_words(*, alone: bool = False, language: str = "") -> tuple[str, ...]:
    """Return the folded forms of `type_words.csv`; a star at the end stands for any ending.

    Args:
        alone: whether the words that count only by themselves are meant too.
        language: kk, ru or en; all of them where empty.
    """
    uses = ("always", "alone") if alone else ("always",)
    return tuple(
        fold_text(form.strip())
        for entry in read_vocabulary("type_words")
        if entry["use"] in uses and language in ("", entry["language"])
        for form in entry["words"].split(";")
    )


def drop_title(letters: str) -> str:
    """Return a folded name without the title at its end: Алаша of Алаша-хан.

    Args:
        letters: a key of `fold_name` without its numbers; returned as it is where there is no
            title, or too little before it.
    """
    titles = _read_titles()
    if not letters.endswith(titles):
        return letters
    bare = (letters.removesuffix(title) for title in titles if letters.endswith(title))
    name = next((name for name in bare if len(name) >= _SHORTEST_TITLED), letters)
    found = _GENITIVE.fullmatch(name)
    return found[1] if found else name


@cache
def _read_titles() -> tuple[str, ...]:
    """Return the folded titles of `type_words.csv`, the longest first."""
    variants = read_name_variants()
    sounds = {
        _fold_sounds(fold_text(form.strip()))
        for entry in read_vocabulary("type_words")
        if entry["use"] == "title"
        for form in entry["words"].split(";")
    }
    return tuple(sorted({variants.get(word, word) for word in sounds}, key=lambda w: (-len(w), w)))


@lru_cache(maxsize=REMEMBERED)
def _fold_sounds(word: str) -> str:
    """Return the sounds of one folded word."""
    found = _ADJECTIVE.fullmatch(word)
    sounds = sound_word(found[1] if found else word)
    found = _SOFT_GENITIVE.fullmatch(sounds)
    return found[1] if found else sounds


def _join_sounds(sounds: Iterable[str]) -> str:
    joined = REPEATED.sub(r"\1", "".join(sounds))
    found = _GENITIVE.fullmatch(joined)
    return found[1] if found else joined


@cache
def read_name_variants() -> dict[str, str]:
    """Return the sounds of each spelling in `name_variants.csv` to those of its first."""
    variants: dict[str, str] = {}
    for entry in read_vocabulary("name_variants"):
        spellings = [
            list(map(_fold_sounds, fold_text(text).replace("-", " ").split()))
            for text in entry["spellings"].split(";")
        ]
        first = _join_sounds(spellings[0])
        for sounds in spellings:
            variants |= {"".join(sounds): first, _join_sounds(sounds): first}
    return variants
