"""The report on a file that was refused: its page in three languages, its object, its folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from heritage_gis.errors import MisusedError, refuse_file
from heritage_gis.pipeline.report_files import keep_refusal
from heritage_gis.report.refusal import render_refusal, write_refusal
from heritage_gis.report.wording import read_report_words
from heritage_gis.settings import LANGUAGES, Language, Settings

if TYPE_CHECKING:
    from pathlib import Path

REFUSAL = refuse_file("Кент <b>.kml", "kml_is_none", element="<script>alert(1)</script>")
WHY = {
    "en": "Is no KML: its outermost element is «&lt;script&gt;alert(1)&lt;/script&gt;»; expected",
    "ru": "Это не KML: внешний элемент — «&lt;script&gt;alert(1)&lt;/script&gt;», а ожидается",
    "kk": "Бұл KML емес: сыртқы элементі — «&lt;script&gt;alert(1)&lt;/script&gt;», ал «kml»",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_why_in_the_language_of_the_reader(language: Language) -> None:
    """Words of the file stand in it as text, and nothing is asked of the network."""
    page = render_refusal(REFUSAL, language)
    assert f'<html lang="{language}">' in page
    assert WHY[language] in page
    assert read_report_words(language)["verdict_refused"] in page
    assert "<script" not in page
    assert "<h1>Кент &lt;b&gt;.kml</h1>" in page
    assert "default-src &#39;none&#39;" in page


def test_the_object_has_the_code_the_details_and_the_texts() -> None:
    """A program need not read the sentence."""
    told = write_refusal(REFUSAL)
    assert told["file"] == "Кент <b>.kml"
    assert told["refused"]["code"] == "kml_is_none"
    assert told["refused"]["details"] == {"element": "<script>alert(1)</script>"}
    assert told["refused"]["message_ru"].startswith("это не KML: внешний элемент — «<script>")
    assert told["refused"].keys() == {
        *("code", "details", "message_kk", "message_ru", "message_en"),
    }


def test_the_report_goes_where_it_was_asked_for(tmp_path: Path) -> None:
    """But never where the public looks."""
    settings = Settings(home=tmp_path, language="kk")
    with pytest.raises(MisusedError, match="maps/ is public"):
        keep_refusal(REFUSAL, tmp_path / "maps" / "x", settings)
    keep_refusal(REFUSAL, tmp_path / "report", settings)
    assert '<html lang="kk">' in (tmp_path / "report" / "report.html").read_text("utf-8")
    told = json.loads((tmp_path / "report" / "report.json").read_text("utf-8"))
    assert told == write_refusal(REFUSAL)
