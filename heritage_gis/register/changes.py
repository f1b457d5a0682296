"""Two versions of records beside each other: what is new, changed, moved, gone, or held back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.geo.measures import measure_apart_m
from heritage_gis.model.difference import (
    CHANGE_COLUMNS,
    CHANGED,
    GONE,
    HELD,
    NEW,
    OUTLINE,
    POSITION,
    ROW_COLUMNS,
    UNCHANGED,
)
from heritage_gis.model.record import RECORD_COLUMNS
from heritage_gis.register.sites import find_points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# What of a record is no statement about a site, or is told by another column already.
NOT_COMPARED = frozenset(
    {
        *("record_id", "survey_id", "source_file", "source_layer", "source_row"),
        *("source_values", "dating_parts", "district_claimed_text", "crs_operation"),
    }
)
COMPARED = tuple(name for name in RECORD_COLUMNS if name not in NOT_COMPARED)
STILL_M = 0.01  # what rounding moves


def compare_versions(
    former: gpd.GeoDataFrame, records: gpd.GeoDataFrame, held: gpd.GeoDataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare the records of a version with those of the version before.

    Args:
        former: standard records of the version before, EPSG:4326, by their record_id.
        records: those of the version that go on, with the ids that they keep.
        held: those that would be held back; one that was there before has its id.

    Returns:
        ROW_COLUMNS, the rows of the version in its order, then those that are gone; and
        CHANGE_COLUMNS of those that changed, or that would be held back and so no longer count.
    """
    kept = former[former["record_id"].isin(records["record_id"])]
    changes = compare_columns(kept, records, "record_id", COMPARED)
    moves, placed = compare_places(kept, records, "record_id")
    changes = pd.concat([changes, placed], ignore_index=True)
    places = _describe_places(former).add_prefix("former_")
    parts = [
        _describe_rows(records, _find_standings(records, former, changes)),
        _describe_rows(held, pd.Series(HELD, index=held.index)),
        _list_gone(former, records, held),
    ]
    rows = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    rows = rows.join(places, on="record_id").join(moves, on="record_id")
    rows["is_known"] = rows["record_id"].isin(former["record_id"])
    return rows[[*ROW_COLUMNS]], _order_changes(changes, rows)


def _find_standings(
    records: pd.DataFrame, former: pd.DataFrame, changes: pd.DataFrame
) -> pd.Series:
    is_known = records["record_id"].isin(former["record_id"])
    is_changed = records["record_id"].isin(changes["record_id"])
    standing = np.select([~is_known, is_changed], [NEW, CHANGED], UNCHANGED)
    return pd.Series(standing, index=records.index)


def _list_gone(
    former: gpd.GeoDataFrame, records: gpd.GeoDataFrame, held: gpd.GeoDataFrame
) -> pd.DataFrame:
    left = {*records["record_id"], *held["record_id"]}
    gone = former[~former["record_id"].isin(left)]
    rows = _describe_rows(gone, pd.Series(GONE, index=gone.index))
    return rows.assign(lon=np.nan, lat=np.nan, accuracy_m=np.nan)


def _describe_rows(records: gpd.GeoDataFrame, standing: pd.Series) -> pd.DataFrame:
    named = [name for name in ROW_COLUMNS if name in RECORD_COLUMNS]
    rows = pd.DataFrame(records[named]).assign(standing=standing.astype("str"))
    places = _describe_places(records).set_axis(records.index)
    return rows.join(places)


def _describe_places(records: gpd.GeoDataFrame) -> pd.DataFrame:
    points = find_points(records.geometry)
    return pd.DataFrame(
        {
            "lon": points.x.to_numpy(dtype="float64"),
            "lat": points.y.to_numpy(dtype="float64"),
            "accuracy_m": records["position_accuracy_m"].to_numpy(dtype="float64"),
        },
        index=records["record_id"].to_numpy(),
    )


def _order_changes(changes: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Put changes in the order of the rows, and of the columns of a record."""
    order = {name: number for number, name in enumerate((POSITION, OUTLINE, *COMPARED))}
    row = changes["record_id"].map({name: n for n, name in enumerate(rows["record_id"])})
    placed = changes.assign(row=row, column=changes["field"].map(order))
    placed = placed.sort_values(["row", "column"], kind="stable", ignore_index=True)
    return placed[[*CHANGE_COLUMNS]]


def compare_columns(
    before: pd.DataFrame, after: pd.DataFrame, key: str, columns: Iterable[str]
) -> pd.DataFrame:
    """Return what differs between two tables, cell by cell.

    Args:
        before: rows with a key each.
        after: the same; keys that stand in one table alone are left out.
        key: the column that tells which row is the same.
        columns: to be compared.

    Returns:
        CHANGE_COLUMNS, the key as `record_id`.
    """
    mine, theirs = _line_up(before, after, key)
    told = [pd.DataFrame(columns=[*CHANGE_COLUMNS], dtype="object")]
    for column in columns:
        was, now = mine[column], theirs[column]
        is_silent = was.isna() & now.isna()
        if is_silent.all():
            continue
        is_same = (was == now).astype("boolean").fillna(value=False)
        rows = ~(is_same | is_silent).to_numpy(dtype=bool)
        if rows.any():
            told.append(
                pd.DataFrame(
                    {
                        "record_id": mine.index.to_numpy()[rows],
                        "field": column,
                        "before": was.astype(object).to_numpy()[rows],
                        "after": now.astype(object).to_numpy()[rows],
                    }
                )
            )
    return pd.concat(told[1:] or told, ignore_index=True).astype("object")


def compare_places(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, key: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what lies elsewhere, or has another shape.

    Returns:
        `distance_m` and `bearing` (degrees from north, clockwise) by key, of what has a
        place in both tables, and another one; and CHANGE_COLUMNS, with the field POSITION
        where a place was given, taken away or moved, OUTLINE where the shape alone is another.
        Their values are texts of degrees (WGS 84), latitude and longitude.
    """
    mine, theirs = _line_up(before, after, key)
    shapes = [side.geometry.to_numpy() for side in (mine, theirs)]
    is_same = shapely.equals_identical(*shapes) | (
        shapely.is_missing(shapes[0]) & shapely.is_missing(shapes[1])
    )
    rows = np.flatnonzero(~is_same)
    points = [find_points(gpd.GeoSeries(side.geometry.iloc[rows])) for side in (mine, theirs)]
    places = [(each.x.to_numpy(dtype="float64"), each.y.to_numpy("float64")) for each in points]
    apart_m = measure_apart_m(*places[0], *places[1])
    keys = mine.index.to_numpy()[rows]
    is_moved = ~(apart_m < STILL_M)
    moves = pd.DataFrame(
        {"distance_m": np.round(apart_m, 2), "bearing": find_bearings(*places[0], *places[1])},
        index=keys,
    )
    changes = pd.DataFrame(
        {
            "record_id": keys,
            "field": np.where(is_moved, POSITION, OUTLINE),
            "before": _write_places(*places[0]),
            "after": _write_places(*places[1]),
        }
    ).astype("object")
    return moves[is_moved & np.isfinite(apart_m)], changes


def find_bearings(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """Return the directions of pairs of positions: degrees from north, clockwise, whole."""
    east = (other_lon - lon) * np.cos(np.radians((lat + other_lat) / 2))
    return np.asarray(np.round(np.degrees(np.arctan2(east, other_lat - lat))) % 360)


def _line_up(
    before: pd.DataFrame, after: pd.DataFrame, key: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of two tables whose key stands in both, in the order of the second."""
    shared = after.loc[after[key].isin(before[key]), key]
    return before.set_index(key).loc[shared], after.set_index(key).loc[shared]


def _write_places(lon: Floats, lat: Floats) -> list[str | None]:
    return [None if np.isnan(x) else f"{y:.6f}; {x:.6f}" for x, y in zip(lon, lat, strict=True)]
