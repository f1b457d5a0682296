"""The table of coordinate texts through the real path, its open and its frozen half apart."""

from __future__ import annotations

import sys
from collections import Counter

import pytest
from coordinate_scoring import score

HALVES = {"open": 213, "frozen": 222}


def add_up(counts: dict[str, Counter[str]]) -> Counter[str]:
    """Add the verdicts up; each text stands under its expectation and under its family."""
    total: Counter[str] = Counter()
    for name, verdicts in counts.items():
        total += verdicts if name.startswith("expect ") else Counter()
    return total


def test_some_texts_are_right() -> None:
    """Each eighth text gives its position, or none where it is none."""
    counts = score("open", step=8)
    assert add_up(counts) == {"right": 27}, counts


@pytest.mark.soak
@pytest.mark.parametrize("half", HALVES)
def test_every_text_is_right(half: str, capsys: pytest.CaptureFixture[str]) -> None:
    """So do all, each half apart (`make coordinates`)."""
    counts = score(half)
    with capsys.disabled():
        sys.stdout.write(f"\n{half}: {dict(add_up(counts))}\n")
    assert add_up(counts) == {"right": HALVES[half]}, counts
