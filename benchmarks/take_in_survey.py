"""How long a survey of 200 rows takes to be registered, beside registers of any size.

    python benchmarks/take_in_survey.py [SITES ...] [--postgis URL]

Registers of 1,000, 10,000, 100,000 and 1,000,000 made-up sites over both regions, in a warm
process. Of the rows one in four is a second voice of a registered site, the others are new. Only
the register's own part is timed: what reads and checks the file depends on the file alone.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.model.problem import no_problems
from heritage_gis.model.record import CRS, DTYPES, RECORD_COLUMNS
from heritage_gis.model.survey import Sidecar, Survey
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
    frame["district"] = frame["district_claimed"] = "353600000"
    frame["position_accuracy_m"] = chance.choice([10.0, 25.0, 150.0], count)
    frame["source_values"] = '{"Название": "' + names + '"}'
    frame["changed_in"] = 1
    return gpd.GeoDataFrame(frame, geometry=shapely.points(longitude, latitude), crs=CRS)


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


def measure(size: int, folder: Path, url: str) -> list[float]:
    """Fill a register, and take in one small survey after the other."""
    chance = np.random.default_rng(size)
    journal = open_journal(folder / "journal.jsonl")
    known = None
    for number, first in enumerate(range(0, size, AT_ONCE)):
        records = draw_records(chance, f"2025-{number:03d}", min(AT_ONCE, size - first))
        known = records if known is None else known
        seconds = take_in(folder, url, journal, f"2025-{number:03d}", records)
        print(f"  {first + len(records):,} sites, {seconds:.1f} s", file=sys.stderr, flush=True)
    return [
        take_in(folder, url, journal, f"2026-{n}", draw_records(chance, f"2026-{n}", ROWS, known))
        for n in range(TRIES + 1)
    ][1:]


def main() -> None:
    """Print the median seconds of each size, and the ratio to 10,000 sites."""
    words = sys.argv[1:]
    url = words[words.index("--postgis") + 1] if "--postgis" in words else ""
    sizes = [int(word) for word in words if word.isdecimal()] or [*SIZES]
    print(f"a survey of {ROWS} rows into a register on {'PostGIS' if url else 'GeoPackage'}")
    medians = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            medians[size] = statistics.median(measure(size, Path(folder), url))
        base = medians.get(10_000)
        ratio = f", {medians[size] / base:.2f} times that of 10,000" if base else ""
        print(f"{size:>9,} sites: {medians[size]:.2f} s{ratio}", flush=True)


if __name__ == "__main__":
    main()
