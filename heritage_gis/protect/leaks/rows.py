"""Rows of tables in a file: what they say of protected sites beyond the public twin."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from heritage_gis.geo.grid import MICRO, read_cells
from heritage_gis.model.public import PUBLIC_COLUMNS
from heritage_gis.model.record import RECORD_COLUMNS
from heritage_gis.protect.leaks.hidden import read_shape
from heritage_gis.protect.leaks.hits import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from heritage_gis.protect.leaks.pieces import Table
    from heritage_gis.protect.leaks.watch import Watch

# What a column of a size, a distance or a withheld text may be called.
_TELLING_COLUMN = re.compile(
    r"diam|height|width|length|elev|altitude|depth|azimuth|orient|bearing|distance|nearest|radius"
    r"|perimeter|(?<![a-z])(?:area|size|sizes|mounds|structures|features|dist|count)(?![a-z])"
    r"|accuracy|looted|excavat|threat|okrug|settlement|location|finds|_count|feature_count",
    re.IGNORECASE,
)
_WITHHELD_COLUMNS = frozenset(RECORD_COLUMNS) - frozenset(PUBLIC_COLUMNS) - {"year"}
_LEAST_SHARE = 0.5  # of the rows of a column
_SMALL = 12  # a small whole number may be anything
PUBLIC_FIGURES = ("number", "start_year", "end_year", "coordinate_uncertainty_m")
_SAME = 1e-9
_PATH_AND_DIGEST = 2  # columns of the list of files in an edition
_MOST = 20  # findings a column


def find_row_leaks(table: Table, ids: NDArray[np.object_], watch: Watch) -> Iterator[Finding]:
    """Find what a table says of protected sites that the public twin does not.

    Args:
        table: as a decoder gives it.
        ids: the site of each row, as `find_sites` gives them.
        watch: what to look for.
    """
    rows = watch.find_rows(ids)
    # Where an id leads that was told once is public, but a list of files tells no more than that.
    is_list = table.geometry is None and table.frame.shape[1] <= _PATH_AND_DIGEST
    former = set(watch.public.former) if is_list else set()
    is_unknown = (rows < 0) & np.array([each is not None and each not in former for each in ids])
    for row in np.flatnonzero(is_unknown)[:_MOST]:
        place = f"{table.place}/{row}"
        yield Finding(place, "unpublished", str(ids[row]), "the public twin has no such site")
    hidden = np.flatnonzero((rows >= 0) & watch.is_hidden[rows])
    for name in table.frame if len(hidden) else ():
        cells = table.frame[name].to_numpy(dtype=object)[hidden].copy()
        cells[pd.isna(cells)] = None
        is_told = (cells == None) | (cells == "") | (cells == ids[hidden])  # noqa: E711 - cell by cell
        if name in watch.told:
            is_told |= cells == watch.told[name][rows[hidden]]
        rest = np.flatnonzero(~is_told)
        if not len(rest):
            continue
        column = pd.Series(cells[rest], index=hidden[rest], name=str(name), dtype=object)
        own = pd.Series(ids[hidden[rest]], index=column.index, dtype=object)
        yield from _check_column(table.place, column, own, watch)
    if table.geometry is not None:
        yield from _check_geometry(table, ids, watch)


def _check_column(place: str, cells: pd.Series, ids: pd.Series, watch: Watch) -> Iterator[Finding]:
    """Check one column of protected sites, save what is the same in the public twin."""
    name = str(cells.name)
    every = np.ones(len(cells), dtype=bool)
    if name == "count_class":
        yield from _tell(place, cells, ids, every, "count", "not the class that the twin has")
        return
    is_ours = name in PUBLIC_COLUMNS
    if not is_ours and (name in _WITHHELD_COLUMNS or _TELLING_COLUMN.search(name)):
        why = f"a column «{name}» about protected sites"
        yield from _tell(place, cells, ids, every, "size", why)
        return
    is_flag = np.array([isinstance(cell, bool) for cell in cells])
    numbers = pd.to_numeric(cells[~is_flag], errors="coerce").dropna().astype("float64")
    if len(numbers):
        yield from _check_numbers(place, numbers, ids[numbers.index], watch)
    texts = cells[np.array([isinstance(cell, str) for cell in cells])]
    if len(texts):
        yield from _check_words(place, texts, ids[texts.index], watch)


def _check_numbers(
    place: str, numbers: pd.Series, ids: pd.Series, watch: Watch
) -> Iterator[Finding]:
    """Find figures that are neither edges of the own cell nor public, and the site's own sizes."""
    value = numbers.to_numpy()
    is_whole = value == np.rint(value)
    is_edge = (np.abs(_find_edges(ids, watch) - value[:, None]) <= _SAME).any(axis=1)
    strays = ~is_whole & ~is_edge
    yield from _tell(place, numbers, ids, strays, "figure", "the public twin has no such figure")
    asked = pd.MultiIndex.from_arrays([ids, numbers])
    public = watch.sites.loc[ids, [*PUBLIC_FIGURES]].astype("float64").to_numpy()
    is_public = (public == value[:, None]).any(axis=1)
    sizes = asked.isin(watch.sizes) & (np.abs(value) > _SMALL) & ~is_public & is_whole
    is_sized = ids.isin(watch.sizes.get_level_values(0)).to_numpy()
    if sizes.sum() >= _LEAST_SHARE * is_sized.sum():  # else a number or two is alike by chance
        yield from _tell(place, numbers, ids, sizes, "size", "a size of that very site")


def _find_edges(ids: pd.Series, watch: Watch) -> NDArray[np.float64]:
    """Return for each site west, east, south, north and middle of its cell, in degrees."""
    cells = watch.sites["cell"].reindex(ids)
    edges = np.full((len(ids), 6), np.nan)
    has_cell = cells.notna().to_numpy()
    corners = read_cells(cells[has_cell])
    size = corners["size"].to_numpy()
    for at, low in ((0, corners["west"].to_numpy()), (3, corners["south"].to_numpy())):
        edges[has_cell, at : at + 3] = np.column_stack([low, low + size, low + size / 2]) / MICRO
    return edges


def _check_words(place: str, texts: pd.Series, ids: pd.Series, watch: Watch) -> Iterator[Finding]:
    """Find values that are, as a whole, what is not told of that very site."""
    codes, distinct = pd.factorize(texts)
    folded = np.array([text.strip().casefold() for text in distinct], dtype=object)
    place_name = "a place name of a protected site that is not told"
    for words, known, kind, why in (
        (watch.kind_words, watch.untold_kinds, "kind", "the kind of a protected site"),
        (watch.secret_words, watch.untold_places, "place name", place_name),
    ):
        maybe = np.array([word in known for word in folded], dtype=bool)[codes]
        if maybe.any():
            own = pd.MultiIndex.from_frame(words[["site_id", "word"]])
            maybe[maybe] = pd.MultiIndex.from_arrays([ids[maybe], folded[codes[maybe]]]).isin(own)
            yield from _tell(place, texts, ids, maybe, kind, why)


def _tell(
    place: str, cells: pd.Series, ids: pd.Series, chosen: NDArray[np.bool_], kind: str, why: str
) -> Iterator[Finding]:
    for row in cells.index[chosen][:_MOST]:
        found = f"{cells.name} = {cells[row]}"
        yield Finding(f"{place}/{row}", kind, found, f"{why}; {ids[row]}")


def _check_geometry(table: Table, ids: NDArray[np.object_], watch: Watch) -> Iterator[Finding]:
    """Find geometries that are not those of the public twin."""
    checked: dict[tuple[object, str], bool] = {}
    told = 0
    for row, site_id, geometry in zip(range(len(ids)), ids, table.geometry or [], strict=True):
        if site_id not in watch.shapes or told >= _MOST:
            continue
        cell, shape = watch.shapes[site_id]
        key = (geometry if isinstance(geometry, bytes) else str(geometry), cell or site_id)
        if key not in checked:
            checked[key] = _is_same(_read_shape(geometry), shape)
        if not checked[key]:
            told += 1
            found = str(geometry)[:80]
            why = f"not the geometry that the public twin has of {site_id}"
            yield Finding(f"{table.place}/{row}/geometry", "geometry", found, why)


def _read_shape(geometry: object) -> shapely.Geometry | None:
    if isinstance(geometry, bytes):
        return read_shape(geometry)
    if not isinstance(geometry, dict):
        return None
    return shapely.from_geojson(json.dumps(geometry), on_invalid="ignore")


def _is_same(shape: shapely.Geometry | None, told: shapely.Geometry | None) -> bool:
    if shape is None or told is None:
        return shape is told
    alike = shapely.equals_exact(shapely.normalize(shape), shapely.normalize(told), _SAME)
    return bool(alike)
