"""Nearness: the known words that a word is nearest to, and how near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NEAR_ENOUGH = 75.0  # of 100: lower scores suggest words that only share their letters
SHORT, SHORT_ENOUGH = 5, 80.0  # a word of fewer letters is like many others
MARGIN = 5.0  # a second meaning that is nearer to the first than this is as likely
MOST = 3  # meanings that are equally near; where there are more, none stands out
COMPARED = 50  # spellings, the nearest first: one meaning may have a dozen


@dataclass(frozen=True)
class Nearest:
    """A known word that an unknown one may be a slip of.

    Attributes:
        word: the known word, as a person would write it.
        means: our code or the KATO of it; the word itself where that depends on the row.
        score: from 0 to 100; 100 where but letters of another alphabet differ.
    """

    word: str
    means: str
    score: int


def find_nearest(
    key: str, known: Mapping[str, Sequence[tuple[str, str]]], least: float = NEAR_ENOUGH
) -> tuple[Nearest, ...]:
    """Return the nearest word, or the few that are equally near; nothing where none is.

    Args:
        key: the unknown word, folded as the keys of `known` are.
        known: folded spelling -> the words it stands for, each with what it means.
        least: the score under which nothing is near.
    """
    cutoff = least if len(key) >= SHORT else max(least, SHORT_ENOUGH)
    hits = process.extract(
        key, known.keys(), scorer=fuzz.ratio, score_cutoff=cutoff, limit=COMPARED
    )
    by_meaning: dict[str, Nearest] = {}
    for spelling, score, _ in hits:  # the nearest first
        for word, means in known[spelling]:
            by_meaning.setdefault(means, Nearest(word, means, round(score)))
    found = list(by_meaning.values())
    alike = [one for one in found if one.score > found[0].score - MARGIN]
    return tuple(alike) if len(alike) <= MOST else ()
