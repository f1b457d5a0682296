"""Hostile inputs, each refused in one line or read and told of, within the walls and the limits.

`make hostile` runs them and prints what came of each, with the peak memory and the time of the
child that read it.
"""

from __future__ import annotations

import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest
from hostile_archives import ARCHIVES
from hostile_columns import COLUMNS
from hostile_documents import DOCUMENTS
from hostile_geopackages import GEOPACKAGES
from hostile_input import SECRET, Hostile, Trap
from hostile_layers import LAYERS
from hostile_tables import TABLES

from heritage_gis.errors import RefusedFileError
from heritage_gis.read import guard, job
from heritage_gis.read.files import read_file_noted
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.soak

INPUTS = (*DOCUMENTS, *ARCHIVES, *TABLES, *LAYERS, *GEOPACKAGES, *COLUMNS)
LIMITS = Settings()
SLACK_S = 20  # of a busy machine, to start a child and to end it
LONGEST_LINE = 1_300
LOOKS_APART_S = 0.005


class Watch:
    """The children of this process: the peak memory of the largest, the time from first to last."""

    def __init__(self) -> None:
        """Watch none yet."""
        self.peak_mb = 0.0
        self.wall_s = 0.0
        self._is_over = threading.Event()

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._looker = threading.Thread(target=self._look)
        self._start = time.monotonic()
        self._looker.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Cease to watch."""
        self.wall_s = time.monotonic() - self._start
        self._is_over.set()
        self._looker.join()

    def _look(self) -> None:
        """Read `VmHWM`: `ru_maxrss` of a child begins with the figure of its parent."""
        while not self._is_over.wait(LOOKS_APART_S):
            for task in Path("/proc/self/task").iterdir():
                try:
                    for child in (task / "children").read_text().split():
                        self._note(Path(f"/proc/{child}"))
                except (FileNotFoundError, ProcessLookupError):
                    continue  # it ended between two looks

    def _note(self, child: Path) -> None:
        if b"heritage_gis.read.child" not in (child / "cmdline").read_bytes():
            return  # not yet another program than this one
        for line in (child / "status").read_text().splitlines():
            if line.startswith("VmHWM"):
                self.peak_mb = max(self.peak_mb, int(line.split()[1]) * 1024 / 1e6)


@pytest.fixture(scope="module")
def rows() -> Iterator[list[str]]:
    """Gather the rows of the table, and print it."""
    told: list[str] = []
    yield told
    sys.stdout.write("\n".join(["", "| input | what came of it | MB | s |", *told, ""]))


@pytest.fixture
def walls(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, ...]]:
    """Note which walls each child says it had."""
    stood: set[tuple[str, ...]] = set()
    parse = job.parse_outcome

    def note(told: dict[str, object]) -> object:
        outcome = parse(told)
        stood.add(outcome.walls)
        return outcome

    monkeypatch.setattr(guard, "parse_outcome", note)
    return stood


def send(path: Path) -> str:
    """Send a file; return what came of it, after a look at its form."""
    try:
        reading = read_file_noted(path, path.name, LIMITS)
    except RefusedFileError as refusal:
        line = str(refusal)
        assert line.isprintable()
        assert len(line) < LONGEST_LINE
        told = refusal.reason
    else:
        for table in reading.tables:
            assert SECRET not in table.frame.to_csv()
        count = sum(len(table.frame) for table in reading.tables)
        notes = Counter(note.code for note in reading.notes)
        told = ", ".join([f"read: {count:,} rows", *(f"{code} {n}" for code, n in notes.items())])
    assert SECRET not in told
    assert "Traceback" not in told
    assert "heritage-read" not in told
    assert str(path.parent) not in told
    return told


@pytest.mark.enable_socket
@pytest.mark.parametrize("hostile", INPUTS, ids=lambda hostile: hostile.name)
def test_a_hostile_input_is_contained(
    tmp_path: Path,
    hostile: Hostile,
    rows: list[str],
    walls: set[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It costs no more than it may, reads no other file, calls nobody, and leaves nothing."""
    (scratch := tmp_path / "scratch").mkdir()
    (sent := tmp_path / "sent").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    marker = tmp_path / "marker.csv"
    marker.write_text(f"name,lat\n{SECRET},1\n", "utf-8")
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.05)
        files = hostile.make(Trap(marker, server.getsockname()[1]))
        for name, content in files.items():
            (sent / name).write_bytes(content)
        with Watch() as watch:
            names = list(files) if hostile.is_each else list(files)[:1]
            told = Counter(send(sent / name) for name in names)
        with pytest.raises(TimeoutError):
            server.accept()
    outcome = next(iter(told)) if len(told) == 1 else f"{len(names)} files: {dict(told)}"
    rows.append(f"| {hostile.name} | {outcome} | {watch.peak_mb:.0f} | {watch.wall_s:.1f} |")
    assert watch.peak_mb * 1e6 <= LIMITS.read_memory_mb * 1e6
    assert watch.wall_s <= LIMITS.read_seconds + SLACK_S
    assert walls <= {("network", "files", "calls")}
    assert not list(scratch.iterdir())
    assert {each.name: each.read_bytes() for each in sent.iterdir()} == files
    assert outcome.startswith(hostile.outcome)
