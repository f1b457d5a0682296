"""What the check remembers of rows that went before: their keys, and where each stood first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import numpy.typing as npt

Place = tuple[str, str, int]  # file, sheet or layer, row


@dataclass
class RowMemory:
    """Keys of one sort that were met, with the first row of each; 20 bytes a key.

    A key is remembered by 64 bits of its hash: that any two of a million keys have the same is one
    chance in thirty million.
    """

    hashes: npt.NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))
    rows: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    tables: npt.NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    names: dict[tuple[str, str], int] = field(default_factory=dict)

    def find_first(self, keys: pd.Series, places: list[Place]) -> list[Place | None]:
        """Return the first place of each key that was met before, and remember the others.

        Args:
            keys: of rows in their order, none missing.
            places: where these rows stand.
        """
        hashes = pd.util.hash_array(keys.to_numpy(dtype=object), categorize=False)
        at = np.searchsorted(self.hashes, hashes)
        is_known = at < len(self.hashes)
        is_known[is_known] = self.hashes[at[is_known]] == hashes[is_known]
        named = list(self.names)
        _, first, member = np.unique(hashes, return_index=True, return_inverse=True)
        found: list[Place | None] = []
        for number, known in enumerate(is_known.tolist()):
            own = int(first[member[number]])
            if known:
                found.append((*named[self.tables[at[number]]], int(self.rows[at[number]])))
            else:
                found.append(places[own] if own != number else None)
        self._remember(hashes, places, first[~is_known[first]])
        return found

    def _remember(
        self, hashes: npt.NDArray[np.uint64], places: list[Place], chosen: npt.NDArray[np.intp]
    ) -> None:
        new = [places[number] for number in chosen.tolist()]
        tables = [self.names.setdefault(place[:2], len(self.names)) for place in new]
        together = np.concatenate([self.hashes, hashes[chosen]])
        order = np.argsort(together, kind="stable")
        self.hashes = together[order]
        rows = np.array([place[2] for place in new], dtype=np.int64)
        self.rows = np.concatenate([self.rows, rows])[order]
        self.tables = np.concatenate([self.tables, np.array(tables, dtype=np.int32)])[order]


@dataclass(frozen=True)
class SurveyMemory:
    """What is remembered of a survey while its rows are checked block by block."""

    codes: RowMemory = field(default_factory=RowMemory)
    sites: RowMemory = field(default_factory=RowMemory)
