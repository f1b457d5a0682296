"""Outlines: shapes brought to EPSG:4326, made valid with every change told, oriented, rounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from heritage_gis.geo.geometry import (
    COLLECTION,
    LINE,
    MULTI_LINE,
    MULTI_POINT,
    MULTI_POLYGON,
    POINT,
    POLYGON,
    orient_shapes,
    project_shapes,
)
from heritage_gis.geo.measures import area_m2
from heritage_gis.geo.mending import has_lost_extent, keep_main_parts, mend_shapes, round_safely
from heritage_gis.model.record import POSITION_DECIMALS
from heritage_gis.vocabularies.position_texts import has_position_text, write_position_text
from heritage_gis.vocabularies.problems import write_figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from heritage_gis.conform.shape_reading import ReadShapes
    from heritage_gis.geo.crs import ReferenceSystem
    from heritage_gis.geo.geometry import Shapes

ROLES = {
    POINT: "point",
    MULTI_POINT: "point",
    LINE: "route",
    2: "route",  # a ring by itself
    MULTI_LINE: "route",
    POLYGON: "outline",
    MULTI_POLYGON: "outline",
    COLLECTION: "outline",
}
# RFC 7946 and the simple features of GeoPackage want exteriors counter-clockwise. A shapefile
# wants them clockwise: there nothing is said.
_COUNTER_CLOCKWISE_FORMATS = frozenset({"geojson", "geopackage"})
_WHOLE_FROM_M2 = 1000
_OWN_CONVENTION_FROM = 10  # so many polygons, most of them clockwise, follow a rule of their own


@dataclass(frozen=True)
class OutlineProblem:
    """One problem code and the rows it is of, with what its message asks for."""

    code: str
    rows: npt.NDArray[np.intp]
    details: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True)
class ConformedShapes:
    """Shapes as the record keeps them.

    Attributes:
        shapes: in EPSG:4326, rounded to POSITION_DECIMALS; None where there is none.
        role: `point`, `outline` or `route`, of dtype category; missing where there is no shape.
        problems: what was mended, turned, or cannot be used.
    """

    shapes: Shapes
    role: pd.Series
    problems: tuple[OutlineProblem, ...]


def conform_shapes(
    read: ReadShapes,
    judged: pd.DataFrame,
    systems: Mapping[str, ReferenceSystem],
    table_format: str,
) -> ConformedShapes:
    """Bring shapes to EPSG:4326 and into the form of the record.

    Args:
        read: shapes in the coordinates of their file.
        judged: `system` (a key of `systems`, empty where a row is held back) and `is_north_first`
            of each row, as `JudgedPairs.rows` has them.
        systems: the systems used.
        table_format: of the raw table; it tells which way rings should run.
    """
    shapes = _place(read.shapes, judged, systems, POSITION_DECIMALS)
    type_id = shapely.get_type_id(shapes)
    single = (type_id == MULTI_POINT) & (shapely.get_num_geometries(shapes) == 1)
    shapes[single] = shapely.get_geometry(shapes[single], 0)
    problems = [*_unpack_collections(shapes, np.flatnonzero(type_id == COLLECTION))]
    extended = np.flatnonzero((type_id > POINT) & (type_id != MULTI_POINT))
    invalid = extended[~shapely.is_valid(shapes[extended])]
    exact = _place(read.shapes[invalid], judged.iloc[invalid], systems, None)
    problems += _mend(shapes, invalid, keep_main_parts(exact))
    problems += _drop_collapsed(shapes, np.setdiff1d(extended, invalid, assume_unique=True))
    problems += _tell_closed(shapes, np.flatnonzero(read.is_closed))
    fine = np.setdiff1d(extended, invalid, assume_unique=True)
    is_turned = judged["is_north_first"].to_numpy(dtype=bool)
    problems += _orient(shapes, extended, fine[~is_turned[fine]], table_format)
    return ConformedShapes(
        shapes,
        _name_roles(shapes, judged.index),
        tuple(problem for problem in problems if len(problem.rows)),
    )


def place_none(count: int, index: pd.Index) -> ConformedShapes:
    """Return the shapes of so many rows of a table that has no geometry."""
    nothing = np.broadcast_to(np.array(None, object), count)
    return ConformedShapes(nothing, _name_roles(nothing, index), ())


def _name_roles(shapes: Shapes, index: pd.Index) -> pd.Series:
    names = sorted(set(ROLES.values()))
    codes = np.full(COLLECTION + 2, -1, dtype=np.int8)  # the last for what has no type
    for type_id, role in ROLES.items():
        codes[type_id] = names.index(role)
    roles = pd.Categorical.from_codes(codes[shapely.get_type_id(shapes)], pd.Index(names))
    return pd.Series(roles, index=index)


def _place(
    shapes: Shapes,
    judged: pd.DataFrame,
    systems: Mapping[str, ReferenceSystem],
    decimals: int | None,
) -> Shapes:
    """Project shapes, each from its own system; None where the row is held back."""
    placed = np.full(len(shapes), None, dtype=object)
    turned = judged["is_north_first"].to_numpy(dtype=bool)
    for code, system in systems.items():
        is_system = (judged["system"] == code).to_numpy()
        for is_north_first in (False, True):
            rows = is_system & (turned == is_north_first)
            if rows.any():
                placed[rows] = project_shapes(
                    shapes[rows], system, decimals=decimals, is_north_first=is_north_first
                )
    return placed


def _unpack_collections(shapes: Shapes, rows: npt.NDArray[np.intp]) -> list[OutlineProblem]:
    """Take the area out of collections; what stood beside it is left out, and told."""
    before = shapes[rows]
    shapes[rows] = keep_main_parts(before)
    counted = [_count_parts(each) for each in (before, shapes[rows])]
    mixed = rows[counted[0] != counted[1]]
    return [_describe_mending(shapes[mixed], shapes[mixed], mixed, ["outline_mixed"] * len(mixed))]


def _count_parts(shapes: Shapes) -> npt.NDArray[np.intp]:
    parts, index = shapely.get_parts(shapes, return_index=True)
    _, inner_index = shapely.get_parts(parts, return_index=True)
    return np.bincount(index[inner_index], minlength=len(shapes))


def _mend(shapes: Shapes, rows: npt.NDArray[np.intp], exact: Shapes) -> list[OutlineProblem]:
    """Mend the shapes that are not valid once rounded.

    One that was valid before rounding has nothing wrong with it: it is only rounded with more care.
    """
    is_fine = shapely.is_valid(exact)
    shapes[rows[is_fine]] = round_safely(exact[is_fine], POSITION_DECIMALS)
    broken, before = rows[~is_fine], exact[~is_fine]
    mended = mend_shapes(before, POSITION_DECIMALS)
    is_lost = shapely.is_empty(mended.shapes) | has_lost_extent(mended.shapes)
    kept = ~is_lost
    shapes[broken[is_lost]] = None
    shapes[broken[kept]] = mended.shapes[kept]
    reasons = [_name_reason(reason) for reason in mended.reason[kept]]
    return [
        _describe_collapse(broken[is_lost], before[is_lost]),
        _describe_mending(before[kept], mended.shapes[kept], broken[kept], reasons),
    ]


def _drop_collapsed(shapes: Shapes, rows: npt.NDArray[np.intp]) -> list[OutlineProblem]:
    """Take away valid shapes that are too thin to be anything."""
    lost = rows[has_lost_extent(shapes[rows])]
    collapse = _describe_collapse(lost, shapes[lost])
    shapes[lost] = None
    return [collapse]


def _name_reason(reason: str) -> str:
    code = f"outline_{reason.casefold().replace(' ', '_').replace('-', '_')}"
    return code if has_position_text(code) else "outline_invalid"


def _describe_collapse(rows: npt.NDArray[np.intp], shapes: Shapes) -> OutlineProblem:
    is_line = np.isin(shapely.get_type_id(shapes), (LINE, 2, MULTI_LINE))
    codes = np.where(is_line, "collapsed_length", "collapsed_area").tolist()
    details = tuple({"what": write_position_text(code)} for code in codes)
    return OutlineProblem("geometry_collapsed", rows, details)


def _describe_mending(
    before: Shapes, after: Shapes, rows: npt.NDArray[np.intp], reasons: list[str]
) -> OutlineProblem:
    areas = zip(reasons, area_m2(before), area_m2(after), strict=True)
    details = tuple(
        {
            "what": write_position_text(reason),
            "area": _compare_areas(_write_area(before_m2), _write_area(after_m2)),
        }
        for reason, before_m2, after_m2 in areas
    )
    return OutlineProblem("geometry_mended", rows, details)


def _compare_areas(before_m2: str, after_m2: str) -> dict[str, str]:
    code = "area_same" if before_m2 == after_m2 else "area_changed"
    figures = {"before_m2": write_figure(before_m2), "after_m2": write_figure(after_m2)}
    return write_position_text(code, figures)


def _write_area(area: float) -> str:
    return f"{area:.{0 if area >= _WHOLE_FROM_M2 else 1}f}"


def _tell_closed(shapes: Shapes, rows: npt.NDArray[np.intp]) -> list[OutlineProblem]:
    left = rows[~shapely.is_missing(shapes[rows])]
    closed = ["outline_not_closed"] * len(left)
    return [_describe_mending(shapes[left], shapes[left], left, closed)]


def _orient(
    shapes: Shapes,
    rows: npt.NDArray[np.intp],
    judged: npt.NDArray[np.intp],
    table_format: str,
) -> list[OutlineProblem]:
    """Turn rings the right way, and name those of the rows to judge that ran the wrong way."""
    is_areal = np.isin(shapely.get_type_id(shapes[rows]), (POLYGON, MULTI_POLYGON))
    areal = rows[is_areal]
    shapes[areal], was_reversed = orient_shapes(shapes[areal])
    reversed_rows = np.intersect1d(areal[was_reversed], judged, assume_unique=True)
    has_own_convention = (
        table_format == "geopackage"
        and len(areal) >= _OWN_CONVENTION_FROM
        and 2 * len(reversed_rows) > len(areal)
    )
    if table_format not in _COUNTER_CLOCKWISE_FORMATS or has_own_convention:
        return []
    return [OutlineProblem("geometry_ring_reversed", reversed_rows)]
