"""The parsers of texts that people write, with words near their grammar and what must hold."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from heritage_gis.conform.dating_text import read_dating
from heritage_gis.conform.kinds import read_kind, read_name_kind
from heritage_gis.conform.measure_text import UNITS, read_measure, read_sizes
from heritage_gis.conform.place_words import read_place_words
from heritage_gis.conform.reference_system import load_systems
from heritage_gis.conform.status_days import read_day
from heritage_gis.conform.work_years import read_years
from heritage_gis.geo.coordinate_text import (
    AngleReading,
    CoordinateFault,
    CoordinateReading,
    PlaneReading,
    read_angle,
    read_coordinate_list,
    read_coordinates,
)
from heritage_gis.geo.crs_statement import read_statement
from heritage_gis.geo.number_text import read_number
from heritage_gis.places.names import find_district_in_words, find_unit
from heritage_gis.places.units import read_units
from heritage_gis.vocabularies.headings import find_nearest_heading, list_matches
from heritage_gis.vocabularies.name_cells import list_names
from heritage_gis.vocabularies.number_lists import read_numbers
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.works import find_work_types, list_work_fields, match_work_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FARTHEST_YEAR = 5_000_000


@dataclass(frozen=True)
class Parser:
    """A parser.

    Attributes:
        name: what it is called.
        check: has a text parsed, and asserts that the answer may be one.
        list_words: gives words and signs of its grammar.
    """

    name: str
    check: Callable[[str], None]
    list_words: Callable[[], tuple[str, ...]]


SIGNS = (" ", " ", ", ", ";", "-", "–", "/", "(", ")", ".", ":", "?", "«", "»", "\n", "№", "+")
NUMBERS = ("0", "1", "12", "48", "75", "1874", "48.5", "73,25", "49804167", "13492619.59", "9" * 40)


def _check_position(found: object) -> None:
    if isinstance(found, CoordinateReading):
        assert -90 <= found.lat <= 90
        assert -180 <= found.lon <= 180
        assert math.isfinite(found.lat_resolution + found.lon_resolution)
        assert min(found.lat_resolution, found.lon_resolution) > 0
    elif isinstance(found, PlaneReading):
        assert math.isfinite(found.first + found.second)
    else:
        assert isinstance(found, CoordinateFault)
        assert found.code


def _check_coordinates(text: str) -> None:
    _check_position(read_coordinates(text))
    for each in read_coordinate_list(text):
        _check_position(each)


def _check_angle(text: str) -> None:
    for axis in ("lat", "lon"):
        found = read_angle(text, axis)
        if isinstance(found, AngleReading):
            assert math.isfinite(found.degrees)
            assert found.resolution > 0
        else:
            assert found.code


def _check_number(text: str) -> None:
    found = read_number(text)
    assert found is None or not found.is_finite or found.resolution >= 0


def _check_dating(text: str) -> None:
    dating = read_dating(text)
    spans = [(part.start_year, part.end_year) for part in dating.parts]
    for start, end in [*spans, (dating.start_year, dating.end_year)]:
        for year in (start, end):
            assert year is None or (isinstance(year, int) and 0 < abs(year) < FARTHEST_YEAR)
        if start is not None and end is not None:
            assert start <= end


def _check_measure(text: str) -> None:
    for unit in ("", *UNITS):
        found = read_measure(text, unit)
        sizes = read_sizes(text, unit) or {}
        for size in (*([found] if found else []), *sizes.values()):
            assert all(each is None or 0 <= each < math.inf for each in (size.low, size.high))
            assert size.low is None or size.high is None or size.low <= size.high


def _check_kind(text: str) -> None:
    for reading in (read_kind(text), read_name_kind(text)):
        assert all(isinstance(code, str) and code for code in reading.codes)
        assert reading.count in (None, 1)


def _check_unit(text: str) -> None:
    known = {unit.kato for unit in read_units()}
    for found in (find_unit(text), find_district_in_words(text)):
        assert {*found.candidates, *([found.kato] if found.kato else [])} <= known


def _check_statement(text: str) -> None:
    found = read_statement(text, load_systems())
    assert found is None or found.datum or found.kind or found.zone or found.central_meridian


def _check_place_words(text: str) -> None:
    for found in read_place_words(text):
        assert math.isfinite(found.distance_m + found.distance_spread_m)
        assert 0 <= found.azimuth < 360
        assert found.name


def _check_heading(text: str) -> None:
    assert all(match.field for match in list_matches(text))
    assert all(near for near in find_nearest_heading(text))


def _check_names(text: str) -> None:
    assert all(name for _, name in list_names(text))


def _check_work_years(text: str) -> None:
    start, end = read_years(text)
    assert (start is None) == (end is None)
    assert start is None or end is None or (1800 <= start < 2100 and 1800 <= end < 2100)


def _check_day(text: str) -> None:
    day = read_day(text)
    assert day is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", day)


def _check_listed(text: str) -> None:
    codes = {row["code"] for row in read_vocabulary("number_lists")}
    assert all(each.list_code in {"", *codes} and each.text for each in read_numbers(text))


def _check_work(text: str) -> None:
    assert {*find_work_types(text)} <= {row["code"] for row in read_vocabulary("work_types")}
    assert match_work_heading(text) in {"", *list_work_fields()}


@cache
def _list_cells(table: str, column: str) -> tuple[str, ...]:
    cells = (row[column] for row in read_vocabulary(table))
    return tuple(dict.fromkeys(word.strip(" *") for cell in cells for word in cell.split(";")))


def _join(*words: Iterable[str]) -> Callable[[], tuple[str, ...]]:
    return lambda: tuple(dict.fromkeys(word for some in words for word in some))


_DEGREES = ("°", "º", "˚", "'", "′", "’", '"', "″", "''", "N", "E", "S", "W", "с.ш.", "в.д.", "N48")
_AXES = ("lat", "lon", "X", "Y", "X=", "широта", "долгота", "СК-42", "WGS 84", "o", "⁰", "град")
_ERAS = (
    "XII",
    "XIX",
    "в.",
    "вв.",
    "до н.э.",
    "BC",
    "ғ.",
    "б.з.д.",
    "14C",
    "BP",
    "±",
    "год",
    "III тыс.",
)
_SYSTEMS = ("СК-42", "зона", "13", "zone", "Гаусс", "EPSG:", "EPSG:28413", "UTM", "42N", "PROJCS[")
_PLACES = (
    "км",
    "м",
    "к северу",
    "от",
    "с.",
    "Актогай",
    "аул",
    "km",
    "north of",
    "азимут",
    "солтүстікке",
)
_UNITS = ("район", "ауданы", "district", "Шет", "Актогай", "Ұлытау", "г.", "обл.", "Карагандинская")

PARSERS = (
    Parser("coordinates", _check_coordinates, _join(SIGNS, NUMBERS, _DEGREES, _AXES)),
    Parser("angle", _check_angle, _join(SIGNS, NUMBERS, _DEGREES, _AXES)),
    Parser("number", _check_number, _join(SIGNS, NUMBERS, ("e", "E+", "\u00a0", "'", "−"))),
    Parser(
        "dating",
        _check_dating,
        lambda: (
            *SIGNS,
            *NUMBERS,
            *_ERAS,
            *_list_cells("dating_words", "words"),
            *_list_cells("periods", "ru"),
        ),
    ),
    Parser(
        "measure",
        _check_measure,
        lambda: (
            *SIGNS,
            *NUMBERS,
            "м",
            "см",
            "га",
            "х",
            "×",
            "D-",
            "h=",
            *_list_cells("measure_words", "words"),
        ),
    ),
    Parser(
        "kind",
        _check_kind,
        lambda: (
            *SIGNS,
            *_list_cells("kinds", "ru"),
            *_list_cells("kinds", "kk"),
            *_list_cells("kind_words", "words"),
        ),
    ),
    Parser("district", _check_unit, _join(SIGNS, NUMBERS, _UNITS)),
    Parser("reference system", _check_statement, _join(SIGNS, NUMBERS, _SYSTEMS)),
    Parser("place in words", _check_place_words, _join(SIGNS, NUMBERS, _PLACES)),
    Parser("heading", _check_heading, lambda: (*SIGNS, *_list_cells("headings", "heading"))),
    Parser(
        "years of works",
        _check_work_years,
        lambda: (*SIGNS, *NUMBERS, "2017", "–", "2015-17", *_list_cells("year_words", "words")),
    ),
    Parser(
        "day",
        _check_day,
        lambda: (*SIGNS, *NUMBERS, "16.04.", "2010", "-04-16", *_list_cells("month_words", "ru")),
    ),
    Parser(
        "listed number",
        _check_listed,
        lambda: (*SIGNS, *NUMBERS, "№", "245-1", *_list_cells("number_lists", "variants_ru")),
    ),
    Parser(
        "work",
        _check_work,
        lambda: (
            *SIGNS,
            *_list_cells("work_types", "variants_ru"),
            *_list_cells("work_headings", "heading"),
        ),
    ),
    Parser("names", _check_names, lambda: (*SIGNS, *_PLACES, "каз.", "рус.", "(англ. ", "=")),
)
