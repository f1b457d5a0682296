"""The 18 second-level units, the two regions, and the layouts, as their tables say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError
from heritage_gis.places.tables import read_place_table

if TYPE_CHECKING:
    from heritage_gis.settings import Language

PRESENT_LAYOUT = "2022"
KATO_DIGITS = 9
REGION_DIGITS = 2


@dataclass(frozen=True)
class Layout:
    """A division into districts, and the days it held; an empty day is open."""

    layout: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True)
class Region:
    """A region.

    Attributes:
        region: the first two digits of the KATO codes in it.
        valid_from: the day it came to be, empty where that is before all our layouts.
    """

    region: str
    kato: str
    slug: str
    name_kk: str
    name_ru: str
    name_en: str
    valid_from: str


@dataclass(frozen=True)
class Unit:
    """A district, or a city that counts as one (facts.md §2).

    Attributes:
        kato: the code in the present layout.
        kato_before: the code before 8 June 2022.
        region: the first two digits of `kato`.
        kind: `district` or `city`.
        name_kk: the name as a person writes it on a page, in the nominative; so the others.
        area_km2: the official area where one is known, else that of the reference polygon.
        area_source: where the area is from.
        centre: the seat, in English.
        centre_wgs84: its longitude and latitude, where `settlements.csv` has it.
        bbox_wgs84: west, south, east, north of the reference polygon in the present layout.
        mark: how well the row is known, as in facts.md.
    """

    slug: str
    kato: str
    kato_before: str
    region: str
    kind: str
    name_kk: str
    name_ru: str
    name_en: str
    area_km2: float
    area_source: str
    centre: str
    centre_wgs84: tuple[float, float] | None
    bbox_wgs84: tuple[float, float, float, float]
    mark: str

    def name(self, language: Language) -> str:
        """Return the name in a language."""
        return {"kk": self.name_kk, "ru": self.name_ru, "en": self.name_en}[language]

    def kato_in(self, layout: str) -> str:
        """Return the code in a layout."""
        return self.kato if layout == PRESENT_LAYOUT else self.kato_before

    def region_in(self, layout: str) -> str:
        """Return the region in a layout, by the first two digits of its codes."""
        return self.kato_in(layout)[:REGION_DIGITS]


@cache
def read_layouts() -> tuple[Layout, ...]:
    """Return the layouts, the present one first."""
    rows = read_place_table("layouts")
    return tuple(Layout(row["layout"], row["from"], row["to"]) for row in rows)


def require_layout(layout: str) -> None:
    """Refuse a layout that is not in the table.

    Raises:
        MisusedError: naming the layouts there are.
    """
    known = [entry.layout for entry in read_layouts()]
    if layout not in known:
        raise MisusedError(f"there is no layout «{layout}»; give one of: {', '.join(known)}")


@cache
def read_regions() -> tuple[Region, ...]:
    """Return the regions by code."""
    fields = ("region", "kato", "slug", "name_kk", "name_ru", "name_en", "from")
    return tuple(Region(*(row[name] for name in fields)) for row in read_place_table("regions"))


@cache
def read_units() -> tuple[Unit, ...]:
    """Return the units, ordered by their present code."""
    units = [_read_unit(row) for row in read_place_table("units")]
    return tuple(sorted(units, key=lambda unit: unit.kato))


@cache
def list_units(layout: str) -> tuple[Unit, ...]:
    """Return the units, ordered by their code in a layout."""
    return tuple(sorted(read_units(), key=lambda unit: unit.kato_in(layout)))


@cache
def list_regions(layout: str) -> tuple[Region, ...]:
    """Return the regions that there are in a layout, by code: before 8 June 2022 there was one."""
    (last_day,) = (each.valid_to for each in read_layouts() if each.layout == layout)
    return tuple(r for r in read_regions() if not last_day or r.valid_from <= last_day)


@cache
def find_by_kato(kato: str) -> Unit | None:
    """Return the unit a code stands for: its own in either layout, or one of a place within it.

    The code of a rural okrug or a settlement starts with that of its unit (facts.md §2).
    """
    if len(kato) != KATO_DIGITS or not kato.isdecimal():
        return None
    for unit in read_units():
        if kato in {unit.kato, unit.kato_before}:
            return unit
    # At least four digits: public lists carry invented codes, such as 351200000 «Актогайский».
    stems = [
        (code.rstrip("0").ljust(4, "0"), unit)
        for unit in read_units()
        for code in (unit.kato, unit.kato_before)
    ]
    within = [(len(stem), unit) for stem, unit in stems if kato.startswith(stem)]
    return max(within, key=lambda match: match[0])[1] if within else None


def find_by_slug(slug: str) -> Unit | None:
    """Return the unit with this slug, as in addresses of pages."""
    return next((unit for unit in read_units() if unit.slug == slug), None)


def _read_unit(row: dict[str, str]) -> Unit:
    official, polygon = row["official_area_km2"], row["polygon_area_km2"]
    west, south, east, north = (float(row[side]) for side in ("west", "south", "east", "north"))
    return Unit(
        **{name: row[name] for name in _TEXTS},
        area_km2=float(official or polygon),
        area_source=row["official_area_source"] or "reference polygon of 2024, geokz",
        centre_wgs84=_read_seats().get(row["centre"]),
        bbox_wgs84=(west, south, east, north),
    )


@cache
def _read_seats() -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of known settlements by their English names."""
    rows = read_place_table("settlements")
    return {row["name_en"]: (float(row["longitude"]), float(row["latitude"])) for row in rows}


_TEXTS = (
    *("slug", "kato", "kato_before", "region", "kind"),
    *("name_kk", "name_ru", "name_en", "centre", "mark"),
)
