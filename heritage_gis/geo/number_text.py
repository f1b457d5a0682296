"""One number as people and spreadsheets write it: decimal comma, spaced thousands, exponents."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

MINUS_SIGNS = str.maketrans(dict.fromkeys("−‐‑‒–—﹣－", "-"))
FARTHEST = 1e12  # no coordinate, in whatever unit, is so large: 1e308 is a broken record
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity|1[.,]#\w+|#(?=\D)[\w/]+[!?]?)", re.IGNORECASE)
_PLAIN = re.compile(r"([+-]?)(\d+)(?:[.,](\d*))?(?:e([+-]?\d{1,3}))?", re.IGNORECASE)
_SPACED = re.compile(r"([+-]?\d{1,3}(?:[\s_]\d{3})+)(?=$|[.,])")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d{1,3}(?:,\d{3}){2,}")
_GERMAN = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+|[+-]?\d{1,3}(?:\.\d{3}){2,}")
_UNIT = re.compile(r"\s*[mм]\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class NumberReading:
    """One number.

    Attributes:
        value: the number; not finite where the text says so (`NaN`, `inf`, `#DIV/0!`).
        resolution: the value of the last digit written.
        is_precision_lost: written with an exponent that hides digits, such as 5.34E+06.
    """

    value: float
    resolution: float
    is_precision_lost: bool = False

    @property
    def is_finite(self) -> bool:
        """Whether the number can be a coordinate at all."""
        return math.isfinite(self.value) and abs(self.value) < FARTHEST


def read_number(text: str) -> NumberReading | None:
    """Read one number, or say None where the text is something else.

    A single comma is a decimal mark (`5,340` is 5.34); thousands are told by spaces of any
    width, or by commas or points that come more than once. A trailing `м` or `m` is allowed.
    """
    plain = unicodedata.normalize("NFKC", text).translate(MINUS_SIGNS).strip().lstrip("'").strip()
    if _NOT_FINITE.fullmatch(plain):
        return NumberReading(math.nan, 0.0)
    plain = _join_thousands(_UNIT.sub("", plain))
    found = _PLAIN.fullmatch(plain)
    if found is None:
        return None
    sign, whole, decimals, exponent = found.groups()
    power = int(exponent or 0)
    resolution = float(f"1e{power - len(decimals or '')}")
    value = float(f"{sign}{whole}.{decimals or '0'}e{power}")
    return NumberReading(value, resolution, is_precision_lost=bool(exponent) and resolution > 1)


def _join_thousands(text: str) -> str:
    if _ENGLISH.fullmatch(text):
        return text.replace(",", "")
    if _GERMAN.fullmatch(text):
        return text.replace(".", "")
    return _SPACED.sub(lambda found: re.sub(r"[\s_]", "", found[1]), text)
