"""One dating as people write it, read into periods and signed years."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from heritage_gis.conform.dating_clauses import ERALESS, OR, SLASH, SPLIT, split_clauses
from heritage_gis.conform.dating_parts import DatingPart, find_figures
from heritage_gis.conform.dating_spans import find_span, find_turn
from heritage_gis.conform.dating_words import DASH, NUMBERS, UNKNOWN, split_tokens
from heritage_gis.vocabularies.blanks import is_blank
from heritage_gis.vocabularies.periods import find_rough_years, sort_periods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heritage_gis.conform.dating_clauses import Clause
    from heritage_gis.conform.dating_parts import OpenSpan
    from heritage_gis.conform.dating_spans import Number


@dataclass(frozen=True)
class Dating:
    """What one cell says of age.

    Attributes:
        parts: the datings, in the order of the text.
        is_understood: whether something was read, or the text says that nothing is known.
    """

    parts: tuple[DatingPart, ...] = ()
    is_understood: bool = True

    @property
    def periods(self) -> tuple[str, ...]:
        """All periods named, oldest first."""
        return sort_periods(code for part in self.parts for code in part.periods)

    @property
    def start_year(self) -> int | None:
        """The earliest year; None where a part leaves it open."""
        years = [part.start_year for part in self.parts]
        return None if None in years else min(filter(None, years), default=None)

    @property
    def end_year(self) -> int | None:
        """The latest year; None where a part leaves it open."""
        years = [part.end_year for part in self.parts]
        return None if None in years else max(filter(None, years), default=None)

    @property
    def scheme(self) -> str:
        """`trad` or `14C` where all parts that say so agree."""
        schemes = {part.scheme for part in self.parts} - {""}
        return schemes.pop() if len(schemes) == 1 else ""

    @property
    def is_certain(self) -> bool:
        """Whether no part is in doubt."""
        return all(part.is_certain for part in self.parts)

    @property
    def is_reversed(self) -> bool:
        """Whether a part ran backwards."""
        return any(part.is_reversed for part in self.parts)

    @property
    def is_contradicted(self) -> bool:
        """Whether the years of a part lie far from the period it names."""
        return any(part.is_contradicted for part in self.parts)

    @property
    def is_eraless(self) -> bool:
        """Whether a part leaves out an era that it needs."""
        return any(part.is_eraless for part in self.parts)


_INNER = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
LONGEST = 2000  # characters: a longer cell is an essay, and no dating
DOUBTS = {"doubt", "circa", "or"}
SCHEMES = ("14C", "trad")


def read_dating(text: str, codes: Sequence[str] = ()) -> Dating:
    """Read a dating in Kazakh, Russian or English (the rules of facts §4).

    Years that are stated win. Where only a period is named, the years are those of
    `periods.csv`, and only if the row is not marked `M-…`, `disputed` or `?`: facts so marked are
    not shown as authoritative, so the years stay open.

    Numbers in parentheses beside a dating are another dating («VI-IV BC (elsewhere VI-VII AD)»),
    unless they are bare years («XIX c. (1802-1885)»: somebody's life). Years beside words that
    are not understood, or that tell of listing or rebuilding, are no dating. Centuries that run
    down without an era («XII–X вв.») give no years.

    Args:
        text: the cell.
        codes: periods that are known from elsewhere, such as those of the culture.
    """
    if len(text) > LONGEST:
        return Dating(tuple(_add_codes([], codes)), is_understood=False)
    if is_blank(text):
        return Dating(tuple(_add_codes([], codes)))
    parts: list[DatingPart] = []
    flags: set[str] = set()
    for chunk, is_inner in _split_parentheses(text):
        clauses = split_clauses(split_tokens(chunk))
        flags |= {flag for clause in clauses for flag in clause.flags}
        found = _read_parts(clauses, is_first=not parts)
        parts = _add_remark(parts, found) if is_inner else [*parts, *found]
    if len(parts) > 1 and "rival" in flags:
        parts = [replace(part, is_certain=False) for part in parts]
    is_understood = bool(parts) or "multi" in flags
    return Dating(tuple(part.settle_era() for part in _add_codes(parts, codes)), is_understood)


def _add_codes(parts: list[DatingPart], codes: Sequence[str]) -> list[DatingPart]:
    """Add periods to the first dating; without any, they are the dating."""
    if not codes:
        return parts
    first, *others = parts or [DatingPart()]
    return [first.add_periods(codes), *others]


def _split_parentheses(text: str) -> list[tuple[str, bool]]:
    """Return what is outside and inside; parentheses without numbers part nothing."""
    chunks: list[tuple[str, bool]] = [("", False)]
    for at, piece in enumerate(_INNER.split(text)):
        is_inner = bool(at % 2)
        if is_inner and any(token.meaning in NUMBERS for token in split_tokens(piece)):
            chunks += [(piece, True), ("", False)]
        else:
            chunks[-1] = (f"{chunks[-1][0]} {piece} ", False)
    return chunks


def _add_remark(parts: list[DatingPart], inner: list[DatingPart]) -> list[DatingPart]:
    """Add what parentheses say to the dating they follow."""
    if not parts:
        return inner
    *former, last = parts
    if not last.has_years:
        told = [
            replace(part, periods=sort_periods((*last.periods, *part.periods))).weigh_periods()
            for part in inner
        ]
        return [*former, *told] if told else parts
    rival = [replace(part, is_certain=False) for part in inner if part.precision != "year"]
    return [*former, replace(last, is_certain=False), *rival] if rival else parts


def _read_parts(clauses: Sequence[Clause], *, is_first: bool) -> list[DatingPart]:
    """Read each dating; beside one that was read, a remark («rebuilt in XX c.») is none."""
    parts: list[DatingPart] = []
    for group in _group_clauses(clauses):
        is_remark = any("remark" in clause.flags for clause in group)
        part = _read_part(group)
        if part is not None and (not is_remark or (is_first and not parts)):
            parts.append(part)
    return parts


def _group_clauses(clauses: Sequence[Clause]) -> list[list[Clause]]:
    """Put clauses that tell of one dating together."""
    groups: list[list[Clause]] = []
    for clause in clauses:
        if groups and _belongs(groups[-1], clause):
            groups[-1].append(clause)
        else:
            groups.append([clause])
    return groups


def _belongs(group: Sequence[Clause], clause: Clause) -> bool:
    if clause.joiner in (SPLIT, OR, SLASH) or "remark" in clause.flags:
        return False
    has_numbers = any(one.number for one in group) and clause.number is not None
    return clause.joiner == DASH or not has_numbers


def _read_part(clauses: Sequence[Clause]) -> DatingPart | None:
    flags = {flag for clause in clauses for flag in clause.flags}
    believed = [_drop_doubtful_years(clause, flags) for clause in clauses]
    numbers = [clause.number for clause in believed if clause.number]
    codes = sort_periods(code for clause in clauses for code in clause.codes)
    if not numbers and not codes and ERALESS not in flags:
        return None
    start, end = _find_ends(believed, codes, flags)
    part = DatingPart(
        codes,
        start,
        end,
        next((scheme for scheme in SCHEMES if scheme in flags), ""),
        (numbers[0].unit or "") if numbers else "period",
        is_certain=_is_certain(believed) and clauses[0].joiner != OR,
        is_reversed=any(
            _runs_backwards(one.number, other.number)
            for one, other in pairwise(believed)
            if other.joiner == DASH
        ),
        has_era=any(number.era for number in numbers),
        is_eraless=ERALESS in flags,
    )
    return part if _has_mixed_range(believed) else part.weigh_periods()


def _find_ends(clauses: Sequence[Clause], codes: Sequence[str], flags: set[str]) -> OpenSpan:
    """Return the years of a dating, None at an end that the text leaves open."""
    numbers = [clause.number for clause in clauses if clause.number]
    if any(number.era for number in numbers) and ERALESS in flags:
        sure = [clause for clause in clauses if ERALESS not in clause.flags]
        return _find_years(sure, codes)[0], None  # from BC to nobody knows where
    start, end = _find_years(clauses, codes) if numbers else find_figures(codes)
    if not numbers and flags & {"multi", "14C"}:
        start = end = None  # the table has one scheme, and only what is named
    is_alone = len(numbers) == 1
    return (
        None if "until" in flags and is_alone else start,
        None if "open" in flags or ("since" in flags and is_alone) else end,
    )


def _is_certain(clauses: Sequence[Clause]) -> bool:
    """Tell whether nothing doubts a dating; an unknown word beside a number may be its era."""
    has_unknown = any(UNKNOWN in clause.flags and clause.number for clause in clauses)
    return not has_unknown and not any(clause.flags & {*DOUBTS, ERALESS} for clause in clauses)


def _drop_doubtful_years(clause: Clause, flags: set[str]) -> Clause:
    number = clause.number
    if number is None or number.unit in ("century", "millennium") or number.era:
        return clause
    return replace(clause, number=None) if flags & {UNKNOWN, "remark"} else clause


def _runs_backwards(one: Number | None, other: Number | None) -> bool:
    return one is not None and other is not None and find_span(one)[0] > find_span(other)[1]


def _find_years(clauses: Sequence[Clause], codes: Sequence[str]) -> OpenSpan:
    """Return the years stated; a range from a period to a century takes one end from each."""
    numbers = [clause.number for clause in clauses if clause.number]
    spans = [find_span(number) for number in numbers]
    flags = {flag for clause in clauses for flag in clause.flags}
    if "turn" in flags and len(numbers) > 1:
        spans = [find_turn(numbers[0], numbers[-1])]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    rough = find_rough_years(codes)
    if rough is None or not _has_mixed_range(clauses) or (rough[0] <= end and start <= rough[1]):
        return start, end
    named_start, named_end = find_figures(codes)
    return (named_start, end) if rough[0] < start else (start, named_end)


def _has_mixed_range(clauses: Sequence[Clause]) -> bool:
    """Tell whether a dash stands between a name alone and a number alone."""
    sorts = [(bool(clause.codes), clause.number is not None) for clause in clauses]
    return any(
        clause.joiner == DASH and {former, sort} == {(True, False), (False, True)}
        for (former, sort), clause in zip(pairwise(sorts), clauses[1:], strict=True)
    )
