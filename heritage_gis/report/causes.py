"""Problems by their cause: a mistake made 37 times is told once, with its values and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.model.problem import SEVERITIES
from heritage_gis.report.summary import cut_text
from heritage_gis.settings import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from heritage_gis.settings import Language

PLACE = ("source_file", "source_layer", "column")  # with the code and the words, one cause
VALUE_LENGTH = 120  # letters of a value that are shown; a cell may hold a whole page
_WORDS = ("value", "suggestion", "message_en")
ANY_VALUE = "«…»"  # stands in a message for values that differ from row to row


@dataclass(frozen=True)
class Case:
    """One value with a problem, and the rows in which it stands.

    Attributes:
        value: what the cell says, cut to VALUE_LENGTH; empty where the problem is of the row.
        suggestion: the nearest right value; empty where there is none.
        rows: in their order; none where the problem is of the whole file or sheet.
    """

    value: str
    suggestion: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Cause:
    """The same mistake in one column of one sheet or layer.

    Attributes:
        code: of `problems.csv`.
        severity: `error`, `warning` or `note`.
        file: the file.
        layer: the sheet or layer; empty where it has no name.
        column: their heading; empty where the problem is of the row.
        message: what was found, what was expected and what to do, in each language; where the
            cases differ by their value alone, ANY_VALUE stands for it.
        cases: the distinct values, in the order in which they stand in the file.
        count: how many problems there are.
    """

    code: str
    severity: str
    file: str
    layer: str
    column: str
    message: dict[Language, str]
    cases: tuple[Case, ...]
    count: int

    @property
    def rows(self) -> list[int]:
        """All rows, each once, in their order."""
        return sorted({row for case in self.cases for row in case.rows})


def group_problems(problems: pd.DataFrame) -> list[Cause]:
    """Group problems by their cause: the gravest first, then the most frequent code.

    Args:
        problems: a table with PROBLEM_COLUMNS, in the order of the files.
    """
    if not len(problems):
        return []
    texts = [*PLACE, "value", "suggestion", "code", "severity"]
    told = problems.assign(**{name: problems[name].astype("str").fillna("") for name in texts})
    told = told.assign(pattern=_number_patterns(told))
    rank = told["severity"].map(SEVERITIES.index)
    ordered = told.assign(rank=rank).sort_values("rank", kind="stable")
    groups = ordered.groupby([*PLACE, "code", "severity", "pattern"], sort=False)
    causes = [_make_cause(group) for _, group in groups]
    counts = ordered.groupby(["severity", "code"]).size()
    ranks = {severity: place for place, severity in enumerate(SEVERITIES)}
    return sorted(
        causes,
        key=lambda cause: (
            ranks[cause.severity],
            -int(counts[cause.severity, cause.code]),
            cause.code,
        ),
    )


def _number_patterns(problems: pd.DataFrame) -> NDArray[np.int64]:
    """Number the patterns of messages: alike where they differ by value and suggestion alone."""
    told = problems[[*_WORDS]]
    number = np.zeros(len(told), dtype=np.int64)
    for name in told:
        codes, distinct = pd.factorize(told[name])
        number, _ = pd.factorize(number * len(distinct) + codes)
    _, first = np.unique(number, return_index=True)
    patterns = [_write_pattern(*row) for row in told.iloc[first].itertuples(index=False)]
    return pd.factorize(pd.Series(patterns, dtype="str"))[0][number]


def _write_pattern(value: str, suggestion: str, message: str) -> str:
    """Write a message without value and suggestion."""
    return _take_out(_cut_suggestion(message, suggestion), value)


def _take_out(message: str, value: str) -> str:
    return message.replace(f"«{value}»", ANY_VALUE) if value else message


def _cut_suggestion(message: str, suggestion: str) -> str:
    """Cut off a last sentence that names the suggestion: it is told beside each value."""
    told, _, last = message.rpartition(". ")
    return told if told and suggestion and f"«{suggestion}»" in last else message


def _make_cause(group: pd.DataFrame) -> Cause:
    first = group.iloc[0]
    rows = group["source_row"].astype("Int64")
    members: dict[tuple[str, str], dict[int, None]] = {}
    pairs = zip(group["value"], group["suggestion"], strict=True)
    for pair, row in zip(pairs, rows, strict=True):
        known = members.setdefault(pair, {})
        if not pd.isna(row):
            known[int(row)] = None
    cases = [
        Case(cut_text(value, VALUE_LENGTH), suggestion, tuple(found))
        for (value, suggestion), found in members.items()
    ]
    return Cause(
        code=str(first["code"]),
        severity=str(first["severity"]),
        file=str(first["source_file"]),
        layer=str(first["source_layer"]),
        column=str(first["column"]),
        message={
            language: _write_message(first, language, is_single=len(cases) == 1)
            for language in LANGUAGES
        },
        cases=tuple(cases),
        count=len(group),
    )


def _write_message(problem: pd.Series, language: Language, *, is_single: bool) -> str:
    """Write the message of a single value with that value, of several without."""
    value, message = str(problem["value"]), str(problem[f"message_{language}"])
    if not is_single:
        return _write_pattern(value, str(problem["suggestion"]), message)
    return message.replace(f"«{value}»", f"«{cut_text(value, VALUE_LENGTH)}»")


def write_ranges(rows: Iterable[int], most: int | None = None) -> str:
    """Write rows as people do: `14, 17–23`; where there are more ranges than `most`, with `…`."""
    ranges: list[list[int]] = []
    for row in sorted(set(rows)):
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    written = [_write_range(first, last) for first, last in ranges[:most]]
    return ", ".join([*written, "…"] if most is not None and len(ranges) > most else written)


def _write_range(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first}–{last}"
