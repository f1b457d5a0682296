"""Cells that hold a name in several languages, cut into the names and the language of each."""

from __future__ import annotations

import re
from functools import lru_cache

from heritage_gis.vocabularies.folding import fold_name, name_language, split_names

# «(каз.)», «қаз:», "rus." beside a name say its language, and are no part of it.
_WORDS = {
    "kk": r"каз(?:ах\w*)?|қаз(?:ақ\w*)?|kaz|kz|kk",
    "ru": r"рус(?:ск\w*)?|орыс\w*|rus|ru",
    "en": r"англ(?:ийск\w*)?|ағылш\w*|eng|en",
}
_SIGNS = {"kk": "\ue000", "ru": "\ue001", "en": "\ue002"}  # for private use: no letters of anyone
_AFTER = {
    language: re.compile(
        rf"\s*[(\[]\s*(?:на |in )?(?:{words})\.?(?:\s*(?:яз|тіл)\w*\.?)?\s*[)\]]", re.IGNORECASE
    )
    for language, words in _WORDS.items()
}
_BEFORE = {
    language: re.compile(rf"(?:{words})(?:\.\s*[:–—-]?|\s*[:–—])\s+", re.IGNORECASE)
    for language, words in _WORDS.items()
}
_SQUARE = re.compile(r"\[([^\[\]\d]*)\]")
_PLAIN = re.compile(r"[\w \t\xa0№«»\"']*")
# What parts one name in two languages, and is more often part of a name.
_WEAK = re.compile(r"\s+[–—=-]\s+|,\s+")


@lru_cache(maxsize=1 << 14)  # asked for once for each language and script
def list_names(cell: str) -> tuple[tuple[str, str], ...]:
    """Return the names of a cell, each with its language: «Беғазы / Бегазы» is one in kk and ru.

    The language is the one that stands beside a name («рус.»), else that of its letters. A dash,
    a comma or an equals sign parts names only where they are one name in different languages:
    «Беғазы қорымы – могильник Бегазы», and not «Айбас – Дарасы».
    """
    if _PLAIN.fullmatch(cell):  # as most cells are
        name = " ".join(cell.split())
        return ((name, name_language(name)),) if name else ()
    marked = _SQUARE.sub(r"(\1)", cell)
    for language, pattern in _AFTER.items():
        marked = pattern.sub(_SIGNS[language], marked)
    found = [named for name in split_names(marked) for named in _part_weakly(name)]
    return tuple(dict.fromkeys((name, language) for name, language in found if name))


def _part_weakly(name: str) -> list[tuple[str, str]]:
    whole = _take_language(name)
    if _WEAK.search(name) is None:
        return [whole]
    pieces = [_take_language(piece) for piece in _WEAK.split(name)]
    keys = {fold_name(piece) for piece, _ in pieces}
    is_one_name = len(keys) == 1 and "" not in keys
    languages = {language for _, language in pieces}
    return pieces if is_one_name and len(languages) == len(pieces) else [whole]


def _take_language(name: str) -> tuple[str, str]:
    """Return a name without the word for its language, and the language."""
    for language, sign in _SIGNS.items():
        if sign in name:
            return _drop_signs(name), language
    for language, pattern in _BEFORE.items():
        if found := pattern.match(name):
            return _drop_signs(name[found.end() :]), language
    return name, name_language(name)


def _drop_signs(name: str) -> str:
    return re.sub("[" + "".join(_SIGNS.values()) + "]", "", name).strip()
