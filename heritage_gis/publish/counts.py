"""Districts and regions with their counts, as pages above the districts tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heritage_gis.places.units import list_units
from heritage_gis.publish.words import capitalise, name_region, write_count, write_sites

if TYPE_CHECKING:
    from heritage_gis.places.units import Region, Unit
    from heritage_gis.publish.pages import PageBook
    from heritage_gis.settings import Language

SHADES = {0: "0", 1: "1–2", 3: "3–10", 11: "11–50", 51: "> 50"}  # from this count on -> legend


def describe_unit(book: PageBook, unit: Unit, language: Language) -> dict[str, Any]:
    """Return what a page of regions says of a district."""
    count, name = book.count(unit.slug), capitalise(unit.name(language))
    return {
        "slug": unit.slug,
        "href": f"{unit.slug}/index.html",
        "name": name,
        "lines": name.rsplit(" ", 1),
        "sites": write_sites(count, language),
        "count": write_count(count),
        "shade": sum(count >= least for least in SHADES) - 1,
    }


def describe_region(book: PageBook, region: Region, language: Language) -> dict[str, Any]:
    """Return what a page of regions says of a region, its districts before its cities."""
    layout = book.districts.layout
    units = [unit for unit in list_units(layout) if unit.region_in(layout) == region.region]
    units.sort(key=lambda unit: unit.kind == "city")  # districts first
    return {
        "slug": region.slug,
        "name": name_region(region, language),
        "sites": capitalise(write_sites(book.count(region.slug), language)),
        "districts": [describe_unit(book, unit, language) for unit in units],
    }
