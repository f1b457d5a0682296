"""Official layers of districts, made of the sketch."""

from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from heritage_gis.model.raw_table import RawTable
from heritage_gis.places.sketch import draw_sketch
from heritage_gis.places.units import read_units

REFERENCE = Path(__file__).parents[3] / "shared" / "places"
WGS84 = CRS("EPSG:4326").to_wkt()
KATO = {"kato": "KATO"}


def write_table(frame: pd.DataFrame, shapes: object, crs_wkt: str = WGS84) -> RawTable:
    """Return a layer as the readers hand it over: texts, WKB, and where each row stands."""
    columns = tuple(frame.columns)
    placed = frame.astype("str").assign(
        source_file="layer.geojson", source_layer="layer", source_row=range(1, len(frame) + 1)
    )
    placed["geometry"] = pd.Series(list(shapely.to_wkb(np.array(shapes))), dtype=object)
    return RawTable(placed, "geojson", columns, crs_wkt=crs_wkt)


def draw_official(layout: str = "2022") -> pd.DataFrame:
    """Return the sketch as if it were an official layer: KATO, names, shapes; rows shuffled."""
    sketch = draw_sketch(layout)
    units = {unit.kato_in(layout): unit for unit in read_units()}
    frame = pd.DataFrame(
        {
            "KATO": sketch["kato"],
            "ATAUY": [units[kato].name_kk for kato in sketch["kato"]],
            "NAME": [units[kato].name_ru for kato in sketch["kato"]],
            "shape": sketch.geometry.to_numpy(),
        }
    )
    return frame.iloc[::-1].reset_index(drop=True)


def make_table(official: pd.DataFrame, crs_wkt: str = WGS84) -> RawTable:
    """Return an official layer as a raw table."""
    return write_table(official.drop(columns="shape"), official["shape"].tolist(), crs_wkt)


def reshape(official: pd.DataFrame, kato: str, shape: shapely.Geometry) -> None:
    """Give a unit another shape."""
    pairs = zip(official["KATO"], official["shape"], strict=True)
    shapes = [shape if code == kato else former for code, former in pairs]
    official["shape"] = pd.Series(shapes, index=official.index, dtype=object)


def find_shape(official: pd.DataFrame, kato: str) -> shapely.Geometry:
    """Return the shape of a unit."""
    shape: shapely.Geometry = official.loc[official["KATO"] == kato, "shape"].iloc[0]
    return shape
