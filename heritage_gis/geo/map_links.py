"""Links to web maps: where in a link the place stands, and whether it is a pin or a mere view.

Yandex and 2GIS write longitude first, the others latitude. The centre of a view is where somebody
looked, not what they marked: it counts only where the link holds no pin, and is marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

_NUM = r"[+-]?\d{1,3}(?:\.\d{1,20})?"
_ENDS = r"(?![\d.])"
_LAT, _LON = rf"(?P<lat>{_NUM})", rf"(?P<lon>{_NUM})"
_LAT_LON = rf"{_LAT}(?:,\s*|\s+){_LON}{_ENDS}"
_LON_LAT = rf"{_LON},\s*{_LAT}{_ENDS}"
_SLASHED = rf"=\d{{1,2}}(?:\.\d+)?/{_LAT}/{_LON}{_ENDS}"
_NAMED_LAT, _NAMED_LON = r"(?:m|point_?)?lat(?:itude)?=", r"(?:m|point_?)?(?:lon|lng)(?:gitude)?="
_LINK = re.compile(
    r"(?:https?://|(?<![\w.@/])(?=(?:www\.|maps?\.|yandex\.|2gis\.|google\.)\w))[^\s<>«»]+",
    re.IGNORECASE,
)
_HOSTS = r"(?:\w+\.)*{name}\.[\w.]+"
_GOOGLE, _YANDEX, _2GIS, _OSM, _NAKARTE, _APPLE, _WAZE, _BING, _WIKIMAPIA = (
    _HOSTS.format(name=name)
    for name in (
        *("google", "yandex", "2gis", "(?:openstreetmap|osm)", "nakarte"),
        *("apple", "waze", "bing", "wikimapia"),
    )
)
_ANY = r".+"


@dataclass(frozen=True)
class Rule:
    """Where the links of a host hold a place."""

    host: str
    place: str
    is_pin: bool = True


# The strongest first: pins, then what was searched for, then the centre of the view.
_RULES = tuple(
    (re.compile(rule.host), re.compile(rule.place, re.IGNORECASE), rule.is_pin)
    for rule in (
        Rule(_GOOGLE, rf"!3d{_LAT}!4d{_LON}"),
        Rule(_WIKIMAPIA, rf"lat={_LAT}&lon={_LON}", is_pin=False),
        Rule(_ANY, rf"[?&#]{_NAMED_LAT}{_LAT}&{_NAMED_LON}{_LON}"),
        Rule(_ANY, rf"[?&#]{_NAMED_LON}{_LON}&{_NAMED_LAT}{_LAT}"),
        Rule(_YANDEX, rf"[?&](?:pt|whatshere\[point\])={_LON_LAT}"),
        Rule(_YANDEX, rf"[?&]text={_LAT_LON}"),
        Rule(_2GIS, rf"/geo/(?:\d{{5,20}}/)?{_LON_LAT}"),
        Rule(_GOOGLE, rf"[?&](?:q|query|daddr|destination)=(?:loc:)?\s*{_LAT_LON}"),
        Rule(_GOOGLE, rf"/(?:place|search|dir/)/{_LAT_LON}"),
        Rule(_APPLE, rf"[?&]ll={_LAT_LON}"),
        Rule(_WAZE, rf"[?&]ll={_LAT_LON}"),
        Rule(_ANY, rf"[?&](?:q|query)=(?:loc:)?\s*{_LAT_LON}"),
        Rule(_2GIS, rf"/search/{_LAT_LON}"),
        Rule(
            _ANY, r"(?:[?&](?:q|query|text)=|/(?:place|search)/)(?P<words>[^/&#?@]*\d\s*°[^/&#?@]*)"
        ),
        Rule(_ANY, r"params=(?P<words>[\d._]+_[NSns]_[\d._]+_[EWew])"),
        Rule(_GOOGLE, rf"[?&](?:ll|center|cbll|viewpoint)={_LAT_LON}", is_pin=False),
        Rule(_GOOGLE, rf"/@{_LAT_LON}", is_pin=False),
        Rule(_YANDEX, rf"[?&]ll={_LON_LAT}", is_pin=False),
        Rule(_2GIS, rf"[?&]m={_LON_LAT}", is_pin=False),
        Rule(_OSM, rf"#map{_SLASHED}", is_pin=False),
        Rule(_NAKARTE, rf"#m{_SLASHED}", is_pin=False),
        Rule(_BING, rf"[?&]cp={_LAT}~{_LON}{_ENDS}", is_pin=False),
    )
)


def spell_links(text: str) -> tuple[str, bool]:
    """Turn the links of a text into words: «lat 48.26 lon 75.34»; others stay as they are.

    Returns:
        The text, and whether one of its places is but the centre of a view.
    """
    views: list[bool] = []

    def spell(found: re.Match[str]) -> str:
        link = found[0].rstrip(".,;!?)]\"'")
        tail = found[0][len(link) :]
        place = _find_place(unquote(link).replace("+", " "))
        if place is None:
            return found[0]
        views.append(place[1])
        return f" {place[0]} {tail}"

    return _LINK.sub(spell, text), any(views)


def _find_place(link: str) -> tuple[str, bool] | None:
    """Find the place of one link by the strongest rule, and whether it is a mere view."""
    found = re.match(r"(?:https?://)?([\w.-]+)", link, re.IGNORECASE)
    host = found[1].lower() if found else ""
    for hosts, pattern, is_pin in _RULES:
        if not hosts.fullmatch(host):
            continue
        places = {_spell_place(each.groupdict()): None for each in pattern.finditer(link)}
        if len(places) == 1:
            return next(iter(places)), not is_pin
        if places:
            return None
    return None


def _spell_place(groups: dict[str, str]) -> str:
    if "words" in groups:
        return re.sub(r"_+", " ", groups["words"])
    return f"lat {groups['lat']} lon {groups['lon']}"
