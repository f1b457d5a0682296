"""The sidecar of a survey: `survey.toml`, read and written."""

from __future__ import annotations

import json
import tomllib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from heritage_gis.errors import MisusedError
from heritage_gis.model.survey import ACCEPTED_FIELDS, Acceptance, Correction, Sidecar
from heritage_gis.model.work import HOLDINGS
from heritage_gis.receive.licences import require_licence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from heritage_gis.model.survey import SurveyFile

SIDECAR_NAME = "survey.toml"
REQUIRED = ("title", "who", "received", "licence")
TEXTS = ("title", "who", "licence", "institution", "leader", "season", "permit", "report", "holds")
DATES = ("received", "public_from")
# Tables, and the keys each may have; None where they are the surveyor's own words.
TABLES: dict[str, tuple[str, ...] | None] = {
    "crs": ("stated",),
    "read": ("encoding",),
    "columns": None,
}
LISTS = {
    "corrections": ("rows", "column", "expect", "value", "reason", "file"),
    "accept": ("field", "value", "means", "reason", "who"),
    "files": ("name", "sha256"),
}
OPTIONAL = {"corrections": ("file",), "accept": ("reason", "who"), "files": ()}
EXPECTED = {str: "text in quotes", date: "a date such as 2026-11-22", dict: "a table"}


def read_sidecar(path: Path) -> tuple[Sidecar, dict[str, str]]:
    """Read a `survey.toml`.

    Returns:
        The sidecar, and the sha256 it states for files by their name (empty where it states none).

    Raises:
        MisusedError: it is no TOML, a required key is missing, a key is none of ours, or has the
            wrong type.
    """
    name = "/".join(path.parts[-3:])  # as the keeper sees it: survey, version, file
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MisusedError(f"{name}: is not valid TOML in UTF-8: {error}") from error
    try:
        _check_keys(said)
        return _build_sidecar(said), {
            file["name"]: file["sha256"] for file in said.get("files", ())
        }
    except MisusedError as error:
        raise MisusedError(f"{name}: {error}") from error


def _check_keys(said: dict[str, Any]) -> None:
    """Refuse what is missing, misspelt, or of another type than the standard has."""
    missing = [key for key in REQUIRED if not said.get(key)]
    if missing:
        raise MisusedError(f"{', '.join(missing)} must be given")
    _refuse_unknown("", said, (*TEXTS, *DATES, *TABLES, *LISTS))
    for keys, kind in ((TEXTS, str), (DATES, date), (TABLES, dict)):
        for key in said.keys() & set(keys):
            _expect(key, said[key], kind)
    require_licence(said["licence"])
    require_holding(said.get("holds", ""))
    for table, known in TABLES.items():
        for key, value in said.get(table, {}).items():
            _refuse_unknown(f"[{table}] ", {key}, known or (key,))
            _expect(f"[{table}] {key}", value, str)
    for key, fields in LISTS.items():
        entries = said.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
            raise MisusedError(f"{key} must be written as [[{key}]], once for each")
        for entry in entries:
            _check_entry(key, entry, fields)


def require_holding(holds: str) -> None:
    """Let pass what the rows of a survey can be; empty where it is not stated.

    Raises:
        MisusedError: it is none of HOLDINGS.
    """
    if holds and holds not in HOLDINGS:
        raise MisusedError(f"holds: {holds!r} is none of {', '.join(HOLDINGS)}")


def _check_entry(name: str, entry: dict[str, Any], fields: tuple[str, ...]) -> None:
    missing = [field for field in fields if field not in (*entry, *OPTIONAL[name])]
    if missing:
        raise MisusedError(f"[[{name}]] lacks {', '.join(missing)}")
    _refuse_unknown(f"[[{name}]] ", entry, fields)
    for field in entry.keys() - {"rows"}:
        _expect(f"[[{name}]] {field}", entry[field], str)
    if name == "accept":
        _check_accepted(entry["field"], entry["value"], entry["means"])
    rows = entry.get("rows", [])
    if not isinstance(rows, list) or not all(type(row) is int for row in rows):
        raise MisusedError(f"[[{name}]] rows must be whole numbers, such as [12, 14]")


def _check_accepted(field: str, value: str, means: str) -> None:
    if field not in ACCEPTED_FIELDS:
        known = ", ".join(ACCEPTED_FIELDS)
        raise MisusedError(f"[[accept]] field «{field}» is none; there are {known}")
    for key, text in (("value", value), ("means", means)):
        if not text.strip():
            raise MisusedError(f"[[accept]] {key} must be given")


def _refuse_unknown(where: str, keys: Iterable[str], known: tuple[str, ...]) -> None:
    unknown = sorted(set(keys) - set(known))
    if unknown:
        raise MisusedError(f"{where}{unknown[0]} is no key; there are {', '.join(known)}")


def _expect(key: str, value: object, kind: type) -> None:
    if not isinstance(value, kind) or isinstance(value, datetime):
        raise MisusedError(f"{key} must be {EXPECTED[kind]}, found {value!r}")


def _build_sidecar(said: dict[str, Any]) -> Sidecar:
    return Sidecar(
        **{key: said[key] for key in (*TEXTS, *DATES) if key in said},
        crs=said.get("crs", {}).get("stated", ""),
        encoding=said.get("read", {}).get("encoding", ""),
        columns=dict(said.get("columns", {})),
        corrections=tuple(
            Correction(**{"file": "", **entry, "rows": tuple(entry["rows"])})
            for entry in said.get("corrections", ())
        ),
        accept=tuple(Acceptance(**entry) for entry in said.get("accept", ())),
    )


def check_sidecar(sidecar: Sidecar) -> None:
    """Refuse what could be written, but not read again.

    Raises:
        MisusedError: a required text is blank, or a text holds what is no letter.
    """
    for key in REQUIRED:
        if not str(getattr(sidecar, key)).strip():
            raise MisusedError(f"{key} must be given")
    require_licence(sidecar.licence)
    require_holding(sidecar.holds)
    for key in (*TEXTS, "crs", "encoding"):
        text = getattr(sidecar, key)
        if not text.isprintable():
            raise MisusedError(f"{key} holds signs that cannot be printed: {text!r}")
    for entry in sidecar.accept:
        _check_accepted(entry.field, entry.value, entry.means)


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
    for correction in sidecar.corrections:
        lines += ["", "[[corrections]]", f"rows = {list(correction.rows)}"]
        texts = ("file", "column", "expect", "value", "reason")
        lines += [f"{key} = {_quote(getattr(correction, key))}" for key in texts]
    for entry in sidecar.accept:
        told = ((key, getattr(entry, key)) for key in LISTS["accept"])
        lines += ["", "[[accept]]", *(f"{key} = {_quote(text)}" for key, text in told if text)]
    for file in files:
        lines += ["", "[[files]]", f"name = {_quote(file.name)}", f"sha256 = {_quote(file.sha256)}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quote(text: str) -> str:
    """Write a text as a TOML basic string, whose escapes are those of JSON, and one more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
