"""A register in a folder of the test, or in a database, kept by hand."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from postgis_server import create_database, run_server
from registrar import Registrar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BOTH = (
    "geopackage",
    pytest.param("postgis", marks=[pytest.mark.postgis, pytest.mark.enable_socket]),
)


@pytest.fixture(scope="session")
def postgis_server() -> Iterator[Path]:
    """Run a PostgreSQL of our own."""
    with run_server() as folder:
        yield folder


@pytest.fixture(scope="session")
def make_database(postgis_server: Path) -> Callable[[], str]:
    """Return a maker of empty databases; it gives the address of each."""
    numbers = count(1)
    return lambda: create_database(postgis_server, f"register_{next(numbers)}")


@pytest.fixture(params=BOTH)
def keep_register(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Registrar]:
    """Return a maker of empty registers, each in a folder of its own, by name."""

    def make(name: str) -> Registrar:
        folder = tmp_path / name
        folder.mkdir()
        is_served = request.param == "postgis"
        return Registrar(folder, request.getfixturevalue("make_database")() if is_served else "")

    return make


@pytest.fixture
def registrar(keep_register: Callable[[str], Registrar]) -> Registrar:
    """Return the keeper of an empty register."""
    return keep_register("home")
