"""An installed official layer: how it lies in a home, read and written."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import mapping

from heritage_gis.errors import DamagedHomeError
from heritage_gis.places.units import list_units

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.paths import Home

LAYER_FILE = "districts.geojson"
REPORT_FILE = "report.json"


@dataclass(frozen=True, eq=False)
class InstalledLayer:
    """An official layer: `kato` and `geometry` in EPSG:4326, and whom to credit for it."""

    frame: gpd.GeoDataFrame
    credit: str


def read_installed_layer(home: Home, layout: str) -> InstalledLayer | None:
    """Return the layer installed for a layout, None where there is none.

    Raises:
        DamagedHomeError: the file is not as it was written.
    """
    folder = _find_folder(home, layout)
    if folder is None:
        return None
    path = folder / LAYER_FILE
    try:
        document = json.loads(path.read_text("utf-8"))
        features = document["features"]
        katos = [feature["properties"]["kato"] for feature in features]
        shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
        credit = str(document["credit"])
    except (OSError, ValueError, KeyError, TypeError, shapely.GEOSException) as fault:
        raise _tell_damage(layout) from fault
    is_whole = katos == [unit.kato_in(layout) for unit in list_units(layout)]
    if not (is_whole and all(shapely.is_valid(shapes)) and shapely.coverage_is_valid(shapes)):
        raise _tell_damage(layout)
    frame = pd.DataFrame({"kato": pd.Series(katos, dtype="str")})
    return InstalledLayer(gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326"), credit)


def write_installed_layer(
    home: Home, layout: str, layer: InstalledLayer, report: dict[str, object]
) -> None:
    """Write a layer and its report in one step, in place of a former one.

    A kill at any moment leaves the former layer or the new one: the former is renamed aside, and
    found there, until the new one has its place.

    Args:
        home: where to.
        layout: which layout it is.
        layer: units that make a coverage, ordered by kato, with at most 7 decimals.
        report: what the person is told, as JSON values.
    """
    places = home.installed_places
    final, fresh, former = (places / name for name in _name_folders(layout))
    places.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    (fresh / LAYER_FILE).write_text(_write_geojson(layout, layer), "utf-8")
    told = json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True)
    (fresh / REPORT_FILE).write_text(f"{told}\n", "utf-8")
    if final.exists():
        shutil.rmtree(former, ignore_errors=True)
        final.rename(former)
    fresh.rename(final)
    shutil.rmtree(former, ignore_errors=True)


def _name_folders(layout: str) -> tuple[str, str, str]:
    return layout, f".{layout}.new", f".{layout}.former"


def _find_folder(home: Home, layout: str) -> Path | None:
    final, _, former = (home.installed_places / name for name in _name_folders(layout))
    return next((folder for folder in (final, former) if folder.is_dir()), None)


def _write_geojson(layout: str, layer: InstalledLayer) -> str:
    """Write RFC 7946 with one feature a line; `layout` and `credit` are foreign members."""
    shapes = shapely.orient_polygons(shapely.normalize(layer.frame.geometry.to_numpy()))
    features = [
        json.dumps({"type": "Feature", "properties": {"kato": kato}, "geometry": mapping(shape)})
        for kato, shape in zip(layer.frame["kato"], shapes, strict=True)
    ]
    head = json.dumps({"layout": layout, "credit": layer.credit}, ensure_ascii=False)[1:-1]
    lines = ",\n".join(features)
    return f'{{"type": "FeatureCollection", {head}, "features": [\n{lines}\n]}}\n'


def _tell_damage(layout: str) -> DamagedHomeError:
    return DamagedHomeError(
        f"the installed layer of districts «{layout}» is not as it was written; "
        "install it again with `heritage places install`, or restore it from a backup"
    )
