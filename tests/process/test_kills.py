"""Killing a run at any moment loses nothing: the next run finishes the work, with the same ids.

A few kills at telling moments are in the tests; `make kills` does many more, spread over the run.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from published_files import read_files

from heritage_gis.pipeline.run import run
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("HERITAGE_RUN_KILLS", "40"))
LONGEST_RUN_S = 60


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], bytes]:
    """Give the maps and the journal of a run that nothing disturbed."""
    home = make_home(tmp_path_factory.mktemp("calm") / "home")
    settings = Settings(home=home)
    run(settings)
    return read_files(home / "maps"), settings.home_folder.journal.read_bytes()


def make_home(home: Path) -> Path:
    """Make a home of the sample surveys that has no journal yet."""
    shutil.copytree(ROOT / "data" / "raw", home / "data" / "raw")
    (home / "data" / "raw" / "journal.jsonl").unlink()
    return home


def run_and_kill(home: Path, is_now: Callable[[], bool]) -> bool:
    """Run the main job, and kill it with its children when the moment has come.

    Returns:
        Whether it was killed; else it was done before.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "heritage_gis", "--home", str(home), "run"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + LONGEST_RUN_S
    while process.poll() is None and time.monotonic() < deadline:
        if is_now():
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return True
        time.sleep(0.001)
    assert process.poll() is not None, "the run did not end by itself"
    return False


def check_journal(home: Path, whole: bytes) -> None:
    """What the journal holds after a kill is a beginning of what it holds in the end."""
    journal = home / "data" / "raw" / "journal.jsonl"
    kept = journal.read_bytes() if journal.exists() else b""
    assert whole.startswith(kept)
    for line in kept.split(b"\n")[:-1]:
        json.loads(line)


def count_lines(home: Path) -> int:
    """Return how many events the journal holds."""
    journal = home / "data" / "raw" / "journal.jsonl"
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "a survey is ingested": lambda home: any(home.glob("data/processed/surveys/*/stamp.json")),
    "surveys are received": lambda home: count_lines(home) >= 3,
    "the register's file appears": lambda home: (home / "data/processed/register.gpkg").exists(),
    "some sites are founded": lambda home: count_lines(home) >= 9,
    "numbers are given": lambda home: count_lines(home) >= 16,
    "the edition is laid out": lambda home: any(home.glob("data/processed/edition/kk/*")),
    "the edition is in the journal": lambda home: count_lines(home) >= 22,
    "new pages wait beside the old": lambda home: any(home.glob("maps/**/.*.new")),
    "the first page is public": lambda home: any(home.glob("maps/kk/*/index.html")),
}


@pytest.mark.process
def test_kills_at_telling_moments_lose_nothing(
    tmp_path: Path, expected: tuple[dict[str, bytes], bytes]
) -> None:
    """One home, killed at one moment after the other, ends as if nothing had been."""
    kill_at_moments(tmp_path, expected, [*MOMENTS][::4])


@pytest.mark.soak
def test_kills_at_every_telling_moment_lose_nothing(
    tmp_path: Path, expected: tuple[dict[str, bytes], bytes]
) -> None:
    """The same at all of them."""
    kill_at_moments(tmp_path, expected, [*MOMENTS])


def kill_at_moments(
    tmp_path: Path, expected: tuple[dict[str, bytes], bytes], moments: list[str]
) -> None:
    """Kill runs of one home, and see that it ends as if nothing had been."""
    maps, journal = expected
    home = make_home(tmp_path / "home")
    killed = {}
    for name in moments:
        is_come = MOMENTS[name]
        killed[name] = run_and_kill(home, lambda is_come=is_come: is_come(home))  # type: ignore[misc]  # mypy cannot type a default of a lambda
        check_journal(home, journal)
    assert sum(killed.values()) >= len(moments) - 2, killed
    run(Settings(home=home))
    assert read_files(home / "maps") == maps
    assert (home / "data" / "raw" / "journal.jsonl").read_bytes() == journal


@pytest.mark.soak
def test_kills_spread_over_the_run_lose_nothing(
    tmp_path: Path, expected: tuple[dict[str, bytes], bytes]
) -> None:
    """A fresh home each time, killed at evenly spread times, then run to the end."""
    maps, journal = expected
    started = time.monotonic()
    assert not run_and_kill(make_home(tmp_path / "timed"), lambda: False)
    whole = time.monotonic() - started
    killed = 0
    for number in range(KILLS):
        home = make_home(tmp_path / f"home-{number}")
        moment = time.monotonic() + whole * (number + 0.5) / KILLS
        killed += run_and_kill(home, lambda: time.monotonic() >= moment)  # noqa: B023 - used at once
        check_journal(home, journal)
        run(Settings(home=home))
        assert read_files(home / "maps") == maps
        assert (home / "data" / "raw" / "journal.jsonl").read_bytes() == journal
        shutil.rmtree(home)
    sys.stderr.write(f"\n{killed} of {KILLS} runs of {whole:.1f} s were killed; nothing was lost\n")
    assert killed >= KILLS * 0.9
