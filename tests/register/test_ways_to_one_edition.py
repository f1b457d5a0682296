"""One journal, one edition: in one go, survey by survey, at once, killed and resumed, on PostGIS.

Each way starts from what was received and its journal alone, and ends in the same register, row
for row, and the same maps, byte for byte. Part of `make stories`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from killed_commands import make_settings, submit, write_sheets
from published_files import read_files
from register_rows import dump_register

from heritage_gis.pipeline.deciding import Ruling, decide, undo_event, withdraw
from heritage_gis.pipeline.run import run
from heritage_gis.register.decisions import MERGED, SPLIT

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from heritage_gis.settings import Settings

ROOT = Path(__file__).parents[2]
LONGEST_S = 300
MOMENTS_S = (0.5, 1, 2, 3, 4, 6, 8)  # after which a run is killed


@dataclass(frozen=True)
class Kept:
    """A home that was kept event by event: its settings, its register, its maps."""

    settings: Settings
    rows: dict[str, pd.DataFrame]
    maps: dict[str, bytes]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Live through a history: the samples, three more surveys, and a change of mind about each."""
    home = tmp_path_factory.mktemp("kept") / "home"
    shutil.copytree(ROOT / "data" / "raw", home / "data" / "raw")
    settings = make_settings(home)
    run(settings)
    write_sheets(settings.home)
    for name in ("first", "second", "third"):
        submit(settings, name)
    sites = list_sites(settings)
    decide(Ruling(MERGED, {"into": sites[-2], "site": sites[-1]}), "one place", settings)
    decide(Ruling(MERGED, {"into": sites[0], "site": sites[1]}), "a slip", settings)
    undo_event(find_last(settings, MERGED), "two places", settings)
    several = find_site_of_several(settings)
    decide(Ruling(SPLIT, several), "two places", settings)
    withdraw("2026-second", "not ours", settings)
    return Kept(settings, dump_register(settings), read_files(settings.home_folder.maps))


def list_sites(settings: Settings) -> list[str]:
    """Return the ids of all sites."""
    return sorted(dump_register(settings)["sites"]["site_id"])


def find_last(settings: Settings, event: str) -> int:
    """Return the number of the last event of a kind."""
    lines = settings.home_folder.journal.read_text("utf-8").splitlines()
    return max(told["seq"] for told in map(json.loads, lines) if told["event"] == event)


def find_site_of_several(settings: Settings) -> dict[str, object]:
    """Return a site that several records tell of, and one of these, as a split is told."""
    records = dump_register(settings)["records"]
    site = records.groupby("site_id")["record_id"].agg(sorted).loc[lambda ids: ids.str.len() > 1]
    return {"site": str(site.index[0]), "records": [site.iloc[0][-1]]}


def begin_anew(kept: Kept, home: Path) -> Settings:
    """Copy what was received, with the journal, and nothing else."""
    shutil.copytree(kept.settings.home_folder.raw, home / "data" / "raw")
    return make_settings(home)


def work_in_one_go(settings: Settings, _: Kept) -> Settings:
    """Run once."""
    run(settings)
    return settings


def work_survey_by_survey(settings: Settings, kept: Kept) -> Settings:
    """Run after each receipt, with the journal as it was then; at last with the whole of it."""
    home = settings.home_folder
    whole = home.journal.read_bytes()
    lines = whole.splitlines(keepends=True)
    shutil.rmtree(home.raw)
    home.raw.mkdir()
    for number, line in enumerate(lines):
        told = json.loads(line)
        if told["event"] == "survey_received":
            received = kept.settings.home_folder.raw / told["survey"]
            shutil.copytree(received, home.raw / told["survey"], dirs_exist_ok=True)
            home.journal.write_bytes(b"".join(lines[: number + 1]))
            run(settings)
    home.journal.write_bytes(whole)
    run(settings)
    return settings


def start_run(settings: Settings) -> subprocess.Popen[bytes]:
    """Start a run in a process of its own."""
    told = {"HERITAGE_TODAY": settings.today.isoformat(), "HERITAGE_KEEPER": settings.keeper}
    return subprocess.Popen(
        [sys.executable, "-m", "heritage_gis", "--home", str(settings.home), "run"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=os.environ | told,
    )


def work_at_once(settings: Settings, _: Kept) -> Settings:
    """Start four runs at once: one does the work, the others are told that it does."""
    runs = [start_run(settings) for _ in range(4)]
    told = [each.communicate(timeout=LONGEST_S)[1] for each in runs]
    codes = [each.returncode for each in runs]
    assert 0 in codes
    assert all(
        code == 0 or b"another run holds" in said for code, said in zip(codes, told, strict=True)
    )
    return settings


def work_with_interruptions(settings: Settings, _: Kept) -> Settings:
    """Be killed again and again, and go on."""
    for seconds in MOMENTS_S:
        killed = start_run(settings)
        time.sleep(seconds)
        os.killpg(killed.pid, 9)
        killed.communicate()
    run(settings)
    return settings


WAYS = (work_in_one_go, work_survey_by_survey, work_at_once, work_with_interruptions)


def assert_alike(settings: Settings, kept: Kept) -> None:
    """Register and maps are those that were kept."""
    rows = dump_register(settings)
    for name, frame in kept.rows.items():
        one, other = ({*map(tuple, each.to_numpy())} for each in (frame, rows[name]))
        assert one == other, f"{name}: {sorted(one ^ other)[:3]}"
    assert read_files(settings.home_folder.maps) == kept.maps


@pytest.mark.soak
@pytest.mark.parametrize("work", WAYS)
def test_way_ends_in_the_same_edition(
    kept: Kept, tmp_path: Path, work: Callable[[Settings, Kept], Settings]
) -> None:
    """With a GeoPackage."""
    assert_alike(work(begin_anew(kept, tmp_path / "home"), kept), kept)


@pytest.mark.soak
@pytest.mark.enable_socket
def test_postgis_ends_in_the_same_edition(
    kept: Kept, tmp_path: Path, make_database: Callable[[], str]
) -> None:
    """The maps do not tell in which database the register is."""
    settings = begin_anew(kept, tmp_path / "home")
    settings = settings.model_copy(update={"register_url": make_database()})
    run(settings)
    assert_alike(settings, kept)
