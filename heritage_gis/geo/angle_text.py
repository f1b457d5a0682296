"""One angle in the plain alphabet of `coordinate_spelling`: its parts, hemisphere and fineness."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Axis = Literal["lat", "lon", ""]
HIGHEST = {"lat": 90.0, "lon": 180.0}
SIXTY = 60
SHORTEST_NORTHING = 7  # digits: facts 1.4


@dataclass(frozen=True)
class AngleReading:
    """One angle in degrees, the degrees its last digit stands for, and the axis it names.

    `shape` says how it is written: how many parts, and how many decimals; `is_short` that a
    minute or second has one digit only, so that one may be lost.
    """

    degrees: float
    resolution: float
    axis: Axis = ""
    datum: str = ""
    shape: tuple[int, int] = (1, 0)
    is_short: bool = False


@dataclass(frozen=True)
class CoordinateFault:
    """Why a text is no position: the code of a problem, and what its message asks for.

    Attributes:
        code: of `vocabularies/problems.csv`.
        details: what its text asks for; a `hint` is the code of a sentence in
            `vocabularies/position_texts.csv`.
        suggestion: the nearest right text, empty where there is none.
    """

    code: str
    details: Mapping[str, object] = field(default_factory=dict)
    suggestion: str = ""


@dataclass(frozen=True)
class WrittenAngle:
    """An angle as it is written: the texts of its parts, its axis, `X` or `Y`, and its sign."""

    parts: tuple[str, ...]
    axis: Axis = ""
    plane_axis: str = ""
    is_negative: bool = False
    has_hemisphere: bool = False

    @property
    def decimals(self) -> int:
        """How many decimals the last part has."""
        return len(self.parts[-1].partition(".")[2])

    @property
    def whole_digits(self) -> int:
        """How many digits stand before the point of the first part."""
        return len(self.parts[0].partition(".")[0])

    @property
    def value(self) -> float:
        """Degrees, or metres where it is one number."""
        size = sum(float(part) / SIXTY**place for place, part in enumerate(self.parts))
        return -size if self.is_negative else size

    @property
    def resolution(self) -> float:
        """What the last digit stands for."""
        return float(f"1e-{self.decimals}") / SIXTY ** (len(self.parts) - 1)

    def to_reading(self) -> AngleReading:
        """Return it in degrees."""
        is_short = any(len(part.partition(".")[0]) == 1 for part in self.parts[1:])
        shape = (len(self.parts), self.decimals)
        return AngleReading(self.value, self.resolution, self.axis, shape=shape, is_short=is_short)


# Possessive: a number is never cut in two to make a text fit. Minutes never have three digits.
NUMBER = r"\d++(?:[.,]\d++)?+"
_SIXTIETH = r"\d{1,2}+(?!\d)(?:[.,]\d++)?+"
_DEGREE = rf"\s*(?:°|(?<=\d)\s(?={_SIXTIETH}\s?'))\s*"
_ENDS = r"(?=[\sNSEW;,]|$)"
MARKED = rf"{NUMBER}{_DEGREE}(?:{_SIXTIETH}\s*(?:'|{_ENDS})(?:\s*{_SIXTIETH}\s*[\"']?)?)?"
COLONS = rf"{NUMBER}:{_SIXTIETH}(?::{_SIXTIETH})?"
BARE = tuple(r"\s+".join([NUMBER, *[_SIXTIETH] * more]) for more in range(3))
SHAPES = (MARKED, COLONS, *BARE)
ANY_SHAPE = f"(?:{'|'.join((MARKED, COLONS, *reversed(BARE)))})"
ANGLE = re.compile(
    rf"(?P<axis>[AOXY])?\s*[:=]?\s*(?P<before>[NSEW])?\s*[:=]?\s*(?P<sign>[+-])?"
    rf"(?P<angle>{ANY_SHAPE})\s*(?P<after>[NSEW])?"
)
_AXES: dict[str, Axis] = {"N": "lat", "S": "lat", "A": "lat", "E": "lon", "W": "lon", "O": "lon"}
UNREADABLE = CoordinateFault("coordinate_unreadable")
_SEXAGESIMAL = ("minutes", "seconds")
# Digits before the point of an angle without marks (4816.033N, 0752043E): how many are degrees.
_PACKED = {"lat": {4: 2, 6: 2}, "lon": {4: 2, 5: 3, 6: 2, 7: 3}}


def read_written(found: re.Match[str]) -> WrittenAngle | CoordinateFault:
    """Take a match of ANGLE apart."""
    before, after, sign = found["before"], found["after"], found["sign"]
    hemisphere = before or after or ""
    axes = {_AXES[name] for name in (before, after, found["axis"]) if name in _AXES}
    if len(axes) > 1 or (before and after) or (sign and hemisphere):
        return UNREADABLE
    parts = tuple(part.replace(",", ".") for part in re.findall(NUMBER, found["angle"]))
    if any("." in part for part in parts[:-1]):
        return UNREADABLE
    written = WrittenAngle(
        parts,
        axes.pop() if axes else "",
        found["axis"] if found["axis"] in {"X", "Y"} else "",
        sign == "-" or hemisphere in {"S", "W"},
        bool(hemisphere),
    )
    return find_sixty(written) or written


def find_sixty(angle: WrittenAngle) -> CoordinateFault | None:
    """Refuse minutes and seconds of sixty and more."""
    for name, part in zip(_SEXAGESIMAL, angle.parts[1:], strict=False):
        if float(part) >= SIXTY:
            return make_range_fault(name, part, 0, 59)
    return None


def unpack(angle: WrittenAngle) -> WrittenAngle | CoordinateFault:
    """Part degrees, minutes and seconds written as one number: «4816.033N», «0752043E»."""
    if len(angle.parts) > 1 or not angle.has_hemisphere or angle.value <= HIGHEST["lon"]:
        return angle
    degrees = _PACKED[angle.axis or "lon"].get(angle.whole_digits)
    if degrees is None:
        return CoordinateFault("coordinate_digits_lost", {"hint": "hint_packed_digits"})
    digits, point, decimals = angle.parts[0].partition(".")
    pairs = [digits[place : place + 2] for place in range(degrees, len(digits), 2)]
    parts = (digits[:degrees], *pairs[:-1], f"{pairs[-1]}{point}{decimals}")
    parted = replace(angle, parts=parts)
    return find_sixty(parted) or parted


def find_excess(angle: AngleReading) -> CoordinateFault | None:
    """Refuse degrees that there are not."""
    highest = HIGHEST[angle.axis or "lon"]
    if abs(angle.degrees) <= highest:
        return None
    part = f"degrees_{angle.axis or 'lon'}"
    return make_range_fault(part, f"{angle.degrees:.10g}", -int(highest), int(highest))


def make_latitude_fault(degrees: float) -> CoordinateFault:
    """Say that a latitude lies beyond the poles."""
    found = f"{degrees:.10g}"
    return make_range_fault("degrees_lat", found, -int(HIGHEST["lat"]), int(HIGHEST["lat"]))


def make_range_fault(part: str, found: str, low: int, high: int) -> CoordinateFault:
    """Say that a part of an angle is too large."""
    details = {"part": part, "found": found, "low": low, "high": high}
    return CoordinateFault("coordinate_out_of_range", details)
