"""Years of the Islamic calendar (hijri) as years of ours, by the tabular calendar.

The tabular calendar adds 11 leap days in 30 years of 354 days by a rule (year 2, 5, 7, 10, 13, 16,
18, 21, 24, 26 and 29 of each thirty), and begins on 16 July 622 of the Julian calendar (E. G.
Richards, Mapping Time, 1998). Months that began when the moon was seen differ from it by a day or
two. A hijri year touches two of ours, seldom one; without a month the date is no finer than that.
Days before 15 October 1582 are counted in the Julian calendar, as historians do.
"""

from __future__ import annotations

from datetime import date

EPOCH = date(622, 7, 19).toordinal()  # 16 July 622 Julian is 19 July in the calendar of Python
YEAR_DAYS, LEAP_DAYS, CYCLE = 354, 11, 30
GREGORIAN_FROM = date(1582, 10, 15).toordinal()
LAST_HIJRI = 1500  # ends in 2077
_JULIAN_CYCLE = 1461  # days of four years


def find_years(first: int, last: int) -> tuple[int, int]:
    """Return the years of ours in which hijri years begin and end.

    Args:
        first: hijri year, from 1.
        last: hijri year, not before the first.
    """
    return _find_year(_find_first_day(first)), _find_year(_find_first_day(last + 1) - 1)


def _find_first_day(hijri: int) -> int:
    """Return the first of Muharram as a proleptic Gregorian ordinal."""
    leaps = (LEAP_DAYS * hijri + 3) // CYCLE
    return EPOCH + YEAR_DAYS * (hijri - 1) + leaps


def _find_year(ordinal: int) -> int:
    if ordinal >= GREGORIAN_FROM:
        return date.fromordinal(ordinal).year
    julian_day = ordinal + 1  # counted from 1 January of the Julian year 1, which is 0
    return (4 * julian_day + _JULIAN_CYCLE + 3) // _JULIAN_CYCLE
