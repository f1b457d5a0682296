"""How much of a file is read: what goes beyond is refused, not cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heritage_gis.settings import Settings

MB = 1_000_000
MAX_COLUMNS = 2_000  # the widest field form we know of has some 120
MAX_CELL_CHARACTERS = 1_000_000  # Excel's own limit is 32,767
MAX_CELLS = 50_000_000  # of a sheet, from its first to its farthest
MAX_ROWS = 2_000_000  # of a file; a record takes some 3 kB in the process that conforms it
MAX_LAYERS = 500
MAX_FAULTS = 10_000
MAX_COMPANIONS = 2_000  # files beside a MapInfo table, among which its parts are looked for
MAX_ENTRIES = 10_000  # files in an archive
MAX_MEMBERS = 100  # tables and layers among them, each read in a child of its own
MAX_RATIO = 200  # unpacked to packed; sheets of figures reach 30
FREE_RATIO_BYTES = 20 * MB  # a small archive may have any ratio


@dataclass(frozen=True)
class Limits:
    """What the reading child may use, from `Settings`."""

    file_bytes: int
    unpacked_bytes: int
    memory_bytes: int
    seconds: int


def take_limits(settings: Settings) -> Limits:
    """Return the limits that the keeper set."""
    return Limits(
        settings.max_file_mb * MB,
        settings.max_unpacked_mb * MB,
        settings.read_memory_mb * MB,
        settings.read_seconds,
    )
