"""Sizes as people write them: «ок. 30», «10-12», «более 40», «3х4 м», «D-12, h-0,5», «б/н»."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from heritage_gis.vocabularies.blanks import is_blank
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.words import even_letters

Dimension = Literal["diameter", "height", "length", "width", "area"]
DIMENSIONS: tuple[Dimension, ...] = ("diameter", "height", "length", "width", "area")
# To metres, or to square metres.
FACTORS = {"mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "m2": 1.0, "ha": 1e4, "km2": 1e6}
AREA_UNITS = ("m2", "ha", "km2")
UNITS = tuple(FACTORS)
MODIFIERS = ("about", "more", "less")
TIMES = "x"
JOINERS = (TIMES, "-", "/", ",", ";", "и", "and", "және", "мен", "пен")
DECIMALS = 4  # a tenth of a millimetre: 35 cm is 0.35 m, not 0.35000000000000003

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－…", "-"))
_REWRITES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"(?<=\d)[\s_](?=\d{3}(?!\d))", ""),  # 1 200
        (r"(?<=\d),(?=\d)", "."),
        (r"\.{2,}", "-"),
        (r"(?:кв\.?|sq\.?|шаршы)\s*(км|km|м|m)(?![^\W\d_])", r"\g<1>2"),
        (r"(?<=\d)\s*[xх×*]\s*(?=\d)", f" {TIMES} "),
        (r"(?<=\d)\s*-?\s*(?:[тдн][ае]н|[ғқк][ае]|ге)(?![^\W\d_])", " "),  # 40-тан, 20-ға
    )
)
_TOKEN = re.compile(r"\d+(?:\.\d+)?|(?:[кс]?м|[kc]?m)[2²](?!\d)|[^\W\d_]+|[~≈<>≤≥+]|[-x/,;]")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_NUMBERED = re.compile(r"(?:№|no\.?)\s*(\d+)\s*-\s*(?:№\s*)?(\d+)")
_INNER = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Measure:
    """One measured or counted size.

    Attributes:
        low: the least it is, in metres or square metres, or a count; None where open.
        high: the most it is; None where open.
        is_about: the text says that it is approximate.
        unit: the unit it was written in, from the text or else the heading; empty where neither
            says it.
    """

    low: float | None = None
    high: float | None = None
    is_about: bool = False
    unit: str = ""

    @property
    def is_unknown(self) -> bool:
        """Whether the text says that nothing is known."""
        return self.low is None and self.high is None


UNKNOWN = Measure()


def read_measure(text: str, unit: str = "m") -> Measure | None:
    """Read one size or count.

    Args:
        text: what the cell says.
        unit: the unit of the heading: `m`, `cm`, `mm`, `km`, `m2`, `ha`, `km2`, or empty for a
            bare number. A unit in the text comes before it.

    Returns:
        The size in metres or square metres, `UNKNOWN` where the text says that nothing is known,
        None where it was not understood.
    """
    if _PLAIN.fullmatch(text):
        size = round(float(text.replace(",", ".")) * FACTORS.get(unit, 1.0), DECIMALS)
        return Measure(size, size, unit=unit)
    if is_blank(text):
        return UNKNOWN
    plain = _even_text(text)
    numbered = _NUMBERED.fullmatch(plain)
    if numbered:
        count = float(int(numbered[2]) - int(numbered[1]) + 1)
        return Measure(count, count) if count > 0 else None
    if plain.startswith("-"):
        return None  # no size is negative, and a dash may stand for a lost digit
    outer = _INNER.sub(" ", plain).strip()
    measure = _read_tokens(_TOKEN.findall(outer or plain), unit)
    is_disputed = any(letter.isdecimal() for inner in _INNER.findall(plain) for letter in inner)
    return replace(measure, is_about=True) if measure and outer and is_disputed else measure


def read_sizes(text: str, unit: str = "m") -> dict[Dimension, Measure] | None:
    """Read a cell of several sizes: «D-12, h-0,5», «3х4 м», «диаметр 10,5 м, высота 35 м».

    Two numbers joined by «х» are length and width (the larger is the length), a third the height;
    a number without a letter is the length.

    Returns:
        The sizes found by dimension, empty where the text says that nothing is known, None where
        it was not understood.
    """
    if is_blank(text):
        return {}
    sizes: dict[Dimension, Measure] = {}
    for dimension, tokens in _split_labels(_TOKEN.findall(_INNER.sub(" ", _even_text(text)))):
        read = (
            _read_product(tokens, unit)
            if dimension is None
            else {dimension: _read_tokens(tokens, unit)}
        )
        for name, measure in read.items():
            if measure is None:
                return None
            sizes.setdefault(name, measure)
    return sizes or None


def _even_text(text: str) -> str:
    plain = even_letters(text.replace("²", "2").replace("№", " № ")).translate(_DASHES)
    for pattern, by in _REWRITES:
        plain = pattern.sub(by, plain)
    return plain.strip()


def _split_labels(tokens: list[str]) -> list[tuple[Dimension | None, list[str]]]:
    """Part tokens at words for a dimension; what stands before the first has none."""
    parts: list[tuple[Dimension | None, list[str]]] = [(None, [])]
    for token in tokens:
        dimension = next((name for name in DIMENSIONS if _find_meaning(token) == name), None)
        if dimension is None:
            parts[-1][1].append(token)
        else:
            parts.append((dimension, []))
    return [(name, found) for name, found in parts if any(_is_number(one) for one in found)]


def _read_product(tokens: list[str], unit: str) -> dict[Dimension, Measure | None]:
    """Read «3х4 м» or «3х4х0,5 м»; the unit stands once, at the end."""
    units = [meaning for token in tokens if (meaning := _find_meaning(token)) in UNITS]
    factors: list[list[str]] = [[]]
    for token in tokens:
        if _find_meaning(token) == "times":
            factors.append([])
        else:
            factors[-1].append(token)
    measures = [_read_tokens(factor, units[-1] if units else unit) for factor in factors]
    if len(measures) == 1:
        return {"length": measures[0]}
    known = [measure for measure in measures if measure is not None]
    if len(known) < len(measures) or len(known) > len(("length", "width", "height")):
        return {"length": None}
    sides = sorted(known[:2], key=lambda measure: -(measure.high or measure.low or 0.0))
    return dict(zip(("length", "width", "height"), [*sides, *known[2:]], strict=False))


def _read_tokens(tokens: list[str], unit: str) -> Measure | None:
    """Read a number or a range, with what is said about it; None where a word is not known."""
    meanings = [_find_meaning(token) for token in tokens]
    if None in meanings:
        return None
    numbers = [float(token) for token in tokens if _is_number(token)]
    if not numbers or len(numbers) > 2:  # noqa: PLR2004 - a range has two ends
        return None
    stated = [meaning for meaning in meanings if meaning in UNITS]
    used = stated[-1] if stated else unit
    factor = FACTORS.get(used or "", 1.0)
    low, high = (round(end * factor, DECIMALS) for end in (min(numbers), max(numbers)))
    modifiers = _list_modifiers([meaning for meaning in meanings if meaning])
    measure = Measure(low, high, is_about="about" in modifiers, unit=used or "")
    if len(numbers) > 1:
        return measure
    if "more" in modifiers:
        return replace(measure, high=None)
    return replace(measure, low=None) if "less" in modifiers else measure


def _list_modifiers(meanings: list[str]) -> set[str]:
    """Return about, more and less; «не более» is less, «не менее» is more."""
    found = {meaning for meaning in meanings if meaning in MODIFIERS}
    turned = {"more": "less", "less": "more"}
    return {turned.get(one, one) for one in found} if "not" in meanings else found


def _is_number(token: str) -> bool:
    return token[0].isdecimal()


@cache
def _find_meaning(token: str) -> str | None:
    """Return what a token means, `number`, `times` or `joiner`, None where it is not known."""
    if _is_number(token):
        return "number"
    if token in JOINERS:
        return "times" if token == TIMES else "joiner"
    exact, prefixes = _read_meanings()
    started = (meaning for prefix, meaning in prefixes if token.startswith(prefix))
    return exact.get(token) or next(started, None)


@cache
def _read_meanings() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    exact: dict[str, str] = {}
    prefixes: list[tuple[str, str]] = []
    for entry in read_vocabulary("measure_words"):
        for spelling in entry["words"].split(";"):
            word = even_letters(spelling.strip())
            if word.endswith("*"):
                prefixes.append((word[:-1], entry["meaning"]))
            else:
                exact.setdefault(word, entry["meaning"])
    return exact, tuple(sorted(prefixes, key=lambda entry: -len(entry[0])))
