"""The sites of today by the districts before June 2022: counts, links, and nothing that narrows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from edition_files import FIRST
from made_up_sites import ULYTAU, ZHANAARKA, place_exactly, place_in_cell, public_sites_of

from heritage_gis.paths import Home
from heritage_gis.places.districts import load_districts
from heritage_gis.places.units import read_units
from heritage_gis.protect.relayout import relay_out
from heritage_gis.publish.former_layout import FormerLayout, digest_former, find_changed
from heritage_gis.publish.staging import fingerprint, stage_edition
from heritage_gis.settings import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.districts import Districts

pytest_plugins = ["edition_fixtures"]

SLUG = "before-2022"
KARAZHAL, NURA = "621800000", "355200000"
CHANGED = {
    "zhezkazgan": ["zhezkazgan"],
    "karazhal": ["karazhal"],
    "satpayev": ["satpayev"],
    "zhanaarka": ["zhanaarka", "karazhal"],
    "ulytau": ["ulytau", "zhezkazgan", "satpayev"],
}


@pytest.fixture(scope="module")
def then(tmp_path_factory: pytest.TempPathFactory) -> Districts:
    """The districts before June 2022."""
    return load_districts(Home(tmp_path_factory.mktemp("then")), SLUG)


def lay_out(public: PublicSites, then: Districts) -> FormerLayout:
    """Tell sites by the former districts."""
    return FormerLayout(relay_out(public, then), then)


def read_page(folder: Path, language: str) -> str:
    """Return the page of the former layout."""
    return (folder / language / SLUG / "index.html").read_text("utf-8")


def read_counts(page: str) -> dict[str, str]:
    """Return what the page counts in each district, by where its link leads."""
    listed = re.findall(r'<li><a href="([^"]+)">[^<]+</a><span class="count">([^<]+)</span>', page)
    return {href.removeprefix("../").removesuffix("/index.html"): n for href, n in listed}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_leads_to_the_pages_of_today_and_back(staged: Path, language: str) -> None:
    """A unit with the borders of today has its page of today; of another it is said what it is."""
    page = read_page(staged, language)
    counts = read_counts(page)
    same = {unit.slug for unit in read_units()} - CHANGED.keys()
    assert set(counts) == same | {f"#{slug}" for slug in CHANGED}
    for slug, parts in CHANGED.items():
        [told] = re.findall(rf'<li id="{slug}">(.*?)</li>', page)
        assert re.findall(r'href="\.\./([a-z-]+)/index\.html"', told) == parts
    regions = (staged / language / "index.html").read_text("utf-8")
    assert f'href="{SLUG}/index.html"' in regions
    assert '<a href="../index.html">' in page


def test_an_edition_without_it_has_neither_page_nor_link(
    public: PublicSites, districts: Districts, tmp_path: Path
) -> None:
    """So it is of an edition as of a day before the split: all of it is of that layout."""
    stage_edition(public, districts, FIRST, tmp_path)
    assert not (tmp_path / "en" / SLUG).exists()
    assert SLUG not in (tmp_path / "en" / "index.html").read_text("utf-8")


def test_units_with_other_borders_are_found(districts: Districts, then: Districts) -> None:
    """Towns that became city administrations, and the districts that lost that land."""
    assert find_changed(districts, then) == CHANGED
    assert find_changed(districts, districts) == {}


def test_sites_are_counted_where_they_would_have_been(
    districts: Districts, then: Districts, tmp_path: Path
) -> None:
    """In Karazhal of today, and in Zhanaarka of then."""
    rows = [
        {"name_ru": f"могильник {n}", "district": KARAZHAL, "region": "62"}
        | place_in_cell("area", 69.5, 47.6)
        for n in range(3)
    ]
    rows.append({"district": KARAZHAL, "region": "62"} | place_exactly(69.55, 47.65))
    rows.append({"district": ULYTAU, "region": "62"} | place_in_cell("area", 66.0, 48.6))
    public = public_sites_of(rows)
    stage_edition(public, districts, FIRST, tmp_path, lay_out(public, then))
    counts = read_counts(read_page(tmp_path, "en"))
    assert counts["#zhanaarka"] == "4"
    assert counts["#karazhal"] == "0"
    assert counts["#ulytau"] == "1–2"  # a count points at no single site, in any layout


def test_a_cell_that_only_one_layout_parts_tells_no_more_by_two(
    districts: Districts, then: Districts
) -> None:
    """All of its sites are told alike, whatever their districts are, so no count parts them.

    The cell lies across the border of Karazhal and Zhanaarka, which there was not before: of a
    site that is told on that border, and of one that is told in either district, the former layout
    says the same, for it knows the cell alone.
    """
    across = place_in_cell("area", 70.0, 47.8)
    shares = districts.share_of_cells(gpd.GeoSeries([across["geometry"]], crs="EPSG:4326"))
    assert {*shares["kato"]} == {KARAZHAL, ZHANAARKA}
    rows = [
        across | {"border_districts": f"{KARAZHAL} {ZHANAARKA}", "region": "62"},
        across | {"district": KARAZHAL, "region": "62"},
        across | {"district": ZHANAARKA, "region": "62"},
    ]
    told = relay_out(public_sites_of(rows), then).frame
    assert {*told["district"]} == {"354400000"}
    assert {*told["border_districts"].fillna("")} == {""}


def test_a_withheld_site_is_not_told_in_a_town(then: Districts) -> None:
    """Karazhal of today is a wide land, of then a town: to name it would tell the place."""
    withheld = {"protection": "withheld", "position": "none"}
    rows = [
        withheld | {"district": KARAZHAL, "region": "62"},
        withheld | {"district": NURA, "region": "35"},
    ]
    told = relay_out(public_sites_of(rows), then).frame
    assert told["district"].isna().tolist() == [True, False]
    assert told["region"].tolist() == ["35", "35"]


def test_the_page_has_a_digest_of_what_it_says(
    public: PublicSites, districts: Districts, then: Districts
) -> None:
    """It changes with a count, and not with a name; other pages do not change by it."""
    former = lay_out(public, then)
    prints = fingerprint(public, districts, former)
    assert prints.pop(SLUG) == digest_former(former)
    assert prints == fingerprint(public, districts)
    renamed = replace(public, frame=public.frame.assign(name_ru="другое"))
    assert digest_former(lay_out(renamed, then)) == digest_former(former)
    fewer = replace(public, frame=public.frame.iloc[6:].reset_index(drop=True))
    assert digest_former(lay_out(fewer, then)) != digest_former(former)
