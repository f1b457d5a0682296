"""Two versions of records beside each other, and what of a version may be one place."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from registrar import BEGAZY, Row, make_records
from shapely.geometry import Point, Polygon

from heritage_gis.register.changes import COMPARED, compare_versions, find_bearings
from heritage_gis.register.likening import find_likenesses, make_public_records

ELSEWHERE = Point(75.342222, 48.265833)  # as another source has Begazy, 274 m off
KURGAN: Row = {"name_ru": "Курган Сары", "kind": "kurgan", "geometry": Point(75.0, 48.0)}
NOBODY = make_public_records(pd.DataFrame({"site_id": [], "geometry": []}, dtype="object"))


def version(rows: list[Row], first: int = 2) -> pd.DataFrame:
    """Return a version whose ids begin with a row."""
    records = make_records("s", rows)
    records["record_id"] = [f"s//{number}" for number in range(first, first + len(rows))]
    return records.astype({"record_id": "str"})


def test_what_is_new_changed_gone_and_held_is_told_apart() -> None:
    """Each row stands once, those of the version first, in their order."""
    former = version([BEGAZY, KURGAN, {"name_ru": "Третий"}, {"name_ru": "Четвёртый"}])
    records = version([{**BEGAZY, "kind": "kurgan"}, KURGAN])
    fresh = version([{"name_ru": "Новый"}], first=9)
    held = version([{"name_ru": "Третий"}], first=4)
    rows, _ = compare_versions(former, pd.concat([records, fresh], ignore_index=True), held)
    told = dict(zip(rows["record_id"], rows["standing"], strict=True))
    assert told == {
        "s//2": "changed",
        "s//3": "unchanged",
        "s//9": "new",
        "s//4": "held",
        "s//5": "gone",
    }
    assert rows.set_index("record_id")["is_known"].tolist() == [True, True, False, True, True]


def test_each_field_is_told_with_what_it_said_and_says() -> None:
    """Also where one of the two says nothing; what says the same is not told."""
    former = version([{**BEGAZY, "condition": "good", "height_max_m": 3.0}])
    records = version([{**BEGAZY, "start_year": -1200, "height_max_m": 3.5, "looted": True}])
    _, changes = compare_versions(former, records, records.iloc[:0])
    told = [tuple(row) for row in changes.fillna("").to_numpy().tolist()]
    assert told == [
        ("s//2", "start_year", "", -1200),
        ("s//2", "height_max_m", 3.0, 3.5),
        ("s//2", "condition", "good", ""),
        ("s//2", "looted", "", True),
    ]
    assert "source_row" not in COMPARED


def test_a_move_is_told_in_metres_and_degrees_from_north() -> None:
    """Begazy of two sources: 274 m to the south-west."""
    rows, changes = compare_versions(
        version([BEGAZY]), version([{**BEGAZY, "geometry": ELSEWHERE}]), version([])
    )
    row = rows.iloc[0]
    assert (row["distance_m"], row["bearing"]) == (pytest.approx(274.4, abs=0.2), 236)
    assert (row["former_lon"], row["lon"]) == (75.345278, 75.342222)
    assert changes["field"].tolist() == ["position"]
    assert changes["before"].tolist() == ["48.267222; 75.345278"]


def test_an_outline_around_the_same_middle_is_no_move() -> None:
    """And a place that is taken away is a change without a distance."""
    x, y = 75.345278, 48.267222
    square = Polygon(
        [(x - 1e-3, y - 1e-3), (x + 1e-3, y - 1e-3), (x + 1e-3, y + 1e-3), (x - 1e-3, y + 1e-3)]
    )
    rows, changes = compare_versions(
        version([BEGAZY, KURGAN]),
        version([{**BEGAZY, "geometry": square}, {**KURGAN, "geometry": None}]),
        version([]),
    )
    assert changes["field"].tolist() == ["outline", "position"]
    assert changes["after"].isna().tolist() == [False, True]
    assert rows["distance_m"].isna().all()


def test_the_four_winds() -> None:
    """North is 0, east 90, south 180, west 270."""
    lon, lat = np.full(4, 75.0), np.full(4, 48.0)
    other_lon, other_lat = np.array([75.0, 75.1, 75.0, 74.9]), np.array([48.1, 48, 47.9, 48])
    assert find_bearings(lon, lat, other_lon, other_lat).tolist() == [0, 90, 180, 270]


def test_a_version_that_did_not_change_tells_nothing() -> None:
    """Nor does one against an empty one, but that all is new."""
    one = version([BEGAZY, KURGAN])
    rows, changes = compare_versions(one, one, one.iloc[:0])
    assert set(rows["standing"]) == {"unchanged"}
    assert changes.empty
    rows, changes = compare_versions(one.iloc[:0], one, one.iloc[:0])
    assert set(rows["standing"]) == {"new"}
    assert changes.empty


def test_rows_alike_are_told_where_they_were_not_alike_before() -> None:
    """Two rows of one name; and a new row that is like one which is gone."""
    former = version([KURGAN])
    twice = pd.concat([former, version([KURGAN], first=9)], ignore_index=True)
    told = find_likenesses(former, twice, NOBODY)
    assert told[["record_id", "other_id", "where"]].to_numpy().tolist() == [
        ["s//9", "s//2", "file"]
    ]
    assert find_likenesses(twice, twice, NOBODY).empty
    renamed = version([{**KURGAN, "name_ru": "Курган Сары-2"}], first=9)
    told = find_likenesses(former, renamed, NOBODY)
    assert told[["record_id", "other_id", "where"]].to_numpy().tolist() == [
        ["s//9", "s//2", "earlier"]
    ]


def test_a_public_site_is_told_once() -> None:
    """A row that was like it before is no news."""
    public = pd.DataFrame(
        {
            "site_id": ["KRG-000007"],
            "name_ru": ["Сары"],
            "kind": ["kurgan"],
            "geometry": [KURGAN["geometry"]],
        }
    )
    told = find_likenesses(version([]), version([KURGAN]), make_public_records(public))
    assert told[["other_id", "where", "verdict"]].to_numpy().tolist() == [
        ["KRG-000007", "public", "same"]
    ]
    assert find_likenesses(version([KURGAN]), version([KURGAN]), make_public_records(public)).empty
