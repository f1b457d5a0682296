"""What maps show under the sites besides districts: settlements and waters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.places.settlements import Settlements, load_settlements, read_settlements
from heritage_gis.places.waters import NO_WATERS, Waters, load_waters

if TYPE_CHECKING:
    from heritage_gis.paths import Home


@dataclass(frozen=True, eq=False)
class BaseMap:
    """Settlements to be named and waters to be drawn; they know of no site."""

    settlements: Settlements
    waters: Waters = NO_WATERS

    @property
    def digest(self) -> str:
        """The digest of all of it."""
        return self.settlements.digest + self.waters.digest


def read_base_map() -> BaseMap:
    """Return what is known without any installed layer."""
    return BaseMap(read_settlements())


def load_base_map(home: Home) -> BaseMap:
    """Return that, and what a home has installed.

    Raises:
        DamagedHomeError: what was installed is not as it was written.
    """
    return BaseMap(load_settlements(home), load_waters(home))
