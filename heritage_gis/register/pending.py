"""Pending events: what was received, taken back or decided, and has not been acted on yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.register.decisions import ABOUT_SITES, SPLIT, UNDONE
from heritage_gis.register.journal import RECEIVED, WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from heritage_gis.register.journal import Event, Journal


@dataclass(frozen=True)
class Pending:
    """What has not been acted on yet.

    Attributes:
        of_survey: survey_id -> the events with which it was received, taken back or brought back.
        decisions: the events with which something was decided or undone.
        sites: that these decisions speak of.
        records: that these decisions speak of.
        split_from: record_id -> the site that it was split from, and the one it was split off to.
    """

    of_survey: dict[str, tuple[int, ...]]
    decisions: tuple[int, ...]
    sites: frozenset[str]
    records: frozenset[str]
    split_from: dict[str, tuple[str, str]]


def find_pending(journal: Journal, is_pending: Callable[[int], bool]) -> Pending:
    """Return the events that have not been acted on, by what they speak of."""
    of_survey: dict[str, tuple[int, ...]] = {}
    decisions: list[Event] = []
    known = {e["seq"]: e for e in journal.select(RECEIVED, WITHDRAWN, UNDONE, *ABOUT_SITES)}
    undoings: list[int] = []
    for seq, event in known.items():
        if not is_pending(seq):
            continue
        meant = _find_undone(known, event)
        if meant is None:  # what is undone is no matter of the register
            continue
        if meant["event"] in (RECEIVED, WITHDRAWN):
            of_survey[meant["survey"]] = (*of_survey.get(meant["survey"], ()), seq)
        else:
            decisions.append(meant)
            undoings.append(seq)
    return Pending(
        of_survey,
        tuple(undoings),
        frozenset(event[k] for event in decisions for k in ("site", "other", "into") if k in event),
        frozenset(record for event in decisions for record in _list_records(event)),
        {
            record: (event["site"], event["into"])
            for event in decisions
            if event["event"] == SPLIT
            for record in event["records"]
        },
    )


def _find_undone(known: dict[int, Event], event: Event) -> Event | None:
    """Return the event that an undoing, or the undoing of an undoing, is about in the end."""
    meant: Event | None = event
    while meant is not None and meant["event"] == UNDONE:
        meant = known.get(meant["undoes"])
    return meant


def _list_records(event: Event) -> list[str]:
    several = [*event.get("records", ()), *event.get("left", ())]
    return [*several, *([event["record"]] if "record" in event else [])]
