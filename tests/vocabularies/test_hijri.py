"""Years of the Islamic calendar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage_gis.vocabularies.hijri import LAST_HIJRI, find_years

YEAR_DAYS = 354 + 11 / 30


@pytest.mark.parametrize(
    ("hijri", "years"),
    [
        (1, (622, 623)),  # from 16 July 622, Julian
        (800, (1397, 1398)),  # from 24 September 1397, Julian
        (1291, (1874, 1875)),  # 18 February 1874 to 6 February 1875
        (1302, (1884, 1885)),  # 21 October 1884 to 9 October 1885
        (1318, (1900, 1901)),  # 1 May 1900 to 19 April 1901
        (1400, (1979, 1980)),  # from 21 November 1979
    ],
)
def test_a_hijri_year_lies_in_two_of_ours(hijri: int, years: tuple[int, int]) -> None:
    """The first and last day of tabular years, from tables of the calendar."""
    assert find_years(hijri, hijri) == years


@given(st.integers(1, LAST_HIJRI))
def test_years_follow_each_other(hijri: int) -> None:
    """Each begins where the last one ended, and none runs over two turns of our years."""
    start, end = find_years(hijri, hijri)
    assert 0 <= end - start <= 1
    assert find_years(hijri + 1, hijri + 1)[0] in (end, end + 1)
    assert abs(start - (622.54 + (hijri - 1) * YEAR_DAYS / 365.2425)) < 1.1
