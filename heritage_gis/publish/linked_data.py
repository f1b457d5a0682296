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
    described: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": TYPES.get(site["kind_group"], USUAL_TYPES),
        "identifier": site["site_id"],
        "url": f"{site['site_id']}.html",
        "name": _write_text(names[0].text, names[0].language),
        "alternateName": [_write_text(name.text, name.language) for name in names[1:]],
        "description": " · ".join(part for part in (kind, dating) if part),
        "additionalType": kind,
        "temporalCoverage": write_interval(site["start_year"], site["end_year"]),
        "containedInPlace": _describe_areas(site, told),
        "geo": _describe_position(site),
        "creditText": site["credit"] or "",
    }
    kept = {key: value for key, value in described.items() if value not in ("", [], None)}
    written = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
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
    return {"@value": text, "@language": language} if language else text


def _describe_areas(site: dict[str, Any], told: SiteWords) -> list[dict[str, str]]:
    areas = [
        {"name": told.label("districts", kato), "identifier": kato} for kato in list_katos(site)
    ]
    if not areas and site["region"]:
        areas = [{"name": told.label("regions", site["region"]), "identifier": site["region"]}]
    return [{"@type": "AdministrativeArea", **area} for area in areas]


def _describe_position(site: dict[str, Any]) -> dict[str, Any] | None:
    """Return the point of an exact site, the whole cell of another; south and west come first."""
    if site["position"] == "exact":
        lon, lat = (round(degree, 5) for degree in (site["geometry"].x, site["geometry"].y))
        return {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}
    if site["position"] == "cell":
        west, south, east, north = (round(edge, 5) for edge in site["geometry"].bounds)
        return {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
    return None
