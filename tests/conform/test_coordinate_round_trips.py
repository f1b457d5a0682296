"""Coordinates written in any notation are read back within half of their last digit."""

from __future__ import annotations

import pytest
from coordinate_writers import FAMILIES, Written, write
from hypothesis import given, settings
from hypothesis import strategies as st

from heritage_gis.geo.coordinate_text import CoordinateReading, PlaneReading, read_coordinates

PLACES = st.builds(
    write,
    lat=st.floats(46.01, 51.34),
    lon=st.floats(62.61, 77.74),
    family=st.integers(0, len(FAMILIES) - 1),
    decimals=st.integers(0, 59),
    pick=st.integers(0, 839),
)


def check_round_trip(written: Written) -> None:
    """Read a text back."""
    reading = read_coordinates(written.text)
    half = written.resolution / 2 * (1 + 1e-6) + 1e-9
    if written.zone:
        assert isinstance(reading, PlaneReading), written.text
        assert written.zone in reading.datum
        found = sorted([reading.first, reading.second], reverse=written.first > written.second)
    else:
        assert isinstance(reading, CoordinateReading), f"{written.text!r} gave {reading}"
        found = [reading.lat, reading.lon]
        assert reading.lat_resolution == pytest.approx(written.resolution)
    assert abs(found[0] - written.first) <= half, written.text
    assert abs(found[1] - written.second) <= half, written.text


@given(PLACES)
@settings(max_examples=500, deadline=None)
def test_any_notation_comes_back(written: Written) -> None:
    """Whatever the notation, the place is the same."""
    check_round_trip(written)


@pytest.mark.soak
@given(PLACES)
@settings(max_examples=100_000, deadline=None)
def test_a_hundred_thousand_come_back(written: Written) -> None:
    """The same a hundred thousand times (`make coordinates`)."""
    check_round_trip(written)
