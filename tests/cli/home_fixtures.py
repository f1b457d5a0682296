"""A home of the sample surveys: built once by the command line, and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import SAMPLE, Told, heritage


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    """Build a home of the sample surveys once; nobody changes it."""
    home = tmp_path_factory.mktemp("built")
    shutil.copytree(SAMPLE, home / "data" / "raw")
    return home, heritage(home, "run")


@pytest.fixture(scope="session")
def built(first_run: tuple[Path, Told]) -> Path:
    """Give the built home; nobody changes it."""
    assert first_run[1].code == 0, first_run[1].err
    return first_run[0]


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    """Give a copy of the built home."""
    return Path(shutil.copytree(built, tmp_path / "home"))
