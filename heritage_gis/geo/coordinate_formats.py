"""Formats of programs within a cell: geo URI, WKT, GeoJSON, KML, GPX, ISO 6709, NMEA 0183.

Each is turned into the words that a person would write («lat 48.26 lon 75.34 alt 512 m»), so that
what stands around it is read by the one grammar of `coordinate_spelling`. Sources: RFC 5870,
OGC 06-103r4, RFC 7946, OGC 12-007r2, GPX 1.1, ISO 6709:2022, NMEA 0183. Longitude comes first in
WKT, GeoJSON and KML, latitude in the others.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_NUM = r"[+-]?\d{1,9}(?:\.\d{1,20})?"
_COMMA_NUM = _NUM.replace(r"\.", "[.,]")
_LARGEST_ANGLE = 180
_ENTITY = re.compile(r"&(?:deg|quot|apos|prime|Prime|nbsp|lt|gt|amp|#\d{1,5}|#x[\da-fA-F]{1,4});")
_POINT = re.compile(
    rf"(?:srid\s*=\s*(?P<srid>\d{{4,6}})\s*;\s*)?(?<!\w)point\s*(?:zm?\s*)?"
    rf"\(\s*(?P<x>{_COMMA_NUM})\s+(?P<y>{_COMMA_NUM})"
    rf"(?:\s+(?P<z>{_NUM})(?:\s+{_NUM})?)?\s*\)",
    re.IGNORECASE,
)
_PAIR = rf"\s*(?P<x>{_NUM})\s*,\s*(?P<y>{_NUM})\s*(?:,\s*(?P<z>{_NUM})\s*)?"
_TYPE = r'"type"\s*:\s*"point"'
_COORDINATES = rf'\s*(?:{_TYPE}\s*,\s*)?"coordinates"\s*:\s*\[{_PAIR}\]\s*(?:,\s*{_TYPE}\s*)?'
_PROPERTIES = r'"properties"\s*:\s*(?:null|\{[^{}\[\]]{0,500}\})'
_GEOJSON = re.compile(
    rf'\{{\s*"type"\s*:\s*"feature"\s*,\s*(?:{_PROPERTIES}\s*,\s*)?"geometry"\s*:\s*'
    rf"\{{{_COORDINATES}\}}\s*(?:,\s*{_PROPERTIES}\s*)?\}}",
    re.IGNORECASE,
)
_BARE_GEOJSON = re.compile(
    rf'(?:"geometry"\s*:\s*)?(?P<brace>\{{)?{_COORDINATES}(?(brace)\}})', re.IGNORECASE
)
_ELEMENT = re.compile(
    rf"<(lat|lon|latitude|longitude)>\s*({_NUM})\s*</\1>(?:\s*<altitude>0</altitude>)?",
    re.IGNORECASE,
)
_JSON_KEY = re.compile(
    r'[{,\s]"(lat|latitude|lon|lng|long|longitude)"\s*:\s*"?(?=[\d+-])', re.IGNORECASE
)
_KML_WORDS = r"(?:\s*<(name|description|styleurl|visibility)>[^<>]{0,200}</\1>)*"
_KML = re.compile(
    rf"(?:<placemark(?:\s+id=\"[^\"<>]{{0,50}}\")?>{_KML_WORDS}\s*)?(?:<point>\s*)?"
    rf"<coordinates>{_PAIR}</coordinates>(?:\s*</point>)?(?:\s*</placemark>)?",
    re.IGNORECASE,
)
_ATTRIBUTES = rf"(?:\s*\b(?:lat|lon)\s*=\s*[\"']{_NUM}[\"']){{2}}"
_GPX = re.compile(
    rf"(?:<(?P<tag>wpt|trkpt|rtept)\s+)?(?P<attributes>{_ATTRIBUTES})"
    rf"(?(tag)\s*(?:/>|>(?P<inner>(?:\s*<(\w{{1,20}})>[^<>]{{0,200}}</\4>){{0,30}})"
    rf"(?:\s*</(?P=tag)>)?))",
    re.IGNORECASE,
)
_ELE = re.compile(rf"<ele>\s*({_NUM})\s*</ele>", re.IGNORECASE)
_ISO_6709 = re.compile(
    r"(?<![\w.])(?P<lat>[+-]\d{2}(?:\d\d){0,2}(?:[.,]\d{1,12})?)"
    r"(?P<lon>[+-]\d{3}(?:\d\d){0,2}(?:[.,]\d{1,12})?)"
    r"(?P<alt>[+-]\d{1,5}(?:\.\d{1,6})?)?(?:crs\w{1,20})?(?:/|(?![\w.,/]))",
    re.IGNORECASE,
)
_NMEA = re.compile(
    r"(?P<lat>\d{4}\.\d{1,8}),(?P<ns>[ns]),(?P<lon>\d{5}\.\d{1,8}),(?P<ew>[ew])(?!\w)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\$g[a-z](?:gga,[\d.]{0,12},(?P<gga>[^,]{1,20},[ns],[^,]{1,20},[ew]),[1-8],\d{0,2},[\d.]{0,6},"
    r"(?P<alt>-?[\d.]{1,8}),m,-?[\d.]{0,8},m,[\d.]{0,6},\d{0,4}"
    r"|rmc,[\d.]{0,12},a,(?P<rmc>[^,]{1,20},[ns],[^,]{1,20},[ew]),[\d.,ewadn]{0,40}"
    r"|gll,(?P<gll>[^,]{1,20},[ns],[^,]{1,20},[ew])(?:,[\d.]{0,12},a(?:,[a-z])?)?)"
    r"\*[\da-f]{2}(?!\w)",
    re.IGNORECASE,
)
_GEO_URI = re.compile(
    rf"(?<!\w)geo:\s*(?P<lat>{_NUM}),\s*(?P<lon>{_NUM})(?:,(?P<alt>{_NUM}))?"
    rf"(?P<parameters>(?:;[a-z]{{1,10}}=[\w.-]{{1,20}}){{0,5}})"
    rf"(?:\?(?:z=\d{{1,2}}(?:\.\d{{1,3}})?|q=(?P<q>{_NUM},{_NUM})(?:\([^()]{{0,100}}\))?|&){{1,3}})?"
    r"(?![\w?;])",
    re.IGNORECASE,
)


def spell_formats(text: str) -> str:
    """Turn the formats of programs within a text (its marks settled) into words."""
    for pattern, spell in _FORMATS:
        text = pattern.sub(spell, text)
    return text


def spell_entities(text: str) -> str:
    """Turn the entities of a web page into their signs: `48&deg;16&#39;`."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def _spell_xy(found: re.Match[str]) -> str:
    """Spell two numbers of which the easting comes first, and the height where there is one."""
    is_plane = abs(float(found["x"].replace(",", "."))) > _LARGEST_ANGLE
    first, second = ("y", "x") if is_plane else ("lon", "lat")
    system = found.groupdict().get("srid")
    stated = f" EPSG:{system} " if system else " "
    return f"{stated}{first} {found['x']} {second} {found['y']}{_spell_height(found['z'])} "


def _spell_height(height: str | None) -> str:
    return f", alt {height.lstrip('+')} m" if height and float(height) else ""


def _spell_gpx(found: re.Match[str]) -> str:
    pairs = re.findall(rf"(lat|lon)\s*=\s*[\"']({_NUM})", found["attributes"], re.IGNORECASE)
    values = {name.lower(): value for name, value in pairs}
    height = _ELE.search(found["inner"] or "")
    if len(values) < len(("lat", "lon")):
        return found[0]
    return f" lat {values['lat']} lon {values['lon']}{_spell_height(height and height[1])} "


def _spell_iso(found: re.Match[str]) -> str:
    """Give ISO 6709 its marks; both halves have the same parts, or it is none."""
    halves = []
    for half, letters, width in ((found["lat"], "NS", 2), (found["lon"], "EW", 3)):
        digits, point, decimals = half[1:].replace(",", ".").partition(".")
        minutes = [digits[place : place + 2] for place in range(width, len(digits), 2)]
        parts = [digits[:width], *minutes]
        parts[-1] += point + decimals
        marks = "".join(f"{part}{mark}" for part, mark in zip(parts, "°'\"", strict=False))
        halves.append((len(parts), f"{letters[half[0] == '-']} {marks}"))
    if halves[0][0] != halves[1][0]:
        return found[0]
    return f"{halves[0][1]} {halves[1][1]}{_spell_height(found['alt'])} ".lower()


def _spell_nmea(found: re.Match[str]) -> str:
    return f" {found['ns']} {found['lat']} {found['ew']} {found['lon']} "


def _spell_sentence(found: re.Match[str]) -> str:
    place = found["gga"] or found["rmc"] or found["gll"]
    return f" {place}{_spell_height(found['alt'])} "


def _spell_geo_uri(found: re.Match[str]) -> str:
    said = dict(each.split("=") for each in found["parameters"].split(";") if each)
    if found["q"] and float(found["lat"]) == float(found["lon"]) == 0:
        lat, lon = found["q"].split(",")
    else:
        lat, lon = found["lat"], found["lon"]
    words = f" lat {lat} lon {lon}{_spell_height(found['alt'])} "
    if "u" in said:
        words += f"±{said['u']} m "
    return words + {"": "", "wgs84": "wgs84"}.get(said.get("crs", ""), said.get("crs", ""))


_FORMATS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_GEO_URI, _spell_geo_uri),
    (_POINT, _spell_xy),
    (_GEOJSON, _spell_xy),
    (_BARE_GEOJSON, _spell_xy),
    (_ELEMENT, lambda found: f" {found[1]} {found[2]} "),
    (_JSON_KEY, lambda found: f" {found[1]}: "),
    (_KML, _spell_xy),
    (_GPX, _spell_gpx),
    (_SENTENCE, _spell_sentence),
    (_NMEA, _spell_nmea),
    (_ISO_6709, _spell_iso),
)
