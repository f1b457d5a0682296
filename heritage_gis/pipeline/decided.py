"""What was decided, as the journal has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heritage_gis.register.journal import Event
    from heritage_gis.settings import Settings


@dataclass(frozen=True)
class DecidedEvent:
    """A decision, or the taking back of a survey.

    Attributes:
        event: as the journal has it.
        holds: whether it was not undone.
    """

    event: Event
    holds: bool


def list_decided(settings: Settings) -> list[DecidedEvent]:
    """Return all that was decided, in its sequence."""
    from heritage_gis.register.decisions import DECISIONS, list_undone
    from heritage_gis.register.journal import WITHDRAWN, open_journal

    journal = open_journal(settings.home_folder.journal)
    undone = list_undone(journal)
    found = journal.select(*DECISIONS, WITHDRAWN)
    return [DecidedEvent(event, event["seq"] not in undone) for event in found]
