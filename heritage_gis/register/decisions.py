"""Decisions: what persons ruled, each with its reason, each of which can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError
from heritage_gis.register.journal import WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from heritage_gis.register.journal import Event, Journal

MERGED = "sites_merged"  # one site was registered twice: `into`, `site`
SPLIT = "site_split"  # of a site these records speak of another: `site`, `records`, `left`, `into`
PLACED = "record_placed"  # a record speaks of this site: `record`, `site`
PARTED = "record_parted"  # a record does not speak of this site: `record`, `site`
APART = "sites_apart"  # two sites are two: `site`, `other`
RELATED = "relation_decided"  # part_of, same_complex, near, none: `site`, `other`, `relation`
RULED = "voice_ruled"  # what is shown first: `site`, `attribute`, `record` or `value`
LEVEL_DECIDED = "level_decided"  # how exact a site is shown: `site`, `level`
STANDING_DECIDED = "standing_decided"  # a mausoleum stands and is Islamic: `site`
TEXT_APPROVED = "text_approved"  # this very text may go public: `sha256`
UNDONE = "undone"  # an earlier decision no longer holds: `undoes`

ABOUT_IDENTITY = (MERGED, SPLIT, PLACED, PARTED, APART)
ABOUT_SITES = (*ABOUT_IDENTITY, RELATED, RULED)  # what the register is made with
DECISIONS = (*ABOUT_SITES, LEVEL_DECIDED, STANDING_DECIDED, TEXT_APPROVED, UNDONE)


@dataclass(frozen=True)
class Decided:
    """What persons ruled on which records belong together.

    Attributes:
        placed: record_id -> the site that it belongs to.
        split_off: record_id -> the site that it founded when it was split off another.
        parted: (record_id, site_id): the record does not belong to the site.
        apart: pairs of sites, in order, that are two.
        merged: site_id -> the site it was merged into, to the end of the chain.
        relations: (site_id, site_id) -> part_of, same_complex, near or none; each two once.
        rulings: (site_id, attribute) -> the event that says what is shown first.
    """

    placed: dict[str, str] = field(default_factory=dict)
    split_off: dict[str, str] = field(default_factory=dict)
    parted: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    merged: dict[str, str] = field(default_factory=dict)
    relations: dict[tuple[str, str], str] = field(default_factory=dict)
    rulings: dict[tuple[str, str], Event] = field(default_factory=dict)

    def find_site(self, site_id: str) -> str:
        """Return the site that an id means now."""
        return self.merged.get(site_id, site_id)

    def are_apart(self, site_id: str, other: str) -> bool:
        """Tell whether a person ruled that two sites are two."""
        return _order(site_id, other) in self.apart

    def is_apart(self, record_id: str, site_id: str) -> bool:
        """Tell whether a person ruled that a record does not belong to a site."""
        return (record_id, site_id) in self.parted


def list_undone(journal: Journal) -> frozenset[int]:
    """Return the events that no longer hold; an undoing may be undone itself."""
    return find_undone(journal.select(UNDONE))


def find_undone(undoings: Iterable[Event]) -> frozenset[int]:
    """Return what events of the sort `undone` undo, the later ones first."""
    undone: set[int] = set()
    for event in sorted(undoings, key=lambda each: -each["seq"]):
        if event["seq"] not in undone:
            undone.add(event["undoes"])
    return frozenset(undone)


def list_decisions(journal: Journal) -> list[Event]:
    """Return the decisions that hold, in their sequence."""
    undone = list_undone(journal)
    return [event for event in journal.select(*DECISIONS) if event["seq"] not in undone]


def gather_decided(decisions: Iterable[Event]) -> Decided:
    """Gather what holds on which records belong together; of two words the later counts."""
    told = list(decisions)
    merged = _gather_merged(told)

    def find(site: str) -> str:
        return merged.get(site, site)

    placed, parted = _gather_placed(told, find)
    return Decided(
        placed=placed,
        split_off={r: find(e["into"]) for e in told if e["event"] == SPLIT for r in e["records"]},
        parted=parted,
        apart=frozenset(
            _order(find(e["site"]), find(e["other"])) for e in told if e["event"] == APART
        ),
        merged=merged,
        relations=_gather_relations(told, find),
        rulings={(find(e["site"]), e["attribute"]): e for e in told if e["event"] == RULED},
    )


def _gather_merged(told: list[Event]) -> dict[str, str]:
    into: dict[str, str] = {}
    for event in told:
        if event["event"] == MERGED:
            _merge(into, event["site"], event["into"])
    return {site: _follow(into, site) for site in into}


def _gather_placed(
    told: list[Event], find: Callable[[str], str]
) -> tuple[dict[str, str], frozenset[tuple[str, str]]]:
    """Return which records belong to which site, and which do not."""
    placed: dict[str, str] = {}
    parted: set[tuple[str, str]] = set()
    for event in told:
        if event["event"] == SPLIT:
            placed |= dict.fromkeys(event["records"], event["into"])
        elif event["event"] == PLACED:
            placed[event["record"]] = event["site"]
            parted.discard((event["record"], event["site"]))
        elif event["event"] == PARTED:
            parted.add((event["record"], event["site"]))
            if placed.get(event["record"]) == event["site"]:
                del placed[event["record"]]
    stayed = {
        (record, find(event["into"]))
        for event in told
        if event["event"] == SPLIT and find(event["site"]) != find(event["into"])
        for record in event.get("left", ())
    }
    return (
        {record: find(site) for record, site in placed.items()},
        frozenset((record, find(site)) for record, site in parted) | stayed,
    )


def _gather_relations(told: list[Event], find: Callable[[str], str]) -> dict[tuple[str, str], str]:
    """Return one word on each two sites, the last, whichever was named first."""
    relations: dict[tuple[str, str], str] = {}
    for event in told:
        if event["event"] == RELATED:
            site, other = find(event["site"]), find(event["other"])
            relations.pop((other, site), None)
            relations[site, other] = event["relation"]
    return relations


def _order(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first < second else (second, first)


def _merge(into: dict[str, str], site: str, other: str) -> None:
    """Have a site mean another one, unless it means that already."""
    if _follow(into, other) != _follow(into, site):
        into[_follow(into, site)] = _follow(into, other)


def _follow(into: dict[str, str], site: str) -> str:
    while site in into:
        site = into[site]
    return site


def undo(journal: Journal, seq: int, told: dict[str, str]) -> Event:
    """Note that a decision, or the taking back of a survey, no longer holds.

    Args:
        journal: the journal.
        seq: the number of its event.
        told: `why`, `by` and `on`.

    Raises:
        MisusedError: the event is none that can be undone, or does not hold any more.
    """
    known = {event["seq"]: event for event in journal.select(*DECISIONS, WITHDRAWN)}
    if seq not in known:
        raise MisusedError(f"event {seq} is no decision; heritage review --decided lists them")
    if seq in list_undone(journal):
        raise MisusedError(f"event {seq} was undone already")
    return journal.append(UNDONE, undoes=seq, **told)
