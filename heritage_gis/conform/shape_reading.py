"""Shapes as a file holds them: WKB read as one array, with what cannot be read set apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from heritage_gis.geo.geometry import POINT, find_unbounded
from heritage_gis.geo.number_text import FARTHEST
from heritage_gis.model.wkb_nesting import set_aside_deep

if TYPE_CHECKING:
    import pandas as pd

    from heritage_gis.geo.geometry import Shapes
    from heritage_gis.geo.reading_values import Texts


@dataclass(frozen=True)
class ReadShapes:
    """Shapes in the coordinates of their file.

    Attributes:
        shapes: None where the row has none, or where it cannot be used.
        fault: code of a problem, empty where there is none.
        reason: code of a text that says what is wrong.
        is_closed: the file left a ring open, and it was closed.
    """

    shapes: Shapes
    fault: Texts
    reason: Texts
    is_closed: np.ndarray


def find_no_shapes(count: int) -> ReadShapes:
    """Return the shapes of so many rows of a table that has no geometry."""
    nothing, no_text = (np.broadcast_to(np.array(one, object), count) for one in (None, ""))
    return ReadShapes(nothing, no_text, no_text, np.zeros(count, dtype=bool))


def read_shapes(wkb: pd.Series) -> ReadShapes:
    """Read a column of WKB; an empty point is a row without a position, and no fault."""
    is_given = wkb.notna().to_numpy(dtype=bool)
    values = np.full(len(wkb), None, dtype=object)
    values[is_given] = wkb.to_numpy(dtype=object)[is_given]
    values = set_aside_deep(values)
    reason = np.full(len(values), "", dtype=object)
    shapes = _parse(values, reason)
    is_closed = _close_rings(values, shapes, is_given & (reason == ""))
    reason[is_given & (reason == "") & shapely.is_missing(shapes)] = "unusable_broken"
    is_empty = shapely.is_empty(shapes)
    is_no_place = is_empty & (shapely.get_type_id(shapes) == POINT)
    reason[is_empty & ~is_no_place] = "unusable_empty"
    reason[find_unbounded(shapes, FARTHEST)] = "unusable_unbounded"
    fault = np.where(reason == "", "", "geometry_unusable").astype(object)
    shapes[(fault != "") | is_no_place] = None
    return ReadShapes(shapes, fault, reason, is_closed)


def _parse(values: Texts, reason: Texts) -> Shapes:
    try:
        return _parse_all(values, "ignore")
    except NotImplementedError:  # one curve anywhere, and shapely reads nothing at all
        shapes = np.full(len(values), None, dtype=object)
        for row, value in enumerate(values):
            try:
                shapes[row] = _parse_all(np.array([value], dtype=object), "ignore")[0]
            except NotImplementedError:
                reason[row] = "unusable_curved"
        return shapes


def _parse_all(values: Texts, on_invalid: Literal["ignore", "fix"]) -> Shapes:
    with np.errstate(invalid="ignore"):  # infinite coordinates are told below
        shapes: Shapes = shapely.from_wkb(list(values), on_invalid=on_invalid)
    return shapes


def _close_rings(values: Texts, shapes: Shapes, rows: np.ndarray) -> np.ndarray:
    """Read again what was refused, closing rings that the file left open."""
    refused = np.flatnonzero(rows & shapely.is_missing(shapes))
    is_closed = np.zeros(len(values), dtype=bool)
    if len(refused):
        shapes[refused] = _parse_all(values[refused], "fix")
        is_closed[refused] = ~shapely.is_missing(shapes[refused])
    return is_closed
