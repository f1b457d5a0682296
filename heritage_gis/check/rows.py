"""What is wrong with a row as a whole: where it lies, what it is called, what stands twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from heritage_gis.model.problem import ROW_PLACE, gather_problems
from heritage_gis.model.record import CRS
from heritage_gis.vocabularies.folding import fold_name
from heritage_gis.vocabularies.problems import explain

if TYPE_CHECKING:
    from heritage_gis.places.districts import Districts

NAMES = ("name_kk", "name_ru", "name_en")
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


def check_rows(records: gpd.GeoDataFrame, districts: Districts) -> pd.DataFrame:
    """Return the problems of rows as a whole.

    Args:
        records: standard records of one survey, before any is held back.
        districts: the layer in place.
    """
    return gather_problems(
        [
            _find_outside(records, districts),
            _find_nameless(records),
            _find_repeated_codes(records),
            _find_repeated_rows(records),
        ]
    )


def _find_outside(records: gpd.GeoDataFrame, districts: Districts) -> pd.DataFrame:
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
    values = outside["coordinate_text"]
    return explain("position_outside", outside, values=values, details=details)


def _find_nameless(records: gpd.GeoDataFrame) -> pd.DataFrame:
    told = records[[*NAMES, "name_other", "site_code"]].notna().any(axis="columns")
    return explain("name_missing", records[~told])


def _find_repeated_codes(records: gpd.GeoDataFrame) -> pd.DataFrame:
    key = records["site_code"]
    return _explain_repeats("site_code_repeated", records, key, key)


def _find_repeated_rows(records: gpd.GeoDataFrame) -> pd.DataFrame:
    """Rows of one name at one place; records made from one and the same row do not count."""
    names = records["name_ru"].fillna(records["name_kk"]).fillna(records["name_en"])
    folded = {name: fold_name(name) for name in names.dropna().unique()}
    keys = names.map(folded)
    points = shapely.centroid(records.geometry.to_numpy())
    places = pd.Series(shapely.to_wkb(points, hex=True), index=records.index)
    known = (keys.notna() & (keys != "") & places.notna()).astype(bool)
    key = (keys + " " + places).where(known)
    return _explain_repeats("duplicate_row", records, key, names)


def _explain_repeats(
    code: str, records: pd.DataFrame, key: pd.Series, values: pd.Series
) -> pd.DataFrame:
    rows = records[[*ROW_PLACE]].assign(key=key)[key.notna()]
    rows = rows.drop_duplicates(["key", *ROW_PLACE])
    first = rows.groupby("key")["source_row"].transform("first")
    again = rows[rows.duplicated("key")].index
    details = pd.DataFrame({"other_row": first[again]})
    return explain(code, records.loc[again], values=values[again], details=details)
