"""Angles in three columns: degrees, minutes and seconds side by side under one heading."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from heritage_gis.vocabularies.headings import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from heritage_gis.conform.columns import Columns

FIELDS = ("lat_raw", "lon_raw")
# What the last word of a heading says that its column holds, and the sign that follows it there.
_UNITS = {
    "°": re.compile(r"(.*?)[\s,(/]*(?:град\w*|deg\w*|°|º)[.)\s]*", re.IGNORECASE),
    "′": re.compile(r"(.*?)[\s,(/]*(?:мин\w*|min\w*|['′’])[.)\s]*", re.IGNORECASE),
    "″": re.compile(r"(.*?)[\s,(/]*(?:сек\w*|sec\w*|[\"″”]|'')[.)\s]*", re.IGNORECASE),
}
_ONE_DIGIT = re.compile(r"^(?=\d(?:[.,]|$))")


def join_angles(
    frame: pd.DataFrame, columns: Columns, theirs: Iterable[str]
) -> tuple[pd.DataFrame, Columns]:
    """Join degrees, minutes and seconds of columns of their own: «48», «12», «45.1» is 48°12′45.1″.

    Args:
        frame: rows of a raw table.
        columns: what its columns mean; only degrees are a latitude or longitude by their heading.
        theirs: their headings.

    Returns:
        The frame with the whole angles in the column of degrees, and the columns, in which those
        of minutes and seconds are no longer unknown.
    """
    joined, used = {}, set()
    for field in FIELDS:
        heading = columns.headings.get(field, "")
        parts = _find_parts(heading, theirs)
        if parts:
            joined[heading] = _join(frame, heading, parts)
            used |= set(parts.values())
    left = tuple(name for name in columns.unknown if name not in used)
    return frame.assign(**joined) if joined else frame, replace(columns, unknown=left)


def _find_parts(heading: str, theirs: Iterable[str]) -> dict[str, str]:
    """Return the columns of minutes and seconds that stand beside one of degrees, by their sign."""
    base = _take_base(heading, "°")
    if base is None:
        return {}
    found = {sign: name for sign in ("′", "″") for name in theirs if _take_base(name, sign) == base}
    return found if "′" in found else {}


def _take_base(heading: str, sign: str) -> str | None:
    found = _UNITS[sign].fullmatch(heading)
    base = found[1].strip(f" ,.({LEVELS}") if found else ""
    return base.casefold() or None


def _join(frame: pd.DataFrame, degrees: str, parts: dict[str, str]) -> pd.Series:
    angle = frame[degrees].str.strip().str.rstrip("°º")
    is_alone = frame[[*parts.values()]].isna().all(axis="columns")
    whole = angle + "°"
    for sign, name in parts.items():
        part = frame[name].str.strip().str.rstrip("'\"′″’” ")
        # A number in a cell has no zero before it.
        part = part.str.replace(_ONE_DIGIT, "0", regex=True)
        whole = whole + (part + sign).fillna("")
    return angle.where(is_alone, whole)
