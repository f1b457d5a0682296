"""The sidecar of a survey: `survey.toml`, read and written."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

from heritage_gis.errors import MisusedError
from heritage_gis.model.survey import Correction, Sidecar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from heritage_gis.model.survey import SurveyFile

SIDECAR_NAME = "survey.toml"
REQUIRED = ("title", "who", "received", "licence")
TEXTS = ("title", "who", "licence", "institution", "leader", "season", "permit", "report")


def read_sidecar(path: Path) -> tuple[Sidecar, dict[str, str]]:
    """Read a `survey.toml`.

    Returns:
        The sidecar, and the sha256 it states for files by their name (empty where it states none).

    Raises:
        MisusedError: it is no TOML, a required key is missing, or a key has the wrong type.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MisusedError(f"{_name(path)}: is not valid TOML in UTF-8: {error}") from error
    missing = [key for key in REQUIRED if key not in said]
    if missing:
        raise MisusedError(f"{_name(path)}: {', '.join(missing)} must be given")
    for key in TEXTS:
        _expect(path, said, key, str)
    for key in ("received", "public_from"):
        _expect(path, said, key, date)
    stated = {entry["name"]: entry["sha256"] for entry in said.get("files", ())}
    return _build_sidecar(path, said), stated


def _build_sidecar(path: Path, said: dict[str, Any]) -> Sidecar:
    known = {key: said[key] for key in (*TEXTS, "received", "public_from") if key in said}
    for section in ("crs", "columns", "read"):
        _expect(path, said, section, dict)
    return Sidecar(
        **known,
        crs=str(said.get("crs", {}).get("stated", "")),
        encoding=str(said.get("read", {}).get("encoding", "")),
        columns={str(theirs): str(ours) for theirs, ours in said.get("columns", {}).items()},
        corrections=tuple(_read_correction(path, entry) for entry in said.get("corrections", ())),
    )


def _read_correction(path: Path, entry: dict[str, Any]) -> Correction:
    missing = {"rows", "column", "expect", "value", "reason"} - entry.keys()
    if missing:
        raise MisusedError(f"{_name(path)}: a correction lacks {', '.join(sorted(missing))}")
    return Correction(
        file=str(entry.get("file", "")),
        rows=tuple(int(row) for row in entry["rows"]),
        column=str(entry["column"]),
        expect=str(entry["expect"]),
        value=str(entry["value"]),
        reason=str(entry["reason"]),
    )


def _expect(path: Path, said: dict[str, Any], key: str, kind: type) -> None:
    if key in said and not isinstance(said[key], kind):
        found = type(said[key]).__name__
        raise MisusedError(f"{_name(path)}: {key} must be {kind.__name__}, found {found}")


def _name(path: Path) -> str:
    """Name a sidecar as the keeper sees it: survey, version, file."""
    return "/".join(path.parts[-3:])


def write_sidecar(path: Path, sidecar: Sidecar, files: Iterable[SurveyFile]) -> None:
    """Write a `survey.toml` with the checksums of the files beside it."""
    lines = [f"{key} = {_quote(value)}" for key in TEXTS if (value := getattr(sidecar, key))]
    lines.append(f"received = {sidecar.received.isoformat()}")
    if sidecar.public_from:
        lines.append(f"public_from = {sidecar.public_from.isoformat()}")
    if sidecar.crs:
        lines += ["", "[crs]", f"stated = {_quote(sidecar.crs)}"]
    if sidecar.encoding:
        lines += ["", "[read]", f"encoding = {_quote(sidecar.encoding)}"]
    if sidecar.columns:
        lines += ["", "[columns]"]
        lines += [f"{_quote(theirs)} = {_quote(ours)}" for theirs, ours in sidecar.columns.items()]
    for file in files:
        lines += ["", "[[files]]", f"name = {_quote(file.name)}", f"sha256 = {_quote(file.sha256)}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quote(text: str) -> str:
    """Write a text as a TOML basic string, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)
