"""Our side of the comparison: one survey read, its geometry conformed, a GeoJSON file a district.

    python benchmarks/write_districts.py survey.gpkg folder ulytau zhanaarka

Every step but the last is the project's own, as `heritage run` takes it: the guarded child reads,
`conform_positions` finds the reference system, projects, mends and rounds, and `Districts.locate`
finds the district. The last is here: what the project publishes is the public twin, not the
records; so they are written by whole columns, as `publish.features` writes its own.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from heritage_gis.conform.positions import conform_positions
from heritage_gis.model.problem import ROW_PLACE
from heritage_gis.model.record import CRS
from heritage_gis.model.survey import Sidecar
from heritage_gis.places.districts import load_districts
from heritage_gis.places.units import find_by_slug
from heritage_gis.publish.features import quote_texts
from heritage_gis.read.files import read_file
from heritage_gis.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from heritage_gis.model.raw_table import RawTable

SIDECAR = Sidecar(title="", who="", received=date.min, licence="")
HEAD, TAIL, BETWEEN = b'{"type":"FeatureCollection","features":[\n', b"\n]}\n", b",\n"
BLOCK = 5_000  # features written at a time
TEXT = pa.large_string()


def write_districts(survey: Path, folder: Path, slugs: Iterable[str]) -> None:
    """Write the records of a survey that lie in some districts, each to its own file."""
    settings = read_settings(folder)
    (table,) = read_file(survey, survey.name, settings)
    places = table.frame[[*ROW_PLACE]].assign(survey_id="benchmark")
    shapes = conform_positions(table, {}, SIDECAR, places).frame.geometry.to_numpy()
    points = gpd.GeoSeries(shapely.centroid(shapes), crs=CRS)
    katos = load_districts(settings.home_folder).locate(points)["kato"]
    for slug in slugs:
        unit = find_by_slug(slug)
        if unit is None:
            raise SystemExit(f"there is no district {slug}")
        rows = np.flatnonzero(katos == unit.kato)
        write_collection(table, shapes, rows, folder / f"{slug}.geojson")


def write_collection(table: RawTable, shapes: np.ndarray, rows: np.ndarray, path: Path) -> None:
    """Write rows of a table, with their shapes in EPSG:4326, as RFC 7946 GeoJSON."""
    with path.open("wb") as file:
        file.write(HEAD)
        for start in range(0, len(rows), BLOCK):
            chosen = rows[start : start + BLOCK]
            features = write_features(table.frame[[*table.columns]].iloc[chosen], shapes[chosen])
            together = pa.LargeListArray.from_arrays([0, len(features)], features)
            file.write(BETWEEN if start else b"")
            file.write(pc.binary_join(together, _text(BETWEEN.decode()))[0].as_buffer())
        file.write(TAIL)


def write_features(cells: pd.DataFrame, shapes: np.ndarray) -> pa.LargeStringArray:
    """Write each row as a feature; what is missing becomes null."""
    drawn = pa.array(shapely.to_geojson(shapes), TEXT)
    parts = [_text('{"type":"Feature","geometry":'), pc.fill_null(drawn, "null")]
    for place, name in enumerate(cells):
        before = ',"properties":{' if place == 0 else ","
        written = quote_texts(pa.array(cells[name], TEXT))
        parts += [_text(f'{before}"{name}":'), pc.fill_null(written, "null")]
    return pc.binary_join_element_wise(*parts, _text("}}"), _text(""))


def _text(text: str) -> pa.LargeStringScalar:
    return pa.scalar(text, TEXT)


if __name__ == "__main__":
    write_districts(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
