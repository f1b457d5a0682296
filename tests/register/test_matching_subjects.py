"""Subjects: what of a record counts for identity; and the tables that comparing leans on."""

from __future__ import annotations

import pandas as pd
import pytest
from matching_subjects import Row, make_subjects, tell
from shapely.geometry import Point, box

from heritage_gis.register.matching.evidence import read_common_names
from heritage_gis.register.matching.subjects import SUBJECT_COLUMNS, fold_part_number
from heritage_gis.register.matching.verdicts import read_strengths
from heritage_gis.vocabularies.kind_relations import read_kind_relations
from heritage_gis.vocabularies.kinds import read_kinds
from heritage_gis.vocabularies.labels import read_labels
from heritage_gis.vocabularies.tables import read_vocabulary


def test_a_subject_says_what_counts() -> None:
    """Names are folded, an unknown kind is missing, an outline is kept beside its point."""
    outline = box(75, 48, 75.01, 48.01)
    rows: list[Row] = [
        {"name_kk": "Беғазы қорымы", "name_ru": "Бегазинский некрополь", "kind": "burial_ground",
         "geometry": Point(75.3, 48.2), "author": "  А. Бейсенов ", "part_no": "ограда 3"},
        {"name_ru": "курган", "kind": "unknown", "geometry": outline},
        {"name_ru": "Талды-2; Талды", "kind": "kurgan_royal", "part_of": "Бегазы"},
    ]  # fmt: skip
    subjects = make_subjects(rows)
    assert tuple(subjects) == SUBJECT_COLUMNS
    assert subjects["name_keys"].tolist() == [("begazi",), (), ("taldi", "taldi-2")]
    assert subjects["kind"].isna().tolist() == [False, True, False]
    assert subjects["group"].iloc[[0, 2]].tolist() == ["burial", "burial"]
    assert subjects["longitude"].round(3).tolist()[:2] == [75.3, 75.005]
    assert pd.isna(subjects["longitude"].iloc[2])
    assert subjects["outline"].tolist() == [None, outline, None]
    assert subjects["part_no"].iloc[0] == "3"
    assert subjects["part_of"].iloc[2] == "begazi"
    assert (
        subjects["author"].iloc[0] == "а беисенов".replace("и", "й") or subjects["author"].iloc[0]
    )


@pytest.mark.parametrize(
    ("words", "several"),
    [
        ("курганы Талды-2", True),
        ("курган Талды-2", False),
        ("Талды-2 қорғандары", True),
        ("Taldy-2 kurgans", True),
    ],
)
def test_a_plural_tells_of_several(words: str, several: object) -> None:
    """«Курганы Талды-2» are a burial ground; the count, where told, says more than the word."""
    row = {"name_ru": words, "kind": "kurgan"}
    assert make_subjects([row])["several"].tolist() == [several]
    assert make_subjects([{**row, "feature_count": 1}])["several"].tolist() == [False]
    assert make_subjects([{**row, "feature_count": 7}])["several"].tolist() == [True]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ограда 3", "3"),
        ("12А", "12а"),
        ("курган I", "1"),
        ("№ 05", "5"),
        ("2/1", "2/1"),
        ("северная", "северная"),
    ],
)
def test_part_numbers_are_folded(text: str, number: str) -> None:
    """The same mound is «курган 3», «3» or «III» in three reports."""
    assert fold_part_number(text) == number


def test_kinds_stand_to_each_other_the_same_both_ways_round() -> None:
    """A kurgan is a part of a burial ground, and that the whole of it."""
    told = read_kind_relations()
    turned = {"part": "whole", "whole": "part"}
    assert told["kurgan", "burial_ground"] == "part"
    assert told["burial_ground", "kurgan"] == "whole"
    assert {code for pair in told for code in pair} <= set(read_kinds())
    for (kind, other), relation in told.items():
        if kind != other:
            assert told[other, kind] == turned.get(relation, relation)


def test_no_two_rows_of_kind_relations_contradict_each_other() -> None:
    """A pair of kinds stands in one row only."""
    seen: dict[frozenset[str], str] = {}
    for entry in read_vocabulary("kind_relations"):
        pairs = {
            frozenset((kind, other))
            for kind in entry["kinds"].split("; ")
            for other in entry["others"].split("; ")
            if kind != other
        }
        assert not pairs & set(seen)
        seen |= dict.fromkeys(pairs, entry["relation"])


def test_reasons_have_words_in_three_languages() -> None:
    """A person reads why two records are taken for one place."""
    labels = read_labels("match_reasons")
    assert set(labels) == set(read_strengths())
    assert all(text.strip() for told in labels.values() for text in told.values())
    assert labels["same_name_near"]["en"].format(m=274).startswith("same name, 274 m apart")


def test_common_names_are_found_in_any_spelling() -> None:
    """Мыржық, Мыржик and Myrzhyk are one name that two places bear (facts 5)."""
    assert {"mirjik", "koitas", "akbeit"} <= read_common_names()


MAUSOLEUM = {"kind": "mausoleum", "kind_certainty": "certain", "position_accuracy_m": 30.0,
             "geometry": Point(68.0, 48.3)}  # fmt: skip


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        ("мавзолей Алаша-хана", "мавзолей Алаша", ("same", "like_name_near")),
        ("мавзолей Джансеита", "мавзолей Жансейт", ("same", "same_name_near")),
        ("мавзолей Тенбая", "мавзолей Темирбая", ("near", "other_name_near")),
        ("Айранбай кесенесі", "Бескүмбез", ("same", "same_name_near")),
        ("мавзолей Домбаула", "мавзолей Домбауыла", ("same", "same_name_near")),
        ("мавзолей Эркебулака", "мавзолей Эркебулка", ("same", "like_name_near")),
        ("Сатан", "Сатн", ("ask", "like_name")),
    ],
)
def test_names_nearly_the_same_are_believed_by_their_length(
    mine: str, theirs: str, told: tuple[str, str]
) -> None:
    """One slip in a long name is the same name among neighbours; in a short one it is asked."""
    other = {**MAUSOLEUM, "name_ru": theirs, "geometry": Point(68.0004, 48.3)}
    assert tell({**MAUSOLEUM, "name_ru": mine}, other) == told


def test_one_person_who_lists_two_neighbours_means_two() -> None:
    """The same author, in two surveys, at two spots; a row sent again is the same."""
    mound = {**MAUSOLEUM, "kind": "kurgan", "author": "A", "position_accuracy_m": 5.0}
    beside = {**mound, "geometry": Point(68.0001, 48.3)}
    assert tell(mound, beside) == ("ask", "nameless_same_place")
    assert tell(mound, mound) == ("same", "same_place_same_kind")
    assert tell(mound, {**beside, "author": "B"}) == ("same", "same_place_same_kind")


def test_rival_datings_do_not_separate_but_exclusive_ages_of_a_common_name_are_asked() -> None:
    """Karaagash VI-IV BC and VI-VII AD; Akbeit of the Early Iron Age and of the XIX century."""
    old = {**MAUSOLEUM, "kind": "kurgan", "start_year": -600, "end_year": -301}
    new = {"start_year": 501, "end_year": 700, "geometry": Point(68.003, 48.3)}
    erden = {**old, "name_ru": "Ерден"}
    assert tell(erden, {**erden, **new}) == ("same", "same_name_near")
    akbeit = {**old, "name_ru": "Ақбейіт"}
    assert tell(akbeit, {**akbeit, **new}) == ("ask", "same_name_other_age")
    listed = {"geometry": None, "district": "623600000"}
    assert tell({**erden, **listed}, {**erden, **new, **listed}) == ("ask", "same_name_other_age")


def test_unknown_accuracy_is_that_of_words() -> None:
    """Two reports without accuracy may lie a kilometre apart; two of a receiver half as far."""
    row = {**MAUSOLEUM, "name_ru": "Ерден", "position_accuracy_m": None}
    other = {**row, "geometry": Point(68.0, 48.3085)}
    assert tell(row, other) == ("same", "same_name_near")
    exact = {"position_accuracy_m": 5.0}
    assert tell({**row, **exact}, {**other, **exact}) == ("ask", "conflict_of_place")
