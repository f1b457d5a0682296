"""The maps that the main job makes of the sample surveys, and of a hostile one, in Chromium."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from heritage_gis.pipeline.run import run
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from chromium_fixtures import OpenPage

ROOT = Path(__file__).parents[2]
pytest_plugins = ["chromium_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

HOSTILE = (
    "${alert(1)}",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
)


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the main job on the sample surveys and on one whose names are hostile."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "data" / "raw", home / "data" / "raw")
    hostile = home / "data" / "raw" / "2026-hostile" / "v1"
    hostile.mkdir(parents=True)
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "type": "burial ground", "district": "Aktogay"},
            "geometry": {"type": "Point", "coordinates": [74.5 + step, 47.9]},
        }
        for step, name in enumerate(HOSTILE)
    ]
    told = {"type": "FeatureCollection", "features": features}
    (hostile / "sites.geojson").write_text(json.dumps(told), "utf-8")
    (hostile / "survey.toml").write_text(
        'title = "<b>A</b> ${alert(2)}"\nwho = "A."\nlicence = "CC-BY-4.0"\n'
        "received = 2026-11-23\n",
        "utf-8",
    )
    run(Settings(home=home))
    return home / "maps"


def test_begazy_is_on_the_map_of_aktogay(maps: Path, open_page: OpenPage) -> None:
    """The map of Aktogay draws without a network; Begazy is in its cell and in the list."""
    page = open_page(f"{maps.as_uri()}/en/aktogay/index.html").page
    expect(page.locator("path.border-district.is-sketch")).to_have_count(1)
    head = page.locator(".site-list .site-head", has_text="Begazy necropolis")
    expect(head).to_have_count(1)
    expect(page.locator("path.cell")).to_have_count(4)  # its own, and those of the hostile ones
    head.click()
    expect(page.locator(".leaflet-popup")).to_contain_text("Begazy necropolis")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_name_of_a_survey_is_text(name: str, maps: Path, open_page: OpenPage) -> None:
    """A name that is a script shows as text in list and popup, all the way from a survey."""
    page = open_page(f"{maps.as_uri()}/ru/aktogay/index.html").page
    head = page.locator(".site-list .site-head").filter(has=page.get_by_text(name, exact=True))
    expect(head).to_have_count(1)
    head.click()
    expect(page.locator(".leaflet-popup")).to_contain_text(name)
    expect(head.locator("xpath=..").locator(".site-body")).to_contain_text("<b>A</b> ${alert(2)}")
    assert page.locator(".site-list img, .site-list b, .leaflet-popup img").count() == 0


@pytest.mark.parametrize(
    ("span", "written"),
    [
        ([1801, 1900], ("XIX ғ.", "XIX в.", "19th century")),
        ([1101, 1400], ("XII–XIV ғғ.", "XII–XIV вв.", "12th–14th centuries")),
        ([-1400, -901], ("б.з.б. XIV–X ғғ.", "XIV–X вв. до н. э.", "14th–10th centuries BC")),
        ([-300, -201], ("б.з.б. III ғ.", "III в. до н. э.", "3rd century BC")),
        ([-2000, -1001], ("б.з.б. II мыңжылдық", "II тысячелетие до н. э.", "2nd millennium BC")),
        ([1874, 1874], ("1874 ж.", "1874 г.", "AD 1874")),
        ([1876, 1925], ("1876–1925 жж.", "1876–1925 гг.", "AD 1876–1925")),
        ([-2500, -800], ("б.з.б. 2500–800 жж.", "2500–800 гг. до н. э.", "2500–800 BC")),
        ([1801, None], ("1801 ж. бастап", "с 1801 г.", "from AD 1801")),
    ],
)
def test_whole_centuries_are_told_as_centuries(
    span: list[int | None], written: tuple[str, str, str], maps: Path, open_page: OpenPage
) -> None:
    """Sources say «XIX в.»: years would look like more than was known. Other spans stay years."""
    for language, expected in zip(("kk", "ru", "en"), written, strict=True):
        page = open_page(f"{maps.as_uri()}/{language}/shet/index.html").page
        told = page.evaluate("([start, end]) => atlas.years(start, end)", span)
        assert told.replace("\u00a0", " ") == expected


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("district", ["ulytau", "shet", "karkaraly", "zhezkazgan", "abay"])
def test_every_cell_has_its_count_and_nothing_covers_it(
    district: str, width: int, maps: Path, open_page: OpenPage
) -> None:
    """Numbers, names of districts, markers and controls keep clear of each other, uncut."""
    page = open_page(f"{maps.as_uri()}/ru/{district}/index.html", width=width, height=844).page
    expect(page.locator(".cell-label")).to_have_count(page.locator("path.cell").count())
    boxes = page.evaluate("""() => {
      const written = ".cell-label, .district-name span, .marker use, .leaflet-control";
      const seen = [...document.querySelectorAll(written)].filter((one) => one.checkVisibility());
      return [document.querySelector(".folium-map"), ...seen].map((one) => {
        const { left, top, right, bottom } = one.getBoundingClientRect();
        return [left, top, right, bottom];
      });
    }""")
    window, *written = boxes
    for one, (left, top, right, bottom) in enumerate(written):
        assert left >= window[0] - 1
        assert top >= window[1] - 1
        assert right <= window[2] + 1
        assert bottom <= window[3] + 1
        for other in written[one + 1 :]:
            is_apart = right <= other[0] or other[2] <= left or bottom <= other[1]
            assert is_apart or other[3] <= top, (one, other)


def test_a_finger_can_hit_a_small_cell(maps: Path, open_page: OpenPage) -> None:
    """On a phone a cell of Ulytau is a few pixels wide; a press beside it counts as one on it."""
    page = open_page(f"{maps.as_uri()}/ru/ulytau/index.html", width=390, height=844).page
    reach = page.locator(".cell-reach").first
    box = reach.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    page.mouse.click(box["x"] + 3, box["y"] + 3)
    expect(page.locator(".leaflet-popup")).to_contain_text("В этой ячейке")


@pytest.mark.parametrize("district", ["aktogay", "zhezkazgan", "karkaraly"])
def test_a_popup_keeps_clear_of_the_controls(
    district: str, maps: Path, open_page: OpenPage
) -> None:
    """On a phone the map moves so far that no button covers what the popup says."""
    page = open_page(f"{maps.as_uri()}/kk/{district}/index.html", width=390, height=844).page
    page.locator("path.cell").first.dispatch_event("click")
    popup = page.locator(".leaflet-popup-content-wrapper")
    expect(popup).to_be_visible()
    page.wait_for_timeout(500)  # until the map has moved
    box, bar = popup.bounding_box(), page.locator(".leaflet-bar").first.bounding_box()
    assert box is not None
    assert bar is not None
    assert box["x"] >= bar["x"] + bar["width"]


def test_sites_without_a_place_are_listed_by_name(maps: Path, open_page: OpenPage) -> None:
    """In the alphabet of the page: Қ follows К; and no order by place is offered where none is."""
    page = open_page(f"{maps.as_uri()}/kk/unplaced/index.html").page
    expect(page.locator(".order")).to_be_hidden()
    names = page.locator(".site-list .name").all_text_contents()
    assert names.index("Камал") < names.index("Қойтас") < names.index("Назар-2")
    page.locator(".site-head").first.click()
    expect(page.locator(".site-body .position")).to_contain_text("тізімде бар, ал картада жоқ")
    page = open_page(f"{maps.as_uri()}/en/aktogay/index.html").page
    without = page.locator(".site-list > li", has_text="place not known").locator(".name")
    assert without.all_text_contents() == ["Asylbek", "Begazy-Kyzylarai", "Bektau-Ata"]


def test_a_printed_map_is_as_wide_as_the_paper(maps: Path, open_page: OpenPage) -> None:
    """Paper cuts nothing off that a wide screen shows, and the screen has its view back after."""
    page = open_page(f"{maps.as_uri()}/ru/ulytau/index.html", width=1900, height=900).page
    window = page.locator(".folium-map")
    border = page.locator("path.border-district")
    before, drawn_before = window.bounding_box(), border.bounding_box()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    on_paper, drawn = window.bounding_box(), border.bounding_box()
    assert on_paper is not None
    assert drawn is not None
    assert on_paper["width"] < 18 / 2.54 * 96
    assert drawn["x"] >= on_paper["x"]
    assert drawn["x"] + drawn["width"] <= on_paper["x"] + on_paper["width"]
    expect(page.locator(".cell-label")).to_have_count(2)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert window.bounding_box() == before
    assert border.bounding_box() == drawn_before


@pytest.mark.parametrize("path", [".", "ru", "kk/aktogay", "ru/karkaraly", "kk/unplaced"])
def test_a_finger_can_hit_every_link_and_button(path: str, maps: Path, open_page: OpenPage) -> None:
    """24 pixels either way (WCAG 2.5.8); shapes on a map have the list beside them."""
    page = open_page(f"{maps.as_uri()}/{path}/index.html", width=390, height=844).page
    small = page.evaluate(
        """(seen) => [...document.querySelectorAll("a, button")]
      .filter((one) => !one.closest("svg, .skip") && one.checkVisibility(seen))
      .map((one) => [one.textContent, one.getBoundingClientRect()])
      .filter(([, { width, height }]) => width < 24 || height < 24)
      .map(([text]) => text)""",
        {"contentVisibilityAuto": True},
    )
    assert small == []
