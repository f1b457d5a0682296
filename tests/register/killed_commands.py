"""Commands in a process of their own that is killed, or whose disk fills, at a named point."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import shutil
import signal
import tempfile
import time
import traceback
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from heritage_gis.errors import NoRoomError
from heritage_gis.model.survey import Sidecar
from heritage_gis.pipeline.deciding import Ruling, decide, withdraw
from heritage_gis.pipeline.files import submit_file
from heritage_gis.pipeline.run import run
from heritage_gis.register.decisions import MERGED
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TODAY = date(2026, 11, 26)
SHEETS = {
    "first": "Название,Вид,Широта,Долгота\nБегазы,могильник,48.26722,75.34528\n"
    "Тастыбулак,могильник,48.30000,75.40000\nТас-Булак,могильник,48.30700,75.40000\n",
    "second": "Название,Вид,Широта,Долгота\nБегазы,могильник,48.26730,75.34530\n"
    "Кызылтас,поселение,48.35000,75.45000\n",
    "third": "Название,Вид,Широта,Долгота\nКызылтас,поселение,48.35010,75.45010\n"
    "Жиланды,могильник,48.40000,75.50000\n",
}
# Where a command is killed: the stage, and the function before which, or after which, it is.
POINTS = {
    "before the file is received": ("heritage_gis.receive.uploads", "receive_upload", False),
    "after the file is received": ("heritage_gis.receive.uploads", "receive_upload", True),
    "after it is read and checked": ("heritage_gis.pipeline.ingest", "check_survey", True),
    "before its records are kept": ("heritage_gis.pipeline.ingest", "keep_report", False),
    "after all is ingested": ("heritage_gis.pipeline.run", "register_outcomes", False),
    "after it is noted": ("heritage_gis.register.journal", "Journal.append", True),
    "before a change": ("heritage_gis.register.upkeep", "rework", False),
    "before records are gathered": ("heritage_gis.register.reworking", "gather", False),
    "before sites are given": ("heritage_gis.register.reworking", "_note_given", False),
    "after sites are given": ("heritage_gis.register.reworking", "_note_given", True),
    "before sites are made": ("heritage_gis.register.reworking", "refresh", False),
    "before the commit": ("heritage_gis.register.upkeep", "write_decisions", True),
    "after the commit": ("heritage_gis.register.upkeep", "update_register", True),
    "before the twin is made": ("heritage_gis.pipeline.publishing", "plan_edition", False),
    "while pages are laid out": ("heritage_gis.pipeline.publishing", "make_page", True),
    "before the release": ("heritage_gis.pipeline.publishing", "release", False),
    "in the middle of the release": ("heritage_gis.pipeline.edition", "record_edition", True),
    "after the release": ("heritage_gis.pipeline.run", "finish_run", False),
}
LONGEST_S = 120
DONE, FAILED, TOLD, KILLED = range(4)
BALLAST = "ballast"


@dataclass(frozen=True)
class Command:
    """A command that is killed: what it does, and which points it passes."""

    act: Callable[[Settings], object]
    receives: bool


def make_settings(home: Path, url: str = "") -> Settings:
    """Return the settings of a home."""
    told = {"register_url": url, "today": TODAY, "keeper": "K"}
    return Settings(home=home).model_copy(update=told)


def write_sheets(home: Path) -> None:
    """Lay SHEETS into a home, where they wait for being submitted."""
    for name, sheet in SHEETS.items():
        (home / f"{name}.csv").write_text(sheet, "utf-8")


def submit(settings: Settings, name: str) -> None:
    """Submit one of SHEETS, which lie in the home."""
    sidecar = Sidecar(title=name, who="A", licence="CC0-1.0", received=TODAY)
    submit_file(settings.home / f"{name}.csv", sidecar, "", settings)


COMMANDS = {
    "submit": Command(lambda settings: submit(settings, "third"), receives=True),
    "withdraw": Command(
        lambda settings: withdraw("2026-first", "a test", settings), receives=False
    ),
    "merge": Command(
        lambda settings: decide(
            Ruling(MERGED, {"into": "KRG-000001", "site": "KRG-000002"}), "a test", settings
        ),
        receives=False,
    ),
}


def make_home(home: Path, url: str = "") -> Settings:
    """Make a home in which two surveys are registered."""
    home.mkdir()
    settings = make_settings(home, url)
    write_sheets(home)
    for name in ("first", "second"):
        submit(settings, name)
    return settings


def kill_at(command: str, settings: Settings, point: str, nth: int) -> bool:
    """Run a command, and kill it at a named point when it comes there for the nth time.

    Returns:
        Whether it was killed; else it never came there.
    """

    def die() -> None:
        os.killpg(0, signal.SIGKILL)

    return _run(command, settings, lambda: _arm(point, nth, die), LONGEST_S) == KILLED


def kill_after(command: str, settings: Settings, seconds: float) -> bool:
    """Run a command, and kill it after some time; return whether it still ran."""
    return _run(command, settings, lambda: None, seconds) == KILLED


def fill_at(command: str, settings: Settings, point: str) -> int:
    """Run a command on a disk of its own that is full from a named point on.

    Args:
        command: one of COMMANDS.
        settings: a home at the root of that disk; what is temporary goes there, too.
        point: one of POINTS; where it is empty, the disk is as full as it is.

    Returns:
        DONE, or TOLD where it said that there is no room.
    """

    def prepare() -> None:
        tempfile.tempdir = os.environ["TMPDIR"] = str(settings.home)
        if point:
            _arm(point, 1, lambda: fill_disk(settings.home / BALLAST))

    return _run(command, settings, prepare, LONGEST_S)


def fill_disk(ballast: Path, leave: int = 0) -> None:
    """Write a file until the disk is full, or has so many bytes left."""
    with ballast.open("wb", buffering=0) as file:
        while (free := _count_free(ballast) - leave) > 0:
            try:
                file.write(bytes(min(free, 1 << 20)))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                return


def _count_free(path: Path) -> int:
    disk = os.statvfs(path)
    return disk.f_bavail * disk.f_frsize


def run_whole(command: str, settings: Settings) -> float:
    """Run a command to its end, in a process of its own; return the seconds it took."""
    started = time.monotonic()
    assert _run(command, settings, lambda: None, LONGEST_S) == DONE
    return time.monotonic() - started


def _run(command: str, settings: Settings, prepare: Callable[[], None], seconds: float) -> int:
    """Run a command in a child; return DONE, TOLD or KILLED."""
    child = os.fork()
    if child == 0:
        os.setsid()
        os._exit(_act(command, settings, prepare))
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return _read_end(status)
        time.sleep(0.002)
    with contextlib.suppress(ProcessLookupError):  # it may have ended at this very moment
        os.killpg(child, signal.SIGKILL)
    return _read_end(os.waitpid(child, 0)[1])


def _read_end(status: int) -> int:
    code = KILLED if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    assert code != FAILED, "the command failed"
    return code


def _act(command: str, settings: Settings, prepare: Callable[[], None]) -> int:
    try:
        prepare()
        COMMANDS[command].act(settings)
    except NoRoomError:
        return TOLD
    except BaseException:  # noqa: BLE001 - a child must never come back into the tests
        traceback.print_exc()
        return FAILED
    return DONE


def _arm(point: str, nth: int, strike: Callable[[], None]) -> None:
    """Have something strike this process when it comes to a point for the nth time."""
    module, name, is_after = POINTS[point]
    owner = importlib.import_module(module)
    *parents, last = name.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    real, calls = getattr(owner, last), [0]

    def struck(*arguments: object, **named: object) -> object:
        calls[0] += 1
        is_now = calls[0] == nth
        if is_now and not is_after:
            strike()
        told = real(*arguments, **named)
        if is_now and is_after:
            strike()
        return told

    setattr(owner, last, struck)


def copy_home(settings: Settings, home: Path) -> Settings:
    """Copy a home with a GeoPackage."""
    shutil.copytree(settings.home, home)
    return settings.model_copy(update={"home": home})


def finish(settings: Settings) -> None:
    """Do what a keeper does next."""
    run(settings)
