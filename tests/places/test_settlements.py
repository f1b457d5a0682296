"""Settlements: known by any spelling and case of their names; a layer adds its own."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pandas as pd
import pyproj
import pytest

from heritage_gis.errors import DamagedHomeError, MisusedError, RefusedFileError
from heritage_gis.model.raw_table import GEOMETRY, RawTable, RowCounts
from heritage_gis.paths import Home
from heritage_gis.places.settlement_layer import read_settlement_rows
from heritage_gis.places.settlements import load_settlements, read_settlements, write_settlements

if TYPE_CHECKING:
    from pathlib import Path

WGS84 = pyproj.CRS("EPSG:4326").to_wkt()
AKTOGAY_WKB = pd.Series([bytes.fromhex("01010000000000000000C052400000000000004840")], dtype=object)


@pytest.mark.parametrize(
    "name", ["Каркаралинск", "Каркаралинска", "Karkaraly", "Қарқаралыдан", "Қарқаралының"]
)
def test_a_name_is_known_in_any_script_and_case(name: str) -> None:
    """The words are as they stand in a sentence, not as a table has them."""
    known = read_settlements()
    rows = known.find(name, is_named=True)
    assert known.frame.iloc[[*rows]]["name_en"].tolist() == ["Karkaraly"]


def test_a_name_that_is_also_a_rivers_needs_a_word_beside_it() -> None:
    """«12 км к югу от Балхаша» speaks of the lake."""
    known = read_settlements()
    assert known.find("Балхаша", is_named=False) == ()
    assert len(known.find("Балхаша", is_named=True)) == 1
    assert known.find("Токрау", is_named=True) == ()


def make_layer(*, crs: str = WGS84, wkb: pd.Series = AKTOGAY_WKB) -> RawTable:
    """Return a layer with one settlement, at 75° E, 48° N."""
    frame = pd.DataFrame(
        {
            "source_file": ["s.geojson"],
            "source_layer": [""],
            "source_row": [1],
            GEOMETRY: wkb,
            "name": ["Актогай"],
        }
    )
    return RawTable(frame, "geojson", ("name",), "utf-8", "", crs, "", RowCounts(data=1))


def test_an_installed_layer_is_asked_first_and_said_where_it_is_from(tmp_path: Path) -> None:
    """Its places have the accuracy and the credit that the keeper stated."""
    home = Home(tmp_path)
    before = load_settlements(home)
    rows = read_settlement_rows(make_layer(), {"name_ru": "name"}, 700, "made up")
    assert write_settlements(home, rows, "s.geojson") == 1
    known = load_settlements(home)
    found = known.frame.iloc[known.find("Ақтоғайдан", is_named=True)[0]]
    assert found[["longitude", "latitude", "accuracy_m"]].tolist() == [75.0, 48.0, 700.0]
    assert found["source"] == "made up"
    assert known.digest != before.digest
    assert len(known.frame) == len(before.frame) + 1


def test_what_cannot_be_installed_is_refused(tmp_path: Path) -> None:
    """The refusal names the columns that there are, or what is missing."""
    with pytest.raises(MisusedError, match="has: name"):
        read_settlement_rows(make_layer(), {"name_ru": "NAME"}, 700)
    with pytest.raises(RefusedFileError, match="does not say its reference system"):
        read_settlement_rows(make_layer(crs=""), {"name_ru": "name"}, 700)
    deep = pd.Series([struct.pack("<BII", 1, 7, 1) * 100_000], dtype=object)
    with pytest.raises(RefusedFileError, match=r"^s.geojson: the shape of row 1 is made of shapes"):
        read_settlement_rows(make_layer(wkb=deep), {"name_ru": "name"}, 700)
    nowhere = read_settlement_rows(make_layer(), {"name_ru": "name"}, 700).assign(longitude=None)
    with pytest.raises(RefusedFileError, match="no row has a name and a place"):
        write_settlements(Home(tmp_path), nowhere, "s.geojson")


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    """Whoever edits it by hand is told which file, and what to do."""
    home = Home(tmp_path)
    home.installed_places.mkdir(parents=True)
    (home.installed_places / "settlements.csv").write_text("name\nАктогай\n", "utf-8")
    with pytest.raises(DamagedHomeError, match=r"settlements\.csv is not as it was written"):
        load_settlements(home)
