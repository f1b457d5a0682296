"""Coordinate text in any style comes back, and no text breaks the reader or holds it up."""

from __future__ import annotations

import time
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage_gis.geo.coordinate_text import (
    CoordinateReading,
    read_angle,
    read_coordinates,
)


class Style(NamedTuple):
    """The signs around and between the numbers."""

    letters: tuple[str, str, str, str]
    marks: tuple[str, str, str]
    comma: str
    between: str


class Notation(NamedTuple):
    """How to write degrees, and what the last digit stands for."""

    parts: int
    decimals: int

    @property
    def resolution(self) -> float:
        """Degrees of the last digit."""
        return float(10.0**-self.decimals / 60 ** (self.parts - 1))

    def write(self, degrees: float, style: Style) -> str:
        """Write an angle, rounded to the last digit without ever giving 60."""
        units = round(abs(degrees) / self.resolution)
        scale = 10**self.decimals
        whole, fraction = divmod(units, scale)
        numbers = []
        for _ in range(self.parts - 1):
            whole, rest = divmod(whole, 60)
            numbers.append(rest)
        texts = [str(number) for number in (whole, *reversed(numbers))]
        if self.decimals:
            texts[-1] += f"{style.comma}{fraction:0{self.decimals}d}"
        return "".join(f"{text}{mark}" for text, mark in zip(texts, style.marks, strict=False))


LETTERS = (
    ("N ", "E ", "", ""),
    ("", "", " N", " E"),
    ("С", "В", "", ""),
    ("", "", " с.ш.", " в.д."),
    ("", "", " с. е.", " ш. б."),
    ("с.ш. ", "в.д. ", "", ""),
    ("", "", "", ""),
)
MARKS = (("°", "'", '"'), ("º", "’", "’’"), ("° ", "′ ", "″"), (" град. ", " мин. ", " сек."))


STYLES = st.builds(
    Style,
    letters=st.sampled_from(LETTERS),
    marks=st.sampled_from(MARKS),
    comma=st.sampled_from(".,"),
    between=st.sampled_from(["; ", ", ", " ", "\n"]),
)


@given(
    lat=st.floats(46.0, 51.35),
    lon=st.floats(62.6, 77.75),
    notation=st.builds(Notation, st.integers(1, 3), st.integers(0, 6)),
    style=STYLES,
)
def test_any_notation_comes_back(lat: float, lon: float, notation: Notation, style: Style) -> None:
    """A position written in any notation is read within half of its last digit."""
    north, east = (notation.write(each, style) for each in (lat, lon))
    letters = style.letters
    text = f"{letters[0]}{north}{letters[2]}{style.between}{letters[1]}{east}{letters[3]}"
    reading = read_coordinates(text)
    assert isinstance(reading, CoordinateReading), reading
    half = notation.resolution / 2 * (1 + 1e-6) + 1e-9
    assert abs(reading.lat - lat) <= half, text
    assert abs(reading.lon - lon) <= half, text
    assert reading.lat_resolution == pytest.approx(notation.resolution)


@given(st.text(alphabet="0123456789 .,;:°'\"′″NSEWСВсшвдеб-–xy()\n", max_size=40))
def test_reader_never_breaks(text: str) -> None:
    """Whatever stands in a cell, there is a position or a fault, and degrees are in range."""
    reading = read_coordinates(text)
    if isinstance(reading, CoordinateReading):
        assert abs(reading.lat) <= 90
        assert abs(reading.lon) <= 180


HOSTILE = (
    *("48", ",;", "4 ", "°'", "(", "[", "О1", "1) ", "5 340 ", "48.2 75.3\n", "48°16'02\" "),
    *(
        "точка 1: ",
        "СК-42, зона 13 ",
        "h=5 м ",
        "см. фото 1, 2",
        "<wpt ",
        "https://google.com/?q=4,",
    ),
)


@pytest.mark.parametrize("length", [990, 19_990, 100_000])
def test_no_cell_takes_long(length: int) -> None:
    """The time of a cell grows no faster than its length, whatever is repeated in it."""
    for part in HOSTILE:
        text = (part * (length // len(part) + 1))[:length]
        start = time.process_time()
        read_coordinates(text)
        read_angle(text, "lat")
        assert time.process_time() - start < 3, part
