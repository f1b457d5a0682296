"""Subjects made in code for the tests of matching: rows as surveys would have them."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from heritage_gis.model.record import CRS, DTYPES, RECORD_COLUMNS
from heritage_gis.register.matching.subjects import describe_subjects
from heritage_gis.register.matching.verdicts import judge_pairs
from heritage_gis.vocabularies.folding import fold_name, split_names

NAMES = ("name_kk", "name_ru", "name_en", "name_other")
Row = dict[str, Any]


def make_subjects(rows: list[Row]) -> pd.DataFrame:
    """Describe rows of standard columns, `author` and `geometry`; what is not said is missing."""
    frame = pd.DataFrame(
        {
            column: pd.Series([row.get(column) for row in rows], dtype=DTYPES[kind])
            for column, kind in RECORD_COLUMNS.items()
        }
    )
    frame["author"] = pd.Series([row.get("author") for row in rows], dtype="str")
    frame["record_id"] = frame["record_id"].fillna(pd.Series(map(str, range(len(rows)))))
    frame["survey_id"] = frame["survey_id"].fillna(frame["record_id"])
    named = [
        (record_id, fold_name(name))
        for record_id, row in zip(frame["record_id"], rows, strict=True)
        for column in NAMES
        for name in split_names(row.get(column) or "")
    ]
    names = pd.DataFrame(named, columns=["record_id", "name_key"], dtype="str")
    records = gpd.GeoDataFrame(frame, geometry=[row.get("geometry") for row in rows], crs=CRS)
    return describe_subjects(records, names)


def judge(left: Row, right: Row) -> dict[str, Any]:
    """Judge two rows; the verdict with all that belongs to it."""
    mine = make_subjects([{"record_id": "a", **left}])
    theirs = make_subjects([{"record_id": "b", **right}])
    pairs = pd.DataFrame({"left_id": ["a"], "right_id": ["b"]})
    told = judge_pairs(pairs, mine, theirs).iloc[0]
    return {str(column): told[column] for column in told.index}


def tell(left: Row, right: Row) -> tuple[str, str]:
    """Judge two rows; verdict and reason."""
    told = judge(left, right)
    return told["verdict"], told["reason"]
