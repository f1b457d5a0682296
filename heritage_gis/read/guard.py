"""The guarded child process that every received file is read in, seen from the parent."""

from __future__ import annotations

import json
import mmap
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from heritage_gis.errors import NoRoomError, RefusedFileError, refuse_file
from heritage_gis.model.raw_table import keep_pages
from heritage_gis.read.gdal import list_environment
from heritage_gis.read.handover import make_features_schema, make_grid_schema
from heritage_gis.read.job import (
    INPUT,
    MARKED,
    OUTPUT,
    Fault,
    Job,
    Outcome,
    Sheet,
    find_outcome,
    is_ready,
    parse_outcome,
    write_job,
)
from heritage_gis.read.limits import MAX_COLUMNS, MB
from heritage_gis.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from heritage_gis.read.formats import Format

_MOST_OUTCOME_BYTES = 64_000_000
_MOST_STDERR = 20_000
_LEAST_ROOM = MB  # with less on the disk, a child that fell, fell for want of it
_LONGEST_FAULT = 200


@dataclass(frozen=True)
class HandedSheet:
    """A table from the child, checked.

    Attributes:
        sheet: what is said of it.
        cells: its cells.
        release: lets go of what memory holds of the file that they are mapped from; what is
            asked for again is read again.
    """

    sheet: Sheet
    cells: pa.Table
    release: Callable[[], None] = keep_pages


@dataclass(frozen=True)
class Handed:
    """All that a child handed over.

    Attributes:
        sheets: its tables, mapped from files that are gone once the tables are.
        members: of an archive: where the file lies, and its name inside.
        unread: names of what an archive holds besides.
        walls: the walls that stood about the child.
        faults: what is to be told of features, layers or the file.
        taken: names of files beside the input that are its parts.
    """

    sheets: tuple[HandedSheet, ...] = ()
    members: tuple[tuple[Path, str], ...] = ()
    unread: tuple[str, ...] = ()
    walls: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    taken: tuple[str, ...] = ()


class BrokenFileError(RefusedFileError):
    """GDAL stopped in the middle of the file."""


class ChildError(Exception):
    """What the child left on stderr when it fell, or what was wrong with its answer."""


@contextmanager
def open_scratch() -> Iterator[Path]:
    """Give a folder to a child, and take it away with all that is in it.

    Raises:
        NoRoomError: the disk for temporary files is full, whatever was made of that.
    """
    scratch = Path(tempfile.mkdtemp(prefix="heritage-read-")).resolve()
    try:
        (scratch / INPUT).mkdir()
        (scratch / OUTPUT).mkdir()
        yield scratch
    except (OSError, RefusedFileError, ChildError) as fault:
        if shutil.disk_usage(scratch).free > _LEAST_ROOM:
            raise
        raise NoRoomError(
            f"{tempfile.gettempdir()}: is full, so that no file can be read; see to it"
        ) from fault
    finally:
        shutil.rmtree(scratch)


def run_child(job: Job, known: Format, inputs: Mapping[str, Path], scratch: Path) -> Handed:
    """Read one file in a child process, and check what it hands over.

    Args:
        job: what to read, and within which limits.
        known: its format.
        inputs: suffix -> file, for the input and its side files, and name -> file, for others that
            may be parts of it; they are never written to.
        scratch: an open scratch folder.

    Raises:
        BrokenFileError: GDAL stopped in the middle of it, or fell over it.
        RefusedFileError: the file was refused, took too long or too much, or felled the child.
    """
    _run(job, known, inputs, scratch)
    try:
        outcome = _take_outcome(job, scratch)
        sheets = tuple(
            _load_sheet(sheet, scratch / OUTPUT / f"{number}.arrow")
            for number, sheet in enumerate(outcome.sheets)
        )
        members = tuple((_find_member(each.file, scratch), each.name) for each in outcome.members)
    except ChildError as fault:
        raise _refuse_answer(job) from fault
    return Handed(sheets, members, outcome.unread, outcome.walls, outcome.faults, outcome.taken)


def run_marking(job: Job, known: Format, inputs: Mapping[str, Path], scratch: Path) -> Path:
    """Mark one file up in a child process; the markup lies in the scratch folder.

    Returns:
        The marked copy, in the scratch folder. Nothing of it is read here.

    Raises:
        RefusedFileError: as `run_child`, or the file cannot be marked in place.
    """
    _run(job, known, inputs, scratch)
    try:
        _take_outcome(job, scratch)
        return _find_marked(scratch)
    except ChildError as fault:
        raise _refuse_answer(job) from fault


def _run(job: Job, known: Format, inputs: Mapping[str, Path], scratch: Path) -> None:
    """Let a child do a job."""
    for name, path in inputs.items():
        inside = f"{job.stem}{name}" if name.startswith(".") else name
        (scratch / INPUT / inside).symlink_to(path.resolve())
    write_job(job, scratch)
    code = _wait_for_child(job, list_environment(known.driver), scratch)
    _explain_end(job, code, scratch)


def _take_outcome(job: Job, scratch: Path) -> Outcome:
    """Return what the child says of its job."""
    outcome = _load_outcome(scratch)
    if outcome.refused:
        refusal = BrokenFileError if outcome.is_broken else RefusedFileError
        raise refusal(job.name, outcome.refused)
    return outcome


def _refuse_answer(job: Job) -> RefusedFileError:
    return refuse_file(job.name, "answer_wrong")


def _wait_for_child(job: Job, gdal: Mapping[str, str], scratch: Path) -> int:
    environment = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "OPENBLAS_NUM_THREADS": "1",  # threads from before the walls would stand outside them
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        **gdal,
    }
    with (scratch / "stderr").open("wb") as errors:
        child = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            _list_command(scratch),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            cwd=scratch,
            env=environment,
            start_new_session=True,
        )
        try:
            return child.wait(timeout=job.limits.seconds)
        except subprocess.TimeoutExpired:
            raise refuse_file(job.name, "time_over", seconds=job.limits.seconds) from None
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)  # its own session, so its own group
                child.wait()


def _list_command(scratch: Path) -> list[str]:
    # -I: nothing of the parent's environment, folder or user's packages gets in.
    return [sys.executable, "-I", "-m", "heritage_gis.read.child", str(scratch)]


def _explain_end(job: Job, code: int, scratch: Path) -> None:
    """Refuse the file where the child fell over it; raise a bug where it fell before.

    Raises:
        BrokenFileError: it fell over the file.
        ChildError: it fell before it came to the file.
    """
    if code == 0:
        return
    errors = _read_errors(scratch)
    fall = ChildError(errors)
    if not is_ready(scratch):
        raise fall
    if code == -signal.SIGXCPU:
        why = Sentence("time_over", {"seconds": job.limits.seconds})
    elif code < 0:
        name, memory_mb = signal.Signals(-code).name, job.limits.memory_bytes // MB
        why = Sentence("reader_stopped", {"signal": name, "memory_mb": memory_mb})
    else:
        last = (errors.strip().splitlines() or ["?"])[-1][:_LONGEST_FAULT]
        why = Sentence("reader_gave_up", {"fault": last})
    raise BrokenFileError(job.name, why) from fall


def _read_errors(scratch: Path) -> str:
    """Return the last of what the child wrote to stderr, without the paths of this machine."""
    path = scratch / "stderr"
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - _MOST_STDERR, 0))
        return stream.read().decode("utf-8", "replace").replace(f"{scratch}/", "")


def _load_outcome(scratch: Path) -> Outcome:
    path = find_outcome(scratch)
    try:
        if path.is_symlink() or path.stat().st_size > _MOST_OUTCOME_BYTES:
            raise ChildError(path.name)
        text = path.read_text("ascii")
        told = json.loads(text)
        if "\\ud" in text:
            json.dumps(told, ensure_ascii=False).encode()  # raises over half a letter of UTF-16
        return parse_outcome(told)
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as fault:
        raise ChildError(path.name) from fault


def _load_sheet(sheet: Sheet, path: Path) -> HandedSheet:
    """Map a table, and check each offset and each letter of it."""
    if path.is_symlink():
        raise ChildError(path.name)
    try:
        with path.open("rb") as stream:
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        reader = pa.ipc.open_file(pa.BufferReader(pa.py_buffer(mapped)))
        for number in range(reader.num_record_batches):
            reader.get_batch(number).validate(full=True)
            mapped.madvise(mmap.MADV_DONTNEED)  # what was checked is read again where it is used
        cells = reader.read_all()
    except (OSError, ValueError) as fault:  # of Arrow's errors the one of bad data is a ValueError
        raise ChildError(path.name) from fault
    width = len(sheet.headings) if sheet.kind == "features" else cells.num_columns
    make = make_features_schema if sheet.kind == "features" else make_grid_schema
    if width > MAX_COLUMNS or not cells.schema.equals(make(width)):
        raise ChildError(path.name)
    return HandedSheet(sheet, cells, partial(mapped.madvise, mmap.MADV_DONTNEED))


def _find_marked(scratch: Path) -> Path:
    path = scratch / OUTPUT / MARKED
    if path.is_symlink() or not path.is_file():
        raise ChildError(MARKED)
    return path


def _find_member(file: str, scratch: Path) -> Path:
    path = scratch / OUTPUT / file
    if not re.fullmatch(r"m\d+\.[a-z]+", file) or path.is_symlink() or not path.is_file():
        raise ChildError(file)
    return path
