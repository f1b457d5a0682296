"""Kinds of two subjects beside each other: alike, part and whole, rivals, or two things."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.vocabularies.kind_relations import read_kind_relations
from heritage_gis.vocabularies.kinds import read_kinds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

_RELATIONS = ("other", "alike", "either", "part", "whole", "rival", "numbered", "unknown", "equal")
_CODE = {name: number for number, name in enumerate(_RELATIONS)}
CERTAIN = "certain"
COMPLEX = "complex"
# Kinds that stand many side by side: what is near is not yet the same.
CROWDED = (
    *("kurgan", "kurgan_royal", "kurgan_moustache", "enclosure", "turkic_enclosure", "cist"),
    *("flat_grave", "pit_grave", "menhir", "stone_statue", "balbal", "koitas", "kulpytas"),
    *("mazar", "saganatam", "tortkulak", "mausoleum", "furnace", "slag_heap", "find_spot"),
    *("mine_ancient", "bd_mausoleum", "building"),
)


@dataclass(frozen=True)
class KindEvidence:
    """What the kinds of pairs say; a flag for each pair.

    Attributes:
        equal: the same kind.
        alike: the same kind, two words for one thing, or one is not known.
        unknown: one is not known.
        either: alike where they bear one name, else a part and its whole.
        inside_right: the left is of a kind found inside that of the right.
        inside_left: the reverse.
        rival: two people may have seen one thing so.
        numbered: as rival, but only where one number stands in the name.
        other: two things for certain.
        crowded: of a kind that stands in crowds.
    """

    equal: Flags
    alike: Flags
    unknown: Flags
    either: Flags
    inside_right: Flags
    inside_left: Flags
    rival: Flags
    numbered: Flags
    other: Flags
    crowded: Flags


def compare_kinds(left: pd.DataFrame, right: pd.DataFrame) -> KindEvidence:
    """Compare the kinds of pairs.

    Kinds that are not certain are rivals where they would be two things. Several of a kind that
    is found inside another are that other: «курганы Талды-2» are a burial ground.

    Args:
        left: SUBJECT_COLUMNS of the left side, a row for each pair.
        right: those of the right side.
    """
    codes = [pd.Index(read_kinds()).get_indexer(pd.Index(side["kind"])) for side in (left, right)]
    relation = _make_matrix()[codes[0], codes[1]]
    several = [side["several"].to_numpy(dtype=bool) for side in (left, right)]
    whole = [(side["kind"] == COMPLEX).to_numpy(dtype=bool) for side in (left, right)]
    many = (relation == _CODE["part"]) & several[0] & ~whole[1]
    many |= (relation == _CODE["whole"]) & several[1] & ~whole[0]
    relation = np.where(many, _CODE["alike"], relation)
    sure = [(side["kind_certainty"] == CERTAIN).to_numpy(dtype=bool) for side in (left, right)]
    doubted = ~(sure[0] & sure[1]) & np.isin(relation, (_CODE["other"], _CODE["numbered"]))
    relation = np.where(doubted, _CODE["rival"], relation)
    flags = {name: relation == number for name, number in _CODE.items()}
    return KindEvidence(
        flags["equal"],
        flags["equal"] | flags["alike"] | flags["unknown"],
        flags["unknown"],
        flags["either"],
        flags["part"],
        flags["whole"],
        flags["rival"],
        flags["numbered"],
        flags["other"],
        left["kind"].isin(CROWDED).to_numpy() | right["kind"].isin(CROWDED).to_numpy(),
    )


@cache
def _make_matrix() -> NDArray[np.int8]:
    """Return the relation of each two kinds; the last row and column are kinds not known."""
    kinds = {kind: row for row, kind in enumerate(read_kinds())}
    matrix = np.full((len(kinds) + 1, len(kinds) + 1), _CODE["other"], dtype=np.int8)
    for (kind, other), relation in read_kind_relations().items():
        matrix[kinds[kind], kinds[other]] = _CODE[relation]
    np.fill_diagonal(matrix, _CODE["equal"])
    matrix[-1, :] = matrix[:, -1] = _CODE["unknown"]
    return matrix
