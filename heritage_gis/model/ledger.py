"""The ledger: what the journal says was decided and given out for good, gathered for use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["exact", "near", "area", "wide", "withheld"]
LEVELS: tuple[Level, ...] = ("exact", "near", "area", "wide", "withheld")  # each coarser


@dataclass(frozen=True)
class Ledger:
    """What was given out and decided.

    Attributes:
        site_of: record_id -> site_id.
        site_count: how many site ids were ever given.
        numbers: KATO -> site_id -> catalogue number.
        cells: site_id -> the cell its public position is pinned to (`geo.grid` names).
        former_cells: site_id -> the cells it was pinned to before, the first one first.
        inherited_cells: site_id -> the cells of a site that it was split off, or that was merged
            into it, before it had any of its own.
        levels: site_id -> the level a keeper decided, `near` to `withheld`.
        standing: site_ids of which a keeper said that they stand and are Islamic.
        approved_texts: sha256 of texts that a keeper let go public.
    """

    site_of: dict[str, str] = field(default_factory=dict)
    site_count: int = 0
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    former_cells: dict[str, tuple[str, ...]] = field(default_factory=dict)
    inherited_cells: dict[str, tuple[str, ...]] = field(default_factory=dict)
    levels: dict[str, Level] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    approved_texts: frozenset[str] = frozenset()

    def list_cells(self, site_id: str) -> list[str]:
        """Return the cells that a site was pinned to, the first one first."""
        own = self.cells.get(site_id)
        return [*self.former_cells.get(site_id, ()), *([own] if own else [])]


@dataclass(frozen=True)
class FirstReleases:
    """What an edition gives out that was not given before; it belongs into the journal first.

    Attributes:
        numbers: KATO -> site_id -> catalogue number.
        cells: site_id -> cell.
    """

    numbers: dict[str, dict[str, int]]
    cells: dict[str, str]
