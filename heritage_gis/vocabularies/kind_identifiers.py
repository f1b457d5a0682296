"""Identifiers of kinds in the Getty AAT and Wikidata: those that were seen in a published file."""

from __future__ import annotations

import re
from functools import cache

from heritage_gis.vocabularies.tables import read_vocabulary

# `kinds.mark` tells each vocabulary apart: «aat: id v, label m; wikidata: v». Only v is shown; an
# identifier that another mapping contradicts is not.
_SEEN = re.compile(r"(aat|wikidata): (?:id )?v\b(?![^;]*contradicted)")
# Whatever was dug or stands in ruins is an archaeological site; a mosque or a factory need not be.
ARCHAEOLOGICAL_SITE = "aat:300000810"
ARCHAEOLOGICAL_GROUPS = frozenset(
    {"burial", "metallurgy", "settlement", "rock_art", "stone", "find", "unknown"}
)
_PREFIXES = {"aat": "aat:", "wikidata": "wd:"}


@cache
def read_kind_identifiers() -> dict[str, tuple[str, ...]]:
    """Return for each kind its identifiers that may be shown, such as `aat:300005891`."""
    found = {}
    for entry in read_vocabulary("kinds"):
        seen = _SEEN.findall(entry["mark"])
        found[entry["code"]] = tuple(
            prefix + entry[vocabulary]
            for vocabulary, prefix in _PREFIXES.items()
            if vocabulary in seen and entry[vocabulary]
        )
    return found
