"""The sounds of words: one spelling for Kazakh, Russian and Latin writings of a word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from heritage_gis.vocabularies.words import LATIN, REMEMBERED, fold_text

REPEATED = re.compile(r"(.)\1+")
# A Kazakh letter that an old font has lost stands as another sign within its word: «К,арк,аралы».
_LOST = re.compile(r"(?<=\w)[?,'’`\ufffd](?=\w)")
_OLD_LETTERS = str.maketrans("Ќќ", "Кк")
_WORD = re.compile(r"[^\W\d_]+")

# Letters to sounds. Long spellings first: дж and zh are one sound, and so are х, kh and h.
_LONG_SOUNDS = {
    "дж": "j",
    "dzh": "j",
    "zh": "j",
    "kh": "h",
    "gh": "g",
    "shch": "š",
    "sh": "š",
    "ch": "č",
    "ye": "ie",
    "yu": "iu",
    "ya": "ia",
    "yo": "io",
}
_DIGRAPHS = re.compile("|".join(_LONG_SOUNDS))
_SHORT_SOUNDS = dict(
    zip("абвгдежзийклмнопрстуфхцчшщыэюіyuwqx", "abvgdejziiklmnoprstifhcčššieiiiiikh", strict=True)
)
# Kazakh vowels follow each other and Russian writes them at will (құдық, кудук), so ы, у, ұ and ү
# are one sound.
_SOUNDS = str.maketrans(_SHORT_SOUNDS | {"я": "ia", "ъ": "", "ь": ""})
_MARKED_LETTERS = str.maketrans({"ş": "sh", "š": "sh", "ç": "ch", "č": "ch", "ı": "i"})


def sound_words(text: str) -> list[str]:
    """Return the sounds of each word of a text: могильник and mogilnik are alike."""
    whole = _LOST.sub("", text).translate(_OLD_LETTERS).replace("_", " ")
    return [sounds for word in _WORD.findall(fold_text(whole)) if (sounds := sound_word(word))]


@lru_cache(maxsize=REMEMBERED)
def sound_word(word: str) -> str:
    """Return the sounds of one word, as `words.fold_text` gives it."""
    is_latin = LATIN.search(word) is not None
    stem = unicodedata.normalize("NFKD", word.translate(_MARKED_LETTERS)) if is_latin else word
    plain = "".join(letter for letter in stem if not unicodedata.combining(letter))
    sounds = _DIGRAPHS.sub(lambda part: _LONG_SOUNDS[part[0]], plain).translate(_SOUNDS)
    sounds = sounds.removeprefix("i") if plain.startswith("ye") else sounds
    return REPEATED.sub(r"\1", sounds)
