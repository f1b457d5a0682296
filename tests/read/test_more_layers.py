"""GeoParquet, FlatGeobuf, tables of a DBF alone, and archives of several formats."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from heritage_gis.errors import RefusedFileError
from heritage_gis.read.files import read_file, read_file_noted
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def make_frame(crs: int | None = 28413) -> gpd.GeoDataFrame:
    """Make two sites, one without a place."""
    return gpd.GeoDataFrame(
        {"Название": ["Беғазы", None], "n": [50, 7], "найдено": pd.to_datetime(["2017-07-05"] * 2)},
        geometry=[shapely.Point(13492619.59, 5340720.64), None],
        crs=crs,
    )


def test_a_geoparquet_keeps_rows_and_system(tmp_path: Path) -> None:
    """Its system is that of the metadata; a missing one is WGS 84, null is none."""
    make_frame().to_parquet(tmp_path / "x.parquet", write_covering_bbox=True)
    (table,) = read_file(tmp_path / "x.parquet", "x.parquet", Settings())
    assert table.columns == ("Название", "n", "найдено")
    assert table.frame["n"].tolist() == ["50", "7"]
    assert table.frame["source_row"].tolist() == [1, 2]
    assert 'ID["EPSG",28413]' in table.crs_wkt
    assert table.crs_evidence == "geo metadata «Pulkovo 1942 / Gauss-Kruger zone 13»"
    make_frame(None).to_parquet(tmp_path / "y.parquet")
    (table,) = read_file(tmp_path / "y.parquet", "y.parquet", Settings())
    assert (table.crs_wkt, table.crs_evidence) == ("", "")


def test_a_parquet_in_another_encoding_or_cut_short_is_refused(tmp_path: Path) -> None:
    """The line says what was found and what is expected."""
    path = tmp_path / "x.parquet"
    make_frame().to_parquet(path)
    table = pq.read_table(path)
    geo = table.schema.metadata[b"geo"].replace(b'"WKB"', b'"WKT"')
    pq.write_table(table.replace_schema_metadata({b"geo": geo}), path)
    with pytest.raises(RefusedFileError, match="its shapes are encoded as «WKT»; expected WKB"):
        read_file(path, "x.parquet", Settings())
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(RefusedFileError, match="is damaged or cut short"):
        read_file(path, "x.parquet", Settings())


def test_a_flatgeobuf_keeps_rows_and_system(tmp_path: Path) -> None:
    """Numbers begin at 1, as QGIS shows them nowhere and people count from there."""
    make_frame().to_file(tmp_path / "x.fgb", SPATIAL_INDEX="NO")
    (table,) = read_file(tmp_path / "x.fgb", "x.fgb", Settings())
    assert sorted(table.frame["source_row"]) == [1, 2]
    assert set(table.frame["Название"].dropna()) == {"Беғазы"}
    assert (table.crs_evidence, table.format) == ("x.fgb", "flatgeobuf")


def test_a_zip_of_several_formats_gives_them_all(tmp_path: Path) -> None:
    """A shapefile in a folder, a DBF alone, a GeoPackage, a KMZ: each a layer by its path."""
    layers = tmp_path / "layers"
    layers.mkdir()
    make_frame()[["n", "geometry"]].to_file(layers / "a.shp")
    make_frame().to_file(layers / "b.gpkg")
    kml = "<kml><Placemark><name>Б</name></Placemark></kml>"
    with zipfile.ZipFile(layers / "c.kmz", "w") as inner:
        inner.writestr("doc.kml", kml)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for file in sorted(layers.iterdir()):
            archive.write(file, f"Шет/{file.name}")
        archive.write(layers / "a.dbf", "table.dbf")
        archive.writestr("d.kml", kml)
        archive.writestr("план.pdf", b"%PDF")
    reading = read_file_noted(tmp_path / "x.zip", "x.zip", Settings())
    told = [(table.format, table.frame["source_layer"].iloc[0]) for table in reading.tables]
    assert sorted(told) == [
        ("dbf", "table"),
        ("geopackage", "Шет/b / b"),
        ("kml", "d"),
        ("kmz", "Шет/c"),
        ("shapefile", "Шет/a"),
    ]
    assert [(note.code, note.value) for note in reading.notes] == [("file_not_read", "план.pdf")]
