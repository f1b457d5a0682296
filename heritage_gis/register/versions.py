"""Corrected versions of a survey: a row that is the same keeps its record_id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.model.columns import look_up
from heritage_gis.vocabularies.folding import fold_name

_STATED = r'"record_id":"([^"]+)"'  # in the row as JSON

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from heritage_gis.model.survey import Survey


def add_version(
    former: Sequence[gpd.GeoDataFrame], records: gpd.GeoDataFrame, survey: Survey
) -> gpd.GeoDataFrame:
    """Return the records of a version with the ids that they keep, and `changed_in`.

    Args:
        former: the records of all former versions, oldest first, as this gave them.
        records: of the version, with ids that tell of it alone.
        survey: the version.
    """
    marked = mark_version(records, survey) if former else records
    kept = recall_record_ids(former, marked) if former else marked
    return mark_changes(former[-1:], kept, survey.version)


def mark_version(records: gpd.GeoDataFrame, survey: Survey) -> gpd.GeoDataFrame:
    """Return records whose ids tell the version, so that a new row never takes an old row's id."""
    start = f"{survey.survey_id}/"
    marked = start + survey.folder.name + "/" + records["record_id"].str.removeprefix(start)
    return records.assign(record_id=marked)


def recall_record_ids(
    former: Sequence[gpd.GeoDataFrame], records: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Give each record the id it had in the last former version in which it stood.

    Args:
        former: the records of all former versions, oldest first, with their ids.
        records: the records of the corrected version, with ids of their own.
    """
    own, ids = records["record_id"], records["record_id"].copy()
    for version in reversed(former):
        is_open = ids == own
        gone = version[~version["record_id"].isin(ids)]
        ids[is_open] = carry_record_ids(gone, records[is_open])["record_id"]
    return records.assign(record_id=ids)


def carry_record_ids(former: gpd.GeoDataFrame, records: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give each record the id of the former record that is the same row.

    A row that came out of the register states its id. Else the same row has the same code, or the
    same code and part number where one row gives several records; where codes are missing, the same
    name and part number, as it is written or at least as it is folded: «могильник Бегазы» and
    «мавзолей Бегазы» are two rows of one folded name. What stands twice in either version tells
    nothing, unless its place does: rows of the same name, or of none, with the same kind and place.

    Args:
        former: the records of the former version, with their ids.
        records: the records of the corrected version; those that are new keep their own ids.
    """
    keys = [
        (former["record_id"], _take_stated(records)),
        (_take_codes(former), _take_codes(records)),
        (_take_part_codes(former), _take_part_codes(records)),
        (_take_written_names(former), _take_written_names(records)),
        (_take_names(former), _take_names(records)),
        (_take_places(former), _take_places(records)),
    ]
    ids = records["record_id"].copy()
    is_open = pd.Series(data=True, index=records.index)
    for before, after in keys:
        known = former["record_id"].set_axis(before)
        known = known[known.index.notna() & ~known.index.duplicated(keep=False)]
        single = after.notna() & ~after.duplicated(keep=False) & is_open
        found = after[single].map(known).dropna()
        found = found[~found.isin(ids[~is_open])]
        ids.loc[found.index] = found
        is_open.loc[found.index] = False
    return records.assign(record_id=ids)


def _take_stated(records: pd.DataFrame) -> pd.Series:
    """Return the id that the row of a record states itself, as a layer of the register does."""
    found = records["source_values"].str.extract(_STATED, expand=False)
    return found.str.replace("\\/", "/")


def _take_codes(records: pd.DataFrame) -> pd.Series:
    return records["site_code"]


def _take_part_codes(records: pd.DataFrame) -> pd.Series:
    return records["site_code"] + "/" + records["part_no"]


def _choose_names(records: pd.DataFrame) -> pd.Series:
    return records["name_ru"].fillna(records["name_kk"]).fillna(records["name_en"])


def _take_written_names(records: pd.DataFrame) -> pd.Series:
    """Return names as they are written; «курган 5» tells a row of its survey, «курган» none."""
    names = _choose_names(records)
    written = {
        name: " ".join(name.casefold().split())
        for name in names.dropna().unique()
        if fold_name(name) or any(map(str.isdigit, name))
    }
    return look_up(names, written) + "/" + records["part_no"].fillna("")


def _take_places(records: gpd.GeoDataFrame) -> pd.Series:
    """Return name, kind and place of the records that have a place and no code."""
    names = _take_names(records).fillna("")
    shapes = records.geometry.to_wkb(hex=True).astype("str")
    places = names + "/" + records["kind"].fillna("") + "/" + shapes
    return places.where(records.geometry.notna() & records["site_code"].isna())


def _take_names(records: pd.DataFrame) -> pd.Series:
    names = _choose_names(records)
    folded = {name: fold_name(name) for name in names.dropna().unique()}
    keys = look_up(names, folded)
    parts = keys + "/" + records["part_no"].fillna("")
    return parts.where((keys != "") & keys.notna())


# What of a record counts for which site it is.
TELLING = (
    *("site_code", "part_of", "part_no", "name_kk", "name_ru", "name_en", "name_other", "kind"),
    *("kind_certainty", "feature_count", "start_year", "end_year", "geometry_role"),
    *("position_accuracy_m", "position_method", "district", "district_claimed", "okrug"),
    *("settlement", "location_text", "geometry"),
)


def mark_changes(
    former: Sequence[gpd.GeoDataFrame], records: gpd.GeoDataFrame, version: int
) -> gpd.GeoDataFrame:
    """Add `changed_in`: the version in which what a record says of its identity last changed.

    Args:
        former: the records of the version before, if any, with `changed_in`.
        records: of this version, with the ids that they keep.
        version: this version.
    """
    told = pd.Series(version, index=records.index, dtype="int64")
    if former:
        before = former[-1].set_index("record_id")
        as_before = _fingerprint(records) == records["record_id"].map(
            _fingerprint(former[-1]).set_axis(former[-1]["record_id"])
        )
        told = told.mask(as_before, records["record_id"].map(before["changed_in"])).astype("int64")
    return records.assign(changed_in=told)


def _fingerprint(records: gpd.GeoDataFrame) -> pd.Series:
    """Return one text for all that a record says of its identity."""
    told = pd.DataFrame({name: records[name] for name in TELLING if name != "geometry"})
    told["geometry"] = records.geometry.to_wkb(hex=True)
    return told.astype("str").fillna("").agg("\x1f".join, axis="columns")
