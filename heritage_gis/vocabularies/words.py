"""Words made comparable: case, quotes, look-alike letters, Kazakh letters and endings folded."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W\d_]+|\d+")
KAZAKH_LETTERS = frozenset("әғқңөұүһі")
CYRILLIC = re.compile(r"[Ѐ-ӿ]")
LATIN = re.compile(r"[a-z]")

# Kazakh letters are often typed as their Russian neighbours, so words are compared without them.
_BASE_LETTERS = str.maketrans("әғқңөұүһіё", "агкноуухие")
# One hand types both alphabets: letters that look the same follow the rest of their word.
_LATIN_TWINS = "aceopxykmhtbi"
_CYRILLIC_TWINS = "асеорхукмнтві"
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)

# Endings of case, number and possession; a stem keeps four letters before a Russian ending and
# three before a Kazakh one (оба-лар). Kazakh -сы follows a vowel of the word: оба-сы, қоныс-ы.
_RUSSIAN = (
    "ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ых|их|ую|юю|ою|ею|ыми|ими|"
    "а|я|о|е|и|ы|у|ю|ь|й|ов|ев|ей|ия|ии|ию|ам|ям|ами|ями|ах|ях|ом|ем|ием"
)
_KAZAKH = "лар|лер|дар|дер|тар|тер|нын|нин|дын|дин|тын|тин|лы|ли|(?<=[аеоу])с[ыи]"
_STEM = re.compile(rf"(.{{3,}}?)(?:{_KAZAKH})|(.{{4,}}?)(?:{_RUSSIAN})")
_PLURAL = re.compile(r"(?<=[a-z]{2}[a-rt-z])s$")
LONGEST_WORD = 60  # letters: what is longer is no word, and has no ending
REMEMBERED = 1 << 14  # words whose folding is kept: most surveys use the same few thousand


def even_letters(text: str) -> str:
    """Return the text in NFKC and lower case, each word in the alphabet most of it is in."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return WORD.sub(lambda found: _choose_alphabet(found[0]), plain)


@lru_cache(maxsize=REMEMBERED)
def _choose_alphabet(word: str) -> str:
    latin, cyrillic = len(LATIN.findall(word)), len(CYRILLIC.findall(word))
    if not latin or not cyrillic:
        return word
    return word.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)


def fold_text(text: str) -> str:
    """Return the text with even letters and Kazakh letters as their Russian neighbours."""
    return even_letters(text).translate(_BASE_LETTERS)


def split_words(text: str) -> list[str]:
    """Return the words and whole numbers of a text, folded; everything else only parts them."""
    return WORD.findall(fold_text(text))


@lru_cache(maxsize=REMEMBERED)
def stem_word(word: str) -> str:
    """Return a folded word without its endings, in Russian, Kazakh and English alike.

    A light rule for looking words up, no grammar: `курганов`, `кургана` and `курганы` give one
    stem, and so do `кесене` and `кесенелері`; қалашық softens to қалашығы.
    """
    if LATIN.match(word):
        return _PLURAL.sub("", word)
    while len(word) <= LONGEST_WORD and (found := _STEM.fullmatch(word)) is not None:
        word = found[1] or found[2]
    return word[:-1] + "к" if word.endswith("г") else word
