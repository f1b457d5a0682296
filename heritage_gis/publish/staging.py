"""Staging: a whole edition, written aside into an empty folder."""

from __future__ import annotations

import hashlib
import json
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.places.base_map import read_base_map
from heritage_gis.places.units import find_by_slug, read_units
from heritage_gis.publish.assets import write_assets
from heritage_gis.publish.card_pages import CardBook, render_former_card
from heritage_gis.publish.cards import draw_locator, list_rows
from heritage_gis.publish.district_map import draw_district, draw_regions
from heritage_gis.publish.district_zip import write_district_zip
from heritage_gis.publish.features import write_features
from heritage_gis.publish.former_layout import digest_former, render_former
from heritage_gis.publish.membership import ALL, UNPLACED, find_home_pages, sort_sites_by_page
from heritage_gis.publish.outlines import draw_outlines
from heritage_gis.publish.overview import draw_overview
from heritage_gis.publish.page_data import write_compactly, write_page_data, write_voices
from heritage_gis.publish.page_files import CARDS, list_page_files
from heritage_gis.publish.pages import (
    PageBook,
    render_district,
    render_front,
    render_regions,
    render_unplaced,
)
from heritage_gis.publish.words import write_count
from heritage_gis.settings import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.base_map import BaseMap
    from heritage_gis.places.districts import Districts
    from heritage_gis.publish.cards import Row
    from heritage_gis.publish.district_map import DistrictMap
    from heritage_gis.publish.editions import EditionBook
    from heritage_gis.publish.former_layout import FormerLayout
    from heritage_gis.publish.outlines import Outlines

MANIFEST = "edition.json"
AS_OF = "as_of"  # in the manifest of an edition as of a day: the day
COLLECTION_HEAD = b'{"type":"FeatureCollection","features":[\n'
COLLECTION_TAIL = b"\n]}\n"


def fingerprint(
    public: PublicSites,
    districts: Districts,
    former: FormerLayout | None = None,
    base: BaseMap | None = None,
) -> dict[str, str]:
    """Return the sha256 of the public content of each page, by slug.

    It covers PUBLIC_COLUMNS of the sites on the page, in their order, what sources say of each and
    what was done there, the borders, and what lies under the sites. Slugs are those of the
    districts and regions, `unplaced`, `all`, and that of the page by a former layout, where there
    is one.
    """
    pages = sort_sites_by_page(public, districts.layout)
    ground = districts.digest + (base or read_base_map()).digest
    digests = {slug: hashlib.sha256(ground.encode()) for slug in pages}
    for slug, features in write_features(public, pages):
        digests[slug].update(features)
    tables = [write_voices(table) for table in (public.voices, public.works)]
    ids = public.frame["site_id"].to_numpy()
    for slug, rows in pages.items():
        for site in ids[rows]:
            for table in tables:
                digests[slug].update(table.get(site, "").encode())
    digests[ALL].update(write_compactly(sorted(public.former.items())).encode())
    told = {slug: digest.hexdigest() for slug, digest in digests.items()}
    return told if former is None else told | {former.slug: digest_former(former)}


@dataclass(frozen=True)
class Stage:
    """An edition being laid out: what its pages share, and where they go."""

    book: PageBook
    outlines: Outlines
    folder: Path
    former: FormerLayout | None = None


def stage_edition(
    public: PublicSites,
    districts: Districts,
    editions: EditionBook,
    folder: Path,
    former: FormerLayout | None = None,
) -> None:
    """Write a complete edition into an empty folder, as it is to lie in `maps/`.

    The same sites, borders and editions give the same bytes, in whatever order its pages are made.

    Args:
        public: the public twin, the only thing known of the sites.
        districts: those that the sites are told by, of whatever layout.
        editions: the number and date of this edition, and of the last change of each page.
        folder: exists and is empty.
        former: a former layout that has a page of its own beside.
    """
    stage = open_stage(public, districts, editions, folder, former)
    for slug in list_pages():
        stage_page(stage, slug)
    finish_stage(stage)


def list_pages() -> tuple[str, ...]:
    """Return the slugs of the pages that have a list of sites: the districts, and `unplaced`."""
    return (*(unit.slug for unit in read_units()), UNPLACED)


def open_stage(
    public: PublicSites,
    districts: Districts,
    editions: EditionBook,
    folder: Path,
    former: FormerLayout | None = None,
    base: BaseMap | None = None,
) -> Stage:
    """Write what pages share, scripts and downloads, and return the stage for the pages."""
    outlines = draw_outlines(districts, base)
    rows = sort_sites_by_page(public, districts.layout)
    assets = write_assets(folder, districts.layout)
    data = folder / "data"
    data.mkdir()
    _write_collections(public, {k: v for k, v in rows.items() if k != UNPLACED}, data)
    book = PageBook(
        sites=public.frame,
        voices=public.voices,
        works=public.works,
        former=public.former,
        rows=rows,
        districts=districts,
        editions=editions,
        assets=assets,
        overview=draw_overview(outlines),
        former_page="" if former is None else former.slug,
        waters_credit=outlines.waters_credit,
    )
    return Stage(book, outlines, folder, former)


def stage_page(stage: Stage, slug: str) -> None:
    """Write one page in all languages, with its data, its map, and the cards of its sites."""
    stage_list(stage, slug)
    _stage_cards(stage, slug)


def stage_list(stage: Stage, slug: str) -> None:
    """Write one page in all languages, with its data and its map, without cards."""
    book, folder = stage.book, stage.folder
    sites = book.sites.iloc[book.rows[slug]]
    for address, script in write_page_data(slug, sites).items():
        path = folder / "data" / address
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(script)
    has_places = bool((sites["position"] != "none").any())
    drawn = _draw_map(stage.outlines, slug, book.districts, has_places=has_places)
    _write_map(drawn, slug, folder)
    map_id = "" if drawn is None else drawn.element_id
    unit = find_by_slug(slug)
    for language in LANGUAGES:
        page = (
            render_unplaced(book, language, map_id)
            if unit is None
            else render_district(book, unit, language, map_id)
        )
        _write_page(page, folder / language / slug)


def _stage_cards(stage: Stage, slug: str) -> None:
    """Write the cards of the sites whose first page this is, in all languages."""
    book = stage.book
    standing = book.rows[slug]
    sites = book.sites.iloc[standing]
    own = sites[find_home_pages(sites, book.districts.layout) == slug]
    voices, works = (_sort_by_site(table, own["site_id"]) for table in (book.voices, book.works))
    cards = {language: CardBook(book, slug, language) for language in LANGUAGES}
    for language in LANGUAGES:
        (stage.folder / language / CARDS).mkdir(parents=True, exist_ok=True)
    for site in list_rows(own):
        locator = draw_locator(site, stage.outlines)
        said, done = (table.get(site["site_id"], []) for table in (voices, works))
        for language, card in cards.items():
            path = stage.folder / language / CARDS / f"{site['site_id']}.html"
            path.write_text(card.render(site, said, done, locator), "utf-8")


def _sort_by_site(table: pd.DataFrame, sites: pd.Series) -> dict[str, list[Row]]:
    """Return the rows of a table that tell of some sites, by their ids."""
    sorted_rows: dict[str, list[Row]] = {}
    for row in list_rows(table[table["site_id"].isin(sites)]):
        sorted_rows.setdefault(row["site_id"], []).append(row)
    return sorted_rows


def _draw_map(
    outlines: Outlines, slug: str, districts: Districts, *, has_places: bool
) -> DistrictMap | None:
    """Draw the map of a page; the page of unplaced sites has one only where a site has a place."""
    unit, is_sketch = find_by_slug(slug), districts.is_sketch
    if unit is not None:
        kato = unit.kato_in(districts.layout)
        return draw_district(unit.slug, kato, outlines, is_sketch=is_sketch)
    return draw_regions(slug, outlines, is_sketch=is_sketch) if has_places else None


def _write_map(drawn: DistrictMap | None, slug: str, folder: Path) -> None:
    if drawn is not None:
        (folder / "data" / f"{slug}-map.js").write_text(drawn.write_script(), "utf-8")


def stage_base(districts: Districts, folder: Path, base: BaseMap | None = None) -> None:
    """Write the files of an edition that know of no site: assets, and the maps without sites."""
    outlines = draw_outlines(districts, base)
    write_assets(folder, districts.layout)
    (folder / "data").mkdir()
    for slug in list_pages():
        drawn = _draw_map(outlines, slug, districts, has_places=True)
        _write_map(drawn, slug, folder)


def keep_page(stage: Stage, slug: str, maps: Path) -> None:
    """Take one page over from the edition that the public sees, instead of writing it anew.

    The scripts and styles that it loads come with it: those of now may be others.
    """
    sites = stage.book.sites["site_id"].iloc[stage.book.rows[slug]]
    for address in list_page_files(maps, slug, sites):
        (stage.folder / address).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(maps / address, stage.folder / address)


def _stage_former_cards(stage: Stage) -> None:
    """Write a page for each id that leads to another site now, or was taken back."""
    for language in LANGUAGES:
        folder = stage.folder / language / CARDS
        folder.mkdir(parents=True, exist_ok=True)
        for site, into in stage.book.former.items():
            page = render_former_card(stage.book, language, site, into)
            (folder / f"{site}.html").write_text(page, "utf-8")


def finish_stage(stage: Stage) -> None:
    """Write what is made of the pages and stands above them, and last the manifest of all files."""
    _stage_former_cards(stage)
    for language in LANGUAGES:
        home = stage.folder / language
        _write_page(render_regions(stage.book, language), home)
        if stage.former is not None:
            page = render_former(stage.book, stage.former, language)
            _write_page(page, home / stage.former.slug)
    _write_page(render_front(stage.book), stage.folder)
    for unit in read_units():  # of the files as they are, so that none is older than its pages
        write_district_zip(stage.book, unit, stage.folder)
    _write_manifest(stage.book, stage.folder)


def _write_collections(
    public: PublicSites, pages: dict[str, NDArray[np.int64]], data: Path
) -> None:
    """Write one GeoJSON file a page, all at once, block by block."""
    with ExitStack() as stack:
        files = {slug: stack.enter_context((data / f"{slug}.geojson").open("wb")) for slug in pages}
        for file in files.values():
            file.write(COLLECTION_HEAD)
        for slug, features in write_features(public, pages):
            files[slug].write(features)
        for file in files.values():
            file.write(COLLECTION_TAIL)


def _write_page(page: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(page, "utf-8")


def _write_manifest(book: PageBook, folder: Path) -> None:
    """Write what was published: edition, counts as the public reads them, sha256 of each file."""
    current = book.editions.current
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    as_of = book.editions.as_of
    told = {
        "edition": current.number,
        "date": current.released.isoformat(),
        **({} if as_of is None else {AS_OF: as_of.isoformat()}),
        "sites": {slug: write_count(len(rows)) for slug, rows in sorted(book.rows.items())},
        "files": {path.relative_to(folder).as_posix(): _digest(path) for path in paths},
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
