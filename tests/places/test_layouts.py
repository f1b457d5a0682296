"""Which layout was in force on a day, and in which district a place lay then."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest

from heritage_gis.paths import Home
from heritage_gis.places.districts import load_districts
from heritage_gis.places.layouts import (
    find_layout,
    load_districts_on,
    locate_on,
    rekey_districts,
)
from heritage_gis.places.units import list_regions, list_units, read_layouts, read_units

if TYPE_CHECKING:
    from pathlib import Path

LAST_DAY, FIRST_DAY = date(2022, 6, 7), date(2022, 6, 8)
ULYTAU = (67.01, 48.65)  # Ulytau village
SHET = (73.68, 48.79)
PAVLODAR = (77.0, 52.3)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home without installed layers: the sketches count."""
    return Home(tmp_path)


def place(*lonlats: tuple[float, float]) -> gpd.GeoSeries:
    """Return points by longitude and latitude."""
    lons, lats = zip(*lonlats, strict=True)
    return gpd.GeoSeries.from_xy(lons, lats, crs="EPSG:4326")


@pytest.mark.parametrize(
    ("day", "layout"),
    [
        (date(1960, 1, 1), "before-2022"),
        (date(2017, 12, 31), "before-2022"),
        (LAST_DAY, "before-2022"),
        (FIRST_DAY, "2022"),
        (date(2026, 11, 26), "2022"),
    ],
)
def test_the_layout_changes_on_8_june_2022(day: date, layout: str) -> None:
    """The day before belongs to the former one."""
    assert find_layout(day) == layout


def test_layouts_follow_each_other_without_a_gap() -> None:
    """Of every day one layout is known."""
    spans = sorted((each.valid_from, each.valid_to) for each in read_layouts())
    assert spans[0][0] == ""
    assert spans[-1][1] == ""
    for (_, end), (start, _) in itertools.pairwise(spans):
        assert date.fromisoformat(end) + timedelta(days=1) == date.fromisoformat(start)


def test_units_of_a_layout_are_ordered_by_its_own_codes() -> None:
    """In the present one as ever; before, Zhezkazgan stood among the others of the one region."""
    assert list_units("2022") == read_units()
    before = [unit.kato_before for unit in list_units("before-2022")]
    assert before == sorted(before)
    assert {unit.region_in("before-2022") for unit in read_units()} == {"35"}
    assert {unit.region_in("2022") for unit in read_units()} == {"35", "62"}
    slugs = [unit.slug for unit in list_units("before-2022")]
    assert slugs.index("zhanaarka") < slugs.index("karkaraly") < slugs.index("ulytau")


def test_there_was_one_region_before() -> None:
    """Ulytau region came to be on the day of the present layout."""
    assert [each.region for each in list_regions(find_layout(LAST_DAY))] == ["35"]
    assert [each.region for each in list_regions(find_layout(FIRST_DAY))] == ["35", "62"]


def test_ulytau_lay_in_karaganda_region_in_2017(home: Home) -> None:
    """The district has another code on the day it goes to the new region; Shet keeps its own."""
    points = place(ULYTAU, SHET, PAVLODAR)
    before = locate_on(home, points, date(2017, 12, 31))
    assert before.fillna("").tolist() == ["356000000", "356400000", ""]
    assert locate_on(home, points, LAST_DAY).equals(before)
    after = locate_on(home, points, FIRST_DAY)
    assert after.fillna("").tolist() == ["623800000", "356400000", ""]


def test_districts_are_those_of_the_day(home: Home) -> None:
    """The layer in place is that of the layout."""
    assert load_districts_on(home, LAST_DAY).digest == load_districts(home, "before-2022").digest
    assert load_districts_on(home, FIRST_DAY).digest == load_districts(home).digest


def test_districts_are_told_in_codes_and_borders_of_another_layout(home: Home) -> None:
    """A point decides; without one the code alone is changed, and what was unknown stays so."""
    katos = pd.Series(["623800000", "621000000", None, "353600000", "623600000"], dtype="str")
    points = gpd.GeoSeries([*place(ULYTAU, ULYTAU, SHET), None, None], crs="EPSG:4326")
    former = load_districts_on(home, LAST_DAY)
    told = rekey_districts(katos, former, points).fillna("").tolist()
    assert told == ["356000000", "356000000", "", "353600000", "354400000"]
    bare = rekey_districts(katos, former).fillna("").tolist()
    assert bare == ["356000000", "351800000", "", "353600000", "354400000"]
