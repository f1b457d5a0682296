"""The whole `heritage run` on a home with one large made-up survey, then again with nothing new.

    python benchmarks/run_home.py [records [folder]]

Each run is a process of its own, started cold. A third one, in a fresh home and under a profiler,
which makes it slower, tells where the time goes.
"""

from __future__ import annotations

import hashlib
import os
import pstats
import shutil
import sys
import tempfile
from pathlib import Path

from make_survey import make_survey
from process_watch import Watched, watch_processes

SURVEY = "2026-made-up"
SIDECAR = """\
title = "Made-up survey"
who = "benchmarks/make_survey.py"
licence = "CC0-1.0"
received = 2026-01-01

[[files]]
name = "survey.gpkg"
sha256 = "{sha256}"
"""
FUNCTIONS_TOLD = 40


def run_home(count: int, folder: Path) -> None:
    """Build a home, run it twice, run a second one under the profiler, and tell the figures."""
    home = folder / "home"
    build_home(count, home)
    print(f"{count:,} records, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    for called in ("first run", "second run, nothing new"):
        tell_run(called, watch_run(home, [], folder / "log"))
    tell_sizes(home)
    for made in ("data/processed", "maps"):
        shutil.rmtree(home / made)
    (home / "data" / "raw" / "journal.jsonl").unlink()
    profile = folder / "profile"
    tell_run(
        "under the profiler",
        watch_run(home, ["-m", "cProfile", "-o", str(profile)], folder / "log"),
    )
    tell_profile(profile)


def build_home(count: int, home: Path) -> None:
    """Make a home whose `data/raw/` holds one survey."""
    version = home / "data" / "raw" / SURVEY / "v1"
    version.mkdir(parents=True)
    make_survey(count, version / "survey.gpkg")
    with (version / "survey.gpkg").open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    (version / "survey.toml").write_text(SIDECAR.format(sha256=sha256), "utf-8")


def watch_run(home: Path, before: list[str], log: Path) -> Watched:
    """Run `heritage run` in a home as a process of its own."""
    command = [sys.executable, *before, "-m", "heritage_gis", "--home", str(home), "run"]
    return watch_processes([command], log, name_process)


def name_process(command: str) -> str:
    """Say which process it is."""
    return "reading child" if "heritage_gis.read.child" in command else "heritage run"


def tell_run(called: str, watched: Watched) -> None:
    """Print what a run took."""
    peaks = ", ".join(f"{name} {mb:,.0f} MB" for name, mb in sorted(watched.peak_mb.items()))
    print(f"{called}: {watched.wall_s:.1f} s, {watched.cpu_s:.1f} s of processor; {peaks}")


def tell_sizes(home: Path) -> None:
    """Print how much was made."""
    for made in ("data/raw/journal.jsonl", "data/processed", "maps"):
        path = home / made
        files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
        size = sum(each.stat().st_size for each in files)
        print(f"{made}: {size / 1e6:,.0f} MB in {len(files)} files")


def tell_profile(profile: Path) -> None:
    """Print the functions of the project that took longest, what they call included."""
    pstats.Stats(str(profile)).sort_stats("cumulative").print_stats("heritage_gis", FUNCTIONS_TOLD)


if __name__ == "__main__":
    told = sys.argv[1:]
    with tempfile.TemporaryDirectory(dir=told[1] if len(told) > 1 else None) as scratch:
        run_home(int(told[0]) if told else 100_000, Path(scratch))
