"""Passages: runs of words from withheld texts, looked for in all that is published."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from heritage_gis.protect.leaks.hits import Finding
from heritage_gis.protect.leaks.secrets import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heritage_gis.protect.leaks.watch import Watch

RUN = 6  # words in a row are no chance
LEAST_WORDS = 3  # of a whole text that is shorter
LEAST_LETTERS = 15
PLACES = ("okrug", "settlement")
LEAST_OF_PLACES = 2
_WORD = re.compile(r"[^\W\d_]+")


@dataclass
class ReadProse:
    """The words of all that was read, gathered file by file; private to one leak test."""

    files: list[tuple[str, str, str]] = field(default_factory=list)
    words: set[str] = field(default_factory=set)

    def add(self, file: str, place: str, values: list[str]) -> None:
        """Add values that were read in a file."""
        words = split_words("\n".join(values))
        self.words.update(words)
        self.files.append((file, place, f" {' '.join(words)} "))


def split_words(text: str) -> list[str]:
    """Return the words of a text in small letters, without figures."""
    return _WORD.findall(text.casefold())


def find_passages(read: ReadProse, watch: Watch) -> Iterator[tuple[str, Finding]]:
    """Find runs of six words of withheld texts, and shorter texts as a whole.

    Names of places not told are found in two words; one word alone may mean anything.

    Returns:
        The file and the finding.
    """
    texts = watch.secrets.texts
    passages = texts[~texts["column"].isin(NAMES)].drop_duplicates("text")
    public = f" {' | '.join(' '.join(split_words(text)) for text in sorted(watch.told_texts))} "
    for site_id, column, text in passages[["site_id", "column", "text"]].itertuples(index=False):
        least = LEAST_OF_PLACES if column in PLACES else LEAST_WORDS
        runs = [run for run in _list_runs(str(text), read.words, least) if f" {run} " not in public]
        for file, place, words in read.files if runs else ():
            found = next((run for run in runs if f" {run} " in words), None)
            if found is not None:
                why = f"from the {column} of {site_id}, which is withheld"
                yield file, Finding(place, "text", found, why)


def find_whole_values(place: str, values: Iterable[str], watch: Watch) -> Iterator[Finding]:
    """Find values that are, as a whole, a name of a protected site or its place not told."""
    told = watch.secret_values.intersection(value.strip().casefold() for value in values)
    if not told:
        return
    secret = watch.secret_words
    for row in secret[secret["word"].isin(told)].drop_duplicates("word").itertuples(index=False):
        why = f"the {row.column} of {row.site_id}, which is not told"
        yield Finding(place, "place name", str(row.word), why)


def _list_runs(text: str, known: set[str], least: int) -> list[str]:
    """Return the runs of a text all of whose words were read somewhere."""
    words = split_words(text)
    if len(words) < RUN:
        whole = " ".join(words)
        is_long = len(words) >= least and len(whole) >= LEAST_LETTERS * least / LEAST_WORDS
        return [whole] if is_long and known.issuperset(words) else []
    runs, length = [], 0
    for end, word in enumerate(words, start=1):
        length = length + 1 if word in known else 0
        if length >= RUN:
            runs.append(" ".join(words[end - RUN : end]))
    return runs
