"""The home of the sample surveys, built once for all tests of a session, whichever worker asks."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from dataclasses import astuple
from pathlib import Path

import pytest
from command_line import SAMPLE, Told, heritage


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    """Build a home of the sample surveys by the command line, and give what that printed.

    The workers of one session share it, so nobody changes it.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    home, said = shared / "sample-home", shared / "sample-home.json"
    with (shared / "sample-home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            shutil.copytree(SAMPLE, home / "data" / "raw")
            said.write_text(json.dumps(astuple(heritage(home, "run"))), "utf-8")
    return home, Told(*json.loads(said.read_text("utf-8")))


@pytest.fixture(scope="session")
def built(first_run: tuple[Path, Told]) -> Path:
    """Give the built home; nobody changes it."""
    assert first_run[1].code == 0, first_run[1].err
    return first_run[0]


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    """Give a copy of the built home."""
    return Path(shutil.copytree(built, tmp_path / "home"))
