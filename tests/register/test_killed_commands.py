"""Submit, withdraw and merge killed at any moment: the register is as before, or as after.

Kills at a few points are in the tests; `make kills` does many, half of them at the named points
of every stage, half at random.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import pytest
from killed_commands import (
    COMMANDS,
    POINTS,
    copy_home,
    finish,
    kill_after,
    kill_at,
    make_home,
    run_whole,
)
from postgis_server import copy_database
from published_files import read_files
from register_rows import dump_register, find_differences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from heritage_gis.settings import Settings

KILLS = int(os.environ.get("HERITAGE_KILLS", "60"))
KILLS_ON_POSTGIS = int(os.environ.get("HERITAGE_KILLS_POSTGIS", "20"))
NOT_KILLED = "not killed"  # it had ended before
TRIES = 3  # times as many as kills are asked for, at the most
FEW = {
    "submit": ("after the file is received", "after sites are given"),
    "withdraw": ("before the commit",),
    "merge": ("after it is noted",),
}

State = tuple["dict[str, pd.DataFrame]", "dict[str, bytes]"]


def read_state(settings: Settings) -> State:
    """Return the rows of the register, and the content of every public file."""
    return dump_register(settings), read_files(settings.home_folder.maps)


def is_state(settings: Settings, state: State) -> bool:
    """Tell whether a home is in a state, in its register and in its maps."""
    rows, files = read_state(settings)
    return not find_differences(rows, state[0]) and files == state[1]


class Trial:
    """A home, and a command that is killed in copies of it.

    Attributes:
        before: the state without the command.
        after: the state with it.
        seconds: how long it takes.
    """

    def __init__(
        self,
        folder: Path,
        command: str,
        home: Settings,
        copy: Callable[[Settings, Path], Settings] = copy_home,
    ) -> None:
        """See what the command does to a copy of a home."""
        self.folder, self.command, self.home, self.copy = folder, command, home, copy
        self.before = read_state(self.home)
        calm = copy(self.home, folder / "calm")
        self.seconds = run_whole(command, calm)
        self.after = read_state(calm)
        assert find_differences(self.before[0], self.after[0])

    def check(self, kill: Callable[[Settings], bool]) -> str:
        """Kill the command in a copy, do what comes next, and say in which state that ends."""
        settings = self.copy(self.home, self.folder / "killed")
        was_received = set(settings.home_folder.raw.iterdir())
        is_killed = kill(settings)
        assert was_received <= set(settings.home_folder.raw.iterdir()), "something is lost"
        finish(settings)
        told = next((n for n in ("before", "after") if is_state(settings, getattr(self, n))), "")
        assert told, f"{self.command}: the register is between before and after"
        shutil.rmtree(settings.home)
        return told if is_killed else NOT_KILLED


def list_points(command: str) -> list[str]:
    """Return the points that a command passes."""
    receiving = ("received", "read and checked", "records are kept")
    is_receiving = COMMANDS[command].receives
    return [p for p in POINTS if is_receiving or not p.endswith(receiving)]


def share_points(count: int) -> dict[str, list[str]]:
    """Share points out to commands, `count` to each, so that all points get about as many.

    Submit, which passes all of them, comes last and makes up for what the others do not pass.
    """
    hits, shared = Counter[str](), {}
    for command in sorted(COMMANDS, key=lambda name: COMMANDS[name].receives):
        shared[command] = list[str]()
        for _ in range(count):
            point = min(list_points(command), key=lambda name: hits[name])
            hits[point] += 1
            shared[command].append(point)
    return shared


def kill_many(trial: Trial, count: int, chance: random.Random) -> tuple[Counter[str], Counter[str]]:
    """Kill a command at named points and at random, half each; count the points and the ends."""
    at, ends = Counter[str](), Counter[str]()
    for point in share_points(count // 2)[trial.command]:
        kill = partial(kill_at, trial.command, point=point)
        end = NOT_KILLED
        if at[point] % 2:  # a point that is passed twice is tried the second time, too
            end = trial.check(partial(kill, nth=2))
        if end == NOT_KILLED:
            end = trial.check(partial(kill, nth=1))
        assert end != NOT_KILLED, point
        ends[end] += 1
        at[point] += 1
    for _ in range(TRIES * count):
        if at["at random"] == count - count // 2:
            break
        seconds = chance.uniform(0, trial.seconds)
        end = trial.check(partial(kill_after, trial.command, seconds=seconds))
        if end != NOT_KILLED:
            ends[end] += 1
            at["at random"] += 1
    return at, ends


@pytest.fixture(scope="module")
def kept_home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Make a home in which two surveys are registered; commands are killed in copies of it."""
    return make_home(tmp_path_factory.mktemp("kept") / "home")


@pytest.mark.process
@pytest.mark.parametrize("command", COMMANDS)
def test_killed_command_is_done_or_not_done(
    tmp_path: Path, kept_home: Settings, command: str
) -> None:
    """Killed at a few telling points, a command is done whole or not at all."""
    trial = Trial(tmp_path, command, kept_home)
    for point in FEW[command]:
        assert trial.check(partial(kill_at, command, point=point, nth=1)) != NOT_KILLED


@pytest.mark.soak
@pytest.mark.parametrize("command", COMMANDS)
def test_command_killed_many_times_is_done_or_not_done(
    tmp_path: Path, kept_home: Settings, command: str
) -> None:
    """The same at every point and at random, with a GeoPackage."""
    trial = Trial(tmp_path, command, kept_home)
    at, ends = kill_many(trial, KILLS, random.Random(command))
    sys.stderr.write(f"\n{command} on GeoPackage: {dict(ends)}; killed {dict(at)}\n")


@pytest.mark.soak
@pytest.mark.enable_socket
@pytest.mark.parametrize("command", COMMANDS)
def test_command_killed_on_postgis_is_done_or_not_done(
    tmp_path: Path, make_database: Callable[[], str], command: str
) -> None:
    """The same with a register on PostGIS."""

    def copy(settings: Settings, home: Path) -> Settings:
        copied = copy_home(settings, home)
        return copied.model_copy(update={"register_url": copy_database(settings.register_url)})

    trial = Trial(tmp_path, command, make_home(tmp_path / "home", make_database()), copy)
    at, ends = kill_many(trial, KILLS_ON_POSTGIS, random.Random(command))
    sys.stderr.write(f"\n{command} on PostGIS: {dict(ends)}; killed {dict(at)}\n")
