"""Many who write at once: each waits for the others, and nothing is lost.

A few writers are in the tests; `make writers` has eight with fifty surveys each.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from register_rows import dump_register, find_differences

from heritage_gis.pipeline.run import run_held
from heritage_gis.register.journal import RECEIVED, open_journal
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

WRITERS = int(os.environ.get("HERITAGE_WRITERS", "8"))
SURVEYS = int(os.environ.get("HERITAGE_SURVEYS", "50"))
WRITER = Path(__file__).with_name("one_writer.py")
LONGEST_S = 3_600


def write_at_once(home: Path, url: str, writers: int, surveys: int) -> float:
    """Have writers submit surveys at once; return how many seconds that took."""
    environment = os.environ | {"HERITAGE_HOME": str(home), "HERITAGE_REGISTER": url}
    started = time.monotonic()
    running = [
        subprocess.Popen(
            [sys.executable, str(WRITER), str(number), str(surveys)],
            env=environment | {"HERITAGE_PATIENCE_SECONDS": str(LONGEST_S)},
            stdout=subprocess.DEVNULL,
        )
        for number in range(writers)
    ]
    codes = [process.wait(timeout=LONGEST_S) for process in running]
    assert codes == [0] * writers
    return time.monotonic() - started


def check_all_in(home: Path, url: str, writers: int, surveys: int) -> None:
    """All surveys are in, in balance, and as if they had come one after the other."""
    settings = Settings(home=home).model_copy(update={"register_url": url})
    register = dump_register(settings)
    told = register["surveys"]
    assert len(told) == writers * surveys
    rows = told[["rows_received", "rows_registered", "rows_held_back"]].astype("int64")
    assert (rows["rows_received"] == rows["rows_registered"] + rows["rows_held_back"]).all()
    assert rows["rows_registered"].sum() == register["records"].groupby("survey_id").size().sum()
    serial = home.with_name(f"{home.name}-serial")
    shutil.copytree(home / "data" / "raw", serial / "data" / "raw")
    one_by_one = Settings(home=serial).model_copy(update={"register_url": ""})
    _keep_receipts_alone(serial / "data" / "raw" / "journal.jsonl")
    run_held(one_by_one, publish=False)
    assert find_differences(register, dump_register(one_by_one)) == []


def _keep_receipts_alone(path: Path) -> None:
    """Leave in a journal only what was received, in its sequence: all else is to be done again."""
    receipts = list(open_journal(path).select(RECEIVED))
    path.unlink()
    journal = open_journal(path)
    for event in receipts:
        told = {k: v for k, v in event.items() if k not in ("seq", "event", "prev")}
        journal.append(RECEIVED, **told)


@pytest.mark.process
def test_three_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Three who submit at the same time end as if they had come one after the other."""
    write_at_once(tmp_path / "home", "", 3, 1)
    check_all_in(tmp_path / "home", "", 3, 1)


@pytest.mark.postgis
@pytest.mark.enable_socket
def test_two_writers_at_once_lose_nothing_on_postgis(
    tmp_path: Path, make_database: Callable[[], str]
) -> None:
    """The same with a register on PostGIS."""
    url = make_database()
    write_at_once(tmp_path / "home", url, 2, 1)
    check_all_in(tmp_path / "home", url, 2, 1)


@pytest.mark.soak
@pytest.mark.enable_socket
@pytest.mark.parametrize("kind", ["geopackage", "postgis"])
def test_eight_writers_at_once_lose_nothing(
    tmp_path: Path, make_database: Callable[[], str], kind: str
) -> None:
    """Eight at once, fifty surveys each."""
    url = make_database() if kind == "postgis" else ""
    seconds = write_at_once(tmp_path / "home", url, WRITERS, SURVEYS)
    check_all_in(tmp_path / "home", url, WRITERS, SURVEYS)
    count = WRITERS * SURVEYS
    sys.stderr.write(f"\n{kind}: {count} surveys of {WRITERS} writers in {seconds:.0f} s\n")
