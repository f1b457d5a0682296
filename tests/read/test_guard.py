"""The guarded child: what it cannot do, how it ends, and what the parent takes from it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from heritage_gis.errors import NoRoomError, RefusedFileError, refuse_file
from heritage_gis.read import guard
from heritage_gis.read.formats import FORMATS
from heritage_gis.read.gdal import list_environment
from heritage_gis.read.guard import ChildError, open_scratch, run_child, run_marking
from heritage_gis.read.job import Job, Outcome, Sheet, write_outcome
from heritage_gis.read.limits import Limits
from heritage_gis.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

CSV = FORMATS[0]
LIMITS = Limits(10**8, 10**8, 4 * 10**9, 20)


def make_job(limits: Limits = LIMITS) -> Job:
    """Return the job of reading a CSV."""
    return Job("csv", "sites.csv", "input", ".csv", "", limits)


def run_fake(
    monkeypatch: pytest.MonkeyPatch, leave: Callable[[Path], None], code: int = 0
) -> guard.Handed:
    """Run a child that is none: it leaves what it is told to, and ends with a code."""

    def wait(_job: Job, _gdal: Mapping[str, str], scratch: Path) -> int:
        (scratch / "stderr").write_text("Traceback\nValueError: odd\n", "utf-8")
        leave(scratch)
        return code

    monkeypatch.setattr(guard, "_wait_for_child", wait)
    with open_scratch() as scratch:
        return run_child(make_job(), CSV, {}, scratch)


def leave_sheet(sheet: Sheet, table: pa.Table) -> Callable[[Path], None]:
    """Return what leaves one table in the folder of a child."""

    def leave(scratch: Path) -> None:
        write_outcome(Outcome(sheets=(sheet,)), scratch)
        with pa.ipc.new_file(str(scratch / "out" / "0.arrow"), table.schema) as writer:
            writer.write_table(table)

    return leave


def leave_fault(value: str, row: float) -> Callable[[Path], None]:
    """Return what leaves one fault, and nothing that was read."""
    fault = {"code": "feature_broken", "value": value, "layer": "", "row": row}

    def leave(scratch: Path) -> None:
        told = asdict(Outcome()) | {"faults": [fault]}
        (scratch / "out" / "outcome.json").write_text(json.dumps(told), "ascii")

    return leave


PROBE = """
import json, mmap, os, socket, sys
from pathlib import Path
from heritage_gis.read import walls
from heritage_gis.read.limits import Limits

scratch, marker, wall = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
put_up = {
    "network": walls.leave_network,
    "files": lambda: walls.close_files(scratch, []),
    "calls": walls.forbid_calls,
    "resources": lambda: walls.limit_resources(Limits(10**8, 10**6, 10**9, 5)) or ["resources"],
}
said = {"stand": put_up[wall]()}

def attempt(name, act):
    try:
        act()
        said[name] = "done"
    except (OSError, MemoryError) as fault:
        said[name] = type(fault).__name__

attempt("read", lambda: open(marker).read())
attempt("write", lambda: open(marker + ".new", "w"))
attempt("socket", lambda: socket.socket().close())
attempt("connect", lambda: socket.create_connection(("127.0.0.1", 9), 1))
attempt("program", lambda: os.posix_spawn("/bin/true", ["true"], {}))
attempt("memory", lambda: mmap.mmap(-1, 2 * 10**9, mmap.MAP_PRIVATE))  # and touches none
attempt("scratch", lambda: (scratch / "x").write_text("x"))
attempt("import", lambda: __import__("decimal"))
print(json.dumps(said))
"""


@pytest.mark.parametrize(
    ("wall", "stopped"),
    [
        ("network", {"connect": "OSError"}),
        ("files", {"read": "PermissionError", "write": "PermissionError"}),
        ("calls", {"socket": "PermissionError", "connect": "PermissionError"}),
        ("resources", {"memory": "OSError"}),
    ],
)
def test_each_wall_holds_by_itself(tmp_path: Path, wall: str, stopped: dict[str, str]) -> None:
    """No other file is read or written, no socket opened, no program started, no memory taken."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    marker = tmp_path / "marker.txt"
    marker.write_text("secret", "utf-8")
    command = [sys.executable, "-I", "-c", PROBE, str(scratch), str(marker), wall]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    if not told["stand"]:
        pytest.skip(f"this kernel has no wall about {wall}")
    assert told["scratch"] == told["import"] == "done"
    assert {name: told[name] for name in stopped} == stopped
    assert (wall in ("calls", "files")) == (told["program"] == "PermissionError")
    assert (tmp_path / "marker.txt.new").exists() == (wall != "files")


def test_gdal_has_one_driver_alone(tmp_path: Path) -> None:
    """Were a VRT to come as far as GDAL, GDAL would not know what it is."""
    marker = tmp_path / "marker.csv"
    marker.write_text("name\nSECRET\n", "utf-8")
    vrt = tmp_path / "x.geojson"
    vrt.write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="marker"><SrcDataSource>'
        f"{marker}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        "utf-8",
    )
    code = (
        "import sys; from heritage_gis.read.gdal import import_pyogrio\n"
        "pyogrio = import_pyogrio('GeoJSON')\n"
        "try: print(pyogrio.read_arrow(sys.argv[1]))\n"
        "except pyogrio.errors.DataSourceError as fault: print(fault)\n"
    )
    environment = {"PATH": os.defpath, **list_environment("GeoJSON")}
    run = subprocess.run(
        [sys.executable, "-I", "-c", code, str(vrt)],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    assert "not recognized as being in a supported file format" in run.stdout
    assert "SECRET" not in run.stdout


def test_all_walls_stand_about_a_real_child(tmp_path: Path) -> None:
    """The child says which walls stood; its scratch folder is gone afterwards."""
    path = tmp_path / "sites.csv"
    path.write_text("name;lat\nBegazy;48.2\n", "utf-8")
    with open_scratch() as scratch:
        handed = run_child(make_job(), CSV, {".csv": path}, scratch)
    assert not scratch.exists()
    assert set(handed.walls) <= {"network", "files", "calls"}
    assert handed.sheets[0].cells.to_pydict() == {"0": ["name", "Begazy"], "1": ["lat", "48.2"]}


def test_a_child_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is kept by the parent, and nothing of the child is left."""
    path = tmp_path / "sites.csv"
    path.write_text("name;lat\n", "utf-8")
    monkeypatch.setattr(guard, "_list_command", lambda _: ["/bin/sleep", "60"])
    before = time.monotonic()
    with open_scratch() as scratch, pytest.raises(RefusedFileError) as caught:
        run_child(make_job(Limits(10**8, 10**8, 10**9, 1)), CSV, {".csv": path}, scratch)
    assert time.monotonic() - before < 10
    assert caught.value.reason.startswith("took longer than 1 seconds to read; send it in parts")


def test_a_fall_while_reading_refuses_the_file_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last word of the child is told, the rest is kept as the cause."""
    with pytest.raises(RefusedFileError) as caught:
        run_fake(monkeypatch, lambda scratch: (scratch / "out" / "ready").touch(), code=1)
    assert caught.value.reason == (
        "its reader gave up (ValueError: odd); the file is probably damaged: open it in its "
        "program, save it anew, and send that"
    )
    assert isinstance(caught.value.__cause__, ChildError)


def test_a_fall_before_reading_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the child could not even begin, the file is not to blame."""
    with pytest.raises(ChildError, match="ValueError: odd"):
        run_fake(monkeypatch, lambda _: None, code=1)


GRID = pa.table({"0": pa.array(["a"], pa.large_string())})


@pytest.mark.parametrize(
    "leave",
    [
        lambda _: None,
        lambda scratch: (scratch / "out" / "outcome.json").write_text("[1]", "ascii"),
        lambda scratch: (scratch / "out" / "outcome.json").write_text("[" * 50_000, "ascii"),
        lambda scratch: write_outcome(Outcome(Sentence("no_such_code")), scratch),
        leave_fault("x", float("inf")),
        leave_fault("x", 2**63),
        leave_fault("\ud800", 1),
        lambda scratch: write_outcome(Outcome(Sentence("rows_over", {"x": "y"})), scratch),
        lambda scratch: (
            leave_sheet(Sheet("grid"), GRID)(scratch),
            (scratch / "out" / "outcome.json").rename(scratch / "elsewhere"),
            (scratch / "out" / "outcome.json").symlink_to(scratch / "elsewhere"),
        ),
        leave_sheet(Sheet("grid"), pa.table({"0": pa.array([1])})),
        leave_sheet(Sheet("grid"), GRID.rename_columns(["x"])),
        leave_sheet(Sheet("features", headings=("a", "b")), GRID),
        lambda scratch: (
            leave_sheet(Sheet("grid"), GRID)(scratch),
            (scratch / "out" / "0.arrow").write_bytes(b"ARROW1\0\0junk"),
        ),
    ],
    ids=[
        "nothing",
        "no object",
        "no end",
        "no code",
        "row without end",
        "row too far",
        "half a letter",
        "no detail",
        "a link",
        "a number",
        "a name",
        "another kind",
        "junk",
    ],
)
def test_what_a_child_leaves_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch, leave: Callable[[Path], None]
) -> None:
    """A child that a file has taken over can hand over nothing but text and geometry."""
    with pytest.raises(RefusedFileError, match="its reader gave a wrong answer"):
        run_fake(monkeypatch, leave)


@pytest.mark.parametrize("is_link", [True, False])
def test_a_marked_copy_is_a_file_of_the_child_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, *, is_link: bool
) -> None:
    """A child that a file has taken over cannot make the parent copy another file for it."""

    def wait(_job: Job, _gdal: Mapping[str, str], scratch: Path) -> int:
        write_outcome(Outcome(), scratch)
        if is_link:
            (scratch / "out" / "marked").symlink_to("/etc/passwd")
        return 0

    monkeypatch.setattr(guard, "_wait_for_child", wait)
    with (
        open_scratch() as scratch,
        pytest.raises(RefusedFileError, match="its reader gave a wrong answer"),
    ):
        run_marking(make_job(), CSV, {}, scratch)


def test_a_full_disk_is_told_and_not_taken_for_a_damaged_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is raised in between counts for nothing then; with room on the disk it stays."""
    refusal = refuse_file("table.csv", "reader_gave_up", fault="?")
    with pytest.raises(RefusedFileError, match=r"table\.csv"), open_scratch():
        raise refusal
    usage = shutil.disk_usage(tempfile.gettempdir())._replace(free=0)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    with pytest.raises(NoRoomError, match="is full, so that no file can be read"), open_scratch():
        raise refusal
