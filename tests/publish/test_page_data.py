"""The data of a page: at once where it has few sites, in pieces where it has many."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from made_up_sites import place_exactly, place_in_cell, public_sites_of

from heritage_gis.publish import page_data
from heritage_gis.publish.page_data import write_page_data

if TYPE_CHECKING:
    import geopandas as gpd

SLUG = "aktogay"


@pytest.fixture
def sites() -> gpd.GeoDataFrame:
    """Forty sites in four squares; every fifth is exact."""
    rows: list[dict[str, Any]] = []
    for number in range(40):
        west = 74.1 + number // 10 / 10
        place = place_in_cell("area", west, 47.5)
        if number % 5 == 0:
            place = place_exactly(round(west + number / 1000, 5), 47.55)
        rows.append({"name_ru": f"могильник {number}", "kind_group": "burial"} | place)
    return public_sites_of(rows).frame


@pytest.fixture
def in_pieces(sites: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the scripts of a page hold that counts as large with forty sites."""
    sizes = {"MOST_AT_ONCE": 39, "PIECE_SITES": 8, "INDEX_SITES": 25}
    for name, size in sizes.items():
        monkeypatch.setattr(page_data, name, size)
    return {address: _read(script) for address, script in write_page_data(SLUG, sites).items()}


def _read(script: bytes) -> Any:  # noqa: ANN401 - as JSON has it
    found = re.search(r"[{].*[}]", script.decode())
    assert found
    return json.loads(found[0])


def _put_together(pieces: list[dict[str, Any]], name: str) -> list[Any]:
    told: list[Any] = []
    for piece in pieces:
        column = piece["columns"][name]
        if isinstance(column, dict):
            column = [None if at < 0 else column["of"][at] for at in column["at"]]
        told += column
    return told


def test_a_small_page_has_all_of_its_sites_in_one_script(sites: gpd.GeoDataFrame) -> None:
    """A click must not wait for what could have come at once."""
    files = write_page_data(SLUG, sites)
    assert list(files) == [f"{SLUG}.js"]
    page = _read(files[f"{SLUG}.js"])
    assert page["columns"]["name_ru"] == sites["name_ru"].tolist()
    assert page["held"] == [8, 8, 8, 8]


@pytest.mark.parametrize("kind", ["piece", "index"])
def test_pieces_together_are_the_whole(
    sites: gpd.GeoDataFrame, in_pieces: dict[str, Any], kind: str
) -> None:
    """Nothing is lost between two pieces, and none says anything twice."""
    whole = _read(write_page_data_at_once(sites))
    folder = in_pieces[f"{SLUG}.js"]["pieces"]["folder"]
    numbers = range(5) if kind == "piece" else range(2)
    pieces = [in_pieces[f"{folder}/{kind}-{number}.js"] for number in numbers]
    for name in pieces[0]["columns"]:
        assert _put_together(pieces, name) == _put_together([whole], name), name
    if kind == "piece":
        assert pieces[0]["columns"].keys() == whole["columns"].keys()


def write_page_data_at_once(sites: gpd.GeoDataFrame) -> bytes:
    """Return the script of a page that counts as small."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_data, "MOST_AT_ONCE", len(sites))
        return write_page_data(SLUG, sites)[f"{SLUG}.js"]


def test_a_large_page_is_told_where_its_sites_are_to_be_found(
    sites: gpd.GeoDataFrame, in_pieces: dict[str, Any]
) -> None:
    """Cells have their counts and spans, squares a public point; no site is named."""
    page = in_pieces[f"{SLUG}.js"]
    assert "columns" not in page
    whole = _read(write_page_data_at_once(sites))["columns"]
    cell = np.array(whole["cell"])
    for number, (first, last) in enumerate(page["spans"]):
        of_cell = np.flatnonzero(cell == number)
        assert (first, last) == (of_cell[0], of_cell[-1])
        assert page["held"][number] == len(of_cell)
    points = list(zip(whole["lat"], whole["lon"], strict=True))
    assert sum(square[2] for square in page["squares"]) == 8
    for lat, lon, count, first, last in page["squares"]:
        within = [point for point in points[first : last + 1] if point[0] is not None]
        assert (lat, lon) in within
        assert len(within) == count


def test_the_folder_of_pieces_is_named_by_what_is_in_it(
    sites: gpd.GeoDataFrame, in_pieces: dict[str, Any]
) -> None:
    """A page never takes a piece of another edition for its own."""
    (folder,) = {address.partition("/")[0] for address in in_pieces if "/" in address}
    changed = sites.assign(name_ru=sites["name_ru"].replace("могильник 7", "могильник 77"))
    (other,) = {
        address.partition("/")[0] for address in write_page_data(SLUG, changed) if "/" in address
    }
    assert folder != other
    assert [*write_page_data(SLUG, sites)] == [*in_pieces]
