"""How exact a position each site's public twin may have. Unknown means protected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.geo.grid import AREA, NEAR, WIDE
from heritage_gis.model.ledger import LEVELS
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from heritage_gis.model.ledger import Ledger

ISLAMIC_FROM = 900  # design 8: the first year of the Islamic period here
STANDING = "standing"
CELL_SIZES = {"near": NEAR, "area": AREA, "wide": WIDE}
# A withheld site has a cell, too, which is never told: its district is told from it.
PINNED_SIZES = CELL_SIZES | {"withheld": WIDE}


def find_levels(sites: pd.DataFrame, ledger: Ledger) -> pd.Series:
    """Return the level of each site: exact, near, area, wide or withheld.

    The rule looks at one site at a time, and at nothing that tells where it lies. A site is exact
    only where every one of its voices agrees that it may be; a keeper's word comes before the
    rule; a complex and its parts share the coarsest level among them.

    Args:
        sites: the register's sites: `site_id`, `kind_certainty`, `kinds_told`, `extants_told`,
            `earliest_year`, `dating_certainty`, `part_of`.
        ledger: the keeper's decisions.
    """
    rules = {entry["code"]: entry["protection"] for entry in read_vocabulary("kinds")}
    told = sites["kinds_told"].fillna("").map(_split_rules(sites["kinds_told"], rules))
    stands = sites["extants_told"].fillna("") == STANDING
    is_islamic = (sites["earliest_year"] >= ISLAMIC_FROM).fillna(value=False).astype(bool)
    is_dated = is_islamic & (sites["dating_certainty"] == "certain")
    vouched = sites["site_id"].isin(ledger.standing)
    may_be_exact = (told == "exact") | (
        (told == "exact-if-islamic-standing") & (vouched | (stands & is_dated))
    )
    is_exact = may_be_exact & (sites["kind_certainty"] == "certain")
    ranks = pd.Series(LEVELS.index("area"), index=sites.index).mask(is_exact, 0)
    decided = sites["site_id"].map(ledger.levels).map(LEVELS.index, na_action="ignore")
    ranks = decided.fillna(ranks).astype("int64")
    return ranks.groupby(find_roots(sites)).transform("max").map(dict(enumerate(LEVELS)))


def _split_rules(kinds_told: pd.Series, rules: dict[str, str]) -> dict[str, str]:
    """Return for each set of kinds the one rule they agree on; area where they do not."""
    agreed = {}
    for kinds in kinds_told.fillna("").unique():
        found = {rules.get(kind, "area") for kind in kinds.split()} or {"area"}
        exacting = found - {"exact"} or found
        agreed[kinds] = exacting.pop() if len(exacting) == 1 else "area"
    return agreed


def find_roots(sites: pd.DataFrame) -> pd.Series:
    """Return for each site the complex it belongs to, itself where it belongs to none.

    Where parts name each other in a ring, the first of them by id is the complex.
    """
    parents = sites.set_index("site_id")["part_of"]
    parents = parents[parents.isin(parents.index)]
    if parents.empty:  # as in most registers, where this is asked many times
        return sites["site_id"].astype("str")
    above = pd.Series(sites["site_id"].to_numpy(), index=sites["site_id"], dtype="str")
    first = above
    above = above.map(parents).astype("str").fillna(above)
    for _ in range(len(parents).bit_length()):  # each step looks twice as far up
        further = above.map(first)
        first = first.where(first < further, further)
        above = above.map(above)
    is_ring = above.isin(parents.index)
    return above.mask(is_ring, above.map(first)).set_axis(sites.index)
