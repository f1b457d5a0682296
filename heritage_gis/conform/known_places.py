"""Known places: how far the rows of a table would lie from places of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.geo.measures import measure_apart_m
from heritage_gis.model.columns import map_distinct
from heritage_gis.vocabularies.folding import fold_name

if TYPE_CHECKING:
    from heritage_gis.geo.crs import Floats
    from heritage_gis.geo.reading_values import NearKnown, Texts

NAME_COLUMNS = ("name_kk", "name_ru", "name_en")


def measure_to_known(pairs: pd.DataFrame) -> NearKnown | None:
    """Return a measure of how far rows are from the known places of their names.

    Args:
        pairs: as `pair_names` gives them, of all rows.

    Returns:
        Takes longitudes and latitudes of all rows (NaN where there is none); gives metres to the
        nearest namesake (NaN where there is none), and its name. Missing where no name is known.
    """
    if pairs.empty:
        return None
    rows = pairs["row"].to_numpy()
    there = pairs["longitude"].to_numpy(), pairs["latitude"].to_numpy()

    def measure(lon: Floats, lat: Floats) -> tuple[Floats, Texts]:
        told = pairs.assign(metres=measure_apart_m(lon[rows], lat[rows], *there))
        nearest = told.dropna(subset="metres").sort_values("metres", kind="stable")
        nearest = nearest.drop_duplicates("row")
        metres, called = np.full(len(lon), np.nan), np.full(len(lon), "", dtype=object)
        metres[nearest["row"]] = nearest["metres"]
        called[nearest["row"]] = nearest["name"]
        return metres, called

    return measure


def pair_names(names: pd.DataFrame, known: pd.DataFrame, start: int = 0) -> pd.DataFrame:
    """Pair rows with the known places of their names.

    Args:
        names: NAME_COLUMNS of each row, missing where there is none.
        known: `name`, `longitude`, `latitude` (degrees), one row a name of a place.
        start: how many rows of the table stand before these.

    Returns:
        `row` (counted from 0 in the whole table), `name`, `longitude`, `latitude` of all namesakes.
    """
    keys = names[[*NAME_COLUMNS]].apply(lambda texts: map_distinct(texts, fold_name, ""))
    rows = pd.DataFrame({"row": start + np.arange(len(names))}, index=names.index)
    keyed = pd.concat([rows.assign(key=keys[column]) for column in NAME_COLUMNS])
    keyed = keyed[keyed["key"].fillna("") != ""].drop_duplicates()
    places = known.assign(key=map_distinct(known["name"], fold_name, ""))
    places = places.dropna(subset=["longitude", "latitude"]).drop_duplicates(
        ["key", "longitude", "latitude"]
    )
    return keyed.merge(places, on="key")[["row", "name", "longitude", "latitude"]]
