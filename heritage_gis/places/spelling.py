"""Spellings of place names: one key for Kazakh, Russian and Latin writings of a name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from heritage_gis.places.tables import read_place_table

# Latin letters that stand in a Cyrillic word by mistake (facts.md §7.2).
_LOOKALIKES = str.maketrans("aceopxykmhtb", "асеорхукмнтв")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_CLUSTERS = (("dzh", "j"), ("zh", "j"), ("dj", "j"), ("kh", "k"), ("gh", "g"), ("ii", "i"))
# Russian case endings of an adjective: Актогайского района is Актогайский, -ской области is -ская.
_ENDINGS = (
    (re.compile("sk(ogo|om|omu|im|ikh|ik|ie)$"), "ski"),
    (re.compile("sk(oi|uiu|oiu)$"), "skaia"),
)


def tidy_text(text: str) -> str:
    """Return a text in lower case, with plain spaces and hyphens, and without Latin look-alikes."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"[\u00ad\u200b-\u200d\u2060\ufeff'’ʼ`´]", "", plain)
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", plain)
    return re.sub(r"\w+", lambda word: _unmix_word(word.group()), plain)


def _unmix_word(word: str) -> str:
    return word.translate(_LOOKALIKES) if _CYRILLIC.search(word) else word


@lru_cache(maxsize=1 << 14)  # names of units, and words of whole columns of places
def fold_name(name: str) -> str:
    """Return the key of a name: the same for Ақтоғай, Актогай, Aktogay, Aqtoğai and АКТОГАЙ.

    The correspondences are those of facts.md §2 (Zh, J, Дж; Kh, Q, K, Қ; G, Gh, Ğ, Ғ; …). Case,
    ё, hyphens, spaces, diacritics, and the Russian endings of an adjective make no difference.
    """
    latin = _read_letters()
    letters = "".join(latin.get(letter, letter) for letter in tidy_text(name))
    bare = unicodedata.normalize("NFD", letters)
    key = "".join(letter for letter in bare if letter.isascii() and letter.isalnum())
    for written, folded in _CLUSTERS:
        key = key.replace(written, folded)
    for ending, folded in _ENDINGS:
        key = ending.sub(folded, key)
    return key


@cache
def _read_letters() -> dict[str, str]:
    return {row["letter"]: row["latin"] for row in read_place_table("letters")}
