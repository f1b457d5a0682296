"""What a page's script knows of its sites: columns, each as short as it can be.

Pages opened from disk cannot fetch, so the data come as a script that sets one global. It holds
codes and names, no words, and serves all three languages.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from heritage_gis.model.columns import list_values
from heritage_gis.publish.features import POSITION_DECIMALS

if TYPE_CHECKING:
    import geopandas as gpd

FORMAT = 1  # raise it, and the file's name with it, when an older script could not read the file
PLAIN = ("site_id", "name_kk", "name_ru", "name_en", "name_other", "list_number", "number")
CODED = (
    *("district", "border_districts", "region", "district_claimed", "district_certain"),
    *("kind", "kind_group", "condition", "protection_status", "count_class"),
    *("protection", "position", "coordinate_uncertainty_m", "credit"),
)
DATING = ["period", "start_year", "end_year", "dating_certain"]


def write_page_data(sites: gpd.GeoDataFrame) -> bytes:
    """Write the sites of one page as `atlasSites = {...};`.

    A column is a list with one entry a site; or, where values repeat, `{"of": values, "at": for
    each site which of them}`, -1 for none. Columns that are missing throughout are left out.
    `cells` are west, south, east, north; `cell` says which of them a site has. `lon` and `lat`
    are there for exact sites.

    Args:
        sites: rows of a public frame, in its order.
    """
    columns: dict[str, Any] = {name: _list_values(sites[name]) for name in PLAIN}
    columns |= {name: _code_values(sites[name]) for name in CODED}
    columns["dating"] = _code_datings(sites)
    told = {name: column for name, column in columns.items() if column is not None}
    data = {"format": FORMAT, "count": len(sites), "columns": told, **_list_positions(sites)}
    return f"atlasSites = {write_compactly(data)};\n".encode()


def read_page_data(text: str) -> dict[str, Any]:
    """Read what `write_page_data` wrote."""
    told: dict[str, Any] = json.loads(text.removeprefix("atlasSites = ").rstrip(";\n"))
    return told


def write_voices(voices: pd.DataFrame) -> dict[str, str]:
    """Return site_id -> what sources say of it, as text: the same text for the same voices."""
    told: dict[str, str] = {}
    for row in zip(*(list_values(voices[name]) for name in voices), strict=True):
        told[row[0]] = told.get(row[0], "") + write_compactly(row) + "\n"
    return told


def write_compactly(value: object) -> str:
    """Write JSON without spaces, in the letters it is in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _list_values(values: pd.Series) -> list[Any] | None:
    if values.isna().all():
        return None
    return list_values(values)


def _code_values(values: pd.Series) -> dict[str, list[Any]] | None:
    at, of = pd.factorize(values.mask(values == ""))
    return {"of": of.tolist(), "at": at.tolist()} if len(of) else None


def _code_datings(sites: pd.DataFrame) -> dict[str, list[Any]] | None:
    """Code period, years and certainty as one value: they repeat together."""
    told = sites[DATING].reset_index(drop=True)
    first = told.groupby(DATING, dropna=False, sort=False).ngroup()
    distinct = told[~first.duplicated()].astype(object)
    rows = distinct.where(distinct.notna(), None).to_numpy().tolist()
    return {"of": rows, "at": first.tolist()} if len(rows) else None


def _list_positions(sites: gpd.GeoDataFrame) -> dict[str, Any]:
    shapes = sites.geometry.to_numpy()
    told: dict[str, Any] = {}
    at, of = pd.factorize(sites["cell"].where(sites["position"] == "cell").to_numpy())
    if len(of):
        first = pd.Series(at).drop_duplicates().loc[lambda cell: cell >= 0].index
        told |= {"cells": np.asarray(shapely.bounds(shapes[first])).tolist(), "cell": at.tolist()}
    is_exact = (sites["position"] == "exact").to_numpy()
    if is_exact.any():
        for name, degrees in (("lon", shapely.get_x(shapes)), ("lat", shapely.get_y(shapes))):
            rounded = np.round(degrees, POSITION_DECIMALS).astype(object)
            rounded[~is_exact] = None
            told[name] = rounded.tolist()
    return told
