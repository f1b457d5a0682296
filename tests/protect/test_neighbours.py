"""An exact site close to a protected one of the same name is put before the keeper."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from heritage_gis.protect.neighbours import find_giveaways

EXACT, KURGANS, FAR, OTHER = "KRG-000001", "KRG-000002", "KRG-000003", "KRG-000004"


@pytest.fixture
def sites() -> gpd.GeoDataFrame:
    """A mausoleum, kurgans 1.1 km north of it, others 100 km off, and a place that is unknown."""
    places = [shapely.Point(75, 48), shapely.Point(75, 48.01), shapely.Point(75, 49), None]
    return gpd.GeoDataFrame({"site_id": [EXACT, KURGANS, FAR, OTHER]}, geometry=places, crs=4326)


def test_same_name_close_by_is_asked_about(sites: gpd.GeoDataFrame) -> None:
    """Only the one that shares a name and lies close is named, once, with its distance."""
    names = pd.DataFrame(
        {
            "site_id": [EXACT, EXACT, KURGANS, KURGANS, FAR, OTHER],
            "name_key": ["akbeit", "akbeyit", "akbeit", "akbeyit", "akbeit", "akbeit"],
        }
    )
    levels = pd.Series(["exact", "area", "area", "area"])
    found = find_giveaways(sites, levels, names)
    assert found[["exact_id", "protected_id"]].to_numpy().tolist() == [[EXACT, KURGANS]]
    assert found["distance_m"].iloc[0] == pytest.approx(1112, abs=1)


@pytest.mark.parametrize("levels", [["area"] * 4, ["exact"] * 4])
def test_nothing_to_give_away(sites: gpd.GeoDataFrame, levels: list[str]) -> None:
    """Where nothing is exact, or nothing protected, there is no question."""
    names = pd.DataFrame({"site_id": [EXACT, KURGANS], "name_key": ["akbeit", "akbeit"]})
    assert find_giveaways(sites, pd.Series(levels), names).empty


def test_other_names_are_no_question(sites: gpd.GeoDataFrame) -> None:
    """A neighbour of another name is not given away by it."""
    names = pd.DataFrame({"site_id": [EXACT, KURGANS], "name_key": ["akbeit", "koitas"]})
    assert find_giveaways(sites, pd.Series(["exact", "area", "area", "area"]), names).empty
