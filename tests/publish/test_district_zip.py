"""A district to take along: whole, readable from disk, and the same bytes whenever it is made."""

from __future__ import annotations

import posixpath
import re
import shutil
from typing import TYPE_CHECKING
from zipfile import ZipFile

from edition_files import FIRST

from heritage_gis.places.units import read_units
from heritage_gis.publish import district_zip
from heritage_gis.publish.staging import (
    finish_stage,
    keep_page,
    open_stage,
    stage_edition,
    stage_page,
)
from heritage_gis.settings import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.districts import Districts

pytest_plugins = ["edition_fixtures"]

STARTS = {f"{language}/index.html" for language in LANGUAGES}


def read_zip(folder: Path, slug: str = "aktogay") -> dict[str, bytes]:
    """Return what is in the ZIP of a district, by address."""
    with ZipFile(folder / "data" / f"{slug}.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def list_links(pages: dict[str, bytes]) -> set[str]:
    """Return what the pages of a ZIP lead to and load, as addresses within it."""
    found = set()
    for address, content in pages.items():
        if address.endswith(".html"):
            for link in re.findall(r'(?:href|src)="([^"#]+)', content.decode()):
                found.add(posixpath.normpath(posixpath.join(posixpath.dirname(address), link)))
    return found


def test_every_district_has_one(staged: Path) -> None:
    """An empty district, too; the page says so and leads to it."""
    for unit in read_units():
        assert {"index.html", f"kk/{unit.slug}/index.html"} <= read_zip(staged, unit.slug).keys()
        page = (staged / "ru" / unit.slug / "index.html").read_text("utf-8")
        assert f'href="../../data/{unit.slug}.zip" download' in page


def test_it_holds_what_the_edition_has_byte_for_byte(staged: Path) -> None:
    """But for the page above, which leads to this district alone."""
    found = read_zip(staged)
    assert found.keys() >= STARTS
    for address, content in found.items():
        is_same = content == (staged / address).read_bytes()
        assert is_same == (address not in STARTS), address
    assert b'href="aktogay/index.html"' in found["ru/index.html"]


def test_nothing_that_its_pages_load_is_missing(staged: Path) -> None:
    """What leads out of it are other districts, the data of all, and the ZIP itself."""
    found = read_zip(staged)
    missing = list_links(found) - found.keys()
    slugs = "|".join(unit.slug for unit in read_units() if unit.slug != "aktogay")
    outside = re.compile(rf"(?:kk|ru|en)/(?:{slugs})/index\.html")
    assert {each for each in missing if not outside.fullmatch(each)} == {
        "data/all.geojson",
        "data/aktogay.zip",
    }
    assert sum(name.startswith("kk/sites/") for name in found) > 30


def test_no_clock_is_in_its_bytes(staged: Path) -> None:
    """Its members are in order, and bear the first day that a ZIP can tell."""
    with ZipFile(staged / "data" / "aktogay.zip") as archive:
        members = archive.infolist()
    assert [m.filename for m in members] == sorted(m.filename for m in members)
    assert {(m.date_time, m.external_attr, m.create_system, m.extra) for m in members} == {
        ((1980, 1, 1, 0, 0, 0), 0o644 << 16, 3, b"")
    }


def test_the_zip_of_a_kept_page_is_as_old_as_the_page(
    staged: Path, public: PublicSites, districts: Districts, tmp_path: Path
) -> None:
    """A page that stays as the public sees it comes with the scripts it loads, and so its ZIP."""
    maps = tmp_path / "maps"
    shutil.copytree(staged, maps)
    [script] = maps.glob("assets/atlas-*.js")
    former = script.rename(script.with_name("atlas-0123456789.js"))
    former.write_text("// of a former version\n", "utf-8")
    for page in maps.glob("*/aktogay/index.html"):
        page.write_text(page.read_text("utf-8").replace(script.name, former.name), "utf-8")
    folder = tmp_path / "next"
    folder.mkdir()
    stage = open_stage(public, districts, FIRST, folder)
    keep_page(stage, "aktogay", maps)
    stage_page(stage, "shet")
    finish_stage(stage)
    kept, fresh = read_zip(folder), read_zip(folder, "shet")
    assert kept["assets/atlas-0123456789.js"] == b"// of a former version\n"
    assert f"assets/{script.name}" in fresh
    assert not (list_links(kept) - kept.keys()) & {f"assets/{former.name}", f"assets/{script.name}"}


def test_a_district_of_very_many_sites_leaves_their_cards_at_home(
    public: PublicSites, districts: Districts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its list says the same in short, and nobody carries hundreds of megabytes along."""
    monkeypatch.setattr(district_zip, "MOST_CARDS", 20)
    stage_edition(public, districts, FIRST, tmp_path)
    assert not any("/sites/" in name for name in read_zip(tmp_path))
    assert any("/sites/" in name for name in read_zip(tmp_path, "shet"))
