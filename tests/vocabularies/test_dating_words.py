"""The words of datings, as an archaeologist adds them."""

from __future__ import annotations

from collections import Counter

import pytest

from heritage_gis.conform.dating_text import read_dating
from heritage_gis.vocabularies.dating_words import even_word, find_dating_phrase
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.words import stem_word

EVENTS = read_vocabulary("dating_events")


@pytest.mark.parametrize("event", EVENTS, ids=[event["means"] for event in EVENTS])
def test_an_event_stands_for_a_dating(event: dict[str, str]) -> None:
    """What a word means is itself understood; and the word means the same."""
    if event["means"].startswith("14C"):  # of the years beside it
        return
    meant = read_dating(event["means"])
    assert meant.parts
    assert not meant.unknown
    for word in event["words"].split(";"):
        told = read_dating(word.replace("*", "").strip())
        assert (told.start_year, told.end_year) == (meant.start_year, meant.end_year), word


def test_no_word_of_datings_means_two_things() -> None:
    """A word that stands in two rows would mean whichever comes first."""
    words = Counter(
        even_word(word.strip())
        for table in ("dating_words", "dating_events")
        for row in read_vocabulary(table)
        for word in row["words"].split(";")
    )
    assert [word for word, count in words.items() if count > 1 and word != "third"] == []


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        (("до", "н", "э"), "bc"),
        (("до",), "before"),
        (("не", "позднее", "xv"), "until"),
        (("позднее",), "after"),
        (("поздний",), "finish"),
        (("дромос",), ""),
    ],
)
def test_the_longest_phrase_is_found(words: tuple[str, ...], meaning: str) -> None:
    """Several words go before one, a whole word before the beginning of one."""
    phrase = find_dating_phrase(words)
    assert (phrase.meaning if phrase else "") == meaning


def test_a_very_long_word_has_no_stem() -> None:
    """A word of thousands of letters is left as it is, and no recursion follows its endings."""
    assert stem_word("а" * 5000) == "а" * 5000
    assert stem_word("курганов") == stem_word("курганы") == "курган"
