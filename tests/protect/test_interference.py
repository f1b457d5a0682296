"""Non-interference: the twin tells nothing of where in its cell a protected site lies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from heritage_gis.geo.grid import AREA, REACH, find_corner, is_beyond_reach, to_micro
from heritage_gis.model.ledger import FirstReleases, Ledger
from heritage_gis.model.public import PublicSites
from heritage_gis.paths import Home
from heritage_gis.places.districts import load_districts
from heritage_gis.protect.interference import check_interference, shake_sites
from heritage_gis.protect.twin import make_public_sites

if TYPE_CHECKING:
    from collections.abc import Callable

    from heritage_gis.places.districts import Districts

    Leak = Callable[[gpd.GeoDataFrame, gpd.GeoDataFrame], gpd.GeoDataFrame]

COUNT = 500
ROUNDS = 20
FEW_ROUNDS = 4
LEVELS = ("near", "area", "area", "area", "wide", "withheld")
KINDS = ("kurgan", "burial_ground", "settlement", "mine_ancient", "petroglyphs", "stone_statue")


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Districts:
    """The sketch of the borders."""
    return load_districts(Home(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="module")
def sites(districts: Districts) -> gpd.GeoDataFrame:
    """Sites all over both regions, many near borders, in complexes, and without a place."""
    return make_sites(districts)


@pytest.fixture(scope="module")
def ledger(sites: gpd.GeoDataFrame) -> Ledger:
    """Every level decided for some, and some cells given out before from another place."""
    levels = {site: LEVELS[row % len(LEVELS)] for row, site in enumerate(sites["site_id"])}
    lead = sites[sites.geometry.notna() & sites["part_of"].isna()].iloc[1::6]
    shift = AREA // REACH - 1000  # these lie outside their cell, within its reach
    west = find_corner(lead.geometry.x.to_numpy(), AREA)
    south = find_corner(lead.geometry.y.to_numpy(), AREA)
    near_edge = to_micro(lead.geometry.x.to_numpy()) - west < shift
    pins = {
        site: f"{AREA}:{w - AREA}:{s}"
        for site, w, s in zip(
            lead.loc[near_edge, "site_id"], west[near_edge], south[near_edge], strict=True
        )
    }
    return Ledger(levels=levels, cells=pins)  # type: ignore[arg-type] # LEVELS holds no other word


@pytest.fixture(scope="module")
def surveys() -> pd.DataFrame:
    """Two surveys."""
    rows = {"survey_id": ["2020-a", "2021-b"], "title": ["A", "B"], "licence": ["CC-BY-4.0"] * 2}
    return pd.DataFrame(rows, dtype="str")


def make_sites(districts: Districts) -> gpd.GeoDataFrame:
    """Make sites as the register has them."""
    chance = np.random.default_rng(2)
    borders = chance.choice(districts.outlines().geometry.to_numpy(), COUNT // 2)
    along = shapely.line_interpolate_point(borders, chance.random(COUNT // 2), normalized=True)
    near = shapely.get_coordinates(along) + chance.normal(0, 0.05, (COUNT // 2, 2))
    anywhere = chance.uniform((63, 46.5), (77, 50.5), (COUNT - COUNT // 2, 2))
    degrees = np.round(np.concatenate([near, anywhere]), 7)
    points = gpd.GeoSeries(shapely.points(degrees), crs=4326)
    located = districts.locate(points)
    near_border = located["border_distance_m"] <= districts.border_tolerance_m
    frame = pd.DataFrame(
        {
            "site_id": [f"KRG-{number:06d}" for number in range(1, COUNT + 1)],
            "district": located["kato"],
            "feature_count": pd.array(chance.integers(1, 90, COUNT), dtype="Int64"),
            "position_accuracy_m": chance.choice([5.0, 300.0, 15_000.0, np.nan], COUNT),
            "diameter_max_m": chance.uniform(2, 65, COUNT),
            "start_year": pd.array(chance.integers(-1500, 1500, COUNT), dtype="Int64"),
            "end_year": pd.array([1600] * COUNT, dtype="Int64"),
        }
    )
    frame["earliest_year"] = frame["start_year"]
    texts = {
        "name_kk": [f"Оба {n}" for n in range(COUNT)],
        "name_ru": None,
        "name_en": None,
        "name_other": None,
        "kind": chance.choice([*KINDS, "mausoleum"], COUNT),
        "kind_certainty": "certain",
        "period": "iron",
        "dating_certainty": "certain",
        "extant": chance.choice(["standing", "ruined"], COUNT),
        "condition": np.take(np.array(["good", "ruined", None]), chance.integers(0, 3, COUNT)),
        "protection_status": None,
        "list_number": None,
        "survey_ids": chance.choice(["2020-a", "2020-a 2021-b"], COUNT),
        "district_claimed": frame["district"].where(chance.random(COUNT) < 0.3),
        "part_of": [f"KRG-{max(n - 2, 1):06d}" if n % 9 == 8 else None for n in range(COUNT)],
    }
    for name, values in texts.items():
        frame[name] = pd.Series(values, index=frame.index, dtype="str")
    frame["kinds_told"], frame["extants_told"] = frame["kind"], frame["extant"]
    certain = ~near_border | (frame["district_claimed"] == frame["district"])
    frame["district_certain"] = certain.astype("boolean").mask(frame["district"].isna())
    points[chance.random(COUNT) < 0.05] = None
    # A part of a complex mostly lies beside it.
    parts = np.flatnonzero(frame["part_of"].notna() & (chance.random(COUNT) < 0.8))
    beside = points.iloc[parts - 2].to_numpy()
    points.iloc[parts] = beside
    return gpd.GeoDataFrame(frame, geometry=points, crs=4326)


@pytest.mark.parametrize("rounds", [FEW_ROUNDS, pytest.param(ROUNDS, marks=pytest.mark.slow)])
def test_twin_tells_nothing_of_place_or_size(
    sites: gpd.GeoDataFrame,
    surveys: pd.DataFrame,
    districts: Districts,
    ledger: Ledger,
    rounds: int,
) -> None:
    """Four times, or twenty, shaken sites give the same twin, cells and catalogue numbers."""
    assert check_interference(sites, surveys, districts, ledger, rounds) == []


def test_shaken_sites_stay_on_their_ground(
    sites: gpd.GeoDataFrame, surveys: pd.DataFrame, districts: Districts, ledger: Ledger
) -> None:
    """A shaken site stays in the regions, and within reach of its cell."""
    public, _ = make_public_sites(sites, surveys, districts, ledger)
    shaken = shake_sites(sites, public, districts, ledger, seed=1)
    twin = public.frame.set_index("site_id").reindex(shaken["site_id"]).reset_index()
    moved = shapely.distance(sites.geometry.to_numpy(), shaken.geometry.to_numpy()) > 0
    movable = sites.geometry.notna().to_numpy() & (twin["position"] != "exact").to_numpy()
    assert moved[movable].mean() > 0.9
    assert not moved[~movable].any()
    before, after = districts.locate(sites.geometry), districts.locate(shaken.geometry)
    is_free = twin["cell"].notna()
    assert after["kato"][is_free].notna().sum() == before["kato"][is_free].notna().sum()
    assert (before["kato"] != after["kato"])[is_free & before["kato"].notna()].any()
    leads = shaken["part_of"].isna().to_numpy() & movable & twin["cell"].notna().to_numpy()
    x, y = shaken.geometry[leads].x.to_numpy(), shaken.geometry[leads].y.to_numpy()
    assert not is_beyond_reach(x, y, twin.loc[leads, "cell"]).any()


def test_shaking_is_the_same_for_one_seed(
    sites: gpd.GeoDataFrame, surveys: pd.DataFrame, districts: Districts, ledger: Ledger
) -> None:
    """A failing round can be made again: the same seed shakes alike, another one does not."""
    public, _ = make_public_sites(sites, surveys, districts, ledger)
    first, again, other = (
        shake_sites(sites, public, districts, ledger, seed) for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(pd.DataFrame(first), pd.DataFrame(again))
    assert not first.geometry.geom_equals(other.geometry).all()


def test_shaking_shuffles_what_is_withheld(
    sites: gpd.GeoDataFrame, surveys: pd.DataFrame, districts: Districts, ledger: Ledger
) -> None:
    """Sizes, kinds, accuracies and conditions change, so a twin that told them would differ."""
    public, _ = make_public_sites(sites, surveys, districts, ledger)
    shaken = shake_sites(sites, public, districts, ledger, seed=1)
    for column in ("feature_count", "diameter_max_m", "kind", "condition", "position_accuracy_m"):
        changed = (shaken[column] != sites[column]) & shaken[column].notna()
        assert changed.mean() > 0.1, column
    assert (shaken["start_year"] == sites["start_year"]).all()


def _tell_certainty(sites: gpd.GeoDataFrame, public: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Take the mark of an uncertain district from the true point."""
    told = sites.set_index("site_id")["district_certain"]
    return public.assign(district_certain=public["site_id"].map(told).astype("boolean"))


def _tell_uncertainty(sites: gpd.GeoDataFrame, public: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Measure the uncertainty from the middle of the cell to the true point."""
    truth = sites.set_index("site_id").geometry.reindex(public["site_id"]).to_numpy()
    away = shapely.distance(truth, shapely.centroid(public.geometry.to_numpy())) * 111_200
    has_cell = (public["position"] == "cell").to_numpy()
    told = public["coordinate_uncertainty_m"].mask(has_cell, np.nan_to_num(away).astype(int))
    return public.assign(coordinate_uncertainty_m=told)


def _order_by_latitude(sites: gpd.GeoDataFrame, public: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Order the list by the true latitude."""
    latitude = sites.set_index("site_id").geometry.y
    order = public["site_id"].map(latitude).sort_values(kind="stable").index
    return public.loc[order].reset_index(drop=True)


def _tell_kind(sites: gpd.GeoDataFrame, public: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Tell the kind of every site."""
    return public.assign(kind=public["site_id"].map(sites.set_index("site_id")["kind"]))


def _tell_count(sites: gpd.GeoDataFrame, public: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Tell how many mounds there are."""
    counts = sites.set_index("site_id")["feature_count"].astype("str")
    return public.assign(count_class=public["site_id"].map(counts))


def _tell_size(sites: gpd.GeoDataFrame, public: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Name the sites with large mounds."""
    large = sites.set_index("site_id")["diameter_max_m"] > 40
    told = public["site_id"].map(large.map({True: "; large", False: ""}))
    return public.assign(credit=public["credit"] + told)


def _round_points(sites: gpd.GeoDataFrame, public: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Show the true point, rounded."""
    truth = sites.set_index("site_id").geometry.reindex(public["site_id"])
    points = shapely.transform(truth.to_numpy(), lambda degrees: np.round(degrees, 1))
    return public.set_geometry(gpd.GeoSeries(points, index=public.index, crs=4326))


@pytest.mark.parametrize(
    ("leak", "complaint"),
    [
        (_tell_certainty, "district_certain differs: KRG-"),
        (_tell_uncertainty, "coordinate_uncertainty_m differs: KRG-"),
        (_order_by_latitude, "the order of sites differs: KRG-"),
        (_tell_kind, "kind differs: KRG-"),
        (_tell_count, "count_class differs: KRG-"),
        (_tell_size, "credit differs: KRG-"),
        (_round_points, "geometry differs: KRG-"),
    ],
)
def test_a_leaky_twin_is_caught(
    leak: Leak,
    complaint: str,
    sites: gpd.GeoDataFrame,
    surveys: pd.DataFrame,
    districts: Districts,
) -> None:
    """A twin that tells anything of place or size differs in one round, and the column is named."""

    def make(
        sites: gpd.GeoDataFrame, surveys: pd.DataFrame, districts: Districts, ledger: Ledger
    ) -> tuple[PublicSites, FirstReleases]:
        public, releases = make_public_sites(sites, surveys, districts, ledger)
        return PublicSites(leak(sites, public.frame)), releases

    found = check_interference(sites.iloc[:120], surveys, districts, Ledger(), 1, make)
    assert any(line.startswith(f"round 1: {complaint}") for line in found), found


def test_a_cell_that_follows_the_place_is_caught(
    sites: gpd.GeoDataFrame, surveys: pd.DataFrame, districts: Districts
) -> None:
    """Cells given out that depend on more than the cell are named by their sites."""

    def make(
        sites: gpd.GeoDataFrame, surveys: pd.DataFrame, districts: Districts, ledger: Ledger
    ) -> tuple[PublicSites, FirstReleases]:
        public, releases = make_public_sites(sites, surveys, districts, ledger)
        truth = sites.set_index("site_id").geometry
        cells = {
            site: f"{AREA}:{find_corner(truth[site].x, 50_000) * 2}:48000000"
            for site in releases.cells
        }
        return public, replace(releases, cells=cells)

    found = check_interference(sites.iloc[:60], surveys, districts, Ledger(), 1, make)
    assert any("the cells given out differ: KRG-" in line for line in found), found


def test_numbers_given_by_place_are_caught_once_they_are_in_the_journal(
    sites: gpd.GeoDataFrame, surveys: pd.DataFrame, districts: Districts
) -> None:
    """The edition is tested after its numbers were noted; those would be told again as they are."""

    def make(
        sites: gpd.GeoDataFrame, surveys: pd.DataFrame, districts: Districts, ledger: Ledger
    ) -> tuple[PublicSites, FirstReleases]:
        public, releases = make_public_sites(sites, surveys, districts, ledger)
        east = sites.set_index("site_id").geometry.x
        numbers = {
            kato: {site: at + 1 for at, site in enumerate(sorted(given, key=lambda s: east[s]))}
            for kato, given in releases.numbers.items()
        }
        return public, replace(releases, numbers=numbers)

    some = sites[sites.geometry.notna()].iloc[:60]
    noted = Ledger(numbers=make(some, surveys, districts, Ledger())[1].numbers)
    found = check_interference(some, surveys, districts, noted, 1, make)
    assert "round 1: the catalogue numbers given out differ" in found
