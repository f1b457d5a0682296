"""Files whose reference system is known: each system of facts 1.1, stated or not, turned or not.

Points are drawn in our districts with a fixed seed, and brought to their system by PROJ alone: by
EPSG codes, by the pipeline and the QazTRF-23 string that facts.md gives, never by `geo.crs`.
"""

from __future__ import annotations

import csv
import itertools
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
from pyproj import Geod, Transformer

from heritage_gis.paths import Home
from heritage_gis.pipeline.files import check_file_records, state_reading
from heritage_gis.places.districts import load_districts
from heritage_gis.places.units import find_by_kato

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from heritage_gis.settings import Settings

    Floats = NDArray[np.float64]

Stating = Literal["none", "option", "column"]
GEOD = Geod(ellps="WGS84")
SEED = 20261125
ROWS = 12
SLACK_M = 1.0  # QazTRF-23 against WGS 84, and the last digit
OTHER_DATUM_M = 85.0  # 61 to 69 m in the east, 80 in the west
WIDE = {"gk6": 12, "gk3": 24, "utm": 42}  # the one zone of a file that a GIS wrote
TO_SK42 = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 "
    "+step +proj=cart +ellps=krass +step +proj=helmert +x=25 +y=-141 +z=-78.5 +rx=0 +ry=-0.35 "
    "+rz=-0.736 +s=0 +convention=coordinate_frame +step +inv +proj=cart +ellps=WGS84 "
    "+step +proj=pop +v_3 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)
# The pattern of K2-K4 continued (facts 1.6): as a client would state it, and no authority.
SK63 = "+proj=tmerc +lat_0=0.133333333333333 +lon_0=71.7666666666667 +k=1 +x_0=9300000 +y_0=0"
SK63_STATED = f"{SK63} +ellps=krass +units=m +no_defs"
SHOWN = ("right", "other datum, told", "asked", "WRONG")


@dataclass(frozen=True)
class Case:
    """One file.

    Attributes:
        system: family of facts 1.1, a key of FAMILIES.
        stated: how the system is stated.
        is_swapped: the two numbers stand under each other's heading.
        is_both: places of both regions; else of one.
        has_district: the file has a column of districts.
        rows: how many.
        is_one_zone: a GIS wrote all rows in one zone.
    """

    system: str
    stated: Stating = "none"
    is_swapped: bool = False
    is_both: bool = False
    has_district: bool = True
    rows: int = ROWS
    is_one_zone: bool = False

    @property
    def name(self) -> str:
        """A name for a file."""
        flags = ("swapped" if self.is_swapped else "straight", "both" if self.is_both else "one")
        claim = "district" if self.has_district else "bare"
        zone = "-onezone" if self.is_one_zone else ""
        return "-".join((self.system, self.stated, *flags, claim, str(self.rows))) + zone


@dataclass(frozen=True)
class Family:
    """A system of facts 1.1: `codes` by zone, and how people state it."""

    kind: str
    datum: str
    codes: dict[int, str] = field(default_factory=dict)
    has_prefix: bool = False
    words: str = ""


FAMILIES = {
    "wgs84": Family("degrees", "wgs84", {0: "EPSG:4326"}, words="WGS 84"),
    "sk42-degrees": Family("degrees", "sk42", {0: "EPSG:4284"}, words="СК-42"),
    "sk42-6": Family(
        "gk6",
        "sk42",
        {z: f"EPSG:{28400 + z}" for z in (11, 12, 13)},
        has_prefix=True,
        words="СК-42",
    ),
    "sk42-6-bare": Family(
        "gk6", "sk42", {z: f"EPSG:{2490 + z}" for z in (11, 12, 13)}, words="СК-42, зона {zone}"
    ),
    "sk42-3": Family(
        "gk3",
        "sk42",
        {z: f"EPSG:{2516 + z}" for z in range(21, 27)},
        has_prefix=True,
        words="СК-42, трёхградусная зона {zone}",
    ),
    "sk42-3-bare": Family(
        "gk3",
        "sk42",
        dict(
            zip(
                range(21, 27),
                (f"EPSG:{n}" for n in (2596, 2597, 2598, 2599, 2601, 2602)),
                strict=True,
            )
        ),
        words="СК-42, 3-градусная зона {zone}",
    ),
    "sk63": Family("sk63", "sk42", {0: "SK-63"}, words=SK63_STATED),
    "utm": Family(
        "utm", "wgs84", {z: f"EPSG:{32600 + z}" for z in (41, 42, 43)}, words="WGS 84 / UTM {zone}N"
    ),
    "qaztrf-degrees": Family("degrees", "wgs84", {0: "EPSG:10941"}, words="QazTRF-23"),
    "qaztrf-6": Family(
        "qaztrf",
        "wgs84",
        {z: f"EPSG:{10934 + z}" for z in (11, 12, 13)},
        has_prefix=True,
        words="QazTRF-23",
    ),
}


def list_cases() -> list[Case]:
    """List 40 files: each system, stated or not, straight or swapped, of one region or both."""
    told = [
        ("option", False, False),
        ("column", True, True),
        ("none", False, True),
        ("none", True, False),
    ]
    return [Case(system, *each) for system in FAMILIES for each in told]  # type: ignore[arg-type] # the words are those of Stating


def list_all_cases(*, has_district: bool) -> list[Case]:
    """List every combination."""
    sides = itertools.product(FAMILIES, ("none", "option", "column"), (False, True), (False, True))
    return [Case(*each, has_district=has_district) for each in sides]  # type: ignore[arg-type] # as above


@dataclass(frozen=True)
class MadeFile:
    """A file, what it says of its system (`crs`), and the truth of each row."""

    path: Path
    crs: str
    codes: tuple[str, ...]
    lon: Floats
    lat: Floats


def make_file(case: Case, folder: Path, *, seed: int = 0) -> MadeFile:
    """Write the file of a case: every second one as CSV, the others as XLSX."""
    chance = np.random.default_rng([SEED, seed, *case.name.encode()])
    family = FAMILIES[case.system]
    lon, lat, claims = draw_places(chance, case)
    zones = find_zones(family, lon, case)
    east, north = project(family, zones, lon, lat)
    codes = tuple(dict.fromkeys(family.codes[int(zone)] for zone in zones))
    decimals = 6 if family.kind == "degrees" else 2
    first, second = (east, north) if case.is_swapped else (north, east)
    headings = ("Широта", "Долгота") if family.kind == "degrees" else ("X", "Y")
    columns = {
        "№": [str(n + 1) for n in range(case.rows)],
        "Название": [f"Курган {n + 1}" for n in range(case.rows)],
        headings[0]: [f"{value:.{decimals}f}" for value in first],
        headings[1]: [f"{value:.{decimals}f}" for value in second],
    }
    if case.has_district:
        columns["Район"] = claims
    words = [family.words.format(zone=int(zone)) for zone in zones]
    crs = ""
    if case.stated == "column":
        columns["Система координат"] = words
    elif case.stated == "option":
        is_single = len(codes) == 1 and codes[0].startswith("EPSG")
        crs = codes[0] if is_single else words[0] if family.kind == "sk63" else "СК-42"
        crs = "QazTRF-23" if family.kind == "qaztrf" and not is_single else crs
    path = folder / f"{case.name}.{'xlsx' if case.is_swapped == case.is_both else 'csv'}"
    write_columns(path, columns)
    return MadeFile(path, crs, codes, lon, lat)


@cache
def _draw_pool() -> pd.DataFrame:
    """Draw places over the districts, none near a border: `lon`, `lat`, `claim`, `region`."""
    districts = load_districts(Home(Path("nowhere")))  # the sketch needs no home
    chance = np.random.default_rng(SEED)
    lon, lat = chance.uniform(62.6, 77.7, 20_000), chance.uniform(46.1, 51.2, 20_000)
    points = gpd.GeoSeries.from_xy(lon, lat, crs="EPSG:4326")
    located = districts.locate(points)
    inside = (located["kato"].notna() & (located["border_distance_m"] > 4000)).to_numpy()
    katos = located["kato"][inside].astype(str)
    units = [find_by_kato(kato) for kato in katos]
    return pd.DataFrame(
        {
            "lon": lon[inside],
            "lat": lat[inside],
            "claim": [unit.name_ru if unit else "" for unit in units],
            "region": [unit.region if unit else "" for unit in units],
        }
    )


def draw_places(
    chance: np.random.Generator, case: Case, span: tuple[float, float] | None = None
) -> tuple[Floats, Floats, list[str]]:
    """Draw the places of a case: where its one zone is, or a span of longitudes, or all over."""
    pool = _draw_pool()
    family = FAMILIES[case.system]
    if case.is_both:
        halves = [pool[pool["region"].astype(str) == region] for region in ("35", "62")]
        picked = pd.concat(
            half.iloc[chance.choice(len(half), case.rows - case.rows // 2 if n else case.rows // 2)]
            for n, half in enumerate(halves)
        )
    else:
        west, east = (72.2, 77.7) if case.stated != "column" else (66.1, 71.9)
        if family.kind == "gk3" and not family.has_prefix:
            west, east = (73.6, 76.4) if case.stated != "column" else (67.6, 70.4)
        if family.kind == "sk63":
            west, east = 70.3, 73.2
        west, east = span or (west, east)
        here = pool[pool["lon"].between(west, east)]
        region = "35" if case.stated != "column" else "62"
        here = here[here["region"].astype(str) == region] if family.kind != "sk63" else here
        picked = here.iloc[chance.choice(len(here), case.rows)]
    return picked["lon"].to_numpy(), picked["lat"].to_numpy(), picked["claim"].tolist()


def find_zones(family: Family, lon: Floats, case: Case) -> NDArray[np.int64]:
    """Give each place its own zone; one for all where a GIS wrote the file."""
    if family.kind in {"degrees", "sk63"}:
        return np.zeros(len(lon), dtype=np.int64)
    own = {
        "gk6": np.floor(lon / 6) + 1,
        "qaztrf": np.floor(lon / 6) + 1,
        "gk3": np.round(lon / 3),
        "utm": np.floor(lon / 6) + 31,
    }[family.kind]
    is_one = case.is_one_zone or (
        case.is_both and not family.has_prefix and case.stated != "column"
    )
    zones = np.full(len(lon), WIDE.get(family.kind, 12)) if is_one else own
    return zones.astype(np.int64)


def project(
    family: Family, zones: NDArray[np.int64], lon: Floats, lat: Floats
) -> tuple[Floats, Floats]:
    """Bring WGS 84 to the system of each row, by PROJ alone."""
    if family.datum == "sk42":
        shift = Transformer.from_pipeline(TO_SK42)
        lon, lat = shift.transform(lon, lat, direction="INVERSE")
    if family.kind == "degrees":
        return np.asarray(lon), np.asarray(lat)
    east, north = np.zeros(len(lon)), np.zeros(len(lon))
    for zone in np.unique(zones):
        rows = zones == zone
        base = "EPSG:4284" if family.datum == "sk42" else "EPSG:4326"
        target = family.codes[int(zone)]
        if family.kind == "qaztrf":
            middle = 6 * int(zone) - 3
            base = "+proj=longlat +ellps=GRS80 +no_defs"
            target = f"+proj=tmerc +lon_0={middle} +x_0={zone}500000 +k=1 +ellps=GRS80 +no_defs"
        if family.kind == "sk63":
            base, target = "+proj=longlat +ellps=krass +no_defs", SK63_STATED
        made = Transformer.from_crs(base, target, always_xy=True)
        east[rows], north[rows] = made.transform(lon[rows], lat[rows])
    return east, north


def write_columns(path: Path, columns: dict[str, list[str]]) -> None:
    """Write a table as its suffix says; numbers of a workbook are numbers."""
    rows = list(zip(*columns.values(), strict=True))
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([[*columns], *rows])
        return
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([*columns])
    for row in rows:
        sheet.append([_to_cell(value) for value in row])
    book.save(path)


def _to_cell(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


@dataclass(frozen=True)
class Judged:
    """What came of a file: a word of SHOWN, the verdict, and what was wrong."""

    outcome: str
    verdict: str
    why: str = ""


def judge_file(case: Case, made: MadeFile, settings: Settings) -> Judged:
    """Check a file as `heritage check` does, and compare it with the truth row by row."""
    records, report = check_file_records(made.path, settings, state_reading(crs=made.crs))
    told = report.tables[0].crs
    verdict = str(told["verdict"])
    names = {name for each in told["readings"] for name in (each["system"], *each["same_as"])}
    missing = set(made.codes) - names
    apart_m = measure_rows(records, made)
    accuracy_m = records["position_accuracy_m"].to_numpy(dtype=float)
    is_far = ~(apart_m <= accuracy_m + SLACK_M)
    placed = len(records)
    if placed == case.rows and not is_far.any() and verdict in {"certain", "likely"}:
        return Judged("right", verdict)
    if (
        placed == case.rows
        and (apart_m <= OTHER_DATUM_M).all()
        and verdict == "likely"
        and not missing
    ):
        return Judged("other datum, told", verdict)
    if not is_far.any() and verdict == "ask" and not missing:
        return Judged("asked", verdict)
    codes = report.problems["code"].value_counts().to_dict()
    why = f"{placed} of {case.rows} placed, far: {int(is_far.sum())}, not named: {missing}, {codes}"
    return Judged("WRONG", verdict, why)


def measure_rows(records: gpd.GeoDataFrame, made: MadeFile) -> Floats:
    """Measure how far each record lies from the truth; its row tells which it is."""
    rows = records["source_row"].to_numpy(dtype=int) - 2
    there = made.lon[rows], made.lat[rows]
    return np.asarray(GEOD.inv(*there, records.geometry.x, records.geometry.y)[2])
