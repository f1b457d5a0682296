"""Numbers in a text that could be a coordinate, each with where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

LAT_RANGE = (45.0, 52.5)  # the two regions and what lies around them
LON_RANGE = (61.5, 79.0)
DEGREES = r"(?:4[5-9]|5[0-2]|6[1-9]|7[0-8])"
_SPACES = " \u00a0\u2009\u202f\u2007"
# Runs of figures and points, without a unit of CSS; most are told to be no coordinate once for all
# the places where they stand.
_RUN = re.compile(r"\d[\d.]{3,}+(?:[eE]\+?\d+)?(?!%|(?:px|r?em|v[hw]|fr|pt|ch)\b)")
# Degrees with decimals (7.5E+01 too), kilometres with decimals, and whole numbers of five digits
# on; a part of a version or a date (1.48.25) is none.
_NUMBER = re.compile(
    rf"{DEGREES}\.\d+|\d{{5,10}}(?:\.\d+)?|5[0-7]\d\d\.\d{{2,}}|(?:2[6-9]|[3-6]\d|7[0-3])\d\.\d{{2,}}"
    r"|[4-7]\.\d{3,}[eE]\+?0*1"
)
_SPACED = re.compile(
    rf"(?<![\d.,])(?:\d{{1,2}}[{_SPACES}]\d{{3}}|\d{{3}})[{_SPACES}]\d{{3}}(?:[.,]\d+)?"
    rf"(?![\d]|[{_SPACES}]\d{{3}}(?!\d))"
)
# A decimal comma, in what people read; in code, a comma only parts numbers.
_COMMA = re.compile(
    rf"(?<!\d)(?<!\d\.)(?P<whole>{DEGREES}(?=,\d{{3}})|(?<!\d,)(?:{DEGREES}|\d{{4,8}}))"
    r",(?P<decimals>\d+)(?![\d.])(?P<sure>(?=\s?[;°NEСВсв]))?"
)
# 5,348,248 and 5.348.248 and 5'348'248, as other languages part thousands
_GROUPED = re.compile(r"(?<![\d.,'’])\d{1,2}([.,'’])\d{3}\1\d{3}(?!\d|[.,'’]\d{3})")
_FOREIGN_POINT = re.compile(r"(?<=\d)[·٫](?=\d)")
_PLANE_DIGITS = 5  # of each of two plane coordinates
_JOINED = str.maketrans(dict.fromkeys(_SPACES, "")) | str.maketrans(",", ".")


@dataclass(frozen=True, eq=False)
class Numbers:
    """Numbers as columns, in the order of the text.

    Attributes:
        value: the number.
        decimals: how many decimals are written.
        start: where its text begins.
        end: where its text ends.
    """

    value: NDArray[np.float64]
    decimals: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    def take(self, chosen: NDArray[np.bool_]) -> Numbers:
        """Return some of the numbers."""
        value, decimals = self.value[chosen], self.decimals[chosen]
        return Numbers(value, decimals, self.start[chosen], self.end[chosen])


_NO_PLACES = np.zeros(0, dtype=np.int64)
_NONE = Numbers(np.zeros(0), _NO_PLACES, _NO_PLACES, _NO_PLACES)


def read_numbers(text: str, *, is_written: bool = True) -> Numbers:
    """Read all numbers of a text that could be a coordinate of some kind.

    Args:
        text: any text.
        is_written: by people, who part thousands with spaces.
    """
    found = [(match.start(), match[0]) for match in _RUN.finditer(text)]
    if is_written:
        found += [(match.start(), match[0]) for match in _SPACED.finditer(text)]
        found.sort()
    if not found:
        return _NONE
    starts = np.array([start for start, _ in found], dtype=np.int64)
    codes, distinct = pd.factorize(np.array([run for _, run in found], dtype=object))
    plain = [run.translate(_JOINED).rstrip(".") for run in distinct]
    is_number = np.array([_NUMBER.fullmatch(run) is not None for run in plain], dtype=bool)
    told = [run if known else "0" for run, known in zip(plain, is_number, strict=True)]
    value = np.array([float(run) for run in told], dtype=np.float64)
    decimals = np.array([_count_decimals(run) for run in told], dtype=np.int64)
    lengths = np.array([len(run) for run in distinct], dtype=np.int64)
    all_ = Numbers(value[codes], decimals[codes], starts, starts + lengths[codes])
    return all_.take(is_number[codes])


def _count_decimals(number: str) -> int:
    digits, _, exponent = number.lower().partition("e")
    return len(digits.partition(".")[2]) - (1 if exponent else 0)


def point_decimals(prose: str) -> str:
    """Turn decimal commas of what people read into points; the length stays.

    `75,48` may as well be two numbers of a list, as `5340720,492617` is: where both could be
    degrees it stays as it is, unless a sign of degrees or a separator follows. Thousands become
    parted by spaces.
    """
    prose = _GROUPED.sub(lambda match: match[0].replace(match[1], " "), prose)
    return _COMMA.sub(_point_decimal, _FOREIGN_POINT.sub(".", prose))


def _point_decimal(match: re.Match[str]) -> str:
    whole, decimals = match["whole"], match["decimals"]
    is_pair = is_lat(whole) != is_lat(decimals) and (is_lat(decimals) or is_lon(decimals))
    is_list = is_pair and len(decimals) == len(whole) and not match["sure"]
    is_plane = len(whole) >= _PLANE_DIGITS and len(decimals) >= _PLANE_DIGITS
    return match[0] if is_list or is_plane else f"{whole}.{decimals}"


def is_lat(number: str) -> bool:
    """Tell whether a number can be a latitude here."""
    return LAT_RANGE[0] <= float(number) <= LAT_RANGE[1]


def is_lon(number: str) -> bool:
    """Tell whether a number can be a longitude here."""
    return LON_RANGE[0] <= float(number) <= LON_RANGE[1]
