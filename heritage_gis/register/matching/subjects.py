"""Subjects: what of a record counts for whether it is the same place as another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.model.columns import map_distinct
from heritage_gis.register.sites import find_points, gather_texts
from heritage_gis.vocabularies.folding import fold_name
from heritage_gis.vocabularies.kinds import UNKNOWN, find_group, read_plural_words
from heritage_gis.vocabularies.numerals import read_roman
from heritage_gis.vocabularies.words import fold_text, split_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

# `name_keys`: a tuple of folded names. `longitude`, `latitude`: degrees of a point in the shape,
# missing where there is no place. `outline`: the shape in EPSG:4326 where it is more than a point.
# `accuracy_m`: missing where not told. `kind`: missing where unknown. `several`: whether many are
# told («курганы Талды-2»). `district`, `claimed`: KATO. `part_of`: folded name of the whole;
# `part_no`: folded number of the part. `author`, `okrug`: folded. The rest is as in a record.
SUBJECT_COLUMNS = (
    *("survey_id", "author", "site_code", "name_keys", "part_of", "part_no"),
    *("kind", "kind_certainty", "group", "feature_count", "several"),
    *("start_year", "end_year"),
    *("longitude", "latitude", "outline", "accuracy_m", "district", "claimed", "okrug"),
)
_NUMBER = re.compile(r"\d+[^\W\d_]?(?![^\W\d_])")
_SAID = ("survey_id", "site_code", "kind_certainty", "feature_count", "start_year", "end_year")


def describe_subjects(records: gpd.GeoDataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Return what of records counts for identity.

    Args:
        records: standard records, EPSG:4326, with a column `author`: who handed the survey in,
            missing where not known.
        names: record_id, name_key: a row for each name; the key is empty for a name that
            identifies nothing.

    Returns:
        SUBJECT_COLUMNS, indexed by record_id, in the order of `records`.
    """
    frame = records.set_index("record_id")
    kind = frame["kind"].astype("str").where(frame["kind"] != UNKNOWN)
    subjects = frame[[*_SAID]].assign(
        author=_fold(frame["author"]),
        name_keys=_gather_keys(names, frame.index),
        part_of=_keep_said(map_distinct(frame["part_of"], fold_name, missing="")),
        part_no=_keep_said(map_distinct(frame["part_no"], fold_part_number, missing="")),
        kind=kind,
        group=kind.map({code: find_group(code) for code in kind.dropna().unique()}).astype("str"),
        several=_find_several(frame),
        accuracy_m=frame["position_accuracy_m"].astype("float64"),
        district=frame["district"].astype("str"),
        claimed=frame["district_claimed"].astype("str"),
        okrug=_fold(frame["okrug"]),
        **_describe_place(gpd.GeoSeries(frame.geometry)),
    )
    return subjects[[*SUBJECT_COLUMNS]].rename_axis("record_id")


def fold_part_number(text: str) -> str:
    """Return the number of a part: «ограда 3» is 3, «12А» is 12а, «курган I» is 1.

    Text without a number is folded as it stands.
    """
    plain = fold_text(text)
    numbers = [number.lstrip("0") or "0" for number in _NUMBER.findall(plain)]
    if not numbers:
        romans = [read_roman(word) for word in re.findall(r"[^\W\d_]+", text)]
        numbers = [str(roman) for roman in romans if roman is not None]
    return "/".join(numbers) or " ".join(plain.split())


def _describe_place(shapes: gpd.GeoSeries) -> dict[str, NDArray[np.generic]]:
    points = find_points(shapes)
    known = shapes.to_numpy()
    is_outline = shapely.get_type_id(known) > 0  # 0 is a point, -1 no shape
    outline = np.where(is_outline & ~shapely.is_empty(known), known, None)
    return {
        "longitude": points.x.to_numpy(dtype="float64"),
        "latitude": points.y.to_numpy(dtype="float64"),
        "outline": outline,
    }


def _gather_keys(names: pd.DataFrame, index: pd.Index) -> pd.Series:
    keys = gather_texts(names[names["name_key"] != ""], "record_id", "name_key").to_dict()
    told = [tuple(sorted(set(keys.get(record, ())))) for record in index]
    return pd.Series(told, index=index, dtype=object)


def _find_several(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which records speak of several: by their count, else by a word in the plural."""
    texts = frame["kind_text"].fillna("").astype("str")
    for name in ("name_kk", "name_ru", "name_en"):
        texts = texts + " " + frame[name].fillna("").astype("str")
    plural = read_plural_words()
    worded = map_distinct(
        texts, lambda text: not plural.isdisjoint(split_words(text)), missing=False
    )
    counted = frame["feature_count"].astype("float64").to_numpy()
    return np.where(np.isnan(counted), worded.to_numpy(dtype=bool), counted > 1)


def _fold(texts: pd.Series) -> pd.Series:
    return _keep_said(map_distinct(texts, lambda text: " ".join(split_words(text)), missing=""))


def _keep_said(texts: pd.Series) -> pd.Series:
    return texts.astype("str").where(texts != "")
