"""Rules: what evidence makes of two records, the first that holds, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.register.matching.blocking import REACH_M

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from heritage_gis.register.matching.evidence import Evidence

    Flags = NDArray[np.bool_]
    Rule = tuple[str, str, Flags]

SAME, ASK, NEAR, APART = "same", "ask", "near", "apart"
PART_OF, HAS_PART = "part_of", "has_part"

SPOT_M = 15.0  # two exact positions so near are of one spot
NEAR_BY_PLACE_M = 50.0  # a nameless record is known by its place so far
NEAR_IN_CROWD_M = 20.0  # mounds of one row stand closer together than others
BESIDE_M = 100.0  # a nameless mound so near a burial ground is one of it
FINE_M, EXACT_M = 700.0, 60.0  # both accuracies together: of a published point; of a receiver
BORDER_M = 10_000.0  # namesakes so near are asked about, whatever district they are said to be in
SLIP_M = 150.0  # a misspelt name so near is believed


@dataclass(frozen=True)
class Situation:
    """How two records lie to each other; a flag for each pair.

    Attributes:
        near: as near as one place may be reported.
        far: farther than that.
        in_district: one has no place; both are of one district.
        nowhere: one has no place, and one no district.
        elsewhere: one has no place; they are of two districts.
        beside: near, or within reach.
    """

    near: Flags
    far: Flags
    in_district: Flags
    nowhere: Flags
    elsewhere: Flags
    beside: Flags

    @property
    def together(self) -> Flags:
        """Where nothing speaks against one place."""
        return self.near | self.in_district | self.nowhere


def find_situation(evidence: Evidence) -> Situation:
    """Say how pairs lie to each other."""
    places = evidence.places
    unplaced = np.isnan(places.gap_m)
    near = places.gap_m <= places.allowed_m
    shares, lacks = places.shares_district, places.lacks_district
    return Situation(
        near,
        ~near & ~unplaced,
        unplaced & shares,
        unplaced & lacks & ~shares,
        unplaced & ~lacks & ~shares,
        near | (places.gap_m <= REACH_M),
    )


def list_rules(evidence: Evidence) -> Iterator[Rule]:
    """Yield verdict, reason and the pairs for which it holds; the first that holds counts."""
    lie = find_situation(evidence)
    yield from _list_part_numbers(evidence, lie)
    yield from _list_numbers(evidence, lie)
    yield from _list_parts(evidence, lie)
    yield from _list_same_names(evidence, lie)
    yield from _list_like_names(evidence, lie)
    yield from _list_nameless(evidence, lie)
    yield from _list_other_names(evidence, lie)


def _list_part_numbers(evidence: Evidence, lie: Situation) -> Iterator[Rule]:
    """Two numbered parts of one whole."""
    parts, places = evidence.parts, evidence.places
    spot = (places.gap_m <= SPOT_M) & (places.doubt_m <= EXACT_M) & evidence.kinds.equal
    yield ASK, "same_spot_other_number", parts.other_number & spot
    yield (
        NEAR,
        "other_part_number",
        parts.other_number & (lie.beside | lie.in_district | lie.nowhere),
    )
    named = evidence.names.same | evidence.names.alike | evidence.names.nameless
    same = parts.same_number & named & evidence.kinds.alike
    yield SAME, "same_part_number", same & (lie.near | lie.in_district)
    yield APART, "namesake_elsewhere", parts.other_number


def _list_numbers(evidence: Evidence, lie: Situation) -> Iterator[Rule]:
    """Names that differ in their numbers."""
    names, kinds, places = evidence.names, evidence.kinds, evidence.places
    yield NEAR, "other_number_near", names.other_number & (lie.beside | lie.in_district)
    yield APART, "other_number", names.other_number
    series = lie.together | (places.gap_m <= BORDER_M)
    yield PART_OF, "one_of_series", names.inside_right & series
    yield HAS_PART, "one_of_series", names.inside_left & series
    fits = kinds.alike | kinds.either | kinds.rival
    yield ASK, "number_on_one_side", names.one_sided & fits & (lie.near | lie.in_district)
    yield NEAR, "number_on_one_side_near", names.one_sided & lie.beside
    yield APART, "namesake_elsewhere", names.one_sided | names.inside_right | names.inside_left


def _list_parts(evidence: Evidence, lie: Situation) -> Iterator[Rule]:
    """A part and its whole, by number, by name, or by kind."""
    parts, kinds, names = evidence.parts, evidence.kinds, evidence.names
    for verdict, inside in ((PART_OF, parts.inside_right), (HAS_PART, parts.inside_left)):
        held = inside & lie.together
        yield verdict, "part_number_of_whole", held & parts.is_numbered
        yield verdict, "names_its_whole", held
    for verdict, inside in ((PART_OF, kinds.inside_right), (HAS_PART, kinds.inside_left)):
        yield verdict, "kind_within_kind", inside & names.same & (lie.near | lie.in_district)


def _list_same_names(evidence: Evidence, lie: Situation) -> Iterator[Rule]:
    """The same name: near, in one district, or too far apart."""
    names, kinds, places = evidence.names, evidence.kinds, evidence.places
    odd = evidence.other_age & evidence.common
    fits = names.same & (kinds.alike | kinds.either)
    yield ASK, "same_name_other_age", fits & lie.near & odd & (places.gap_m > NEAR_BY_PLACE_M)
    yield SAME, "same_name_near", fits & lie.near
    yield ASK, "same_name_other_age", fits & lie.in_district & evidence.other_age
    yield SAME, "same_name_same_district", fits & lie.in_district
    doubted = fits & lie.far & (places.shares_district | (places.gap_m <= BORDER_M))
    yield ASK, "conflict_of_place", doubted
    bare = names.same & kinds.equal & ~evidence.common & ~evidence.other_age
    yield SAME, "same_name_nowhere", bare & lie.nowhere & places.lacks_both
    yield ASK, "name_without_place", fits & lie.nowhere
    yield ASK, "district_differs", bare & lie.elsewhere
    rival = (kinds.rival & lie.together) | (places.gap_m <= NEAR_BY_PLACE_M)
    rival |= kinds.numbered & names.numbered & (lie.near | lie.in_district)
    yield ASK, "kinds_disagree", names.same & rival
    part = kinds.inside_right | kinds.inside_left
    yield ASK, "name_without_place", names.same & part & lie.nowhere
    yield NEAR, "same_name_other_kind", names.same & (lie.beside | lie.in_district)
    yield APART, "namesake_elsewhere", names.same


def _list_like_names(evidence: Evidence, lie: Situation) -> Iterator[Rule]:
    """Nearly the same name, which is looked at only among neighbours."""
    kinds, places = evidence.kinds, evidence.places
    names = evidence.names
    like = (kinds.alike | kinds.either) & lie.near
    close = places.gap_m <= np.maximum(places.doubt_m, SLIP_M)
    sure = close & ~kinds.unknown & ~evidence.same_author & ~evidence.other_age
    yield SAME, "like_name_near", names.alike & like & sure
    yield ASK, "like_name", (names.alike | (names.resembling & close)) & like


def _list_nameless(evidence: Evidence, lie: Situation) -> Iterator[Rule]:
    """One side has no name: its place and kind speak alone."""
    kinds, places = evidence.kinds, evidence.places
    nameless = evidence.names.nameless
    for verdict, inside, drawn in (
        (PART_OF, kinds.inside_right, places.inside_right),
        (HAS_PART, kinds.inside_left, places.inside_left),
    ):
        yield verdict, "inside_outline", nameless & inside & drawn
        beside = (places.gap_m <= BESIDE_M) & (places.doubt_m <= FINE_M)
        yield verdict, "beside_whole", nameless & inside & beside
    reach = np.where(kinds.crowded, NEAR_IN_CROWD_M, NEAR_BY_PLACE_M)
    exact = np.where(kinds.crowded, EXACT_M, FINE_M)
    here = nameless & kinds.equal & (places.gap_m <= NEAR_BY_PLACE_M)
    sure = (places.gap_m <= reach) & (places.doubt_m <= exact) & ~evidence.other_age
    again = evidence.same_author & (places.gap_m > 1)  # who knew the first row meant another
    yield SAME, "same_place_same_kind", here & sure & ~again
    yield ASK, "nameless_same_place", here
    yield NEAR, "nameless_near", nameless & lie.beside
    yield APART, "nothing_shared", nameless


def _list_other_names(evidence: Evidence, lie: Situation) -> Iterator[Rule]:
    """Two names: two sites, unless they stand on one spot or one within the other."""
    kinds, places = evidence.kinds, evidence.places
    yield PART_OF, "inside_outline", kinds.inside_right & places.inside_right
    yield HAS_PART, "inside_outline", kinds.inside_left & places.inside_left
    exact = np.where(kinds.crowded, EXACT_M, FINE_M)
    spot = (places.gap_m <= SPOT_M) & (places.doubt_m <= exact)
    yield ASK, "other_name_same_spot", spot & kinds.equal & ~evidence.same_author
    yield NEAR, "other_name_near", lie.beside
    yield APART, "other_name", np.ones(len(places.gap_m), dtype=bool)


def find_contradictions(evidence: Evidence) -> Flags:
    """Tell which pairs can never stand in one site, whatever others say of both."""
    names, kinds = evidence.names, evidence.kinds
    numbered = kinds.numbered & ~names.numbered
    apart = names.other_number | evidence.parts.other_number
    return find_situation(evidence).far | apart | kinds.other | numbered
