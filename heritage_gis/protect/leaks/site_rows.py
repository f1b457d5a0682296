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
    frame = table.frame
    found = np.full(len(frame), None, dtype=object)
    for leading in LEADING:
        if leading in frame:
            _fill(found, _read_ids(frame[leading], watch))
    is_led = found != None  # noqa: E711 - cell by cell
    several = np.zeros(len(frame), dtype=bool)
    for name in frame if not is_led.all() else ():
        ids = _read_ids(frame[name], watch)
        several |= (ids != None) & (found != None) & (ids != found) & ~is_led  # noqa: E711 - cell by cell
        _fill(found, ids)
    found[several] = None
    if not found.astype(bool).any():
        for name in (name for name in frame if _NAMED.search(str(name))):
            _fill(found, _map_distinct(frame[name], watch.sites_by_name.get))
    return found


def _fill(found: NDArray[np.object_], more: NDArray[np.object_]) -> None:
    """Put in what is not known yet."""
    missing = found == None  # noqa: E711 - cell by cell
    found[missing] = more[missing]


def _read_ids(column: pd.Series, watch: Watch) -> NDArray[np.object_]:
    known = watch.site_ids
    return _map_distinct(column, lambda text: text if text in known else _find_id(text, known))


def _map_distinct(column: pd.Series, read: Callable[[str], str | None]) -> NDArray[np.object_]:
    if len(column) <= _FEW:  # as in most tables of a page: not worth a factorisation
        return np.array([read(v) if isinstance(v, str) else None for v in column], dtype=object)
    codes, distinct = pd.factorize(column)
    told = [read(value) if isinstance(value, str) else None for value in distinct]
    return np.array([*told, None], dtype=object)[codes]


def _find_id(text: str, known: frozenset[str]) -> str | None:
    """Return the one id that stands somewhere in a text, such as an address."""
    ids = {found for found in SITE_ID.findall(text) if found in known}
    return ids.pop() if len(ids) == 1 else None
