"""What an edition holds, and that the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from edition_files import FIRST, read_page_data
from made_up_sites import AKTOGAY, SHET, make_public_sites, place_in_cell, public_sites_of
from published_files import read_files

from heritage_gis.places.units import read_units
from heritage_gis.publish.editions import Edition, EditionBook
from heritage_gis.publish.membership import sort_sites_by_page
from heritage_gis.publish.staging import fingerprint, stage_edition

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.districts import Districts
    from heritage_gis.publish.former_layout import FormerLayout

pytest_plugins = ["edition_fixtures"]


def _change_name_in(sites: PublicSites, kato: str) -> PublicSites:
    frame = sites.frame.copy()
    row = frame.index[frame["district"] == kato][0]
    frame.loc[row, "name_ru"] = "могильник Переименованный"
    return replace(sites, frame=frame)


def test_an_edition_has_a_page_for_every_district_in_three_languages(staged: Path) -> None:
    """18 districts, the unplaced, the regions now and before 2022, and the front door."""
    pages = {path for path in read_files(staged) if path.endswith(".html")}
    slugs = [unit.slug for unit in read_units()] + ["unplaced", "before-2022"]
    deep = {f"{lang}/{slug}/index.html" for lang in ("kk", "ru", "en") for slug in slugs}
    cards = {path for path in pages if "/sites/" in path}
    told = deep | {f"{lang}/index.html" for lang in ("kk", "ru", "en")} | {"index.html"}
    assert pages - cards == told


def test_the_same_sites_give_the_same_bytes(
    staged: Path, districts: Districts, former_layout: FormerLayout, tmp_path: Path
) -> None:
    """Folium draws its element names at random; none of that reaches an edition."""
    stage_edition(make_public_sites(), districts, FIRST, tmp_path, former_layout)
    assert read_files(tmp_path) == read_files(staged)


def test_an_unchanged_district_keeps_its_bytes_while_others_change(
    staged: Path,
    public: PublicSites,
    districts: Districts,
    former_layout: FormerLayout,
    tmp_path: Path,
) -> None:
    """A renamed site of Ulytau district rewrites its pages and those of the whole, no more."""
    changed = _change_name_in(public, "623800000")
    before = fingerprint(public, districts, former_layout)
    after = fingerprint(changed, districts, former_layout)
    touched = {slug for slug in after if after[slug] != before[slug]}
    assert touched == {"ulytau", "ulytau-region", "all"}
    second = Edition(2, date(2026, 11, 1))
    book = EditionBook(second, dict.fromkeys(set(after) - touched, FIRST.current))
    stage_edition(changed, districts, book, tmp_path, former_layout)
    old, new = read_files(staged), read_files(tmp_path)
    differing = {path for path in new if new[path] != old.get(path)}
    pages = {f"{lang}/ulytau/index.html" for lang in ("kk", "ru", "en")}
    regions = {f"{lang}/index.html" for lang in ("kk", "ru", "en")}
    data = {"ulytau.geojson", "ulytau.js", "ulytau.zip", "ulytau-region.geojson", "all.geojson"}
    cards = {path for path in differing if "/sites/" in path}
    told = pages | regions | {f"data/{name}" for name in data} | {"edition.json"}
    assert differing - cards == told
    of_ulytau = changed.frame.loc[changed.frame["district"] == "623800000", "site_id"]
    assert cards == {
        f"{lang}/sites/{site}.html" for lang in ("kk", "ru", "en") for site in of_ulytau
    }


def test_moved_borders_change_every_page(public: PublicSites, districts: Districts) -> None:
    """Borders are drawn on every page, so a page's content is not the same under other ones."""
    before, after = (
        fingerprint(public, districts),
        fingerprint(public, replace(districts, digest="0")),
    )
    assert [slug for slug in before if before[slug] == after[slug]] == []


def test_the_manifest_lists_every_file_with_its_sha256(staged: Path) -> None:
    """edition.json lets anyone check an edition, and tells small counts as the pages do."""
    manifest = json.loads((staged / "edition.json").read_text("utf-8"))
    files = read_files(staged)
    del files["edition.json"]
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    assert manifest["files"] == digests
    assert (manifest["edition"], manifest["date"]) == (1, "2026-10-12")
    assert manifest["sites"]["ulytau"] == "1–2"
    assert manifest["sites"]["abay"] == "0"


def test_a_site_on_a_border_stands_with_each_of_its_districts(staged: Path) -> None:
    """Its cell lies in Aktogay and Shet; the list of either district has it."""
    for slug in ("aktogay", "shet"):
        data = read_page_data(staged, slug)
        assert "Borderline burial ground" in data["columns"]["name_en"]
        assert f"{AKTOGAY} {SHET}" in data["columns"]["border_districts"]["of"]


def test_a_border_between_regions_belongs_to_both(public: PublicSites) -> None:
    """A cell across Shet and Zhanaarka is in the downloads of both regions."""
    pages = sort_sites_by_page(public)
    row = public.frame.index[public.frame["name_en"] == "Between the regions"][0]
    on = {slug for slug, rows in pages.items() if row in rows}
    assert on == {"shet", "zhanaarka", "karaganda-region", "ulytau-region", "all"}


def test_the_unplaced_are_those_whose_district_is_not_told(staged: Path) -> None:
    """Withheld in a small unit, and known by name alone: one page has them."""
    data = read_page_data(staged, "unplaced")
    assert data["count"] == 3
    assert "Withheld in a small unit" in data["columns"]["name_en"]
    assert not (staged / "data/unplaced-map.js").exists()


def test_the_unplaced_get_a_map_once_one_has_a_position(
    districts: Districts, tmp_path: Path
) -> None:
    """A cell whose district is not told is still shown, among all borders."""
    public = public_sites_of([{"name_kk": "Қиыр"} | place_in_cell("area", 70.0, 48.0)])
    stage_edition(public, districts, FIRST, tmp_path)
    assert "data/unplaced-map.js" in (tmp_path / "en/unplaced/index.html").read_text("utf-8")
    assert (tmp_path / "data/unplaced-map.js").exists()


def test_a_district_that_does_not_exist_is_a_bug() -> None:
    """Losing a site from all pages without a word would be worse than stopping."""
    public = public_sites_of([{"district": "999999999"} | place_in_cell("area", 70.0, 48.0)])
    with pytest.raises(ValueError, match="do not exist: 999999999"):
        sort_sites_by_page(public)


def test_page_data_show_cells_and_exact_points(staged: Path) -> None:
    """A page is told the edges of cells and the points of exact sites, nothing between."""
    data = read_page_data(staged, "aktogay")
    told = data["columns"]
    first = told["name_en"].index("Invented 1 burial ground")
    assert data["cells"][told["cell"][first]] == [75.3, 48.2, 75.4, 48.3]
    assert told["lon"][first] is None
    exact = told["name_en"].index("Fairytale 1 mausoleum")
    assert [told[name][exact] for name in ("lon", "lat", "cell")] == [74.9, 46.9, -1]


def test_an_edition_without_sites_is_complete(districts: Districts, tmp_path: Path) -> None:
    """A new home has borders and no sites: all pages are there all the same."""
    stage_edition(public_sites_of([]), districts, FIRST, tmp_path)
    assert read_page_data(tmp_path, "shet")["count"] == 0
    assert json.loads((tmp_path / "data/all.geojson").read_text("utf-8"))["features"] == []
