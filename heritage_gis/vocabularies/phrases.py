"""Phrases of a vocabulary, found in a text whatever its case endings, the longest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from heritage_gis.vocabularies.words import fold_text, split_words, stem_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NEAR_ENOUGH = 72.0  # of 100: lower scores suggest words that only share their letters


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
        self._spellings: dict[str, str] = {}
        for phrase, code in phrases:
            stems = tuple(map(stem_word, split_words(phrase)))
            entry = codes.setdefault(stems, [])
            if code not in entry:
                entry.append(code)
            self._spellings.setdefault(fold_text(phrase), phrase)
        self._codes = {stems: tuple(entry) for stems, entry in codes.items()}
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

    def suggest(self, text: str) -> str:
        """Return the spelling of the vocabulary nearest to a text, empty where none is near."""
        near = process.extractOne(
            fold_text(text), self._spellings.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH
        )
        return self._spellings[near[0]] if near else ""


def list_spellings(entry: Mapping[str, str]) -> list[str]:
    """Return every spelling of a vocabulary row: labels and variants, in kk, ru and en."""
    spellings = []
    for language in ("kk", "ru", "en"):
        variants = entry.get(f"variants_{language}", "").split(";")
        spellings += [entry[language], *variants]
    return [text.strip() for text in spellings if text.strip()]
