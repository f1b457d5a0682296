"""How two kinds of sites stand to each other when two records are compared."""

from __future__ import annotations

from functools import cache
from typing import Literal, cast

from heritage_gis.vocabularies.tables import read_vocabulary

KindRelation = Literal["alike", "either", "part", "whole", "rival", "numbered"]
_TURNED: dict[KindRelation, KindRelation] = {"part": "whole", "whole": "part"}


@cache
def read_kind_relations() -> dict[tuple[str, str], KindRelation]:
    """Return how kinds stand to each other, from `kind_relations.csv`, both ways round.

    Returns:
        (kind, other) -> `alike`: two words for one thing; `part`: the first is found inside the
        second; `whole`: the reverse; `either`: alike where both bear one name, else a part;
        `rival`: two people may have seen one thing so; `numbered`: two sites, but where one number
        stands in the name of both two people may have seen one. Kinds that stand in no row are two
        things; a kind is alike to itself.
    """
    told: dict[tuple[str, str], KindRelation] = {}
    for entry in read_vocabulary("kind_relations"):
        relation = cast("KindRelation", entry["relation"])
        for kind in entry["kinds"].split("; "):
            for other in entry["others"].split("; "):
                told[kind, other] = relation
                told[other, kind] = _TURNED.get(relation, relation)
    return told
