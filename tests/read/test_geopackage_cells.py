"""Cells of a GeoPackage that hold another kind of value than their column: none changes unseen."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from heritage_gis.errors import RefusedFileError
from heritage_gis.read.files import read_file
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def write_layer(path: Path, kind: str, cells: list[object]) -> Path:
    """Write a layer with one column of a kind that is declared, and any values in it."""
    shapes = [shapely.Point(74.9, 48.2)] * len(cells)
    names = [f"Курган {number}" for number in range(len(cells))]
    frame = gpd.GeoDataFrame({"name": names}, geometry=shapes, crs=4326)
    frame.to_file(path, layer="sites", SPATIAL_INDEX="NO")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f'ALTER TABLE sites ADD COLUMN "a ""b" {kind}')
        for number, cell in enumerate(cells, start=1):
            database.execute('UPDATE sites SET "a ""b" = ? WHERE fid = ?', (cell, number))
    return path


def read_frame(path: Path) -> pd.DataFrame:
    """Read the one layer."""
    (table,) = read_file(path, path.name, Settings())
    return table.frame


@pytest.mark.parametrize(
    ("kind", "cells", "texts"),
    [
        (
            "DATE",
            ["2020-05-01", "летом 2020", 2020, "2020-13-45", "2020-02-30", "01.05.2020"],
            ["2020-05-01", "летом 2020", "2020", "2020-13-45", "2020-02-30", "01.05.2020"],
        ),
        ("DATETIME", ["летом 2020", "2020-05-01 10:00"], ["летом 2020", "2020-05-01 10:00"]),
        ("INTEGER", [5, "12-13", 1.5, "245-1"], ["5", "12-13", "1.5", "245-1"]),
        ("SMALLINT", [5, 70000, "x"], ["5", "70000", "x"]),
        ("MEDIUMINT", [5, 2**40], ["5", "1099511627776"]),
        ("BOOLEAN", [1, 0, 5, "да"], ["true", "false", "5", "да"]),
        ("REAL", [1.5, "2,5 м", "около 2", b"ab"], ["1.5", "2,5 м", "около 2", "2 bytes"]),
        ("BLOB", [b"ab", "текст"], ["2 bytes", "текст"]),
        ("VARCHAR(9)", ["Курган", None, "два"], ["Курган", None, "два"]),
    ],
)
def test_cells_come_as_they_stand(
    tmp_path: Path, kind: str, cells: list[object], texts: list[str | None]
) -> None:
    """A day of 1970 came for «летом 2020», 12 for «12-13», and of VARCHAR nothing at all."""
    frame = read_frame(write_layer(tmp_path / "x.gpkg", kind, cells))
    read = frame['a "b'].astype(object)
    assert read.where(read.notna(), None).tolist() == texts
    assert frame["name"].tolist() == [f"Курган {number}" for number in range(len(cells))]
    assert frame["geometry"].notna().all()


def test_cells_of_many_batches_stay_with_their_rows(tmp_path: Path) -> None:
    """GDAL hands over features in batches; the keys have gaps, and a view has them too."""
    path = write_layer(tmp_path / "x.gpkg", "INTEGER", [1])
    with closing(sqlite3.connect(path)) as database, database:
        numbers = "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 2 FROM n WHERE i < 150001)"
        database.execute(
            f'{numbers} INSERT INTO sites (fid, geom, name, "a ""b") SELECT i, geom, \'q\', '  # noqa: S608 - our own
            "iif(i % 5, i, 'около ' || i) FROM n, sites WHERE fid = 1"
        )
    frame = read_frame(path).iloc[1:]
    keys = frame["source_row"].astype(int)
    wanted = [f"{'' if key % 5 else 'около '}{key}" for key in keys]
    assert frame['a "b'].tolist() == wanted
    assert len(frame) == 75_000


@pytest.mark.parametrize("has_key", [True, False])
def test_a_view_has_its_cells_too(tmp_path: Path, *, has_key: bool) -> None:
    """One without a key is refused where it has such cells: nobody could say whose they are."""
    path = write_layer(tmp_path / "x.gpkg", "INTEGER", [1, "12-13"])
    key = "fid AS OGC_FID, " if has_key else ""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f'CREATE VIEW seen AS SELECT {key}geom, name, "a ""b" FROM sites')  # noqa: S608 - our own
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            database.execute(f"UPDATE {table} SET table_name = 'seen'")  # noqa: S608 - our own
    if has_key:
        assert read_frame(path)['a "b'].tolist() == ["1", "12-13"]
    else:
        with pytest.raises(RefusedFileError, match="the view seen has values of another kind"):
            read_frame(path)
