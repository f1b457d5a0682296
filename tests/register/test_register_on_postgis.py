"""The register on a real PostGIS: the same sites, and the same maps, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from published_files import read_files
from sqlalchemy import create_engine, delete, text

from heritage_gis.pipeline.run import run
from heritage_gis.register import schema
from heritage_gis.register.loading import load_records, load_sites
from heritage_gis.register.store import open_register
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
pytest_plugins = ["sample_home"]
pytestmark = [pytest.mark.postgis, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def homes(
    built: Path, tmp_path_factory: pytest.TempPathFactory, make_database: Callable[[], str]
) -> tuple[Settings, Settings]:
    """Run the main job on the sample surveys with PostGIS, too; give both homes."""
    home = tmp_path_factory.mktemp("postgis")
    shutil.copytree(ROOT / "data" / "raw", home / "data" / "raw")
    served = Settings(home=home).model_copy(update={"register_url": make_database()})
    run(served)
    return Settings(home=built), served


def test_maps_are_the_same(homes: tuple[Settings, Settings]) -> None:
    """The public cannot tell which database the register is in."""
    embedded, served = (read_files(each.home_folder.maps) for each in homes)
    assert embedded
    assert embedded == served


def test_sites_and_records_are_the_same(homes: tuple[Settings, Settings]) -> None:
    """Both registers hold the same sites and records, with their geometries."""
    told = []
    for each in homes:
        with open_register(each.home_folder.register, each.register_url) as register:
            sites = load_sites(register, "2100-01-01").sort_values("site_id", ignore_index=True)
            records = load_records(register).sort_values("record_id", ignore_index=True)
        told.append((sites.drop(columns="fid"), records.drop(columns="fid")))
    (sites, records), (sites_served, records_served) = told
    assert sites.equals(sites_served)
    assert records.equals(records_served)


def test_run_again_adds_nothing(homes: tuple[Settings, Settings]) -> None:
    """A run with nothing new leaves the tables of a shared database as they are."""
    served = homes[1]
    run(served)
    engine = create_engine(served.register_url)
    with engine.connect() as connection:
        counts = connection.execute(
            text("SELECT count(*), count(DISTINCT record_id), count(geometry) FROM records")
        ).one()
        shape = connection.execute(
            text(
                "SELECT ST_SRID(geometry), GeometryType(geometry) FROM sites "
                "WHERE geometry IS NOT NULL"
            )
        ).first()
    engine.dispose()
    assert counts[0] == counts[1]
    assert counts[2] > 0
    assert tuple(shape or ()) == (4326, "POINT")


def test_lost_database_is_made_again(homes: tuple[Settings, Settings]) -> None:
    """A register that was emptied behind our back comes out the same from data/raw/ alone."""
    served = homes[1]
    before = read_files(served.home_folder.maps)
    engine = create_engine(served.register_url)
    with engine.begin() as connection:
        for table in schema.metadata.sorted_tables:
            connection.execute(delete(table))
    engine.dispose()
    (served.home_folder.processed / "run.json").unlink()
    run(served)
    assert read_files(served.home_folder.maps) == before
