"""The command line run as a process, and what it leaves in a home."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "raw"
SERVER = Path(__file__).with_name("command_server.py")
SHARED = ROOT.parent / "shared"
TODAY = "2026-12-01"
EDITION = 3  # that the journal of the sample surveys ends with
LONGEST_S = 120


@dataclass(frozen=True)
class Told:
    """What a command printed, and the code it ended with."""

    code: int
    out: str
    err: str


def heritage(home: Path | None, /, *words: str | Path, **settings: str) -> Told:
    """Run the command line as a process of its own, with settings and none of ours."""
    environment = {name: value for name, value in os.environ.items() if "HERITAGE" not in name}
    stated = {f"HERITAGE_{name.upper()}": value for name, value in settings.items()}
    environment |= {"HERITAGE_TODAY": TODAY, "LANG": "C.UTF-8", "COLUMNS": "200"} | stated
    place = [] if home is None else ["--home", str(home)]
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked = {
            "words": [*place, *map(str, words)],
            "environment": environment,
            "out": str(out),
            "err": str(err),
            "seconds": LONGEST_S,
        }
        code = _ask_server(json.dumps(asked))
        assert code >= 0, f"heritage {words} took more than {LONGEST_S} s, or was killed: {code}"
        return Told(code, out.read_text("utf-8"), err.read_text("utf-8"))


def _ask_server(asked: str) -> int:
    server = _start_server()
    assert server.stdin
    assert server.stdout
    server.stdin.write(asked + "\n")
    server.stdin.flush()
    return int(server.stdout.readline())


@cache
def _start_server() -> subprocess.Popen[str]:
    """Start the process that command lines are forks of."""
    command = [sys.executable, str(SERVER)]
    pipe = subprocess.PIPE
    server = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, text=True)
    atexit.register(server.communicate)
    return server


def assert_refused(told: Told, *parts: str, code: int = 2) -> None:
    """One clear line on stderr with these words, the code, and no trace of the program."""
    assert told.code == code, told
    lines = told.err.splitlines()
    assert len(lines) == 1, told.err
    assert told.out == ""
    for part in parts:
        assert part in lines[0]
    for trace in ("Traceback", "Error:", ".py", "site-packages"):
        assert trace not in lines[0]


def read_bytes_of(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read_times_of(folder: Path) -> dict[str, int]:
    """Return when each file below a folder was last written; the lock of a run does not count."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def ask_register(home: Path, query: str) -> list[tuple[Any, ...]]:
    """Ask the register of a home."""
    with closing(sqlite3.connect(home / "data" / "processed" / "register.gpkg")) as register:
        return register.execute(query).fetchall()
