"""Gauss-Krüger and UTM against a Krüger series and a Helmert shift written out here.

Nothing of PROJ is used for the expected side. Series in the third flattening n to the sixth power:
L. Krüger 1912 as given by C. F. F. Karney, "Transverse Mercator with an accuracy of a few
nanometers", J. Geodesy 85 (2011), eq. 7-9 and 35. Helmert: EPSG:15865, coordinate frame rotation.
"""

from __future__ import annotations

import numpy as np
import pytest

from heritage_gis.geo.crs import build_systems, from_wgs84, to_wgs84
from heritage_gis.vocabularies.tables import read_vocabulary

SYSTEMS = {system.code: system for system in build_systems(read_vocabulary("reference_systems"))}
WGS84 = (6378137.0, 1 / 298.257223563)
KRASSOWSKY = (6378245.0, 1 / 298.3)
# Karney (2011) eq. 35: coefficients of n^j..n^6 for each alpha_j.
ALPHA = (
    (1 / 2, -2 / 3, 5 / 16, 41 / 180, -127 / 288, 7891 / 37800),
    (13 / 48, -3 / 5, 557 / 1440, 281 / 630, -1983433 / 1935360),
    (61 / 240, -103 / 140, 15061 / 26880, 167603 / 181440),
    (49561 / 161280, -179 / 168, 6601661 / 7257600),
    (34729 / 80640, -3418889 / 1995840),
    (212378941 / 319334400,),
)


def project_krueger(
    lon: np.ndarray, lat: np.ndarray, ellipsoid: tuple[float, float], meridian: float, scale: float
) -> tuple[np.ndarray, np.ndarray]:
    """Transverse Mercator: metres east of the meridian and north of the equator."""
    axis, flattening = ellipsoid
    eccentricity = np.sqrt(flattening * (2 - flattening))
    n = flattening / (2 - flattening)
    phi, lam = np.radians(lat), np.radians(lon - meridian)
    tau = np.tan(phi)
    sigma = np.sinh(eccentricity * np.arctanh(eccentricity * tau / np.sqrt(1 + tau**2)))
    conformal = tau * np.sqrt(1 + sigma**2) - sigma * np.sqrt(1 + tau**2)
    xi_0 = np.arctan2(conformal, np.cos(lam))
    eta_0 = np.arcsinh(np.sin(lam) / np.sqrt(conformal**2 + np.cos(lam) ** 2))
    xi, eta = xi_0.copy(), eta_0.copy()
    for j, row in enumerate(ALPHA, start=1):
        alpha = sum(value * n ** (j + place) for place, value in enumerate(row))
        xi += alpha * np.sin(2 * j * xi_0) * np.cosh(2 * j * eta_0)
        eta += alpha * np.cos(2 * j * xi_0) * np.sinh(2 * j * eta_0)
    radius = axis / (1 + n) * (1 + n**2 / 4 + n**4 / 64 + n**6 / 256)
    return scale * radius * eta, scale * radius * xi


def to_geocentric(lon: np.ndarray, lat: np.ndarray, ellipsoid: tuple[float, float]) -> np.ndarray:
    """Geocentric metres of points on the ellipsoid."""
    axis, flattening = ellipsoid
    squared = flattening * (2 - flattening)
    phi, lam = np.radians(lat), np.radians(lon)
    normal = axis / np.sqrt(1 - squared * np.sin(phi) ** 2)
    return np.stack(
        [
            normal * np.cos(phi) * np.cos(lam),
            normal * np.cos(phi) * np.sin(lam),
            normal * (1 - squared) * np.sin(phi),
        ]
    )


def to_geographic(
    geocentric: np.ndarray, ellipsoid: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude by iteration, height dropped."""
    axis, flattening = ellipsoid
    squared = flattening * (2 - flattening)
    x, y, z = geocentric
    distance = np.hypot(x, y)
    phi = np.arctan2(z, distance * (1 - squared))
    for _ in range(10):
        normal = axis / np.sqrt(1 - squared * np.sin(phi) ** 2)
        phi = np.arctan2(z + squared * normal * np.sin(phi), distance)
    return np.degrees(np.arctan2(y, x)), np.degrees(phi)


def shift_pulkovo(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pulkovo 1942 to WGS 84 by EPSG:15865: 25, -141, -78.5 m; 0, -0.35, -0.736 seconds."""
    ry, rz = np.radians(np.array([-0.35, -0.736]) / 3600)
    rotation = np.array([[1, rz, -ry], [-rz, 1, 0], [ry, 0, 1]])
    shifted = np.array([[25.0], [-141.0], [-78.5]]) + rotation @ to_geocentric(lon, lat, KRASSOWSKY)
    return to_geographic(shifted, WGS84)


def scatter_places(meridian: float) -> tuple[np.ndarray, np.ndarray]:
    """Places all over a 6-degree zone, between 46 and 51.35 north."""
    lon, lat = np.meshgrid(np.linspace(meridian - 3, meridian + 3, 13), np.linspace(46.0, 51.35, 9))
    return lon.ravel(), lat.ravel()


@pytest.mark.parametrize("zone", [41, 42, 43])
def test_utm_agrees_with_the_series(zone: int) -> None:
    """UTM of WGS 84 is the series on WGS 84, to a tenth of a millimetre."""
    system = SYSTEMS[f"EPSG:326{zone}"]
    lon, lat = scatter_places(system.central_meridian)
    easting, northing = project_krueger(lon, lat, WGS84, system.central_meridian, 0.9996)
    ours = from_wgs84(lon, lat, system)
    assert np.abs(ours[0] - easting - 500_000).max() < 1e-4
    assert np.abs(ours[1] - northing).max() < 1e-4


@pytest.mark.parametrize(
    "code", ["EPSG:28411", "EPSG:28412", "EPSG:28413", "EPSG:2503", "EPSG:2541", "EPSG:2597"]
)
def test_gauss_krueger_agrees_with_series_and_helmert(code: str) -> None:
    """Numbers made by series and Helmert alone come to their place within a millimetre."""
    system = SYSTEMS[code]
    lon, lat = scatter_places(system.central_meridian)
    easting, northing = project_krueger(lon, lat, KRASSOWSKY, system.central_meridian, 1.0)
    expected_lon, expected_lat = shift_pulkovo(lon, lat)
    ours = to_wgs84(easting + system.false_easting_m, northing, system)
    assert np.abs(ours[0] - expected_lon).max() * 78_000 < 1e-3
    assert np.abs(ours[1] - expected_lat).max() * 111_300 < 1e-3


def test_gauss_krueger_and_utm_meet() -> None:
    """One place in Gauss-Krüger and UTM is one place: 0.1 m asked, a centimetre kept."""
    gk = to_wgs84([13492619.59], [5340720.64], SYSTEMS["EPSG:28413"])
    utm = to_wgs84([492569.33], [5338534.62], SYSTEMS["EPSG:32643"])
    assert abs(gk[0][0] - utm[0][0]) * 74_000 < 0.01
    assert abs(gk[1][0] - utm[1][0]) * 111_300 < 0.01


def test_series_knows_the_vectors() -> None:
    """The series itself meets the facts: the test tests with something true."""
    one = np.array([1.0])
    easting, northing = project_krueger(74.9 * one, 48.2 * one, WGS84, 75, 0.9996)
    assert (easting[0] + 500_000, northing[0]) == pytest.approx((492569.33, 5338534.62), abs=0.01)
    lon, lat = shift_pulkovo(74.9 * one, 48.2 * one)
    assert (lat[0], lon[0]) == pytest.approx((48.2003973, 74.8992813), abs=5e-8)
