"""Evidence: all that speaks for or against two records being one place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.register.matching.blocking import REACH_M
from heritage_gis.register.matching.kind_pairs import KindEvidence, compare_kinds
from heritage_gis.register.matching.names import (
    NameEvidence,
    NameTable,
    compare_names,
    find_common_bearers,
    list_names,
)
from heritage_gis.register.matching.places import PlaceEvidence, are_equal, compare_places
from heritage_gis.vocabularies.folding import fold_name
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Rows = NDArray[np.intp]

AGES_APART = 300  # years between two datings that no rival dating of one site bridges


@dataclass(frozen=True)
class PartEvidence:
    """What part numbers and named wholes say; a flag for each pair.

    Attributes:
        inside_right: the left is a numbered part of the right, or names it as its whole.
        inside_left: the reverse.
        is_numbered: as these, by a number and not by the name of the whole alone.
        same_number: both are the same part of one whole.
        other_number: both are parts of one whole, with other numbers.
    """

    inside_right: Flags
    inside_left: Flags
    is_numbered: Flags
    same_number: Flags
    other_number: Flags


@dataclass(frozen=True)
class Evidence:
    """All that two records say of each other; a value for each pair.

    Attributes:
        names: what their names say.
        places: what their places say.
        kinds: what their kinds say.
        parts: what numbers of parts and names of wholes say.
        other_age: datings that exclude each other.
        common: the name is a common one.
        same_author: one person handed both in.
    """

    names: NameEvidence
    places: PlaceEvidence
    kinds: KindEvidence
    parts: PartEvidence
    other_age: Flags
    common: Flags
    same_author: Flags


def gather_evidence(
    sides: tuple[pd.DataFrame, pd.DataFrame], names: NameTable, rows: Rows, others: Rows
) -> Evidence:
    """Gather what speaks for or against pairs.

    Args:
        sides: SUBJECT_COLUMNS of the left and of the right subjects.
        names: the names of both.
        rows: for each pair, the position on the left.
        others: the position on the right.
    """
    left = sides[0].iloc[rows].reset_index(drop=True)
    right = sides[1].iloc[others].reset_index(drop=True)
    places = compare_places(left, right)
    is_near = places.gap_m <= np.maximum(places.allowed_m, REACH_M)
    told = compare_names(names, rows, others, is_near)
    common = find_common_bearers(names, read_common_names())
    return Evidence(
        told,
        places,
        compare_kinds(left, right),
        _compare_parts(left, right, told, is_near),
        _exclude_ages(left, right),
        common[0][rows] | common[1][others],
        are_equal(left["author"], right["author"]),
    )


def _compare_parts(
    left: pd.DataFrame, right: pd.DataFrame, names: NameEvidence, is_near: Flags
) -> PartEvidence:
    numbered = [side["part_no"].notna().to_numpy() for side in (left, right)]
    names_right = _name_whole(left, right, is_near)
    names_left = _name_whole(right, left, is_near)
    one_whole = names.same | are_equal(left["part_of"], right["part_of"])
    both = one_whole & numbered[0] & numbered[1]
    one_number = are_equal(left["part_no"], right["part_no"])
    by_number = names.same & (numbered[0] != numbered[1])
    inside_right = (by_number & numbered[0]) | (names_right & ~names_left & ~both)
    inside_left = (by_number & numbered[1]) | (names_left & ~names_right & ~both)
    torn = inside_right & inside_left
    return PartEvidence(
        inside_right & ~torn,
        inside_left & ~torn,
        by_number,
        both & one_number,
        both & ~one_number,
    )


def _name_whole(part: pd.DataFrame, whole: pd.DataFrame, is_near: Flags) -> Flags:
    """Tell which records name the other as the whole they are part of, and are not it."""
    rows = np.flatnonzero(part["part_of"].notna().to_numpy())
    keys = pd.Series([(key,) for key in part["part_of"].iloc[rows]], dtype=object)
    names = whole["name_keys"].iloc[rows]
    every = np.arange(len(rows))
    found = compare_names(list_names(keys, names), every, every, is_near[rows])
    told = np.zeros(len(part), dtype=bool)
    told[rows] = found.same | found.alike
    return told


def _exclude_ages(left: pd.DataFrame, right: pd.DataFrame) -> Flags:
    years = [
        side[name].to_numpy(dtype="float64", na_value=np.nan)
        for side in (left, right)
        for name in ("start_year", "end_year")
    ]
    return (years[0] - years[3] > AGES_APART) | (years[2] - years[1] > AGES_APART)


@cache
def read_common_names() -> frozenset[str]:
    """Return the folded names of `common_names.csv`, which many places bear."""
    return frozenset(
        fold_name(name)
        for entry in read_vocabulary("common_names")
        for name in entry["names"].split("; ")
    )
