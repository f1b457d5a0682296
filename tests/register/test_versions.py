"""A row of a corrected survey keeps its record_id, and with it its site, number and cell."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import geopandas as gpd
import pandas as pd

from heritage_gis.register.versions import mark_version, recall_record_ids


def make_records(version: int, *rows: tuple[str | None, str]) -> gpd.GeoDataFrame:
    """Make the records of a version as they are read: code and name of each row."""
    frame = pd.DataFrame(rows, columns=["site_code", "name_ru"], dtype="str")
    frame["record_id"] = [f"2026-a/t.csv//{row}" for row in range(2, len(rows) + 2)]
    missing = ("name_kk", "name_en", "part_no", "source_values")
    frame = frame.assign(**dict.fromkeys(missing))
    frame = frame.astype(dict.fromkeys(missing, "str"))
    survey = SimpleNamespace(survey_id="2026-a", folder=SimpleNamespace(name=f"v{version}"))
    records = gpd.GeoDataFrame(frame, geometry=[None] * len(frame), crs=4326)
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
