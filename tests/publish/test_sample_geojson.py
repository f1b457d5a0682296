"""What the main job publishes of the sample surveys: valid GeoJSON, and nothing it must not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from test_geojson import find_faults

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["sample_home"]
pytestmark = pytest.mark.process


@pytest.fixture
def data(built: Path) -> Path:
    """Give the folder of downloads."""
    return built / "maps" / "data"


def test_every_download_keeps_rfc_7946(data: Path) -> None:
    """Members, ranges, ring direction, closed rings, and no `crs`, in every file."""
    files = sorted(data.glob("*.geojson"))
    assert len(files) == 18 + 2 + 1
    for file in files:
        assert find_faults(json.loads(file.read_text("utf-8"))) == [], file.name


def test_begazy_is_published_once_as_its_cell(data: Path) -> None:
    """Two sources make one site, shown as its cell; the wrong point 45 km off is not published."""
    told = json.loads((data / "aktogay.geojson").read_text("utf-8"))["features"]
    begazy = [each for each in told if "Беғазы қорымы" in str(each["properties"]["name_kk"])]
    assert len(begazy) == 1
    assert begazy[0]["geometry"]["coordinates"] == [
        [[75.3, 48.2], [75.4, 48.2], [75.4, 48.3], [75.3, 48.3], [75.3, 48.2]]
    ]
    placed = [each for each in told if each["geometry"]]
    assert placed == begazy


def test_only_what_is_safe_is_exact(data: Path) -> None:
    """Points are published of a mosque and of a mausoleum that a source says stands, no others."""
    told = json.loads((data / "all.geojson").read_text("utf-8"))["features"]
    exact = {
        each["properties"]["name_kk"]: each["geometry"]["coordinates"]
        for each in told
        if each["geometry"] and each["geometry"]["type"] == "Point"
    }
    assert exact == {
        "Құнанбай қажы мешіті": [75.47, 49.41],
        "Шабанбай би кесенесі": [73.818, 48.657],
    }


def test_kargaly_is_not_published(data: Path) -> None:
    """A mine in Orenburg region is held back as outside."""
    assert "Қарғалы" not in (data / "all.geojson").read_text("utf-8")
