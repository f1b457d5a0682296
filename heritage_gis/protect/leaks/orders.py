"""The order of sites in a list: it must be one that anybody could make from the public twin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from heritage_gis.protect.leaks.watch import Watch

LEAST = 3  # two sites have no order to speak of
NAME_ORDERS = (("kk", "ru", "en"), ("ru", "kk", "en"), ("en", "ru", "kk"))
KAZAKH_LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACES = {ord(letter): chr(0x1000 + place) for place, letter in enumerate(KAZAKH_LETTERS)}
_FIGURES = ("number", "start_year", "end_year")
_GROUPS = ("kind_group", "district", "region", "protection", "position", "period", "condition")
_LEAST_IN_GROUP = 3  # as many sites, on average, as make a group worth its heading


@dataclass(frozen=True, eq=False)
class Orders:
    """The ranks of all public sites by every key that the public knows."""

    watch: Watch

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """One column a key, by site_id; equal values have equal ranks, missing ones the last."""
        sites = self.watch.sites
        ranks: dict[str, pd.Series] = {"frame": pd.Series(range(len(sites)), index=sites.index)}
        ranks["site_id"] = pd.Series(sites.index, index=sites.index).rank(method="dense")
        ranks |= {name: sites[name].astype("float64").fillna(np.inf) for name in _FIGURES}
        ages = {entry["code"]: int(entry["sort"]) for entry in read_vocabulary("periods")}
        first = sites["period"].fillna("").str.partition(" ")[0].map(ages)
        ranks["period"] = first.astype("float64").fillna(np.inf)
        for languages in NAME_ORDERS:
            name = sites[f"name_{languages[0]}"]
            for language in languages[1:]:
                name = name.fillna(sites[f"name_{language}"])
            for key, spelled in _spell(name.fillna(sites["name_other"]).fillna("")).items():
                ranks[f"{languages[0]} {key}"] = spelled.rank(method="dense")
        return pd.DataFrame(ranks)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """The groups that a list may be parted into, by site_id, as numbers."""
        return self.watch.sites[[*_GROUPS]].apply(lambda column: pd.factorize(column)[0])

    def is_public(self, site_ids: NDArray[np.object_]) -> bool:
        """Tell whether a list of sites stands in an order made from public data.

        Args:
            site_ids: of published sites, each once, in the order of the list.
        """
        if len(site_ids) < LEAST:
            return True
        ranks = self.ranks.loc[[*site_ids]].to_numpy()
        blocks = self._list_blocks(site_ids)
        return any(
            _is_sorted(np.column_stack([block, direction * ranks[:, [key]], ranks[:, [tie]]]))
            for block in blocks
            for key in range(ranks.shape[1])
            for direction in (1, -1)
            for tie in range(ranks.shape[1])
        )

    def _list_blocks(self, site_ids: NDArray[np.object_]) -> Iterator[NDArray[np.float64]]:
        """Give the ways in which the list may be parted by groups, none first."""
        yield np.zeros((len(site_ids), 1))
        for name in _GROUPS:
            numbers = pd.factorize(self.groups[name].loc[[*site_ids]])[0].astype(np.float64)
            groups = numbers.max() + 1
            if 1 < groups <= len(site_ids) / _LEAST_IN_GROUP:
                yield numbers[:, None]


def _spell(names: pd.Series) -> dict[str, pd.Series]:
    """Return names as the sorting of programs sees them: by code, by letter, in Kazakh."""
    folded = names.str.casefold()
    letters = folded.str.replace(r"[^\w]+", "", regex=True)
    kazakh = folded.map(lambda name: name.translate(_PLACES))
    return {"code": names, "folded": folded, "letters": letters, "kazakh": kazakh}


def _is_sorted(keys: NDArray[np.float64]) -> bool:
    """Tell whether rows are in strict order, the first column first."""
    undecided = np.ones(len(keys) - 1, dtype=bool)
    for column in keys.T:
        before, after = column[:-1], column[1:]
        if (undecided & (after < before)).any():
            return False
        undecided &= after == before
    return not undecided.any()
