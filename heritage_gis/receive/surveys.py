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
PLACES_FOLDER = "places"  # in it lie installed district layers


def find_surveys(home: Home) -> list[Survey]:
    """Return every version of every survey of a home, by date received, survey and version.

    Raises:
        MisusedError: a folder is not named as surveys and versions are; a sidecar is missing or
            cannot be read.
        DamagedHomeError: a file is not the one its sidecar states.
    """
    if not home.raw.is_dir():
        return []
    surveys = [
        open_survey(version)
        for survey in _list_folders(home.raw)
        if survey.name != PLACES_FOLDER
        for version in _list_versions(survey)
    ]
    return sorted(surveys, key=lambda s: (s.sidecar.received, s.survey_id, s.version))


def _list_folders(folder: Path) -> list[Path]:
    """Return the folders in a folder, but for hidden ones."""
    return sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))


def _list_versions(survey: Path) -> list[Path]:
    """Return the versions of a survey; nothing that lies there is passed over in silence."""
    if not SURVEY_FOLDER.fullmatch(survey.name):
        raise MisusedError(
            f"data/raw/{survey.name}: is not named as a survey is; rename it to the year, a hyphen "
            "and small Latin letters or figures, such as 2026-karkaraly"
        )
    versions = _list_folders(survey)
    strange = [path.name for path in versions if not VERSION_FOLDER.fullmatch(path.name)]
    if not versions:
        strange = sorted(p.name for p in survey.iterdir() if not p.name.startswith("."))
    if strange:
        raise MisusedError(
            f"data/raw/{survey.name}/{strange[0]}: is no version of the survey; its files belong "
            "into a folder v1, a corrected file into v2, and so on"
        )
    return versions


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
    gone = sorted(stated.keys() - {file.name for file in files})
    if gone:
        raise DamagedHomeError(f"{title}/{gone[0]}: was received but is gone; restore it")
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
