"""What a heading of two meanings says in a given table, by its values and its neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NUMBERED = frozenset({"seq_no", "site_code", "register_no"})
_TALLEST_M = 100
_NEAR_LATITUDES = (40, 60)
_LEAST_EASTING_M = 100_000
_NUMBER = re.compile(r"\s*№?\s*(?P<number>\d{1,6})(?:\s?[-–/]\s?(?P<inserted>\d{1,3}))?[.)]?\s*")
_LEGAL_KIND = re.compile(
    r"\s*(?:археолог|градостроит|архитектур|ансамбл|сакральн|сооружени\w* монумент|"
    r"қала құрылыс|сәулет|киелі|монументал|"
    r"arch[ae]*olog|architect|ensemble|sacred|monumental)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class HeadingContext:
    """What is known beside the heading itself.

    Attributes:
        values: some of the texts in its column.
        unit: the unit that the heading states.
        system: the reference system that it states.
        neighbours: the fields that the headings of the table may name, but for its «№».
    """

    values: Sequence[str] = ()
    unit: str = ""
    system: str = ""
    neighbours: frozenset[str] = frozenset()


def choose_field(fields: Sequence[str], context: HeadingContext) -> str:
    """Return the one field that a heading names here.

    Args:
        fields: the fields that it may name, the likeliest first.
        context: the column and its neighbours.
    """
    choose = _CHOICES.get(frozenset(fields))
    return choose(context) if choose else fields[0]


def _choose_area(context: HeadingContext) -> str:
    """«ауданы» is "its district" and "its area" in Kazakh (facts §7.1): numbers are areas."""
    numbers = _read_numbers(context.values)
    if context.unit or (numbers and len(numbers) * 2 >= len(context.values)):
        return "area_m2"
    return "district"


def _choose_height(context: HeadingContext) -> str:
    """A mound is 0.1 to 10 m high (facts §7.2); the ground here is over 200 m above the sea."""
    numbers = _read_numbers(context.values)
    is_ground = bool(numbers) and context.unit != "cm" and median(numbers) > _TALLEST_M
    return "elev_m" if is_ground else "height_m"


def _choose_north(context: HeadingContext) -> str:
    if _is_projected(context):
        return "x_raw"
    if context.values:
        return "seq_no" if _is_counted(context.values) or _is_no_latitude(context) else "lat_raw"
    return "lat_raw" if "lon_raw" in context.neighbours else "seq_no"


def _is_no_latitude(context: HeadingContext) -> bool:
    """Tell a column of counts under «n» from latitudes: nothing is a longitude, none is near 48."""
    numbers = _read_numbers(context.values)
    is_near = bool(numbers) and _NEAR_LATITUDES[0] <= median(numbers) <= _NEAR_LATITUDES[1]
    return bool(numbers) and not is_near and "lon_raw" not in context.neighbours


def _choose_latitude(context: HeadingContext) -> str:
    return "x_raw" if _is_projected(context) else "lat_raw"


def _choose_east(context: HeadingContext) -> str:
    return "y_raw" if _is_projected(context) else "lon_raw"


def _is_projected(context: HeadingContext) -> bool:
    """Tell metres of a projection from degrees: X is north and Y is east (facts §1.4)."""
    numbers = _read_numbers(context.values)
    if numbers:
        return median(numbers) >= _LEAST_EASTING_M
    return bool(context.system) and "84" not in context.system


def _choose_code(context: HeadingContext) -> str:
    """A program's own id counts rows, or is the same in all; a code of theirs is neither."""
    is_one = len(context.values) > 1 and len(set(context.values)) == 1
    return "seq_no" if is_one or _is_counted(context.values) else "site_code"


def _choose_number(context: HeadingContext) -> str:
    """«№» counts rows, which nobody asks for later; 245-1 is no count, so it is never dropped.

    The state's lists have such numbers between others (facts §7), and a part of a list does not
    begin with 1. Of other tables they are codes of the surveyor's own: 1-2 may be mound 2 of
    group 1, and must not be published as a number of the list. A column that says what it is goes
    before one that does not.
    """
    found = [_NUMBER.fullmatch(value) for value in context.values]
    inserted = sum(each is not None and each["inserted"] is not None for each in found)
    if not inserted:
        return "seq_no"
    is_list = found[0] is not None and int(found[0]["number"]) > 1 and None not in found
    taken = context.neighbours
    if is_list and inserted * 2 <= len(found) + 1 and "register_no" not in taken:
        return "register_no"
    return "seq_no" if "site_code" in taken else "site_code"


def _choose_date(context: HeadingContext) -> str:
    day = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b")
    days = sum(day.match(value) is not None for value in context.values)
    return "visited_on" if days * 2 >= len(context.values) else "period_text"


def _choose_kind(context: HeadingContext) -> str:
    """«Вид памятника» is one of five kinds of the law (facts §3); people write the type there."""
    legal = sum(_LEGAL_KIND.match(value) is not None for value in context.values)
    return "legal_kind" if legal * 2 >= len(context.values) else "kind"


def _read_numbers(values: Sequence[str]) -> list[float]:
    plain = (re.sub(r"\s", "", value).replace(",", ".") for value in values)
    return [float(text) for text in plain if re.fullmatch(r"-?\d{1,12}(?:\.\d+)?", text)]


def _is_counted(values: Sequence[str]) -> bool:
    """Tell whether a column counts its rows: 1, 2, 3."""
    numbers = _read_numbers(values)
    if not numbers or len(numbers) < len(values):
        return False
    return all(later - former == 1 for former, later in pairwise(numbers))


_CHOICES: dict[frozenset[str], Callable[[HeadingContext], str]] = {
    frozenset({"district", "area_m2"}): _choose_area,
    frozenset({"height_m", "elev_m"}): _choose_height,
    frozenset({"lat_raw", "seq_no", "x_raw"}): _choose_north,
    frozenset({"lat_raw", "x_raw"}): _choose_latitude,
    frozenset({"lon_raw", "y_raw"}): _choose_east,
    frozenset({"site_code", "seq_no"}): _choose_code,
    NUMBERED: _choose_number,
    frozenset({"visited_on", "period_text"}): _choose_date,
    frozenset({"legal_kind", "kind"}): _choose_kind,
}
