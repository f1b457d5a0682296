"""Files made to mislead: few rows, typing errors, two zones, one village, cut numbers of zones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from reference_files import (
    FAMILIES,
    SLACK_M,
    Case,
    MadeFile,
    draw_places,
    measure_rows,
    project,
    write_columns,
)

from heritage_gis.pipeline.files import check_file_records, state_reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from heritage_gis.settings import Settings

    Floats = NDArray[np.float64]
    Spoil = Callable[[Floats, Floats], tuple[Floats, Floats]]


@dataclass(frozen=True)
class Trap:
    """One file that is made to mislead.

    Attributes:
        name: what it is.
        system: a key of FAMILIES.
        zone: 0 for the own zone of each row.
        rows: how many.
        crs: how it is stated with `--crs`.
        has_district: whether rows name their district.
        is_both: places of both regions.
        spoil: what is done to eastings and northings.
        fewest: rows that must be placed rightly.
        span: longitudes between which they lie.
    """

    name: str
    system: str
    zone: int = 0
    rows: int = 42
    crs: str = ""
    has_district: bool = True
    is_both: bool = False
    spoil: Spoil | None = None
    fewest: int = 0
    span: tuple[float, float] = (72.2, 77.7)


def cut_prefix(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Leave out the number of the zone in every third row."""
    told = east.copy()
    told[::3] %= 1_000_000
    return told, north


def mistype_zone(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Type zone 12 for 13 in one row."""
    told = east.copy()
    told[5] -= 1_000_000
    return told, north


def mistype_digit(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Mistype the first digit after the number of the zone in one row."""
    told = east.copy()
    told[5] += 500_000 if told[5] % 1_000_000 < 500_000 else -400_000
    return told, north


def turn_some(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Let four rows stand the other way round."""
    one, other = east.copy(), north.copy()
    one[:4], other[:4] = north[:4], east[:4]
    return one, other


def negate_some(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Write a minus before three eastings."""
    told = east.copy()
    told[:3] *= -1
    return told, north


def write_kilometres(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Write kilometres for metres."""
    return east / 1000, north / 1000


def round_kilometres(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Round to whole kilometres, in metres."""
    return np.round(east, -3), np.round(north, -3)


def move_abroad(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Move all places 900 km to the north."""
    return east, north + 900_000


def cut_digit(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Lose one digit of each easting: 7 digits are left."""
    return np.floor(east / 10), north


def pack(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Write degrees, minutes and whole seconds as one number."""
    return _pack(lon), _pack(lat)


def _pack(degrees: Floats) -> Floats:
    seconds = np.round(degrees * 3600)
    minutes, seconds = np.divmod(seconds, 60)
    whole, minutes = np.divmod(minutes, 60)
    return whole + minutes / 100 + seconds / 10_000


TRAPS = (
    Trap("3 rows with the number of the zone", "sk42-6", rows=3, fewest=3),
    Trap("3 rows without it, district", "sk42-6-bare", zone=13, rows=3),
    Trap("3 rows without it, no district", "utm", zone=43, rows=3, has_district=False),
    Trap("1 row", "sk42-6", rows=1, fewest=1),
    Trap("1 row without the number, stated", "utm", zone=43, rows=1, crs="EPSG:32643", fewest=1),
    Trap("number of the zone cut in every third row", "sk42-6", spoil=cut_prefix, fewest=42),
    Trap("the same without districts", "sk42-6", spoil=cut_prefix, has_district=False, fewest=42),
    Trap("the same in two regions", "sk42-6", spoil=cut_prefix, is_both=True, fewest=28),
    Trap("zone mistyped in one row of 42", "sk42-6", spoil=mistype_zone, fewest=41),
    Trap("the same without districts", "sk42-6", spoil=mistype_zone, has_district=False, fewest=41),
    Trap("one digit mistyped in one row", "sk42-6", spoil=mistype_digit, fewest=41),
    Trap("the same, stated", "sk42-6", spoil=mistype_digit, crs="EPSG:28413", fewest=41),
    Trap(
        "the same in UTM, stated", "utm", zone=43, spoil=mistype_digit, crs="EPSG:32643", fewest=41
    ),
    Trap(
        "half of the rows of another zone, no number, SK-42",
        "sk42-6-bare",
        crs="СК-42",
        is_both=True,
        fewest=30,
    ),
    Trap(
        "the same without districts", "sk42-6-bare", crs="СК-42", is_both=True, has_district=False
    ),
    Trap(
        "one zone stated, half of the rows of another", "sk42-6-bare", crs="EPSG:2503", is_both=True
    ),
    Trap(
        "one GIS zone for both regions, with its number", "sk42-6", zone=13, is_both=True, fewest=42
    ),
    Trap(
        "the same without districts", "sk42-6", zone=13, is_both=True, has_district=False, fewest=42
    ),
    Trap("the same, stated", "sk42-6", zone=13, is_both=True, crs="EPSG:28413", fewest=42),
    Trap(
        "the same, stated, no districts",
        "sk42-6",
        zone=12,
        is_both=True,
        crs="EPSG:28412",
        has_district=False,
        fewest=42,
    ),
    Trap("UTM 43 for both regions, no districts", "utm", zone=43, is_both=True, has_district=False),
    Trap(
        "the same, stated",
        "utm",
        zone=43,
        is_both=True,
        has_district=False,
        crs="UTM 43N",
        fewest=42,
    ),
    Trap("all in one village, UTM", "utm", zone=43, span=(75.40, 75.55)),
    Trap("all in one village, zone number", "sk42-6", span=(75.40, 75.55), fewest=42),
    Trap("no number, near the edge of the zone", "sk42-6-bare", zone=13, span=(72.05, 72.4)),
    Trap("the same, no district", "sk42-6-bare", zone=12, span=(71.6, 71.95), has_district=False),
    Trap("four rows turned round", "sk42-6", spoil=turn_some, fewest=42),
    Trap("minus before three eastings", "sk42-6", spoil=negate_some, fewest=39),
    Trap("kilometres", "sk42-6", spoil=write_kilometres),
    Trap("rounded to whole kilometres", "sk42-6", spoil=round_kilometres, fewest=42),
    Trap("rounded to whole kilometres, no number", "utm", zone=43, spoil=round_kilometres),
    Trap("outside of the two regions", "sk42-6", spoil=move_abroad),
    Trap("a digit lost in each easting", "sk42-6", spoil=cut_digit),
    Trap("D.MMSS with districts", "wgs84", spoil=pack),
    Trap("D.MMSS without districts", "wgs84", spoil=pack, has_district=False),
    Trap("D.MMSS, stated", "wgs84", spoil=pack, crs="WGS 84, D.MMSS", fewest=42),
    Trap("wrong zone stated", "sk42-6-bare", zone=13, crs="EPSG:2502"),
    Trap("wrong zone stated, with its number", "sk42-6", zone=13, crs="EPSG:28412"),
    Trap("degrees stated for metres", "sk42-6", crs="EPSG:4326"),
    Trap("QazTRF-23 unstated, of 2024 as far as known", "qaztrf-6", fewest=42),
    Trap("local grid", "utm", zone=43, spoil=lambda e, n: (e % 50_000, n % 50_000)),
)
# No file can show this one: it is what people state.
BELIEVED = Trap("UTM stated for SK-42", "sk42-6-bare", zone=13, crs="EPSG:32643")


@dataclass(frozen=True)
class Outcome:
    """What came of a trap: rows placed rightly, placed wrongly but marked, silently wrong, held."""

    right: int
    marked: int
    silent: int
    held: int
    verdict: str


def spring_trap(trap: Trap, folder: Path, settings: Settings) -> Outcome:
    """Write the file of a trap, check it as `heritage check` does, and count its rows."""
    number = (*TRAPS, BELIEVED).index(trap)
    chance = np.random.default_rng([20261126, number])
    lon, lat, claims = draw_places(
        chance, Case(trap.system, is_both=trap.is_both, rows=trap.rows), trap.span
    )
    family = FAMILIES[trap.system]
    own = np.zeros(len(lon)) if family.kind == "degrees" else np.floor(lon / 6) + 1
    zones = np.full(len(lon), trap.zone) if trap.zone else own
    east, north = project(family, zones.astype(np.int64), lon, lat)
    if trap.spoil:
        east, north = trap.spoil(east, north)
    decimals = 6 if family.kind == "degrees" and not trap.spoil else 4 if trap.spoil is pack else 2
    headings = ("Широта", "Долгота") if family.kind == "degrees" else ("X", "Y")
    columns = {
        "Название": [f"Курган {n + 1}" for n in range(trap.rows)],
        headings[0]: [f"{value:.{decimals}f}" for value in north],
        headings[1]: [f"{value:.{decimals}f}" for value in east],
    }
    if trap.has_district:
        columns["Район"] = claims
    path = folder / f"{number}.csv"
    write_columns(path, columns)
    records, report = check_file_records(path, settings, state_reading(crs=trap.crs))
    made = MadeFile(path, trap.crs, (), lon, lat)
    apart_m = measure_rows(records, made)
    verdict = str(report.tables[0].crs["verdict"])
    allowed = records["position_accuracy_m"].to_numpy(dtype=float) + SLACK_M
    is_right = apart_m <= allowed
    told = report.problems[report.problems["severity"] != "note"]["source_row"].dropna()
    is_marked = records["source_row"].isin(told).to_numpy(dtype=bool)
    return Outcome(
        right=int(is_right.sum()),
        marked=int((~is_right & is_marked).sum()),
        silent=int((~is_right & ~is_marked).sum()),
        held=report.held_back,
        verdict=verdict,
    )
