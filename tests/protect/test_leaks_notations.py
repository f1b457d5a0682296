"""Coordinates in every notation: wherever a protected site lies, none passes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from heritage_gis.geo.crs import from_wgs84
from heritage_gis.protect.leaks.hidden import find_doubles, unveil
from heritage_gis.protect.leaks.inspection import Inspection, inspect_piece
from heritage_gis.protect.leaks.numbers import point_decimals, read_numbers
from heritage_gis.protect.leaks.pieces import Prose
from heritage_gis.protect.leaks.planes import list_systems

if TYPE_CHECKING:
    from collections.abc import Callable

    from heritage_gis.protect.leaks.watch import Watch

pytest_plugins = ["leak_fixtures"]

SPHERE_M = 6_378_137.0


def _split(degrees: float) -> tuple[int, int, float]:
    whole, rest = divmod(degrees, 1)
    minutes, rest = divmod(rest * 60, 1)
    return int(whole), int(minutes), rest * 60


def _write_sexagesimal(lon: float, lat: float) -> str:
    parts = [(*_split(angle), side) for angle, side in ((lat, "с.ш."), (lon, "в.д."))]
    return " ".join(f"{d}°{m:02d}′{int(s):02d}″ {side}" for d, m, s, side in parts)


def _write_minutes(lon: float, lat: float) -> str:
    parts = [(_split(angle)[0], angle % 1 * 60, side) for angle, side in ((lat, "N"), (lon, "E"))]
    return ", ".join(f"{d}°{int(m * 1000) / 1000:06.3f}'{side}" for d, m, side in parts)


def _write_plane(code: str, lon: float, lat: float) -> str:
    system = next(system for system in list_systems() if system.code == code)
    east, north = from_wgs84(lon, lat, system)
    return f"X={float(north):.1f} Y={float(east):.1f}"


def _write_mercator(lon: float, lat: float) -> str:
    y = SPHERE_M * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    return f"{SPHERE_M * math.radians(lon):.2f},{y:.2f}"


NOTATIONS: dict[str, Callable[[float, float], str]] = {
    "points": lambda lon, lat: f"{lat:.5f}, {lon:.5f}",
    "longitude first": lambda lon, lat: f"[{lon:.4f},{lat:.4f}]",
    "three decimals": lambda lon, lat: f"{lat:.3f}N {lon:.3f}E",
    "commas": lambda lon, lat: f"{lat:.6f}; {lon:.6f}".replace(".", ","),
    "seconds": _write_sexagesimal,
    "minutes": _write_minutes,
    "SK-42, zone 13": lambda lon, lat: _write_plane("EPSG:28413", lon, lat),
    "SK-42, no prefix": lambda lon, lat: _write_plane("EPSG:2503", lon, lat),
    "UTM": lambda lon, lat: _write_plane("EPSG:32643", lon, lat),
    "QazTRF-23": lambda lon, lat: _write_plane("EPSG:10947", lon, lat),
    "Web Mercator": _write_mercator,
    "microdegrees": lambda lon, lat: f"{round(lat * 1e6)} {round(lon * 1e6)}",
    "address": lambda lon, lat: f"#map=14/{lat:.4f}/{lon:.4f}",
}


@pytest.mark.parametrize("write", NOTATIONS.values(), ids=NOTATIONS)
@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(lon=st.floats(72.5, 77.0), lat=st.floats(46.5, 50.0))
def test_no_notation_passes(
    write: Callable[[float, float], str], lon: float, lat: float, leak_watch: Watch
) -> None:
    """A place that nobody may name is found however it is written."""
    assume(min(abs(math.remainder(angle, 0.1)) for angle in (lon, lat)) > 0.001)
    text = write(lon, lat)
    assert [*inspect_piece("page", Prose("", text), Inspection(leak_watch))], text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("&#52;&#56;&period;26", "48.26"),
        ("\\u0034\\x38\\u{2e}26", "48.26"),
        ("48%2E26", "48.26"),
        ("48&amp;#46;26", "48.26"),
        ("%2526%2523x2e;", "."),
        ("４８．２６", "４８．２６".translate(str.maketrans("４８２６", "4826"))),
        ("٤٨.26", "48.26"),
        ("\\34 8.26", "48.26"),
    ],
)
def test_escapes_are_undone(text: str, plain: str) -> None:
    """Escapes of pages, scripts, styles and addresses are undone, one within another too."""
    assert unveil(text) == plain


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("[75,48.2672]", [48.2672]),
        ("48,267222,75,345278", [48.267222, 75.345278]),
        ("48,27; 75,35", [48.27, 75.35]),
        ("75,48", []),
        ("5 348 248,5 13 525 686", [5348248.5, 13525686.0]),
        ("5348248,525686", [5348248.0, 525686.0]),
        ("1.48.25", []),
        ("7.5345278e+01", [75.345278]),
        ("48.2672.", [48.2672]),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, values: list[float]) -> None:
    """Points, commas and spaces within numbers and between them are told apart."""
    assert read_numbers(point_decimals(text)).value.tolist() == values


def test_neighbouring_doubles_are_found_at_any_byte() -> None:
    """Two 8-byte numbers that are a place are found in either order of bytes and of axes."""
    place = np.array([75.345278, 48.267222])
    for order in ("<f8", ">f8"):
        for pair in (place, place[::-1]):
            content = b"abc" + pair.astype(order).tobytes() + b"x" * 20
            assert find_doubles(content).tolist() == [place.tolist()]


def test_coordinates_of_a_ring_are_paired_once() -> None:
    """In a row of coordinates each number belongs to one place, not to both its neighbours."""
    ring = np.array([[75.31, 48.21], [75.32, 48.22], [75.33, 48.23]])
    assert find_doubles(ring.tobytes()).tolist() == ring.tolist()
