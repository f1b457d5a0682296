"""Broken files: each feature that can be read is read, each that cannot is held back by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from heritage_gis.errors import RefusedFileError
from heritage_gis.pipeline.files import check_file
from heritage_gis.read.files import read_file_noted
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 60
GARBAGE = bytes([0xFE, 0x7F, 0x33, 0x99, 0xFF, 0x10, 0xA1, 0x7E])


def write_boxes(path: Path, driver: str) -> Path:
    """Write 60 outlines within Karaganda region."""
    boxes = [shapely.box(75 + n / 100, 48, 75.005 + n / 100, 48.01) for n in range(COUNT)]
    names = [f"Курган {n}" for n in range(1, COUNT + 1)]
    frame = gpd.GeoDataFrame({"name": names}, geometry=boxes, crs=4326)
    options = {"ENCODING": "CP1251"} if driver == "MapInfo File" else {}
    frame.to_file(path, driver=driver, **options)
    return path


def spoil(path: Path, at: int) -> None:
    """Write garbage into a file."""
    content = bytearray(path.read_bytes())
    content[at : at + len(GARBAGE)] = GARBAGE
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "driver", "spoiled", "at"),
    [
        ("x.tab", "MapInfo File", ".map", 3489),
        ("x.fgb", "FlatGeobuf", ".fgb", -300),
    ],
)
def test_one_broken_feature_does_not_cost_the_file(
    tmp_path: Path, name: str, driver: str, spoiled: str, at: int
) -> None:
    """GDAL ends early, in a MapInfo table without a word; the rows balance all the same."""
    path = write_boxes(tmp_path / name, driver)
    spoil(path.with_suffix(spoiled), at % path.with_suffix(spoiled).stat().st_size)
    reading = read_file_noted(path, name, Settings())
    (table,) = reading.tables
    broken = [note.row for note in reading.notes if note.code == "feature_broken"]
    assert len(table.frame) == COUNT
    assert len(broken) == 1
    whole = table.frame[~table.frame["source_row"].isin(broken)]
    assert set(whole["name"]) <= {f"Курган {n}" for n in range(1, COUNT + 1)}
    report = check_file(path, Settings())
    assert (report.rows, report.accepted, report.held_back) == (COUNT, COUNT - 1, 1)


def test_a_spoiled_index_of_a_shapefile_is_made_anew(tmp_path: Path) -> None:
    """The received .shx stays as it is."""
    path = write_boxes(tmp_path / "x.shp", "ESRI Shapefile")
    spoil(path.with_suffix(".shx"), 300)
    before = path.with_suffix(".shx").read_bytes()
    (table,) = read_file_noted(path, "x.shp", Settings()).tables
    assert table.frame["name"].tolist() == [f"Курган {n}" for n in range(1, COUNT + 1)]
    assert table.crs_evidence == "x.prj"
    assert path.with_suffix(".shx").read_bytes() == before


def test_what_cannot_be_salvaged_is_refused_with_the_first_reason(tmp_path: Path) -> None:
    """The line is the one of the reader that met the damage."""
    path = write_boxes(tmp_path / "x.fgb", "FlatGeobuf")
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(RefusedFileError, match="is damaged, or not what its name says"):
        read_file_noted(path, "x.fgb", Settings())
