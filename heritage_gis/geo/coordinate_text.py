"""Coordinate text: one cell, in any notation people use, read into latitude and longitude."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heritage_gis.geo.angle_text import (
    ANGLE,
    ANY_SHAPE,
    HIGHEST,
    SHAPES,
    SHORTEST_NORTHING,
    SIXTY,
    UNREADABLE,
    AngleReading,
    Axis,
    CoordinateFault,
    WrittenAngle,
    find_excess,
    make_latitude_fault,
    read_written,
    unpack,
)
from heritage_gis.geo.coordinate_spelling import spell_plainly
from heritage_gis.geo.digit_lookalikes import find_lookalikes
from heritage_gis.geo.grid_references import is_in_band, read_mgrs
from heritage_gis.geo.region import NORTHING_RANGE_M, is_place_in_region

if TYPE_CHECKING:
    from heritage_gis.geo.coordinate_spelling import PlainText
    from heritage_gis.geo.coordinate_surroundings import Surroundings

__all__ = [
    "HIGHEST",
    "NOTHING",
    "SIXTY",
    "AngleReading",
    "Axis",
    "CoordinateFault",
    "CoordinateReading",
    "PlaneReading",
    "Position",
    "make_latitude_fault",
    "read_angle",
    "read_coordinate_list",
    "read_coordinates",
]

NOTHING = frozenset(
    {"", "-", "–", "—", "?", "нет", "н/д", "б/н", "н.д.", "не опр.", "жоқ", "no", "n/a", "none"}
)
LONGEST_POSITION, LONGEST_CELL, MOST_POSITIONS = 1_000, 20_000, 500


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
        elevation_m: height above the sea that the cell gives besides.
        accuracy_m: what the cell says of its accuracy.
        doubts: codes of problems (warnings) that go with the position.
    """

    lat: float
    lon: float
    lat_resolution: float
    lon_resolution: float
    is_swapped: bool = False
    datum: str = ""
    elevation_m: float | None = None
    accuracy_m: float | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaneReading:
    """Two plane coordinates in metres as they stand (X or northing first where they are named).

    The rest is as in CoordinateReading.
    """

    first: float
    second: float
    first_resolution: float
    second_resolution: float
    datum: str = ""
    elevation_m: float | None = None
    accuracy_m: float | None = None
    doubts: tuple[str, ...] = ()


Position = CoordinateReading | PlaneReading

_AXIS = r"(?:[AOXY]\s*[:=]?\s*)?"
_BEFORE = r"[NSEW]\s*[:=]?\s*"
_AFTER = r"\s*[NSEW]"
_SIGN = r"(?:(?<![\d°'\"])[+-])?"
_BETWEEN = r"\s*[;,/|&]?\s*"


def _compile_pair(before: str, shape: str, after: str) -> re.Pattern[str]:
    angle = f"({_AXIS}{before}{_SIGN}{shape}{after})"
    return re.compile(f"{angle}{_BETWEEN}{angle}")


# Two hemispheres tell where an angle ends; without them both angles must have one shape.
_PAIRS = (
    _compile_pair(_BEFORE, ANY_SHAPE, ""),
    _compile_pair("", ANY_SHAPE, _AFTER),
    *(_compile_pair(f"(?:{_BEFORE})?", shape, "") for shape in SHAPES),
    *(_compile_pair("", shape, f"(?:{_AFTER})?") for shape in SHAPES),
)
_UTM_BAND = re.compile(
    r"(?<![^\W_])utm\W*(?:\w+\s)?\s*\d{1,2}\s?([c-hj-np-x])(?!\w)", re.IGNORECASE
)


def read_coordinates(text: str) -> CoordinateReading | PlaneReading | CoordinateFault:
    """Read the one position of a cell.

    Latitude and longitude are told apart by their letters, else by the ranges of the two
    regions, else latitude is taken to come first. Numbers too large for degrees are returned as
    plane coordinates. Nothing in the text is ignored: an unknown word makes it unreadable.

    Returns:
        The position, or the fault: `coordinate_unreadable`, `coordinate_lookalike` (found),
        `coordinate_out_of_range` (part, found, low, high), `coordinate_digits_lost` (hint),
        `coordinate_half_missing`, `coordinate_several` (count).
    """
    positions = read_coordinate_list(text)
    if len(positions) == 1:
        return positions[0]
    faults = [position for position in positions if isinstance(position, CoordinateFault)]
    return faults[0] if faults else CoordinateFault("coordinate_several", {"count": len(positions)})


def read_coordinate_list(text: str) -> tuple[Position | CoordinateFault, ...]:
    """Read all positions of a cell that gives one for each mound: `1) … 2) …`, lines, or `;`."""
    if len(text) > LONGEST_CELL:
        return (UNREADABLE,)
    alone = _read_pair(text)
    if not isinstance(alone, CoordinateFault):
        return (alone,)
    for pieces in _cut_pieces(text):
        if not 1 < len(pieces) <= MOST_POSITIONS:
            continue
        positions = tuple(_read_pair(piece) for piece in pieces)
        if any(not _is_no_pair(position) for position in positions):
            return positions
    return (find_lookalikes(text, lambda mended: _is_here(_read_pair(mended))) or alone,)


def read_angle(text: str, axis: Axis) -> AngleReading | CoordinateFault:
    """Read a cell that holds one latitude or one longitude.

    Args:
        text: the cell.
        axis: what the heading says it is; letters in the cell outweigh it, so the axis of the
            reading may differ: then the two columns are swapped.
    """
    if len(text) > LONGEST_POSITION:
        return UNREADABLE
    reading = _read_single(text, axis)
    if reading != UNREADABLE:
        return reading
    return find_lookalikes(text, lambda mended: _is_angle(_read_single(mended, axis))) or UNREADABLE


def _is_here(position: Position | CoordinateFault) -> bool:
    """Tell whether a position is worth suggesting."""
    if isinstance(position, CoordinateReading):
        return is_place_in_region(position.lon, position.lat)
    return isinstance(position, PlaneReading)


def _is_angle(reading: AngleReading | CoordinateFault) -> bool:
    return isinstance(reading, AngleReading)


def _read_single(text: str, axis: Axis) -> AngleReading | CoordinateFault:
    plain = spell_plainly(text)
    found = ANGLE.fullmatch(plain.text)
    if found is None:
        return UNREADABLE
    written = read_written(found)
    if not isinstance(written, CoordinateFault):
        written = unpack(written)
    if isinstance(written, CoordinateFault):
        return written
    reading = written.to_reading()
    named = replace(reading, axis=reading.axis or axis, datum=plain.datum)
    return find_excess(named) or named


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
    if len(text) > LONGEST_POSITION:
        return UNREADABLE
    plain = spell_plainly(text)
    swapped: CoordinateReading | None = None
    for pattern in _PAIRS:
        found = pattern.fullmatch(plain.text)
        reading = _join_angles(found, plain.around) if found else None
        if isinstance(reading, CoordinateReading) and reading.is_swapped:
            swapped = swapped or reading  # unless another pattern reads it straight
        elif reading is not None:
            return reading
    if swapped is not None:
        return swapped
    return _read_grid(plain) or _read_half(plain)


def _read_half(plain: PlainText) -> CoordinateFault:
    alone = ANGLE.fullmatch(plain.text)
    if alone is not None and read_written(alone) != UNREADABLE:
        return CoordinateFault("coordinate_half_missing")
    return UNREADABLE


def _read_grid(plain: PlainText) -> PlaneReading | None:
    found = read_mgrs(plain.around.rest)
    if found is None:
        return None
    around = plain.around
    return PlaneReading(
        found.northing_m,
        found.easting_m,
        found.cell_m,
        found.cell_m,
        ", ".join(filter(None, [around.datum, f"UTM {found.zone}{found.band}"])),
        around.elevation_m,
        around.accuracy_m,
        around.doubts,
    )


def _join_angles(pair: re.Match[str], around: Surroundings) -> Position | CoordinateFault:
    found = [ANGLE.fullmatch(part.strip()) for part in (pair[1], pair[2])]
    if found[0] is None or found[1] is None:
        return UNREADABLE
    first, second = read_written(found[0]), read_written(found[1])
    if isinstance(first, CoordinateFault):
        return first
    if isinstance(second, CoordinateFault):
        return second
    if first.axis and first.axis == second.axis:
        return UNREADABLE
    if "," in pair[1] + pair[2] and pair.string[pair.end(1) : pair.start(2)] == ",":
        around = replace(around, doubts=(*around.doubts, "coordinate_comma"))
    if _is_plane(first, second):
        return _make_plane(first, second, around)
    return _settle_axes(first, second, around)


def _is_plane(first: WrittenAngle, second: WrittenAngle) -> bool:
    """Tell metres from degrees: both are too large, and no letters make them packed degrees."""
    is_large = min(abs(first.value), abs(second.value)) > HIGHEST["lon"]
    northing = first if first.axis == "lat" else second
    is_packed = first.axis and second.axis and northing.whole_digits < SHORTEST_NORTHING
    return is_large and not is_packed


def _make_plane(
    first: WrittenAngle, second: WrittenAngle, around: Surroundings
) -> PlaneReading | CoordinateFault:
    if first.plane_axis == "Y" or first.axis == "lon" or second.axis == "lat":
        first, second = second, first
    band = _UTM_BAND.search(around.datum)
    northing = max((first, second), key=lambda each: each.value)
    other = first if northing is second else second
    is_northing = NORTHING_RANGE_M[0] <= northing.value <= NORTHING_RANGE_M[1]
    if is_northing and other.whole_digits < SHORTEST_NORTHING - 1:
        return CoordinateFault("coordinate_digits_lost", {"hint": "hint_easting_digits"})
    if band and not is_in_band(northing.value, band[1]):
        return CoordinateFault("coordinate_digits_lost", {"hint": "hint_band"})
    return PlaneReading(
        first.value,
        second.value,
        first.resolution,
        second.resolution,
        around.datum,
        around.elevation_m,
        around.accuracy_m,
        (*around.doubts, *_find_uneven(first.to_reading(), second.to_reading())),
    )


def _settle_axes(
    first_written: WrittenAngle, second_written: WrittenAngle, around: Surroundings
) -> CoordinateReading | CoordinateFault:
    """Tell latitude from longitude; a swap is certain where only the swapped pair is inside."""
    unpacked = [unpack(each) for each in (first_written, second_written)]
    for each in unpacked:
        if isinstance(each, CoordinateFault):
            return each
    first, second = (each.to_reading() for each in unpacked if isinstance(each, WrittenAngle))
    is_lon_first = first.axis == "lon" or second.axis == "lat"
    lat, lon = (second, first) if is_lon_first else (first, second)
    is_inside = is_place_in_region(lon.degrees, lat.degrees)
    is_swapped = not is_inside and is_place_in_region(lat.degrees, lon.degrees)
    if is_swapped:
        lat, lon = lon, lat
    excess = find_excess(replace(lat, axis="lat")) or find_excess(replace(lon, axis="lon"))
    if excess is not None:
        return excess
    return CoordinateReading(
        lat.degrees,
        lon.degrees,
        lat.resolution,
        lon.resolution,
        is_swapped,
        around.datum,
        around.elevation_m,
        around.accuracy_m,
        (*around.doubts, *_find_uneven(lat, lon)),
    )


def _find_uneven(first: AngleReading, second: AngleReading) -> tuple[str, ...]:
    """Doubt halves that are not written alike: a digit or a mark may be lost in one of them."""
    doubts = []
    if first.shape[0] != second.shape[0]:
        doubts.append("coordinate_uneven")
    elif first.shape != second.shape:
        doubts.append("coordinate_decimals")
    if first.is_short or second.is_short:
        doubts.append("coordinate_short")
    return tuple(doubts)
