"""The register on a real PostGIS: the same sites, and the same maps, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from heritage_gis.pipeline.run import run
from heritage_gis.register.loading import load_records, load_sites
from heritage_gis.register.store import open_register
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.postgis, pytest.mark.enable_socket]


def find_programs() -> Path:
    """Return the folder with initdb and pg_ctl, of the newest PostgreSQL on the machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    assert found, "PostgreSQL is missing: run scripts/install_test_servers.sh"
    return found[-1].parent


def run_program(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; it refuses to be root, so root lends it to `postgres`."""
    lent = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    command = [*lent, str(find_programs() / name), *arguments]
    subprocess.run(command, check=True, capture_output=True, text=True, cwd="/", timeout=60)


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a PostgreSQL of our own on a socket in a folder, and stop it again."""
    folder = Path("/tmp") / f"heritage-pg-{os.getpid()}"  # noqa: S108 - sockets need short paths
    folder.mkdir()
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    del tmp_path_factory
    data = str(folder / "data")
    run_program("initdb", "--pgdata", data, "--auth", "trust", "--username", "keeper")
    options = f"-c listen_addresses='' -k {folder}"
    log = str(folder / "log")
    run_program("pg_ctl", "--pgdata", data, "--log", log, "--options", options, "--wait", "start")
    try:
        yield f"postgresql+psycopg://keeper@/postgres?host={folder}"
    finally:
        run_program("pg_ctl", "--pgdata", data, "--mode", "fast", "--wait", "stop")
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> tuple[Settings, Settings]:
    """Run the main job on the sample surveys twice: with a GeoPackage, and with PostGIS."""
    settings = []
    for name, url in (("geopackage", ""), ("postgis", database_url)):
        home = tmp_path_factory.mktemp(name)
        shutil.copytree(ROOT / "data" / "raw", home / "data" / "raw")
        settings.append(Settings(home=home).model_copy(update={"register_url": url}))
        run(settings[-1])
    return settings[0], settings[1]


def list_files(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_maps_are_the_same(homes: tuple[Settings, Settings]) -> None:
    """The public cannot tell which database the register is in."""
    embedded, served = (list_files(each.home_folder.maps) for each in homes)
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
    before = list_files(served.home_folder.maps)
    engine = create_engine(served.register_url)
    with engine.begin() as connection:
        for table in ("state", "sites", "records", "names", "surveys", "questions", "problems"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of this test
    engine.dispose()
    (served.home_folder.processed / "run.json").unlink()
    run(served)
    assert list_files(served.home_folder.maps) == before
