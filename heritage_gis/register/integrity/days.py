"""Days and years as a survey writes them, read as far as their order goes."""

from __future__ import annotations

import re

_ISO = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?!\d)")
_DOTTED = re.compile(r"\s*(?:(\d{1,2})[./])?(\d{1,2})[./](\d{4})(?!\d)")
_LAST_MONTH, _LAST_DAY = 12, 31

Span = tuple[str, str]  # the earliest and the latest day that is meant, as YYYY-MM-DD


def read_days(text: str) -> Span | None:
    """Return the days that a text may mean; None where it begins with none.

    «2017», «2017-05», «2017-05-03», «03.05.2017» and «05.2017» are read; of what follows nothing
    is. The order of a day and a month is that of these regions: the day first.
    """
    if match := _ISO.match(text):
        year, month, day = match.groups()
    elif match := _DOTTED.match(text):
        day, month, year = match.groups()
    else:
        return None
    if int(month or 1) not in range(1, _LAST_MONTH + 1):
        return None
    first = f"{year}-{int(month or 1):02d}-{int(day or 1):02d}"
    last = f"{year}-{int(month or _LAST_MONTH):02d}-{int(day or _LAST_DAY):02d}"
    return first, last
