"""Notations are spelled once for all figures: the same as each cell spelled by itself."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from heritage_gis.geo import coordinate_spelling
from heritage_gis.geo.coordinate_spelling import spell_plainly, spell_text

if TYPE_CHECKING:
    import pytest

TABLE = Path(__file__).parent / "coordinate_texts.csv"
COMMON = st.text("0123456789 °'’′\"”″.,;:/сшвдебСШВДЕБNESW", min_size=1, max_size=40)


def test_every_text_of_the_table_is_spelled_the_same() -> None:
    """No text of the table reads otherwise for being spelled by its notation."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        texts = [row["text"] for row in csv.DictReader(stream)]
    for text in texts:
        assert spell_plainly(text) == spell_text(text), text


@settings(max_examples=500, deadline=None)
@given(COMMON)
def test_any_text_of_common_signs_is_spelled_the_same(text: str) -> None:
    """Whatever stands beside whatever."""
    assert spell_plainly(text) == spell_text(text)


def test_a_notation_is_spelled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand positions in one notation cost one spelling."""
    spelled: list[str] = []

    def count(text: str) -> coordinate_spelling.PlainText:
        spelled.append(text)
        return spell_text(text)

    coordinate_spelling._spell_notation.cache_clear()
    monkeypatch.setattr(coordinate_spelling, "spell_text", count)
    told = {
        spell_plainly(f"48°1{n % 9 + 1}'27.3\" с.ш. 75°{n % 9 + 11}'38.4\" в.д.").text
        for n in range(999)
    }
    assert len(told) == 9
    assert len(spelled) == 1
