"""The HTML pages of single sites: cards, and what became of ids that are told no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.places.units import list_units
from heritage_gis.publish.assets import read_symbols
from heritage_gis.publish.cards import CardWriter
from heritage_gis.publish.membership import UNPLACED
from heritage_gis.publish.pages import POLICY, load_template, share
from heritage_gis.publish.site_words import list_katos
from heritage_gis.publish.words import LANGUAGE_NAMES, capitalise

if TYPE_CHECKING:
    from heritage_gis.publish.cards import Locator, Row
    from heritage_gis.publish.pages import PageBook
    from heritage_gis.settings import Language


def render_former_card(book: PageBook, language: Language, site: str, into: str) -> str:
    """Render `maps/<lang>/sites/<site_id>.html` of a site that was merged or taken back.

    It tells no edition: it stays as it is while others come.
    """
    words = book.read_words(language)
    told = words["site_merged"] if into else words["site_gone"]
    return load_template("former_card.html").render(
        language=language,
        languages=LANGUAGE_NAMES,
        words=words,
        assets=book.assets,
        policy=POLICY,
        root="../../",
        page_path=f"sites/{site}.html",
        edition="",
        site=site,
        into=into,
        told=told.format(site=site),
    )


class CardBook:
    """Renders the cards of one page in one language."""

    def __init__(self, book: PageBook, slug: str, language: Language) -> None:
        """Prepare what all of them share."""
        self._layout = book.districts.layout
        self._writer = CardWriter(language, self._layout)
        self._shared = share(book, slug, language, depth=2)
        self._title = book.read_words(language)["atlas_title"]
        self._names = {
            unit.kato_in(self._layout): {
                "slug": unit.slug,
                "name": capitalise(unit.name(language)),
            }
            for unit in list_units(self._layout)
        }
        unplaced = book.read_words(language)["unplaced_title"]
        self._unplaced = {"slug": UNPLACED, "name": unplaced}

    def render(
        self, site: Row, voices: list[Row], works: list[Row], locator: Locator | None
    ) -> str:
        """Render `maps/<lang>/sites/<site_id>.html`."""
        pages = [self._names[kato] for kato in list_katos(site)] or [self._unplaced]
        shared = self._shared
        told = {"title": self._title, "edition": shared["edition"], "site": site["site_id"]}
        return load_template("card.html").render(
            **shared | {"page_path": f"sites/{site['site_id']}.html"},
            **self._writer.describe(site, voices, works),
            pages=pages,
            symbol=read_symbols()[site["kind_group"]],
            locator=locator,
            cite=shared["words"]["cite_text"].format(**told),
        )
