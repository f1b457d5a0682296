"""One district to take along: its pages, cards, data and scripts, in a ZIP that opens from disk.

What is in it is what the edition has at the same addresses, byte for byte, but for the page of the
regions: in its place is one that leads to this district alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from heritage_gis.publish.assets import LICENCES
from heritage_gis.publish.page_files import list_page_files
from heritage_gis.publish.pages import load_template, share
from heritage_gis.publish.words import capitalise
from heritage_gis.settings import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.places.units import Unit
    from heritage_gis.publish.pages import PageBook
    from heritage_gis.settings import Language

FRONT = "index.html"
MOST_CARDS = 2_000  # sites with a page in three languages: 20 MB
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP can tell: no clock is in its bytes
READABLE = 0o644 << 16  # by whoever unpacks it
TIGHTEST = 9


def write_district_zip(book: PageBook, unit: Unit, edition: Path) -> None:
    """Write `data/<slug>.zip` of a district whose files are laid out already.

    The same files give the same bytes.

    Args:
        book: what all pages of the edition share.
        unit: the district.
        edition: the folder in which it is laid out, with its front page.
    """
    licences = [f"assets/vendor/{name}" for name in LICENCES]
    sites = book.sites["site_id"].iloc[book.rows[unit.slug]]
    carded = sites if len(sites) <= MOST_CARDS else sites.iloc[:0]
    addresses = [FRONT, *licences, *list_page_files(edition, unit.slug, carded)]
    contents = {address: (edition / address).read_bytes() for address in addresses}
    for language in LANGUAGES:
        contents[f"{language}/index.html"] = _render_start(book, unit, language).encode()
    with ZipFile(edition / "data" / f"{unit.slug}.zip", "w") as archive:
        for address, content in sorted(contents.items()):
            member = ZipInfo(address, EPOCH)
            member.external_attr = READABLE
            member.create_system = 3  # Unix, whatever the machine is
            archive.writestr(member, content, ZIP_DEFLATED, TIGHTEST)


def _render_start(book: PageBook, unit: Unit, language: Language) -> str:
    """Render what stands in the place of `maps/<lang>/index.html`."""
    return load_template("district_zip.html").render(
        **share(book, unit.slug, language, depth=1),
        name=capitalise(unit.name(language)),
        slug=unit.slug,
    )
