"""Sites made from what their records say: for each attribute, which voice is shown first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.model.columns import look_up
from heritage_gis.model.record import CRS
from heritage_gis.register.schema import SITE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heritage_gis.register.journal import Event

# Shown first is what the earliest survey says; what stands on one line is told by one voice.
TOLD_TOGETHER = {
    "name_kk": ("name_kk",),
    "name_ru": ("name_ru",),
    "name_en": ("name_en",),
    "kind": ("kind", "kind_certainty"),
    "dating": ("period", "start_year", "end_year", "dating_certainty"),
    "extant": ("extant",),
    "condition": ("condition",),
    "status": ("protection_status", "list_number"),
    "feature_count": ("feature_count",),
}
RULED = (*TOLD_TOGETHER, "position")  # of what a person may say which voice is shown first
BY_VALUE = ("name_kk", "name_ru", "name_en", "kind", "extant", "condition")
UNKNOWN_KIND = "unknown"
# Of a record, what its site is made from.
SAID_COLUMNS = (
    *("site_id", "record_id", "survey_id", "public_from", "joined_by", "waits", "name_other"),
    *(column for columns in TOLD_TOGETHER.values() for column in columns),
    *("district", "district_certain", "district_claimed", "position_accuracy_m", "geometry"),
)


def find_points(geometry: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return one point for each geometry: its centroid, or a point on it where that lies beside."""
    centre = shapely.centroid(geometry.to_numpy())
    outside = ~shapely.intersects(centre, geometry.to_numpy()) & ~shapely.is_missing(centre)
    centre[outside] = shapely.point_on_surface(geometry.to_numpy()[outside])
    return gpd.GeoSeries(centre, index=geometry.index, crs=CRS)


def build_sites(
    records: gpd.GeoDataFrame,
    wholes: pd.Series | None = None,
    rulings: Mapping[tuple[str, str], Event] | None = None,
) -> gpd.GeoDataFrame:
    """Make the sites of these records.

    Args:
        records: SAID_COLUMNS in the journal's sequence, EPSG:4326; `public_from` is that of their
            survey, missing where it may be told at once.
        wholes: site_id -> the site that it is a part of.
        rulings: (site_id, attribute) -> the event in which a person said what is shown first.

    Returns:
        SITE_COLUMNS and a point in EPSG:4326, one row a site, by site_id.
    """
    grouped = records.groupby("site_id", sort=True)
    sites = pd.DataFrame(index=grouped.size().index)
    for columns in TOLD_TOGETHER.values():
        sites = sites.join(_take_first(records, list(columns)))
    sites = sites.join(_choose_position(records)).join(_choose_district(records))
    sites["name_other"] = _join_texts(records, "name_other")
    sites["survey_ids"] = _join_texts(records, "survey_id", " ")
    sites["kinds_told"] = _join_texts(records, "kind", " ")
    sites["extants_told"] = _join_texts(records, "extant", " ")
    sites["earliest_year"] = grouped["start_year"].min()
    sites["record_count"] = grouped.size()
    sites["public_from"] = _find_first_day(records)
    sites["part_of"] = look_up(sites.index.to_series(), {} if wholes is None else wholes)
    for (site, attribute), event in (rulings or {}).items():
        if site in sites.index:
            _apply_ruling(sites, records, site, attribute, event)
    sites = sites.reset_index()[[*SITE_COLUMNS, "geometry"]]
    return gpd.GeoDataFrame(sites, geometry="geometry", crs=CRS)


def _apply_ruling(
    sites: pd.DataFrame, records: gpd.GeoDataFrame, site: str, attribute: str, event: Event
) -> None:
    """Show first what a person ruled: what one record says, or a value of their own.

    A record may have been taken back since, belong to another site now, or have been corrected to
    say nothing of this any more: then the rule chooses, as if nothing had been ruled.
    """
    if "value" in event:
        sites.loc[site, attribute] = event["value"]
        if attribute == "kind":
            sites.loc[site, "kind_certainty"] = "certain"
            told = [*str(sites["kinds_told"].fillna("")[site]).split(), event["value"]]
            sites.loc[site, "kinds_told"] = " ".join(dict.fromkeys(told))
        return
    chosen = records[(records["site_id"] == site) & (records["record_id"] == event["record"])]
    if not find_telling(chosen, attribute).any():
        return
    if attribute == "position":
        position = _choose_position(chosen).join(_choose_district(chosen))
        for column in position:
            sites.loc[[site], column] = position[column].to_numpy()
        return
    for column in TOLD_TOGETHER[attribute]:
        sites.loc[[site], column] = chosen[column].to_numpy()


def find_telling(records: gpd.GeoDataFrame, attribute: str) -> pd.Series:
    """Tell which records say anything of an attribute: one of RULED."""
    if attribute == "position":
        return records.geometry.notna()
    said = records[list(TOLD_TOGETHER[attribute])].notna().any(axis="columns")
    return said & (records["kind"] != UNKNOWN_KIND) if attribute == "kind" else said


def _take_first(records: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return these columns of the first record of each site that says anything in them."""
    said = records[columns].notna().any(axis="columns")
    if "kind" in columns:
        said &= records["kind"] != UNKNOWN_KIND
    told = records[said]
    return told.drop_duplicates("site_id").set_index("site_id")[columns]


def _choose_position(records: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the most accurate place of each site; of two as accurate, the earlier told."""
    placed = records[records.geometry.notna()]
    order = placed["position_accuracy_m"].fillna(np.inf).sort_values(kind="stable").index
    best = placed.loc[order].drop_duplicates("site_id").set_index("site_id")
    chosen = best[["position_accuracy_m"]].assign(position_from=best["record_id"])
    return chosen.assign(geometry=find_points(gpd.GeoSeries(best.geometry, crs=CRS)).to_numpy())


def _choose_district(records: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the district of the chosen place; of a site without a place, the one claimed."""
    columns = ["district", "district_certain", "district_claimed"]
    missing = records.geometry.isna()
    accuracy = records["position_accuracy_m"].fillna(np.inf).where(~missing, np.inf)
    order = pd.DataFrame({"missing": missing, "accuracy": accuracy})
    ordered = records.loc[order.sort_values(["missing", "accuracy"], kind="stable").index]
    told = ordered[ordered["district"].notna() | ordered["district_claimed"].notna()]
    first = told.drop_duplicates("site_id").set_index("site_id")[columns]
    claims = _take_first(records, ["district_claimed"])["district_claimed"]
    return first.assign(district_claimed=first["district_claimed"].fillna(claims))


def _join_texts(records: pd.DataFrame, column: str, mark: str = "; ") -> pd.Series:
    """Return all that the records of a site say in a column, each once, in their sequence."""
    return gather_texts(records, "site_id", column).map(mark.join).astype("str")


def gather_texts(told: pd.DataFrame, by: str, column: str) -> pd.Series:
    """Return all that is told in a column under each text of another, as tuples.

    Each is told once, in its order. (`groupby` with a function takes ten times as long: it makes
    a Series for each group, and nearly every site is a group of one.)
    """
    distinct = told[[by, column]].dropna().drop_duplicates()
    number, labels = pd.factorize(distinct[by])
    texts = distinct[column].to_numpy(dtype=object)[np.argsort(number, kind="stable")]
    counts = np.bincount(number, minlength=len(labels))
    ends = np.cumsum(counts)
    pieces = zip((ends - counts).tolist(), ends.tolist(), strict=True)
    parts = [tuple(texts[start:end]) for start, end in pieces]
    return pd.Series(parts, index=labels, dtype=object)


def _find_first_day(records: pd.DataFrame) -> pd.Series:
    """Return the first day on which any voice of a site may be told; missing: at once."""
    told = records[["site_id", "public_from"]].sort_values("public_from", na_position="first")
    return told.drop_duplicates("site_id").set_index("site_id")["public_from"]
