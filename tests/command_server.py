"""A process that has imported the project once, and runs each command line in a fork of itself.

A command line starts in a fraction of a second this way, as a process of its own all the same:
with its own arguments, environment, output and exit code, and with nothing of the test in it. It
ends when the test that started it does, since its standard input ends then.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from importlib import import_module
from typing import Any

IMPORTED = (
    "heritage_gis.cli",
    "heritage_gis.pipeline.diffing",
    "heritage_gis.pipeline.exporting",
    "heritage_gis.pipeline.history",
    "heritage_gis.pipeline.run",
    "heritage_gis.pipeline.verify",
)
KILLED = -signal.SIGKILL
MOMENT_S = 0.005


def serve() -> None:
    """Run what each line of standard input asks for, and answer with its exit code."""
    for name in IMPORTED:
        import_module(name)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(asked)
        print(_wait(child, asked["seconds"]), flush=True)  # noqa: T201 - it is the answer


def _run(asked: dict[str, Any]) -> None:
    """Become the command line that is asked for."""
    from heritage_gis.cli import main

    os.setsid()
    for number, path in enumerate((os.devnull, asked["out"], asked["err"])):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(path, flags, 0o600), number)
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = ["heritage", *asked["words"]]
    main()


def _wait(child: int, seconds: float) -> int:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(MOMENT_S)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return KILLED


if __name__ == "__main__":
    serve()
