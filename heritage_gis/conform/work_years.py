"""The years of works as people write them: «2017», «2015–2017 гг.», «2017 жылы», a date."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from heritage_gis.vocabularies.tables import read_vocabulary

_YEAR = r"(?:1[89]|20)\d\d"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}[./]\d{{1,2}}[./]({_YEAR})|({_YEAR})-\d\d-\d\d(?:[T ][\d:.]+)?)"
)
_WORD = re.compile(r"[^\W\d_]+\.?")
_SPAN = re.compile(rf"({_YEAR})(?:\.0)?(?:\s*[-–—]\s*({_YEAR}|\d\d)(?:\.0)?)?")
LEADING = "leading"


class Years(NamedTuple):
    """The first and the last year that a cell tells; both None where it tells none."""

    start: int | None
    end: int | None


def read_years(text: str) -> Years:
    """Read the years of a cell; of a text that is not understood whole, nothing is taken."""
    plain = _DATE.sub(lambda found: found[1] or found[2], text.casefold())
    words = _WORD.sub(_drop_word, plain)
    found = _SPAN.fullmatch(" ".join(words.split()).strip(" .,"))
    if found is None:
        return Years(None, None)
    start = int(found[1])
    second = found[2] or found[1]
    return Years(start, int(second if len(second) > 2 else found[1][:2] + second))  # noqa: PLR2004 - «2015–17»


def _drop_word(found: re.Match[str]) -> str:
    word = found[0].rstrip(".")
    use = _read_year_words().get(word, "")
    if use == LEADING:
        return "-"
    return " " if use or word.startswith(_list_months()) else word


@cache
def _read_year_words() -> dict[str, str]:
    """Return words beside years -> `silent`, or `leading` from one year to the other."""
    return {
        word.strip(): row["use"]
        for row in read_vocabulary("year_words")
        for word in row["words"].split(";")
    }


@cache
def _list_months() -> tuple[str, ...]:
    """Return how the names of months begin."""
    return tuple(
        start.strip()
        for row in read_vocabulary("month_words")
        for language in ("en", "ru", "kk")
        for start in row[language].split(";")
    )
