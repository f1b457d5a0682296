"""Plane coordinates in a text: Gauss-Krüger, UTM, QazTRF-23, Web Mercator, degrees as integers."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from heritage_gis.geo.crs import ReferenceSystem, build_systems, from_wgs84, to_wgs84
from heritage_gis.geo.region import NORTHING_RANGE_M
from heritage_gis.protect.leaks.hits import Hit
from heritage_gis.protect.leaks.numbers import LAT_RANGE, LON_RANGE
from heritage_gis.protect.leaks.traces import find_neighbours
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from heritage_gis.protect.leaks.allowed import AllowedPlaces
    from heritage_gis.protect.leaks.numbers import Numbers
    from heritage_gis.protect.leaks.secrets import Secrets

    Floats = NDArray[np.float64]

SLACK_DEGREES = 3e-5  # some metres: two ways to project the same place differ by less
BEYOND_M = 50_000.0  # how far outside the two regions a pair of figures is still taken for a place
SPHERE_M = 6_378_137.0  # Web Mercator
SAME_M = 2.0
INTEGER_SCALES = (1e5, 1e6, 1e7)
LEAST_EASTING_M = 200_000.0
LEAST_RUN = 3
_HINT = re.compile(
    r"(?<![a-zа-я])(?:x|y|х|у|e|n|lat|lon|lng|long|north|east|широт|долгот|север|восток|ендік|бойлық"
    r"|солтүстік|шығыс|коорд|coord)[a-zа-яәғқңөұүһі_0-9]*[\"']?\s?[:=\s]\s?[\"'\[]?$",
    re.IGNORECASE,
)
_HINT_LENGTH = 24


class Reading(NamedTuple):
    """What some pairs of numbers could be: the system, and longitude and latitude (NaN: not it)."""

    system: str
    lon: Floats
    lat: Floats


@cache
def list_systems() -> tuple[ReferenceSystem, ...]:
    """Return the projected systems in use in the two regions."""
    systems = build_systems(read_vocabulary("reference_systems"))
    return tuple(system for system in systems if system.easting_range_m)


def find_plane_coordinates(
    text: str, numbers: Numbers, allowed: AllowedPlaces, secrets: Secrets
) -> Iterator[Hit]:
    """Find pairs of plane coordinates that are no allowed place, and columns of secret ones."""
    if not len(numbers.value):
        return
    readings = [*_read_pairs(numbers.value[:-1], numbers.value[1:])]
    readings += _read_pairs(numbers.value[1:], numbers.value[:-1])
    fits = np.zeros(max(len(numbers.value) - 1, 0), dtype=bool)
    for reading in readings:
        fits |= np.isfinite(reading.lon)
    first = find_neighbours(text, numbers.start, numbers.end, fits)
    readings = [Reading(name, lon[first], lat[first]) for name, lon, lat in readings]
    is_known = np.zeros(len(first), dtype=bool)
    for reading in readings:
        here = np.isfinite(reading.lon)
        is_known[here] |= allowed.has_points(reading.lon[here], reading.lat[here], SLACK_DEGREES)
    for pair in np.flatnonzero(~is_known):
        start, end = int(numbers.start[first[pair]]), int(numbers.end[first[pair] + 1])
        yield Hit(start, end, "plane coordinates", _tell_nearest(readings, int(pair), secrets))
    traced = np.zeros(len(numbers.value), dtype=bool)
    traced[first[is_known]] = traced[first[is_known] + 1] = True
    yield from _find_columns(text, numbers, traced, secrets)


def _read_pairs(east: Floats, north: Floats) -> Iterator[Reading]:
    """Read pairs in every system that could hold them."""
    for factor in (1.0, 1000.0):  # metres, and kilometres with decimals
        yield from _read_metres(east * factor, north * factor)
    with np.errstate(over="ignore"):
        lon = np.degrees(east / SPHERE_M)
        lat = np.degrees(2 * np.arctan(np.exp(north / SPHERE_M)) - np.pi / 2)
    yield _keep_near(Reading("Web Mercator", lon, lat))
    for scale in INTEGER_SCALES:
        yield _keep_near(Reading("degrees as integers", east / scale, north / scale))


def _read_metres(east: Floats, north: Floats) -> Iterator[Reading]:
    low, high = NORTHING_RANGE_M
    is_north = (north >= low - BEYOND_M) & (north <= high + BEYOND_M)
    for system in list_systems() if is_north.any() else ():
        west, east_edge = system.easting_range_m or (0.0, 0.0)
        fits = is_north & (east >= west - BEYOND_M) & (east <= east_edge + BEYOND_M)
        if fits.any():
            lon, lat = np.full(len(east), np.nan), np.full(len(east), np.nan)
            lon[fits], lat[fits] = to_wgs84(east[fits], north[fits], system)
            yield _keep_near(Reading(system.code, lon, lat))


def _keep_near(reading: Reading) -> Reading:
    """Blank what lies nowhere near the two regions."""
    lon, lat = reading.lon, reading.lat
    here = (lon >= LON_RANGE[0]) & (lon <= LON_RANGE[1])
    here &= (lat >= LAT_RANGE[0]) & (lat <= LAT_RANGE[1])
    return Reading(reading.system, np.where(here, lon, np.nan), np.where(here, lat, np.nan))


def _tell_nearest(readings: list[Reading], pair: int, secrets: Secrets) -> str:
    told = {
        reading.system: secrets.find_nearest(float(reading.lon[pair]), float(reading.lat[pair]))
        for reading in reversed(readings)
        if np.isfinite(reading.lon[pair])
    }
    system = min(told, key=lambda name: _read_metres_told(told[name]))
    return f"no allowed place; as {system}: {told[system]}"


def _read_metres_told(text: str) -> float:
    metres = text.partition(" m ")[0]
    return float(metres) if metres.isdecimal() else float("inf")


def _find_columns(
    text: str, numbers: Numbers, traced: NDArray[np.bool_], secrets: Secrets
) -> Iterator[Hit]:
    """Find single figures that are a secret's, where a word beside or a run of them says so."""
    likely = np.flatnonzero((numbers.value >= LEAST_EASTING_M) & ~traced)
    starts = numbers.start[likely].tolist()
    hinted = [bool(_HINT.search(text[max(0, start - _HINT_LENGTH) : start])) for start in starts]
    in_run = _mark_runs(numbers, likely)
    likely = likely[np.array(hinted, dtype=bool) | in_run]
    if not len(likely):
        return
    known = _project_secrets(secrets)
    value = numbers.value[likely]
    after = np.searchsorted(known, value - SAME_M)
    found = after < len(known)
    found[found] = known[after[found]] <= value[found] + SAME_M
    for row in likely[found]:
        start, end = int(numbers.start[row]), int(numbers.end[row])
        yield Hit(start, end, "plane coordinates", "the northing or easting of a protected site")


def _mark_runs(numbers: Numbers, likely: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mark numbers in a run of neighbours, such as a column written as an array."""
    if len(likely) < LEAST_RUN:
        return np.zeros(len(likely), dtype=bool)
    near = (np.diff(likely) == 1) & (
        numbers.start[likely[1:]] - numbers.end[likely[:-1]] < LEAST_RUN
    )
    run = np.concatenate([[0], np.cumsum(~near)])
    lengths: NDArray[np.bool_] = np.bincount(run)[run] >= LEAST_RUN
    return lengths


@lru_cache(maxsize=1)  # a text after another asks for the same
def _project_secrets(secrets: Secrets) -> Floats:
    """Return every northing and easting of every secret, and its degrees as integers, sorted."""
    lon, lat = secrets.points["lon"].to_numpy(), secrets.points["lat"].to_numpy()
    distinct = {system.projection: system for system in list_systems()}
    columns = [degrees * scale for degrees in (lon, lat) for scale in INTEGER_SCALES]
    for system in distinct.values():
        east, north = from_wgs84(lon, lat, system)
        west_edge, east_edge = system.easting_range_m or (0.0, 0.0)
        columns += [north, east[(east >= west_edge) & (east <= east_edge)]]
    return np.sort(np.concatenate(columns))
