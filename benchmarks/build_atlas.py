"""How long it takes to build the atlas: 1,000 made-up sites in 18 districts, three languages.

    python benchmarks/build_atlas.py [SITES]

One survey a district. Each run is a process of its own, started cold: from scratch (surveys read,
register filled, every page written and searched for leaks); the atlas alone made anew from the
register; after one record of one survey changed; and with nothing new.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from process_watch import watch_processes

from heritage_gis.paths import Home
from heritage_gis.places.districts import load_districts
from heritage_gis.places.units import PRESENT_LAYOUT, list_units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from heritage_gis.publish.outlines import Shape

SEED = 20261126
KINDS = ("burial ground", "kurgan", "mausoleum", "settlement", "petroglyphs", "mine")
DATINGS = ("Bronze Age", "Early Iron Age", "Middle Ages", "XIX century", "")
SIDECAR = """\
title = "Made-up survey of {slug}"
who = "benchmarks/build_atlas.py"
licence = "CC0-1.0"
received = 2026-01-01

[[files]]
name = "sites.csv"
sha256 = "{sha256}"
"""


def draw_places(shape: Shape, count: int, chance: np.random.Generator) -> NDArray[np.float64]:
    """Draw longitudes and latitudes within a shape."""
    west, south, east, north = shape.bounds
    drawn = np.empty((0, 2))
    while len(drawn) < count:
        more = chance.uniform((west, south), (east, north), (4 * count, 2))
        drawn = np.concatenate([drawn, more[shapely.contains_xy(shape, more)]])
    return np.round(drawn[:count], 5)


def draw_survey(slug: str, shape: Shape, count: int, seed: int) -> pd.DataFrame:
    """Draw the records of one district's survey."""
    chance = np.random.default_rng([SEED, seed])
    places = draw_places(shape, count, chance)
    return pd.DataFrame(
        {
            "Name (en)": [f"{slug.title()} {number}" for number in range(1, count + 1)],
            "Type": chance.choice(KINDS, count),
            "Dating": chance.choice(DATINGS, count),
            "Latitude": places[:, 1],
            "Longitude": places[:, 0],
        }
    )


def write_survey(survey: pd.DataFrame, folder: Path, slug: str) -> None:
    """Write a survey as it lies in `data/raw/`."""
    folder.mkdir(parents=True)
    content = survey.to_csv(index=False, lineterminator="\n").encode()
    (folder / "sites.csv").write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    (folder / "survey.toml").write_text(SIDECAR.format(slug=slug, sha256=sha256), "utf-8")


def build(count: int, home: Path, log: Path) -> None:
    """Build a home step by step, and tell what each step took."""
    frame = load_districts(Home(home)).frame
    slugs = {unit.kato_in(PRESENT_LAYOUT): unit.slug for unit in list_units(PRESENT_LAYOUT)}
    surveys = {}
    for seed, (kato, shape) in enumerate(zip(frame["kato"], frame.geometry, strict=True)):
        slug = slugs[kato]
        many = count // len(frame) + (seed < count % len(frame))
        surveys[slug] = draw_survey(slug, shape, many, seed)
        write_survey(surveys[slug], home / "data" / "raw" / f"2026-{slug}" / "v1", slug)
    print(f"{count:,} sites, {len(surveys)} districts, load {os.getloadavg()[0]:.1f}")
    tell(home, log, "from scratch", "run")
    shutil.rmtree(home / "maps")
    tell(home, log, "the atlas alone, anew", "publish")
    slug, survey = next(iter(surveys.items()))
    survey.loc[0, "Dating"] = "XVIII century"
    write_survey(survey, home / "data" / "raw" / f"2026-{slug}" / "v2", slug)
    tell(home, log, "after one changed record", "run")
    tell(home, log, "with nothing new", "run")


def tell(home: Path, log: Path, called: str, command: str) -> None:
    """Run a command in a home, and print what it took and what it left."""
    words = [sys.executable, "-m", "heritage_gis", "--home", str(home), command]
    before = list_pages(home)
    watched = watch_processes([words], log, lambda _: "heritage")
    after = list_pages(home)
    written = sum(before.get(path) != made for path, made in after.items())
    told = f"{watched.wall_s:.1f} s, {watched.cpu_s:.1f} s of processor"
    print(f"{called}: {told}; {written:,} of {len(after):,} files written", flush=True)


def list_pages(home: Path) -> dict[Path, int]:
    """Return the files of the atlas, each with when it was written."""
    files = [path for path in (home / "maps").rglob("*") if path.is_file()]
    return {path: path.stat().st_mtime_ns for path in files}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        home_folder = Path(scratch) / "home"
        home_folder.mkdir()
        build(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000, home_folder, Path(scratch) / "log")
