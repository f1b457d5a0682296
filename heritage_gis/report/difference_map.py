"""The maps of a difference: all rows over the districts, and each move close by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from heritage_gis.model.difference import CHANGED, GONE, HELD, NEW, UNCHANGED
from heritage_gis.report.land import draw_land
from heritage_gis.report.view import EDGE, METRES_PER_DEGREE, choose_view

if TYPE_CHECKING:
    from heritage_gis.places.districts import Districts
    from heritage_gis.report.land import Land
    from heritage_gis.report.view import View

MOST_LINES = 2_000  # moves that are drawn as lines; of more nobody sees one
NEAR_SIZE = 150  # units of the drawing of one move, on each side
NEAR_MARGIN = 26  # units around what it must show
SCALES_M = tuple(n * 10**power for power in range(7) for n in (1, 2, 5))
SCALE_SHARE = 0.42  # of the width, at most


@dataclass(frozen=True)
class DifferenceMap:
    """A drawing of all rows of two versions that have a place.

    Attributes:
        view: what it shows.
        land: districts, scale and the little map beside it.
        dots: standing -> path of dots.
        ways: path of lines from the former place to the new one.
        former: path of dots where moved rows lay.
        unplaced: how many rows have no place in any version.
    """

    view: View
    land: Land
    dots: dict[str, str]
    ways: str
    former: str
    unplaced: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be drawn."""
        return not any(self.dots.values())


def draw_difference(rows: pd.DataFrame, districts: Districts) -> DifferenceMap:
    """Draw the rows of a difference.

    Args:
        rows: `standing`, `lon`, `lat`, `former_lon`, `former_lat`, `distance_m`.
        districts: the layer in place.
    """
    lon = rows["lon"].fillna(rows["former_lon"]).to_numpy(dtype=float)
    lat = rows["lat"].fillna(rows["former_lat"]).to_numpy(dtype=float)
    here = np.column_stack([lon, lat])
    before = rows[["former_lon", "former_lat"]].to_numpy(dtype=float)
    every = np.concatenate([here, before])
    every = every[np.isfinite(every).all(axis=1)]
    view = choose_view(every, tuple(districts.frame.total_bounds.tolist()))
    is_placed = np.isfinite(here).all(axis=1)
    is_moved = (rows["distance_m"] > 0).to_numpy() & is_placed
    standing = rows["standing"].to_numpy()
    units, former = _place(view, here), _place(view, before)
    return DifferenceMap(
        view=view,
        land=draw_land(districts, view),
        dots={
            name: _draw_dots(units[is_placed & (standing == name)])
            for name in (UNCHANGED, CHANGED, NEW, GONE, HELD)
        },
        ways=_draw_ways(former[is_moved][:MOST_LINES], units[is_moved][:MOST_LINES]),
        former=_draw_dots(former[is_moved]),
        unplaced=int((~is_placed).sum()),
    )


def _place(view: View, degrees: np.ndarray[Any, np.dtype[np.float64]]) -> Any:  # noqa: ANN401 - an array
    """Return whole units; what lies outside the frame is put at its edge."""
    units = view.project(degrees)
    corner = np.array([view.width - EDGE, view.height - EDGE])
    return np.round(np.nan_to_num(np.clip(units, EDGE, corner), nan=-1)).astype("int64")


def _draw_dots(units: Any) -> str:  # noqa: ANN401 - an array
    spots = pd.DataFrame(units, columns=["x", "y"]).drop_duplicates()
    return "".join(f"M{x} {y}h0" for x, y in spots.itertuples(index=False))


def _draw_ways(former: Any, units: Any) -> str:  # noqa: ANN401 - arrays
    ends = np.column_stack([former, units]).tolist()
    return "".join(f"M{x} {y}L{to_x} {to_y}" for x, y, to_x, to_y in ends)


def draw_move(row: dict[str, Any]) -> dict[str, Any]:
    """Draw one move close by, north up: both places, their accuracies, the way, a scale.

    Args:
        row: `lon`, `lat`, `former_lon`, `former_lat` in degrees; `accuracy_m` and
            `former_accuracy_m`, which may be missing.

    Returns:
        `size`; `former`, `now`: x, y and the radius of the accuracy (0 where not told, or wider
        than the drawing); `arrow`: the path of its point; `scale_m`, `scale`: a round length and
        how many units it takes.
    """
    squeeze = np.cos(np.radians((row["lat"] + row["former_lat"]) / 2))
    east = (row["lon"] - row["former_lon"]) * squeeze * METRES_PER_DEGREE
    north = (row["lat"] - row["former_lat"]) * METRES_PER_DEGREE
    span = max(abs(east), abs(north), 1.0)
    per_m = (NEAR_SIZE - 2 * NEAR_MARGIN) / span
    half = NEAR_SIZE / 2
    start = (half - east * per_m / 2, half + north * per_m / 2)
    end = (half + east * per_m / 2, half - north * per_m / 2)
    fits = [metres for metres in SCALES_M if metres * per_m <= SCALE_SHARE * NEAR_SIZE]
    scale_m = fits[-1] if fits else SCALES_M[0]
    return {
        "size": NEAR_SIZE,
        "former": (*_round(start), _draw_radius(row["former_accuracy_m"], per_m)),
        "now": (*_round(end), _draw_radius(row["accuracy_m"], per_m)),
        "arrow": _draw_point(start, end),
        "scale_m": scale_m,
        "scale": round(scale_m * per_m, 1),
    }


def _round(place: tuple[float, float]) -> tuple[float, float]:
    return round(float(place[0]), 1), round(float(place[1]), 1)


def _draw_radius(accuracy_m: float, per_m: float) -> float:
    if accuracy_m != accuracy_m:  # noqa: PLR0124 - not a number
        return 0.0
    radius = round(float(accuracy_m) * per_m, 1)
    return radius if radius < NEAR_SIZE else 0.0


def _draw_point(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Draw the point of an arrow, a little before its end, where the dot is."""
    way = np.array(end) - np.array(start)
    step = way / max(float(np.hypot(*way)), 1e-9)
    side = np.array([-step[1], step[0]])
    tip = np.array(end) - 6 * step
    corners = [tip, tip - 8 * step + 4 * side, tip - 8 * step - 4 * side]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"
