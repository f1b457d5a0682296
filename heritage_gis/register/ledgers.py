"""The ledger, gathered from the journal; and what the public was shown, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from heritage_gis.model.ledger import LEVELS, Ledger
from heritage_gis.register.decisions import (
    LEVEL_DECIDED,
    MERGED,
    SPLIT,
    STANDING_DECIDED,
    TEXT_APPROVED,
    gather_decided,
    list_decisions,
)
from heritage_gis.register.journal import (
    CELLS_PINNED,
    EDITION_RELEASED,
    NUMBERS_GIVEN,
    SITES_GIVEN,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heritage_gis.model.ledger import FirstReleases, Level
    from heritage_gis.register.decisions import Decided
    from heritage_gis.register.journal import Event, Journal


@dataclass(frozen=True)
class GivenSites:
    """Which record belongs to which site, as the journal has it.

    Attributes:
        site_of: record_id -> the site it was last given; those that wait have none.
        waiting: record_id -> why it waits for the keeper.
        last_site: record_id -> the last site it ever had.
        founders: site -> the record that founded it.
        count: the highest number that a site was ever given.
        judged: the events after which sites were given; all up to `judged_until` besides.
        judged_until: the last event before sites were given for single events.
    """

    site_of: dict[str, str]
    waiting: dict[str, str]
    last_site: dict[str, str]
    founders: dict[str, str]
    count: int
    judged: frozenset[int]
    judged_until: int

    def is_judged(self, seq: int) -> bool:
        """Tell whether the sites that an event touches were given after it."""
        return seq <= self.judged_until or seq in self.judged


def gather_given(journal: Journal) -> GivenSites:
    """Gather which record belongs to which site from the whole journal."""
    site_of: dict[str, str] = {}
    waiting: dict[str, str] = {}
    last_site: dict[str, str] = {}
    founders: dict[str, str] = {}
    judged: set[int] = set()
    count = judged_until = 0
    for event in journal.select(SITES_GIVEN, SPLIT):
        if event["event"] == SPLIT:
            count = max(count, read_site_number(event["into"]))
            continue
        fresh = {record: site for site, record in event["founded"].items()} | event["joined"]
        site_of |= fresh
        last_site |= fresh
        founders |= event["founded"]
        for record, why in event.get("waiting", {}).items():
            site_of.pop(record, None)
            waiting[record] = why
        count = max([count, *map(read_site_number, event["founded"])])
        if "after" in event:
            judged.update(event["after"])
        else:
            judged_until = event["seq"]
    return GivenSites(site_of, waiting, last_site, founders, count, frozenset(judged), judged_until)


def read_site_number(site_id: str) -> int:
    """Return the running number in the id of a site."""
    return int(site_id.rpartition("-")[2])


def gather_ledger(journal: Journal) -> Ledger:
    """Gather what was decided and given out from the whole journal."""
    given = gather_given(journal)
    numbers: dict[str, dict[str, int]] = {}
    cells: dict[str, str] = {}
    former_cells: dict[str, tuple[str, ...]] = {}
    inherited: dict[str, tuple[str, ...]] = {}
    for event in journal.select(NUMBERS_GIVEN):
        numbers.setdefault(event["district"], {}).update(event["numbers"])
    for event in journal.select(CELLS_PINNED, MERGED, SPLIT):
        if event["event"] != CELLS_PINNED:
            heir, giver = event["into"], event["site"]
            if giver in cells and heir not in cells:
                inherited[heir] = (*former_cells.get(giver, ()), cells[giver])
            continue
        for site in event["cells"].keys() & cells:
            former_cells[site] = (*former_cells.get(site, ()), cells[site])
        cells.update(event["cells"])
    decisions = list_decisions(journal)
    decided = gather_decided(decisions)
    told = {sort: [e for e in decisions if e["event"] == sort] for sort in _ABOUT_PUBLIC}
    return Ledger(
        site_of=given.site_of,
        site_count=given.count,
        numbers=numbers,
        cells=cells,
        former_cells=former_cells,
        inherited_cells=inherited,
        levels=_gather_levels(told[LEVEL_DECIDED], decided),
        standing=frozenset(decided.find_site(e["site"]) for e in told[STANDING_DECIDED]),
        approved_texts=frozenset(e["sha256"] for e in told[TEXT_APPROVED]),
    )


def _gather_levels(events: list[Event], decided: Decided) -> dict[str, Level]:
    """Return the level decided last for each site; of sites that were merged, the coarsest."""
    last: dict[str, Level] = {event["site"]: event["level"] for event in events}
    levels: dict[str, Level] = {}
    for site, level in last.items():
        now = decided.find_site(site)
        levels[now] = max(levels.get(now, level), level, key=LEVELS.index)
    return levels


_ABOUT_PUBLIC = (LEVEL_DECIDED, STANDING_DECIDED, TEXT_APPROVED)


def record_first_releases(journal: Journal, releases: FirstReleases) -> None:
    """Note cells and catalogue numbers as given, before any page tells them."""
    if releases.cells:
        journal.append(CELLS_PINNED, cells=releases.cells)
    for district, numbers in releases.numbers.items():
        journal.append(NUMBERS_GIVEN, district=district, numbers=numbers)


@dataclass(frozen=True)
class ReleasedEdition:
    """An edition as the journal tells of it."""

    number: int
    released: date


@dataclass(frozen=True)
class PublicHistory:
    """What the public was shown, page by page.

    Attributes:
        last: the last edition; None before the first.
        fingerprints: page slug -> digest of its public content in the last edition.
        last_changed: page slug -> the edition in which that content last changed.
        told: ids of the sites that any edition told.
    """

    last: ReleasedEdition | None
    fingerprints: dict[str, str]
    last_changed: dict[str, ReleasedEdition]
    told: frozenset[str]


def gather_history(journal: Journal) -> PublicHistory:
    """Gather what the public was shown from the whole journal."""
    last: ReleasedEdition | None = None
    fingerprints: dict[str, str] = {}
    last_changed: dict[str, ReleasedEdition] = {}
    told: set[str] = set()
    numbered: set[str] = set()
    for event in journal.select(EDITION_RELEASED, NUMBERS_GIVEN):
        if event["event"] == NUMBERS_GIVEN:  # for an edition that may be refused yet
            numbered.update(event["numbers"])
            continue
        # Journals of earlier versions do not have the sites of an edition, but their numbers.
        told.update(event.get("sites", numbered))
        last = ReleasedEdition(event["edition"], date.fromisoformat(event["date"]))
        fingerprints.update(event["pages"])
        last_changed.update(dict.fromkeys(event["pages"], last))
    return PublicHistory(last, fingerprints, last_changed, frozenset(told))


def record_edition(
    journal: Journal,
    edition: ReleasedEdition,
    pages: dict[str, str],
    inputs: list[str],
    sites: Sequence[str],
) -> None:
    """Note an edition as released.

    Args:
        journal: the journal.
        edition: its number and day.
        pages: slug -> digest of the public content of each page that changed in it.
        inputs: the surveys it is made of.
        sites: the ids that it tells and no edition told before.
    """
    journal.append(
        EDITION_RELEASED,
        edition=edition.number,
        date=edition.released.isoformat(),
        surveys=inputs,
        pages=pages,
        sites=list(sites),
    )


def find_newest_fact(journal: Journal, today: date) -> date:
    """Return the day of the newest fact that the public may know by `today`.

    It dates an edition: a clock would give other bytes on another day. A fact is a survey
    received, a day reached from which a survey is public, or a decision of the keeper. What an
    edition told stays told: a clock that was put back takes nothing off the maps.
    """
    editions = (date.fromisoformat(e["date"]) for e in journal.select(EDITION_RELEASED))
    latest = max([today, *editions])
    days = [
        date.fromisoformat(event[key])
        for event in journal.select_small()
        for key in ("received", "public_from", "on")
        if event.get(key)
    ]
    return max((day for day in days if day <= latest), default=latest)
