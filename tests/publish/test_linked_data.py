"""What cards tell machines, read by a JSON-LD library: as much as they tell people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from card_files import NBSP, read_linked_data, read_text
from pyld import jsonld

from heritage_gis.publish.cards import list_rows
from heritage_gis.publish.linked_data import CONTEXT, write_interval
from heritage_gis.settings import LANGUAGES

if TYPE_CHECKING:
    from heritage_gis.model.public import PublicSites

pytest_plugins = ["edition_fixtures"]

# The terms that cards use, as schema.org defines them in release 27 of its vocabulary.
TERMS = json.loads(Path(__file__).with_name("schema_org_context.jsonld").read_text("utf-8"))
SCHEMA = "http://schema.org/"
PAGES = "https://example.org/maps"
PLACED = {"exact": ["GeoCoordinates"], "cell": ["GeoShape"], "none": []}


def load_context(address: str, _: object) -> dict[str, Any]:
    """Give the context of schema.org, and nothing else: no test asks the network."""
    assert address == CONTEXT
    return {"contextUrl": None, "documentUrl": address, "document": TERMS}


def expand(folder: Path, language: str, site: str) -> dict[str, Any]:
    """Return what a library makes of a card that lies on a server."""
    options = {
        "base": f"{PAGES}/{language}/sites/{site}.html",
        "documentLoader": load_context,
    }
    [told] = jsonld.expand(read_linked_data(folder, language, site), options)
    return {key.removeprefix(SCHEMA): value for key, value in told.items()}


def list_values(told: dict[str, Any], name: str) -> list[Any]:
    """Return the plain values of a property."""
    found = told.get(name, told.get(SCHEMA + name, []))
    return [value.get("@value", value.get("@id")) for value in found]


def list_terms(told: object) -> set[str]:
    """Return the keys and types of a description, those of its parts included."""
    if isinstance(told, list):
        return set().union(*map(list_terms, told))
    if not isinstance(told, dict):
        return set()
    types = told.get("@type", [])
    own = {key for key in told if not key.startswith("@")}
    named = {types} if isinstance(types, str) else {*types}
    return own.union(named, *map(list_terms, told.values()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_library_reads_what_the_card_says(
    staged: Path, public: PublicSites, language: str
) -> None:
    """Names, kind, dating, districts and credits of every made-up site stand on its card."""
    for site in list_rows(public.frame):
        told = expand(staged, language, site["site_id"])
        shown = read_text(staged, language, site["site_id"])
        [page] = told["subjectOf"]
        areas = told.get("containedInPlace", [])
        names = [name for area in areas for name in list_values(area, "name")]
        said = [value for name in ("name", "alternateName") for value in list_values(told, name)]
        said += [*list_values(told, "identifier"), *list_values(told, "additionalType")]
        said += list_values(page, "creditText")[0].split("; ") if site["credit"] else []
        for part in list_values(told, "description")[0].split(" · "):
            assert part.replace(NBSP, " ").casefold() in shown.casefold()
        for text in said:
            assert " ".join(text.split()) in shown
        for text in names:
            assert text.casefold() in shown.casefold()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_keeps_its_language(staged: Path, public: PublicSites, language: str) -> None:
    """A name has the language it is in, once where it is the same in several; texts the page's."""
    for site in list_rows(public.frame):
        told = expand(staged, language, site["site_id"])
        tagged = {
            (name.get("@language"), name["@value"])
            for name in [*told["name"], *told.get("alternateName", [])]
        }
        for code in LANGUAGES:
            assert site[f"name_{code}"] is None or any(
                (told_as, site[f"name_{code}"]) in tagged for told_as in LANGUAGES
            )
        [description] = told["description"]
        assert description["@language"] == language
        for area in told.get("containedInPlace", []):
            assert area[SCHEMA + "name"][0]["@language"] == language


def test_the_place_is_as_exact_as_on_the_card(staged: Path, public: PublicSites) -> None:
    """A point of an exact site, the whole cell of another, south and west first; else nothing."""
    for site in list_rows(public.frame):
        told = expand(staged, "en", site["site_id"])
        kinds = [kind for place in told.get("geo", []) for kind in place["@type"]]
        assert kinds == [SCHEMA + kind for kind in PLACED[site["position"]]]
        if site["position"] == "exact":
            [point] = told["geo"]
            degrees = [list_values(point, name)[0] for name in ("longitude", "latitude")]
            assert degrees == pytest.approx([site["geometry"].x, site["geometry"].y], abs=5e-6)
        if site["position"] == "cell":
            [box] = list_values(told["geo"][0], "box")
            south, west, north, east = map(float, box.split())
            assert (west, south, east, north) == pytest.approx(site["geometry"].bounds, abs=1e-9)


def test_the_page_is_told_apart_from_the_place(staged: Path, public: PublicSites) -> None:
    """The page has an address, a language, years and credits; the place has an id and a type."""
    for site in list_rows(public.frame):
        told = expand(staged, "kk", site["site_id"])
        address = f"{PAGES}/kk/sites/{site['site_id']}.html"
        [page] = told["subjectOf"]
        assert list_values(told, "url") == list_values(page, "url") == [address]
        assert list_values(page, "inLanguage") == ["kk"]
        assert page["@type"] == [SCHEMA + "WebPage"]
        assert SCHEMA + "LandmarksOrHistoricalBuildings" in told["@type"]
        years = write_interval(site["start_year"], site["end_year"])
        assert list_values(page, "temporalCoverage") == [years] * bool(years)
        assert "@id" not in told  # a name for the site itself is the keeper's to give


def test_cards_use_no_term_that_schema_org_has_not(staged: Path, public: PublicSites) -> None:
    """A slip of the pen would become a property that nobody reads."""
    known = TERMS["@context"].keys()
    used = {
        term
        for site in public.frame["site_id"]
        for term in list_terms(read_linked_data(staged, "ru", site))
    }
    assert used == set(known) - {"@vocab", "schema"}
