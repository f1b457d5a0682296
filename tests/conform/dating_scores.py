"""The table of datings scored: what the reader makes of each text, beside its right answer."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from heritage_gis.conform.dating_text import read_dating
from heritage_gis.vocabularies.periods import is_within, sort_periods

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLE = Path(__file__).parent / "dating_texts.csv"
OURS = {"petrovka": "petrovka_nurtai"}  # two names of one code in facts §4
Answer = tuple[tuple[str, ...], int | None, int | None]
Tally = dict[str, Counter[str]]


def read_table() -> list[dict[str, str]]:
    """Return the rows of `dating_texts.csv`, with the columns told in `dating_texts.md`."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_right(row: dict[str, str]) -> bool:
    """Tell whether the reader gives the answer of a row: periods, years, certainty, all parts."""
    dating = read_dating(row["text"])
    if row["expect"] == "unreadable":
        return all(part.start_year is None and part.end_year is None for part in dating.parts)
    expected = _read_answers(row)
    if len(dating.parts) != len(expected) or dating.certainty != row["certainty"]:
        return False
    return all(
        _is_same_period(codes, part.periods, row)
        and _is_same_year(start, part.start_year, row)
        and _is_same_year(end, part.end_year, row)
        for (codes, start, end), part in zip(expected, dating.parts, strict=True)
    )


def count_scores(rows: Iterable[dict[str, str]], column: str) -> Tally:
    """Count `right` and `all` by a column of the table."""
    tally: Tally = {}
    for row in rows:
        counts = tally.setdefault(row[column], Counter())
        counts["all"] += 1
        counts["right"] += is_right(row)
    return tally


def _read_answers(row: dict[str, str]) -> list[Answer]:
    columns = [row[column].split("|") for column in ("periods", "start_year", "end_year")]
    return [
        (_read_codes(codes), _read_year(start), _read_year(end))
        for codes, start, end in zip_longest(*columns, fillvalue="")
    ]


def _read_codes(text: str) -> tuple[str, ...]:
    return sort_periods(OURS.get(code, code) for code in text.split("+") if code)


def _read_year(text: str) -> int | None:
    return int(text) if text else None


def _is_same_period(expected: tuple[str, ...], codes: tuple[str, ...], row: dict[str, str]) -> bool:
    if row["form"] == "late bronze":  # «a finer bronze code is no error»
        return len(codes) == 1 and is_within(codes[0], expected[0])
    return codes == expected


def _is_same_year(expected: int | None, year: int | None, row: dict[str, str]) -> bool:
    if row["expect"] == "period" and "marked M" not in row["how"]:  # only the codes are told
        return True
    if expected is None or year is None:
        return expected == year
    return abs(expected - year) <= (1 if "tolerance 1 year" in row["how"] else 0)
