"""Position accuracy: what was stated, what the notation leaves, what the operation adds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from heritage_gis.geo.geometry import POINT
from heritage_gis.geo.notation import (
    add_accuracies_m,
    find_resolution,
    notation_accuracy_m,
    plane_accuracy_m,
    round_up_m,
)
from heritage_gis.geo.number_columns import read_numbers
from heritage_gis.geo.packed_degrees import PACKED, unpack_resolution
from heritage_gis.model.columns import cut_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from heritage_gis.conform.position_judging import JudgedPairs
    from heritage_gis.geo.crs import Floats, ReferenceSystem
    from heritage_gis.geo.geometry import Shapes

NETWORK_M = 5.0  # SK-42 in numbers (facts 1.3)
_ROUND_M = (10.0, 100.0, 1000.0)
_ROWS_AT_ONCE = 100_000
_FEWEST_ROUND = 3  # rows; that three numbers end in zero by chance happens once in a thousand
_KILOMETRES = r"\s*(?:км|km)\.?$"
_AROUND = r"^(?:[±~≈<≤\s]|\+/?-|около|ок\.?|до|шамамен|up to)+"


def read_stated_accuracy(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Read the accuracy column: «±5 м», «ок. 30», «0,5 км».

    Returns:
        `text` of the cell, `metres` (NaN where nothing is stated), and `is_unread` where the cell
        says something else.
    """
    if "accuracy_m" not in columns:
        nothing = {"text": "", "metres": np.nan, "is_unread": False}
        return pd.DataFrame(nothing, index=frame.index)
    heading = columns["accuracy_m"]
    texts = frame[heading].astype("str").str.strip().str.casefold()
    is_km = texts.str.contains(_KILOMETRES).fillna(value=False).to_numpy(dtype=bool)
    if re.search(r"(?:\b|_)(?:км|km)\b", heading.casefold()):
        is_km[:] = True
    numbers = read_numbers(
        texts.str.replace(_AROUND, "", regex=True).str.replace(_KILOMETRES, "", regex=True)
    )
    metres = numbers["value"].where(numbers["value"] > 0) * np.where(is_km, 1000, 1)
    is_said = texts.notna() & ~texts.isin({"", "-", "—", "–", "?", "нет", "н/д", "жоқ"})
    is_unread = is_said & ~(numbers["is_number"] & (numbers["value"] > 0))
    return pd.DataFrame({"text": frame[heading], "metres": metres, "is_unread": is_unread})


def find_accuracy(
    stated_m: pd.Series, pairs: pd.DataFrame, shapes: Shapes, judged: JudgedPairs
) -> pd.Series:
    """Find how well each position is known, in metres; NaN where nothing tells.

    The larger of what was stated and what the notation leaves, joined with the accuracy of the
    operation to WGS 84 (4.5 m for EPSG:15865) and with how far a reading lies that could not be
    excluded (73 m of SK-42 from QazTRF-23), as independent errors, the root of the sum of squares.
    Plane SK-42 is no better than the 5 m of its network unless the survey says so (facts 1.3). The
    notation of geometry is that of its point, and tells nothing of an outline.

    Args:
        stated_m: what `read_stated_accuracy` found.
        pairs: `first`, `second`, `first_resolution`, `second_resolution`; resolutions NaN for
            geometry.
        shapes: geometry in the coordinates of its file, None where the row has none.
        judged: the systems of the pairs.
    """
    rounding = [_find_rounding(pairs[name]) for name in ("first", "second")]
    parts = [
        _find_some(stated_m.iloc[rows], pairs.iloc[rows], shapes[rows], judged.take(rows), rounding)
        for rows in cut_rows(len(pairs), _ROWS_AT_ONCE)
    ]
    return pd.Series(np.concatenate(parts), index=pairs.index)


def _find_some(
    stated_m: pd.Series,
    pairs: pd.DataFrame,
    shapes: Shapes,
    judged: JudgedPairs,
    rounding: list[float],
) -> Floats:
    first, second = _find_resolutions(pairs, shapes)
    is_north_first = judged.rows["is_north_first"].to_numpy(dtype=bool)
    is_packed = (judged.rows["notation"] == PACKED).to_numpy(dtype=bool)
    first, second = (np.where(is_packed, unpack_resolution(each), each) for each in (first, second))
    lat_resolution = np.where(is_north_first, first, second)
    lon_resolution = np.where(is_north_first, second, first)
    lat = judged.rows["lat"].to_numpy(dtype=float)
    notation_m = np.where(
        _tell_by_system(judged, lambda system: system.is_geographic) > 0,
        notation_accuracy_m(lat, lat_resolution, lon_resolution),
        plane_accuracy_m(np.fmax(first, rounding[0]), np.fmax(second, rounding[1])),
    )
    said_m = stated_m.to_numpy(dtype=float)
    is_network = _tell_by_system(judged, _is_plane_sk42) > 0
    network_m = np.where(is_network & np.isnan(said_m), NETWORK_M, np.nan)
    known_m = np.fmax(np.fmax(said_m, notation_m), network_m)
    moved_m = _tell_by_system(judged, lambda system: system.operation_accuracy_m)
    added_m = np.hypot(moved_m, judged.rows["doubt_m"].to_numpy(dtype=float))
    joined_m = add_accuracies_m(np.nan_to_num(known_m), added_m)
    return np.where(added_m > 0, joined_m, round_up_m(known_m))


def _tell_by_system(judged: JudgedPairs, tell: Callable[[ReferenceSystem], float]) -> Floats:
    """Tell a figure of the system of each row; 0 where it has none."""
    codes = judged.rows["system"].cat
    known = {code: float(tell(system)) for code, system in judged.systems.items()}
    figures: Floats = np.array([*(known.get(code, 0.0) for code in codes.categories), 0.0])
    return figures[codes.codes]


def _find_rounding(values: pd.Series) -> float:
    """Find to how many metres a whole table rounds its figures: ten, a hundred or a thousand.

    Returns:
        NaN where it does not.
    """
    numbers = values.to_numpy(dtype=float)
    count = int(np.isfinite(numbers).sum())
    if count < _FEWEST_ROUND:
        return np.nan
    with np.errstate(invalid="ignore"):
        steps = [step for step in _ROUND_M if int((numbers % step == 0).sum()) == count]
    return max(steps, default=np.nan)


def _is_plane_sk42(system: ReferenceSystem) -> bool:
    return system.datum == "pulkovo1942" and not system.is_geographic


def _find_resolutions(pairs: pd.DataFrame, shapes: Shapes) -> tuple[Floats, Floats]:
    first = pairs["first_resolution"].to_numpy(dtype=float).copy()
    second = pairs["second_resolution"].to_numpy(dtype=float).copy()
    points = shapely.get_type_id(shapes) == POINT
    finer = np.fmin(
        *(
            find_resolution(pairs[name].to_numpy(dtype=float)[points])
            for name in ("first", "second")
        )
    )
    written = np.where(finer > 0, finer, np.nan)
    first[points], second[points] = written, written
    return first, second
