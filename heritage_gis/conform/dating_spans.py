"""Years from a number with its unit, era and part: centuries, millennia, decades, years.

Arithmetic of facts §4: the n-th century AD is 100(n-1)+1 to 100n, the n-th BC -100n to
-(100(n-1)+1); there is no year 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from heritage_gis.vocabularies.hijri import LAST_HIJRI, find_years

Unit = Literal["century", "millennium", "decade", "year"]
LENGTHS: dict[Unit, int] = {"millennium": 1000, "century": 100, "decade": 10, "year": 1}
LARGEST: dict[Unit, int] = {"millennium": 12, "century": 60, "decade": 2090, "year": 12_000}
LAST_AD: dict[Unit, int] = {"millennium": 2, "century": 21, "decade": 2090, "year": 2100}
LAST_OF_HIJRI: dict[Unit, int] = {
    "millennium": 2,
    "century": 15,
    "decade": LAST_HIJRI - 9,
    "year": LAST_HIJRI,
}
WHOLE = (0.0, 1.0)
PARTITIONS = {"half": 2, "quarter": 4, "third": 3}
TURN = 10  # of a hundred: facts §4 takes the turn of XIX and XX as 1890 to 1910

Span = tuple[int, int]
OpenSpan = tuple[int | None, int | None]


@dataclass(frozen=True)
class Number:
    """One end of a dating, as far as it is known.

    Attributes:
        value: how many centuries, millennia or years.
        is_roman: whether it was written as a Roman numeral.
        unit: what it counts, None where that is not said.
        era: `bc`, `ad`, `hijri`, or empty where not said.
        is_era_first: whether the era was said before the number, as in Kazakh.
        part: which part of the century, from 0 to 1.
    """

    value: int
    is_roman: bool
    unit: Unit | None = None
    era: str = ""
    is_era_first: bool = False
    part: tuple[float, float] = WHOLE

    @property
    def is_possible(self) -> bool:
        """Whether there is such a century or year in the past of these regions."""
        if self.unit is None or self.value < 1:
            return False
        largest = {"bc": LARGEST, "hijri": LAST_OF_HIJRI}.get(self.era, LAST_AD)
        return self.value <= largest[self.unit]


def find_part(partition: str, ordinal: int | None) -> tuple[float, float] | None:
    """Return which part of a century the n-th half, quarter or third is; None means the last."""
    count = PARTITIONS[partition]
    place = count if ordinal is None else ordinal
    return ((place - 1) / count, place / count) if 1 <= place <= count else None


def find_span(number: Number) -> Span:
    """Return the first and the last year of a number whose unit is known."""
    unit = number.unit or "century"
    length = LENGTHS[unit]
    is_counted = unit in ("century", "millennium")  # the first century begins with the year 1
    if number.era == "bc":
        first = -length * number.value if is_counted else -number.value - length + 1
    else:
        first = length * (number.value - 1) + 1 if is_counted else number.value
    low, high = number.part if unit != "year" else WHOLE
    start = first + math.ceil(low * length - 0.5)
    end = first + math.floor(high * length + 0.5) - 1  # a year that is cut belongs to both
    return find_years(start, end) if number.era == "hijri" else (start, end)


def find_bounds(number: Number, bound: str) -> OpenSpan:
    """Return the years that a bound leaves, None where they are open.

    `since` and `until` count the century or year itself in, `before` and `after` leave a century
    out; a single year stays in: whether a house built after 1850 may be of 1850 is taste.
    """
    start, end = find_span(number)
    is_single = number.unit == "year"
    if bound in ("since", "after"):
        return (start if bound == "since" or is_single else _step(end, 1)), None
    return None, (end if bound == "until" or is_single else _step(start, -1))


def _step(year: int, step: int) -> int:
    return year + step or step  # there is no year 0


def find_turn(earlier: Number, later: Number) -> Span:
    """Return the years about the turn of two neighbouring centuries or millennia.

    One number alone is the later: `turn of the 20th century`.
    """
    if earlier == later:
        former = later.value + 1 if later.era == "bc" else later.value - 1
        earlier = replace(later, value=former)
    length = LENGTHS[later.unit or "century"]
    reach = length * TURN // 100
    turn = -length * later.value if later.era == "bc" else length * earlier.value
    return turn - reach, turn + reach
