"""Reference systems: the vectors of facts 1.2, the pinned operation, and the table itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from heritage_gis.geo.crs import ReferenceSystem, build_systems, from_wgs84, to_wgs84
from heritage_gis.vocabularies.tables import read_vocabulary

SYSTEMS = {system.code: system for system in build_systems(read_vocabulary("reference_systems"))}
# Facts 1.2: WGS 84 48.2 N 74.9 E, with EPSG:15865 pinned.
VECTORS = {
    "EPSG:28412": (12938562.54, 5357579.23),
    "EPSG:28413": (13492619.59, 5340720.64),
    "EPSG:2503": (492619.59, 5340720.64),
    "EPSG:2541": (25492619.59, 5340720.64),
    "EPSG:2601": (492619.59, 5340720.64),
    "EPSG:2540": (24715624.24, 5344786.47),
    "EPSG:32642": (938323.04, 5355381.97),
    "EPSG:32643": (492569.33, 5338534.62),
    "EPSG:10947": (13492566.35, 5340670.88),
}


@pytest.mark.parametrize(("code", "expected"), VECTORS.items())
def test_vectors(code: str, expected: tuple[float, float]) -> None:
    """Every vector of the facts is met to a centimetre, there and back."""
    easting, northing = from_wgs84([74.9], [48.2], SYSTEMS[code])
    assert (easting[0], northing[0]) == pytest.approx(expected, abs=0.01)
    lon, lat = to_wgs84([expected[0]], [expected[1]], SYSTEMS[code])
    assert lon[0] == pytest.approx(74.9, abs=0.01 / 74_000)
    assert lat[0] == pytest.approx(48.2, abs=0.01 / 111_000)


def test_pulkovo_degrees() -> None:
    """Degrees read off a Soviet sheet move by 61-69 m, as facts 1.2 have it."""
    lon, lat = to_wgs84([74.9], [48.2], SYSTEMS["EPSG:4284"])
    assert (lat[0], lon[0]) == pytest.approx((48.2003973, 74.8992813), abs=5e-8)
    lon, lat = from_wgs84([74.9], [48.2], SYSTEMS["EPSG:4284"])
    assert (lat[0], lon[0]) == pytest.approx((48.1996027, 74.9007186), abs=5e-8)


def test_pinned_operation_is_told() -> None:
    """All of Pulkovo 1942 goes through EPSG:15865, good to 4.5 m; WGS 84 goes through nothing."""
    for system in SYSTEMS.values():
        expected = ("EPSG:15865", 4.5) if system.datum == "pulkovo1942" else ("", 0.0)
        if system.datum != "qaztrf23":
            assert (system.operation, system.operation_accuracy_m) == expected, system.code


def test_wgs84_degrees_stay_as_they_are() -> None:
    """No rounding or axis change touches WGS 84 degrees."""
    lon, lat = to_wgs84([74.9, 67.445969], [48.2, 48.613289], SYSTEMS["EPSG:4326"])
    assert lon.tolist() == [74.9, 67.445969]
    assert lat.tolist() == [48.2, 48.613289]


def test_table_agrees_with_epsg() -> None:
    """Meridian, scale and false easting of each row are those of the EPSG registry."""
    for system in SYSTEMS.values():
        if system.datum == "qaztrf23" or system.is_geographic:
            continue
        operation = CRS.from_user_input(system.code).coordinate_operation
        assert operation is not None
        figures = {each.code: float(each.value) for each in operation.params}
        told = (system.central_meridian, system.scale, system.false_easting_m)
        assert told == (figures["8802"], figures["8805"], figures["8806"]), system.code


def test_deprecated_codes_are_no_rows() -> None:
    """28471-28474 are deprecated, and 2600 is not of the series: none is a system of ours."""
    assert not {"EPSG:28471", "EPSG:28472", "EPSG:28473", "EPSG:28474", "EPSG:2600"} & set(SYSTEMS)
    assert "EPSG:28473" in SYSTEMS["EPSG:2503"].replaces


def test_ranges_hold_the_region() -> None:
    """The corners of the two regions fall into the ranges of the zone they lie in."""
    for lon, lat, code in (
        (62.61, 49.9, "EPSG:28411"),
        (66.01, 46.01, "EPSG:28412"),
        (71.99, 51.3, "EPSG:2502"),
        (77.72, 46.01, "EPSG:28413"),
        (77.72, 51.3, "EPSG:32643"),
    ):
        system: ReferenceSystem = SYSTEMS[code]
        easting, northing = from_wgs84([lon], [lat], system)
        assert system.easting_range_m is not None
        assert system.northing_range_m is not None
        assert system.easting_range_m[0] <= easting[0] <= system.easting_range_m[1], code
        assert system.northing_range_m[0] <= northing[0] <= system.northing_range_m[1], code


@given(st.floats(62.6, 77.75), st.floats(46.0, 51.35), st.sampled_from(sorted(SYSTEMS)))
def test_there_and_back(lon: float, lat: float, code: str) -> None:
    """From WGS 84 and back is the same place to a millimetre, in any system of the table."""
    system = SYSTEMS[code]
    if not system.is_geographic and abs(system.central_meridian - lon) > 10:
        return  # no zone is used so far out
    back_lon, back_lat = to_wgs84(*from_wgs84([lon], [lat], system), system)
    assert np.hypot((back_lon[0] - lon) * 75_000, (back_lat[0] - lat) * 111_000) < 1e-3
