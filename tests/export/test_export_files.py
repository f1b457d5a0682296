"""CSV, GeoParquet and GeoPackage: what they hold, and the same bytes each time."""

from __future__ import annotations

import csv
import time
from typing import TYPE_CHECKING

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest
from exported import make_content

from heritage_gis.export.formats import ENDINGS, write_export
from heritage_gis.export.geoparquet_file import NOTICE

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.export.formats import Format


@pytest.mark.parametrize("name", ENDINGS)
def test_the_same_bytes_each_time(name: Format, tmp_path: Path) -> None:
    """No clock and no chance is in a file, not even a second later."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write_export(make_content(), name, tmp_path / folder / f"sites{ENDINGS[name]}")
        time.sleep(1.1 if folder == "one" else 0)
    one, two = ((tmp_path / each / f"sites{ENDINGS[name]}").read_bytes() for each in ("one", "two"))
    assert one == two


def test_csv_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    """A byte order mark, semicolons, texts that hold one in quotes, and no formula runs."""
    path = tmp_path / "sites.csv"
    write_export(make_content(), "csv", path)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfsite_id;name_kk;")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) == 3
    begazy, part, _ = rows
    assert begazy["name_ru"] == "могильник «Бегазы»; центральный"
    assert (begazy["longitude"], begazy["latitude"]) == ("75.3452781", "48.2672")
    assert begazy["kind_kk"] == "қорым"
    assert begazy["period_en"] == "Late Bronze Age"
    assert begazy["start_year"] == "-1200"
    assert begazy["district_ru"] == "Актогайский район"
    assert part["name_en"] == "'=2+5"
    assert part["longitude"] == ""
    assert "не передавать" in begazy["notice"]
    assert [*begazy][-3:] == ["longitude", "latitude", "notice"]


def test_geoparquet_holds_places_and_the_notice(tmp_path: Path) -> None:
    """It reads back as it was, in WGS 84; the notice stands in the metadata."""
    path = tmp_path / "sites.parquet"
    write_export(make_content(), "geoparquet", path)
    sites = gpd.read_parquet(path)
    assert sites.crs.to_epsg() == 4326
    assert sites.geometry.iloc[0].y == 48.2672
    assert sites["kind_ru"].iloc[1] == "мечеть"
    assert "for the keeper" in pq.read_metadata(path).metadata[NOTICE].decode().casefold()


def test_geopackage_holds_layers_tables_and_the_notice(tmp_path: Path) -> None:
    """Sites and records are layers; names and the notice are tables."""
    path = tmp_path / "sites.gpkg"
    write_export(make_content(), "gpkg", path)
    listed = {str(name): shape for name, shape in pyogrio.list_layers(path)}
    assert listed == {
        "sites": "Point",
        "records": "Unknown",
        "names": None,
        "relations": None,
        "notice": None,
    }
    records = pyogrio.read_dataframe(path, layer="records")
    assert records["start_year"].dropna().tolist() == [-1200, -1500]
    notice = pyogrio.read_dataframe(path, layer="notice")
    assert "not to be handed on" in notice["notice_en"].iloc[0]
