"""The passport card: its boxes in order, rival voices side by side, what is missing told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from shapely.geometry import Point

from heritage_gis.export.passport import draw_passport, write_passport
from heritage_gis.export.passport_card import BOXES, build_card, read_words
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from heritage_gis.settings import Language

SITE = {"site_id": "KRG-000001", "name_kk": "Беғазы қорымы", "name_ru": "могильник Бегазы"}
RECORDS: tuple[dict[str, Any], ...] = (
    {
        "survey_id": "a",
        "name_kk": "Беғазы қорымы",
        "kind": "burial_ground",
        "kind_text": "могильник",
        "period": "begazy_dandybay",
        "start_year": -1200,
        "end_year": -701,
        "dating_scheme": "stated",
        "dating_certainty": "certain",
        "district": "353600000",
        "position_accuracy_m": 300.0,
        "diameter_min_m": 5.0,
        "diameter_max_m": 12.5,
        "looted": True,
        "year": 1952,
        "geometry": Point(75.3452781, 48.2672222),
    },
    {
        "survey_id": "b",
        "name_kk": "Беғазы қорымы",
        "start_year": -1500,
        "end_year": -1100,
        "dating_certainty": "approximate",
        "list_number": "245-1",
    },
)
SURVEYS = pd.DataFrame(
    {
        "survey_id": ["a", "b"],
        "title": ["Отчёт", "Свод"],
        "who": ["А. Маргулан", ""],
        "received": ["2026-01-01", "2025-05-05"],
    }
)
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
NO_LETTER = "\u0378"  # that no font has


def make_card(language: Language = "ru", **site: str) -> dict[str, Any]:
    """Return the card of a site with two voices."""
    return build_card({**SITE, **site}, RECORDS, SURVEYS, language)


def find_row(card: dict[str, Any], label: str) -> list[tuple[str, list[int]]]:
    """Return texts and sources of the rows with a label."""
    return [
        (voice["text"], voice["sources"])
        for box in card["boxes"]
        for row in box["rows"]
        if row["label"] == label
        for voice in row["voices"]
    ]


def test_boxes_stand_in_their_order_and_voices_side_by_side() -> None:
    """What all say stands once; rival words stand each with its source and year."""
    card = make_card()
    words = read_words("ru")
    assert [box["label"] for box in card["boxes"]] == [words[box.code] for box in BOXES]
    assert card["name"] == "могильник Бегазы"
    assert find_row(card, "Название на казахском") == [("Беғазы қорымы", [1, 2])]
    assert find_row(card, "Датировка") == [
        (
            "бегазы-дандыбаевская культура; 1200–701 гг. до н.э. (годы названы источником)",
            [1],
        ),
        ("1500–1100 гг. до н.э. (приблизительно)", [2]),
    ]
    assert card["sources"] == [
        {"number": 1, "short": "Отчёт, 1952", "text": "Отчёт. А. Маргулан. 1952"},
        {"number": 2, "short": "Свод, 2025", "text": "Свод. 2025"},
    ]
    assert find_row(card, "Координаты, WGS 84") == [("48,267° с. ш.; 75,345° в. д.", [1])]
    assert find_row(card, "Диаметр, м") == [("5–12,5", [1])]
    assert find_row(card, "Область") == [("Карагандинская область", [1])]
    assert find_row(card, "Номер по списку") == [("245-1", [2])]
    assert find_row(card, "Ограблен") == [("да", [1])]
    assert find_row(card, "Вид (словами источника)") == []  # as it stands above it
    assert "не передавать" in card["notice"]


def test_what_nobody_says_is_told_as_missing() -> None:
    """A box without a word by its name, a box with some by what it lacks; nothing is made up."""
    missing = make_card()["missing"]
    assert "12. Зоны охраны" in missing
    assert (
        "2. Номер в списке, категория, правовой акт: статус охраны, правовой акт, статус с"
        in missing
    )
    assert not any(each.startswith("4. ") for each in missing)
    filled = {each.split(".")[0] for each in missing}
    assert filled == {str(number) for number in range(1, 18)} - {"4"}


def test_the_same_bytes_and_an_accessible_file() -> None:
    """Tagged, titled, in a stated language, without a clock."""
    content = write_passport(make_card())
    assert content == write_passport(make_card())
    assert content.startswith(b"%PDF-")
    for sign in (b"pdfuaid", b"/MarkInfo", b"/StructTreeRoot", b"/Lang"):
        assert sign in content


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_set(language: Language) -> None:
    """Each text is there in three languages."""
    assert write_passport(make_card(language))
    assert all(texts[language].strip() for texts in read_labels("passport_words").values())


def test_kazakh_letters_show() -> None:
    """Each as a drawing of its own, other than what is drawn for a letter that there is not."""
    drawn = {letter: draw_passport(make_card(name_ru=letter), 40)[0] for letter in KAZAKH}
    drawn["none"] = draw_passport(make_card(name_ru=NO_LETTER), 40)[0]
    assert len(set(drawn.values())) == len(KAZAKH) + 1


def test_texts_of_surveys_are_never_read_as_typst() -> None:
    """A panic would stop it, a star would go, and a link to a label that there is not would too."""
    hostile = '#panic("read") *bold* $x$ <a> @b #eval("1+1") \\ "quoted" // gone /* gone */'
    assert write_passport(make_card(name_ru=hostile))
    starred = draw_passport(make_card(name_ru="*bold*"), 40)[0]
    assert starred != draw_passport(make_card(name_ru="bold"), 40)[0]
