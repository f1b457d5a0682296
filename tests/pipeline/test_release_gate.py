"""The gate before a release: nothing that leaks, or depends on what it must not, becomes public."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from published_files import plant_comment, read_files

from heritage_gis.errors import NotReleasedError
from heritage_gis.model.record import CRS
from heritage_gis.pipeline.public_twin import load_known
from heritage_gis.pipeline.run import run
from heritage_gis.places.districts import load_districts
from heritage_gis.protect.interference import shake_sites
from heritage_gis.protect.twin import make_public_sites
from heritage_gis.publish import staging
from heritage_gis.publish.editions import Edition, EditionBook
from heritage_gis.register.journal import open_journal
from heritage_gis.register.ledgers import gather_ledger
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.model.public import PublicSites

ROUNDS = 20
LAID_OUT = 5  # every fifth time the maps are laid out, too
BOOK = EditionBook(Edition(1, Settings().today))
pytest_plugins = ["sample_home"]
pytestmark = pytest.mark.process


@pytest.fixture
def home(built: Path) -> Settings:
    """Give the home of the sample surveys; nobody changes it."""
    return Settings(home=built)


def test_leaking_page_is_not_released(
    home: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An edition with Begazy's own latitude in one comment stays unreleased, and says where."""
    folder = tmp_path / "home"
    shutil.copytree(home.home, folder)
    settings = Settings(home=folder)
    public = read_files(folder / "maps")
    plant_comment(monkeypatch, "aktogay", "48°16′02″")
    (folder / "data" / "processed" / "run.json").unlink()
    with pytest.raises(NotReleasedError, match=r"kk/aktogay/index\.html.* a leak") as refused:
        run(settings)
    assert "16" not in str(refused.value)
    assert read_files(folder / "maps") == public
    assert "48°16′02″" in (folder / "data" / "processed" / "leaks.csv").read_text("utf-8")


def make_twin(
    sites: gpd.GeoDataFrame, surveys: pd.DataFrame, settings: Settings, seed: int = 0
) -> PublicSites:
    """Make the public twin of sites; with a seed of the same sites elsewhere in their cells."""
    districts = load_districts(settings.home_folder)
    ledger = gather_ledger(open_journal(settings.home_folder.journal))
    public, _ = make_public_sites(sites, surveys, districts, ledger)
    if seed:
        shaken = shake_sites(sites, public, districts, ledger, seed)
        moved = shapely.distance(sites.geometry.to_numpy(), shaken.geometry.to_numpy()) > 0
        assert moved.sum() >= len(sites) // 5
        public, _ = make_public_sites(shaken, surveys, districts, ledger)
    return public


def lay_out(public: PublicSites, settings: Settings, folder: Path) -> dict[str, bytes]:
    """Lay out the edition that comes of a twin, and of nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    staging.stage_edition(public, load_districts(settings.home_folder), BOOK, folder)
    return read_files(folder)


def shake_many_times(
    sites: gpd.GeoDataFrame, surveys: pd.DataFrame, settings: Settings, folder: Path
) -> None:
    """Shake sites; the twin is the same each time, and the maps are, which are made of it alone."""
    calm = make_twin(sites, surveys, settings)
    maps = lay_out(calm, settings, folder)
    for seed in range(1, ROUNDS + 1):
        shaken = make_twin(sites, surveys, settings, seed)
        assert_geodataframe_equal(shaken.frame, calm.frame)
        if seed % LAID_OUT == 0:
            assert lay_out(shaken, settings, folder) == maps


def test_sample_maps_tell_nothing_of_where_in_its_cell_a_site_lies(
    home: Settings, tmp_path: Path
) -> None:
    """Twenty times shaken, the sample home makes the same twin, and the same bytes."""
    known = load_known(home, home.today)
    shake_many_times(known.sites, known.surveys, home, tmp_path / "maps")


def scatter_sites(sites: gpd.GeoDataFrame, count: int) -> gpd.GeoDataFrame:
    """Give many sites like these, anywhere in both regions."""
    random = np.random.default_rng(7)
    rows = pd.DataFrame(sites.iloc[random.integers(0, len(sites), count)]).reset_index(drop=True)
    rows["site_id"] = [f"KRG-{number:06d}" for number in range(900_000, 900_000 + count)]
    x, y = random.uniform(66.0, 77.0, count), random.uniform(46.2, 50.5, count)
    points = np.asarray(shapely.points(x, y), dtype=object)
    return gpd.GeoDataFrame(rows.drop(columns="geometry"), geometry=points, crs=CRS)


def test_generated_maps_tell_nothing_of_where_in_its_cell_a_site_lies(
    home: Settings, tmp_path: Path
) -> None:
    """Twenty times shaken, 600 scattered sites make the same twin, and the same bytes."""
    known = load_known(home, home.today)
    districts = load_districts(home.home_folder)
    scattered = scatter_sites(known.sites, 240)
    located = districts.locate(gpd.GeoSeries(scattered.geometry))
    scattered["district"] = located["kato"]
    scattered = scattered[located["kato"].notna()].reset_index(drop=True)
    shake_many_times(scattered, known.surveys, home, tmp_path / "maps")
