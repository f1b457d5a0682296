"""Phrases of a vocabulary, found in a text whatever its case endings, the longest first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from heritage_gis.model.nearness import Nearest, find_nearest
from heritage_gis.vocabularies.sounds import sound_words
from heritage_gis.vocabularies.words import split_words, stem_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# A phrase within a longer text must be nearer than a whole text: there are more to be like.
PART_ENOUGH = 85.0
MOST_WORDS = 8  # of a text within which a phrase is sought; a longer one is a description
NAMED = ":"  # within a code that depends on the row, such as that of a homonym


@dataclass(frozen=True)
class PhraseFound:
    """A phrase found among the words of a text.

    Attributes:
        codes: what it stands for; several where several entries share the phrase.
        start: its first word, counted from 0.
        end: the word after its last.
    """

    codes: tuple[str, ...]
    start: int
    end: int


class PhraseTable:
    """The phrases of one vocabulary, ready for looking up. Never changed once made."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Fold the phrases.

        Args:
            phrases: phrase and code, in the order of the vocabulary.
        """
        codes: dict[tuple[str, ...], list[str]] = {}
        spellings: dict[str, dict[str, str]] = {}
        for phrase, code in phrases:
            stems = tuple(map(stem_word, split_words(phrase)))
            entry = codes.setdefault(stems, [])
            if code not in entry:
                entry.append(code)
            spellings.setdefault(" ".join(sound_words(phrase)), {}).setdefault(code, phrase)
        self._codes = {stems: tuple(entry) for stems, entry in codes.items()}
        self._known = {key: _list_meanings(entry) for key, entry in spellings.items()}
        self._longest = max(map(len, self._codes), default=0)

    @property
    def codes(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        """What each phrase stands for, by its stems."""
        return self._codes

    def find_phrases(self, words: Sequence[str]) -> list[PhraseFound]:
        """Return the phrases among folded words, from left to right, the longest at each place."""
        stems = tuple(map(stem_word, words))
        found, start = [], 0
        while start < len(stems):
            hit = self.find_at(stems, start)
            if hit is not None:
                found.append(hit)
            start = hit.end if hit is not None else start + 1
        return found

    def find_at(self, stems: tuple[str, ...], start: int) -> PhraseFound | None:
        """Return the longest phrase that starts at one word."""
        for end in range(min(start + self._longest, len(stems)), start, -1):
            codes = self._codes.get(stems[start:end])
            if codes is not None:
                return PhraseFound(codes, start, end)
        return None

    def find_nearest(self, text: str) -> tuple[Nearest, ...]:
        """Return the phrases nearest to a text that holds none: a slip, another alphabet.

        The whole text is compared by its sounds, then, in a text of a few words, what stands
        within it. Letters that an old font lost («Ќ», «К,», «?») make no more of a difference
        than a slip does.
        """
        words = sound_words(text)
        if not words:
            return ()
        whole = find_nearest(" ".join(words), self._known)
        if whole or not 1 < len(words) <= MOST_WORDS:
            return whole
        ranges = combinations(range(len(words) + 1), 2)
        runs = (" ".join(words[start:end]) for start, end in ranges)
        found = [near for run in runs if (near := find_nearest(run, self._known, PART_ENOUGH))]
        return max(found, key=lambda near: near[0].score, default=())


def _list_meanings(entry: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the words of one spelling, each with what it means; one of several is the word."""
    first = next(iter(entry.values()))
    if len(entry) > 1:
        return ((first, first),)
    return tuple((word, word if NAMED in code else code) for code, word in entry.items())


def list_spellings(entry: Mapping[str, str]) -> list[str]:
    """Return every spelling of a vocabulary row: labels and variants, in kk, ru and en."""
    spellings = []
    for language in ("kk", "ru", "en"):
        variants = entry.get(f"variants_{language}", "").split(";")
        spellings += [entry[language], *variants]
    return [text.strip() for text in spellings if text.strip()]
