"""The files of one page within an edition: what to keep with it, and what to take along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from heritage_gis.settings import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CARDS = "sites"  # the folder of a language in which the cards of all sites lie
_LOADED = re.compile(r'(?:href|src)="(?:\.\./)+(assets/[^"]+)"')


def list_page_files(edition: Path, slug: str, sites: Iterable[str]) -> list[str]:
    """Return the addresses of the files that belong to a page, as far as an edition has them.

    They are the page in all languages, its data, the cards of its sites, and the scripts and
    styles that it loads; each once, in order.

    Args:
        edition: its folder.
        slug: of the page.
        sites: the ids of the sites on the page.
    """
    pages = [f"{language}/{slug}/index.html" for language in LANGUAGES]
    data = edition / "data"
    own = [*data.glob(f"{slug}-map.js"), *(data / f"{slug}{end}" for end in (".js", ".geojson"))]
    own += data.glob(f"{slug}-*/*")  # what a page has in pieces lies in a folder
    cards = [f"{language}/{CARDS}/{site}.html" for site in sites for language in LANGUAGES]
    wanted = [*pages, *cards, *(path.relative_to(edition).as_posix() for path in own)]
    found = {address for address in wanted if (edition / address).is_file()}
    for page in [address for address in found if address.endswith(".html")]:
        found.update(_LOADED.findall((edition / page).read_text("utf-8")))
    return sorted(found)
