"""Years from a number with its unit, era and part: centuries, millennia, decades, years.

Arithmetic of facts §4: the n-th century AD is 100(n-1)+1 to 100n, the n-th BC -100n to
-(100(n-1)+1); there is no year 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["century", "millennium", "decade", "year"]
LENGTHS: dict[Unit, int] = {"millennium": 1000, "century": 100, "decade": 10, "year": 1}
LARGEST: dict[Unit, int] = {"millennium": 12, "century": 60, "decade": 2090, "year": 12_000}
LAST_AD: dict[Unit, int] = {"millennium": 2, "century": 21, "decade": 2090, "year": 2100}
WHOLE = (0.0, 1.0)
PARTITIONS = {"half": 2, "quarter": 4, "third": 3}
TURN = 10  # of a hundred: facts §4 takes the turn of XIX and XX as 1890 to 1910

Span = tuple[int, int]


@dataclass(frozen=True)
class Number:
    """One end of a dating, as far as it is known.

    Attributes:
        value: how many centuries, millennia or years.
        is_roman: whether it was written as a Roman numeral.
        unit: what it counts, None where that is not said.
        era: `bc`, `ad`, or empty where not said.
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
        largest = LARGEST if self.era == "bc" else LAST_AD
        return self.value <= largest[self.unit]


def find_part(partition: str, ordinal: int | None) -> tuple[float, float] | None:
    """Return which part of a century the n-th half, quarter or third is; None means the last."""
    count = PARTITIONS[partition]
    place = count if ordinal is None else ordinal
    return ((place - 1) / count, place / count) if 1 <= place <= count else None


def find_span(number: Number) -> Span:
    """Return the first and the last year of a number whose unit is known."""
    if number.unit in ("year", "decade"):
        last = 9 if number.unit == "decade" else 0
        if number.era == "bc":
            return -number.value - last, -number.value
        return number.value, number.value + last
    length = LENGTHS[number.unit or "century"]
    first = -length * number.value if number.era == "bc" else length * (number.value - 1) + 1
    low, high = number.part
    return first + round(low * length), first + round(high * length) - 1


def find_turn(earlier: Number, later: Number) -> Span:
    """Return the years about the turn of two neighbouring centuries or millennia."""
    length = LENGTHS[later.unit or "century"]
    reach = length * TURN // 100
    turn = -length * later.value if later.era == "bc" else length * earlier.value
    return turn - reach, turn + reach
