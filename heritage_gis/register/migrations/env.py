"""How Alembic runs our migrations: on a connection that is open already."""

from __future__ import annotations

from typing import Literal

from alembic import context

from heritage_gis.register import schema
from heritage_gis.register.schema import Geometry


def render_type(sort: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own type of column as a migration has it."""
    return f'Geometry("{item.shape}")' if sort == "type" and isinstance(item, Geometry) else False


def is_ours(name: str | None, sort: str, _parents: object) -> bool:
    """Tell whether a table is of the register: PostGIS has tables of its own."""
    return sort != "table" or name in schema.metadata.tables


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    render_item=render_type,
    include_name=is_ours,
)
with context.begin_transaction():
    context.run_migrations()
