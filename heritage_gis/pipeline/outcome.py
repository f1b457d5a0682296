"""What a run did, for those who show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.sentences import Sentence, word_sentence

if TYPE_CHECKING:
    from heritage_gis.conform.carried_entries import CarriedEntry
    from heritage_gis.pipeline.ingest import Ingested

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


@dataclass(frozen=True)
class Refused:
    """A version of a survey that could not be taken in.

    Attributes:
        survey_id: the survey.
        file: the file of it that was refused.
        why: a sentence of `refusals.csv`.
        instead: its former version, which goes on counting; None where there is none.
    """

    survey_id: str
    file: str
    why: Sentence
    instead: Ingested | None = None

    def tell(self, language: str) -> str:
        """Return the file, and why it was refused, in one line."""
        return f"{self.file}: {word_sentence(self.why, language)}"


@dataclass(frozen=True)
class RunReport:
    """What a run did.

    Attributes:
        surveys: what became of each survey.
        refused: surveys that could not be taken in.
        questions: how many matters wait for the keeper.
        findings: how much does not fit together in the register; 0 where nobody looked.
        edition: the number of the edition that the public sees.
        is_new_edition: whether it is another than before.
        written: addresses within `maps/` that were written.
        removed: addresses within `maps/` that are gone.
        is_left: whether the maps were left to the next run; then nobody asked which edition
            the public sees.
        carried: what became of the former sidecar of a corrected survey.
        event: with which a decision was noted; 0 where nothing was decided.
        founded: the id that a decision gave to a new site; empty where it gave none.
    """

    surveys: tuple[Ingested, ...] = ()
    refused: tuple[Refused, ...] = ()
    questions: int = 0
    findings: int = 0
    edition: int = 0
    is_new_edition: bool = False
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    is_left: bool = False
    carried: tuple[CarriedEntry, ...] = ()
    event: int = 0
    founded: str = ""

    @property
    def held_back(self) -> int:
        """How many rows wait for their surveyors."""
        return sum(survey.held_back for survey in self.surveys)


def show_nothing(stage: str, done: int, total: int) -> None:
    """Take progress and show none of it."""
    del stage, done, total
