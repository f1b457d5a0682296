"""Encodings of text: proved where they can be, guessed with their evidence where not."""

from __future__ import annotations

import pytest

from heritage_gis.read.text_encoding import (
    check_encoding,
    find_mark,
    guess_encoding,
    is_encoded,
    is_latin,
)

RUSSIAN = (
    "Название;Район\nмогильник Бегазы;Актогайский район\nпоселение Кент;Каркаралинский район\n"
)
KAZAKH = "Атауы;Ауданы\nБеғазы қорымы;Ақтоғай ауданы\nҚызылкеніш сарайы;Қарқаралы ауданы\n"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "mac-cyrillic"])
@pytest.mark.parametrize("text", [RUSSIAN, RUSSIAN.title()], ids=["small", "capital first"])
def test_russian_is_told_from_its_bytes(encoding: str, text: str) -> None:
    """The four Cyrillic encodings are told apart."""
    guess = guess_encoding(text.encode(encoding))
    assert guess is not None
    assert guess.encoding == encoding
    assert guess.evidence.startswith(f"guessed: it is not UTF-8, and as {encoding} it looks most")


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866"])
def test_russian_in_capitals_is_told_from_its_bytes(encoding: str) -> None:
    """KOI8-R in capitals is cp1251 in small letters, but of the wrong words.

    mac-cyrillic is left out: its capitals are those of cp866.
    """
    guess = guess_encoding(RUSSIAN.upper().encode(encoding))
    assert guess is not None
    assert guess.encoding == encoding


@pytest.mark.parametrize("encoding", ["kz1048", "ptcp154"])
def test_kazakh_is_told_from_its_bytes(encoding: str) -> None:
    """Kazakh letters are not read as the Serbian ones that cp1251 has in their place."""
    guess = guess_encoding(KAZAKH.encode(encoding))
    assert guess is not None
    assert guess.encoding == encoding


def test_western_letters_are_not_taken_for_cyrillic() -> None:
    """«Höhle» has its letters inside Latin words."""
    guess = guess_encoding("Höhle;Gräberfeld süd\nDüne;Hügel über dem Fluß\n".encode("cp1252"))
    assert guess is not None
    assert is_latin(guess.encoding)
    assert "charset-normalizer" in guess.evidence


def test_text_without_other_letters_is_ascii() -> None:
    """Nothing is guessed where there is nothing to guess from."""
    guess = guess_encoding(b"name;lat\nBegazy;48\n")
    assert guess is not None
    assert (guess.encoding, guess.evidence) == ("ascii", "it holds no letters beyond ASCII")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")],
)
def test_a_byte_order_mark_states_the_encoding(mark: bytes, encoding: str) -> None:
    """A mark is believed."""
    found = find_mark(mark + b"abc")
    assert found is not None
    assert found.encoding == encoding
    assert found.evidence.startswith("its byte-order mark says UTF-")


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("1251", "cp1251"),
        ("ANSI 1251", "cp1251"),
        ("windows-1251", "cp1251"),
        ("CP1251\r\n", "cp1251"),
        ("UTF-8", "utf-8"),
        ("65001", "utf-8"),
        ("OEM 866", "cp866"),
        ("KOI8-R", "koi8-r"),
        ("KZ-1048", "kz1048"),
        ("klingon", ""),
        ("", ""),
    ],
)
def test_encodings_are_known_as_people_write_them(name: str, encoding: str) -> None:
    """A .cpg says 1251, ANSI 1251 or windows-1251, and means the same."""
    assert check_encoding(name) == encoding


def test_utf8_is_proved_piece_by_piece() -> None:
    """A letter cut between two pieces is whole; a lone half is not."""
    letters = "Беғазы".encode()
    assert is_encoded([letters[:3], letters[3:]], "utf-8")
    assert not is_encoded([letters[:3]], "utf-8")
