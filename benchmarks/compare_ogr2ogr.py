"""Our path beside ogr2ogr: read, reproject, make valid, find the district, write GeoJSON.

    python benchmarks/compare_ogr2ogr.py [records [rounds [folder]]]

The same made-up survey goes through both, in turn, in one run. ogr2ogr is given every advantage
that we know of: native GeoPackage SQL over the R-tree, one process for each district, both at once,
districts already in the system of the survey, valid shapes left as they are, and the pinned
operation EPSG:15865 in place of its own search. Ours is one process and its reading child
(`write_districts.py`). Needs Debian's gdal-bin.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from make_survey import CRS, DISTRICTS, LAYER, make_survey
from process_watch import Watched, watch_processes

from heritage_gis.conform.reference_system import load_systems
from heritage_gis.geo.crs import from_wgs84
from heritage_gis.paths import Home
from heritage_gis.places.districts import load_districts
from heritage_gis.places.units import find_by_slug

if TYPE_CHECKING:
    import pandas as pd

HERE = Path(__file__).parent
OURS, THEIRS = "heritage_gis", "ogr2ogr"
BORDER_PIECE_DEGREES = 0.1  # straight in degrees and straight in zone 12 are then 1 m apart
# EPSG:15865 between the axes as EPSG has them: northing first in, latitude first out.
OPERATION = (
    "+proj=pipeline +step +proj=axisswap +order=2,1 "
    "+step +inv +proj=tmerc +lat_0=0 +lon_0=69 +k=1 +x_0=12500000 +y_0=0 +ellps=krass "
    "+step +proj=push +v_3 +step +proj=cart +ellps=krass "
    "+step +proj=helmert +x=25 +y=-141 +z=-78.5 +rx=0 +ry=-0.35 +rz=-0.736 +s=0 "
    "+convention=coordinate_frame +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
    "+step +proj=unitconvert +xy_in=rad +xy_out=deg +step +proj=axisswap +order=2,1"
)
QUERY = """
    SELECT {columns},
           CASE WHEN ST_IsValid(s.geom) THEN s.geom ELSE ST_MakeValid(s.geom) END AS geom
    FROM d.districts d, rtree_{layer}_geom r, {layer} s
    WHERE d.kato = '{kato}'
      AND r.minx <= ST_MaxX(d.geom) AND r.maxx >= ST_MinX(d.geom)
      AND r.miny <= ST_MaxY(d.geom) AND r.maxy >= ST_MinY(d.geom)
      AND s.fid = r.id AND ST_Intersects(d.geom, ST_Centroid(s.geom))
"""
SAMPLE = 2000
FARTHEST_M, MOST_AREA_APART, MOST_COUNT_APART = 5.0, 1e-3, 1e-4


def compare(count: int, rounds: int, folder: Path) -> None:
    """Make the survey, let both run in turn, compare what they wrote, and tell the figures."""
    survey, districts = folder / "survey.gpkg", folder / "districts.gpkg"
    make_survey(count, survey)
    export_districts(districts)
    tell_versions(survey)
    taken: dict[str, list[Watched]] = {OURS: [], THEIRS: []}
    for number in range(rounds):
        for rival in (OURS, THEIRS) if number % 2 else (THEIRS, OURS):
            result = folder / rival
            result.mkdir(exist_ok=True)
            for old in result.iterdir():
                old.unlink()
            commands = list_commands(rival, survey, districts, result)
            taken[rival].append(watch_processes(commands, folder / "log", name_process))
            tell_round(rival, taken[rival][-1])
    tell_ratios(taken)
    for slug in DISTRICTS:
        tell_agreement(slug, *(folder / rival / f"{slug}.geojson" for rival in (OURS, THEIRS)))


def list_commands(rival: str, survey: Path, districts: Path, result: Path) -> list[list[str]]:
    """Return the commands of one side, to be run at once."""
    if rival == OURS:
        return [
            [sys.executable, str(HERE / "write_districts.py"), str(survey), str(result), *DISTRICTS]
        ]
    fields = pyogrio.read_info(survey, layer=LAYER)["fields"]
    columns = ", ".join(f's."{name}"' for name in fields)
    return [
        [
            "ogr2ogr", "-f", "GeoJSON", str(result / f"{slug}.geojson"), str(survey),
            "-oo", f"PRELUDE_STATEMENTS=ATTACH '{districts}' AS d",
            "-sql", QUERY.format(columns=columns, layer=LAYER, kato=find_kato(slug)),
            "-s_srs", CRS, "-t_srs", "EPSG:4326", "-ct", OPERATION, "-lco", "RFC7946=YES",
        ]
        for slug in DISTRICTS
    ]  # fmt: skip


def name_process(command: str) -> str:
    """Say which process it is."""
    if "heritage_gis.read.child" in command:
        return "reading child"
    slug = next((slug for slug in DISTRICTS if f"{slug}.geojson" in command), "")
    return f"{THEIRS} {slug}" if slug else OURS


def export_districts(path: Path) -> None:
    """Write the project's own districts in the system of the survey, with an R-tree."""
    path.unlink(missing_ok=True)
    system = next(each for each in load_systems() if each.code == CRS)
    frame = load_districts(Home(path.parent)).frame
    fine = shapely.segmentize(frame.geometry.to_numpy(), BORDER_PIECE_DEGREES)
    plane = shapely.transform(
        fine, lambda at: np.column_stack(from_wgs84(at[:, 0], at[:, 1], system))
    )
    placed = gpd.GeoDataFrame({"kato": frame["kato"]}, geometry=plane, crs=CRS)
    pyogrio.write_dataframe(placed, path, layer="districts", driver="GPKG")


def find_kato(slug: str) -> str:
    """Return the KATO of a district."""
    unit = find_by_slug(slug)
    if unit is None:
        raise SystemExit(f"there is no district {slug}")
    return unit.kato


def tell_versions(survey: Path) -> None:
    """Print what is compared, on what."""
    rival = subprocess.run([THEIRS, "--version"], capture_output=True, text=True, check=True)
    print(rival.stdout.strip())
    print(f"pyogrio {pyogrio.__version__} (GDAL {pyogrio.__gdal_version_string__}),", end=" ")
    print(f"shapely {shapely.__version__} (GEOS {shapely.geos_version_string})")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    shapes = pyogrio.read_dataframe(survey, columns=[]).geometry.to_numpy()
    vertices = shapely.get_num_coordinates(shapes)
    print(
        f"{len(shapes):,} records, {survey.stat().st_size / 1e6:,.0f} MB: "
        f"{np.mean(vertices > 1):.0%} polygons, {np.mean(~shapely.is_valid(shapes)):.1%} invalid, "
        f"{vertices.sum():,} vertices"
    )


def tell_round(rival: str, watched: Watched) -> None:
    """Print what one run took."""
    peaks = ", ".join(f"{name} {mb:.0f} MB" for name, mb in sorted(watched.peak_mb.items()))
    print(f"{rival:13} {watched.wall_s:7.2f} s, {watched.cpu_s:7.2f} s of processor; {peaks}")


def tell_ratios(taken: dict[str, list[Watched]]) -> None:
    """Print least, median and most of each side, and how many times one is the other."""
    for what in ("wall_s", "cpu_s"):
        figures = {rival: [getattr(each, what) for each in runs] for rival, runs in taken.items()}
        for rival, values in figures.items():
            told = " / ".join(f"{f(values):.2f}" for f in (min, statistics.median, max))
            print(f"{what} {rival:13} min / median / max {told}")
        ratios = [f(figures[THEIRS]) / f(figures[OURS]) for f in (min, statistics.median, max)]
        print(f"{what} {THEIRS} : {OURS} = {' / '.join(f'{ratio:.2f}' for ratio in ratios)}")


def tell_agreement(slug: str, ours: Path, theirs: Path) -> None:
    """Print how far apart the two files are.

    Raises:
        SystemExit: they are not the same map.
    """
    mine, other = (_read_result(path) for path in (ours, theirs))
    both = mine.join(other.add_suffix("_other"), how="inner")
    alone = len(mine) + len(other) - 2 * len(both)
    areas = [float(shapely.area(both[name]).sum()) for name in ("shape", "shape_other")]
    sample = both.sample(min(SAMPLE, len(both)), random_state=1)
    mine_at, other_at = (
        shapely.get_coordinates(shapely.centroid(sample[name])) for name in ("shape", "shape_other")
    )
    away = np.linalg.norm((mine_at - other_at) * METRES, axis=1)
    valid = [float(np.mean(shapely.is_valid(each["shape"]))) for each in (mine, other)]
    print(
        f"{slug}: {len(mine):,} and {len(other):,} features, {alone} in one alone; "
        f"areas {areas[0] / areas[1] - 1:+.4%}; valid {valid[0]:.3%} and {valid[1]:.3%}; "
        f"centres of {len(sample):,} apart: median {np.median(away):.3f} m, most {away.max():.3f} m"
    )
    if (
        alone > MOST_COUNT_APART * len(mine)
        or abs(areas[0] / areas[1] - 1) > MOST_AREA_APART
        or np.quantile(away, 0.99) > FARTHEST_M
    ):
        raise SystemExit(f"{slug}: the two are not the same map")


METRES = (74_000.0, 111_200.0)  # of a degree at 48 north, close enough to tell centimetres


def _read_result(path: Path) -> pd.DataFrame:
    frame = pyogrio.read_dataframe(path, columns=["Шифр"])
    return frame.rename_geometry("shape").set_index("Шифр")[["shape"]]


if __name__ == "__main__":
    told = sys.argv[1:]
    with tempfile.TemporaryDirectory(dir=told[2] if len(told) > 2 else None) as scratch:
        compare(
            int(told[0]) if told else 100_000, int(told[1]) if len(told) > 1 else 3, Path(scratch)
        )
