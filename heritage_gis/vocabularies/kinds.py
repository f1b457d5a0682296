"""Kinds of sites, their groups, and the words whose kind depends on the age."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from heritage_gis.vocabularies.phrases import PhraseTable, list_spellings
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.words import fold_text

Protection = Literal["exact", "exact-if-islamic-standing", "area"]
KindWord = Literal["single", "doubt", "denied_after", "denied_before"]
Era = Literal["bronze", "early", "islamic", "undated"]
ERAS: tuple[Era, ...] = ("bronze", "early", "islamic", "undated")
PROTECTIONS: dict[str, Protection] = {
    "exact": "exact",
    "exact-if-islamic-standing": "exact-if-islamic-standing",
    "area": "area",
}
HOMONYM = "homonym:"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Kind:
    """One kind of site.

    Attributes:
        code: the code used everywhere.
        group: its group, which the public may know even of a protected site.
        protection: the default rule of design §8: `exact`; `exact-if-islamic-standing`, which is
            area unless the kind and dating are certain, the start year is 900 or later, and it
            stands; `area`.
        is_movable: a stone that can be carried off.
    """

    code: str
    group: str
    protection: Protection
    is_movable: bool

    @property
    def may_be_exact(self) -> bool:
        """Whether the default rule can lead to an exact position."""
        return self.protection != "area"


@dataclass(frozen=True)
class KindGroup:
    """A group of kinds, in the order of legends.

    Attributes:
        code: the code used everywhere.
        symbol: the name of a plain shape, another for each group.
        singular: what one is called, by language.
        plural: what several are called, by language.
    """

    code: str
    symbol: str
    singular: dict[str, str]
    plural: dict[str, str]


@cache
def read_kinds() -> dict[str, Kind]:
    """Return the kinds by code, in the order of `kinds.csv` (facts §3)."""
    return {
        entry["code"]: Kind(
            entry["code"],
            entry["group"],
            PROTECTIONS[entry["protection"]],
            is_movable=entry["movable"] == "yes",
        )
        for entry in read_vocabulary("kinds")
    }


@cache
def read_kind_groups() -> dict[str, KindGroup]:
    """Return the groups by code, in the order of legends."""
    languages = ("kk", "ru", "en")
    entries = sorted(read_vocabulary("kind_groups"), key=lambda entry: int(entry["sort"]))
    return {
        entry["code"]: KindGroup(
            entry["code"],
            entry["symbol"],
            {language: entry[language] for language in languages},
            {language: entry[f"{language}_plural"] for language in languages},
        )
        for entry in entries
    }


def find_group(kind: str) -> str:
    """Return the group of a kind.

    Raises:
        KeyError: `kinds.csv` has no such kind, which is a bug.
    """
    return read_kinds()[kind].group


@cache
def read_kind_phrases() -> PhraseTable:
    """Return the phrases that name kinds; a homonym's code is `homonym:` and its row number."""
    homonyms = [
        (phrase.strip(), f"{HOMONYM}{number}")
        for number, entry in enumerate(read_vocabulary("kind_homonyms"))
        for phrase in entry["words"].split(";")
    ]
    named = PhraseTable(homonyms).codes
    plain = [
        (phrase, entry["code"])
        for entry in read_vocabulary("kinds")
        for phrase in list_spellings(entry)
        if not set(PhraseTable([(phrase, "")]).codes) & set(named)
    ]
    return PhraseTable([*homonyms, *plain])


@cache
def read_homonym(code: str) -> dict[Era, tuple[str, bool]]:
    """Return what a homonym means in each era: the kind, and whether that is certain."""
    entry = read_vocabulary("kind_homonyms")[int(code.removeprefix(HOMONYM))]
    return {era: (entry[era].removesuffix("?"), not entry[era].endswith("?")) for era in ERAS}


@cache
def read_plural_words() -> frozenset[str]:
    """Return the folded words, forms as they stand, that tell of several: курганы, not курган."""
    return frozenset(
        fold_text(word.strip())
        for entry in read_vocabulary("kind_words")
        if entry["meaning"] == "several"
        for word in entry["words"].split(";")
    )


@cache
def read_kind_words(meaning: KindWord) -> PhraseTable:
    """Return the words that say more than the kind: that it is one alone, doubted, or denied."""
    return PhraseTable(
        (phrase.strip(), meaning)
        for entry in read_vocabulary("kind_words")
        if entry["meaning"] == meaning
        for phrase in entry["words"].split(";")
    )
