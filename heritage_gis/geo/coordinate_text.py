"""Coordinate text: one cell, in any notation people use, read into latitude and longitude."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from heritage_gis.geo.coordinate_spelling import spell_plainly
from heritage_gis.geo.region import is_in_region

if TYPE_CHECKING:
    from collections.abc import Mapping

Axis = Literal["lat", "lon", ""]
HIGHEST = {"lat": 90.0, "lon": 180.0}
NOTHING = frozenset(
    {"", "-", "–", "—", "?", "нет", "н/д", "б/н", "н.д.", "не опр.", "жоқ", "no", "n/a", "none"}
)


@dataclass(frozen=True)
class AngleReading:
    """One angle in degrees, the degrees its last digit stands for, and the axis it names."""

    degrees: float
    resolution: float
    axis: Axis = ""
    datum: str = ""


@dataclass(frozen=True)
class CoordinateReading:
    """One position in degrees.

    Attributes:
        lat: latitude, south negative.
        lon: longitude, west negative.
        lat_resolution: degrees that the last digit of the latitude stands for.
        lon_resolution: the same for the longitude.
        is_swapped: the text has latitude and longitude in each other's place; they were read
            the other way round.
        datum: what the cell says of its reference system («СК-42»), verbatim, mostly empty.
    """

    lat: float
    lon: float
    lat_resolution: float
    lon_resolution: float
    is_swapped: bool = False
    datum: str = ""


@dataclass(frozen=True)
class PlaneReading:
    """Two plane coordinates in metres as they stand (X first where X and Y are named)."""

    first: float
    second: float
    first_resolution: float
    second_resolution: float
    datum: str = ""


@dataclass(frozen=True)
class CoordinateFault:
    """Why a text is no position: the code of a problem, and what its message asks for."""

    code: str
    details: Mapping[str, object] = field(default_factory=dict)


Position = CoordinateReading | PlaneReading

# Possessive: a number is never cut in two to make a text fit.
_NUM = r"\d++(?:[.,]\d++)?+"
_MARKED = rf"{_NUM}\s*°(?:\s*{_NUM}\s*(?:'|(?=[\sNSEW;,]|$))(?:\s*{_NUM}\s*[\"']?)?)?"
_COLONS = rf"{_NUM}:{_NUM}(?::{_NUM})?"
_BARE = tuple(r"\s+".join([_NUM] * count) for count in (1, 2, 3))
_SHAPES = (_MARKED, _COLONS, *_BARE)
_ANY = f"(?:{'|'.join((_MARKED, _COLONS, *reversed(_BARE)))})"
_AXIS = r"(?:[AOXY]\s*[:=]?\s*)?"
_BEFORE = r"[NSEW]\s*[:=]?\s*"
_AFTER = r"\s*[NSEW]"
_SIGN = r"(?:(?<![\d°'\"])[+-])?"
_BETWEEN = r"\s*[;,/|]?\s*"


def _compile_pair(before: str, shape: str, after: str) -> re.Pattern[str]:
    angle = f"({_AXIS}{before}{_SIGN}{shape}{after})"
    return re.compile(f"{angle}{_BETWEEN}{angle}")


# Two hemispheres tell where an angle ends; without them both angles must have one shape.
_PAIRS = (
    _compile_pair(_BEFORE, _ANY, ""),
    _compile_pair("", _ANY, _AFTER),
    *(_compile_pair(f"(?:{_BEFORE})?", shape, "") for shape in _SHAPES),
    *(_compile_pair("", shape, f"(?:{_AFTER})?") for shape in _SHAPES),
)
_ANGLE = re.compile(
    rf"(?P<axis>[AOXY])?\s*[:=]?\s*(?P<before>[NSEW])?\s*[:=]?\s*(?P<sign>[+-])?"
    rf"(?P<angle>{_ANY})\s*(?P<after>[NSEW])?"
)
_AXES: dict[str, Axis] = {"N": "lat", "S": "lat", "A": "lat", "E": "lon", "W": "lon", "O": "lon"}
_UNREADABLE = CoordinateFault("coordinate_unreadable")
_SEXAGESIMAL = ("minutes", "seconds")
SIXTY = 60


def read_coordinates(text: str) -> CoordinateReading | PlaneReading | CoordinateFault:
    """Read the one position of a cell.

    Latitude and longitude are told apart by their letters, else by the ranges of the two
    regions, else latitude is taken to come first. Numbers too large for degrees are returned as
    plane coordinates. Nothing in the text is ignored: an unknown word makes it unreadable.

    Returns:
        The position, or the fault: `coordinate_unreadable`, `coordinate_out_of_range` (details
        part, found, low, high), `coordinate_half_missing`, `coordinate_several` (count).
    """
    positions = read_coordinate_list(text)
    if len(positions) == 1:
        return positions[0]
    faults = [position for position in positions if isinstance(position, CoordinateFault)]
    return faults[0] if faults else CoordinateFault("coordinate_several", {"count": len(positions)})


def read_coordinate_list(text: str) -> tuple[Position | CoordinateFault, ...]:
    """Read all positions of a cell that gives one for each mound: `1) … 2) …`, lines, or `;`."""
    alone = _read_pair(text)
    if alone != _UNREADABLE and alone.__class__ is not CoordinateFault:
        return (alone,)
    for pieces in _cut_pieces(text):
        positions = tuple(_read_pair(piece) for piece in pieces)
        if len(positions) > 1 and any(not _is_no_pair(position) for position in positions):
            return positions
    return (alone,)


def read_angle(text: str, axis: Axis) -> AngleReading | CoordinateFault:
    """Read a cell that holds one latitude or one longitude.

    Args:
        text: the cell.
        axis: what the heading says it is; letters in the cell outweigh it, so the axis of the
            reading may differ: then the two columns are swapped.
    """
    plain = spell_plainly(text)
    found = _ANGLE.fullmatch(plain.text)
    if found is None:
        return _UNREADABLE
    reading = _read_one(found)
    if isinstance(reading, CoordinateFault):
        return reading
    named = replace(reading, axis=reading.axis or axis, datum=plain.datum)
    return _find_excess(named) or named


def make_latitude_fault(degrees: float) -> CoordinateFault:
    """Say that a latitude lies beyond the poles."""
    found = f"{degrees:.10g}"
    return _make_range_fault("degrees_lat", found, -int(HIGHEST["lat"]), int(HIGHEST["lat"]))


def _is_no_pair(position: Position | CoordinateFault) -> bool:
    return isinstance(position, CoordinateFault) and position.code in {
        "coordinate_unreadable",
        "coordinate_half_missing",
    }


def _cut_pieces(text: str) -> tuple[list[str], ...]:
    narrow = re.sub(r"[^\S\n]+", " ", text)
    numbered = re.split(r"(?:^|(?<=[\s;,]))№? ?\d{1,3} ?\)", narrow)
    by_line = [piece for part in numbered for piece in part.splitlines()]
    by_mark = [piece for part in by_line for piece in part.split(";")]
    return tuple(
        [piece for piece in pieces if piece.strip(" \t;,.")]
        for pieces in (numbered, by_line, by_mark)
    )


def _read_pair(text: str) -> Position | CoordinateFault:
    """Read two angles; a letter between them belongs to the one that it fits: «48° N 75°»."""
    plain = spell_plainly(text)
    matches = (pattern.fullmatch(plain.text) for pattern in _PAIRS)
    readings = [_join_angles(found[1], found[2], plain.datum) for found in matches if found]
    straight = (each for each in readings if not getattr(each, "is_swapped", False))
    if readings:
        is_swapped = getattr(readings[0], "is_swapped", False)
        return next(straight, readings[0]) if is_swapped else readings[0]
    alone = _ANGLE.fullmatch(plain.text)
    if alone is not None and _read_one(alone) != _UNREADABLE:
        return CoordinateFault("coordinate_half_missing")
    return _UNREADABLE


def _join_angles(first_text: str, second_text: str, datum: str) -> Position | CoordinateFault:
    found = [_ANGLE.fullmatch(part.strip()) for part in (first_text, second_text)]
    if found[0] is None or found[1] is None:
        return _UNREADABLE
    first, second = _read_one(found[0]), _read_one(found[1])
    if isinstance(first, CoordinateFault):
        return first
    if isinstance(second, CoordinateFault):
        return second
    if not (first.axis or second.axis) and _is_plane(first, second):
        return _make_plane(first, second, found[0]["axis"], datum)
    if first.axis and first.axis == second.axis:
        return _UNREADABLE
    return _settle_axes(first, second, datum)


def _is_plane(first: AngleReading, second: AngleReading) -> bool:
    return min(abs(first.degrees), abs(second.degrees)) > HIGHEST["lon"]


def _make_plane(
    first: AngleReading, second: AngleReading, first_axis: str | None, datum: str
) -> PlaneReading:
    if first_axis == "Y":
        first, second = second, first
    return PlaneReading(first.degrees, second.degrees, first.resolution, second.resolution, datum)


def _settle_axes(
    first: AngleReading, second: AngleReading, datum: str
) -> CoordinateReading | CoordinateFault:
    """Tell latitude from longitude; a swap is certain where only the swapped pair is inside."""
    is_lon_first = first.axis == "lon" or second.axis == "lat"
    lat, lon = (second, first) if is_lon_first else (first, second)
    is_inside = bool(is_in_region(lon.degrees, lat.degrees))
    is_swapped = not is_inside and bool(is_in_region(lat.degrees, lon.degrees))
    if is_swapped:
        lat, lon = lon, lat
    excess = _find_excess(replace(lat, axis="lat")) or _find_excess(replace(lon, axis="lon"))
    if excess is not None:
        return excess
    return CoordinateReading(
        lat.degrees, lon.degrees, lat.resolution, lon.resolution, is_swapped, datum
    )


def _find_excess(angle: AngleReading) -> CoordinateFault | None:
    highest = HIGHEST[angle.axis or "lon"]
    if abs(angle.degrees) <= highest:
        return None
    part = f"degrees_{angle.axis or 'lon'}"
    return _make_range_fault(part, f"{angle.degrees:.10g}", -int(highest), int(highest))


def _make_range_fault(part: str, found: str, low: int, high: int) -> CoordinateFault:
    details = {"part": part, "found": found, "low": low, "high": high}
    return CoordinateFault("coordinate_out_of_range", details)


def _read_one(found: re.Match[str]) -> AngleReading | CoordinateFault:
    """Turn one matched angle into degrees."""
    before, after, sign = found["before"], found["after"], found["sign"]
    hemisphere = before or after or ""
    axes = {_AXES[name] for name in (before, after, found["axis"]) if name in _AXES}
    if len(axes) > 1 or (before and after) or (sign and hemisphere):
        return _UNREADABLE
    parts = [part.replace(",", ".") for part in re.findall(_NUM, found["angle"])]
    if any("." in part for part in parts[:-1]):
        return _UNREADABLE
    for name, part in zip(_SEXAGESIMAL, parts[1:], strict=False):
        if float(part) >= SIXTY:
            return _make_range_fault(name, part, 0, 59)
    size = sum(float(part) / SIXTY**place for place, part in enumerate(parts))
    decimals = len(parts[-1].partition(".")[2])
    resolution = float(f"1e-{decimals}") / SIXTY ** (len(parts) - 1)
    is_negative = sign == "-" or hemisphere in {"S", "W"}
    return AngleReading(-size if is_negative else size, resolution, axes.pop() if axes else "")
