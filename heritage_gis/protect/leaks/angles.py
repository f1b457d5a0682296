"""Angles in a text: degrees in any notation, read as latitudes and longitudes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heritage_gis.protect.leaks.numbers import DEGREES, LAT_RANGE, LON_RANGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from heritage_gis.protect.leaks.numbers import Numbers

COARSE = 10.0  # whole tenths of a degree tell no more than a cell does
# Signs are brought to one spelling; every replacement is one letter long, so places stay.
_SIGNS = {
    **dict.fromkeys("º˚∘⁰", "°"),
    **dict.fromkeys("’‘‛′´`ʹʼˊ", "'"),
    **dict.fromkeys("“”„‟″˝ʺ", '"'),
    **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
    **dict.fromkeys("−‐‑‒–—", "-"),
}
_SIGN = re.compile(f"[{''.join(_SIGNS)}]")  # many times as fast as str.translate
_PART = r"[0-5]?\d(?:[.,]\d+)?"
_DEGREE_WORD = r"(?:°|градус\w*|град\b\.?|гр\.|deg(?:rees?)?\b\.?|d(?=\s?\d))"
_MINUTE_WORD = r"(?:'(?!')|минут\w*|мин\b\.?|min(?:utes?)?\b\.?|m(?=\s?\d))"
_SECOND_WORD = r"(?:''|\"|секунд\w*|сек\b\.?|sec(?:onds?)?\b\.?|s\b)"
# 48°16'02", 48 град. 16 мин., 48d16m02s, and 48°16.033'
_MARKED = re.compile(
    rf"(?<![\d.,])(?P<d>{DEGREES})\s?{_DEGREE_WORD}\s?(?P<m>{_PART})(?!\d|\s?°)\s?(?:{_MINUTE_WORD}"
    rf"\s?(?:(?P<s>{_PART})(?!\d|\s?°)\s?{_SECOND_WORD}?)?)?",
    re.IGNORECASE,
)
# 48:16:02 and 48.16.02: no clock and no calendar goes so far
_PARTED = re.compile(
    rf"(?<![\d.,:])(?P<d>{DEGREES})([:.])(?P<m>[0-5]\d)\2(?P<s>[0-5]\d(?:[.,]\d+)?)(?![\d:]|\.\d)"
)
# Bare figures are an angle only where two stand together, or a hemisphere beside them.
_BARE = (
    rf"{DEGREES}(?:[ _-][0-5]?\d[ _-]{_PART}|[ _-][0-5]?\d[.,]\d{{2,}}"
    r"|[0-5]\d[0-5]\d(?:[.,]\d+)?|[0-5]\d\.\d{3,})"
)
_SIDE = r"\s?(?:[NEСВ]\b|с\.\s?ш|в\.\s?д|с\.\s?е|ш\.\s?б)"
_BARE_PAIR = re.compile(
    rf"(?<![\d.,])(?P<a>{_BARE})(?!\d)(?P<gap>[^\d]{{1,12}}0?)(?P<b>{_BARE})(?!\d|[.,]\d)"
)
_BARE_SIDED = re.compile(
    rf"(?:(?<![\d.,])(?P<a>{_BARE}){_SIDE}|(?<!\w)[NEСВ]\s?(?P<b>{_BARE})(?!\d))"
)
_PACKED = re.compile(
    r"(\d\d)(\d\d)(\d\d(?:[.,]\d+)?)$|(\d\d)(\d\d\.\d+)$"
)  # or as GPS sets tell it


@dataclass(frozen=True, eq=False)
class Angles:
    """Latitudes and longitudes as columns, in the order of the text.

    Attributes:
        degrees: the angle.
        slack: how far it may be from the place it is traced to, in degrees.
        is_fine: it tells more than whole tenths of a degree.
        start: where its text begins.
        end: where its text ends.
    """

    degrees: NDArray[np.float64]
    slack: NDArray[np.float64]
    is_fine: NDArray[np.bool_]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    @property
    def is_lat(self) -> NDArray[np.bool_]:
        """Which are latitudes; the others are longitudes."""
        return self.degrees <= LAT_RANGE[1]


def read_decimal_degrees(numbers: Numbers, slack_degrees: float) -> Angles:
    """Return the numbers with decimals that are latitudes or longitudes here."""
    chosen = (numbers.decimals >= 1) & is_degrees(numbers.value)
    value = numbers.value[chosen]
    slack = np.full(len(value), slack_degrees)
    return Angles(value, slack, is_fine(value), numbers.start[chosen], numbers.end[chosen])


def is_degrees(value: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which numbers can be degrees of latitude or longitude here."""
    is_lat = (value >= LAT_RANGE[0]) & (value <= LAT_RANGE[1])
    return is_lat | ((value >= LON_RANGE[0]) & (value <= LON_RANGE[1]))


def is_fine(value: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which degrees say more than whole tenths."""
    return np.abs(value * COARSE - np.rint(value * COARSE)) > 1e-6 * COARSE


def read_sexagesimal(text: str) -> Angles:
    """Return all angles in degrees, minutes and seconds, in any notation."""
    if not text.isascii():
        text = _SIGN.sub(lambda sign: _SIGNS[sign[0]], text)
    found = sorted({*_find_marked(text), *_find_bare(text)})
    columns = np.array(found, dtype=np.float64).reshape(-1, 4).T
    start, end = columns[0].astype(np.int64), columns[1].astype(np.int64)
    value = columns[2]
    known = is_degrees(value) & is_fine(value)
    slack = columns[3] / 2 + 1e-7
    return Angles(value[known], slack[known], known[known], start[known], end[known])


def _find_marked(text: str) -> Iterator[tuple[int, int, float, float]]:
    for pattern in (_MARKED, _PARTED):
        for match in pattern.finditer(text):
            yield (match.start(), match.end(), *_add_up(match["d"], match["m"], match["s"]))


def _find_bare(text: str) -> Iterator[tuple[int, int, float, float]]:
    for match in _BARE_PAIR.finditer(text):
        first, second = _split_bare(match["a"]), _split_bare(match["b"])
        if (first[0] <= LAT_RANGE[1]) != (second[0] <= LAT_RANGE[1]):
            yield (match.start("a"), match.end("a"), *first)
            yield (match.start("b"), match.end("b"), *second)
    for match in _BARE_SIDED.finditer(text):
        group = "a" if match["a"] else "b"
        yield (match.start(group), match.end(group), *_split_bare(match[group]))


def _split_bare(text: str) -> tuple[float, float]:
    packed = _PACKED.match(text)
    parts = packed.groups() if packed else tuple(re.split(r"[ _-]", text))
    parts = tuple(part for part in parts if part)
    return _add_up(parts[0], parts[1], parts[2] if len(parts) > 2 else None)  # noqa: PLR2004 - degrees, minutes, seconds


def _add_up(degrees: str, minutes: str, seconds: str | None) -> tuple[float, float]:
    """Return the angle, and the degrees that the last digit stands for."""
    parts = [part.replace(",", ".") for part in (degrees, minutes, seconds) if part]
    size = sum(float(part) / 60**place for place, part in enumerate(parts))
    decimals = len(parts[-1].partition(".")[2])
    return size, float(f"1e-{decimals}") / 60 ** (len(parts) - 1)
