"""The public twin in the districts of 2017: right, and no more telling than it is today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from test_interference import (  # the same hard sites: fixtures are looked up by name
    districts,
    ledger,
    sites,
    surveys,
)

from heritage_gis.model.public import find_first_district
from heritage_gis.paths import Home
from heritage_gis.places.layouts import load_districts_on
from heritage_gis.places.units import read_units
from heritage_gis.protect.interference import check_interference
from heritage_gis.protect.relayout import relay_out
from heritage_gis.protect.twin import make_public_sites

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from heritage_gis.model.ledger import FirstReleases, Ledger
    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.districts import Districts

__all__ = ["districts", "ledger", "sites", "surveys"]
ROUNDS = 4


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> Districts:
    """The districts of 2017."""
    home: Path = tmp_path_factory.mktemp("home")
    return load_districts_on(Home(home), date(2017, 12, 31))


def test_nothing_hangs_on_where_in_its_cell_a_site_lies(
    sites: gpd.GeoDataFrame,
    surveys: pd.DataFrame,
    districts: Districts,
    ledger: Ledger,
    former: Districts,
) -> None:
    """Shaken as for an edition, the twin of 2017 stays the same."""

    def make(
        sites_: gpd.GeoDataFrame, surveys_: pd.DataFrame, layer: Districts, ledger_: Ledger
    ) -> tuple[PublicSites, FirstReleases]:
        public, releases = make_public_sites(sites_, surveys_, layer, ledger_)
        return relay_out(public, former), releases

    assert check_interference(sites, surveys, districts, ledger, ROUNDS, make) == []


def test_districts_and_regions_are_those_of_2017(
    sites: gpd.GeoDataFrame,
    surveys: pd.DataFrame,
    districts: Districts,
    ledger: Ledger,
    former: Districts,
) -> None:
    """There is one region, and none outside it; what is hidden stays so, as do open places."""
    present, _ = make_public_sites(sites, surveys, districts, ledger)
    told = relay_out(present, former).frame
    before = {unit.kato_before for unit in read_units()}
    assert set(told["district"].dropna()) <= before
    assert {kato for text in told["border_districts"].dropna() for kato in text.split()} <= before
    assert set(told["region"].dropna()) - {""} == {"35"}
    assert (told["region"].isna() == present.frame["region"].isna()).all()
    assert told["site_id"].tolist() == present.frame["site_id"].tolist()
    hidden = present.frame["district"].isna() & (present.frame["position"] == "none")
    assert told.loc[hidden, "district"].isna().all()
    numbered = told["number"].notna()
    by_unit = {unit.kato: unit.kato_before for unit in read_units()}
    was = find_first_district(present.frame).map(by_unit)
    assert numbered.any()
    assert (was[numbered] == find_first_district(told)[numbered]).all()
    assert (told.loc[numbered, "number"] == present.frame.loc[numbered, "number"]).all()
    exact = told[(told["position"] == "exact") & told["district"].notna()]
    assert (former.locate(exact.geometry)["kato"] == exact["district"]).all()
