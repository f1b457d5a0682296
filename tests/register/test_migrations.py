"""A register on PostGIS is brought to this version of the program, whatever it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from registrar import BEGAZY, Registrar
from sqlalchemy import create_engine, inspect, text

from heritage_gis.register import schema
from heritage_gis.register.postgis import open_postgis

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [
    pytest.mark.postgis,
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore:Did not recognize type .geometry."),  # SQLAlchemy does not
]


def test_migrations_make_the_tables_that_the_program_uses(
    make_database: Callable[[], str],
) -> None:
    """Run on an empty database they leave nothing to be done: else one is missing."""
    engine = open_postgis(make_database())
    ours = {"include_name": lambda name, sort, _: sort != "table" or name in schema.metadata.tables}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=ours)
        missing = compare_metadata(context, schema.metadata)
    engine.dispose()
    shapes = {f"{layer}_shape" for layer in schema.LAYERS}
    missing = [each for each in missing if getattr(each[1], "name", "") not in shapes]
    assert missing == [], "write a migration: python scripts/write_migration.py MESSAGE URL"


def test_tables_of_before_the_migrations_are_made_anew(
    tmp_path: Path, make_database: Callable[[], str]
) -> None:
    """A database whose tables no migration made gets ours; the register is filled again."""
    url = make_database()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE state (key text PRIMARY KEY, value text)"))
        connection.execute(text("CREATE TABLE sites (fid serial PRIMARY KEY, site_id text)"))
    registrar = Registrar(tmp_path, url)
    registrar.submit("2026-a", [BEGAZY])
    assert registrar.load_sites()["site_id"].tolist() == ["KRG-000001"]
    with engine.connect() as connection:
        assert "geometry" in {column["name"] for column in inspect(connection).get_columns("sites")}
    engine.dispose()


def test_what_others_keep_in_the_database_stays(
    tmp_path: Path, make_database: Callable[[], str]
) -> None:
    """A table of somebody else is neither touched nor looked at."""
    url = make_database()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE their_notes AS SELECT 1 AS note"))
    Registrar(tmp_path, url).submit("2026-a", [BEGAZY])
    with engine.connect() as connection:
        assert connection.execute(text("SELECT note FROM their_notes")).scalar() == 1
    engine.dispose()
