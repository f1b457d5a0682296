"""Rows of tables in a file: what they say of protected sites beyond the public twin."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

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
_FIGURE = re.compile(r"(?=.*\d)[\s\d.eE+-]+", re.DOTALL)  # what may be read as a number
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
    is_list = table.geometry is None and len(table.columns) <= _PATH_AND_DIGEST
    former = set(watch.public.former) if is_list else set()
    is_unknown = (rows < 0) & np.array([each is not None and each not in former for each in ids])
    for row in np.flatnonzero(is_unknown)[:_MOST]:
        place = f"{table.place}/{row}"
        yield Finding(place, "unpublished", str(ids[row]), "the public twin has no such site")
    hidden = np.flatnonzero((rows >= 0) & watch.is_hidden[rows])
    for name, column in table.columns.items() if len(hidden) else ():
        cells = column[hidden]
        cells[pd.isna(cells)] = None
        is_told = (cells == None) | (cells == "") | (cells == ids[hidden])  # noqa: E711 - cell by cell
        if name in watch.told:
            is_told |= cells == watch.told[name][rows[hidden]]
        if not is_told.all():
            untold = _Column(table.place, name, cells, hidden, ids[hidden]).take(~is_told)
            yield from _check_column(untold, watch)
    if table.geometry is not None:
        yield from _check_geometry(table, ids, watch)


class _Column(NamedTuple):
    """Cells of one column: their values, and the row and the site of each."""

    place: str
    name: str
    cells: NDArray[Any]
    rows: NDArray[np.intp]
    ids: NDArray[np.object_]

    def take(self, chosen: NDArray[np.bool_]) -> _Column:
        cells, rows, ids = self.cells[chosen], self.rows[chosen], self.ids[chosen]
        return self._replace(cells=cells, rows=rows, ids=ids)


def _check_column(column: _Column, watch: Watch) -> Iterator[Finding]:
    """Check one column of protected sites, save what is the same in the public twin."""
    if column.name == "count_class":
        yield from _tell(column, "count", "not the class that the twin has")
        return
    is_ours = column.name in PUBLIC_COLUMNS
    if not is_ours and (column.name in _WITHHELD_COLUMNS or _TELLING_COLUMN.search(column.name)):
        yield from _tell(column, "size", f"a column «{column.name}» about protected sites")
        return
    may_be_number = np.array([_may_be_number(cell) for cell in column.cells], dtype=bool)
    if may_be_number.any():
        yield from _check_numbers(_read_numbers(column.take(may_be_number)), watch)
    is_text = np.array([isinstance(cell, str) for cell in column.cells], dtype=bool)
    if is_text.any():
        yield from _check_words(column.take(is_text), watch)


def _may_be_number(cell: object) -> bool:
    if isinstance(cell, str):
        return _FIGURE.fullmatch(cell) is not None
    return not isinstance(cell, bool)


def _read_numbers(column: _Column) -> _Column:
    """Return those cells that are a number, as such."""
    told = pd.Series(column.cells, dtype=object)
    numbers = pd.to_numeric(told, errors="coerce").to_numpy(dtype=np.float64)
    return column._replace(cells=numbers).take(~np.isnan(numbers))


def _check_numbers(column: _Column, watch: Watch) -> Iterator[Finding]:
    """Find figures that are neither edges of the own cell nor public, and the site's own sizes."""
    is_whole = column.cells == np.rint(column.cells)
    broken = column.take(~is_whole)
    if len(broken.cells):
        is_edge = np.abs(_find_edges(broken.ids, watch) - broken.cells[:, None]) <= _SAME
        strays = broken.take(~is_edge.any(axis=1))
        yield from _tell(strays, "figure", "the public twin has no such figure")
    large = is_whole & (np.abs(column.cells) > _SMALL)
    maybe = column.take(large & np.isin(column.cells, watch.size_figures))
    if not len(maybe.cells):
        return
    asked = pd.MultiIndex.from_arrays([maybe.ids, maybe.cells])
    public = watch.sites.loc[[*maybe.ids], [*PUBLIC_FIGURES]].astype("float64").to_numpy()
    is_public = (public == maybe.cells[:, None]).any(axis=1)
    sizes = maybe.take(asked.isin(watch.sizes) & ~is_public)
    is_sized = pd.Index(column.ids).isin(watch.sizes.get_level_values(0))
    # Else a number or two is alike by chance.
    if len(sizes.cells) >= _LEAST_SHARE * is_sized.sum():
        yield from _tell(sizes, "size", "a size of that very site")


def _find_edges(ids: NDArray[np.object_], watch: Watch) -> NDArray[np.float64]:
    """Return for each site west, east, south, north and middle of its cell, in degrees."""
    cells = watch.sites["cell"].reindex(ids)
    edges = np.full((len(ids), 6), np.nan)
    has_cell = cells.notna().to_numpy()
    corners = read_cells(cells[has_cell])
    size = corners["size"].to_numpy()
    for at, low in ((0, corners["west"].to_numpy()), (3, corners["south"].to_numpy())):
        edges[has_cell, at : at + 3] = np.column_stack([low, low + size, low + size / 2]) / MICRO
    return edges


def _check_words(column: _Column, watch: Watch) -> Iterator[Finding]:
    """Find values that are, as a whole, what is not told of that very site."""
    folded = {text: text.strip().casefold() for text in set(column.cells)}
    place_name = "a place name of a protected site that is not told"
    for words, known, kind, why in (
        (watch.kind_words, watch.untold_kinds, "kind", "the kind of a protected site"),
        (watch.secret_words, watch.untold_places, "place name", place_name),
    ):
        telling = {text: word for text, word in folded.items() if word in known}
        if telling:
            maybe = column.take(np.array([text in telling for text in column.cells], dtype=bool))
            said = np.array([telling[text] for text in maybe.cells], dtype=object)
            own = pd.MultiIndex.from_frame(words[["site_id", "word"]])
            is_own = pd.MultiIndex.from_arrays([maybe.ids, said]).isin(own)
            yield from _tell(maybe.take(is_own), kind, why)


def _tell(column: _Column, kind: str, why: str) -> Iterator[Finding]:
    for value, row, site in islice(zip(column.cells, column.rows, column.ids, strict=True), _MOST):
        yield Finding(f"{column.place}/{row}", kind, f"{column.name} = {value}", f"{why}; {site}")


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
