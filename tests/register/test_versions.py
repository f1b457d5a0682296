"""A row of a corrected survey keeps its record_id, and with it its site, number and cell."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point

from heritage_gis.register.versions import mark_version, recall_record_ids


def make_records(
    version: int, *rows: tuple[str | None, str | None], places: list[Point | None] | None = None
) -> gpd.GeoDataFrame:
    """Make the records of a version as they are read: code and name of each row, and its place."""
    frame = pd.DataFrame(rows, columns=["site_code", "name_ru"], dtype="str")
    frame["record_id"] = [f"2026-a/t.csv//{row}" for row in range(2, len(rows) + 2)]
    missing = ("name_kk", "name_en", "part_no", "kind", "source_values")
    frame = frame.assign(**dict.fromkeys(missing))
    frame = frame.astype(dict.fromkeys(missing, "str"))
    survey = SimpleNamespace(survey_id="2026-a", folder=SimpleNamespace(name=f"v{version}"))
    records = gpd.GeoDataFrame(frame, geometry=places or [None] * len(frame), crs=4326)
    return records if version == 1 else mark_version(records, cast("Any", survey))


def test_row_that_was_left_out_once_comes_back_with_its_id() -> None:
    """Delta stands in the second version and in the fourth, but not in the third."""
    former = [make_records(1, ("1", "Alpha"), ("2", "Beta"))]
    for number, rows in ((2, [("1", "Alpha"), ("4", "Delta")]), (3, [("1", "Alpha")])):
        former.append(recall_record_ids(former, make_records(number, *rows)))
    assert former[1]["record_id"].tolist() == ["2026-a/t.csv//2", "2026-a/v2/t.csv//3"]
    last = make_records(4, ("9", "Omega"), ("4", "Delta"), ("2", "Beta"), ("1", "Alpha"))
    assert recall_record_ids(former, last)["record_id"].tolist() == [
        "2026-a/v4/t.csv//2",
        "2026-a/v2/t.csv//3",
        "2026-a/t.csv//3",
        "2026-a/t.csv//2",
    ]


def test_two_rows_never_share_an_id() -> None:
    """What the last version says of a row comes first; a name of an older one tells no more."""
    former = [make_records(1, (None, "Alpha"), (None, "Beta"))]
    former.append(recall_record_ids(former, make_records(2, (None, "Alpha"))))
    last = make_records(3, (None, "Beta"), (None, "Alpha"), (None, "Beta"))
    ids = recall_record_ids(former, last)["record_id"].tolist()
    assert ids == ["2026-a/v3/t.csv//2", "2026-a/t.csv//2", "2026-a/v3/t.csv//4"]


def test_rows_of_one_folded_name_are_told_apart_as_they_are_written() -> None:
    """The burial ground and the mausoleum of Begazy keep their ids when rows move."""
    former = [make_records(1, (None, "могильник Бегазы"), (None, "мавзолей Бегазы"))]
    last = make_records(
        2, (None, "Мавзолей  Бегазы"), (None, "Дандыбай"), (None, "могильник Бегазы")
    )
    assert recall_record_ids(former, last)["record_id"].tolist() == [
        "2026-a/t.csv//3",
        "2026-a/v2/t.csv//3",
        "2026-a/t.csv//2",
    ]


def test_rows_of_one_name_or_of_none_are_told_apart_by_their_place() -> None:
    """A list of nameless mounds in another order; of two in one place neither is recalled."""
    north, south, west = Point(75.3, 48.3), Point(75.3, 48.2), Point(75.2, 48.2)
    rows = ((None, "курган"), (None, "курган"), (None, None), (None, None))
    former = [make_records(1, *rows, places=[north, south, west, None])]
    turned = make_records(2, *rows[::-1], places=[None, west, south, Point(75.31, 48.3)])
    assert recall_record_ids(former, turned)["record_id"].tolist() == [
        "2026-a/v2/t.csv//2",
        "2026-a/t.csv//4",
        "2026-a/t.csv//3",
        "2026-a/v2/t.csv//5",
    ]
    twice = make_records(2, *rows, places=[north, north, south, None])
    assert recall_record_ids(former, twice)["record_id"].tolist()[:2] == [
        "2026-a/v2/t.csv//2",
        "2026-a/v2/t.csv//3",
    ]
