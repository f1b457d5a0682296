"""The report opened from disk, without any network: no error, nothing refused, links that work."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heritage_gis.paths import Home
from heritage_gis.pipeline.ingest import check_survey
from heritage_gis.pipeline.report_files import PAGE, keep_report
from heritage_gis.places.districts import load_districts
from heritage_gis.receive.surveys import find_surveys
from heritage_gis.settings import LANGUAGES, Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "surveys"))  # the field survey is made there
from field_survey import TWIN, build_field_survey

if TYPE_CHECKING:
    from chromium_fixtures import OpenPage

    from heritage_gis.settings import Language

pytest_plugins = ["chromium_fixtures"]
pytestmark = pytest.mark.browser

CONTRAST = """
() => {
  const channel = (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const light = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map(Number);
    return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const faint = [];
  for (const element of document.querySelectorAll("main *, header *, footer *")) {
    const texts = [...element.childNodes].filter((node) => node.nodeType === 3);
    const box = element.getBoundingClientRect();
    if (!texts.some((node) => node.data.trim()) || element.closest("svg") || box.width < 2) {
      continue;
    }
    const ink = light(getComputedStyle(element).color);
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (ratio < 4.5) faint.push(`${element.tagName} ${element.className} ${ratio.toFixed(2)}`);
  }
  return [...new Set(faint)];
}
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, str]:
    """The address of the report on the field survey, in each language."""
    home = Home(tmp_path_factory.mktemp("home"))
    build_field_survey(home.raw)
    survey = next(each for each in find_surveys(home) if each.survey_id == TWIN)
    _, report = check_survey(survey, load_districts(home), Settings(home=home.root))
    addresses: dict[Language, str] = {}
    for language in LANGUAGES:
        folder = home.root / f"есеп {language}"
        keep_report(report, folder, survey.folder, Settings(home=home.root, language=language))
        addresses[language] = (folder / PAGE).as_uri()
    return addresses


@pytest.mark.parametrize("language", LANGUAGES)
def test_mark_and_problem_lead_to_each_other(
    reports: dict[Language, str], open_page: OpenPage, language: Language
) -> None:
    """A click on a mark shows its problem; the problem shows its marks on the map."""
    page = open_page(reports[language]).page
    mark = page.locator(".rows a").last  # the one on top
    target = mark.get_attribute("href")
    assert target
    mark.locator("path").click()
    assert page.evaluate("document.querySelector(':target').className") == "cause"
    page.locator(f"{target} .place a").click()
    assert page.evaluate("getComputedStyle(document.querySelector('.halo:target')).display") == (
        "inline"
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_page_fits_its_window(
    reports: dict[Language, str], open_page: OpenPage, width: int
) -> None:
    """Nothing has to be moved sideways, on a phone or on a desk, in the longest language."""
    page = open_page(reports["kk"], width=width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    has_problems_first = page.evaluate(
        "document.querySelector('.problems').getBoundingClientRect().top"
        " < document.querySelector('.understood').getBoundingClientRect().top"
    )
    assert has_problems_first == (width < 992)


@pytest.mark.parametrize("is_dark", [False, True])
def test_every_text_has_contrast(
    reports: dict[Language, str], open_page: OpenPage, *, is_dark: bool
) -> None:
    """All words stand out from their ground by 4.5 to 1, in the light and in the dark."""
    page = open_page(reports["ru"], is_dark=is_dark).page
    assert page.evaluate(CONTRAST) == []


def test_keyboard_reaches_the_problems(reports: dict[Language, str], open_page: OpenPage) -> None:
    """The first stop is the way past the head; it leads to the problems."""
    page = open_page(reports["en"]).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "problems"
