"""The HTML pages of an edition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import jinja2

from heritage_gis.places.units import list_regions, list_units
from heritage_gis.publish.assets import read_symbols
from heritage_gis.publish.counts import SHADES, describe_region, describe_unit
from heritage_gis.publish.membership import ALL, UNPLACED
from heritage_gis.publish.words import (
    LANGUAGE_NAMES,
    NO_BREAK_SPACE,
    capitalise,
    name_region,
    read_words,
    write_count,
    write_date,
    write_sites,
)
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pandas as pd
    from numpy.typing import NDArray

    from heritage_gis.places.districts import Districts
    from heritage_gis.places.units import Unit
    from heritage_gis.publish.assets import Assets
    from heritage_gis.publish.editions import EditionBook, Tiles
    from heritage_gis.publish.overview import Overview
    from heritage_gis.settings import Language

# Scripts and styles from here alone, nothing inline, no connection anywhere. Chromium takes
# 'self' to cover neighbouring folders on disk, too.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'none'; base-uri 'none'; form-action 'none'"
)
USUAL_ERROR_KM = 10


@dataclass(frozen=True)
class PageBook:
    """What all pages of an edition share.

    Attributes:
        sites: the public frame.
        voices: what sources say of the sites.
        works: what was done at them.
        former: ids of former editions -> the site that each leads to now, "" for none.
        rows: page slug -> the rows of `sites` that stand there.
        former_page: slug of the page by a former layout; "" where there is none.
    """

    sites: pd.DataFrame
    voices: pd.DataFrame
    works: pd.DataFrame
    former: Mapping[str, str]
    rows: dict[str, NDArray[Any]]
    districts: Districts
    editions: EditionBook
    assets: Assets
    overview: Overview
    former_page: str = ""
    waters_credit: str = ""

    def count(self, slug: str) -> int:
        """Return how many sites stand on a page."""
        return len(self.rows[slug])

    def read_words(self, language: Language) -> dict[str, str]:
        """Return the words of pages, as they are for the layout and the day of the edition.

        A key that ends in `_<layout>` overrules the one without: there was but one region.
        """
        words, ending = read_words(language), f"_{self.districts.layout}"
        words = words | {key: words[key + ending] for key in words if key + ending in words}
        title = words["atlas_title"]
        if self.editions.as_of is not None:
            title = f"{title} · {_write_day(self.editions.as_of, language)}"
        return words | {"atlas_heading": words["atlas_title"], "atlas_title": title}


def render_front(book: PageBook) -> str:
    """Render `maps/index.html`, which only chooses the language."""
    words = {language: book.read_words(language) for language in LANGUAGE_NAMES}
    return load_template("front.html").render(
        policy=POLICY,
        words=words,
        languages=LANGUAGE_NAMES,
        assets=book.assets,
        overview=book.overview,
        is_sketch=book.districts.is_sketch,
        as_of={language: _tell_day(book, language) for language in LANGUAGE_NAMES},
    )


def render_regions(book: PageBook, language: Language) -> str:
    """Render `maps/<lang>/index.html`: the regions, their districts and counts."""
    layout = book.districts.layout
    districts = {
        unit.kato_in(layout): describe_unit(book, unit, language) for unit in list_units(layout)
    }
    words = book.read_words(language)
    return load_template("region.html").render(
        **share(book, ALL, language, depth=1),
        all_sites=capitalise(write_sites(book.count(ALL), language)),
        overview=book.overview,
        districts=districts,
        regions=[describe_region(book, region, language) for region in list_regions(layout)],
        shades=[*SHADES.values()],
        unplaced_count=write_count(book.count(UNPLACED)),
        changed=_list_changed(book, language),
        former_page=book.former_page,
        cite=words["cite_atlas"].format(
            title=words["atlas_title"], edition=_write_edition(book, ALL, language)
        ),
        downloads=[{"path": f"data/{ALL}.geojson", "text": words["download_all"]}],
    )


def render_district(book: PageBook, unit: Unit, language: Language, map_id: str) -> str:
    """Render `maps/<lang>/<slug>/index.html`."""
    layout = book.districts.layout
    (region,) = (r for r in list_regions(layout) if r.region == unit.region_in(layout))
    about = {
        "name": capitalise(unit.name(language)),
        "kato": unit.kato_in(layout),
        "region": name_region(region, language),
        "lead": "",
    }
    return _render_list(book, unit.slug, language, about | {"map_id": map_id})


def render_unplaced(book: PageBook, language: Language, map_id: str) -> str:
    """Render `maps/<lang>/unplaced/index.html`; it has a map only if a site has a position."""
    words = book.read_words(language)
    about = {
        "name": words["unplaced_title"],
        "kato": "",
        "region": "",
        "lead": words["unplaced_lead"],
    }
    return _render_list(book, UNPLACED, language, about | {"map_id": map_id})


def _render_list(book: PageBook, slug: str, language: Language, about: dict[str, str]) -> str:
    words, assets = book.read_words(language), book.assets
    scripts = [*assets.scripts, assets.words[language], f"data/{slug}.js"]
    tiles = book.editions.tiles if about["map_id"] else None
    if about["map_id"]:
        scripts.append(f"data/{slug}-map.js")
    downloads = [{"path": f"data/{ALL}.geojson", "text": words["download_all"]}]
    if slug != UNPLACED:
        page = {"path": f"data/{slug}.geojson", "text": words["download_page"]}
        taken = {"path": f"data/{slug}.zip", "text": words["download_zip"]}
        downloads = [page, *downloads, taken]
    return load_template("district.html").render(
        **share(book, slug, language, depth=2) | {"policy": allow_tiles(tiles)},
        **about,
        tiles=tiles,
        scripts=scripts,
        map_name=words["map_of"].format(name=about["name"]),
        sites=capitalise(write_sites(book.count(slug), language)),
        is_empty=book.count(slug) == 0,
        legend=_list_legend(book, slug, language),
        downloads=downloads,
    )


def share(book: PageBook, slug: str, language: Language, depth: int) -> dict[str, Any]:
    """Return what every page says: words, edition, sources, and how exact positions are."""
    words = book.read_words(language)
    sites = book.sites.iloc[book.rows[slug]]
    sources = sites["credit"].dropna().unique()
    return {
        "language": language,
        "languages": LANGUAGE_NAMES,
        "words": words,
        "assets": book.assets,
        "policy": POLICY,
        "root": "../" * depth,
        "page_path": f"{slug}/index.html" if depth > 1 else "index.html",
        "edition": _write_edition(book, slug, language),
        "as_of": _tell_day(book, language),
        "listed_only": _count_listed_only(sites, language),
        "error_km": " / ".join(map(str, _list_errors(sites))),
        "sources": sorted({part for text in sources for part in text.split("; ") if part}),
        "borders": words["borders_credit"].format(credit=book.districts.credit),
        "waters": words["waters_credit"].format(credit=book.waters_credit)
        if book.waters_credit
        else "",
        "is_sketch": book.districts.is_sketch,
        "contact": _link_contact(book.editions.contact),
    }


def allow_tiles(tiles: Tiles | None) -> str:
    """Return the policy of a page that may load images from one host besides its own."""
    images = "img-src 'self' data:"
    return POLICY if tiles is None else POLICY.replace(images, f"{images} https://{tiles.host}")


def _write_edition(book: PageBook, slug: str, language: Language) -> str:
    """Say in which edition a page last changed, and its day."""
    edition = book.editions.find(slug)
    day = write_date(edition.released, language)
    return book.read_words(language)["edition_note"].format(number=edition.number, date=day)


def _link_contact(contact: str) -> dict[str, str]:
    """Return where a reader can write to, as a link; nothing where no address is set."""
    if not contact:
        return {}
    return {"text": contact, "href": contact if "://" in contact else f"mailto:{contact}"}


def _list_changed(book: PageBook, language: Language) -> list[dict[str, str]]:
    """Return the districts that changed in this edition; none in the first, where all did."""
    current = book.editions.current
    units = list_units(book.districts.layout)
    changed = [unit for unit in units if book.editions.find(unit.slug) == current]
    if len(changed) == len(units):
        return []
    return [{"slug": unit.slug, "name": capitalise(unit.name(language))} for unit in changed]


def _tell_day(book: PageBook, language: Language) -> str:
    """Say of which day districts and statuses are, and of which the sites; "" in the present."""
    if book.editions.as_of is None:
        return ""
    days = {"day": book.editions.as_of, "date": book.editions.current.released}
    told = {name: _write_day(day, language) for name, day in days.items()}
    return read_words(language)["as_of_note"].format(**told)


def _write_day(day: date, language: Language) -> str:
    """Write a date that no line breaks: «31» alone at the end of a line says little."""
    return write_date(day, language).replace(" ", NO_BREAK_SPACE)


def _count_listed_only(sites: pd.DataFrame, language: Language) -> str:
    """Say how many sites of a page have no place on its map; "" where all have one."""
    count = int((sites["position"] == "none").sum())
    if count == 0:
        return ""
    return read_words(language)["only_listed"].format(n=write_count(count))


def _list_errors(sites: pd.DataFrame) -> list[int]:
    """Return how far off the cells of a page may be, in whole kilometres."""
    metres = sites.loc[sites["position"] == "cell", "coordinate_uncertainty_m"].dropna()
    return sorted({-(-int(metre) // 1000) for metre in metres.unique()}) or [USUAL_ERROR_KM]


def _list_legend(book: PageBook, slug: str, language: Language) -> list[dict[str, str]]:
    words, sites = book.read_words(language), book.sites.iloc[book.rows[slug]]
    names = {group["code"]: group[f"{language}_plural"] for group in read_vocabulary("kind_groups")}
    ages = {age["code"]: age[language] for age in read_vocabulary("ages")}
    shown = set(sites["kind_group"].dropna().unique())
    entries: list[dict[str, str]] = [
        {"symbol": symbol, "text": names[code]}
        for code, symbol in read_symbols().items()
        if code in shown
    ]
    if entries:
        entries += [{"symbol": "swatch", "age": code, "text": name} for code, name in ages.items()]
        entries.append({"symbol": "swatch", "age": "none", "text": words["legend_no_age"]})
    if (sites["position"] == "cell").any():
        entries.append({"symbol": "cell", "text": words["legend_cell"]})
    if (sites["position"] == "exact").sum() > 1:
        entries.append({"symbol": "cluster", "text": words["legend_cluster"]})
    is_sketch = book.districts.is_sketch
    border = words["legend_border_sketch" if is_sketch else "legend_border"]
    return [*entries, {"symbol": "dashes" if is_sketch else "line", "text": border}]


@cache
def load_template(name: str) -> jinja2.Template:
    """Return a template, in which every text is escaped and every name has to be given."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("heritage_gis.publish", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
