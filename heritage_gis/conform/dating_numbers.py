"""Numbers of a dating that take several tokens, put together before clauses are made of them.

Parts of a century («первая половина»), decades of one («20–30-е гг. XX в.»), thousands with a
decimal («3,5–3 тыс.»), neighbours with a slash (`14th/15th c.`), and ages that are no dates (BP).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from heritage_gis.conform.dating_spans import PARTITIONS, find_part
from heritage_gis.conform.dating_words import (
    ARABIC,
    DASH,
    NUMBERS,
    PART,
    ROMAN,
    TENS,
    TENTHS,
    TIGHT_SLASH,
    UNKNOWN,
    Token,
)
from heritage_gis.vocabularies.hijri import LAST_HIJRI, find_years

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ORDINALS: dict[str, int | None] = {
    "first": 1,
    "second": 2,
    "number_three": 3,
    "fourth": 4,
    "last": None,
}
COUNTED = ("century", "millennium")
CENTURIES = ("century", "c")
AGE, NEUTRAL, SLASH, SPREAD = "bp", "neutral", "slash", "spread"
LEADING = ("before", "after", "circa")  # may be tied to their number by a hyphen
PASSED_OVER = (NEUTRAL, "year", "decade", "comma", "ad")  # between a decade and its century
HUNDRED, THOUSAND = 100, 1000


def join_numbers(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with one number where several tokens write one; their count may shrink."""
    joined = list(tokens)
    met = {token.meaning for token in tokens}
    for needed, join in _STEPS:  # most datings need none of them
        if not met.isdisjoint(needed):
            joined = join(joined)
    return joined


def _drop_ages(tokens: Sequence[Token]) -> list[Token]:
    """Take out years ago and what follows ±: uncalibrated radiocarbon is no calendar year."""
    kept: list[Token] = []
    for token in tokens:
        if token.meaning == AGE:
            start = _find_start(kept)
            kept[start:] = [one for one in kept[start:] if one.meaning not in (*NUMBERS, TENTHS)]
        is_after_age = bool(kept) and kept[-1].meaning == AGE
        is_spread = bool(kept) and kept[-1].meaning == SPREAD
        if token.meaning in NUMBERS and (is_after_age or is_spread):
            kept[-1] = Token(AGE if is_after_age else "circa")
        else:
            kept.append(token)
    return kept


def _find_start(tokens: Sequence[Token]) -> int:
    """Return where the dating begins that the last of these tokens is of."""
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].meaning in ("split", "slash", "comma", "or", "bc", "ad"):
            return at + 1
    return 0


def _join_partitions(tokens: Iterable[Token]) -> list[Token]:
    """Put one token for «первая половина», «2-я четверть», and a number for `first millennium`."""
    joined: list[Token] = []
    for token in tokens:
        partition = "third" if token.meaning == "number_three" else token.meaning
        ordinal = _read_ordinal(joined[-1]) if joined else 0
        if token.meaning in COUNTED and joined[-1:] and joined[-1].meaning in ORDINALS and ordinal:
            joined[-1] = Token(ARABIC, joined[-1].text, ordinal)
        part = find_part(partition, ordinal) if partition in PARTITIONS and ordinal != 0 else None
        if part is None:
            joined.append(token)
        else:
            joined[-1] = Token(PART, part=part)
    return joined


def _read_ordinal(token: Token) -> int | None:
    """Return which one a token says, None for the last, 0 where it says none."""
    return token.value if token.meaning in NUMBERS else ORDINALS.get(token.meaning, 0)


def _spell_thousands(tokens: list[Token]) -> list[Token]:
    """Write «3,5 тыс.» as the year 3500, and «4–3,5 тыс.» as 4000 to 3500."""
    for at, token in enumerate(tokens):
        if token.meaning != "millennium":
            continue
        start = at
        while start and tokens[start - 1].meaning in (ARABIC, TENTHS, DASH):
            start -= 1
        if any(one.meaning == TENTHS for one in tokens[start:at]):
            tokens[start : at + 1] = [*map(_spell_thousand, tokens[start:at]), Token("year")]
    return [_forget(one) if one.meaning == TENTHS else one for one in tokens]


def _spell_thousand(token: Token) -> Token:
    if token.meaning == DASH:
        return token
    times = THOUSAND // 10 if token.meaning == TENTHS else THOUSAND
    return replace(token, meaning=ARABIC, value=token.value * times)


def _forget(token: Token) -> Token:
    """Return a number as one that is not understood."""
    return Token(UNKNOWN, token.text)


def _place_decades(tokens: list[Token]) -> list[Token]:
    """Give «20–30-е гг. XX в.» and «XX ғ. 20-жылдары» their century; «20-е гг.» alone has none."""
    tokens = [
        replace(token, meaning=TENS) if _is_decade(tokens, at) else token
        for at, token in enumerate(tokens)
    ]
    for last in range(len(tokens) - 1, -1, -1):
        if tokens[last].meaning != TENS or not _is_tens(tokens[last]):
            continue
        first = last
        while first > 1 and _is_tens(tokens[first - 2]) and tokens[first - 1].meaning == DASH:
            first -= 2
        century = _take_century(tokens, first, last)
        for at in range(first, last + 1, 2):
            token = tokens[at]
            value = token.value + HUNDRED * (century - 1)
            is_placed = century > 0 and _is_tens(token)
            tokens[at] = replace(token, meaning=TENS, value=value) if is_placed else _forget(token)
    return tokens


def _is_decade(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a plain number names ten years; «1850–1860 жылдары» are years."""
    if tokens[at].meaning != ARABIC or tokens[at].value % 10:
        return False
    is_plural = at + 1 < len(tokens) and tokens[at + 1].meaning == "decade"
    is_range = at > 0 and tokens[at - 1].meaning == DASH
    return is_plural and (tokens[at].value < HUNDRED or not is_range)


def _is_tens(token: Token) -> bool:
    """Tell whether a number is a decade without its century: 10, 20 … 90."""
    is_number = token.meaning in (ARABIC, TENS)
    return is_number and 0 < token.value < HUNDRED and token.value % 10 == 0


def _take_century(tokens: list[Token], first: int, last: int) -> int:
    """Return the century of decades, and take it out of the tokens beside them; 0 for none."""
    if first > 1 and tokens[first - 1].meaning == DASH and tokens[first - 2].value >= THOUSAND:
        return tokens[first - 2].value // HUNDRED + 1  # «1920–30-е»
    after, before = last + 1, first - 1
    while after < len(tokens) and tokens[after].meaning in PASSED_OVER:
        after += 1
    while before > 0 and tokens[before].meaning in PASSED_OVER:
        before -= 1
    for at in (after, before - 1):
        pair = tokens[max(at, 0) : at + 2]
        if len(pair) > 1 and pair[0].meaning in NUMBERS and pair[1].meaning in CENTURIES:
            tokens[at : at + 2] = [Token(NEUTRAL), Token(NEUTRAL)]
            return pair[0].value
    return 0


def _join_slashes(tokens: Sequence[Token]) -> list[Token]:
    """Read a slash as a range of numbers alike, else as parting names or datings.

    Of «1291/1874», one year told in two calendars, the second stays; so does the number of
    `pre-1917` without its hyphen.
    """
    joined: list[Token] = []
    is_disputed = any(token.meaning == "rival" for token in tokens)
    for token, later in zip(tokens, [*tokens, Token(UNKNOWN)][1:], strict=True):
        former = joined[-1] if joined else Token(UNKNOWN)
        is_hyphen = token.meaning == DASH and later.meaning in NUMBERS
        if token.meaning == TIGHT_SLASH and _is_double_date(former, later):
            joined[-1] = Token(NEUTRAL)
        elif token.meaning == TIGHT_SLASH:
            joined.append(Token(DASH if _is_range(former, later) else "comma"))
        elif token.meaning == SLASH and _are_neighbours(former, later) and not is_disputed:
            joined.append(Token(DASH))  # «XVIII / XIX ғғ.»
        elif not (is_hyphen and former.meaning in LEADING):
            joined.append(token)
    return joined


def _is_range(one: Token, other: Token) -> bool:
    """Tell whether «XVI/XVII», `14th/15th`, «1849/51» or «1849/1850»."""
    if one.meaning != other.meaning or one.meaning not in NUMBERS:
        return False
    return one.meaning == ROMAN or other.value < HUNDRED or _are_neighbours(one, other)


def _are_neighbours(one: Token, other: Token) -> bool:
    is_alike = one.meaning == other.meaning and one.meaning in NUMBERS
    return is_alike and abs(other.value - one.value) == 1


def _is_double_date(one: Token, other: Token) -> bool:
    if one.meaning != ARABIC or other.meaning != ARABIC or not 0 < one.value <= LAST_HIJRI:
        return False
    start, end = find_years(one.value, one.value)
    return start <= other.value <= end


_STEPS: tuple[tuple[frozenset[str], Callable[[list[Token]], list[Token]]], ...] = (
    (frozenset({AGE, SPREAD}), _drop_ages),
    (frozenset({*PARTITIONS, *ORDINALS}), _join_partitions),
    (frozenset({TENTHS}), _spell_thousands),
    (frozenset({"decade", TENS}), _place_decades),
    (frozenset({TIGHT_SLASH, SLASH, *LEADING}), _join_slashes),
)
