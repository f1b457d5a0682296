"""The page of the report: safe whatever a file says, whole, small, and the same each time."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import shapely
from reported import make_table, place, report_on
from standard_records import make_records

from heritage_gis.errors import MisusedError
from heritage_gis.model.problem import gather_problems, no_problems
from heritage_gis.paths import Home
from heritage_gis.pipeline.report_files import keep_report
from heritage_gis.places.districts import Districts, load_districts
from heritage_gis.report.page import COPIES, name_copies, render_page
from heritage_gis.report.page_problems import MOST_CASES
from heritage_gis.report.wording import read_report_words
from heritage_gis.settings import LANGUAGES, Settings
from heritage_gis.vocabularies.problems import explain

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Language

HOSTILE = "</script><script>alert(1)</script>${alert(2)}<img src=x onerror=alert(3)>\"'"
VOID = {"meta", "link", "img", "br"}


class Elements(HTMLParser):
    """The elements of a page: their names, attributes and texts."""

    def __init__(self, page: str) -> None:
        """Parse a page."""
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself."""
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """See that it closes what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Districts:
    """The sketch of the borders."""
    return load_districts(Home(tmp_path_factory.mktemp("home")))


def scatter(count: int) -> gpd.GeoDataFrame:
    """Return records in rows 2, 3, … over both regions."""
    chance = np.random.default_rng(11)
    lon, lat = chance.uniform(66, 75, count), chance.uniform(47, 50, count)
    places = np.round(np.column_stack([lon, lat]), 6).tolist()
    return make_records(*[{"geometry": shapely.Point(place)} for place in places])


def make_problems() -> pd.DataFrame:
    """An error, a warning of seven rows, a note on the sheet."""
    seven = pd.Series(["могилник"] * 7)
    return gather_problems(
        [
            explain("kind_unknown", place(*range(4, 11)), "Тип", seven, {"near": ""}, "могильник"),
            explain("hidden_sheet", place(None)),
            explain("coordinate_zero", place(14), "X; Y", pd.Series(["0; 0"])),
        ]
    )


def render(report: Report, districts: Districts, language: Language = "ru") -> str:
    """Render a page."""
    return render_page(report, districts, language)


def test_texts_of_a_survey_are_text(districts: Districts) -> None:
    """Names of files, sheets and columns, values and suggestions never become markup."""
    hostile = pd.Series([HOSTILE, HOSTILE + "2"])
    where = place(3, 4, layer=HOSTILE)
    problems = explain("kind_unknown", where, HOSTILE, hostile, {"near": ""}, HOSTILE)
    table = make_table(
        layer=HOSTILE,
        encoding=HOSTILE,
        columns={"kind": HOSTILE},
        examples={HOSTILE: HOSTILE},
        unknown_columns=[HOSTILE + "?"],
        guesses=({"column": HOSTILE + "?", "field": "kind", "evidence": {"ru": HOSTILE}},),
    )
    records = make_records(
        *[
            {"source_row": row, "source_layer": HOSTILE, "geometry": shapely.Point(75, 48)}
            for row in (3, 4)
        ]
    )
    page = render(report_on(problems, table, records=records), districts)
    elements = Elements(page)
    names = {name for name, _ in elements.found}
    assert names.isdisjoint({"script", "img", "iframe", "object", "form"})
    assert not any(
        key.startswith("on") or key == "style" for _, attrs in elements.found for key in attrs
    )
    assert elements.open == []
    assert "".join(elements.texts).count("${alert(2)}") > 5


def test_policy_lets_in_the_one_style_and_nothing_else(districts: Districts) -> None:
    """The style is known by its hash; there is no script, no address, no inline exception."""
    page = render(report_on(make_problems(), make_table()), districts)
    elements = Elements(page)
    policy = next(
        attrs["content"]
        for name, attrs in elements.found
        if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules.pop("default-src") == "'none'"
    assert rules.pop("style-src") == f"'sha256-{digest}'"
    assert rules == {"img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}
    links = [attrs.get("href") or attrs.get("src") for _, attrs in elements.found]
    assert all(link.startswith(("#", "data:,")) for link in links if link)
    assert "http:" not in page
    assert "https:" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_what_came_of_the_file(districts: Districts, language: Language) -> None:
    """Balance, standing of the file, gravest first, rows as ranges, and that it is not public."""
    words = read_report_words(language)
    page = render(report_on(make_problems(), make_table()), districts, language)
    texts = " ".join("".join(Elements(page).texts).split())
    assert f'<html lang="{language}">' in page
    assert words["private"] in texts
    assert f"<dt>{words['received']}</dt><dd>11</dd>" in page
    headings = [texts.index(words[f"{name}_heading"]) for name in ("error", "warning", "note")]
    assert headings == sorted(headings)
    assert "4–10" in texts
    assert "могильник" in texts
    assert "Цвет" in texts
    assert words["unknown_column"] in texts


def test_every_link_within_the_page_leads_somewhere(districts: Districts) -> None:
    """A mark leads to its problem, a problem to its marks; no id stands twice."""
    report = report_on(make_problems(), make_table(), records=scatter(30))
    elements = Elements(render(report, districts))
    ids = [attrs["id"] for _, attrs in elements.found if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = [attrs.get("href") or "" for name, attrs in elements.found if name in {"a", "use"}]
    assert {target[1:] for target in targets} <= set(ids)
    assert {"#cause-0", "#on-map-0", "#cause-1", "#on-map-1"} <= set(targets)


def test_shapes_and_counts_tell_what_became_of_rows(districts: Districts) -> None:
    """A row held back is a cross, one to look at a triangle, the others are dots; all counted."""
    report = report_on(make_problems(), make_table(), records=scatter(30))
    page = render(report, districts)
    assert len(re.findall(r'<a href="#cause-0".*?class="held" d="M[\d ]+l8 8m0-8l-8 8"', page)) == 1
    assert len(re.findall(r'<a href="#cause-1".*?class="warned" d="M[^"]+z"', page)) == 7
    dots = re.search(r'class="dots fine" d="([^"]+)"', page)
    assert dots
    assert dots[1].count("h0") == 22
    label = read_report_words("ru")["map_label"].format(fine=22, warned=7, held=1)
    assert f'aria-label="{label}"' in page


def test_row_far_outside_is_drawn_at_the_edge(districts: Districts) -> None:
    """A place in another country does not shrink the map: an arrow shows the way to it."""
    far = make_records(
        {"geometry": shapely.Point(75.3, 48.2)}, {"geometry": shapely.Point(30.3, 59.9)}
    )
    problems = explain("position_outside", place(3), "X; Y", details={"where": "далеко"})
    page = render(report_on(problems, make_table(), records=far), districts)
    assert read_report_words("ru")["map_beyond"] + ": 1" in page
    assert re.search(r'class="held" d="M[\d ]+L[\d ]+L[\d ]+z"', page)


def test_rows_without_a_place_are_counted(districts: Districts) -> None:
    """What is not on the map is told: accepted without a place, and held back unread."""
    page = render(report_on(make_problems(), make_table()), districts)
    words = read_report_words("ru")
    assert words["map_none"] in page
    assert words["map_unplaced"].format(n=10) in page
    assert words["map_unread"].format(n=1) in page


def test_page_of_twenty_thousand_rows_is_small_and_always_the_same(districts: Districts) -> None:
    """Every tenth row is held back for a reason of its own, every fifth is to be looked at."""
    rows = 20_000
    held, warned = range(2, rows + 2, 10), range(3, rows + 2, 5)
    values = pd.Series([f"0; {row}" for row in held])
    words = pd.Series([f"вид {row}" for row in warned])
    problems = gather_problems(
        [
            explain("coordinate_unreadable", place(*held), "X; Y", values),
            explain("kind_unknown", place(*warned), "Тип", words, {"near": ""}),
        ]
    )
    report = report_on(problems, make_table(), records=scatter(rows))
    page = render(report, districts)
    assert len(page.encode()) < 1_500_000
    more = read_report_words("ru")["more_cases"]
    assert more.format(n=len(held) - MOST_CASES) in page
    assert render(report, districts) == page


@pytest.mark.parametrize("language", LANGUAGES)
def test_marked_copies_are_named_near_the_counts(districts: Districts, language: Language) -> None:
    """The files most wanted are linked, whatever they are called; where none is, all is still."""
    page = render(report_on(make_problems(), make_table()), districts, language)
    words = read_report_words(language)["marked_copies"]
    assert page.count(COPIES) == 1
    plain = name_copies(page, (), language)
    assert COPIES not in plain
    assert words not in plain
    names = ["Кент 1#2.checked.xlsx", f"javascript:{HOSTILE}.xlsx"]
    found = Elements(name_copies(page, names, language))
    links = {link["href"] for tag, link in found.found if tag == "a"}
    assert "%D0%9A%D0%B5%D0%BD%D1%82%201%232.checked.xlsx" in links
    assert any(str(link).startswith("javascript%3A%3C%2Fscript%3E") for link in links)
    assert not any(tag in ("script", "img") for tag, _ in found.found)
    assert set(names) <= set(found.texts)
    told = "".join(found.texts)
    assert told.index(words) < told.index(read_report_words(language)["map_heading"])


def test_file_without_anything_to_mend(districts: Districts) -> None:
    """A good file is told so, and has no list of problems."""
    page = render(report_on(no_problems(), make_table(), records=scatter(3)), districts)
    words = read_report_words("ru")
    assert words["verdict_fine"] in page
    assert words["no_problems"] in page
    assert 'class="index"' not in page


def test_report_is_never_written_where_the_public_looks(tmp_path: Path) -> None:
    """It holds exact places, so `--report maps/…` is refused."""
    settings = Settings(home=tmp_path, language="ru")
    report = report_on(make_problems(), make_table())
    with pytest.raises(MisusedError, match="a report holds exact places, and maps/ is public"):
        keep_report(report, tmp_path / "maps" / "report", tmp_path, settings)
    assert not (tmp_path / "maps").exists()
    keep_report(report, tmp_path / "report", tmp_path, settings)
    assert sorted(path.name for path in (tmp_path / "report").iterdir()) == [
        "problems.csv",
        "report.html",
        "report.json",
    ]
    assert '<html lang="ru">' in (tmp_path / "report" / "report.html").read_text("utf-8")
