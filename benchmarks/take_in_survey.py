"""How long a survey of 200 rows takes to be registered, beside registers of any size.

    python benchmarks/take_in_survey.py [SITES ...] [--postgis URL] [--keep FOLDER]

Registers of 1,000, 10,000, 100,000 and 1,000,000 made-up sites over both regions, in a warm
process. Of the rows one in four is a second voice of a registered site, the others are new. Only
the register's own part is timed: what reads and checks the file depends on the file alone. A
register that is kept is filled once, and goes on where its filling was broken off; one on PostGIS
has a database of its own for each size: `{size}` in its address stands for the number of sites.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from datetime import date
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.model.problem import no_problems
from heritage_gis.model.record import CRS, DTYPES, RECORD_COLUMNS
from heritage_gis.model.survey import Sidecar, Survey
from heritage_gis.paths import Home
from heritage_gis.places.districts import Districts, load_districts
from heritage_gis.register.journal import Journal, open_journal
from heritage_gis.register.receipts import list_receipts, record_received
from heritage_gis.register.rows import CheckedSurvey
from heritage_gis.register.upkeep import Goal, Planned, update_register

SIZES = (1_000, 10_000, 100_000, 1_000_000)
AT_ONCE = 50_000  # sites a survey while the register is filled
ROWS, TRIES, KNOWN = 200, 5, 0.25
BOX = (63.0, 46.2, 77.5, 51.2)
KINDS = ("kurgan", "burial_ground", "settlement", "mausoleum", "enclosure", "petroglyphs")
SYLLABLES = (
    "ak",
    "kara",
    "sary",
    "tas",
    "bulak",
    "tau",
    "sai",
    "kol",
    "tobe",
    "oba",
    "zhal",
    "kum",
)


def draw_records(
    chance: np.random.Generator, survey_id: str, count: int, known: gpd.GeoDataFrame | None = None
) -> gpd.GeoDataFrame:
    """Draw the records of a survey; some tell of sites that are known."""
    parts = chance.choice(SYLLABLES, (count, 4))
    names = (
        pd.Series(["".join(row) for row in parts]) + "-" + chance.integers(1, 40, count).astype(str)
    )
    longitude = chance.uniform(BOX[0], BOX[2], count)
    latitude = chance.uniform(BOX[1], BOX[3], count)
    kinds = pd.Series(chance.choice(KINDS, count))
    if known is not None:
        rows = np.flatnonzero(chance.random(count) < KNOWN)
        told = known.iloc[chance.choice(len(known), len(rows), replace=False)]
        names[rows], kinds[rows] = told["name_ru"].to_numpy(), told["kind"].to_numpy()
        longitude[rows] = told.geometry.x + 0.0005
        latitude[rows] = told.geometry.y
    frame = pd.DataFrame(
        {
            name: pd.Series([None] * count, dtype=DTYPES[sort])
            for name, sort in RECORD_COLUMNS.items()
        }
    )
    frame["survey_id"], frame["source_file"] = survey_id, "sites.csv"
    frame["source_row"] = pd.array(range(2, count + 2), dtype="Int64")
    frame["record_id"] = f"{survey_id}/sites.csv//" + frame["source_row"].astype("str")
    frame["name_ru"], frame["kind"], frame["kind_certainty"] = names, kinds, "certain"
    places = gpd.GeoSeries(shapely.points(longitude, latitude), crs=CRS)
    frame["district"] = frame["district_claimed"] = load_sketch().locate(places)["kato"]
    frame["position_accuracy_m"] = chance.choice([10.0, 25.0, 150.0], count)
    frame["source_values"] = '{"Название": "' + names + '"}'
    frame["changed_in"] = 1
    return gpd.GeoDataFrame(frame, geometry=places, crs=CRS)


@cache
def load_sketch() -> Districts:
    """Load the sketch of the districts."""
    return load_districts(Home(Path("/nowhere")))


def take_in(
    folder: Path, url: str, journal: Journal, survey_id: str, records: gpd.GeoDataFrame
) -> float:
    """Receive a survey and bring the register up to it; return the seconds of the latter."""
    sidecar = Sidecar(title=survey_id, who=survey_id, received=date(2026, 1, 1), licence="CC0-1.0")
    survey = Survey(survey_id, 1, Path("v1"), (), sidecar, "0" * 64)
    record_received(journal, survey)
    started = time.perf_counter()
    plan = [Planned(r.survey_id, 1, "1", r.sequence, r.latest) for r in list_receipts(journal)]

    def load(name: str) -> CheckedSurvey:
        received = {1: journal.seq}
        return CheckedSurvey(survey, "1", received, records, no_problems(), 0) if name else None  # type: ignore[return-value]

    update_register(folder / "register.gpkg", url, Goal(plan, load, journal))
    return time.perf_counter() - started


def fill(size: int, folder: Path, url: str, journal: Journal) -> gpd.GeoDataFrame:
    """Fill a register, as far as it is not filled; return the records of its first survey."""
    had = {receipt.survey_id for receipt in list_receipts(journal)}
    for number, first in enumerate(range(0, size, AT_ONCE)):
        survey_id = f"2025-{number:03d}"
        if survey_id not in had:
            records = draw_part(size, number)
            seconds = take_in(folder, url, journal, survey_id, records)
            told = f"  {first + len(records):,} sites, {seconds:.1f} s"
            print(told, file=sys.stderr, flush=True)
    return draw_part(size, 0)


def draw_part(size: int, number: int) -> gpd.GeoDataFrame:
    """Draw the records of one of the surveys that fill a register."""
    chance = np.random.default_rng([size, number] if number else size)
    return draw_records(chance, f"2025-{number:03d}", min(AT_ONCE, size - number * AT_ONCE))


def measure(size: int, folder: Path, url: str) -> list[float]:
    """Fill a register, and take in one small survey after the other."""
    folder.mkdir(parents=True, exist_ok=True)
    journal = open_journal(folder / "journal.jsonl")
    known = fill(size, folder, url, journal)
    tried = len(list_receipts(journal))
    chance = np.random.default_rng([size, tried])
    ids = [f"2026-{tried + n}" for n in range(TRIES + 1)]
    seconds = [
        take_in(folder, url, journal, survey_id, draw_records(chance, survey_id, ROWS, known))
        for survey_id in ids
    ]
    return seconds[1:]


def main() -> None:
    """Print the median seconds of each size, and the ratio to 10,000 sites."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--postgis", default="", help="address of a database, with {size} in it")
    parser.add_argument("--keep", type=Path, help="a folder for what is filled")
    told = parser.parse_args()
    where = "PostGIS" if told.postgis else "GeoPackage"
    print(f"a survey of {ROWS} rows into a register on {where}")
    medians = {}
    for size in told.sizes:
        with tempfile.TemporaryDirectory() as folder:
            kept = (told.keep or Path(folder)) / str(size)
            url = told.postgis.format(size=size)
            medians[size] = statistics.median(measure(size, kept, url))
        base = medians.get(10_000)
        ratio = f", {medians[size] / base:.2f} times that of 10,000" if base else ""
        print(f"{size:>9,} sites: {medians[size]:.2f} s{ratio}", flush=True)


if __name__ == "__main__":
    main()
