"""The map of a report: every row where it lies, and its problems, as paths of one drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.model.columns import cut_rows, join_packed, unpack_columns
from heritage_gis.model.problem import ROW_PLACE
from heritage_gis.report.view import EDGE, View, choose_view

if TYPE_CHECKING:
    import numpy.typing as npt

    from heritage_gis.places.districts import Districts
    from heritage_gis.report.causes import Cause
    from heritage_gis.report.land import Land

POINTS_AT_ONCE = 100_000
MOST_SINGLE = 400  # marks that each say their row; more are one path for each cause
MOST_MARKS = 30_000  # at a unit each; where there are more, they are drawn two units apart
COARSER = 2
CROSS, TRIANGLE = 4, 5  # units from the middle to the end
NO_CAUSE = -1
KEYS = ("standing", "cause")  # by which marks are put together


@dataclass(frozen=True)
class Mark:
    """Rows with a problem, drawn: they lead to what is told of it.

    Attributes:
        cause: its place among the causes.
        standing: `held` or `warned`.
        path: crosses for rows held back, triangles for the others; arrows at the edge.
        rows: which rows, where they are few.
    """

    cause: int
    standing: str
    path: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class RowMap:
    """A drawing of all rows that have a place.

    Attributes:
        view: what it shows.
        land: districts, scale and the little map beside it.
        fine: a dot for each accepted row without a warning, as one path.
        marks: rows with a problem, those held back last, so that they lie on top.
        halos: cause -> a dot on each of its rows, shown when a person asks where they are.
        counts: rows drawn, by standing (`fine`, `warned`, `held`), and those at the edge
            (`beyond`).
    """

    view: View
    land: Land
    fine: str
    marks: tuple[Mark, ...]
    halos: dict[int, str]
    counts: dict[str, int]


def draw_rows(points: pd.DataFrame, causes: list[Cause], districts: Districts) -> RowMap:
    """Draw the rows of a survey.

    Args:
        points: ROW_PLACE, `lon`, `lat`, `is_held`, as `Report.points` has them.
        causes: of its problems; a row is drawn with the first that it has.
        districts: the layer in place.
    """
    from heritage_gis.report.land import draw_land

    view = choose_view(
        points[["lon", "lat"]].to_numpy(dtype=float), tuple(districts.frame.total_bounds.tolist())
    )
    placed = _place_marks(points, view)
    rows = _list_rows(causes)
    is_told = _find_told(placed, rows) | placed["is_held"].to_numpy()
    fine, marked = placed[~is_told], unpack_columns(placed[is_told])
    graver = rows.drop_duplicates([*ROW_PLACE]) if len(rows) else rows
    told = marked.merge(graver, how="left", on=[*ROW_PLACE])
    told["cause"] = told["cause"].fillna(NO_CAUSE).astype("int64")
    told["standing"] = np.where(told["is_held"], "held", "warned")
    return RowMap(
        view=view,
        land=draw_land(districts, view),
        fine=_draw_dots(fine),
        marks=_draw_marks(told[told["cause"] != NO_CAUSE]),
        halos=_draw_halos(marked, rows),
        counts=_count_rows(fine, told),
    )


def _find_told(placed: pd.DataFrame, rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Find the points of rows that a cause names, sheet by sheet: there may be a million."""
    is_told = np.zeros(len(placed), dtype=bool)
    numbers = placed["source_row"].to_numpy()
    for (file, layer), group in rows.groupby([*ROW_PLACE[:2]]):
        is_here = (placed["source_file"] == file) & (placed["source_layer"] == layer)
        is_told |= is_here.to_numpy() & np.isin(numbers, group["source_row"].to_numpy())
    return is_told


def _place_marks(points: pd.DataFrame, view: View) -> pd.DataFrame:
    """Add `x` and `y` in whole units; `turn` is the way out for rows beyond the frame."""
    parts = [_place_some(points.iloc[some], view) for some in cut_rows(len(points), POINTS_AT_ONCE)]
    placed = join_packed(parts)
    if len(placed[["x", "y"]].drop_duplicates()) > MOST_MARKS:
        placed[["x", "y"]] = placed[["x", "y"]] // COARSER * COARSER
    return placed


def _place_some(points: pd.DataFrame, view: View) -> pd.DataFrame:
    units = view.project(points[["lon", "lat"]].to_numpy(dtype=float))
    corner = np.array([view.width - EDGE, view.height - EDGE])
    inside = np.clip(units, EDGE, corner)
    is_out = (units < 0) | (units > np.array([view.width, view.height]))
    is_beyond = is_out[:, 0] | is_out[:, 1]
    away = units - inside
    turn = np.where(is_beyond, np.arctan2(away[:, 1], away[:, 0]), np.nan)
    whole = np.round(np.where(is_beyond[:, None], inside, units)).astype("int16")
    layer = points["source_layer"].astype("str").fillna("").astype("category")
    placed = points.drop(columns=["lon", "lat"]).assign(source_layer=layer)
    return placed.assign(x=whole[:, 0], y=whole[:, 1], turn=turn)


def _list_rows(causes: list[Cause]) -> pd.DataFrame:
    """List the rows of each cause that holds them back or warns, the gravest first."""
    lists = [
        pd.DataFrame({"source_row": cause.rows}, dtype="int64").assign(
            source_file=cause.file, source_layer=cause.layer, cause=number
        )
        for number, cause in enumerate(causes)
        if cause.severity != "note"
    ]
    columns = [*ROW_PLACE, "cause"]
    empty = pd.DataFrame({"source_file": [], "source_layer": [], "source_row": [], "cause": []})
    empty = empty.astype(dict(zip(columns, ("str", "str", "int64", "int64"), strict=True)))
    return pd.concat([empty, *lists], ignore_index=True)[columns]


def _draw_dots(rows: pd.DataFrame) -> str:
    """Draw a dot, a line of no length with a round end, on each spot once."""
    spots = rows[["x", "y"]].drop_duplicates().sort_values(["y", "x"])
    return "".join(f"M{x} {y}h0" for x, y in spots.itertuples(index=False))


def _draw_marks(rows: pd.DataFrame) -> tuple[Mark, ...]:
    spots = rows.sort_values(["standing", "cause", "y", "x", "source_row"], ascending=False)
    distinct = spots.drop_duplicates(["x", "y", "standing", "cause"])
    is_single = len(distinct) <= MOST_SINGLE
    marks = []
    for _, group in spots.groupby([*KEYS, "x", "y"] if is_single else [*KEYS], sort=False):
        shapes = group.drop_duplicates(["x", "y"])[["x", "y", "standing", "turn"]]
        path = "".join(_draw_mark(*shape) for shape in shapes.itertuples(index=False))
        rows_here = tuple(sorted(set(group["source_row"]))) if is_single else ()
        first = group.iloc[0]
        marks.append(Mark(int(first["cause"]), str(first["standing"]), path, rows_here))
    return tuple(marks)


def _draw_mark(x: int, y: int, standing: str, turn: float) -> str:
    if not np.isnan(turn):
        return _draw_arrow(x, y, turn)
    if standing == "held":
        arm = 2 * CROSS
        return f"M{x - CROSS} {y - CROSS}l{arm} {arm}m0-{arm}l-{arm} {arm}"
    return f"M{x} {y - TRIANGLE}l{TRIANGLE} {2 * TRIANGLE - 1}h-{2 * TRIANGLE}z"


def _draw_arrow(x: int, y: int, turn: float) -> str:
    """Draw a head of an arrow that points out of the frame."""
    corners = [
        (x + round(length * np.cos(turn + bend)), y + round(length * np.sin(turn + bend)))
        for length, bend in ((EDGE - 1, 0.0), (EDGE - 1, 2.4), (EDGE - 1, -2.4))
    ]
    return "M" + "L".join(f"{int(east)} {int(south)}" for east, south in corners) + "z"


def _draw_halos(placed: pd.DataFrame, rows: pd.DataFrame) -> dict[int, str]:
    found = placed[[*ROW_PLACE, "x", "y"]].merge(rows, on=[*ROW_PLACE])
    return {int(str(cause)): _draw_dots(group) for cause, group in found.groupby("cause")}


def _count_rows(fine: pd.DataFrame, told: pd.DataFrame) -> dict[str, int]:
    """Count rows, not points: a row may have several."""
    counts = told.drop_duplicates([*ROW_PLACE])["standing"].value_counts()
    beyond = [each[each["turn"].notna()].drop_duplicates([*ROW_PLACE]) for each in (fine, told)]
    return {
        "fine": len(fine[[*ROW_PLACE]].drop_duplicates()),
        "warned": int(counts.get("warned", 0)),
        "held": int(counts.get("held", 0)),
        "beyond": sum(map(len, beyond)),
    }
