"""Verdicts: whether two records are one place, on real examples, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_subjects import Row, judge, make_subjects, tell
from shapely.geometry import Point, box

from heritage_gis.register.matching.evidence import gather_evidence
from heritage_gis.register.matching.names import list_names
from heritage_gis.register.matching.rules import list_rules
from heritage_gis.register.matching.verdicts import ASK, HAS_PART, PART_OF, judge_pairs
from heritage_gis.register.questions import _ask
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from collections.abc import Hashable

AKTOGAY, SHET, KARKARALY, ULYTAU = "353600000", "356400000", "354800000", "623800000"
BEGAZY: Row = {
    "name_kk": "Беғазы қорымы",
    "name_ru": "могильник Бегазы",
    "kind": "burial_ground",
    "kind_certainty": "certain",
    "district": AKTOGAY,
    "district_claimed": AKTOGAY,
    "position_accuracy_m": 300.0,
    "geometry": Point(75.345278, 48.267222),
}
LIST = {"geometry": None, "position_accuracy_m": None}


def test_same_name_and_near_is_the_same_place() -> None:
    """Two sources of Begazy, 274 m apart, are one site (facts 7.2)."""
    other = Point(75 + 20 / 60 + 32 / 3600, 48 + 15 / 60 + 57 / 3600)
    told = judge(BEGAZY, {**BEGAZY, "geometry": other})
    assert (told["verdict"], told["reason"]) == ("same", "same_name_near")
    assert told["distance_m"] == pytest.approx(274, abs=2)
    assert not told["contradicts"]


def test_same_name_too_far_in_the_same_district_is_a_question() -> None:
    """The wrong published Begazy, 45 km off, is put before the keeper."""
    wrong = {**BEGAZY, "geometry": Point(74.907, 48.548), "position_accuracy_m": 78.0}
    told = judge(BEGAZY, wrong)
    assert (told["verdict"], told["reason"]) == ("ask", "conflict_of_place")
    assert told["distance_m"] == pytest.approx(45_000, abs=500)
    assert told["contradicts"]


def test_same_name_far_away_in_another_district_is_another_place() -> None:
    """Names repeat across the region; far away and in another district, it is another site."""
    far = {"geometry": Point(67.0, 48.2), "district": ULYTAU, "district_claimed": ULYTAU}
    assert tell(BEGAZY, {**BEGAZY, **far}) == ("apart", "namesake_elsewhere")


def test_same_place_with_another_name_is_another_place() -> None:
    """Ketebay stands beside Labak, at the same published coordinate, and is not Labak."""
    labak = {**BEGAZY, "name_kk": None, "name_ru": "мавзолей Лабака", "kind": "mausoleum"}
    told = judge(labak, {**labak, "name_ru": "мавзолей Кетебая"})
    assert (told["verdict"], told["reason"]) == ("near", "other_name_near")
    assert not told["contradicts"]


def test_nameless_record_at_the_same_place_and_of_the_same_kind_is_the_same() -> None:
    """A row without a name is known by its place and kind."""
    nameless = {**BEGAZY, "name_kk": None, "name_ru": None, "geometry": Point(75.345378, 48.267222)}
    assert tell(nameless, BEGAZY) == ("same", "same_place_same_kind")


def test_nameless_kurgan_on_the_spot_of_a_burial_ground_is_a_part_of_it() -> None:
    """It may be one of the mounds; it is not the ground."""
    nameless = {**BEGAZY, "name_kk": None, "name_ru": None, "kind": "kurgan"}
    told = judge(nameless, BEGAZY)
    assert (told["verdict"], told["reason"]) == ("part_of", "beside_whole")
    assert told["contradicts"]
    assert tell(BEGAZY, nameless) == ("has_part", "beside_whole")


def test_record_without_a_place_joins_by_name_within_its_district() -> None:
    """A list that names Begazy in Aktogay means the Begazy that is known there."""
    assert tell({**BEGAZY, **LIST}, BEGAZY) == ("same", "same_name_same_district")
    nowhere = {**BEGAZY, **LIST, "district": None, "district_claimed": None}
    assert tell(nowhere, BEGAZY) == ("ask", "name_without_place")


def test_other_number_in_the_same_name_is_another_place() -> None:
    """Аксу-Аюлы-2 is not Аксу-Аюлы-1, however near (issue of the register)."""
    second = {**BEGAZY, "name_kk": None, "name_ru": "могильник Аксу-Аюлы-2"}
    told = judge(second, {**second, "name_ru": "могильник Аксу-Аюлы-1"})
    assert (told["verdict"], told["reason"]) == ("near", "other_number_near")
    assert told["contradicts"]
    same = {**second, "name_ru": "Аксу-Аюлы II"}
    assert tell(second, same) == ("same", "same_name_near")


def test_one_of_a_series_is_a_part_of_the_series() -> None:
    """Сангуыр II is one of Сангуыр I–III; Саңғыру without a number is all of them (facts 5)."""
    series = {**BEGAZY, **LIST, "name_kk": None, "name_ru": "могильник Сангуыр I–III"}
    second = {**series, "name_ru": "могильник Сангуыр II"}
    assert tell(second, series) == ("part_of", "one_of_series")
    assert tell({**series, "name_ru": "Саңғыру"}, series) == ("same", "same_name_same_district")


def test_settlement_and_burial_ground_named_alike_are_two_places() -> None:
    """Ак-Мустафа: the settlement Atasu I, and a burial ground (facts 5)."""
    settlement = {
        **BEGAZY, **LIST, "kind": "settlement", "name_kk": None,
        "name_ru": "поселение Атасу I", "name_other": "Ак-Мустафа",
    }  # fmt: skip
    ground = {**BEGAZY, **LIST, "name_kk": "Ақмұстафа қорымы", "name_ru": None}
    told = judge(settlement, ground)
    assert (told["verdict"], told["reason"]) == ("near", "same_name_other_kind")
    assert told["contradicts"]


def test_sources_that_disagree_about_the_kind_of_one_number_are_a_question() -> None:
    """«Поселение/могильник Бугулы II» is given both ways (facts 3)."""
    settlement = {**BEGAZY, **LIST, "kind": "settlement", "name_ru": "Бугулы II", "name_kk": None}
    ground = {**settlement, "kind": "burial_ground"}
    assert tell(settlement, ground) == ("ask", "kinds_disagree")


def test_complex_shows_its_parts() -> None:
    """A kurgan of Besoba is a part of the complex Besoba; Saukym lies in an outline of its own."""
    besoba = {**BEGAZY, "name_kk": None, "name_ru": "Бесоба", "kind": "complex"}
    assert tell({**besoba, "kind": "kurgan"}, besoba) == ("part_of", "kind_within_kind")
    outline = {**besoba, "geometry": box(75.3, 48.2, 75.4, 48.3)}
    mound = {**BEGAZY, "name_kk": None, "name_ru": "Нуркен", "kind": "kurgan"}
    assert tell(outline, mound) == ("has_part", "inside_outline")


PLACES = st.sampled_from(
    [
        None,
        Point(75.0, 48.0),
        Point(75.0001, 48.0),
        Point(75.001, 48.0),
        Point(75.01, 48.0),
        Point(76.0, 49.0),
        box(74.99, 47.99, 75.001, 48.001),
    ]
)
NAMES = st.sampled_from(
    [
        None, "Бегазы", "Begazi", "Бегазе", "Аксу-Аюлы-1", "Аксу-Аюлы 2", "Аксу-Аюлы 1-3",
        "Сангуыр I–III", "Саңғыру", "Алаша", "Алаша-хан", "курган 5", "Назар; Назар-2", "Назар-2",
        "Теректы",
    ]
)  # fmt: skip
ROWS = st.fixed_dictionaries(
    {
        "name_ru": NAMES,
        "name_kk": NAMES,
        "geometry": PLACES,
        "position_accuracy_m": st.sampled_from([None, 5.0, 100.0, 1000.0, 20_000.0]),
        "kind": st.sampled_from(
            [None, "kurgan", "burial_ground", "complex", "mausoleum", "settlement", "unknown"]
        ),
        "kind_certainty": st.sampled_from(["certain", "likely", None]),
        "district": st.sampled_from([None, SHET, KARKARALY]),
        "part_of": st.sampled_from([None, "Бегазы", "Аксу-Аюлы 2"]),
        "part_no": st.sampled_from([None, "1", "ограда 2"]),
        "feature_count": st.sampled_from([None, 1, 7]),
        "author": st.sampled_from([None, "A. Beisenov"]),
        "start_year": st.sampled_from([None, -1200, 1800]),
    }
)
TURNED = {PART_OF: HAS_PART, HAS_PART: PART_OF}


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=2, max_size=12))
def test_verdicts_are_symmetric_and_depend_on_nothing_else(rows: list[dict[str, Any]]) -> None:
    """Turned round a pair has the same verdict; alone it has the same as among others."""
    subjects = make_subjects(rows)
    ids = list(subjects.index)
    pairs = pd.DataFrame(
        [(mine, theirs) for mine in ids for theirs in ids if mine != theirs],
        columns=["left_id", "right_id"],
    )
    told = judge_pairs(pairs, subjects, subjects).set_index(["left_id", "right_id"])
    turned = told.swaplevel().reindex(told.index)
    turned["verdict"] = turned["verdict"].replace(TURNED)
    pd.testing.assert_frame_equal(told, turned)
    alone = judge_pairs(pairs.iloc[:1], subjects.loc[[ids[0]]], subjects.loc[[ids[1]]])
    pd.testing.assert_frame_equal(
        alone.set_index(["left_id", "right_id"]), told.iloc[:1], check_names=False
    )
    assert not (told["contradicts"] & (told["verdict"] == "same")).any()


def test_every_question_can_be_put_in_words() -> None:
    """What a pair is asked about stands in questions.csv, with nothing that cannot be filled in."""
    reasons = {reason for verdict, reason in list_reasons() if verdict == ASK}
    assert reasons <= set(read_labels("questions"))
    told: dict[Hashable, Any] = {
        "record_name": "Бегазы",
        "record_id": "a/1",
        "site_name": "Begazy",
        "site_id": "KRG-1",
    }
    for reason in reasons:
        for language in LANGUAGES:
            for distance_m in (274.4, float("nan")):
                row: dict[Hashable, Any] = {**told, "reason": reason, "distance_m": distance_m}
                question = _ask(row, language)
                assert "Бегазы (a/1)" in question
                assert "{" not in question
    near: dict[Hashable, Any] = {**told, "reason": "like_name", "distance_m": 274.4}
    assert "lies 274 m from it" in _ask(near, "en")


def test_every_reason_has_its_words() -> None:
    """No rule gives a reason that match_reasons.csv lacks, and none of those stands idle."""
    assert {reason for _, reason in list_reasons()} == set(read_labels("match_reasons"))


def list_reasons() -> set[tuple[str, str]]:
    """Return each verdict and reason that a rule may give."""
    subjects = make_subjects([BEGAZY, {**BEGAZY, **LIST}])
    names = list_names(subjects["name_keys"], subjects["name_keys"])
    rows = np.array([0]), np.array([1])
    evidence = gather_evidence((subjects, subjects), names, *rows)
    return {(verdict, reason) for verdict, reason, _ in list_rules(evidence)}
