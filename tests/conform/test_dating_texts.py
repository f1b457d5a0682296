"""The dating reader against its table of right answers, open and frozen half apart.

`pytest -s tests/conform/test_dating_texts.py` prints the tallies. The figures before the reader was
tuned, and when the frozen half was first scored, are in docs/measurements.md.
"""

from __future__ import annotations

import sys

import pytest
from dating_scores import count_scores, is_right, read_table

from heritage_gis.conform.dating_text import read_dating

ROWS = read_table()
HALVES = ("open", "frozen")
LEAST = {"open": 233, "frozen": 238}
# Where reader and table differ, and the reader stays as it is: facts §4 swaps a reversed range
# whose era is stated, and «XX-XIX вв.» may lack its «до н.э.»: so no years, and a question.
NOT_TAKEN = {"289": "XX-XIX вв.", "375": "XIX-XVIII ғғ."}


@pytest.mark.parametrize("half", HALVES)
def test_each_text_of_the_table_has_its_right_answer(half: str) -> None:
    """Periods, years, certainty and the number of datings are those of the table."""
    rows = [row for row in ROWS if row["half"] == half]
    assert len(rows) == LEAST[half]
    for column in ("form", "language"):
        tally = count_scores(rows, column).items()
        lines = [f"  {name:28} {told['right']:4} of {told['all']}\n" for name, told in tally]
        sys.stdout.write(f"\n{half} half by {column}:\n{''.join(lines)}")
    wrong = {row["number"]: row["text"] for row in rows if not is_right(row)}
    assert wrong == {number: text for number, text in NOT_TAKEN.items() if half == "frozen"}


@pytest.mark.parametrize("text", NOT_TAKEN.values())
def test_a_reversed_range_without_an_era_is_asked_about(text: str) -> None:
    """Reversed years of our era, or BC that was left out: nobody can tell, so no year is taken."""
    dating = read_dating(text)
    assert dating.is_eraless
    assert dating.certainty == "uncertain"
    assert (dating.start_year, dating.end_year) == (None, None)


def test_a_wrong_answer_counts_as_wrong() -> None:
    """The score sees a wrong year, period, certainty or number of datings."""
    row = next(row for row in ROWS if row["text"] == "XIX в.")
    assert is_right(row)
    for column, value in (
        ("start_year", "1800"),
        ("periods", "bronze"),
        ("certainty", "uncertain"),
        ("end_year", "1850|1900"),
        ("expect", "unreadable"),
    ):
        assert not is_right({**row, column: value}), column
