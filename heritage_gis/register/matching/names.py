"""Names of two subjects beside each other: the same, alike, of another number, or others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA

from heritage_gis.model.columns import cut_rows
from heritage_gis.vocabularies.folding import drop_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Rows = NDArray[np.intp]

_KEY = re.compile(r"(?P<stem>.*?)(?P<numbers>(?:-\d+)*)")
_PAIRS_AT_ONCE = 200_000
# Letters from which one slip or two make no other name; from fewer they are worth a question.
_SURE = {1: 5, 2: 9}
_LIKELY = {1: 4, 2: 6}
_SHORTEST_CONTAINED = 5
_SERIES_STEP = 40  # «1–3» is a series; «7, 94» is no series of 88 sites

# What two numbers in names that are otherwise the same say of each other.
_EQUAL, _INSIDE, _ROUND, _ONE_SIDED, _OTHER = range(5)


@dataclass(frozen=True)
class NameEvidence:
    """What the names of pairs say; a flag for each pair.

    Attributes:
        same: a name is the same, its number included; a series is also named without its numbers.
        numbered: a name that is the same has a number.
        inside_right: the left is one of a series on the right: Сангуыр II of Сангуыр I–III.
        inside_left: the reverse.
        other_number: the same name has another number: Аксу-Аюлы-2 and Аксу-Аюлы-1.
        one_sided: the number stands on one side only, or not all numbers are shared.
        alike: nearly the same letters, or the same but for a title: Алаша and Алаша-хан.
        resembling: alike, or not so nearly: Сатан and Сатн; or one name holds the other.
        nameless: one side has no name that identifies.
    """

    same: Flags
    numbered: Flags
    inside_right: Flags
    inside_left: Flags
    other_number: Flags
    one_sided: Flags
    alike: Flags
    resembling: Flags
    nameless: Flags


def find_stem(key: str) -> str:
    """Return a folded name without its numbers."""
    return _split_key(key)[0]


def have_other_numbers(mine: pd.Series, theirs: pd.Series) -> Flags:
    """Tell which pairs of a name that is otherwise the same have other numbers.

    Args:
        mine: what is left of a key without its stem, such as `-2` or `-1-3`; missing if unknown.
        theirs: the same, a row for each of `mine`.
    """
    codes, texts = pd.factorize(pd.concat([mine, theirs], ignore_index=True))
    numbers = [_read_numbers(text) for text in texts]
    my_codes, their_codes = codes[: len(mine)], codes[len(mine) :]
    is_known = (my_codes >= 0) & (their_codes >= 0)
    told = np.zeros(len(mine), dtype=bool)
    told[is_known] = _weigh_pairs(numbers, my_codes[is_known], their_codes[is_known]) == _OTHER
    return told


def _read_numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split("-")[1:])


def _split_key(key: str) -> tuple[str, tuple[int, ...]]:
    if "-" not in key:
        return key, ()
    found = _KEY.fullmatch(key)
    if found is None or not found["stem"]:
        return key, ()
    return found["stem"], _read_numbers(found["numbers"])


@dataclass(frozen=True)
class NameTable:
    """The names of the subjects on both sides, as numbers.

    Attributes:
        starts: for each side, where the keys of a subject begin in `codes`.
        counts: for each side, how many keys a subject has.
        codes: for each side, its keys one after the other.
        stem_of: the stem of a key.
        numbers_of: the numbers of a key.
        stems: the stems themselves.
        numbers: the numbers themselves.
        cores: for each stem, what is left of it without a title.
    """

    starts: tuple[Rows, Rows]
    counts: tuple[Rows, Rows]
    codes: tuple[Rows, Rows]
    stem_of: Rows
    numbers_of: Rows
    stems: Sequence[str]
    numbers: Sequence[tuple[int, ...]]
    cores: Rows


def list_names(left: pd.Series, right: pd.Series) -> NameTable:
    """Write the `name_keys` of both sides as numbers, each distinct key once."""
    flat = [[key for keys in side for key in keys] for side in (left, right)]
    codes, distinct = pd.factorize(np.array([*flat[0], *flat[1]], dtype=object))
    counts = [np.array([len(keys) for keys in side], dtype=np.intp) for side in (left, right)]
    starts = [np.cumsum(count) - count for count in counts]
    split = [_split_key(str(key)) for key in distinct]
    stem_of, stems = pd.factorize(np.array([stem for stem, _ in split], dtype=object))
    series = dict.fromkeys(numbers for _, numbers in split)
    place = {numbers: row for row, numbers in enumerate(series)}
    bare = [drop_title(str(stem)) for stem in stems]
    return NameTable(
        (starts[0], starts[1]),
        (counts[0], counts[1]),
        (codes[: len(flat[0])], codes[len(flat[0]) :]),
        stem_of,
        np.array([place[numbers] for _, numbers in split], dtype=np.intp),
        [str(stem) for stem in stems],
        list(series),
        pd.factorize(np.array(bare, dtype=object))[0],
    )


def find_common_bearers(names: NameTable, common: frozenset[str]) -> tuple[Flags, Flags]:
    """Tell for each side which subjects are known by names of a set alone."""
    is_common = np.array([stem in common for stem in names.stems], dtype=bool)[names.stem_of]
    told = []
    for counts, codes in zip(names.counts, names.codes, strict=True):
        bearer = np.repeat(np.arange(len(counts)), counts)[is_common[codes]]
        told.append((counts > 0) & (np.bincount(bearer, minlength=len(counts)) == counts))
    return told[0], told[1]


def compare_names(names: NameTable, rows: Rows, others: Rows, is_near: Flags) -> NameEvidence:
    """Compare the names of pairs.

    Args:
        names: the names of both sides.
        rows: for each pair, the position on the left.
        others: the position on the right.
        is_near: the pairs near enough for a slip of the pen to be believed.
    """
    flags = np.zeros((9, len(rows)), dtype=bool)
    for some in cut_rows(len(rows), _PAIRS_AT_ONCE):
        flags[:, some] = _compare_some(names, rows[some], others[some], is_near[some])
    return NameEvidence(*flags)


def _compare_some(names: NameTable, rows: Rows, others: Rows, is_near: Flags) -> Flags:
    counts = names.counts[0][rows] * names.counts[1][others]
    pair = np.repeat(np.arange(len(rows)), counts)
    step = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
    width = np.maximum(names.counts[1][others], 1)[pair]
    mine = names.codes[0][names.starts[0][rows][pair] + step // width]
    theirs = names.codes[1][names.starts[1][others][pair] + step % width]
    stems = names.stem_of[mine], names.stem_of[theirs]
    one_stem = stems[0] == stems[1]
    alike, resembling = np.zeros((2, len(pair)), dtype=bool)
    tried = is_near[pair] & ~one_stem
    alike[tried], resembling[tried] = _find_alike(names, stems[0][tried], stems[1][tried])
    told = _compare_numbers(names, mine, theirs, one_stem | resembling)
    numbered = np.array([bool(each) for each in names.numbers], dtype=bool)[names.numbers_of]
    same = one_stem & (told == _EQUAL)
    shared = {
        "same": same,
        "numbered": same & numbered[mine] & numbered[theirs],
        "inside_right": one_stem & (told == _INSIDE),
        "inside_left": one_stem & (told == _ROUND),
        "other_number": (one_stem | alike) & (told == _OTHER),
        "one_sided": (one_stem | alike) & (told == _ONE_SIDED),
        "alike": alike & (told == _EQUAL),
        "resembling": resembling & (told == _EQUAL),
    }
    found = {name: _gather(pair, flag, len(rows)) for name, flag in shared.items()}
    return _settle(found, nameless=counts == 0)


def _gather(pair: Rows, flag: Flags, count: int) -> Flags:
    return np.bincount(pair[flag], minlength=count) > 0


def _settle(found: dict[str, Flags], *, nameless: Flags) -> Flags:
    """Leave each pair what counts most among its several names.

    Where one name is the same and another of the same stem has another number, the names are
    taken for one-sided: a record of two sites, or two records of one series.
    """
    same = found["same"] & ~found["other_number"]
    mixed = found["same"] & found["other_number"]
    inside = (found["inside_right"] | found["inside_left"]) & ~same & ~mixed
    torn = inside & found["inside_right"] & found["inside_left"]
    other = found["other_number"] & ~mixed & ~inside
    one_sided = (found["one_sided"] & ~same & ~inside & ~other) | mixed | torn
    free = ~same & ~inside & ~other & ~one_sided
    return np.stack(
        [
            same,
            found["numbered"] & same,
            inside & found["inside_right"] & ~torn,
            inside & found["inside_left"] & ~torn,
            other,
            one_sided,
            found["alike"] & free,
            found["resembling"] & free,
            nameless,
        ]
    )


def _find_alike(names: NameTable, mine: Rows, theirs: Rows) -> tuple[Flags, Flags]:
    """Tell which stems differ by slips of the pen or a title, for certain and likely.

    Each two stems are measured once.
    """
    size = len(names.stems)
    low, high = np.minimum(mine, theirs), np.maximum(mine, theirs)
    distinct, place = np.unique(low * size + high, return_inverse=True)
    ends = distinct // size, distinct % size
    texts = [[names.stems[code] for code in end.tolist()] for end in ends]
    if not len(distinct):
        return np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)
    slips = process.cpdist(*texts, scorer=OSA.distance, score_cutoff=max(_SURE), dtype=np.int32)
    shortest = np.minimum(*[np.array([len(text) for text in side]) for side in texts])
    alike = names.cores[ends[0]] == names.cores[ends[1]]
    resembling = alike | _find_contained(*texts)
    for count, least in _SURE.items():
        alike |= (slips <= count) & (shortest >= least)
        resembling |= (slips <= count) & (shortest >= _LIKELY[count])
    return alike[place], resembling[place]


def _find_contained(mine: list[str], theirs: list[str]) -> Flags:
    """Tell where one name is the beginning or the end of the other: «пирамида Каражартас»."""
    ordered = [sorted(both, key=len) for both in zip(mine, theirs, strict=True)]
    told = [
        len(short) >= _SHORTEST_CONTAINED and (long.startswith(short) or long.endswith(short))
        for short, long in ordered
    ]
    return np.array(told, dtype=bool)


def _compare_numbers(names: NameTable, mine: Rows, theirs: Rows, wanted: Flags) -> Rows:
    """Return what the numbers of keys say of each other, -1 where nobody wants to know."""
    told = np.full(len(mine), -1, dtype=np.intp)
    both = names.numbers_of[mine[wanted]], names.numbers_of[theirs[wanted]]
    told[wanted] = _weigh_pairs(names.numbers, *both)
    return told


def _weigh_pairs(numbers: Sequence[tuple[int, ...]], mine: Rows, theirs: Rows) -> Rows:
    """Return what the numbers of pairs say of each other, each distinct pair weighed once."""
    size = len(numbers)
    distinct, place = np.unique(mine * size + theirs, return_inverse=True)
    answers = [_weigh_numbers(numbers[c // size], numbers[c % size]) for c in distinct.tolist()]
    return np.array(answers, dtype=np.intp)[place]


def _weigh_numbers(mine: tuple[int, ...], theirs: tuple[int, ...]) -> int:
    if mine == theirs:
        return _EQUAL
    if not mine or not theirs:  # a series is named without its numbers too
        return _EQUAL if len(mine or theirs) > 1 else _ONE_SIDED
    first, second = _spread(mine), _spread(theirs)
    if first == second:
        return _EQUAL
    if first < second:
        return _INSIDE
    if second < first:
        return _ROUND
    return _OTHER if first.isdisjoint(second) else _ONE_SIDED


def _spread(numbers: tuple[int, ...]) -> frozenset[int]:
    """Return the numbers of a series: 1 to 3 of «1–3»; a list of more than two as it stands."""
    if len(numbers) == 2 and 0 < numbers[1] - numbers[0] <= _SERIES_STEP:  # noqa: PLR2004
        return frozenset(range(numbers[0], numbers[1] + 1))
    return frozenset(numbers)
