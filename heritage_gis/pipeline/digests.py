"""Digests of inputs: where none changed, nothing is made again."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.model.survey import Survey
    from heritage_gis.settings import Settings

CODE_SUFFIXES = {".py", ".csv", ".js", ".css", ".html", ".svg"}


@cache
def digest_code() -> str:
    """Return the digest of this version of the program, its tables and templates included."""
    root = Path(str(files("heritage_gis")))
    paths = sorted(path for path in root.rglob("*") if path.suffix in CODE_SUFFIXES)
    return digest_files(root, paths)


def read_stamp(path: Path) -> dict[str, Any]:
    """Read the stamp of something made; empty where there is none, or a power cut left it torn."""
    if not path.is_file():
        return {}
    try:
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except ValueError:
        return {}
    return told


def digest_files(root: Path, paths: Iterable[Path]) -> str:
    """Return one digest of the names and contents of files."""
    digest = hashlib.sha256()
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def digest_tree(root: Path) -> str:
    """Return one digest of all files below a folder; hidden ones are passed over."""
    paths = sorted(p for p in root.rglob("*") if p.is_file() and not p.name.startswith("."))
    return digest_files(root, paths)


def digest_survey(
    survey: Survey, earlier: Iterable[Survey], districts: str, settings: Settings
) -> str:
    """Return the digest of all that decides how a survey comes out of read, conform and check."""
    parts = [digest_code(), districts, str(settings.max_unpacked_mb), survey.survey_id]
    for version in (*earlier, survey):
        parts += [version.folder.name, version.sidecar_sha256]
        parts += [f"{file.name} {file.sha256}" for file in version.files]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
