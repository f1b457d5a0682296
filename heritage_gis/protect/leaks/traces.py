"""Traces: degrees found in a text, each followed to an allowed place or to none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.protect.leaks.angles import is_degrees, read_decimal_degrees
from heritage_gis.protect.leaks.hits import Finding, Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from heritage_gis.protect.leaks.allowed import AllowedPlaces
    from heritage_gis.protect.leaks.angles import Angles
    from heritage_gis.protect.leaks.numbers import Numbers
    from heritage_gis.protect.leaks.pieces import Coordinates
    from heritage_gis.protect.leaks.secrets import Secrets

DRAWN_REACH_M = 800.0  # hundredths of a degree, rounded
_APART = frozenset("]\x1e")  # ends an array, or a row of a table
NEIGHBOURS = 60  # letters between two numbers that may belong together


def find_stray_angles(
    text: str, angles: Angles, allowed: AllowedPlaces, secrets: Secrets
) -> Iterator[Hit]:
    """Find the latitudes and longitudes that are those of no allowed place.

    Two neighbours must be one allowed place, in either order; a number that stands alone must be
    the latitude or longitude of one.
    """
    if not len(angles.degrees):
        return
    is_lat, is_fine = angles.is_lat, angles.is_fine
    maybe = (is_lat[:-1] != is_lat[1:]) & (is_fine[:-1] | is_fine[1:])
    first = find_neighbours(text, angles.start, angles.end, maybe)
    has_partner = np.zeros(len(angles.degrees), dtype=bool)
    is_traced = has_partner.copy()
    known = _trace_pairs(angles, first, allowed)
    for member in (first, first + 1):
        has_partner[member] = True
        is_traced[member[known]] = True
    alone = ~has_partner & angles.is_fine
    is_traced[alone] = _trace_alone(angles, alone, allowed)
    strays = np.flatnonzero(angles.is_fine & ~is_traced)
    partner = {int(i): int(i) + 1 for i in first} | {int(i) + 1: int(i) for i in first}
    for stray in strays:
        yield _tell(angles, int(stray), partner.get(int(stray)), secrets)


def find_neighbours(
    text: str, start: NDArray[np.int64], end: NDArray[np.int64], maybe: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return the first of each two numbers that stand together and in no separate arrays.

    Args:
        text: in which they stand.
        start: where each begins.
        end: where each ends.
        maybe: for each but the last, whether it matters if it and the next stand together.
    """
    gap = start[1:] - end[:-1]
    first = np.flatnonzero(maybe & (gap >= 0) & (gap <= NEIGHBOURS))
    between = zip(end[first].tolist(), start[first + 1].tolist(), strict=True)
    together = [_APART.isdisjoint(text[before:after]) for before, after in between]
    return first[np.array(together, dtype=bool)]


def _trace_pairs(
    angles: Angles, first: NDArray[np.int64], allowed: AllowedPlaces
) -> NDArray[np.bool_]:
    a, b = angles.degrees[first], angles.degrees[first + 1]
    lat_first = angles.is_lat[first]
    slack = np.maximum(angles.slack[first], angles.slack[first + 1])
    return allowed.has_points(np.where(lat_first, b, a), np.where(lat_first, a, b), slack)


def _trace_alone(
    angles: Angles, alone: NDArray[np.bool_], allowed: AllowedPlaces
) -> NDArray[np.bool_]:
    degrees, slack, is_lat = angles.degrees[alone], angles.slack[alone], angles.is_lat[alone]
    known = np.zeros(len(degrees), dtype=bool)
    for axis, members in (("lat", is_lat), ("lon", ~is_lat)):
        known[members] = allowed.has_angles(degrees[members], axis, slack[members])
    return known


def _tell(angles: Angles, stray: int, partner: int | None, secrets: Secrets) -> Hit:
    degrees, is_lat = float(angles.degrees[stray]), bool(angles.is_lat[stray])
    start, end = int(angles.start[stray]), int(angles.end[stray])
    if partner is None:
        nearest = secrets.find_nearest_angle(degrees, "lat" if is_lat else "lon")
        return Hit(start, end, "coordinate", f"the angle of no allowed place; {nearest}")
    other = float(angles.degrees[partner])
    lon, lat = (other, degrees) if is_lat else (degrees, other)
    start, end = min(start, int(angles.start[partner])), max(end, int(angles.end[partner]))
    return Hit(start, end, "coordinate", f"no allowed place; {secrets.find_nearest(lon, lat)}")


def find_stray_points(
    piece: Coordinates, allowed: AllowedPlaces, secrets: Secrets
) -> Iterator[Finding]:
    """Find coordinates, in degrees or metres, that are no allowed place."""
    if not len(piece.xy):
        return
    xy = piece.xy[np.isfinite(piece.xy).all(axis=1)]
    x, y = xy.T
    is_known = allowed.has_points(x, y) | allowed.has_points(y, x)
    if not piece.is_sure:
        is_known |= ~secrets.has_near(x, y, DRAWN_REACH_M)
    for east, north in xy[~is_known]:
        lon, lat = (
            (north, east) if is_degrees(np.array([east]))[0] and east < north else (east, north)
        )
        why = f"no allowed place; {secrets.find_nearest(lon, lat)}"
        yield Finding(piece.place, "coordinate", f"{east:.7g} {north:.7g}", why)


def find_drawn_places(text: str, numbers: Numbers, secrets: Secrets) -> Iterator[Hit]:
    """Find pairs in a drawing that are a secret: any pair may be pixels, so others do not count."""
    angles = read_decimal_degrees(numbers.take(numbers.decimals > 1), 0.0)
    maybe = angles.is_lat[:-1] != angles.is_lat[1:]
    first = find_neighbours(text, angles.start, angles.end, maybe)
    a, b, lat_first = angles.degrees[first], angles.degrees[first + 1], angles.is_lat[first]
    lon, lat = np.where(lat_first, b, a), np.where(lat_first, a, b)
    for pair in np.flatnonzero(secrets.has_near(lon, lat, DRAWN_REACH_M)):
        start, end = int(angles.start[first[pair]]), int(angles.end[first[pair] + 1])
        yield Hit(start, end, "coordinate", secrets.find_nearest(lon[pair], lat[pair]))
