"""A real PostgreSQL with PostGIS, started for the tests that ask for one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from collections.abc import Iterator


_COPIES = count(1)


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


@contextmanager
def run_server() -> Iterator[Path]:
    """Run a PostgreSQL of our own on a socket in a folder."""
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


def create_database(server: Path, name: str) -> str:
    """Make an empty database on a server, and return its address."""
    address = "postgresql+psycopg://keeper@/{name}?host={server}"
    engine = create_engine(
        address.format(name="postgres", server=server), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address.format(name=name, server=server)


def copy_database(address: str) -> str:
    """Copy a database that nobody is connected to; return the address of the copy."""
    head, name, tail = re.fullmatch(r"(.*/)(\w+)(\?.*)", address).groups()  # type: ignore[union-attr]
    copy = f"{name}_copy_{next(_COPIES)}"
    engine = create_engine(f"{head}postgres{tail}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        end = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = :name OR datname LIKE :copies"
        )
        connection.execute(end, {"name": name, "copies": f"{name}_copy_%"})
        connection.execute(text(f"CREATE DATABASE {copy} TEMPLATE {name}"))
    engine.dispose()
    return f"{head}{copy}{tail}"
