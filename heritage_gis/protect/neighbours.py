"""Exact sites that may give away a protected one: close by, and of the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.geo.measures import measure_apart_m

if TYPE_CHECKING:
    import geopandas as gpd

CLOSE_M = 15_000.0  # somewhat more than a cell of 0.1 degree from corner to corner
COMMON_NAME = 50  # a name that more sites bear gives none of them away
COLUMNS = ["exact_id", "protected_id", "distance_m"]


def find_giveaways(sites: gpd.GeoDataFrame, levels: pd.Series, names: pd.DataFrame) -> pd.DataFrame:
    """Find protected sites that an exact one of the same name may give away.

    «Мавзолей Акбеит» shown exactly says where «курганы Акбеит» are. No rule can tell whether it
    does; a keeper can. The answer depends on true places, so it is for the keeper alone.

    Args:
        sites: the register's sites: `site_id`, true point in EPSG:4326.
        levels: as `find_levels` gives them.
        names: `site_id`, `name_key`: each folded name, without the words for its kind.

    Returns:
        `exact_id`, `protected_id`, `distance_m`, the closest first.
    """
    is_exact, has_place = levels == "exact", sites.geometry.notna()
    exact, hidden = (sites.loc[has_place & side] for side in (is_exact, ~is_exact))
    bearers = names.groupby("name_key")["site_id"].transform("size")
    names = names[bearers <= COMMON_NAME]
    named = [names[names["site_id"].isin(side["site_id"])] for side in (exact, hidden)]
    pairs = named[0].merge(named[1], on="name_key", suffixes=("_exact", "_hidden"))
    pairs = pairs.drop(columns="name_key").drop_duplicates().set_axis(COLUMNS[:2], axis="columns")
    places = pd.DataFrame({"x": sites.geometry.x, "y": sites.geometry.y}).set_axis(sites["site_id"])
    ends = [places.loc[pairs[side], axis].to_numpy() for side in COLUMNS[:2] for axis in "xy"]
    pairs["distance_m"] = measure_apart_m(*ends)
    close = pairs[pairs["distance_m"] <= CLOSE_M]
    return close.sort_values(["distance_m", *COLUMNS[:2]], ignore_index=True)
