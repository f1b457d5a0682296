"""Receipts: which surveys were received, in which version, and which of them count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.errors import DamagedHomeError, MisusedError
from heritage_gis.register.decisions import list_undone
from heritage_gis.register.journal import RECEIVED, WITHDRAWN

if TYPE_CHECKING:
    from heritage_gis.model.survey import Survey
    from heritage_gis.register.journal import Event, Journal


@dataclass(frozen=True)
class Receipt:
    """What the journal says of a survey that counts.

    Attributes:
        survey_id: the survey.
        folder: its version that counts, as its folder is named.
        received: folder of each version -> the event with which it was received last.
        sequence: the event with which the survey was first received: its place among all surveys.
    """

    survey_id: str
    folder: str
    received: dict[str, int]
    sequence: int

    @property
    def latest(self) -> int:
        """The event with which the version that counts was received."""
        return self.received[self.folder]

    def list_versions(self) -> dict[int, int]:
        """Return version -> the event with which it was received."""
        return {int(name.removeprefix("v")): seq for name, seq in self.received.items()}


def is_received(journal: Journal, survey: Survey) -> bool:
    """Tell whether the journal's last word on this version is these very files and sidecar."""
    return not find_unreceived(journal, [survey])


def find_unreceived(journal: Journal, surveys: list[Survey]) -> list[Survey]:
    """Return the versions of surveys that the journal does not know as they are now."""
    told = {(e["survey"], e["folder"]): _describe(e) for e in journal.select(RECEIVED)}
    return [
        survey
        for survey in surveys
        if told.get((survey.survey_id, survey.folder.name)) != _describe(_tell(survey))
    ]


def _describe(event: Event) -> tuple[str, dict[str, str]]:
    return event["sidecar"], event["files"]


def _tell(survey: Survey) -> Event:
    files = {file.name: file.sha256 for file in survey.files}
    return {"sidecar": survey.sidecar_sha256, "files": files}


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
        **_tell(survey),
    )


def list_receipts(journal: Journal) -> list[Receipt]:
    """Return what counts: of each survey that was not taken back, the version received last.

    They stand in the sequence in which each survey was first received.
    """
    undone = list_undone(journal)
    received: dict[str, dict[str, int]] = {}
    first: dict[str, int] = {}
    withdrawn: dict[str, int] = {}
    for event in journal.select(RECEIVED, WITHDRAWN):
        if event["event"] == RECEIVED:
            received.setdefault(event["survey"], {})[event["folder"]] = event["seq"]
            first.setdefault(event["survey"], event["seq"])
        elif event["seq"] not in undone:
            withdrawn[event["survey"]] = event["seq"]
    receipts = [
        Receipt(survey_id, max(folders, key=folders.__getitem__), folders, first[survey_id])
        for survey_id, folders in received.items()
        if survey_id not in withdrawn or withdrawn[survey_id] < max(folders.values())
    ]
    return sorted(receipts, key=lambda receipt: receipt.sequence)


def find_withdrawn(journal: Journal) -> dict[str, int]:
    """Return the surveys that were taken back and do not count now, each with that event."""
    undone = list_undone(journal)
    counting = {receipt.survey_id for receipt in list_receipts(journal)}
    return {
        event["survey"]: event["seq"]
        for event in journal.select(WITHDRAWN)
        if event["seq"] not in undone and event["survey"] not in counting
    }


def list_current(journal: Journal, surveys: list[Survey]) -> list[Survey]:
    """Return the surveys that count, in the sequence in which each was first received.

    Of a survey with several versions the last one received counts; one that was taken back does
    not count until it is received again or that is undone.

    Raises:
        DamagedHomeError: a survey that counts is gone from `data/raw/`.
    """
    by_place = {(survey.survey_id, survey.folder.name): survey for survey in surveys}
    places = [(receipt.survey_id, receipt.folder) for receipt in list_receipts(journal)]
    missing = [place for place in places if place not in by_place]
    if missing:
        survey_id, folder = missing[0]
        raise DamagedHomeError(f"{survey_id}/{folder}: was received but is gone; restore it")
    return [by_place[place] for place in places]


def withdraw_survey(journal: Journal, survey_id: str, told: dict[str, str]) -> Event:
    """Note that a survey is taken back.

    Args:
        journal: the journal.
        survey_id: the survey.
        told: `why`, `by` and `on`.

    Raises:
        MisusedError: it does not count, so that it cannot be taken back.
    """
    known = [receipt.survey_id for receipt in list_receipts(journal)]
    if seq := find_withdrawn(journal).get(survey_id):
        raise MisusedError(
            f"survey {survey_id} was taken back already (event {seq}); "
            f"heritage undo {seq} brings it back"
        )
    if survey_id not in known:
        raise MisusedError(f"there is no survey {survey_id}; there are {', '.join(sorted(known))}")
    return journal.append(WITHDRAWN, survey=survey_id, **told)
