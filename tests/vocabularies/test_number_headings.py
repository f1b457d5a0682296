"""«№»: a count of rows, numbers of the state's list, or codes, told by its values."""

from __future__ import annotations

import pandas as pd
import pytest

from heritage_gis.vocabularies.headings import match_headings


def tell(values: list[str], *others: str, heading: str = "№") -> str:
    """Return what a column under a heading is taken for."""
    headings = [heading, *others]
    frame = pd.DataFrame(dict.fromkeys(headings, values))
    return match_headings(headings, frame)[heading].field


@pytest.mark.parametrize("heading", ["№", "№ п/п", "р/с", "No."])
@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["1", "2", "3"], "seq_no"),
        (["1", "2", "4", "10"], "seq_no"),
        (["12", "13", "14"], "seq_no"),
        (["245", "245-1", "246"], "register_no"),
        (["245-1", "246", "247-2"], "register_no"),
        (["№ 245-1"], "register_no"),
        (["1", "1-1", "2"], "site_code"),  # their own, with one put between
        (["1-1", "1-2", "2-1"], "site_code"),  # mounds of groups
        (["2-1", "2-2", "2-3"], "site_code"),
        (["К-7", "245-1", "8"], "site_code"),
        (["245", "", "245/1"], "register_no"),
    ],
)
def test_values_tell_numbers_of_the_list(heading: str, values: list[str], field: str) -> None:
    """245-1 was taken for a count of rows, and dropped."""
    given = [value for value in values if value]
    assert tell(given, heading=heading) == field


def test_a_late_number_of_the_list_settles_it() -> None:
    """Numbers of the list have the first of their kind far down."""
    numbers = [str(number) for number in range(300, 1300)]
    assert tell(numbers) == "seq_no"
    assert tell([*numbers, "1299-1"]) == "register_no"


def test_a_heading_that_says_what_it_is_goes_first() -> None:
    """The other column is the number of the list, or the code; «№» does not take its place."""
    assert tell(["245", "245-1"], "№ по списку") == "site_code"
    assert tell(["1-1", "1-2"], "Шифр") == "seq_no"
    assert tell(["245", "245-1"], "Шифр") == "register_no"
