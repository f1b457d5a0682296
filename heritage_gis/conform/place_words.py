"""Words that say a place by a distance and a direction from a settlement, read from prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from heritage_gis.places.tables import read_place_table
from heritage_gis.vocabularies.tables import read_vocabulary

_SETTLED = ("settlement", "city", "station")
_NUMBER = r"\d{1,6}(?:[.,]\d{1,3})?"
_DISTANCE = (
    rf"(?P<low>{_NUMBER})(?:\s*[-–—]\s*(?P<high>{_NUMBER}))?\s*"
    r"(?P<unit>(?i:км|km|шақырым|м|m))(?![^\W\d_])\.?"
)
_HAS_DISTANCE = re.compile(_DISTANCE)
_FILLER = (
    r"(?:[\s,]|(?i:по\s+направлению|в\s+сторону|в\s+направлении|на\s+расстоянии|примерно|около|ок\."
    r"|шамамен|about|approximately|жерде|қашықтықта|жердегі|қарай|to\s+the|the|по|к|на|в|at|in)"
    r"(?![^\W\d_]))*"
)
_FROM = r"(?i:от|of|from)\s+"
_CAPITALISED = r"[^\W\d_a-zа-яёәіңғүұқөһ][^\W\d_]*"
_NAME = rf"[«\"“]?(?P<name>{_CAPITALISED}(?:[\s-]{_CAPITALISED})?)[»\"”]?"
_AZIMUTH = r"(?i:(?:по\s+)?азимут\w*|azimuth)\s*(?P<azimuth>\d{1,3})\s*°?"
_AZIMUTH_HALF_WIDTH = 5.0  # degrees: a compass in the hand
FULL_CIRCLE = 360


@dataclass(frozen=True)
class PlaceWords:
    """One place in words.

    Attributes:
        distance_m: from the settlement.
        distance_spread_m: half of what a range of distances leaves open.
        azimuth: degrees clockwise from north.
        half_width: of the sector that the words leave, in degrees.
        name: of the settlement, as it stands: often in another case.
        is_named: a word beside it says that it is a settlement.
        words: the part of the text that says all this.
    """

    distance_m: float
    distance_spread_m: float
    azimuth: float
    half_width: float
    name: str
    is_named: bool
    words: str


def read_place_words(text: str) -> tuple[PlaceWords, ...]:
    """Read every «6 км к северу от с. Актогай» of a text, in Kazakh, Russian or English."""
    if not _HAS_DISTANCE.search(text):  # most texts of a place have none, and cost little so
        return ()
    found: dict[int, PlaceWords] = {}
    for pattern in _compile_patterns():
        for match in pattern.finditer(text):
            found.setdefault(match.start("low"), _take_words(match))
    return tuple(found[start] for start in sorted(found))


def _take_words(match: re.Match[str]) -> PlaceWords:
    low = float(match["low"].replace(",", "."))
    high = float((match["high"] or match["low"]).replace(",", "."))
    metres = 1.0 if match["unit"].casefold() in {"м", "m"} else 1000.0
    if match["azimuth"]:
        azimuth, half_width = float(match["azimuth"]) % FULL_CIRCLE, _AZIMUTH_HALF_WIDTH
    else:
        azimuth, half_width = _read_direction(match["direction"])
    return PlaceWords(
        distance_m=(low + high) / 2 * metres,
        distance_spread_m=abs(high - low) / 2 * metres,
        azimuth=azimuth,
        half_width=half_width,
        name=match["name"],
        is_named=bool(match["sort"] or match["sort_after"]),
        words=" ".join(match[0].split()).strip(" ,"),
    )


@cache
def _compile_patterns() -> tuple[re.Pattern[str], ...]:
    sorts = "|".join(
        re.escape(row["word"])
        for row in sorted(read_place_table("name_words"), key=lambda row: -len(row["word"]))
        if row["means"] in _SETTLED
    )
    before = rf"(?:(?P<sort>(?i:{sorts}))\b\.?\s*)?"
    after = rf"(?:\s+(?P<sort_after>(?i:{sorts})\w*))?"
    way = rf"(?:(?P<direction>{_join_directions()})|{_AZIMUTH})"
    anchor = f"{before}{_NAME}{after}"
    edge = r"(?<![\w.,])"
    return tuple(
        re.compile(edge + pattern)
        for pattern in (
            f"{_DISTANCE}{_FILLER}{way}{_FILLER}(?:{_FROM})?{anchor}",
            f"{_DISTANCE}{_FILLER}{_FROM}{anchor}{_FILLER}{way}",
            f"{way}{_FILLER}(?:{_FROM})?{anchor}{_FILLER}{_DISTANCE}",
            f"{anchor}{_FILLER}{_DISTANCE}{_FILLER}{way}",
            f"{anchor}{_FILLER}{way}{_FILLER}{_DISTANCE}",
        )
    )


def _join_directions() -> str:
    """Join the words of the table, the longest first: letters stand alone, stems have endings."""
    words = sorted((row["word"] for row in _read_directions()), key=lambda word: -len(word))
    return "|".join(
        rf"{word}\b\.?" if word.isupper() else rf"(?i:{word}[^\W\d_]*)" for word in words
    )


def _read_directions() -> tuple[dict[str, str], ...]:
    return read_vocabulary("direction_words")


def _read_direction(words: str) -> tuple[float, float]:
    said = words.rstrip(".")
    rows = [
        row
        for row in _read_directions()
        if said == row["word"]
        or (row["word"].islower() and said.casefold().startswith(row["word"]))
    ]
    longest = max(rows, key=lambda row: len(row["word"]))
    return float(longest["azimuth"]), float(longest["half_width"])
