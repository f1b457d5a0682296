"""Words that tell a place or a size: distances, directions, neighbours, counts of mounds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from heritage_gis.model.public import PUBLIC_COLUMNS
from heritage_gis.model.record import RECORD_COLUMNS
from heritage_gis.protect.leaks.hits import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NUMBER = r"(?<![\d.,])\d+(?:[.,]\d+)?"
_SPACE = r"[ \u00a0\u202f-]?"
_DISTANCE = re.compile(
    rf"{_NUMBER}{_SPACE}(?:км|km|километр\w*|kilomet\w+|м|m|метр\w*|met(?:re|er)s?|шақырым\w*"
    r"|верст\w*|миль|miles?)(?![\w²³]|\s?\d)",
    re.IGNORECASE,
)
_AREA = re.compile(
    rf"{_NUMBER}{_SPACE}(?:[мm]²|[мm]2|кв\.?\s?м|sq\.?\s?m|га|ha|hectares?|гектар\w*)(?!\w)",
    re.IGNORECASE,
)
_DIRECTION = re.compile(
    r"\b(?:к|на)\s+(?:(?:север|юг|восток|запад)[\w-]*|[СЮ]{0,2}[ВЗ]|[СЮ])\s+от\b"
    r"|\bна\s+(?:прав|лев)ом\s+берегу\b|\b(?:right|left)\s+bank\b|\b(?:оң|сол)\s+жаға\w*"
    r"|\b(?:north|south|east|west)(?:[ -]?(?:east|west))?(?:ern)?\s+of\b|\b[NS][NSEW]{0,2}\s+of\b"
    r"|\b(?:солтүстіг|оңтүстіг|шығысын|батысын)\w+"
    r"|\b(?:солтүстікке|оңтүстікке|шығысқа|батысқа)\s+қарай",
    re.IGNORECASE,
)
_NEIGHBOUR = re.compile(
    r"\bnearest\b|\bclosest (?:site|village)|\bближайш\w+|\bең жақын\b", re.IGNORECASE
)
_SIZE = re.compile(
    r"(?:\bdiam(?:eters?)?\b\.?|\bдиам\w*\.?|\bвысот\w*|\bбиікті\w*|\bheight|\bплощад\w*"
    r"|\bаумағы|\bкөлемі|\bұзындығы|\bдлин\w+|\bширин\w+|\blength|\bwidth|\bглубин\w+|\bdepth|\bазимут\w*|\bazimuth"
    r"|\bbearing|\borient\w+|\bориент\w+)(?:\s?\(?(?:м|m|см|cm)\)?)?[\s:=—–-]{1,3}"
    r"(?:(?:ок\.|около|about|ca\.?|до|up to|шамамен|of|is)\s)?\d"
    r"|[Ø⌀]\s?\d|(?<![\w?&/.])[DhН]\s?[-=–]\s?\d+(?:[.,]\d+)?(?!\w)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?<![\d.,–-])(?P<n>\d+)[ \u00a0]+(?:[^\W\d_]+[ \u00a0]+)?"
    r"(?:курган\w*|насып\w+|оград\w*|могил(?!ьник)\w*|сооружени\w+|погребени\w+|mounds?|kurgans?|barrows?|graves?|structures?|enclosures?|burials?"
    r"|обалар\w*|оба|қоршау\w*|қабір\w*|құрылыс\w*)\b",
    re.IGNORECASE,
)
_CLASS_BEFORE = re.compile(r"(?:over|более|свыше)\s$", re.IGNORECASE)
_CLASS_COUNTS = frozenset({"1", "50"})  # the class 1, and over 50
# Names of our own columns that the public twin does not have.
_COLUMN = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(name for name in RECORD_COLUMNS if name not in PUBLIC_COLUMNS and "_" in name)
    + r")(?![\w-])"
)
# What may be told of no protected site. (Pages say why places are not told: lest they be looted.)
_LOOTING = re.compile(
    r"\b(?:раз|о)граблен(?!и)\w*|\bграбительск\w+|(?<!being )\blooted\b|\brobbed\b|\bplundered\b"
    r"|\bтонал(?:ған|ды)\w*",
    re.IGNORECASE,
)
_SORTS = (
    (_LOOTING, "looting", "a word about looting"),
    (_DISTANCE, "distance", "a distance that is no sentence about uncertainty"),
    (_AREA, "size", "an area"),
    (_DIRECTION, "direction", "a direction from somewhere"),
    (_NEIGHBOUR, "neighbour", "a word about what lies near"),
    (_SIZE, "size", "a size"),
    (_COLUMN, "withheld column", "a column that the public twin does not have"),
)


def list_counts(names: Iterable[str]) -> frozenset[str]:
    """Return what looks like a count in names, such as «Талды 2 курган», in small letters."""
    return frozenset(found[0].casefold() for name in names for found in _COUNT.finditer(name))


def find_telling_words(
    lines: str, allowed: re.Pattern[str] | None, named: frozenset[str]
) -> Iterator[Hit]:
    """Find words that tell a place or a size more closely than the public twin.

    Args:
        lines: what people read, one value a line.
        allowed: phrases that may stand there.
        named: what looks like a count in public names, as `list_counts` gives it.
    """
    if allowed is not None:
        lines = allowed.sub(lambda found: " " * len(found[0]), lines)
    for pattern, kind, why in _SORTS:
        for match in pattern.finditer(lines):
            yield Hit(match.start(), match.end(), kind, why)
    for match in _COUNT.finditer(lines):
        is_over = _CLASS_BEFORE.search(lines[max(0, match.start() - 8) : match.start()])
        is_class = match["n"] == "1" or (match["n"] in _CLASS_COUNTS and is_over)
        if not is_class and match[0].casefold() not in named:
            yield Hit(match.start(), match.end(), "count", "a count beyond its class")
