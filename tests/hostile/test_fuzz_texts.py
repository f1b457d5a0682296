"""Any text at all: every parser answers soon, and with something that can be an answer.

`make fuzz` runs it for half of HERITAGE_FUZZ_MINUTES. The seeds are the numbers of the rounds.
"""

from __future__ import annotations

import itertools
import os
import sys
import time

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from text_parsers import PARSERS, Parser

pytestmark = pytest.mark.soak

SHARE_S = float(os.environ.get("HERITAGE_FUZZ_MINUTES", "20")) * 60 / 2 / len(PARSERS)
EXAMPLES = 400  # of a round
LONGEST_S = 1.0  # of processor time, for a text of at most 2,000 characters


def draw_texts(parser: Parser) -> st.SearchStrategy[str]:
    """Draw any text, or words near the grammar, once or many times over."""
    words = st.lists(st.one_of(st.sampled_from(parser.list_words()), st.text(max_size=3)))
    near = words.map("".join) | words.map(" ".join)
    many = st.tuples(near, st.integers(2, 400)).map(lambda drawn: drawn[0] * drawn[1])
    return st.one_of(st.text(), near, many).map(lambda text: text[:2_000])


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_any_text_has_an_answer(parser: Parser) -> None:
    """No parser falls, dawdles, or says what cannot be."""
    parser.check("48")  # tables are read once
    slowest, done, end = 0.0, 0, time.monotonic() + SHARE_S

    def look(text: str) -> None:
        nonlocal slowest, done
        before = time.thread_time()
        parser.check(text)
        took = time.thread_time() - before
        slowest, done = max(slowest, took), done + 1
        assert took < LONGEST_S, f"{took:.1f} s"

    rounds = 0
    for rounds in itertools.count(1):
        fuzz = settings(
            max_examples=EXAMPLES,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )(seed(rounds)(given(draw_texts(parser))(look)))
        fuzz()
        if time.monotonic() >= end:
            break
    told = f"seeds 1 to {rounds}, {done:,} texts, the slowest {slowest * 1000:.0f} ms"
    sys.stdout.write(f"\n{parser.name}: {told}\n")
