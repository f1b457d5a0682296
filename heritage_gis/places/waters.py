"""Waters that a home has installed, to be drawn under the sites."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from heritage_gis.errors import DamagedHomeError, refuse_file
from heritage_gis.model.raw_table import GEOMETRY
from heritage_gis.places.layer_rows import bring_to_wgs84, name_file, read_shapes
from heritage_gis.places.units import read_units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.paths import Home

INSTALLED_FILE = "waters.geojson"
DECIMALS = 4  # of a degree, about ten metres
_BEYOND = 1.0  # degrees around the districts, beyond which no map looks


@dataclass(frozen=True, eq=False)
class Waters:
    """Rivers and lakes.

    Attributes:
        shapes: lines and polygons in EPSG:4326.
        credit: whom a page that shows them must name.
    """

    shapes: NDArray[np.object_]
    credit: str

    @property
    def digest(self) -> str:
        """The digest of all that is drawn and told of them; "" where there are none."""
        if not len(self.shapes):
            return ""
        wkb = b"".join(shapely.to_wkb(self.shapes, byte_order=1))
        return hashlib.sha256(self.credit.encode() + wkb).hexdigest()


NO_WATERS = Waters(np.empty(0, dtype=object), "")


def read_waters(table: RawTable, credit: str = "") -> Waters:
    """Read the waters of a layer, as far as a map of ours shows them; what is no line or area goes.

    Args:
        table: the layer as it was read.
        credit: whom to name for it; empty: the name of the file.

    Raises:
        RefusedFileError: there is no geometry, it cannot be read, its reference system is not
            known, or no water of it lies in the two regions.
    """
    file_name = name_file(table)
    if GEOMETRY not in table.frame:
        raise refuse_file(file_name, "waters_no_geometry")
    shapes = read_shapes(table.frame, file_name, "ignore")
    degrees, _, _ = bring_to_wgs84(shapes, table.crs_wkt, file_name)
    bounds = np.array([unit.bbox_wgs84 for unit in read_units()])
    west, south = bounds[:, :2].min(axis=0) - _BEYOND
    east, north = bounds[:, 2:].max(axis=0) + _BEYOND
    valid = shapely.make_valid(degrees[~shapely.is_missing(degrees)])
    clipped = shapely.intersection(valid, shapely.box(west, south, east, north))
    rounded = shapely.set_precision(clipped, 10.0**-DECIMALS)
    parts = shapely.get_parts(shapely.get_parts(rounded))
    kept = parts[(shapely.get_dimensions(parts) > 0) & ~shapely.is_empty(parts)]
    if not len(kept):
        raise refuse_file(file_name, "waters_none")
    return Waters(np.asarray(shapely.normalize(kept)), credit or file_name)


def load_waters(home: Home) -> Waters:
    """Return the waters installed in a home; none where none are.

    Raises:
        DamagedHomeError: what was installed is not as it was written.
    """
    path = home.installed_places / INSTALLED_FILE
    if not path.is_file():
        return NO_WATERS
    try:
        document = json.loads(path.read_text("utf-8"))
        features = [json.dumps(feature["geometry"]) for feature in document["features"]]
        return Waters(np.asarray(shapely.from_geojson(features)), str(document["credit"]))
    except (ValueError, KeyError, TypeError, shapely.GEOSException) as fault:
        raise DamagedHomeError(
            f"data/raw/places/{INSTALLED_FILE} is not as it was written; install the waters "
            "again with `heritage places waters`, or restore a backup"
        ) from fault


def write_waters(home: Home, waters: Waters) -> int:
    """Install waters in a home, in place of those installed before; return how many."""
    features = [
        f'{{"type": "Feature", "properties": {{}}, "geometry": {text}}}'
        for text in shapely.to_geojson(waters.shapes)
    ]
    credit, lines = json.dumps(waters.credit, ensure_ascii=False), ",\n".join(features)
    text = f'{{"type": "FeatureCollection", "credit": {credit}, "features": [\n{lines}\n]}}\n'
    home.installed_places.mkdir(parents=True, exist_ok=True)
    path = home.installed_places / INSTALLED_FILE
    fresh = path.with_name(f".{INSTALLED_FILE}.new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
    return len(features)
