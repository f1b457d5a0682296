"""Damaged coordinate texts through the real path: right, held back or marked, never wrong."""

from __future__ import annotations

import sys
from collections import Counter
from random import Random

import pytest
from coordinate_damage import KINDS, damage_and_judge

SEED = 20261125


def damage_many(count: int) -> Counter[tuple[str, str]]:
    """Damage so many texts, each kind of damage in its turn, and count the verdicts."""
    random = Random(SEED)
    counts: Counter[tuple[str, str]] = Counter()
    for place in range(count):
        kind = KINDS[place % len(KINDS)]
        verdict, sound, damaged = damage_and_judge(random, kind)
        assert verdict != "wrong", f"{kind}: {sound!r} became {damaged!r}"
        counts[kind, verdict] += 1
    return counts


def test_some_damaged_texts() -> None:
    """A first few, of each kind of damage."""
    assert sum(damage_many(40).values()) == 40


@pytest.mark.soak
def test_five_hundred_damaged_texts(capsys: pytest.CaptureFixture[str]) -> None:
    """Five hundred of them, with their tally (`make coordinates`)."""
    counts = damage_many(500)
    with capsys.disabled():
        for kind in KINDS:
            tally = {
                verdict: count for (of, verdict), count in sorted(counts.items()) if of == kind
            }
            sys.stdout.write(f"{kind}: {tally}\n")
    assert sum(counts.values()) == 500
