"""A survey: what one person sent at one time, and what its sidecar says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@dataclass(frozen=True)
class SurveyFile:
    """One received file."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Correction:
    """One `[[corrections]]` entry: a wrong value mended as data, with its reason.

    `expect` is what the cell must still say; once the surveyor mends it, the correction fails
    and can be taken out.
    """

    file: str
    rows: tuple[int, ...]
    column: str
    expect: str
    value: str
    reason: str


# What an `[[accept]]` entry may speak of -> our field, under which its column stands.
ACCEPTED_FIELDS = {
    "kind": "kind",
    "period": "period_text",
    "culture": "culture",
    "district": "district",
    "condition": "condition",
    "extant": "extant",
    "threat": "threats",
    "looted": "looted",
    "excavated": "excavated",
    "status": "protection_status",
}


@dataclass(frozen=True)
class Acceptance:
    """One `[[accept]]` entry: what a text means in every cell of its column that says it.

    Attributes:
        field: one of ACCEPTED_FIELDS.
        value: their text, as one cell says it.
        means: our code, a KATO, or a word that we know.
        reason: why, where that was said.
        who: the person who decided, where that was said.
    """

    field: str
    value: str
    means: str
    reason: str = ""
    who: str = ""


@dataclass(frozen=True)
class Sidecar:
    """What `survey.toml` says.

    Attributes:
        title: what the survey is called.
        who: the person who sent it.
        received: the day it came.
        licence: an SPDX name, under which the records may be published.
        public_from: nothing of the survey is published before this day.
        crs: the reference system as stated, such as `EPSG:28413`; empty where nothing is stated.
        encoding: the encoding of its text, where stated.
        columns: their heading -> our field, settled by a person.
        corrections: cells mended as data.
        accept: what texts that we do not know mean, each settled once for all cells like it.
        holds: what its rows are, `works` or `records`; where nothing is stated, records, unless
            they look like works: then that is asked.
    """

    title: str
    who: str
    received: date
    licence: str
    institution: str = ""
    leader: str = ""
    season: str = ""
    permit: str = ""
    report: str = ""
    public_from: date | None = None
    crs: str = ""
    encoding: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    accept: tuple[Acceptance, ...] = ()
    holds: str = ""


@dataclass(frozen=True)
class Survey:
    """One version of one survey, as it lies in `data/raw/<survey_id>/v<version>/`."""

    survey_id: str
    version: int
    folder: Path
    files: tuple[SurveyFile, ...]
    sidecar: Sidecar
    sidecar_sha256: str
