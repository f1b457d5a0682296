"""Known places of the same name: they order the readings of a question, and answer none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from heritage_gis.conform.known_places import measure_to_known, pair_names

NAMES = pd.DataFrame(
    {
        "name_kk": ["Беғазы қорымы", None, None],
        "name_ru": [None, "Курган 5", "Таскора"],
        "name_en": [None, None, "Begazy"],
    }
)
KNOWN = pd.DataFrame(
    {
        "name": ["Begazy", "могильник Бегазы", "Домбауыл"],
        "longitude": [74.9, 75.9, 67.0],
        "latitude": [48.2, 48.2, 48.0],
    }
)


def test_nearest_namesake_in_any_language() -> None:
    """A name is found in Kazakh, Russian and English; of two places of it the nearer counts."""
    measure = measure_to_known(pair_names(NAMES, KNOWN))
    assert measure is not None
    metres, names = measure(np.array([74.9, 74.9, 75.8999]), np.array([48.21, 48.2, 48.2]))
    assert metres == pytest.approx([1112, np.nan, 7.4], abs=0.5, nan_ok=True)
    assert names.tolist() == ["Begazy", "", "могильник Бегазы"]


def test_rows_without_a_position_have_no_distance() -> None:
    """Where a reading does not fit a row, there is nothing to measure."""
    measure = measure_to_known(pair_names(NAMES, KNOWN))
    assert measure is not None
    nowhere = np.full(3, np.nan)
    metres, names = measure(nowhere, nowhere)
    assert np.isnan(metres).all()
    assert names.tolist() == [""] * 3


@pytest.mark.parametrize("known", [KNOWN.iloc[:0], KNOWN.iloc[2:]])
def test_nothing_to_compare_with(known: pd.DataFrame) -> None:
    """Without known places, or without one of these names, there is no measure."""
    assert measure_to_known(pair_names(NAMES, known)) is None
