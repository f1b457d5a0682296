"""The sites of today by the districts of a former layout: one page, beside that of the regions.

All of it follows from the public twin, told by the former districts (`protect/relayout.py`): what
two layouts tell together, a reader could work out from one of them and the borders.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import shapely

from heritage_gis.places.units import list_regions, list_units
from heritage_gis.publish.counts import SHADES, describe_region, describe_unit
from heritage_gis.publish.membership import ALL, UNPLACED, sort_sites_by_page
from heritage_gis.publish.outlines import draw_outlines
from heritage_gis.publish.overview import draw_overview
from heritage_gis.publish.page_data import write_compactly
from heritage_gis.publish.pages import load_template, share
from heritage_gis.publish.words import capitalise, write_count, write_sites

if TYPE_CHECKING:
    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.districts import Districts
    from heritage_gis.publish.outlines import Shape
    from heritage_gis.publish.pages import PageBook
    from heritage_gis.settings import Language

LEAST_SHARE = 0.01  # of a unit: a smaller difference is one of drawing


@dataclass(frozen=True)
class FormerLayout:
    """A former layout, and the public twin told by its districts."""

    public: PublicSites
    districts: Districts

    @property
    def slug(self) -> str:
        """The slug of its page: the layout is called so, too."""
        return self.districts.layout


def digest_former(former: FormerLayout) -> str:
    """Return the sha256 of what the page tells: its counts, and the borders."""
    rows = sort_sites_by_page(former.public, former.districts.layout)
    counts = {slug: write_count(len(found)) for slug, found in sorted(rows.items())}
    told = former.districts.digest + write_compactly(counts)
    return hashlib.sha256(told.encode()).hexdigest()


def render_former(book: PageBook, former: FormerLayout, language: Language) -> str:
    """Render `maps/<lang>/before-2022/index.html`."""
    layout = former.districts.layout
    rows = sort_sites_by_page(former.public, layout)
    then = replace(
        book,
        sites=former.public.frame,
        rows=rows | {former.slug: rows[ALL]},
        districts=former.districts,
        overview=draw_overview(draw_outlines(former.districts)),
    )
    shared = share(then, former.slug, language, depth=2)
    titles = book.read_words(language)  # of the atlas, whose page this is
    shared["words"] |= {"atlas_title": titles["atlas_title"]}
    units = _describe_units(then, book.districts, language)
    katos = {unit.slug: unit.kato_in(layout) for unit in list_units(layout)}
    regions = [describe_region(then, region, language) for region in list_regions(layout)]
    for region in regions:
        region["districts"] = [units[katos[unit["slug"]]] for unit in region["districts"]]
    return load_template("former_layout.html").render(
        **shared,
        overview=then.overview,
        districts=units,
        changed=[unit for unit in units.values() if unit["now"]],
        regions=regions,
        shades=[*SHADES.values()],
        all_sites=capitalise(write_sites(then.count(ALL), language)),
        unplaced_count=write_count(then.count(UNPLACED)),
        downloads=[{"path": f"data/{ALL}.geojson", "text": titles["download_all"]}],
    )


def _describe_units(
    then: PageBook, present: Districts, language: Language
) -> dict[str, dict[str, Any]]:
    """Return what the page says of each former unit, by its code, and where its link leads."""
    now = find_changed(present, then.districts)
    units = list_units(then.districts.layout)
    names = {unit.slug: capitalise(unit.name(language)) for unit in units}
    return {
        unit.kato_in(then.districts.layout): {
            **describe_unit(then, unit, language),
            "href": f"#{unit.slug}" if unit.slug in now else f"../{unit.slug}/index.html",
            "now": [{"slug": slug, "name": names[slug]} for slug in now.get(unit.slug, [])],
        }
        for unit in units
    }


def find_changed(present: Districts, former: Districts) -> dict[str, list[str]]:
    """Return the units that had other borders in a former layout, and where their land lies now.

    Both are told by their slugs; of those that have some of the land now, the largest comes first.
    """
    then, now = (_list_shapes(layer) for layer in (former, present))
    found = {}
    for slug, shape in then.items():
        if shapely.symmetric_difference(shape, now[slug]).area > LEAST_SHARE * shape.area:
            parts = {other: shapely.intersection(shape, there).area for other, there in now.items()}
            least = {o: LEAST_SHARE * min(shape.area, there.area) for o, there in now.items()}
            kept = [other for other, area in parts.items() if area > least[other]]
            found[slug] = sorted(kept, key=lambda other: (-parts[other], other))
    return found


def _list_shapes(layer: Districts) -> dict[str, Shape]:
    by_kato = dict(zip(layer.frame["kato"], layer.frame.geometry, strict=True))
    return {unit.slug: by_kato[unit.kato_in(layer.layout)] for unit in list_units(layer.layout)}
