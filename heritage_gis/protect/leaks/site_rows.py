"""Which site each row of a table in a file is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from heritage_gis.protect.leaks.pieces import Table
    from heritage_gis.protect.leaks.watch import Watch

SITE_ID = re.compile(r"\b[A-Z]{2,5}-\d{3,}\b")
_NAMED = re.compile("name|^text ")  # the texts of an entry of a page have no column
_FEW = 8
LEADING = ("site_id", "id", "key", "data-id", "data-site", "data-site-id")


def find_sites(table: Table, watch: Watch) -> NDArray[np.object_]:
    """Return the site_id of each row of a table; None where it names none, or several.

    A column of ids tells first; else any cell that holds one; else a name that one site has.
    """
    columns = table.columns
    found = np.full(table.row_count, None, dtype=object)
    if not any(_may_name(column, watch) for column in columns.values()):
        return found
    for leading in LEADING:
        if leading in columns:
            _fill(found, _read_ids(columns[leading], watch))
    is_led = found != None  # noqa: E711 - cell by cell
    several = np.zeros(len(found), dtype=bool)
    for column in columns.values() if not is_led.all() else ():
        ids = _read_ids(column, watch)
        several |= (ids != None) & (found != None) & (ids != found) & ~is_led  # noqa: E711 - cell by cell
        _fill(found, ids)
    found[several] = None
    if not found.astype(bool).any():
        for name in filter(_NAMED.search, columns):
            _fill(found, _map_distinct(columns[name], watch.sites_by_name.get))
    return found


def _may_name(column: NDArray[np.object_], watch: Watch) -> bool:
    """Tell whether a column has the id or the name of a site: most tables of a page have none."""
    texts = {cell for cell in column.tolist() if isinstance(cell, str)}
    return any(
        text in watch.site_ids or text in watch.sites_by_name or SITE_ID.search(text)
        for text in texts
    )


def _fill(found: NDArray[np.object_], more: NDArray[np.object_]) -> None:
    """Put in what is not known yet."""
    missing = found == None  # noqa: E711 - cell by cell
    found[missing] = more[missing]


def _read_ids(column: NDArray[np.object_], watch: Watch) -> NDArray[np.object_]:
    known = watch.site_ids
    return _map_distinct(column, lambda text: text if text in known else _find_id(text, known))


def _map_distinct(
    column: NDArray[np.object_], read: Callable[[str], str | None]
) -> NDArray[np.object_]:
    if len(column) <= _FEW:  # as in most tables of a page: not worth a factorisation
        return np.array([read(v) if isinstance(v, str) else None for v in column], dtype=object)
    codes, distinct = pd.factorize(column)
    told = [read(value) if isinstance(value, str) else None for value in distinct]
    return np.array([*told, None], dtype=object)[codes]


def _find_id(text: str, known: frozenset[str]) -> str | None:
    """Return the one id that stands somewhere in a text, such as an address."""
    ids = {found for found in SITE_ID.findall(text) if found in known}
    return ids.pop() if len(ids) == 1 else None
