"""Identity: which known site a record speaks of, and why."""

from __future__ import annotations

import pandas as pd
import pytest

from heritage_gis.register.identity import match_records

BEGAZY = {
    "name_keys": ("begazy",),
    "longitude": 75.345278,
    "latitude": 48.267222,
    "accuracy_m": 300.0,
    "kind": "burial_ground",
    "group": "burial",
    "district": "353600000",
    "claimed": "353600000",
}
KNOWN = pd.DataFrame([BEGAZY], index=pd.Index(["KRG-000001"], name="site_id"))


def match_one(sites: pd.DataFrame = KNOWN, **differs: object) -> dict[str, object]:
    """Match one record like Begazy, but for what differs."""
    record = pd.DataFrame([{**BEGAZY, **differs}], index=pd.Index(["b/1"], name="record_id"))
    told = match_records(record, sites).loc["b/1"]
    return {str(column): told[column] for column in told.index}


def test_same_name_and_near_is_the_same_site() -> None:
    """Two sources of Begazy, 274 m apart, are one site (facts 7.2)."""
    told = match_one(longitude=75 + 20 / 60 + 32 / 3600, latitude=48 + 15 / 60 + 57 / 3600)
    assert (told["verdict"], told["site_id"]) == ("same", "KRG-000001")
    assert told["reason"] == "same_name_near"
    assert told["distance_m"] == pytest.approx(274, abs=2)


def test_same_name_too_far_in_the_same_district_is_a_question() -> None:
    """The wrong published Begazy, 45 km off, is put before the keeper and joins nothing."""
    told = match_one(longitude=74.907, latitude=48.548, accuracy_m=78.0)
    assert (told["verdict"], told["reason"]) == ("ask", "conflict_of_place")
    assert told["distance_m"] == pytest.approx(45_000, abs=500)


def test_same_name_in_another_district_is_another_site() -> None:
    """Names repeat across the region; far away and in another district, it is another site."""
    told = match_one(longitude=67.0, latitude=48.2, district="623800000", claimed="623800000")
    assert told["verdict"] == "new"


def test_same_place_with_another_name_is_another_site() -> None:
    """Ketebay stands beside Labak, at the same published coordinate, and is not Labak."""
    assert match_one(name_keys=("ketebay",))["verdict"] == "new"


def test_nameless_record_at_the_same_place_and_of_the_same_kind_is_the_same_site() -> None:
    """A row without a name is known by its place and kind."""
    told = match_one(name_keys=(), longitude=75.345378)
    assert (told["verdict"], told["reason"]) == ("same", "same_place_same_kind")


def test_nameless_record_of_another_kind_is_another_site() -> None:
    """A kurgan on the spot of a burial ground may be one of its mounds; it is not the ground."""
    assert match_one(name_keys=(), kind="kurgan")["verdict"] == "new"


def test_record_without_a_place_joins_by_name_within_its_district() -> None:
    """A list that names Begazy in Aktogay means the Begazy that is known there."""
    nan = float("nan")
    told = match_one(longitude=nan, latitude=nan)
    assert (told["verdict"], told["reason"]) == ("same", "same_name_same_district")
    asked = match_one(longitude=nan, latitude=nan, district=None, claimed=None)
    assert (asked["verdict"], asked["reason"]) == ("ask", "name_without_place")


def test_nearest_of_several_is_chosen() -> None:
    """Of two sites that would do, the nearer is taken, whatever their order."""
    two = pd.DataFrame(
        [{**BEGAZY, "longitude": 75.349}, BEGAZY],
        index=pd.Index(["KRG-000001", "KRG-000002"], name="site_id"),
    )
    assert match_one(two)["site_id"] == "KRG-000002"


def test_first_survey_of_a_home_founds_everything() -> None:
    """Without any known site every record is new."""
    none = KNOWN.iloc[:0]
    assert match_one(none)["verdict"] == "new"
