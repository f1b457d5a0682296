"""Coordinate text: the strings of real surveys, and their faults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from heritage_gis.geo.coordinate_text import (
    AngleReading,
    CoordinateFault,
    CoordinateReading,
    PlaneReading,
    read_angle,
    read_coordinate_list,
    read_coordinates,
)

STRINGS = Path(__file__).parents[2].parent / "shared" / "domain" / "coordinate_strings.json"
BEGAZY = (48 + 16 / 60 + 2 / 3600, 75 + 20 / 60 + 43 / 3600)


def read_position(text: str) -> CoordinateReading:
    """Read a text that must be a position in degrees."""
    reading = read_coordinates(text)
    assert isinstance(reading, CoordinateReading), f"{text!r} gave {reading}"
    return reading


def read_fault(text: str) -> CoordinateFault:
    """Read a text that must be refused."""
    reading = read_coordinates(text)
    assert isinstance(reading, CoordinateFault), f"{text!r} gave {reading}"
    return reading


def test_tested_strings() -> None:
    """All strings with a known right answer are read to a millionth of a degree."""
    if not STRINGS.exists():
        pytest.skip("../shared/domain/coordinate_strings.json is not here")
    for vector in json.loads(STRINGS.read_text("utf-8")):
        reading = read_position(vector["text"])
        assert reading.lat == pytest.approx(vector["lat"], abs=1e-6), vector["text"]
        assert reading.lon == pytest.approx(vector["lon"], abs=1e-6), vector["text"]
        assert not reading.is_swapped


@pytest.mark.parametrize(
    "text",
    [
        "48°16'02\"N 75°20'43\"E",
        "48º16’02’’ N, 75º20’43’’ E",
        "48˚16´02˝ с.ш., 75˚20´43˝ в.д.",
        "48°16′02″ с. ш.; 75°20′43″ в. д.",
        "48 ° 16 ' 02 \" с . ш .  75 ° 20 ' 43 \" в . д .",
        "48°16′02″ с. е. 75°20′43″ ш. б.",
        "с.е. 48°16′02″, ш.б. 75°20′43″",
        "c.ш. 48°16'02\" B.Д. 75°20'43\"",  # Latin c and B for Cyrillic letters
        "С48°16'02\" В75°20'43\"",
        "48°16′02″ С 75°20′43″ Е",  # Cyrillic Е for Latin E
        "n 48 16 02 e 75 20 43",
        "48 16 02 75 20 43",
        "48:16:02 75:20:43",
        "48°16'02 с.ш. 75°20'43 в.д.",
        "48o16'02\"N 75o20'43\"E",  # º that NFKC had spoiled before it reached us
        "48 градусов 16 минут 02 секунды северной широты 75 град 20 мин 43 сек восточной долготы",
        "48 град. 16 мин. 02 сек. с.ш. и 75 град. 20 мин. 43 сек. в.д.",
        "Широта: 48°16'02\" с.ш., Долгота: 75°20'43\" в.д.",
        "с.ш. – 48°16'02\"; в.д. – 75°20'43\"",
        "GPS-координаты: 48°16'02\"N 75°20'43\"E.",
        "48\u00a0°\u200916′\u00a002″ с.ш.\u00a075°20′43″ в.д.",
        "75°20'43\" в.д. 48°16'02\" с.ш.",
        "48-16-02 с.ш., 75-20-43 в.д.",
        "48d16m02s N 75d20m43s E",
        "N48-16-02 E75-20-43",
    ],
)
def test_notations_of_one_place(text: str) -> None:
    """However people write it, it is the same place, with whole seconds said."""
    reading = read_position(text)
    assert (reading.lat, reading.lon) == pytest.approx(BEGAZY, abs=1e-9)
    assert reading.lat_resolution == pytest.approx(1 / 3600)
    assert reading.lon_resolution == pytest.approx(1 / 3600)
    assert not reading.is_swapped


@pytest.mark.parametrize(
    ("text", "lat", "lon", "resolution"),
    [
        ("48,267222; 75,345278", 48.267222, 75.345278, 1e-6),
        ("48.267222, 75.345278", 48.267222, 75.345278, 1e-6),
        ("48.267222,75.345278", 48.267222, 75.345278, 1e-6),
        ("49,804167 73,088889", 49.804167, 73.088889, 1e-6),
        ("48,267222,75,345278", 48.267222, 75.345278, 1e-6),
        ("'48.26; 75.34", 48.26, 75.34, 1e-2),
        ("N52 16.186 E54 36.980", 52 + 16.186 / 60, 54 + 36.980 / 60, 1e-3 / 60),
        ("48°16,033' с.ш. 75°20,717' в.д.", 48 + 16.033 / 60, 75 + 20.717 / 60, 1e-3 / 60),
        ("48°16 75°20", 48 + 16 / 60, 75 + 20 / 60, 1 / 60),
        ("48, 75", 48, 75, 1),
        ("33.5 S 70.5 W", -33.5, -70.5, 0.1),
        ("−33,5; −70,5", -33.5, -70.5, 0.1),
        ("33°30' ю.ш. 70°30' з.д.", -33.5, -70.5, 1 / 60),
    ],
)
def test_commas_signs_and_resolution(text: str, lat: float, lon: float, resolution: float) -> None:
    """A comma is decimal mark or separator as the text has it; the last digit tells how fine."""
    reading = read_position(text)
    assert (reading.lat, reading.lon) == pytest.approx((lat, lon), abs=1e-9)
    assert reading.lat_resolution == pytest.approx(resolution)
    assert reading.lon_resolution == pytest.approx(resolution)


def test_resolution_is_told_for_each_axis() -> None:
    """Hundredths of a second beside whole seconds are two resolutions."""
    reading = read_position("48 ° 12'45.10 \"N 68°36'37\"E")
    assert reading.lat_resolution == pytest.approx(0.01 / 3600)
    assert reading.lon_resolution == pytest.approx(1 / 3600)


@pytest.mark.parametrize(
    "text", ["75.345278, 48.267222", "75°20′43″ с.ш. 48°16′02″ в.д.", "E48.267222 N75.345278"]
)
def test_swap_is_told(text: str) -> None:
    """A swap is always seen, as latitudes and longitudes here do not overlap, and is told."""
    reading = read_position(text)
    assert reading.is_swapped
    assert (reading.lat, reading.lon) == pytest.approx(BEGAZY, abs=1e-5)


def test_place_far_away_keeps_its_order() -> None:
    """Outside the two regions nothing is swapped: the check of the position will say so."""
    reading = read_position("52.26977; 54.61633")
    assert (reading.lat, reading.lon, reading.is_swapped) == (52.26977, 54.61633, False)


@pytest.mark.parametrize(
    ("text", "part", "found"),
    [
        ("48°73′02″ с.ш. 75°20′43″ в.д.", "minutes", "73"),
        ("48°16′60″ N 75°20′43″ E", "seconds", "60"),
        ("48°16,033' с.ш. 75°60,717' в.д.", "minutes", "60.717"),
    ],
)
def test_sixty_minutes_are_too_many(text: str, part: str, found: str) -> None:
    """Minutes and seconds run from 0 to 59, and the fault says which and how many."""
    fault = read_fault(text)
    assert fault.code == "coordinate_out_of_range"
    assert fault.details == {"part": part, "found": found, "low": 0, "high": 59}


def test_latitude_above_ninety() -> None:
    """No latitude is above 90 degrees."""
    fault = read_fault("98,1 с.ш. 175,2 в.д.")
    assert fault.code == "coordinate_out_of_range"
    assert fault.details == {"part": "degrees_lat", "found": "98.1", "low": -90, "high": 90}


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "16.апр",
        "48°16'02\" Беғазы 75°20'43\"",
        "48.267222 75.345278 512 курганов",
        "48.267222 75.345278 9512 м",
        "48°16'02\"N 75°20'43\"N",
        "48.5°16' N 75°20' E",
        "-48.2 N 75.3 E",
        "10 км к северу от Актогая",
        "48.2.6 75.3.4",
        "3.д. 48°16′ с.ш.",
    ],
)
def test_unknown_words_are_never_ignored(text: str) -> None:
    """What is not understood in full is not understood at all."""
    assert read_fault(text).code == "coordinate_unreadable"


@pytest.mark.parametrize("text", ["48°16'02\" с.ш.", "48,267222", "N 48 16 02"])
def test_half_a_position(text: str) -> None:
    """One coordinate alone is named as such."""
    assert read_fault(text).code == "coordinate_half_missing"


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("48°16′02″ с.ш. 75°20′43″ в.д. (WGS-84)", "WGS-84"),
        ("48°16′02″ с.ш. 75°20′43″ в.д., СК-42", "СК-42"),
        ("СК-42: 48°16′02″ с.ш. 75°20′43″ в.д.", "СК-42"),
        ("48,2672; 75,3453 в системе координат Пулково 1942", "Пулково 1942"),
    ],
)
def test_stated_datum_is_returned(text: str, datum: str) -> None:
    """A datum named in the cell comes back as it was written."""
    assert read_position(text).datum == datum


def test_metres_in_one_cell() -> None:
    """Plane coordinates in one cell come back as two numbers, X first where it is named."""
    expected = PlaneReading(5340720.64, 13492619.59, 0.01, 0.01)
    assert read_coordinates("5340720.64; 13492619.59") == expected
    assert read_coordinates("X=5 340 720,64 Y=13 492 619,59") == expected
    assert read_coordinates("У: 13 492 619,59, Х: 5 340 720,64") == expected


def test_several_positions_in_one_cell() -> None:
    """A cell with one position for each mound gives them all; alone it is refused with a count."""
    text = "1) 48°16'02\"N 75°20'43\"E 2) 48°16'05\"N 75°20'49\"E"
    first, second = read_coordinate_list(text)
    assert isinstance(first, CoordinateReading)
    assert isinstance(second, CoordinateReading)
    assert second.lat - first.lat == pytest.approx(3 / 3600)
    fault = read_fault(text)
    assert (fault.code, fault.details) == ("coordinate_several", {"count": 2})
    assert len(read_coordinate_list("48.1;75.1\n48.2;75.2\n48.3;75.3")) == 3
    assert len(read_coordinate_list("48.1 75.1; 48.2 75.2")) == 2


def test_lines_of_one_position() -> None:
    """Latitude and longitude on two lines of a cell are one position."""
    assert len(read_coordinate_list("48°16′02″ с.ш.\n75°20′43″ в.д.")) == 1


def test_fault_within_a_list() -> None:
    """One bad position of several makes the cell bad, with its own reason."""
    fault = read_fault("1) 48°73'02\"N 75°20'43\"E 2) 48°16'05\"N 75°20'49\"E")
    assert fault.code == "coordinate_out_of_range"


def test_single_angle() -> None:
    """A latitude cell is read in any notation; letters outweigh the heading."""
    reading = read_angle("48°16′02″", "lat")
    assert isinstance(reading, AngleReading)
    assert reading.axis == "lat"
    assert reading.degrees == pytest.approx(BEGAZY[0])
    turned = read_angle("75°20′43″ в.д.", "lat")
    assert isinstance(turned, AngleReading)
    assert turned.axis == "lon"
    fault = read_angle("98,5", "lat")
    assert isinstance(fault, CoordinateFault)
    assert fault.details["part"] == "degrees_lat"
    assert read_angle("48.2; 75.3", "lat") == CoordinateFault("coordinate_unreadable")


@pytest.mark.parametrize(
    "text",
    [
        "48°16'02\"N 75°20'43\"",
        "48°16'02\" E 75°20'43\"",
        "75°20'43\" N 48°16'02\"",
        "солтүстік ендігі 48°16'02\", шығыс бойлығы 75°20'43\"",
    ],
)
def test_a_letter_between_two_angles_belongs_to_the_one_it_fits(text: str) -> None:
    """One letter is enough, and makes no false alarm of a swap."""
    reading = read_coordinates(text)
    assert isinstance(reading, CoordinateReading)
    assert (reading.lat, reading.lon) == pytest.approx((48.267222, 75.345278), abs=1e-6)
    assert not reading.is_swapped


def test_three_numbers_with_decimals_are_no_half() -> None:
    """What cannot be an angle is not half of a position."""
    assert read_coordinates("48.26 75.34 512.5") == CoordinateFault("coordinate_unreadable")


def test_a_point_of_wkt_has_its_longitude_first() -> None:
    """QGIS copies a point as WKT; in metres its easting is first."""
    reading = read_position("POINT(75.345278 48.267222)")
    assert (reading.lat, reading.lon) == (48.267222, 75.345278)
    assert not reading.is_swapped
    plane = read_coordinates("Point (492619.59 5340720.64)")
    assert isinstance(plane, PlaneReading)
    assert (plane.first, plane.second) == (5340720.64, 492619.59)


@pytest.mark.parametrize(
    "text",
    [
        "48°16'02\".0N 75°20'43\".0E",
        "48.16.02 с.ш. 75.20.43 в.д.",
        "Ш 48°16'02\" Д 75°20'43\"",
        "С 48°16'02\" Ш 75°20'43\"",  # солтүстік, шығыс
        "Е 48°16'02\" Б 75°20'43\"",  # ендік, бойлық
        "B=48°16'02\" L=75°20'43\"",
        "481602N 0752043E",
        "+481602+0752043/",
        "48&deg;16&#39;02&quot;N 75&deg;20&#39;43&quot;E",
        "точка 12: 48°16'02\" 75°20'43\" (см. фото 3)",
        "https://www.google.com/maps/place/48°16'02%22N+75°20'43%22E/",
    ],
)
def test_more_notations_of_one_place(text: str) -> None:
    """Packed, dotted, labelled, copied from programs: still the same place."""
    reading = read_position(text)
    assert (reading.lat, reading.lon) == pytest.approx(BEGAZY, abs=1e-9)


@pytest.mark.parametrize(("text", "degrees"), [("48-16,5", 48.275), ("48°16'02\".5N", 48.2673611)])
def test_one_column_has_the_same_notations(text: str, degrees: float) -> None:
    """A latitude in a column of its own is written as freely."""
    reading = read_angle(text, "lat")
    assert isinstance(reading, AngleReading)
    assert reading.degrees == pytest.approx(degrees)


def test_an_ascending_pair_may_be_a_range() -> None:
    """«48-52» may be degrees and minutes, or from 48 to 52 degrees: it is not read."""
    assert isinstance(read_angle("48-16", "lat"), AngleReading)
    assert read_angle("48-52", "lat") == CoordinateFault("coordinate_unreadable")


def test_plane_words_in_one_cell() -> None:
    """Zone, band and system stand with the numbers; a grid reference is the middle of its cell."""
    for text, first, second, datum in (
        ("43U 492569 5338534", 492569, 5338534, "UTM 43U"),
        ("UTM зона 43: E=492569 N=5338534", 5338534, 492569, "UTM зона 43"),
        ("СК-42, 3° зона 25: X=5340720 Y=25492619", 5340720, 25492619, "СК-42, 3° зона 25"),
        ("SRID=32643;POINT(492569 5338534)", 5338534, 492569, "EPSG:32643"),
        ("43U DP 9256 3853", 5338535, 492565, "UTM 43U"),
    ):
        reading = read_coordinates(text)
        assert isinstance(reading, PlaneReading), text
        assert (reading.first, reading.second, reading.datum) == (first, second, datum)
