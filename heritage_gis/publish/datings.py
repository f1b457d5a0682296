"""Datings in words, in the reader's language; `assets/years.js` writes the same for the list.

A span that is whole centuries or millennia is written as such, as the sources do: «XIX в.» says
what was known, «1801–1900 гг.» looks like more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.publish.words import read_words, write_number

if TYPE_CHECKING:
    from heritage_gis.settings import Language

MILLENNIUM, CENTURY = 1000, 100
UNITS = {MILLENNIUM: ("millennium", "millennia"), CENTURY: ("century", "centuries")}
MOST = 60  # centuries, as surveys count them; what lies before is told in years
ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
LONG_YEAR = 10_000
TEENS = range(11, 14)
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def write_years(start: int | None, end: int | None, language: Language) -> str:
    """Write a span of years; "" where neither is known.

    Args:
        start: signed, BC negative, without a year 0.
        end: the same; both years are in the span.
        language: of the reader.
    """
    words = read_words(language, "script")
    if start is None:
        until = "" if end is None else _write_span(end, end, language)
        return until and words["years_until"].format(end=until)
    if end is None:
        return words["years_from"].format(start=_write_span(start, start, language))
    if start < 0 < end:
        told = {"start": _write_year(start, language), "end": _write_year(end, language)}
        return words["years_across"].format(**told)
    return _write_span(start, end, language)


def _write_span(start: int, end: int, language: Language) -> str:
    era = "bc" if end < 0 else "ad"
    for length, (one, many) in UNITS.items():
        first, last = (-(-abs(year) // length) for year in (start, end))
        if _is_whole(start, end, length) and max(first, last) <= MOST:
            told = [_write_ordinal(number, language) for number in (first, last)]
            return _tell((f"{one}_{era}", f"{many}_{era}"), told, language)
    told = [_write_year(year, language) for year in (start, end)]
    return _tell((f"year_{era}", f"years_{era}"), told, language)


def _tell(keys: tuple[str, str], told: list[str], language: Language) -> str:
    words = read_words(language, "script")
    if told[0] == told[1]:
        return words[keys[0]].format(n=told[0])
    return words[keys[1]].format(n="–".join(told))


def _is_whole(start: int, end: int, length: int) -> bool:
    """Tell whether a span begins with the first year of a century and ends with the last of one."""
    if end < 0:
        return -start % length == 0 and -end % length == 1
    return start % length == 1 and end % length == 0


def _write_year(year: int, language: Language) -> str:
    value = abs(year)
    return str(value) if value < LONG_YEAR else write_number(value, language)


def _write_ordinal(value: int, language: Language) -> str:
    if language != "en":
        return _write_roman(value)
    ending = "th" if value % 100 in TEENS else ENDINGS.get(value % 10, "th")
    return f"{value}{ending}"


def _write_roman(value: int) -> str:
    written = ""
    for worth, sign in ROMAN:
        while value >= worth:
            written += sign
            value -= worth
    return written
