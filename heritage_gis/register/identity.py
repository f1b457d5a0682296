"""Which known site a record speaks of: the first, simple, explained rule.

Same name and near, or same place and same kind with names that do not contradict each other, is
the same site. Same name in the same district but too far apart is a question for the keeper.
Everything else is a site of its own. Records of one survey are never put together: who lists two
rows means two sites.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from heritage_gis.geo.measures import measure_apart_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAME, ASK, NEW = "same", "ask", "new"
NEAR_BY_NAME_M = 500.0  # two sources of Begazy are 274 m apart (facts 5 and 7.2)
NEAR_BY_PLACE_M = 50.0
COMMON_NAME = 50  # a name that more sites bear tells none of them from the others
METRES_PER_DEGREE = 111_700.0  # of latitude, at the most: an upper bound for the search only
NARROWEST = 0.62  # cosine of 52 north, the edge of the regions: degrees of longitude are shorter

# One row a record or site: `name_keys` is a tuple of folded names, `longitude` and `latitude` in
# degrees (missing where there is no place), `accuracy_m`, `kind`, `group`, `district`,
# `claimed` (KATO; missing where not known).
SUBJECT_COLUMNS = (
    "name_keys",
    "longitude",
    "latitude",
    "accuracy_m",
    "kind",
    "group",
    "district",
    "claimed",
)
MATCH_COLUMNS = ("verdict", "site_id", "reason", "distance_m")


def match_records(records: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """Say of each record whether it is a known site, a question, or new.

    Args:
        records: SUBJECT_COLUMNS, indexed by record_id.
        sites: SUBJECT_COLUMNS, indexed by site_id.

    Returns:
        MATCH_COLUMNS indexed like `records`: `verdict` is same, ask or new; `reason` is
        same_name_near, same_name_same_district, same_place_same_kind, conflict_of_place,
        name_without_place, or empty; `distance_m` is missing where a place is.
    """
    pairs = _judge_pairs(_find_pairs(records, sites), records, sites)
    told = pairs[pairs["verdict"] != NEW]
    order = {"record_id": True, "verdict": False, "distance_m": True, "site_id": True}
    best = told.sort_values([*order], ascending=[*order.values()]).drop_duplicates("record_id")
    matches = best.set_index("record_id")[list(MATCH_COLUMNS)].reindex(records.index)
    matches["verdict"] = matches["verdict"].fillna(NEW)
    matches["reason"] = matches["reason"].fillna("")
    return matches


def _find_pairs(records: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """Return record_id, site_id of all that share a folded name or nearly a place."""
    keyed = [_list_names(subjects) for subjects in (records, sites)]
    shared = keyed[1].groupby("name_key")["id"].transform("size") <= COMMON_NAME
    by_name = keyed[0].merge(keyed[1][shared], on="name_key", suffixes=("_record", "_site"))
    named = pd.DataFrame({"record_id": by_name["id_record"], "site_id": by_name["id_site"]})
    near = _find_near(records, sites)
    return pd.concat([named, near], ignore_index=True).drop_duplicates(ignore_index=True)


def _list_names(subjects: pd.DataFrame) -> pd.DataFrame:
    names = subjects["name_keys"].explode().dropna()
    return pd.DataFrame({"id": names.index, "name_key": names.to_numpy()}).drop_duplicates()


def _find_near(records: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    placed_records = records[records["longitude"].notna()]
    placed_sites = sites[sites["longitude"].notna()]
    tree = shapely.STRtree(_make_points(placed_sites))
    reach = NEAR_BY_PLACE_M / (METRES_PER_DEGREE * NARROWEST)
    points = _make_points(placed_records)
    found = tree.query(points, predicate="dwithin", distance=reach)
    return pd.DataFrame(
        {
            "record_id": placed_records.index.to_numpy()[found[0]],
            "site_id": placed_sites.index.to_numpy()[found[1]],
        }
    )


def _make_points(subjects: pd.DataFrame) -> NDArray[np.object_]:
    points = shapely.points(subjects["longitude"].to_numpy(), subjects["latitude"].to_numpy())
    return np.atleast_1d(np.asarray(points, dtype=object))


def _judge_pairs(pairs: pd.DataFrame, records: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """Add MATCH_COLUMNS to pairs of record and site."""
    left = records.loc[pairs["record_id"]].reset_index(drop=True)
    right = sites.loc[pairs["site_id"]].reset_index(drop=True)
    distance = measure_distance_m(left, right)
    allowed = np.fmax(left["accuracy_m"].fillna(0) + right["accuracy_m"].fillna(0), NEAR_BY_NAME_M)
    names = list(zip(left["name_keys"], right["name_keys"], strict=True))
    same_name = np.array([not set(mine).isdisjoint(theirs) for mine, theirs in names], dtype=bool)
    nameless = np.array([not (mine and theirs) for mine, theirs in names], dtype=bool)
    alike = (left["group"] == right["group"]) | left["kind"].isna() | right["kind"].isna()
    same_kind = (left["kind"] == right["kind"]) & left["kind"].notna()
    unplaced = distance.isna()
    conditions = {  # the first that holds
        (SAME, "same_name_near"): same_name & alike & (distance <= allowed),
        (SAME, "same_place_same_kind"): nameless & same_kind & (distance <= NEAR_BY_PLACE_M),
        (SAME, "same_name_same_district"): same_name
        & alike
        & unplaced
        & _share_district(left, right),
        (ASK, "conflict_of_place"): same_name
        & alike
        & (distance > allowed)
        & _share_district(left, right),
        (ASK, "name_without_place"): same_name & alike & unplaced & _lack_district(left, right),
    }
    choices = list(conditions)
    index = np.select([np.asarray(c, dtype=bool) for c in conditions.values()], range(5), default=5)
    told = pd.DataFrame([*choices, (NEW, "")], columns=["verdict", "reason"]).iloc[index]
    return pairs.reset_index(drop=True).assign(
        verdict=told["verdict"].to_numpy(),
        reason=told["reason"].to_numpy(),
        distance_m=distance.to_numpy(),
    )


def measure_distance_m(left: pd.DataFrame, right: pd.DataFrame) -> pd.Series:
    """Return the distance in metres on the WGS 84 ellipsoid, row by row; missing without a place.

    Args:
        left: `longitude` and `latitude` in degrees.
        right: the same, with the same index.
    """
    columns = ("longitude", "latitude")
    ends = [side[name].to_numpy(dtype="float64") for side in (left, right) for name in columns]
    return pd.Series(measure_apart_m(*ends), index=left.index)


def _share_district(left: pd.DataFrame, right: pd.DataFrame) -> pd.Series:
    """Tell whether a district shown or claimed on one side is shown or claimed on the other."""
    sides = ("district", "claimed")
    shared = pd.Series(data=False, index=left.index)
    for mine in sides:
        for theirs in sides:
            shared |= (left[mine] == right[theirs]) & left[mine].notna()
    return shared


def _lack_district(left: pd.DataFrame, right: pd.DataFrame) -> pd.Series:
    """Tell whether one side names no district at all, so that nothing speaks against the other."""
    known = [side[["district", "claimed"]].notna().any(axis="columns") for side in (left, right)]
    return ~(known[0] & known[1])
