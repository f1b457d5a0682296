"""The ages that sites are coloured by."""

from __future__ import annotations

import pytest

from heritage_gis.vocabularies.periods import find_ages, read_ages, read_periods
from heritage_gis.vocabularies.tables import read_vocabulary


@pytest.mark.parametrize(
    ("period", "age"),
    [
        ("begazy_dandybay", "bronze"),
        ("nura_fedorovo", "bronze"),
        ("tasmola", "iron"),
        ("hun_sarmat", "iron"),
        ("neolithic", "stone"),
        ("golden_horde", "middle"),
        ("soviet", "later"),
    ],
)
def test_a_period_is_of_the_age_that_it_lies_in(period: str, age: str) -> None:
    """A culture is found by the period that it is part of."""
    assert find_ages()[period] == age


def test_a_disputed_period_has_no_colour() -> None:
    """Kurgans with moustaches are dated to two ages: a colour would take a side."""
    assert set(read_periods()) - set(find_ages()) == {"moustache_kurgan"}


def test_ages_name_known_periods_and_follow_each_other() -> None:
    """The first has no beginning."""
    named = [code for age in read_vocabulary("ages") for code in age["periods"].split()]
    assert set(named) <= set(read_periods())
    assert len(named) == len(set(named))
    first, *others = read_ages().values()
    assert first is None
    assert others == sorted(year for year in others if year is not None)
