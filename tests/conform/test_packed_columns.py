"""Columns of packed degrees: asked about, stated, or told by the districts."""

from __future__ import annotations

import numpy as np
import pytest
from position_tables import (
    LATLON,
    conform,
    make_table,
    place_of,
    read_evidence,
    tell,
    tell_assumed,
)

PACKED = {
    "Широта": ["48.1602", "48.3647", "48.1245", "48.2929", "48.5910"],
    "Долгота": ["75.2043", "67.2645", "68.3637", "67.0715", "73.4905"],
}


def test_packed_degrees_are_asked_about() -> None:
    """A table whose decimals all look like minutes and seconds is held, with both readings."""
    plain = PACKED | {"Широта": [*PACKED["Широта"][:4], "48.9910"]}
    positions = conform(make_table(PACKED), LATLON)
    assert {code for _, code in tell(positions)} == {"coordinate_packed"}
    assert positions.frame.geometry.isna().all()
    assert positions.crs["verdict"] == "ask"
    readings = positions.crs["readings"]
    assert isinstance(readings, list)
    assert [(each["system"], each["notation"]) for each in readings] == [
        ("EPSG:4326", ""),
        ("EPSG:4326", "packed"),
        ("EPSG:4284", ""),
    ]
    assert tell(conform(make_table(plain), LATLON)) == []
    tenths = {heading: [f"{cell}45" for cell in cells] for heading, cells in PACKED.items()}
    for told in (tenths, {heading: cells[:3] for heading, cells in PACKED.items()}):
        assert {code for _, code in tell(conform(make_table(told), LATLON))} == {
            "coordinate_packed"
        }
    fewer = {heading: cells[:3] for heading, cells in tenths.items()}
    assert tell(conform(make_table(fewer), LATLON)) == []


@pytest.mark.parametrize(
    ("latitudes", "longitudes"),
    [
        (["48.5", "48.501", "48.5", "48.501"], ["75.2", "75.2", "75.201", "75.201"]),
        (["48.5", "48.25", "48.1"], ["75.5", "75.251", "75.1"]),
        (["48.501", "48.512", "48.123", "48.355"], ["75.234", "75.255", "75.141", "75.5012"]),
    ],
)
def test_degrees_of_few_decimals_are_plain(latitudes: list[str], longitudes: list[str]) -> None:
    """Corners of a grid were all held back, as their decimals may be minutes."""
    corners = make_table({"Широта": latitudes, "Долгота": longitudes})
    assert "coordinate_packed" not in {code for _, code in tell(conform(corners, LATLON))}


def test_packed_degrees_with_whole_tens_of_seconds_are_asked_about() -> None:
    """Excel drops the last nought of 48.1630, a text has it; most pairs have four decimals."""
    dropped = {
        "Широта": ["48.163", "48.3647", "48.12", "48.2929", "48.591"],
        "Долгота": ["75.2043", "67.2645", "68.3637", "67.071", "73.4905"],
    }
    kept = {"Широта": ["48.1630", "48.3640", "48.1200"], "Долгота": ["75.2040", "67.2640", "68.36"]}
    for cells in (dropped, kept):
        found = tell(conform(make_table(cells), LATLON))
        assert {code for _, code in found} == {"coordinate_packed"}


@pytest.mark.parametrize(
    ("crs", "latitude"),
    [
        ("WGS 84, десятичные градусы", 48.1602),
        ("EPSG:4326, decimal degrees", 48.1602),
        ("WGS 84, Г.ММСС", 48.2672222),
        ("D.MMSS", 48.2672222),
    ],
)
def test_a_stated_notation_settles_packed_degrees(crs: str, latitude: float) -> None:
    """Who says how the degrees are written is not asked."""
    positions = conform(make_table(PACKED), LATLON, crs=crs)
    assert tell(positions) == []
    assert place_of(positions)[1] == pytest.approx(latitude, abs=1e-7)


def test_districts_tell_packed_degrees() -> None:
    """Where the claimed districts hold the points of one reading alone, it is taken and told."""
    wanted = np.array([48.26722, 48.61306, 48.2125, 48.49139, 48.98611])

    def in_district(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        return (np.abs(lat - wanted) < 0.05) & (lon > 67)

    positions = conform(make_table(PACKED), LATLON, in_district=in_district)
    assert tell(positions) == []
    assert place_of(positions) == pytest.approx((75.345278, 48.267222), abs=1e-6)
    assert positions.crs["verdict"] == "likely"
    assert "rows whose named district tells decimal degrees" in read_evidence(positions)
    assert "degrees.minutes-seconds in one number" in tell_assumed(positions)[0]


def test_degrees_that_may_be_packed_get_no_suggestion() -> None:
    """481602 is 48.1602 with its point lost, or 48°16′02″ in one number."""
    table = make_table({"Широта": ["481602", "482672"], "Долгота": ["752043", "753453"]})
    problems = conform(table, LATLON).problems
    assert problems["code"].tolist() == ["coordinate_digits_lost"] * 2
    assert problems["suggestion"].tolist() == ["", "48.2672; 75.3453"]
