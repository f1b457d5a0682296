"""A real PostgreSQL with PostGIS, for the tests that ask for one."""

from __future__ import annotations

import os
import shutil
import subprocess
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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


@pytest.fixture(scope="session")
def postgis_server() -> Iterator[Path]:
    """Start a PostgreSQL of our own on a socket in a folder, and stop it again."""
    folder = Path("/tmp") / f"heritage-pg-{os.getpid()}"  # noqa: S108 - sockets need short paths
    folder.mkdir()
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    run_program("initdb", "--pgdata", data, "--auth", "trust", "--username", "keeper")
    options = f"-c listen_addresses='' -c fsync=off -k {folder}"
    log = str(folder / "log")
    run_program("pg_ctl", "--pgdata", data, "--log", log, "--options", options, "--wait", "start")
    try:
        yield folder
    finally:
        run_program("pg_ctl", "--pgdata", data, "--mode", "fast", "--wait", "stop")
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def make_database(postgis_server: Path) -> Callable[[], str]:
    """Return a maker of empty databases; it gives the address of each."""
    numbers = count(1)

    def address(name: str) -> str:
        return f"postgresql+psycopg://keeper@/{name}?host={postgis_server}"

    def make() -> str:
        name = f"register_{next(numbers)}"
        engine = create_engine(address("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return address(name)

    return make
