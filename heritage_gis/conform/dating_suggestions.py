"""What a dating that was not understood is nearest to: a period, or itself without its slips."""

from __future__ import annotations

from functools import cache

from heritage_gis.conform.dating_text import read_dating
from heritage_gis.model.nearness import Nearest, find_nearest
from heritage_gis.vocabularies.dating_words import SHORTEST, even_word, list_dating_words
from heritage_gis.vocabularies.periods import find_nearest_period
from heritage_gis.vocabularies.phrases import list_spellings
from heritage_gis.vocabularies.tables import read_vocabulary

MOST_WORDS = 3  # unknown words: more of them are a sentence, and no slip of the pen


def find_nearest_dating(text: str) -> tuple[Nearest, ...]:
    """Return the periods a dating is nearest to, or the dating with its misspelt words mended.

    The second only where one word stands out for each, and all would then be understood: «вторая
    полвина XIX в.» is «вторая половина XIX в.».
    """
    if periods := find_nearest_period(text):
        return periods
    unknown = [word for word in read_dating(text).unknown if len(word) >= SHORTEST]
    near = [_find_word(word) for word in unknown[: MOST_WORDS + 1]]
    words = [one for one in near if one is not None]
    if not 0 < len(words) == len(unknown) <= MOST_WORDS:
        return ()
    mended = text
    for word, known in zip(unknown, words, strict=True):
        spelled = known.word.capitalize() if word[0].isupper() else known.word
        mended = mended.replace(word, spelled)
    dating = read_dating(mended)
    if not dating.parts or dating.unknown:
        return ()
    return (Nearest(mended, mended, min(one.score for one in words)),)


def _find_word(word: str) -> Nearest | None:
    found = find_nearest(even_word(word), _read_words())
    return found[0] if len(found) == 1 else None


@cache
def _read_words() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return every word of periods and datings that is long enough to be misspelt."""
    of_periods = {
        even_word(word)
        for entry in read_vocabulary("periods")
        for phrase in list_spellings(entry)
        for word in phrase.split()
        if len(word) >= SHORTEST
    }
    return {word: ((word, word),) for word in sorted(of_periods | set(list_dating_words()))}
