"""The register's tables on PostGIS, brought to this version of the program by migrations."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, inspect, text

from heritage_gis.errors import MisusedError
from heritage_gis.register import schema
from heritage_gis.register.state import has_schema

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, Engine

SCHEMES = {"postgresql", "postgres", "postgresql+psycopg"}
_LOCK = 0x4845_5249  # of migrations: two who open a register at once do not both migrate it
VERSIONS = "alembic_version"


def open_postgis(url: str) -> Engine:
    """Open a register on PostGIS, and bring its tables to this version of the program.

    Raises:
        MisusedError: the address is none, or psycopg is missing.
    """
    engine = _connect(url)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        known = set(inspect(connection).get_table_names())
        if VERSIONS in known and has_schema(connection):
            return engine
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
        _drop_views(connection)
        if VERSIONS not in known:  # tables of before there were migrations: all can be made anew
            schema.metadata.drop_all(connection)
        migrate(connection)
        _add_views(connection)
    return engine


def _connect(url: str) -> Engine:
    """Make an engine of an address; the password in it is never repeated."""
    scheme, _, rest = url.partition("://")
    if scheme not in SCHEMES or not rest:
        raise MisusedError(
            "HERITAGE_REGISTER: is no address such as postgresql://user:password@host/database"
        )
    try:
        return create_engine(f"postgresql+psycopg://{rest}")
    except ModuleNotFoundError as error:
        raise MisusedError(
            "HERITAGE_REGISTER: needs the package psycopg; install heritage-gis[postgis]"
        ) from error


def migrate(connection: Connection) -> None:
    """Run the migrations that a database has not seen yet."""
    from alembic import command

    command.upgrade(make_config(connection), "head")


def make_config(connection: Connection) -> Config:
    """Return how Alembic finds our migrations, and the connection to run them on."""
    from alembic.config import Config

    config = Config()
    folder = files("heritage_gis.register") / "migrations"
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    return config


def _drop_views(connection: Connection) -> None:
    for view in reversed([*schema.write_views()]):
        connection.execute(text(f"DROP VIEW IF EXISTS {view}"))


def _add_views(connection: Connection) -> None:
    for view, query in schema.write_views().items():
        connection.execute(text(f"CREATE VIEW {view} AS {query}"))
    for layer in schema.LAYERS:
        connection.execute(
            text(f"CREATE INDEX IF NOT EXISTS {layer}_shape ON {layer} USING gist (geometry)")
        )
