"""The district a protected site is shown in tells nothing of where in its cell it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from heritage_gis.geo.grid import draw_cells
from heritage_gis.paths import Home
from heritage_gis.places.districts import load_districts
from heritage_gis.places.units import read_units
from heritage_gis.protect.attachment import SMALL_UNIT_KM2, attach_districts

if TYPE_CHECKING:
    from heritage_gis.places.districts import Districts

BIG = {unit.kato for unit in read_units() if unit.area_km2 >= SMALL_UNIT_KM2}
SMALL = next(unit.kato for unit in read_units() if unit.area_km2 < SMALL_UNIT_KM2)


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Districts:
    """The sketch of the borders."""
    return load_districts(Home(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="module")
def shares(districts: Districts) -> pd.DataFrame:
    """Cells of two large districts and nothing else: the share of the larger, and both KATOs."""
    west, south = np.meshgrid(np.arange(640, 770), np.arange(470, 502))
    corners = zip(west.ravel().tolist(), south.ravel().tolist(), strict=True)
    cells = pd.Series([f"100000:{w}00000:{s}00000" for w, s in corners], dtype="str")
    told = districts.share_of_cells(gpd.GeoSeries(draw_cells(cells), crs=4326))
    by_cell = told.assign(cell=cells.loc[told["cell"]].to_numpy()).groupby("cell", sort=False)
    both = by_cell.agg(main=("share", "max"), all=("share", "sum"), katos=("kato", list))
    two = (both["katos"].map(len) == 2) & (both["all"] > 0.9999)
    return both[two & both["katos"].map(BIG.issuperset)]


def attach(districts: Districts, hidden: str = "", **told: Any) -> pd.Series:  # noqa: ANN401 - one value a column
    """Attach one site; a withheld one may have a cell that is not told."""
    told = {"district": None, "district_claimed": None, "district_certain": True, **told}
    cell = told.pop("cell", None)
    told |= {"position": "cell" if cell else "none", "cell": cell}
    told.setdefault("protection", "area")
    texts = ["district", "district_claimed", "position", "cell", "protection"]
    frame = pd.DataFrame([told]).astype(dict.fromkeys(texts, "str"))
    frame["district_certain"] = frame["district_certain"].astype("boolean")
    shape = draw_cells(frame["cell"]) if cell else np.array([shapely.Point()], dtype=object)
    public = gpd.GeoDataFrame(frame, geometry=shape)
    cells = pd.Series([hidden], dtype="str") if hidden else frame["cell"]
    return attach_districts(frame, public, cells, districts).iloc[0]


def test_site_in_a_small_part_of_its_cell_is_told_like_the_others(
    districts: Districts, shares: pd.DataFrame
) -> None:
    """Of a cell with little of a second district, its sites are not told to lie in that little."""
    cell, (_, _, (main, other)) = next(shares[shares["main"].between(0.8, 0.99)].iterrows())
    for claimed in (None, other):
        inner = attach(districts, cell=cell, district=main, district_claimed=claimed)
        outer = attach(districts, cell=cell, district=other, district_claimed=claimed)
        pd.testing.assert_series_equal(inner, outer)
        assert (inner["district"], inner["district_certain"]) == (main, False)
        assert pd.isna(inner["district_claimed"])


def test_sites_of_a_parted_cell_are_all_on_the_border(
    districts: Districts, shares: pd.DataFrame
) -> None:
    """Were those in the larger part told its district, the others would be known by it."""
    for cell, (_, _, (main, other)) in shares[shares["main"].between(0.5, 0.74)].iterrows():
        for district in (main, other):
            told = attach(districts, cell=cell, district=district)
            assert pd.isna(told["district"])
            assert told["border_districts"] == f"{main} {other}"


def test_what_surveys_name_makes_no_district_certain(
    districts: Districts, shares: pd.DataFrame
) -> None:
    """A survey that names the district of each place does so beyond the border, too."""
    cell, (_, _, (main, other)) = next(shares[shares["main"].between(0.8, 0.99)].iterrows())
    inner, outer = (
        attach(districts, cell=cell, district=kato, district_claimed=kato) for kato in (main, other)
    )
    pd.testing.assert_series_equal(inner, outer)
    assert not inner["district_certain"]


def test_withheld_site_is_told_by_a_wide_cell(districts: Districts) -> None:
    """A site that is withheld after its cell was told is not told to lie on one side of it."""
    wide = "500000:73500000:47500000"  # with a border through it
    sides: dict[str, Any] = {"district_certain": None, "protection": "withheld"}
    inner, outer = (
        attach(districts, wide, **sides, district=kato) for kato in ("353600000", "356400000")
    )
    pd.testing.assert_series_equal(inner, outer)
    assert inner["border_districts"] == ""
    assert inner["region"] == "35"


def test_place_beyond_its_cell_is_told_by_the_cell(districts: Districts) -> None:
    """A place within reach of its cell, in a district that the cell is not in, tells nothing."""
    cell = "100000:72000000:47900000"
    inner, outer = (
        attach(districts, cell=cell, district=kato) for kato in ("356400000", "352400000")
    )
    pd.testing.assert_series_equal(inner, outer)


def test_withheld_site_names_one_district_at_most(districts: Districts) -> None:
    """What else a survey names would tell on which border, or in which town, it lies."""
    big = min(BIG)
    withheld: dict[str, Any] = {"protection": "withheld", "district_certain": None}
    told = attach(districts, **withheld, district=big, district_claimed=SMALL)
    assert told["district"] == big
    assert pd.isna(told["district_claimed"])
    assert pd.isna(attach(districts, **withheld, district_claimed=SMALL)["district_claimed"])
    assert attach(districts, **withheld, district_claimed=big)["district_claimed"] == big


def test_claim_that_contradicts_the_whole_cell_is_told(districts: Districts) -> None:
    """A survey that names a district far from the cell is wrong, and tells nothing of the place."""
    cell = "100000:72000000:47900000"
    told = attach(districts, cell=cell, district="356400000", district_claimed="623800000")
    assert told["district_claimed"] == "623800000"
