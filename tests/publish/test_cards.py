"""Cards: one page a site that says what the list says, who says what, and the same to machines."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from card_files import NBSP, read_linked_data, read_text
from edition_files import FIRST, read_page_data
from made_up_sites import (
    AKTOGAY,
    HOSTILE_NAMES,
    make_voices,
    make_works,
    place_in_cell,
    public_sites_of,
)
from shapely.geometry import Point

from heritage_gis.model.public import make_no_voices
from heritage_gis.publish.datings import write_years
from heritage_gis.publish.linked_data import write_interval
from heritage_gis.publish.staging import stage_edition

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.districts import Districts
    from heritage_gis.settings import Language

pytest_plugins = ["edition_fixtures"]

LANGUAGES = ("kk", "ru", "en")
SURVEY = "Made-up survey (CC-BY-4.0)"
OTHER = "Another survey (CC0-1.0)"


def make_sites() -> PublicSites:
    """A burial ground of which two sources say two things, and a mausoleum shown as surveyed."""
    burial = {
        "name_kk": "Ойдан қорымы",
        "name_ru": "могильник Выдуманный",
        "name_other": "Фантазия",
        "kind_group": "burial",
        "district": AKTOGAY,
        "region": "35",
        "district_certain": True,
        "start_year": -1200,
        "end_year": -701,
        "dating_certain": True,
        "credit": f"{SURVEY}; {OTHER}",
        **place_in_cell("area", 75.3, 48.2),
    }
    exact = {
        "name_ru": HOSTILE_NAMES[1],
        "kind_group": "mausoleum",
        "kind": "mausoleum",
        "district": AKTOGAY,
        "region": "35",
        "protection": "exact",
        "position": "exact",
        "coordinate_uncertainty_m": 25,
        "geometry": Point(75.12345, 48.54321),
    }
    voices = make_voices(
        {"said": "dating", "start_year": -1200, "end_year": -701, "is_certain": True},
        {
            "said": "dating",
            "period": "begazy_dandybay",
            "start_year": -1350,
            "end_year": -1150,
            "dating_scheme": "14C",
            "credit": OTHER,
        },
        {"said": "condition", "code": "good", "year": 2017},
        {"said": "status", "code": "local", "list_number": "12", "held_to": "2024-08-13"},
        {"said": "reference", "text": "A. Archaeologist <i>1979</i>"},
    )
    works = make_works(
        {"site_id": "KRG-000002", "type": "restoration", "from_year": 2016, "to_year": 2017}
        | {"what_ru": "укреплён купол", "what_en": "the dome made firm", "result": "стоит"}
        | {"leader": "А. Реставратор", "institution": "Институт", "source": "<b>Отчёт</b>"}
    )
    return replace(public_sites_of([burial, exact]), voices=voices, works=works)


@pytest.fixture(scope="module")
def cards(districts: Districts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of these sites."""
    folder = tmp_path_factory.mktemp("cards")
    public = replace(make_sites(), former={"KRG-000007": "KRG-000001", "KRG-000008": ""})
    stage_edition(public, districts, FIRST, folder)
    return folder


def test_rival_datings_stand_side_by_side_with_who_says_so(cards: Path) -> None:
    """Years, period, scheme and source of each, in the reader's language."""
    russian = read_text(cards, "ru")
    assert f"XII–VIII вв. до н. э. {SURVEY}" in russian
    told = "Бегазы-дандыбаевская культура (1350–1150 гг. до н. э.) радиоуглеродная хронология"
    assert f"{told} {OTHER}" in russian
    assert "Беғазы-дәндібай мәдениеті (б.з.б. 1350–1150 жж.)" in read_text(cards, "kk")
    bars = re.findall(r'<rect x="[\d.]+%"', (cards / "kk/sites/KRG-000001.html").read_text())
    assert len(bars) == 2


def test_a_card_says_condition_status_literature_and_how_to_cite(cards: Path) -> None:
    """Each with its year, days or number; texts of sources are shown as text."""
    english = read_text(cards, "en")
    assert "Good, AD 2017" in english
    assert "Of local significance, No. 12, until 2024-08-13" in english
    assert "A. Archaeologist <i>1979</i>" in english
    assert "Edition 1, 12 October 2026, site KRG-000001" in english


def test_a_card_tells_works_at_a_site_that_is_shown_as_surveyed(cards: Path) -> None:
    """What, when, who, with what result, and where that is told; in the reader's language."""
    russian = read_text(cards, "ru", "KRG-000002")
    assert "Исследования и реставрация Реставрация, 2016–2017 гг. укреплён купол" in russian
    assert "Исполнители: А. Реставратор, Институт Результат: стоит" in russian
    assert f"Отчёт: <b>Отчёт</b> {SURVEY}" in russian
    assert "AD 2016–2017 the dome made firm" in read_text(cards, "en", "KRG-000002")
    kazakh = (cards / "kk/sites/KRG-000002.html").read_text("utf-8")
    assert '<p lang="ru">укреплён купол</p>' in kazakh
    assert "Исследования и реставрация" not in read_text(cards, "ru")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_shows_a_protected_site_by_its_whole_cell(cards: Path, language: str) -> None:
    """The drawing has the cell and no point, and the site's own figures are nowhere."""
    written = (cards / language / "sites/KRG-000001.html").read_text("utf-8")
    [drawing] = re.findall(r'<figure class="locator">(.*?)</figure>', written, flags=re.DOTALL)
    assert "<rect" in drawing
    assert "<circle" not in drawing
    exact = (cards / language / "sites/KRG-000002.html").read_text("utf-8")
    assert '<circle cx="' in exact


def test_machines_are_told_what_the_card_says(cards: Path) -> None:
    """Types, names with their languages, years of ISO 8601, the whole cell, the district."""
    told = read_linked_data(cards, "ru")
    assert told["@context"] == "https://schema.org"
    assert told["@type"] == ["LandmarksOrHistoricalBuildings", "Cemetery"]
    assert told["identifier"] == "KRG-000001"
    assert told["name"] == {"@value": "могильник Выдуманный", "@language": "ru"}
    assert told["alternateName"] == [{"@value": "Ойдан қорымы", "@language": "kk"}, "Фантазия"]
    assert told["subjectOf"]["temporalCoverage"] == "-1199/-0700"
    assert told["subjectOf"]["creditText"] == f"{SURVEY}; {OTHER}"
    assert told["geo"] == {"@type": "GeoShape", "box": "48.2 75.3 48.3 75.4"}
    assert told["containedInPlace"][0]["identifier"] == AKTOGAY
    assert told["containedInPlace"][0]["name"]["@value"] in read_text(cards, "ru")
    exact = read_linked_data(cards, "ru", "KRG-000002")
    assert exact["geo"] == {
        "@type": "GeoCoordinates",
        "latitude": 48.54321,
        "longitude": 75.12345,
    }


def test_a_hostile_name_stays_text(cards: Path) -> None:
    """It neither ends the script that machines read, nor begins one of its own."""
    written = (cards / "ru/sites/KRG-000002.html").read_text("utf-8")
    assert HOSTILE_NAMES[1] not in written
    assert written.count("<script") == 1
    assert read_linked_data(cards, "ru", "KRG-000002")["name"]["@value"] == HOSTILE_NAMES[1]
    assert HOSTILE_NAMES[1] in read_text(cards, "ru", "KRG-000002")


def test_ids_of_former_editions_lead_on_or_say_what_became_of_them(cards: Path) -> None:
    """A merged site leads to the one it was merged into; a withdrawn one keeps its address."""
    for language in LANGUAGES:
        merged = (cards / language / "sites/KRG-000007.html").read_text("utf-8")
        assert '<meta http-equiv="refresh" content="0; url=KRG-000001.html">' in merged
        assert "KRG-000008" in read_text(cards, language, "KRG-000008")
    assert "withdrawn from the public part" in read_text(cards, "en", "KRG-000008")


def test_cards_and_lists_tell_the_same_years() -> None:
    """The spans that `assets/years.js` writes as centuries are written so here."""
    told: dict[tuple[int | None, int | None, Language], str] = {
        (-1200, -701, "ru"): "XII–VIII вв. до н. э.",
        (1801, 1900, "kk"): "XIX ғ.",
        (1801, 1900, "en"): "19th century",
        (-1000000, -12000, "en"): "1,000,000–12,000 BC",
        (-2000, -1001, "ru"): "II тысячелетие до н. э.",
        (-200, 500, "en"): "200 BC – AD 500",
        (None, 900, "en"): "until AD 900",
        (1207, None, "ru"): "с 1207 г.",
        (None, None, "kk"): "",
    }
    found = {key: write_years(*key).replace(NBSP, " ") for key in told}
    assert found == told


def test_years_of_machines_have_a_year_zero() -> None:
    """ISO 8601 counts 1 BC as 0000; an end that is not known is open."""
    assert write_interval(-1, 1) == "0000/0001"
    assert write_interval(-800, None) == "-0799/.."
    assert write_interval(None, None) == ""


def test_a_district_that_is_kept_keeps_its_cards(districts: Districts, tmp_path: Path) -> None:
    """The page's data name the sites whose cards are taken over with it."""
    stage_edition(replace(make_sites(), voices=make_no_voices()), districts, FIRST, tmp_path)
    assert read_page_data(tmp_path, "aktogay")["columns"]["site_id"] == ["KRG-000001", "KRG-000002"]
    assert "Датировка по источникам" not in read_text(tmp_path, "ru")
