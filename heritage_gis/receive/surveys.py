"""The surveys that lie in `data/raw/`, and whether they are as they were received."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from heritage_gis.errors import DamagedHomeError, MisusedError
from heritage_gis.model.survey import Survey, SurveyFile
from heritage_gis.receive.sidecar import SIDECAR_NAME, read_sidecar

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.paths import Home

SURVEY_FOLDER = re.compile(r"\d{4}-[a-z0-9][a-z0-9-]*")
VERSION_FOLDER = re.compile(r"v([1-9]\d*)")


def find_surveys(home: Home) -> list[Survey]:
    """Return every version of every survey of a home, by date received, survey and version.

    Raises:
        MisusedError: a sidecar is missing or cannot be read.
        DamagedHomeError: a file is not the one its sidecar states.
    """
    if not home.raw.is_dir():
        return []
    folders = [
        version
        for survey in sorted(home.raw.iterdir())
        if SURVEY_FOLDER.fullmatch(survey.name) and survey.is_dir()
        for version in survey.iterdir()
        if VERSION_FOLDER.fullmatch(version.name) and version.is_dir()
    ]
    surveys = [open_survey(folder) for folder in folders]
    return sorted(surveys, key=lambda s: (s.sidecar.received, s.survey_id, s.version))


def open_survey(folder: Path) -> Survey:
    """Return the survey version that lies in `<survey_id>/v<version>/`.

    Raises:
        MisusedError: it has no sidecar, no files, or the sidecar cannot be read.
        DamagedHomeError: a file is not the one its sidecar states.
    """
    path = folder / SIDECAR_NAME
    title = f"{folder.parent.name}/{folder.name}"
    if not path.is_file():
        raise MisusedError(f"{title}: has no {SIDECAR_NAME}; say there who sent it, and when")
    sidecar, stated = read_sidecar(path)
    files = tuple(hash_file(file) for file in sorted(folder.iterdir()) if _is_data(file))
    if not files:
        raise MisusedError(f"{title}: has no files beside its {SIDECAR_NAME}")
    for file in files:
        if stated.get(file.name, file.sha256) != file.sha256:
            raise DamagedHomeError(
                f"{title}/{file.name}: is not the file that was received (its sha256 differs from "
                f"{SIDECAR_NAME}); restore it, or put the corrected file into a new version folder"
            )
    version = int(folder.name.removeprefix("v"))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Survey(folder.parent.name, version, folder, files, sidecar, digest)


def _is_data(path: Path) -> bool:
    return path.is_file() and path.name != SIDECAR_NAME and not path.name.startswith((".", "~$"))


def hash_file(path: Path) -> SurveyFile:
    """Return name, sha256 and size of a file."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return SurveyFile(path.name, digest, path.stat().st_size)
