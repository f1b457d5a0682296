"""What a card tells machines: schema.org as JSON-LD, saying what the card says and no more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from heritage_gis.publish.site_words import list_katos

if TYPE_CHECKING:
    from heritage_gis.publish.site_words import SiteWords

CONTEXT = "https://schema.org"
# By kind group; a page about anything else is about a place with a history.
TYPES = {
    "mausoleum": ["LandmarksOrHistoricalBuildings", "Cemetery"],
    "burial": ["LandmarksOrHistoricalBuildings", "Cemetery"],
}
USUAL_TYPES = ["LandmarksOrHistoricalBuildings"]
ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def describe_for_machines(site: dict[str, Any], told: SiteWords) -> Markup:
    """Return the JSON-LD of a site, safe inside an element `script` of HTML."""
    names = [told.name(site), *told.other_names(site)]
    kind, dating = told.kind(site), told.dating(site, is_certain=None)
    both = " · ".join(part for part in (kind, dating) if part)
    described = {
        "@context": CONTEXT,
        "@type": TYPES.get(site["kind_group"], USUAL_TYPES),
        "identifier": site["site_id"],
        "url": f"{site['site_id']}.html",
        "name": _write_text(names[0].text, names[0].language),
        "alternateName": [_write_text(name.text, name.language) for name in names[1:]],
        "description": _write_text(both, told.language),
        "additionalType": _write_text(kind, told.language),
        "containedInPlace": _describe_areas(site, told),
        "geo": _describe_position(site),
        "subjectOf": _describe_card(site, told),
    }
    written = json.dumps(_keep_told(described), ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in ESCAPED.items():
        written = written.replace(sign, escaped)
    return Markup(written)  # noqa: S704 - every sign that ends a script is escaped above


def write_interval(start: int | None, end: int | None) -> str:
    """Write years as an interval of ISO 8601, where 1 BC is the year 0; "" where none is known."""
    if start is None and end is None:
        return ""
    return "/".join(".." if year is None else _write_iso(year) for year in (start, end))


def _write_iso(year: int) -> str:
    counted = year + 1 if year < 0 else year
    sign = "-" if counted < 0 else ""
    return f"{sign}{abs(counted):04d}"


def _write_text(text: str, language: str) -> object:
    return {"@value": text, "@language": language} if text and language else text


def _keep_told(described: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in described.items() if value not in ("", [], None)}


def _describe_card(site: dict[str, Any], told: SiteWords) -> dict[str, Any]:
    """Return the page: schema.org dates and credits works such as a page, but no places."""
    page = {
        "@type": "WebPage",
        "url": f"{site['site_id']}.html",
        "inLanguage": told.language,
        "temporalCoverage": write_interval(site["start_year"], site["end_year"]),
        "creditText": site["credit"],
    }
    return _keep_told(page)


def _describe_areas(site: dict[str, Any], told: SiteWords) -> list[dict[str, Any]]:
    codes = {"districts": list_katos(site)}
    if not codes["districts"] and site["region"]:
        codes = {"regions": [site["region"]]}
    return [
        {
            "@type": "AdministrativeArea",
            "name": _write_text(told.label(vocabulary, code), told.language),
            "identifier": code,
        }
        for vocabulary, found in codes.items()
        for code in found
    ]


def _describe_position(site: dict[str, Any]) -> dict[str, Any] | None:
    """Return the point of an exact site, the whole cell of another; south and west come first."""
    if site["position"] == "exact":
        lon, lat = (round(degree, 5) for degree in (site["geometry"].x, site["geometry"].y))
        return {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}
    if site["position"] == "cell":
        west, south, east, north = (round(edge, 5) for edge in site["geometry"].bounds)
        return {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
    return None
