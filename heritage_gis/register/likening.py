"""Likenesses: rows of one file that may be one place, or one that we have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from heritage_gis.model.difference import EARLIER, IN_FILE, LIKENESS_COLUMNS, PUBLIC
from heritage_gis.model.record import CRS, DTYPES, RECORD_COLUMNS
from heritage_gis.register.matching.blocking import find_pairs, find_pairs_within
from heritage_gis.register.matching.subjects import describe_subjects
from heritage_gis.register.matching.verdicts import ASK, SAME, judge_pairs
from heritage_gis.register.rows import list_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

SAME_HAND = "the surveyor"  # whoever lists two rows knows both


def find_likenesses(
    former: gpd.GeoDataFrame, records: gpd.GeoDataFrame, public: gpd.GeoDataFrame
) -> pd.DataFrame:
    """Return which rows may be one place, or another one that may be known.

    Nothing is looked at but the surveyor's own two versions and what everyone may see.

    Args:
        former: standard records of the version before, EPSG:4326, by their record_id.
        records: those of the version, with the ids that they keep.
        public: sites whose exact position is public, as `make_public_records` gives them.

    Returns:
        LIKENESS_COLUMNS: pairs of rows within the version; rows that are new and like one that is
        gone, so that it may have lost its code; rows like a public site that they were not like
        before.
    """
    own = _describe(records, SAME_HAND)
    fresh = own[~own.index.isin(former["record_id"])]
    gone = _describe(former[~former["record_id"].isin(records["record_id"])], SAME_HAND)
    before = _describe(former, SAME_HAND)
    apart = own.assign(survey_id=own.index)  # rows of one survey are never compared
    told = _describe(public, None)
    within = _judge(find_pairs_within(apart), apart, apart, IN_FILE)
    within = within[~_is_known(within, former, before)]
    earlier = _judge(_pair(fresh, gone), fresh, gone, EARLIER)
    like_public = _judge(find_pairs(own, told), own, told, PUBLIC)
    known = _judge(find_pairs(before, told), before, told, PUBLIC)
    found = [within, earlier, like_public[~_are_in(like_public, known)]]
    return pd.concat([part for part in found if len(part)] or found[:1], ignore_index=True)


def _is_known(within: pd.DataFrame, former: pd.DataFrame, before: pd.DataFrame) -> Flags:
    """Tell which pairs within the file were like each other in the version before."""
    is_old = within[["record_id", "other_id"]].isin(former["record_id"].tolist()).all(axis=1)
    ends = within.loc[is_old, ["record_id", "other_id"]].set_axis(["left_id", "right_id"], axis=1)
    return _are_in(within, _judge(ends.reset_index(drop=True), before, before, IN_FILE))


def _are_in(told: pd.DataFrame, known: pd.DataFrame) -> Flags:
    keys = ["record_id", "other_id", "verdict"]
    rows, others = (pd.MultiIndex.from_frame(each[keys]) for each in (told, known))
    return np.asarray(rows.isin(others), dtype=bool)


def _pair(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    return find_pairs(left, right.assign(survey_id=EARLIER))


def _describe(records: gpd.GeoDataFrame, author: str | None) -> pd.DataFrame:
    named = gpd.GeoDataFrame(records.assign(author=pd.Series(author, records.index, dtype="str")))
    return describe_subjects(named, list_names(records))


def _judge(
    pairs: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame, where: str
) -> pd.DataFrame:
    judged = judge_pairs(pairs, left, right)
    judged = judged[judged["verdict"].isin((SAME, ASK))]
    ends = {"left_id": "record_id", "right_id": "other_id"}
    told = judged.rename(columns=ends).assign(where=where)
    return told[[*LIKENESS_COLUMNS]].reset_index(drop=True)


def make_public_records(sites: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return public sites as standard records, the site_id as their record_id.

    Args:
        sites: `site_id`, columns of a record that are public, `geometry` in EPSG:4326.
    """
    frame = pd.DataFrame(
        {
            column: pd.Series(
                sites[column].tolist() if column in sites else [None] * len(sites),
                dtype=DTYPES[kind],
            )
            for column, kind in RECORD_COLUMNS.items()
        }
    )
    frame["record_id"] = sites["site_id"].astype("str").to_numpy()
    frame["survey_id"] = PUBLIC
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(sites["geometry"].tolist(), crs=CRS))
