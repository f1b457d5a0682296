"""Finding the words of a vocabulary whatever their case, ending or alphabet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage_gis.model.nearness import Nearest
from heritage_gis.vocabularies.blanks import is_blank
from heritage_gis.vocabularies.phrases import PhraseTable
from heritage_gis.vocabularies.words import even_letters, split_words, stem_word

TABLE = PhraseTable(
    [("курган", "kurgan"), ("курган с «усами»", "moustache"), ("каменный ящик", "cist")]
)


@pytest.mark.parametrize(
    "words",
    [
        "курган кургана курганы курганов курганами",
        "кесене кесенесі кесенелер кесенелері",
        "қоныс қонысы қоныстар",
        "оба обасы обалар обалары",
        "қалашық қалашығы",
        "мавзолей мавзолея мавзолеи мавзолеев",
        "поселение поселения поселений",
        "қорым қорымы қорымдар корымы",
        "mine mines",
    ],
)
def test_endings_do_not_matter(words: str) -> None:
    """Case, number and possession leave one stem, with or without Kazakh letters."""
    assert len({stem_word(word) for word in split_words(words)}) == 1


def test_look_alike_letters_follow_their_word() -> None:
    """A Latin letter in a Cyrillic word is the Cyrillic one it looks like, and the other way."""
    assert even_letters("кypган") == "курган"
    assert even_letters("Begаzy") == "begazy"


def test_the_longest_phrase_is_found() -> None:
    """A phrase of several words comes before a phrase that is its beginning."""
    found = TABLE.find_phrases(split_words("Курганы с усами, каменных ящиков"))
    assert [hit.codes for hit in found] == [("moustache",), ("cist",)]


def test_a_near_spelling_is_suggested() -> None:
    """A misspelled word brings the word of the vocabulary; nonsense brings none."""
    assert TABLE.find_nearest("куган") == (Nearest("курган", "kurgan", 91),)
    assert TABLE.find_nearest("velociped") == ()


@pytest.mark.parametrize("text", ["—", "-", "нет", "б/н", "Н/Д", "?", "не опр.", "", "  ", "жоқ"])
def test_people_say_nothing_in_many_ways(text: str) -> None:
    """A cell that only says that nothing is known is empty (facts §7.2)."""
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "нет кургана", "1 курган"])
def test_what_says_something_is_not_blank(text: str) -> None:
    """A number or another word makes a cell worth reading."""
    assert not is_blank(text)


@given(st.text())
def test_any_text_can_be_split(text: str) -> None:
    """Words are letters or figures alone, and a stem is never empty."""
    for word in split_words(text):
        assert word.isalpha() != word.isdecimal() or not word.isascii()
        assert stem_word(word)
