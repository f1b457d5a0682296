"""Processes watched while they work: time, processor time, and the peak memory of each."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LOOKS_APART_S = 0.01
_PROC = Path("/proc")


@dataclass(frozen=True)
class Watched:
    """What some processes took, started at once and waited for.

    Attributes:
        wall_s: from the start of the first to the end of the last.
        cpu_s: processor time, user and system, of all of them and their children.
        peak_mb: what was started, and what it started in turn -> peak of its resident memory,
            `VmHWM` of /proc as last seen before it ended, looked at every 10 ms. (`ru_maxrss` will
            not do: a child begins with the figure of the process that started it.)
    """

    wall_s: float
    cpu_s: float
    peak_mb: Mapping[str, float]


def watch_processes(
    commands: Sequence[Sequence[str]], log: Path, name: Callable[[str], str]
) -> Watched:
    """Run commands at once and wait for all.

    Args:
        commands: program and arguments of each.
        log: takes what they print.
        name: says what a process is called in `peak_mb`, from its command line.

    Raises:
        RuntimeError: one of them failed.
    """
    peaks: dict[str, float] = {}
    is_over = threading.Event()
    with log.open("wb") as output:
        start = time.perf_counter()
        running = [
            subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
            for command in commands
        ]
        looker = threading.Thread(
            target=_look, args=([each.pid for each in running], peaks, is_over, name)
        )
        looker.start()
        ends = [os.wait4(each.pid, 0) for each in running]
        wall_s = time.perf_counter() - start
        is_over.set()
        looker.join()
    for process, (_, status, _) in zip(running, ends, strict=True):
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told = log.read_text("utf-8", "replace")
            raise RuntimeError(f"{process.args!r} gave {process.returncode}:\n{told}")
    cpu_s = sum(used.ru_utime + used.ru_stime for _, _, used in ends)
    return Watched(wall_s, cpu_s, peaks)


def _look(
    roots: Sequence[int],
    peaks: dict[str, float],
    is_over: threading.Event,
    name: Callable[[str], str],
) -> None:
    while not is_over.wait(LOOKS_APART_S):
        for pid in _list_family(roots):
            try:
                status = (_PROC / str(pid) / "status").read_text()
                command = (_PROC / str(pid) / "cmdline").read_text().replace("\0", " ")
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended between two looks
            peak = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
            if peak and command:
                called = name(command)
                peaks[called] = max(peaks.get(called, 0.0), int(peak[0]) * 1024 / 1e6)


def _list_family(pids: Sequence[int]) -> list[int]:
    """Return processes and all that they started."""
    family = list(pids)
    for pid in family:
        try:
            tasks = list((_PROC / str(pid) / "task").iterdir())
            told = " ".join((task / "children").read_text() for task in tasks)
        except (FileNotFoundError, ProcessLookupError):
            continue
        family += map(int, told.split())
    return family
