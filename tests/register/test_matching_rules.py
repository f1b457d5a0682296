"""Rules: each reason that a verdict may have, shown on one example."""

from __future__ import annotations

import pytest
from matching_subjects import Row, judge
from shapely.geometry import Point, box

from heritage_gis.vocabularies.labels import read_labels

SHET, KARKARALY, NURA = "356400000", "354800000", "355200000"
GROUND: Row = {
    "name_ru": "могильник Нуртай",
    "kind": "burial_ground",
    "kind_certainty": "certain",
    "district": SHET,
    "position_accuracy_m": 30.0,
    "geometry": Point(73.9, 49.1),
}
MOUND: Row = {
    **GROUND,
    "kind": "kurgan",
    "feature_count": 1,
    "name_ru": "курган",
    "position_accuracy_m": 5.0,
}
LISTED: Row = {"geometry": None, "position_accuracy_m": None}
NOWHERE: Row = {**LISTED, "district": None}
M = 1 / 72_900  # degrees of longitude to a metre at 49.1 north


def east(row: Row, metres: float) -> Row:
    """Return a record so far east of where it was."""
    return {**row, "geometry": Point(73.9 + metres * M, 49.1)}


EXAMPLES: dict[tuple[str, str], tuple[Row, Row]] = {
    ("same", "same_name_near"): (GROUND, east({**GROUND, "name_ru": "Нұртай қорымы"}, 300)),
    ("same", "same_name_same_district"): (GROUND, {**GROUND, **LISTED}),
    ("same", "same_name_nowhere"): ({**GROUND, **NOWHERE}, {**GROUND, **NOWHERE}),
    ("same", "same_place_same_kind"): (GROUND, east({**GROUND, "name_ru": "б/н"}, 40)),
    ("same", "like_name_near"): (GROUND, east({**GROUND, "name_ru": "могильник Нургай"}, 20)),
    ("same", "same_part_number"): (
        {**MOUND, "part_of": "Нуртай", "part_no": "курган 7"},
        east({**MOUND, "part_of": "Нұртай", "part_no": "7"}, 12),
    ),
    ("part_of", "part_number_of_whole"): (
        east({**MOUND, "name_ru": "Нуртай", "part_no": "7"}, 90),
        GROUND,
    ),
    ("part_of", "names_its_whole"): (
        east({**MOUND, "kind": "enclosure", "name_ru": "ограда", "part_of": "Нуртай"}, 150),
        GROUND,
    ),
    ("part_of", "one_of_series"): (
        {**GROUND, "name_ru": "Айыртас 2"},
        east({**GROUND, "name_ru": "могильники Айыртас 1-3"}, 2000),
    ),
    ("part_of", "kind_within_kind"): ({**MOUND, "name_ru": "курган Нуртай"}, GROUND),
    ("part_of", "inside_outline"): (
        {**MOUND, "name_ru": "Ақбейіт"},
        {**GROUND, "geometry": box(73.89, 49.09, 73.91, 49.11)},
    ),
    ("part_of", "beside_whole"): (east(MOUND, 80), GROUND),
    ("ask", "conflict_of_place"): (GROUND, east(GROUND, 5000)),
    ("ask", "name_without_place"): (GROUND, {**GROUND, **NOWHERE}),
    ("ask", "district_differs"): (GROUND, {**GROUND, **LISTED, "district": NURA}),
    ("ask", "kinds_disagree"): (GROUND, {**GROUND, "kind": "cemetery_muslim"}),
    ("ask", "same_name_other_age"): (
        {**GROUND, **LISTED, "start_year": -600, "end_year": -301},
        {**GROUND, **LISTED, "start_year": 501, "end_year": 700},
    ),
    ("ask", "number_on_one_side"): (
        {**GROUND, "name_ru": "Бугулы"},
        east({**GROUND, "name_ru": "Бугулы II"}, 300),
    ),
    ("ask", "like_name"): (GROUND, east({**GROUND, "name_ru": "могильник Нургай"}, 400)),
    ("ask", "nameless_same_place"): (MOUND, east(MOUND, 35)),
    ("ask", "other_name_same_spot"): (GROUND, east({**GROUND, "name_ru": "Ақбейіт"}, 5)),
    ("ask", "same_spot_other_number"): (
        {**MOUND, "part_of": "Нуртай", "part_no": "7"},
        east({**MOUND, "part_of": "Нуртай", "part_no": "9"}, 3),
    ),
    ("near", "other_number_near"): (
        {**GROUND, "name_ru": "Аксу-Аюлы-2"},
        {**GROUND, "name_ru": "Аксу-Аюлы-1"},
    ),
    ("near", "other_part_number"): (
        {**MOUND, "part_of": "Нуртай", "part_no": "7"},
        east({**MOUND, "part_of": "Нуртай", "part_no": "9"}, 60),
    ),
    ("near", "number_on_one_side_near"): (
        {**GROUND, "name_ru": "курган Назар"},
        east({**GROUND, "name_ru": "могильник Назар-2"}, 1000),
    ),
    ("near", "same_name_other_kind"): (
        {**GROUND, "name_ru": "могильник Ак-Мустафа"},
        east({**GROUND, "kind": "settlement", "name_ru": "поселение Ақмұстафа"}, 400),
    ),
    ("near", "nameless_near"): (GROUND, east({**GROUND, "name_ru": None}, 400)),
    ("near", "other_name_near"): (GROUND, east({**GROUND, "name_ru": "Табылды"}, 400)),
    ("apart", "other_number"): (
        {**GROUND, "name_ru": "Каркаралы I"},
        east({**GROUND, "name_ru": "Каркаралы II"}, 9000),
    ),
    ("apart", "namesake_elsewhere"): (GROUND, east({**GROUND, "district": KARKARALY}, 90_000)),
    ("apart", "other_name"): (GROUND, east({**GROUND, "name_ru": "Табылды"}, 4000)),
    ("apart", "nothing_shared"): (MOUND, east(MOUND, 4000)),
}


@pytest.mark.parametrize(("told", "rows"), EXAMPLES.items(), ids=[key[1] for key in EXAMPLES])
def test_each_rule_is_met_by_its_example(told: tuple[str, str], rows: tuple[Row, Row]) -> None:
    """Two records, one verdict, one reason; what is one place never contradicts itself."""
    found = judge(*rows)
    assert (found["verdict"], found["reason"]) == told
    assert not (found["contradicts"] and told[0] == "same")
    assert found["contradicts"] or told[0] not in ("part_of", "has_part")


def test_each_reason_has_an_example() -> None:
    """No rule without one."""
    assert {reason for _, reason in EXAMPLES} == set(read_labels("match_reasons"))


CONTRADICTIONS = {
    "conflict_of_place",
    "same_spot_other_number",
    "other_number_near",
    "other_part_number",
    "number_on_one_side_near",
    "same_name_other_kind",
    "other_number",
    "namesake_elsewhere",
    "other_name",
    "nothing_shared",
}


def test_what_may_never_stand_in_one_site_is_told() -> None:
    """Too far apart, another number, kinds that are two things; neighbours may be one site yet."""
    told = {
        reason
        for (verdict, reason), rows in EXAMPLES.items()
        if judge(*rows)["contradicts"] and verdict != "part_of"
    }
    assert told == CONTRADICTIONS


def test_what_is_nearer_is_surer() -> None:
    """Of two sites that would do, the nearer is the stronger; of two reasons, the name."""
    near, far = judge(GROUND, east(GROUND, 10)), judge(GROUND, east(GROUND, 450))
    listed = judge(GROUND, {**GROUND, **LISTED})
    assert near["strength"] > far["strength"] > listed["strength"]
    rival = {"start_year": -600, "end_year": -301}, {"start_year": 501, "end_year": 700}
    doubted = judge({**GROUND, **rival[0]}, {**GROUND, **rival[1]})
    assert doubted["verdict"] == "same"
    assert doubted["strength"] < near["strength"]


def judge_shortly(left: Row, right: Row) -> tuple[str, str]:
    """Judge two rows; verdict and reason."""
    told = judge(left, right)
    return told["verdict"], told["reason"]


def test_a_part_of_the_country_is_no_place() -> None:
    """A position good to 20 km says less than the district does."""
    rough = {**GROUND, "position_accuracy_m": 20_000.0}
    assert judge_shortly(rough, east(GROUND, 9000)) == ("same", "same_name_same_district")
    assert judge(rough, east(GROUND, 9000))["distance_m"] != 0


def test_one_person_does_not_misspell_and_does_not_name_one_spot_twice() -> None:
    """Two like names by one author are asked about; two names of his on one spot are two sites."""
    mine = {**GROUND, "author": "A"}
    slip = east({**mine, "name_ru": "могильник Нургай"}, 20)
    assert judge_shortly(mine, slip) == ("ask", "like_name")
    assert judge_shortly(mine, {**slip, "author": "B"}) == ("same", "like_name_near")
    spot = east({**mine, "name_ru": "Ақбейіт"}, 5)
    assert judge_shortly(mine, spot) == ("near", "other_name_near")
    assert judge_shortly(mine, {**spot, "author": "B"}) == ("ask", "other_name_same_spot")


def test_a_row_of_two_sites_is_asked_about() -> None:
    """«Назар; Назар-2» is one row about two sites, and so may be «Назар; Назар-3»."""
    both = {**GROUND, "name_ru": "Назар; Назар-2"}
    other = {**GROUND, "name_ru": "Назар; Назар-3"}
    assert judge_shortly(both, other) == ("ask", "number_on_one_side")
    assert judge_shortly(both, {**GROUND, "name_ru": "Назар-2"}) == ("same", "same_name_near")


def test_several_kurgans_are_the_burial_ground() -> None:
    """«Курганы Талды-2» and «могильник Талды-2» are one site; one kurgan is a part."""
    ground = {**GROUND, "name_ru": "могильник Талды-2"}
    kurgans = {**GROUND, "kind": "kurgan_royal", "name_ru": "курганы Талды-2"}
    assert judge_shortly(kurgans, ground) == ("same", "same_name_near")
    one = {**kurgans, "feature_count": 1}
    assert judge_shortly(one, ground) == ("part_of", "kind_within_kind")


def test_kinds_that_are_not_certain_are_asked_about() -> None:
    """A settlement that is only likely one may be the burial ground of its name."""
    ground = {**GROUND, "name_ru": "Ак-Мустафа"}
    settlement = east({**ground, "kind": "settlement"}, 400)
    assert judge_shortly(ground, settlement) == ("near", "same_name_other_kind")
    likely = {**settlement, "kind_certainty": "likely"}
    assert judge_shortly(ground, likely) == ("ask", "kinds_disagree")


def test_a_whole_is_known_by_a_like_name_beside_its_part() -> None:
    """A part may name its whole without a title or with a slip, where the two are neighbours."""
    mosque = {**GROUND, "kind": "complex", "name_ru": "Құнанбай қажы"}
    part = east({**MOUND, "kind": "enclosure", "name_ru": "ограда", "part_of": "Кунанбай"}, 30)
    spelt = {**part, "part_of": "Кинанбаи кажа"}
    assert judge_shortly(part, mosque) == ("part_of", "names_its_whole")
    assert judge_shortly(spelt, mosque) == ("part_of", "names_its_whole")


def test_distance_is_measured_to_the_outline() -> None:
    """A point 100 m beside an outline of 2 km is 100 m from it, not a kilometre."""
    outline = {**GROUND, "geometry": box(73.9, 49.09, 73.9 + 2000 * M, 49.11)}
    told = judge(outline, east(GROUND, 2100))
    assert told["distance_m"] == pytest.approx(100, abs=3)
    assert judge(outline, east(GROUND, 1900))["distance_m"] == 0
    assert judge(GROUND, east(GROUND, 2100))["distance_m"] == pytest.approx(2100, abs=5)
