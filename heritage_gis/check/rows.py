"""What is wrong with a row as a whole: where it lies, what it is called, what stands twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.check.row_memory import SurveyMemory
from heritage_gis.model.problem import ROW_PLACE, gather_problems
from heritage_gis.model.record import CRS
from heritage_gis.vocabularies.folding import fold_name
from heritage_gis.vocabularies.kinds import UNKNOWN
from heritage_gis.vocabularies.problems import explain

if TYPE_CHECKING:
    from heritage_gis.check.row_memory import Place, RowMemory
    from heritage_gis.places.districts import Districts

PLACE = ("survey_id", *ROW_PLACE)
NAMES = ("name_kk", "name_ru", "name_en")
SITE_WORDS = ("kind_text", "coordinate_text", "location_text", "settlement")
COMPASS = {  # clockwise from north
    "en": "north, north-east, east, south-east, south, south-west, west, north-west",
    "ru": "севернее, северо-восточнее, восточнее, юго-восточнее, южнее, юго-западнее, западнее, "
    "северо-западнее",
    "kk": "солтүстікке, солтүстік-шығысқа, шығысқа, оңтүстік-шығысқа, оңтүстікке, "
    "оңтүстік-батысқа, батысқа, солтүстік-батысқа",
}
WHERE = {
    "en": "{km} km {way} of their border",
    "ru": "{km} км {way} их границы",
    "kk": "шекарадан {way} қарай {km} км",
}


def check_rows(
    records: gpd.GeoDataFrame,
    headings: pd.DataFrame,
    districts: Districts,
    memory: SurveyMemory | None = None,
) -> pd.DataFrame:
    """Return the problems of rows as a whole.

    Args:
        records: standard records of one survey, or a block of them, before any is held back.
        headings: their headings `position` and `site_code`, with the index of `records`.
        districts: the layer in place.
        memory: of the blocks of the same survey that went before; these rows are added to it.
    """
    memory = SurveyMemory() if memory is None else memory
    return gather_problems(
        [
            _find_outside(records, headings["position"], districts),
            _find_nameless(records),
            _find_repeated_codes(records, headings["site_code"], memory.codes),
            _find_repeated_rows(records, memory.sites),
        ]
    )


def _find_outside(
    records: gpd.GeoDataFrame, headings: pd.Series, districts: Districts
) -> pd.DataFrame:
    """A position in neither region, farther off than the border may be drawn wrong."""
    outside = records[records.geometry.notna() & records["district"].isna()]
    middles = shapely.centroid(outside.geometry.to_numpy())
    centres = gpd.GeoSeries(middles, index=outside.index, crs=CRS)
    found = districts.distance_outside_m(centres)
    way = (found["bearing_degrees"] / 45).round().fillna(0).astype("int64") % 8
    kilometres = (found["distance_m"] / 1000).round().fillna(0).astype("int64")
    where = [
        {
            language: WHERE[language].format(km=km, way=names.split(", ")[point])
            for language, names in COMPASS.items()
        }
        for km, point in zip(kilometres, way, strict=True)
    ]
    details = pd.DataFrame({"where": where}, index=outside.index)
    told = outside.assign(value=outside["coordinate_text"], heading=headings[outside.index])
    return _explain_by_heading("position_outside", told, details)


def _find_nameless(records: gpd.GeoDataFrame) -> pd.DataFrame:
    """Rows without a name; those that tell of no site at all wait until somebody fills them in."""
    is_named = records[[*NAMES, "name_other", "site_code"]].notna().any(axis="columns")
    has_kind = records["kind"].fillna(UNKNOWN) != UNKNOWN
    is_told = has_kind | records.geometry.notna() | records[[*SITE_WORDS]].notna().any(axis=1)
    return gather_problems(
        [
            explain("name_missing", records[~is_named & is_told]),
            explain("row_empty", records[~is_named & ~is_told]),
        ]
    )


def _find_repeated_codes(
    records: gpd.GeoDataFrame, headings: pd.Series, memory: RowMemory
) -> pd.DataFrame:
    told = records[[*PLACE]].assign(value=records["site_code"], heading=headings)
    return _explain_repeats("site_code_repeated", told, records["site_code"], memory)


def _find_repeated_rows(records: gpd.GeoDataFrame, memory: RowMemory) -> pd.DataFrame:
    """Rows of one name at one place; records made from one and the same row do not count."""
    names = records["name_ru"].fillna(records["name_kk"]).fillna(records["name_en"])
    folded = {name: fold_name(name) for name in names.dropna().unique()}
    keys = names.map(folded).astype("str")
    points = shapely.centroid(records.geometry.to_numpy())
    places = pd.Series(shapely.to_wkb(points, hex=True), index=records.index, dtype="str")
    known = (keys.notna() & (keys != "") & places.notna()).astype(bool)
    key = (keys + " " + places).where(known)
    told = records[[*PLACE]].assign(value=names, heading="")
    return _explain_repeats("duplicate_row", told, key, memory)


def _explain_repeats(
    code: str, told: pd.DataFrame, key: pd.Series, memory: RowMemory
) -> pd.DataFrame:
    """Explain each row whose key stands in an earlier row; `told` has `value` and `heading`."""
    rows = told.assign(key=key)[key.notna()].drop_duplicates(["key", *ROW_PLACE])
    places = _list_places(rows)
    first = memory.find_first(rows["key"], places)
    again = rows[np.array([place is not None for place in first], dtype=bool)]
    names = [
        _name_row(here, there)
        for here, there in zip(places, first, strict=True)
        if there is not None
    ]
    details = pd.DataFrame({"other_row": pd.Series(names, index=again.index, dtype="str")})
    return _explain_by_heading(code, again, details)


def _list_places(rows: pd.DataFrame) -> list[Place]:
    files, layers = (rows[name].astype("str").fillna("") for name in ROW_PLACE[:2])
    return list(zip(files, layers, rows["source_row"].astype("int64"), strict=True))


def _name_row(here: Place, there: Place) -> str:
    """Name another row by its number, and by its sheet and file where those are others."""
    file, layer, number = there
    if here[:2] == there[:2]:
        return str(number)
    names = [layer] if here[0] == file else [file, layer]
    return f"{number} («{', '.join(name for name in names if name)}»)"


def _explain_by_heading(code: str, told: pd.DataFrame, details: pd.DataFrame) -> pd.DataFrame:
    """Explain rows, each under its own `heading`, with its `value`."""
    return gather_problems(
        explain(code, rows, str(heading), rows["value"], details.loc[rows.index])
        for heading, rows in told.groupby("heading", sort=True)
    )
