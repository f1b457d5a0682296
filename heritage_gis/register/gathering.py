"""Gathering records into sites: who joins whom, who founds a site, and who waits for the keeper.

Records are taken in the order in which what they say was received. What comes later changes
nothing of what was gathered before, so the outcome for a record depends on the records before it
that it is the same as, and on nothing else.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.register.matching.verdicts import SAME, judge_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from heritage_gis.register.decisions import Decided

SITE_PREFIX = "KRG"
SEVERAL, LINKED, CONTRADICTED, RIVALLED = (
    "several_sites",
    "same_as_waiting",
    "contradicts_voice",
    "rival_rows",
)


@dataclass
class Scene:
    """The records that are gathered, and those whose site stands already.

    Attributes:
        subjects: what of each record counts for identity, by record_id; those that stand, too.
        surveys: record_id -> survey_id.
        judged_at: record_id -> the event with which what it says of its identity came.
        same: record_id, other_id, strength of the pairs that are the same place.
        decided: what persons ruled.
        secrets: event -> a secret of the survey that came with it: the digest of its files.
        own_site: record_id -> the site of those that stand, or were gathered, under the id it
            was given; `decided` tells what the id means where sites were merged.
        waiting: record_id -> why it waits; those that stand, too.
    """

    subjects: pd.DataFrame
    surveys: Mapping[str, str]
    judged_at: Mapping[str, int]
    same: pd.DataFrame
    decided: Decided
    secrets: Mapping[int, str] = field(default_factory=dict)
    own_site: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)
    _members: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _same: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        """Note who stands where, and who is the same as whom."""
        for record in self.own_site:
            self._members[self.find_site(record)].add(record)
        for one, other, strength in zip(
            self.same["record_id"], self.same["other_id"], self.same["strength"], strict=True
        ):
            self._same[one][other] = self._same[other][one] = int(strength)

    def shuffle_key(self, record: str) -> str:
        """Give an order that says nothing of the place: surveyors list their rows along the road.

        The names of records can be guessed, and so could an order that is made of them alone.
        """
        secret = self.secrets.get(self.judged_at[record], "")
        return hashlib.sha256(f"{secret} {record}".encode()).hexdigest()

    def find_site(self, record: str) -> str:
        """Return the site that a record belongs to."""
        return self.decided.find_site(self.own_site[record])

    def list_same(self, record: str) -> dict[str, int]:
        """Return the records that one is the same as, with the strength of that."""
        return self._same.get(record, {})

    def list_members(self, site: str) -> list[str]:
        """Return the records of a site."""
        return sorted(self._members[site])

    def place(self, record: str, own_site: str) -> None:
        """Have a record belong to a site."""
        self.own_site[record] = own_site
        self._members[self.find_site(record)].add(record)

    def rename(self, former: str, own_site: str) -> None:
        """Give a site that has just got its id another one."""
        for record in [each for each, site in self.own_site.items() if site == former]:
            self._members[self.find_site(record)].discard(record)
            self.place(record, own_site)


@dataclass
class Names:
    """The ids that gathered sites get: former ones where there are, else new ones.

    Attributes:
        former: record_id -> the sites it founded or last had, the ones to be preferred first.
        taken: sites that records have which are not gathered here.
        next_number: of the next new site.
        founders: the new sites, each with the record that founded it.
    """

    former: Mapping[str, tuple[str, ...]]
    taken: set[str]
    next_number: int
    founders: dict[str, str] = field(default_factory=dict)

    def name_site(self, record: str) -> str:
        """Return the id of the site that a record founds; a former id that is free comes back."""
        former = self.recall(record)
        if former:
            return former
        site = f"{SITE_PREFIX}-{self.next_number:06d}"
        self.next_number += 1
        self.founders[site] = record
        self.taken.add(site)
        return site

    def recall(self, record: str) -> str:
        """Take an id that a record had before, where nobody has it; empty where there is none."""
        free = [site for site in self.former.get(record, ()) if site not in self.taken]
        self.taken.update(free[:1])
        return free[0] if free else ""


def gather(scene: Scene, batches: Iterable[list[str]], names: Names) -> None:
    """Gather batches of records, one after the other, into a scene.

    Args:
        scene: what stands; the outcome is noted in it.
        batches: the records of one survey that came at one time, in the order of their coming.
            They are never the same as each other: who lists two rows means two sites.
        names: the ids to give.
    """
    for batch in batches:
        _gather_batch(scene, batch, names)


@dataclass(frozen=True)
class _Wish:
    """A site that a record is the same as: its id as it was given, and how surely."""

    own_site: str
    strength: int


def _gather_batch(scene: Scene, batch: list[str], names: Names) -> None:
    wishes: dict[str, tuple[str, _Wish]] = {}
    founders = []
    for record in sorted(batch, key=scene.shuffle_key):
        placed = scene.decided.placed.get(record)
        if placed is not None:
            names.taken.add(placed)
            scene.place(record, placed)
            continue
        sites, is_linked = _find_sites(scene, record)
        if is_linked:
            scene.waiting[record] = LINKED
        elif len(sites) > 1:
            scene.waiting[record] = SEVERAL
        elif sites:
            wishes[record] = next(iter(sites.items()))
        else:
            founders.append(record)
    _join(scene, wishes, names)
    for record in founders:
        scene.place(record, names.name_site(record))


def _find_sites(scene: Scene, record: str) -> tuple[dict[str, _Wish], bool]:
    """Return the sites that a record is the same as, and whether it is the same as one waiting."""
    sites: dict[str, _Wish] = {}
    is_linked = False
    for other, strength in sorted(scene.list_same(record).items(), key=_surest_first):
        if other in scene.own_site:
            site = scene.find_site(other)
            if not scene.decided.is_apart(record, site):
                sites.setdefault(site, _Wish(scene.own_site[other], strength))
        else:
            is_linked |= other in scene.waiting
    return sites, is_linked


def _surest_first(same: tuple[str, int]) -> tuple[int, str]:
    return -same[1], same[0]


def _join(scene: Scene, wishes: dict[str, tuple[str, _Wish]], names: Names) -> None:
    """Have records join the site they are the same as, unless something speaks against it."""
    against = _find_contradicted(scene, {record: site for record, (site, _) in wishes.items()})
    rivals: dict[str, list[str]] = defaultdict(list)
    for record, (site, _) in wishes.items():
        if record in against:
            scene.waiting[record] = CONTRADICTED
        else:
            rivals[site].append(record)
    for records in rivals.values():
        surest = max(wishes[record][1].strength for record in records)
        best = [record for record in records if wishes[record][1].strength == surest]
        for record in records:
            if best != [record]:
                scene.waiting[record] = RIVALLED
                continue
            own_site = wishes[record][1].own_site
            scene.place(record, own_site)
            former = names.recall(record) if own_site in names.founders else ""
            if former:
                del names.founders[own_site]
                scene.rename(own_site, former)


def _find_contradicted(scene: Scene, wishes: dict[str, str]) -> set[str]:
    """Return the records that can stand in one site with not every one of its records.

    So a site is never wider than the accuracies of its records allow, and no survey has two
    voices in it.
    """
    told = [
        (record, member) for record, site in wishes.items() for member in scene.list_members(site)
    ]
    siblings = {one for one, other in told if scene.surveys[one] == scene.surveys[other]}
    pairs = pd.DataFrame(told, columns=["left_id", "right_id"])
    pairs = pairs[~pairs["left_id"].isin(siblings)].reset_index(drop=True)
    if pairs.empty:
        return siblings
    judged = judge_pairs(pairs, scene.subjects, scene.subjects)
    return siblings | set(judged.loc[judged["contradicts"], "left_id"])


def find_same(links: pd.DataFrame) -> pd.DataFrame:
    """Return record_id, other_id, strength of the links between records of one place."""
    same = links["verdict"] == SAME
    return links.loc[same, ["record_id", "other_id", "strength"]]
