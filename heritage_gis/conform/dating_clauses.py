"""The clauses of a dating: what stands between dashes, commas and slashes, each with one number.

What is said once holds for its neighbours: in «XII-VIII вв. до н.э.» unit and era stand at the end
and belong to both numbers; in Kazakh the era may come first, «б.з.д. XII–VIII ғғ.».
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from heritage_gis.conform.dating_numbers import join_numbers
from heritage_gis.conform.dating_spans import WHOLE, Number
from heritage_gis.conform.dating_words import (
    DASH,
    NAMES,
    NUMBERS,
    PART,
    ROMAN,
    TENS,
    UNKNOWN,
    Token,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heritage_gis.conform.dating_spans import Unit

SPLIT, OR, SLASH = "split", "or", "slash"
JOINERS = (DASH, SPLIT, OR, SLASH, "comma", "and")
UNITS: dict[str, Unit] = {
    "century": "century",
    "c": "century",
    "millennium": "millennium",
    "decade": "year",  # «1849–1851 жылдары»; a number that is a decade says so itself
    "year": "year",
}
COUNTED = ("century", "millennium")
ROMAN_UNITS = COUNTED  # «XIX г.» is a century, its ғ typed as г
BC, AD, HIJRI = "bc", "ad", "hijri"
ERAS = (BC, AD, HIJRI)
FLOORS, CEILINGS = ("since", "after"), ("until", "before")
SPANNED = ("between", "turn")  # «между XV и XVI вв.», «рубеж XIX и XX вв.»
DROPPED = "dropped"  # a number that can be no date
ERALESS = "eraless"  # a number that has no era, and cannot be of ours as it stands
FIRST_YEAR = 100  # smaller bare figures count something else: «41 structures»
FULL_YEAR = 1000


@dataclass(frozen=True)
class Clause:
    """What stands between two joiners.

    Attributes:
        joiner: what parts it from the clause before; empty for the first.
        number: its number, if it has one.
        codes: the periods it names.
        flags: the other meanings of its words, such as `doubt`, `14C`, `remark`, UNKNOWN.
        part: a part of a century that is said here without a number.
    """

    joiner: str
    number: Number | None = None
    codes: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    part: tuple[float, float] | None = None

    @property
    def bound(self) -> str:
        """One of FLOORS or CEILINGS that its number is, empty where it is none."""
        bounds = (bound for bound in (*FLOORS, *CEILINGS) if bound in self.flags)
        return next(bounds, "") if self.number else ""


def split_clauses(tokens: Sequence[Token]) -> list[Clause]:
    """Return the clauses of a dating, their numbers complete.

    Numbers that can be no year, century or millennium are left out, and flagged UNKNOWN.
    """
    clauses = [_read_clause(joiner, part) for joiner, part in _cut_tokens(join_numbers(tokens))]
    clauses = _move_parts(clauses)
    for at in range(1, len(clauses)):
        clauses[at] = _take_from_earlier(clauses[at - 1], clauses[at])
    for at in range(len(clauses) - 2, -1, -1):
        clauses[at] = _take_from_later(clauses[at], clauses[at + 1])
    return [_drop_impossible(clause) for clause in _doubt_eras([*map(_settle, clauses)])]


def _cut_tokens(tokens: Sequence[Token]) -> list[tuple[str, list[Token]]]:
    """Part the tokens at joiners, and before a second number; «с XV до XIX в.» is a range."""
    cut: list[tuple[str, list[Token]]] = [("", [])]
    is_spanned = any(token.meaning in SPANNED for token in tokens)
    for at, token in enumerate(tokens):
        has_number = any(former.meaning in NUMBERS for former in cut[-1][1])
        if token.meaning == "and" and is_spanned and has_number:
            cut.append((DASH, []))
        elif token.meaning in JOINERS:
            cut.append((token.meaning, []))
        elif token.meaning in CEILINGS and has_number and _meets_number(tokens[at + 1 :]):
            cut.append((DASH, []))
        elif token.meaning in NUMBERS and has_number:
            cut.append((DASH, [*_take_era(cut[-1][1]), token]))
        else:
            cut[-1][1].append(token)
    return cut


def _take_era(tokens: list[Token]) -> list[Token]:
    """Take a second era off the end: «б.з.д. VIII ғасырдан б.з. III ғасырына дейін»."""
    eras = [token for token in tokens if token.meaning in ERAS]
    return [tokens.pop()] if len(eras) > 1 and tokens[-1].meaning in ERAS else []


def _meets_number(tokens: Sequence[Token]) -> bool:
    for token in tokens:
        if token.meaning in NUMBERS or token.meaning in JOINERS:
            return token.meaning in NUMBERS
    return False


def _read_clause(joiner: str, tokens: Sequence[Token]) -> Clause:
    codes = tuple(code for token in tokens for code in token.codes)
    part = next((token.part for token in tokens if token.meaning == PART), None)
    place = next((at for at, token in enumerate(tokens) if token.meaning in NUMBERS), None)
    told = {*NUMBERS, NAMES, PART, *ERAS, "neutral", *UNITS}
    flags = frozenset(token.meaning for token in tokens) - told
    if place is None:
        return Clause(joiner, codes=codes, flags=flags, part=part)
    eras = [(at, token.meaning) for at, token in enumerate(tokens) if token.meaning in ERAS]
    is_roman = tokens[place].meaning == ROMAN
    units = [UNITS[token.meaning] for token in tokens[place:] if token.meaning in UNITS]
    if tokens[place].meaning == TENS:
        units = ["decade"]
    number = Number(
        tokens[place].value,
        is_roman=is_roman,
        unit=next((unit for unit in units if not is_roman or unit in ROMAN_UNITS), None),
        era=eras[0][1] if eras else "",
        is_era_first=bool(eras) and eras[0][0] < place,
        part=part or WHOLE,
    )
    is_about = any(token.meaning == "c" for token in tokens[:place])
    return Clause(joiner, number, codes, flags | {"circa"} if is_about else flags)


def _move_parts(clauses: Sequence[Clause]) -> list[Clause]:
    """Give «XIX в., первая половина» and «начало – середина XIX в.» to their number."""
    moved: list[Clause] = []
    waiting: Clause | None = None  # a part that stands before its number
    for clause, later in zip(clauses, [*clauses[1:], None], strict=True):
        if waiting is not None:
            clause = _take_part(clause, waiting)  # noqa: PLW2901 - the same clause, complete
        waiting = None
        if clause.part is None:
            moved.append(clause)
        elif later is not None and later.joiner == DASH and later.number is not None:
            waiting = clause
        elif moved and moved[-1].number is not None:
            moved[-1] = _take_part(moved[-1], replace(clause, joiner=moved[-1].joiner))
        else:
            moved.append(clause)
    return moved


def _take_part(clause: Clause, other: Clause) -> Clause:
    """Return a clause with what a part of a century beside it says, and where that stands."""
    number, part = clause.number, other.part
    if number is None or part is None:
        return clause
    if number.part != WHOLE:
        part = min(part[0], number.part[0]), max(part[1], number.part[1])
    codes, flags = (*other.codes, *clause.codes), clause.flags | other.flags
    return Clause(other.joiner, replace(number, part=part), codes, flags)


def _take_from_later(clause: Clause, later: Clause) -> Clause:
    """Take unit and era that are said once, after the last number."""
    number, source = clause.number, later.number
    if number is None or source is None or later.joiner in (SPLIT, OR):
        return clause
    is_free = number.unit is None or later.joiner == DASH
    if not number.era and source.era and not source.is_era_first and is_free:
        number = replace(number, era=source.era)
    is_alike = number.is_roman == source.is_roman
    is_counted = source.unit != "year" or bool(source.era)  # «50–150 гг. н.э.»
    is_small = number.is_roman or number.value < FIRST_YEAR or source.unit == "decade"
    if number.unit is None and is_alike and is_counted and is_small:
        number = replace(number, unit=source.unit)
    return clause if number is clause.number else replace(clause, number=number)


def _take_from_earlier(earlier: Clause, clause: Clause) -> Clause:
    """Take an era that stands before the first number, and the century of «1849–51».

    After «б.з.д. II ғ. –» a larger number with a unit of its own is of our era.
    """
    number, source = clause.number, earlier.number
    if number is None or source is None or clause.joiner != DASH:
        return clause
    goes_on = source.unit is None or number.unit is None or number.value <= source.value
    if source.is_era_first and not number.era and goes_on:
        number = replace(number, era=source.era, is_era_first=True)
    is_short = not number.is_roman and number.value < FIRST_YEAR <= FULL_YEAR <= source.value
    if is_short and number.unit in (None, "year"):
        whole = source.value // FIRST_YEAR * FIRST_YEAR + number.value
        number = replace(number, value=whole) if whole > source.value else number
    return clause if number is clause.number else replace(clause, number=number)


def _settle(clause: Clause) -> Clause:
    """Give a number its usual unit; take it out where it is a name, as in «Тип II кургана»."""
    number = clause.number
    if number is None:
        return clause
    if number.unit is None and number.is_roman and UNKNOWN in clause.flags:
        return replace(clause, number=None)
    if number.unit is None and (number.is_roman or number.value >= FIRST_YEAR):
        number = replace(number, unit="century" if number.is_roman else "year")
    return clause if number is clause.number else replace(clause, number=number)


def _doubt_eras(clauses: Sequence[Clause]) -> list[Clause]:
    """Flag ERALESS what runs as only years BC do: «XII–X вв.», «XVIII в. до н.э. – XVI»."""
    flagged = {at for at, clause in enumerate(clauses) if _is_in_future(clause.number)}
    for at, (one, other) in enumerate(pairwise(clauses)):
        if other.joiner == DASH and _sinks(one.number, other.number):
            flagged |= {at + 1} if one.number and one.number.era else {at, at + 1}
    return [
        replace(clause, flags=clause.flags | {ERALESS}) if at in flagged else clause
        for at, clause in enumerate(clauses)
    ]


def _is_in_future(number: Number | None) -> bool:
    """Tell whether a century or millennium would be yet to come, and one BC is possible."""
    if number is None or number.era or number.unit not in COUNTED or number.is_possible:
        return False
    return replace(number, era=BC).is_possible


def _sinks(one: Number | None, other: Number | None) -> bool:
    """Tell whether a range goes down to a number without an era, from one without or from BC."""
    if one is None or other is None or other.era or one.era == AD:
        return False
    return one.unit == other.unit and one.unit in COUNTED and other.value < one.value


def _drop_impossible(clause: Clause) -> Clause:
    if clause.number is None or clause.number.is_possible:
        return clause
    is_told = ERALESS in clause.flags
    flags = set() if is_told else {UNKNOWN, DROPPED}
    return replace(clause, number=None, flags=clause.flags | flags)
