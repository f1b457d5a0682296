"""`heritage places install`: an official layer in place of the sketch, and what was mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely
from command_line import assert_refused, heritage

from heritage_gis.places.sketch import draw_sketch

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.process

SHET, AKTOGAY = "356400000", "353600000"


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """Write a layer in which Aktogay reaches over its border, and Shet crosses itself."""
    sketch = draw_sketch("2022")[["kato", "geometry"]].set_index("kato")
    sketch.loc[AKTOGAY, "geometry"] = sketch.loc[AKTOGAY, "geometry"].buffer(0.001)
    sketch.loc[SHET, "geometry"] = _tie_a_bow(sketch.loc[SHET, "geometry"])
    path = tmp_path / "districts.geojson"
    path.write_text(gpd.GeoDataFrame(sketch.reset_index(), crs="EPSG:4326").to_json(), "utf-8")
    return path


def _tie_a_bow(polygon: shapely.Polygon) -> shapely.Polygon:
    """Let the outline run on from its second corner, over its first side, and back."""
    corners = [*polygon.exterior.coords]
    (x1, y1), (x2, y2) = corners[:2]
    beyond = [(x2 + 0.01, y2 + 0.01), ((x1 + x2) / 2, y1 - 0.01 + (y2 - y1) / 2)]
    tied = shapely.Polygon([*corners[:2], *beyond, corners[1], *corners[2:]])
    assert not tied.is_valid
    return tied


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ("18 units of the layout 2022", "Shet district: the outline crossed itself at 4")),
        ("ru", ("районов и городов — 18", "Шетский район: контур пересекал сам себя (4")),
        ("kk", ("18 ауданы мен қаласы", "Шет ауданы: контур өзін-өзі қиып өтті (4")),
    ],
)
def test_mends_are_told_by_name(
    tmp_path: Path, layer: Path, language: str, lines: tuple[str, ...]
) -> None:
    """A keeper reads which units were mended, where and by how much, in their language."""
    told = heritage(tmp_path, "--lang", language, "places", "install", layer, "--kato", "kato")
    assert told.code == 0, told.err
    assert all(line in told.out for line in lines), told.out
    assert "heritage run" in told.out
    assert "ReportedMend" not in told.out
    assert "353600000" not in told.out


def test_a_layer_without_the_named_column_is_refused(tmp_path: Path, layer: Path) -> None:
    """The refusal says which columns there are."""
    told = heritage(tmp_path, "places", "install", layer, "--kato", "CODE")
    assert_refused(told, "districts.geojson", "«CODE»", "kato")
