"""Where things lie in a home: the folder that holds `data/` and `maps/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Home:
    """A home folder and the places in it."""

    root: Path

    @property
    def data(self) -> Path:
        """Everything that is not public."""
        return self.root / "data"

    @property
    def raw(self) -> Path:
        """The surveys as received, with their sidecars."""
        return self.data / "raw"

    @property
    def journal(self) -> Path:
        """The one sequence of what was received, decided and given out."""
        return self.raw / "journal.jsonl"

    @property
    def installed_places(self) -> Path:
        """Official district layers that replace the sketch."""
        return self.raw / "places"

    @property
    def processed(self) -> Path:
        """What is made from `data/raw/` and may be deleted at any time."""
        return self.data / "processed"

    @property
    def register(self) -> Path:
        """The register as one GeoPackage, for QGIS."""
        return self.processed / "register.gpkg"

    @property
    def surveys(self) -> Path:
        """One folder a survey: its records, its problems, its report."""
        return self.processed / "surveys"

    @property
    def lock(self) -> Path:
        """Held by the one run that may write here."""
        return self.data / ".lock"

    @property
    def maps(self) -> Path:
        """The current edition: all that the public sees."""
        return self.root / "maps"
