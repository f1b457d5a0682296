"""Refusals of files: one line, in time, that gives nothing away."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from heritage_gis.errors import RefusedFileError
from heritage_gis.read.child import import_reader
from heritage_gis.read.files import read_file
from heritage_gis.read.formats import FORMATS
from heritage_gis.read.guard import open_scratch
from heritage_gis.read.handover import Handover
from heritage_gis.read.job import Job
from heritage_gis.read.limits import take_limits
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


SECRET = "SECRET-MARKER"  # noqa: S105 - a word to look for in messages
MOST_SECONDS = 20
FEATURE = '{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[1,2]}}'
HEADINGS = b"name;lat;lon\n"


def refuse(path: Path, name: str, settings: Settings | None = None) -> str:
    """Read a file that must be refused; return the line, after looking at its form."""
    before = time.monotonic()
    with pytest.raises(RefusedFileError) as caught:
        read_file(path, name, settings or Settings())
    line = str(caught.value)
    assert time.monotonic() - before < MOST_SECONDS
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    assert "Traceback" not in line
    assert SECRET not in line
    assert str(path.parent) not in line
    assert "heritage-read" not in line
    return line.removeprefix(f"{name}: ")


def refuse_inside(path: Path, name: str, code: str) -> str:
    """Let the reader of a format refuse a file in this process: quick, where no guard is needed."""
    known = next(known for known in FORMATS if known.code == code)
    suffix = known.suffixes[0]
    with open_scratch() as scratch:
        job = Job(code, name, "input", suffix, "", take_limits(Settings()))
        (scratch / job.file).symlink_to(path)
        with pytest.raises(RefusedFileError) as caught:
            import_reader(code)(Handover(job, scratch))
    assert str(scratch) not in caught.value.reason
    return caught.value.reason
