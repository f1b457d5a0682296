"""Rivers and lakes that a home has installed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import shapely

from heritage_gis.errors import DamagedHomeError, RefusedFileError
from heritage_gis.paths import Home
from heritage_gis.pipeline.files import install_waters
from heritage_gis.places.base_map import load_base_map
from heritage_gis.places.districts import load_districts
from heritage_gis.places.waters import load_waters
from heritage_gis.publish.outlines import draw_outlines, find_waters
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

SHET = "356400000"
RIVER: dict[str, Any] = {"type": "LineString", "coordinates": [[72.5, 48.1], [74.2, 48.4]]}
LAKE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[73.0, 48.0], [73.2, 48.0], [73.2, 48.1], [73.0, 48.1], [73.0, 48.0]]],
}
FAR = {"type": "LineString", "coordinates": [[20.0, 48.1], [21.0, 48.4]]}
SPRING = {"type": "Point", "coordinates": [73.0, 48.0]}


def write_layer(folder: Path, *geometries: dict[str, Any]) -> Path:
    """Write a layer as a cartographer would send it."""
    features = [{"type": "Feature", "properties": {}, "geometry": each} for each in geometries]
    path = folder / "waters.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_waters_are_installed_and_drawn(tmp_path: Path) -> None:
    """Rivers and lakes near the districts are kept; a spring and a river of elsewhere are not."""
    settings = Settings(home=tmp_path)
    count = install_waters(write_layer(tmp_path, RIVER, LAKE, FAR, SPRING), "A. Surveyor", settings)
    assert count == 2
    home = Home(tmp_path)
    waters = load_waters(home)
    assert waters.credit == "A. Surveyor"
    assert sorted(shapely.get_dimensions(waters.shapes)) == [1, 2]
    outlines = draw_outlines(load_districts(home), load_base_map(home))
    (lake,) = find_waters(outlines, outlines.shapes[SHET], 2)
    assert shapely.from_geojson(json.dumps(lake["geometry"])).bounds == (73.0, 48.0, 73.2, 48.1)
    assert len(find_waters(outlines, outlines.shapes[SHET], 1)) == 1


def test_a_home_without_waters_has_none(tmp_path: Path) -> None:
    """Maps without an installed layer are as they were."""
    assert len(load_waters(Home(tmp_path)).shapes) == 0
    assert load_waters(Home(tmp_path)).digest == ""


@pytest.mark.parametrize("geometry", [FAR, SPRING])
def test_a_layer_without_waters_of_ours_is_refused(
    tmp_path: Path, geometry: dict[str, Any]
) -> None:
    """It says so in a line, and nothing is installed."""
    with pytest.raises(RefusedFileError, match="no river or lake"):
        install_waters(write_layer(tmp_path, geometry), "", Settings(home=tmp_path, language="en"))
    assert len(load_waters(Home(tmp_path)).shapes) == 0


def test_damaged_waters_are_told(tmp_path: Path) -> None:
    """A file cut short is named, with what to do."""
    install_waters(write_layer(tmp_path, RIVER), "", Settings(home=tmp_path))
    path = Home(tmp_path).installed_places / "waters.geojson"
    path.write_text(path.read_text("utf-8")[:-40], "utf-8")
    with pytest.raises(DamagedHomeError, match="heritage places waters"):
        load_waters(Home(tmp_path))
