"""Search squares: whoever may be of one place is found, and whoever cannot be is not read."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import Point

from heritage_gis.geo.measures import measure_apart_m
from heritage_gis.model.record import CRS, SEARCH_COLUMNS
from heritage_gis.register.matching.blocking import REACH_M
from heritage_gis.register.matching.places import TOLERANCE_M, UNKNOWN_ACCURACY_M
from heritage_gis.register.squares import find_squares, is_in_reach, list_squares

ACCURACIES = [3.0, 30.0, 200.0, 330.0, 600.0, 2_000.0, 15_000.0, np.nan]


def draw_places(chance: np.random.Generator, count: int) -> gpd.GeoDataFrame:
    """Draw points and outlines about one place, at either end of the regions."""
    middle = Point(63.2, 46.3) if chance.random() < 0.5 else Point(77.0, 51.6)
    shapes = [
        Point(middle.x + east, middle.y + north)
        for east, north in chance.normal(0, 0.015, (count, 2))
    ]
    wide = chance.random(count) < 0.2
    drawn = [
        shape.buffer(chance.uniform(0.0005, 0.04)) if is_wide else shape
        for shape, is_wide in zip(shapes, wide, strict=True)
    ]
    accuracy = pd.Series(chance.choice(ACCURACIES, count), dtype="Float64").mask(lambda a: a.isna())
    return gpd.GeoDataFrame({"position_accuracy_m": accuracy}, geometry=drawn, crs=CRS)


def find_true_neighbours(places: gpd.GeoDataFrame, one: int) -> set[int]:
    """Return who lies so near one of these that both may be reports of one place."""
    accuracy = places["position_accuracy_m"].fillna(UNKNOWN_ACCURACY_M).to_numpy("float64")
    allowed = np.minimum(np.maximum(accuracy + accuracy[one], TOLERANCE_M), REACH_M)
    lines = shapely.shortest_line(places.geometry.to_numpy(), places.geometry.iloc[one])
    gaps = measure_apart_m(*shapely.get_coordinates(lines).reshape(-1, 4).T)
    return set(np.flatnonzero(gaps <= allowed).tolist()) - {one}


def search(squares: pd.DataFrame, one: int) -> set[int]:
    """Return who is found in the squares about one of these, and within its reach."""
    mine = squares.iloc[[one]]
    found = pd.concat(
        squares[squares[column].isin(keys)] for column, keys in list_squares(mine).items()
    )
    return set(found.index[is_in_reach(found, mine)]) - {one}


@pytest.mark.parametrize("seed", range(6))
def test_who_may_be_of_one_place_is_found(seed: int) -> None:
    """Points and outlines, exact and rough: none is missed that may be reported of one place."""
    places = draw_places(np.random.default_rng(seed), 120)
    squares = find_squares(places)
    for one in range(len(places)):
        assert find_true_neighbours(places, one) <= search(squares, one), one


def test_who_is_out_of_reach_is_not_read() -> None:
    """A rough or wide record beside exact ones does not make all of them look as far."""
    east = [0.0, 0.005, 0.012, 0.0, 0.02]  # of a degree: 0, 347, 832, 0 and 1,387 metres
    frame = {"position_accuracy_m": pd.array([10.0, 10.0, 10.0, 40_000.0, 10.0], dtype="Float64")}
    points = [Point(75 + step, 48.8) for step in east]
    squares = find_squares(gpd.GeoDataFrame(frame, geometry=points, crs=CRS))
    exact, rough = squares.iloc[[0]], squares.iloc[[3]]
    assert is_in_reach(squares, exact).tolist() == [True, True, False, True, False]
    assert is_in_reach(squares, rough).tolist() == [True, True, True, True, True]
    both = squares.iloc[[1, 3]]
    assert is_in_reach(squares, both).tolist() == [True, True, True, True, True]


def test_without_a_place_nobody_is_near() -> None:
    """A record without a place has no squares, and finds none."""
    frame = {"position_accuracy_m": pd.array([None, 10.0], dtype="Float64")}
    squares = find_squares(gpd.GeoDataFrame(frame, geometry=[None, Point(75, 48.8)], crs=CRS))
    assert [*squares.columns] == [*SEARCH_COLUMNS]
    assert squares.iloc[0].isna().all()
    assert not is_in_reach(squares.iloc[[1]], squares.iloc[[0]]).any()
    assert all(keys == [] for keys in list_squares(squares.iloc[[0]]).values())
