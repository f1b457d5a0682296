"""Sizes as people write them: «ок. 30», «10-12», «более 40», «3х4 м», «D-12, h-0,5», «б/н»."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from heritage_gis.vocabularies.blanks import is_blank
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.words import REMEMBERED, even_letters

Dimension = Literal["diameter", "height", "length", "width", "area"]
DIMENSIONS: tuple[Dimension, ...] = ("diameter", "height", "length", "width", "area")
# To metres, or to square metres.
FACTORS = {"mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "m2": 1.0, "ha": 1e4, "km2": 1e6}
AREA_UNITS = ("m2", "ha", "km2")
UNITS = tuple(FACTORS)
MODIFIERS = ("about", "more", "less")
TIMES = "x"
LISTS = (",", ";", "и", "and", "және", "мен", "пен")  # «12 курганов и 3 ограды»: no range of counts
JOINERS = (TIMES, "-", "/", *LISTS)
LARGEST = 1e12  # more than the square metres of the country: no size, nor a count
LONGEST = 1000  # characters: a longer cell is a text, and no size
DECIMALS = 4  # a tenth of a millimetre: 35 cm is 0.35 m, not 0.35000000000000003

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－…÷", "-"))
_REWRITES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"(?<=\d)[\s_](?=\d{3}(?!\d))", ""),  # 1 200
        (r"(?<=\d),(?=\d)", "."),
        (r"\.{2,}", "-"),
        (r"(?:кв\.?|sq\.?|шаршы)\s*(км|km|м|m)(?![^\W\d_])", r"\g<1>2"),
        (r"(?<=[\dмm])\.?(?:\s*[xх×*]\s*|\s+на\s+)(?=\d)", f" {TIMES} "),
        (r"(?<=\d)\s*-?\s*(?:[тдн][ае]н|[ғқк][ае]|ге)(?![^\W\d_])", " "),  # 40-тан, 20-ға
    )
)
_TOKEN = re.compile(r"\d+(?:\.\d+)?|(?:[кс]?м|[kc]?m)[2²](?!\d)|[^\W\d_]+|[~≈<>≤≥+]|[-x/,;]")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_NUMBERED = re.compile(r"(?:№|no\.?)\s*(\d{1,9})\s*-\s*(?:№\s*)?(\d{1,9})")
_INNER = re.compile(r"\(([^()]*)\)")
_RAISED = re.compile(r"(?<=[\d^])[¹²³⁰-⁹]")  # the mark of a footnote, or a power
_DATE = re.compile(r"\d+\.\d+\.\d")  # a spreadsheet made a date of «12.05», or a list «1,2,3»
_IDLE = re.compile(r"[\s.:=?!*_'\"«»()№]+")  # signs that may stand beside a number and say nothing


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
    if len(text) > LONGEST:
        return None
    if _PLAIN.fullmatch(text):
        size = round(float(text.replace(",", ".")) * FACTORS.get(unit, 1.0), DECIMALS)
        return Measure(size, size, unit=unit) if size < LARGEST else None
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
    measure = _read_tokens(_find_tokens(outer or plain), unit)
    is_disputed = any(letter.isdecimal() for inner in _INNER.findall(plain) for letter in inner)
    return replace(measure, is_about=True) if measure and outer and is_disputed else measure


def read_sizes(text: str, unit: str = "m") -> dict[Dimension, Measure] | None:
    """Read a cell of several sizes: «D-12, h-0,5», «3х4 м», «диаметр 10,5 м, высота 35 м».

    Two numbers joined by «х» are length and width (the larger is the length), a third the height;
    a number without a letter is the length, or the area where its unit is one. Where the text
    begins with a number and ends with a word, the words follow: «12 м в диаметре, 0,5 м высотой».

    Returns:
        The sizes found by dimension, empty where the text says that nothing is known, None where
        it was not understood.
    """
    if len(text) > LONGEST:
        return None
    if is_blank(text):
        return {}
    sizes: dict[Dimension, Measure] = {}
    for dimension, tokens in _split_labels(_find_tokens(_INNER.sub(_keep_label, _even_text(text)))):
        read = (
            _read_product(tokens, unit)
            if dimension is None
            else {dimension: _read_tokens(tokens, unit)}
        )
        for name, measure in read.items():
            if measure is None or (name != "area" and measure.unit in AREA_UNITS):
                return None
            sizes.setdefault(name, measure)
    return sizes or None


def _keep_label(inner: re.Match[str]) -> str:
    """Keep «(диаметр)», leave out every other remark."""
    is_label = _find_meaning(inner[1].strip() or TIMES) in DIMENSIONS
    return f" {inner[1]} " if is_label else " "


def _even_text(text: str) -> str:
    marked = _RAISED.sub("^", text)  # folding makes 102 of «10²»
    plain = even_letters(marked.replace("№", " № ")).translate(_DASHES)
    for pattern, by in _REWRITES:
        plain = pattern.sub(by, plain)
    return plain.strip()


def _find_tokens(plain: str) -> list[str]:
    """Return the tokens; what is none of them («10±2», «10³») is one too, and has no meaning."""
    if _DATE.search(plain):
        return ["?"]
    tokens, end = [], 0
    for found in _TOKEN.finditer(plain):
        tokens += [_IDLE.sub("", plain[end : found.start()]), found[0]]
        end = found.end()
    return [token for token in (*tokens, _IDLE.sub("", plain[end:])) if token]


def _split_labels(tokens: list[str]) -> list[tuple[Dimension | None, list[str]]]:
    """Part tokens at words for a dimension; what has none has no word before it, nor behind."""
    parts: list[tuple[Dimension | None, list[str]]] = [(None, [])]
    for token in tokens:
        dimension = next((name for name in DIMENSIONS if _find_meaning(token) == name), None)
        if dimension is None:
            parts[-1][1].append(token)
        else:
            parts.append((dimension, []))
    has_numbers = [any(_is_number(token) for token in found) for _, found in parts]
    if has_numbers[0] and not has_numbers[-1]:
        names = [name for name, _ in parts[1:]]
        parts = [(name, found) for name, (_, found) in zip(names, parts, strict=False)]
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
        is_area = measures[0] is not None and measures[0].unit in AREA_UNITS
        return {"area" if is_area else "length": measures[0]}
    if any(_is_list(factor) for factor in factors):
        return {"length": None}  # «10х12, 5х6»: the sizes of two
    known = [measure for measure in measures if measure is not None]
    if len(known) < len(measures) or len(known) > len(("length", "width", "height")):
        return {"length": None}
    sides = sorted(known[:2], key=lambda measure: -(measure.high or measure.low or 0.0))
    return dict(zip(("length", "width", "height"), [*sides, *known[2:]], strict=False))


def _is_list(tokens: list[str]) -> bool:
    """Tell whether a comma or an «и» stands between two numbers."""
    return any(token in LISTS for token in _take_between(tokens))


def _take_between(tokens: list[str]) -> list[str]:
    """Return what stands between the first number and the last."""
    places = [at for at, token in enumerate(tokens) if _is_number(token)]
    return tokens[places[0] + 1 : places[-1]] if places else []


def _read_tokens(tokens: list[str], unit: str) -> Measure | None:
    """Read a number or a range, with what is said about it; None where a word is not known."""
    meanings = [_find_meaning(token) for token in tokens]
    places = [at for at, token in enumerate(tokens) if _is_number(token)]
    if None in meanings or not places or len(places) > 2:  # noqa: PLR2004 - a range has two ends
        return None
    if len(places) > 1 and not _is_range(tokens, unit):
        return None
    stated = [
        next((meaning for meaning in meanings[at:] if meaning in UNITS), None) for at in places
    ]
    last = next((meaning for meaning in reversed(meanings) if meaning in UNITS), None)
    used = [own or last or unit for own in stated]
    ends = [
        round(float(tokens[at]) * FACTORS.get(own, 1.0), DECIMALS)
        for at, own in zip(places, used, strict=True)
    ]
    if max(ends) >= LARGEST:
        return None
    modifiers = _list_modifiers([meaning for meaning in meanings if meaning])
    measure = Measure(min(ends), max(ends), is_about="about" in modifiers, unit=used[-1])
    if len(places) > 1:
        return measure
    if "more" in modifiers:
        return replace(measure, high=None)
    return replace(measure, low=None) if "less" in modifiers else measure


def _is_range(tokens: list[str], unit: str) -> bool:
    """Tell whether two numbers are the ends of a range: «2 м 50 см» and «12+3» are none."""
    between = _take_between(tokens)
    is_parted = any(
        token in JOINERS or _find_meaning(token) in MODIFIERS or _find_meaning(token) == "filler"
        for token in between
    )
    return is_parted and "+" not in between and not (not unit and _is_list(tokens))


def _list_modifiers(meanings: list[str]) -> set[str]:
    """Return about, more and less; «не более» is less, «не менее» is more."""
    found = {meaning for meaning in meanings if meaning in MODIFIERS}
    turned = {"more": "less", "less": "more"}
    return {turned.get(one, one) for one in found} if "not" in meanings else found


def _is_number(token: str) -> bool:
    return token[0].isdecimal()


@lru_cache(maxsize=REMEMBERED)
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
