"""The journal: one append-only sequence of what was received, decided and given out for good."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from heritage_gis.errors import DamagedHomeError
from heritage_gis.model.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heritage_gis.model.ledger import FirstReleases
    from heritage_gis.model.survey import Survey

Event = dict[str, Any]

RECEIVED = "survey_received"
SITES_GIVEN = "sites_given"
NUMBERS_GIVEN = "numbers_given"
CELLS_PINNED = "cells_pinned"
EDITION_RELEASED = "edition_released"
LEVEL_DECIDED = "level_decided"  # a keeper's word on how exact a site is shown
TEXT_APPROVED = "text_approved"  # a keeper let this very text (its sha256) go public
STANDING_DECIDED = "standing_decided"  # a keeper's word that a mausoleum stands and is Islamic


@dataclass
class Journal:
    """A journal file, and the events in it.

    The file is only ever appended to, one event a line, each numbered; a line is whole or it is
    not there. A last line that a power cut left torn is dropped when the journal is next opened
    for writing: its event had not happened yet.
    """

    path: Path
    events: list[Event] = field(default_factory=list)

    def select(self, event: str) -> Iterator[Event]:
        """Give the events of one sort, in their sequence."""
        return (entry for entry in self.events if entry["event"] == event)

    def append(self, event: str, **told: object) -> Event:
        """Write one more event, and have it kept even if the power fails now."""
        entry: Event = {"seq": len(self.events) + 1, "event": event, **told}
        line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as stream:
            stream.truncate(_find_end(self.path))
            stream.write(line.encode())
            stream.flush()
            os.fsync(stream.fileno())
        self.events.append(entry)
        return entry


def open_journal(path: Path) -> Journal:
    """Read a journal; one that is not there yet is empty.

    Raises:
        DamagedHomeError: a line is not what was once written.
    """
    if not path.exists():
        return Journal(path)
    whole = path.read_bytes()[: _find_end(path)]
    events = []
    for number, line in enumerate(whole.split(b"\n")[:-1], start=1):
        try:
            event = json.loads(line.decode("utf-8"))
        except ValueError as error:
            raise DamagedHomeError(_say_damaged(number)) from error
        if not isinstance(event, dict) or event.get("seq") != number or "event" not in event:
            raise DamagedHomeError(_say_damaged(number))
        events.append(event)
    return Journal(path, events)


def _find_end(path: Path) -> int:
    """Return where the last whole line ends."""
    return path.read_bytes().rfind(b"\n") + 1 if path.exists() else 0


def _say_damaged(number: int) -> str:
    return f"journal.jsonl: line {number} is damaged or out of sequence; restore it from a backup"


def is_received(journal: Journal, survey: Survey) -> bool:
    """Tell whether the journal's last word on this version is these very files and sidecar."""
    told = [
        event
        for event in journal.select(RECEIVED)
        if (event["survey"], event["folder"]) == (survey.survey_id, survey.folder.name)
    ]
    files = {file.name: file.sha256 for file in survey.files}
    return bool(told) and (told[-1]["sidecar"], told[-1]["files"]) == (
        survey.sidecar_sha256,
        files,
    )


def record_received(journal: Journal, survey: Survey) -> None:
    """Note a survey as received; it keeps its place in the sequence for good."""
    earlier = [e for e in journal.select(RECEIVED) if e["survey"] == survey.survey_id]
    journal.append(
        RECEIVED,
        survey=survey.survey_id,
        version=len(earlier) + 1,
        folder=survey.folder.name,
        received=survey.sidecar.received.isoformat(),
        public_from=survey.sidecar.public_from.isoformat() if survey.sidecar.public_from else "",
        sidecar=survey.sidecar_sha256,
        files={file.name: file.sha256 for file in survey.files},
    )


def list_current(journal: Journal, surveys: list[Survey]) -> list[Survey]:
    """Return the surveys that count, in the sequence in which each was first received.

    Of a survey with several versions the last one received counts.
    """
    order: dict[str, str] = {}
    for event in journal.select(RECEIVED):
        order[event["survey"]] = event["folder"]
    by_place = {(survey.survey_id, survey.folder.name): survey for survey in surveys}
    missing = [place for place in order.items() if place not in by_place]
    if missing:
        survey_id, folder = missing[0]
        raise DamagedHomeError(f"{survey_id}/{folder}: was received but is gone; restore it")
    return [by_place[place] for place in order.items()]


def gather_ledger(journal: Journal) -> Ledger:
    """Gather what was decided and given out from the whole journal."""
    site_of: dict[str, str] = {}
    numbers: dict[str, dict[str, int]] = {}
    cells: dict[str, str] = {}
    former_cells: dict[str, tuple[str, ...]] = {}
    site_count = 0
    for event in journal.select(SITES_GIVEN):
        site_of.update(event["joined"])
        site_of.update({record: site for site, record in event["founded"].items()})
        site_count += len(event["founded"])
    for event in journal.select(NUMBERS_GIVEN):
        numbers.setdefault(event["district"], {}).update(event["numbers"])
    for event in journal.select(CELLS_PINNED):
        for site in event["cells"].keys() & cells:
            former_cells[site] = (*former_cells.get(site, ()), cells[site])
        cells.update(event["cells"])
    return Ledger(
        site_of=site_of,
        site_count=site_count,
        numbers=numbers,
        cells=cells,
        former_cells=former_cells,
        levels={event["site"]: event["level"] for event in journal.select(LEVEL_DECIDED)},
        standing=frozenset(event["site"] for event in journal.select(STANDING_DECIDED)),
        approved_texts=frozenset(event["sha256"] for event in journal.select(TEXT_APPROVED)),
    )


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
    """

    last: ReleasedEdition | None
    fingerprints: dict[str, str]
    last_changed: dict[str, ReleasedEdition]


def gather_history(journal: Journal) -> PublicHistory:
    """Gather what the public was shown from the whole journal."""
    last: ReleasedEdition | None = None
    fingerprints: dict[str, str] = {}
    last_changed: dict[str, ReleasedEdition] = {}
    for event in journal.select(EDITION_RELEASED):
        last = ReleasedEdition(event["edition"], date.fromisoformat(event["date"]))
        fingerprints.update(event["pages"])
        last_changed.update(dict.fromkeys(event["pages"], last))
    return PublicHistory(last, fingerprints, last_changed)


def record_edition(
    journal: Journal, edition: ReleasedEdition, pages: dict[str, str], inputs: list[str]
) -> None:
    """Note an edition as released.

    Args:
        journal: the journal.
        edition: its number and day.
        pages: slug -> digest of the public content of each page that changed in it.
        inputs: the surveys it is made of.
    """
    journal.append(
        EDITION_RELEASED,
        edition=edition.number,
        date=edition.released.isoformat(),
        surveys=inputs,
        pages=pages,
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
        for event in journal.events
        for key in ("received", "public_from", "on")
        if event.get(key)
    ]
    return max((day for day in days if day <= latest), default=latest)
