"""One dating as people write it, read into periods and signed years."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from heritage_gis.conform.dating_clauses import (
    CEILINGS,
    DROPPED,
    ERALESS,
    FLOORS,
    OR,
    SLASH,
    SPLIT,
    split_clauses,
)
from heritage_gis.conform.dating_parts import Dating, DatingPart, find_figures
from heritage_gis.conform.dating_spans import find_bounds, find_span, find_turn
from heritage_gis.conform.dating_words import DASH, NUMBERS, UNKNOWN, split_tokens
from heritage_gis.vocabularies.blanks import is_blank
from heritage_gis.vocabularies.periods import find_rough_years, sort_periods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heritage_gis.conform.dating_clauses import Clause
    from heritage_gis.conform.dating_parts import Certainty, Scheme
    from heritage_gis.conform.dating_spans import Number, OpenSpan
    from heritage_gis.conform.dating_words import Token


_INNER = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
LONGEST = 2000  # characters: a longer cell is an essay, and no dating
DOUBTS = {"doubt", "or"}
SCHEMES: tuple[Scheme, ...] = ("14C", "trad")
AGE = "bp"


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
    unknown: list[str] = []
    for tokens, is_inner in _split_parentheses(text):
        unknown += [token.text for token in tokens if token.meaning == UNKNOWN]
        clauses = split_clauses(tokens)
        flags |= {flag for clause in clauses for flag in clause.flags}
        found = _read_parts(clauses, is_first=not parts)
        parts = _add_remark(parts, found) if is_inner else [*parts, *found]
    if len(parts) > 1 and "rival" in flags:
        parts = [replace(part, certainty="uncertain") for part in parts]
    return Dating(
        tuple(part.settle_era() for part in _add_codes(parts, codes)),
        is_understood=bool(parts) or "multi" in flags,
        unknown=tuple(unknown),
        is_uncalibrated=AGE in flags,
    )


def _add_codes(parts: list[DatingPart], codes: Sequence[str]) -> list[DatingPart]:
    """Add periods to the first dating; without any, they are the dating."""
    if not codes:
        return parts
    first, *others = parts or [DatingPart()]
    return [first.add_periods(codes), *others]


def _split_parentheses(text: str) -> list[tuple[list[Token], bool]]:
    """Return the tokens outside and inside; parentheses without numbers part nothing."""
    chunks: list[tuple[list[Token], bool]] = []
    outside = ""
    for at, piece in enumerate(_INNER.split(text)):
        tokens = split_tokens(piece) if at % 2 else []
        if any(token.meaning in NUMBERS for token in tokens):
            chunks += [(split_tokens(outside), False), (tokens, True)]
            outside = ""
        else:
            outside = f"{outside} {piece} " if at else piece
    return [chunk for chunk in [*chunks, (split_tokens(outside), False)] if chunk[0]]


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
    rival = [replace(part, certainty="uncertain") for part in inner if part.precision != "year"]
    return [*former, replace(last, certainty="uncertain"), *rival] if rival else parts


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
    numbered = [one for one in group if one.number]
    if not numbered or clause.number is None or clause.joiner == DASH:
        return True
    is_one = clause.joiner == "and" and _touches(numbered[-1], clause)
    return is_one or (len(numbered) == 1 and _is_two_bounds(numbered[0], clause))


def _touches(one: Clause, other: Clause) -> bool:
    """Tell whether years follow each other, as in «XVIII и XIX вв.»."""
    if one.number is None or other.number is None or one.bound or other.bound:
        return False
    return find_span(one.number)[1] + 1 == find_span(other.number)[0]


def _is_two_bounds(one: Clause, other: Clause) -> bool:
    """Tell whether «не ранее 1820 г.» is followed by «не позднее 1865 г.»."""
    return one.bound in FLOORS and other.bound in CEILINGS


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
        _weigh_certainty(believed),
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
    numbered = [clause for clause in clauses if clause.number]
    if not numbered:  # the table has one scheme, and only what is named
        start, end = find_figures(codes) if not flags & {"multi", "14C"} else (None, None)
    elif any(clause.number.era for clause in numbered if clause.number) and ERALESS in flags:
        sure = [clause for clause in clauses if ERALESS not in clause.flags]
        return _find_years(sure, codes)[0], None  # from BC to nobody knows where
    else:
        start, end = _find_years(clauses, codes)
        start, end = _open_ends(numbered, (start, end))
    return start, None if "open" in flags else end


def _open_ends(numbered: Sequence[Clause], years: OpenSpan) -> OpenSpan:
    """Return years without what «до», «после», «не ранее» leave open."""
    first, last = numbered[0], numbered[-1]
    if first.number is None or last.number is None or not any(one.bound for one in numbered):
        return years
    if len(numbered) == 1:
        return find_bounds(first.number, first.bound)
    if last.joiner != DASH and _is_two_bounds(first, last):
        floor, ceiling = (find_bounds(one.number, one.bound) for one in (first, last) if one.number)
        return floor[0], ceiling[1]
    if first.bound in CEILINGS:  # «не позднее XVII–XVIII вв.»
        return None, years[1]
    return years[0], None if first.bound == "after" else years[1]


def _weigh_certainty(clauses: Sequence[Clause]) -> Certainty:
    """Tell what doubts a dating; an unknown word beside a number may be its era."""
    has_unknown = any(UNKNOWN in clause.flags and clause.number for clause in clauses)
    has_unknown |= any(
        DROPPED in one.flags | other.flags
        for one, other in pairwise(clauses)
        if other.joiner == DASH
    )
    flags = {flag for clause in clauses for flag in clause.flags}
    if has_unknown or clauses[0].joiner == OR or flags & {*DOUBTS, ERALESS}:
        return "uncertain"
    return "approximate" if "circa" in flags else "certain"


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
    if "turn" in flags:
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
