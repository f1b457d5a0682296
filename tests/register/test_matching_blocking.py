"""Blocking: which pairs are worth judging."""

from __future__ import annotations

import pandas as pd
from matching_subjects import Row, make_subjects
from shapely.geometry import Point, box

from heritage_gis.register.matching.blocking import (
    COMMON_NAME,
    find_pairs,
    find_pairs_within,
    list_blocking_names,
)

BEGAZY: Row = {"name_ru": "могильник Бегазы", "geometry": Point(75.345278, 48.267222)}


def pair_up(left: list[Row], right: list[Row]) -> list[tuple[str, str]]:
    """Return the pairs of two lists of rows; ids are l0, l1, … and r0, r1, …."""
    sides = [
        make_subjects([{"record_id": f"{side}{i}", **row} for i, row in enumerate(rows)])
        for side, rows in (("l", left), ("r", right))
    ]
    return [*find_pairs(*sides).itertuples(index=False, name=None)]


def test_a_shared_name_makes_a_pair_however_far() -> None:
    """The wrong Begazy, 45 km off, and a Begazy without a place are judged."""
    others: list[Row] = [
        {"name_ru": "Begazy", "geometry": Point(74.907, 48.548)},
        {"name_kk": "Беғазы қорымы"},
        {"name_ru": "Талды", "geometry": Point(74.907, 48.548)},
    ]
    assert pair_up([BEGAZY], others) == [("l0", "r0"), ("l0", "r1")]


def test_numbers_in_names_do_not_hide_a_series() -> None:
    """Сангуыр II, Саңғыру and Сангуыр I–III are looked at together."""
    others = [{"name_ru": "Саңғыру"}, {"name_ru": "Сангуыр I–III"}]
    assert len(pair_up([{"name_ru": "Сангуыр II"}], others)) == 2


def test_a_part_is_paired_with_the_whole_it_names() -> None:
    """«Ограда 3» of Begazy has no name of its own."""
    part = {"name_ru": "ограда 3", "part_of": "Бегазы"}
    assert pair_up([part], [BEGAZY]) == [("l0", "r0")]
    names = list_blocking_names(make_subjects([part, BEGAZY]))
    assert names["row"].tolist() == [1, 0]
    assert set(names["name"]) == {"begazi"}


def test_what_lies_within_reach_is_a_pair_whatever_its_name() -> None:
    """Points and outlines within 1.4 km, east and north alike; not those 2 km off."""
    here = {"geometry": Point(75.0, 48.8)}
    near = [Point(75.018, 48.8), Point(75.0, 48.812), box(75.01, 48.79, 75.2, 48.81)]
    far = [Point(75.03, 48.8), Point(75.0, 48.82), box(75.03, 48.79, 75.2, 48.81)]
    assert len(pair_up([here], [{"geometry": shape} for shape in near])) == 3
    assert pair_up([here], [{"geometry": shape} for shape in far]) == []


def test_two_rows_of_one_survey_are_never_a_pair() -> None:
    """Who lists two rows means two sites; nor is a record paired with itself."""
    same = {**BEGAZY, "survey_id": "2026-a"}
    assert pair_up([same], [same]) == []
    alone = make_subjects([{**BEGAZY, "record_id": "x", "survey_id": "2026-a"}])
    again = make_subjects([{**BEGAZY, "record_id": "x", "survey_id": "2026-b"}])
    assert len(find_pairs(alone, again)) == 0


def test_within_one_table_each_pair_stands_once_with_the_later_on_the_left() -> None:
    """Three voices of Begazy are three pairs."""
    subjects = make_subjects([{**BEGAZY, "record_id": name} for name in ("c", "a", "b")])
    found = find_pairs_within(subjects)
    assert [*found.itertuples(index=False, name=None)] == [("a", "c"), ("b", "c"), ("b", "a")]


def test_a_name_that_is_borne_everywhere_makes_no_pair() -> None:
    """A name of more than 50 places tells nothing; many mounds of one place count once."""
    places = [Point(68 + 0.1 * i, 48) for i in range(COMMON_NAME + 1)]
    row = {"name_ru": "Караоба"}
    assert pair_up([row], [{**row, "geometry": place} for place in places]) == []
    assert len(pair_up([row], [{**row, "geometry": place} for place in places[:-1]])) == COMMON_NAME
    mounds = [{**row, "geometry": Point(75 + i / 1e5, 48.01)} for i in range(COMMON_NAME + 1)]
    assert len(pair_up([row], mounds)) == COMMON_NAME + 1


def test_tables_without_rows_have_no_pairs() -> None:
    """The first survey of a home meets nobody."""
    subjects = make_subjects([BEGAZY])
    for sides in ((subjects, subjects.iloc[:0]), (subjects.iloc[:0], subjects)):
        found = find_pairs(*sides)
        pd.testing.assert_frame_equal(
            found, pd.DataFrame({"left_id": [], "right_id": []}, dtype="str")
        )
    assert len(find_pairs_within(subjects.iloc[:0])) == 0
