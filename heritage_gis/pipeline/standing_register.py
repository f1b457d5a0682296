"""The register as it stands, opened to be read: refused where it is none that we read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.register.store import Register
    from heritage_gis.settings import Settings


def require_register(settings: Settings) -> None:
    """See that there is a register.

    Raises:
        MisusedError: nothing is registered yet.
    """
    if not settings.register_url and not settings.home_folder.register.is_file():
        raise MisusedError("nothing is registered yet; run heritage run first")


@contextmanager
def open_standing_register(settings: Settings) -> Iterator[Register]:
    """Open the register to read it.

    Raises:
        MisusedError: nothing is registered yet, or another version of the program made it.
    """
    from heritage_gis.register.state import has_schema
    from heritage_gis.register.store import open_register

    require_register(settings)
    with open_register(settings.home_folder.register, settings.register_url) as register:
        with register.engine.connect() as connection:
            is_known = has_schema(connection)
        if not is_known:
            raise MisusedError(
                "the register was made by another version of heritage; run heritage run first"
            )
        yield register
