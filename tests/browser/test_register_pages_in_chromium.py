"""The pages of a difference and of a history opened from disk: no error, nothing runs over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from heritage_gis.model.difference import CHANGE_COLUMNS, LIKENESS_COLUMNS, ROW_COLUMNS, Difference
from heritage_gis.model.history import Attribute, History, Joined, Said
from heritage_gis.model.problem import no_problems
from heritage_gis.pipeline.report_files import keep_difference, keep_history
from heritage_gis.settings import LANGUAGES, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from chromium_fixtures import OpenPage

    from heritage_gis.settings import Language

pytest_plugins = ["chromium_fixtures"]
pytestmark = pytest.mark.browser

HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(2)>" + "Ұзын" * 30


def make_difference() -> Difference:
    """Return a difference of one row that moved, with a hostile name."""
    row = dict.fromkeys(ROW_COLUMNS)
    row |= {"record_id": "a", "standing": "changed", "is_known": True, "name_ru": HOSTILE}
    row |= {"source_file": "a.csv", "source_layer": HOSTILE, "source_row": 2}
    row |= {"lon": 75.0, "lat": 48.0, "former_lon": 75.01, "former_lat": 48.0}
    row |= {"accuracy_m": 300.0, "former_accuracy_m": 300.0, "distance_m": 745.0, "bearing": 270.0}
    changes = pd.DataFrame([("a", "name_ru", "x", HOSTILE)], columns=[*CHANGE_COLUMNS])
    return Difference(
        file=f"{HOSTILE}.csv",
        survey_id="2026-a",
        version=1,
        counts={"rows": 1, "accepted": 1, "held_back": 0},
        rows=pd.DataFrame([row]),
        changes=changes,
        likenesses=pd.DataFrame(columns=[*LIKENESS_COLUMNS]),
        names=pd.DataFrame(),
        problems=no_problems(),
    )


def make_history() -> History:
    """Return a history of two voices with hostile words."""
    voice = {"source_file": "a.csv", "source_row": 2, "title": HOSTILE, "references": HOSTILE}
    voices = tuple({**voice, "record_id": each, "survey_id": each} for each in ("a", "b"))
    places = tuple(
        Said(each, {"lon": 75.0 + n / 1000, "lat": 48.0, "coordinate_text": HOSTILE}, 0, n or None)
        for n, each in enumerate(("a", "b"))
    )
    return History(
        asked_id="KRG-000002",
        site_id="KRG-000001",
        site={"name_ru": HOSTILE},
        voices=voices,
        attributes=(Attribute("position", places, "accurate", None, is_rival=True),),
        joined=(Joined("a", "founded"), Joined("b", "matched", "a", "same_name_near", 75.0)),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_whole_and_run_nothing(
    open_page: OpenPage, tmp_path: Path, language: Language, width: int
) -> None:
    """Hostile words stand as text, and nothing is wider than the screen."""
    settings = Settings(home=tmp_path, language=language)
    pages = (
        keep_difference(make_difference(), tmp_path / "d", settings),
        keep_history(make_history(), tmp_path / "h", settings),
    )
    for path in pages:
        page = open_page(path.as_uri(), width=width).page
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.scripts.length") == 0
        assert page.evaluate("document.images.length") == 0
        assert page.locator("h1").count() == 1
