"""What a page's script knows of its sites: columns, each as short as it can be.

Pages opened from disk cannot fetch, so data come as scripts. They hold codes and names, no words,
and serve all three languages. A page with few sites has all of them in one script. One with more
is told only how many sites its cells hold and where exact sites lie together; the sites themselves
come in pieces, and what searching and filtering goes by in an index, when a reader asks for them.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from heritage_gis.geo.grid import AREA, find_corner
from heritage_gis.model.columns import list_values
from heritage_gis.publish.features import POSITION_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

FORMAT = 2  # raise it, and the file's name with it, when an older script could not read the file
MOST_AT_ONCE = 1_000  # sites of a page that come in one script: about 25 kB through gzip
PIECE_SITES = 200
INDEX_SITES = 10_000  # a script of more would hold up the browser while it is read
PLAIN = ("site_id", "name_kk", "name_ru", "name_en", "name_other", "list_number", "number")
CODED = (
    *("district", "border_districts", "region", "district_claimed", "district_certain"),
    *("kind", "kind_group", "condition", "protection_status", "count_class"),
    *("protection", "position", "coordinate_uncertainty_m", "credit"),
)
DATING = ["period", "start_year", "end_year", "dating_certain"]
INDEXED = (  # what is searched, filtered, sorted and counted by
    *("site_id", "name_kk", "name_ru", "name_en", "name_other", "list_number", "kind_group"),
    *("condition", "protection_status", "position", "dating", "cell", "lon", "lat"),
)
FINGERPRINT_DIGITS = 10
PAGE = "atlasSites = <data>;\n"
PIECE = "atlas.takePiece(<name>, <data>);\n"


def write_page_data(slug: str, sites: gpd.GeoDataFrame) -> dict[str, bytes]:
    """Write the sites of one page as scripts, by their addresses within `data/`.

    `<slug>.js` is `atlasSites = {...};` with `count`, the edges of `cells` (west, south, east,
    north) and how many sites each has (`held`). On a small page it holds the `columns`, too: a
    column is a list with one entry a site; or, where values repeat, `{"of": values, "at": for each
    site which of them}`, -1 for none. Columns that are missing throughout are left out. `cell` says
    which cell a site has, -1 for none; `lon` and `lat` are those of exact sites.

    On a larger page it holds instead `pieces` (their folder, and how many sites each has), the
    first and last site of each cell (`spans`), and `squares`: latitude and longitude of one exact
    site, how many lie in its 0.1 degree square, the first and the last. The folder has the columns
    of some sites in each `piece-<n>.js`, and fewer columns of more sites in each `index-<n>.js`.
    Its name is made from its content, so that a page never takes a piece of another edition for
    its own.

    Args:
        slug: of the page.
        sites: rows of a public frame, in its order.
    """
    cell, edges = _number_cells(sites)
    page: dict[str, Any] = {"format": FORMAT, "count": len(sites), "cells": edges}
    page["held"] = np.bincount(cell[cell >= 0], minlength=len(edges)).tolist()
    if len(sites) <= MOST_AT_ONCE:
        return {f"{slug}.js": _write_script(PAGE, page | {"columns": _list_columns(sites, cell)})}
    files = dict(_write_pieces(sites, cell))
    digest = hashlib.sha256(b"".join(files.values())).hexdigest()[:FINGERPRINT_DIGITS]
    folder = f"{slug}-{digest}"
    page["pieces"] = {"folder": folder, "size": PIECE_SITES, "index_size": INDEX_SITES}
    page |= {"spans": _list_spans(cell), "squares": _list_squares(sites)}
    told = {f"{folder}/{name}": content for name, content in files.items()}
    return {f"{slug}.js": _write_script(PAGE, page), **told}


def _write_pieces(sites: gpd.GeoDataFrame, cell: NDArray[np.intp]) -> Iterator[tuple[str, bytes]]:
    """Give the index and the pieces of a large page, by their names."""
    for kind, size, names in (("index", INDEX_SITES, INDEXED), ("piece", PIECE_SITES, None)):
        for number, start in enumerate(range(0, len(sites), size)):
            rows = slice(start, start + size)
            told = _list_columns(sites.iloc[rows], cell[rows])
            if names is not None:
                told = {name: column for name, column in told.items() if name in names}
            name = f"{kind}-{number}"
            script = PIECE.replace("<name>", write_compactly(name))
            yield f"{name}.js", _write_script(script, {"columns": told})


def read_page_data(text: str) -> dict[str, Any]:
    """Read what stands in `<slug>.js`."""
    before, after = PAGE.split("<data>")
    told: dict[str, Any] = json.loads(text.removeprefix(before).removesuffix(after))
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


def _write_script(template: str, data: object) -> bytes:
    return template.replace("<data>", write_compactly(data)).encode()


def _list_columns(sites: gpd.GeoDataFrame, cell: NDArray[np.intp]) -> dict[str, Any]:
    columns: dict[str, Any] = {name: _list_values(sites[name]) for name in PLAIN}
    columns |= {name: _code_values(sites[name]) for name in CODED}
    columns["dating"] = _code_datings(sites)
    columns["cell"] = cell.tolist() if (cell >= 0).any() else None
    told = {name: column for name, column in columns.items() if column is not None}
    return told | _list_points(sites)


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


def _number_cells(sites: gpd.GeoDataFrame) -> tuple[NDArray[np.intp], list[list[float]]]:
    """Return for each site the number of its cell, -1 for none, and the edges of all cells."""
    at, of = pd.factorize(sites["cell"].where(sites["position"] == "cell").to_numpy())
    first = np.flatnonzero(~pd.Series(at).duplicated() & (at >= 0))
    bounds = shapely.bounds(sites.geometry.to_numpy()[first]).reshape(len(of), 4)
    return at, bounds.tolist()


def _list_points(sites: gpd.GeoDataFrame) -> dict[str, list[float | None]]:
    """Return the columns `lon` and `lat`, which only exact sites have."""
    shapes = sites.geometry.to_numpy()
    is_exact = (sites["position"] == "exact").to_numpy()
    if not is_exact.any():
        return {}
    told = {}
    for name, degrees in (("lon", shapely.get_x(shapes)), ("lat", shapely.get_y(shapes))):
        rounded = np.round(degrees, POSITION_DECIMALS).astype(object)
        rounded[~is_exact] = None
        told[name] = rounded.tolist()
    return told


def _list_spans(cell: NDArray[np.intp]) -> list[list[int]]:
    """Return between which sites, in the order of the page, those of each cell lie."""
    rows = pd.Series(np.arange(len(cell))).groupby(cell).agg(["min", "max"])
    return rows[rows.index >= 0].to_numpy().tolist()


def _list_squares(sites: gpd.GeoDataFrame) -> list[list[Any]]:
    """Return of each 0.1 degree square with exact sites a point, their count, first and last.

    The point is that of the middle one in the order of the page: it is public as it is.
    """
    exact = np.flatnonzero(sites["position"] == "exact")
    if not len(exact):
        return []
    points = _list_points(sites.iloc[exact])
    lat, lon = points["lat"], points["lon"]
    rows, columns = (find_corner(np.array(degrees, dtype=float), AREA) for degrees in (lat, lon))
    told: list[list[Any]] = []
    for members in (
        pd.DataFrame({"row": rows, "column": columns})
        .groupby(["row", "column"], sort=False)
        .indices.values()
    ):
        middle = int(members[len(members) // 2])
        first, last = int(exact[members[0]]), int(exact[members[-1]])
        told.append([lat[middle], lon[middle], len(members), first, last])
    return told
