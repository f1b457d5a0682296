"""The encoding of a text, and why it is believed to be that one.

UTF-8 proves itself. The single-byte Cyrillic encodings do not: each reads any bytes, so each is
weighed by how often the letters it gives occur in Russian and Kazakh.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Kazakh kz1048 and ptcp154 differ from cp1251 in the Kazakh letters alone, so on equal weight
# the first of the list wins.
CYRILLIC = ("cp1251", "kz1048", "ptcp154", "koi8-r", "cp866", "mac-cyrillic")
_FREQUENT = "оаеинтсрлвкымдпугяьзбйчхжшюцщфэё"  # Russian letters by falling frequency
_KAZAKH = "ңғқұүөәіһ"
_LEAST_ZEROS = 0.05  # of all letters; signs, figures and line ends are more of any table
_HIGH_BYTES, _MOST_KNOWN = (0x00, 0x04, 0x20, 0x21, 0x22), 0.95  # Latin, Cyrillic, signs
_SURE_LEAD = 0.03
_LEAST_WEIGHT = 0.35  # of running Russian text: 0.8; of Western letters read as Cyrillic: 0.2
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LONE = re.compile(rb"(?<![A-Za-z\x80-\xff])[\x80-\xff](?![A-Za-z\x80-\xff])")
_IN_LATIN_WORD = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff](?=[A-Za-z])")


@dataclass(frozen=True)
class EncodingGuess:
    """An encoding that Python knows, and the evidence for it in English.

    The evidence of a guess begins with "guessed"; that of a known encoding does not.
    """

    encoding: str
    evidence: str


def find_mark(head: bytes) -> EncodingGuess | None:
    """Return the encoding that a byte-order mark states."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            plain = encoding.removesuffix("-sig")
            return EncodingGuess(encoding, f"its byte-order mark says {plain.upper()}")
    return None


def guess_wide(sample: bytes) -> EncodingGuess | None:
    """Guess a text of two bytes a letter without a byte-order mark, by its zero bytes.

    A semicolon, a figure or a line end has one zero byte, before it or after; beside letters of
    Russian or Kazakh stands a 4.
    """
    half = len(sample) // 2
    sides = [sample[side : half * 2 : 2] for side in (0, 1)]
    zeros = [side.count(0) for side in sides]
    high = sides[zeros[1] > zeros[0]]
    known = sum(high.count(byte) for byte in _HIGH_BYTES)
    if min(zeros) or max(zeros) < half * _LEAST_ZEROS or known < half * _MOST_KNOWN:
        return None
    encoding = "utf-16-le" if zeros[1] else "utf-16-be"
    return EncodingGuess(encoding, "it has no byte-order mark, but each second byte is often zero")


def check_encoding(name: str) -> str:
    """Return Python's name of an encoding as people write it: `1251`, `ANSI 1251`, `65001`.

    Returns:
        Empty where it is none that we know.
    """
    plain = name.strip().lower().removeprefix("ansi").strip(" -_:")
    plain = {"65001": "utf-8", "utf8": "utf-8", "1048": "kz1048", "strk1048": "kz1048"}.get(
        plain, plain
    )
    for spelling in (plain, f"cp{plain}", plain.replace("oem", "cp").replace(" ", "")):
        try:
            return codecs.lookup(spelling).name
        except (LookupError, ValueError):  # of a name that holds a NUL
            continue
    return ""


def is_latin(encoding: str) -> bool:
    """Tell whether an encoding has no Cyrillic letters: often stated, seldom true here."""
    letters = bytes(range(0x80, 0x100)).decode(encoding, "ignore")
    return "я" not in letters and not encoding.startswith("utf")


def is_encoded(pieces: Iterable[bytes], encoding: str) -> bool:
    """Tell whether bytes, given in pieces, can be read in an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in pieces:
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def guess_encoding(sample: bytes) -> EncodingGuess | None:
    """Guess the single-byte encoding of a text that is not UTF-8.

    Returns:
        Nothing where no encoding gives a text that anybody would write here.
    """
    counts = Counter(byte for byte in sample if byte > 0x7F)  # noqa: PLR2004 - the end of ASCII
    total = sum(counts.values())
    if not total:
        return EncodingGuess("ascii", "it holds no letters beyond ASCII")
    if len(_IN_LATIN_WORD.findall(sample)) * 2 > total:  # «Höhle»: not Cyrillic
        return _ask_normalizer(sample)
    lone = Counter(letter[0] for letter in _LONE.findall(sample))
    weighed = sorted(
        ((_weigh(counts, lone, encoding) / total, -rank) for rank, encoding in enumerate(CYRILLIC)),
        reverse=True,
    )
    best, second = weighed[0], _find_rival(weighed, counts)
    if best[0] < _LEAST_WEIGHT:
        return _ask_normalizer(sample)
    return _word_guess(CYRILLIC[-best[1]], best[0], CYRILLIC[-second[1]], second[0])


def _find_rival(weighed: list[tuple[float, int]], counts: Counter[int]) -> tuple[float, int]:
    """Return the next best encoding that reads the bytes differently."""
    chosen = _decode(counts, CYRILLIC[-weighed[0][1]])
    others = (each for each in weighed[1:] if _decode(counts, CYRILLIC[-each[1]]) != chosen)
    return next(others, weighed[-1])


def _decode(counts: Counter[int], encoding: str) -> str:
    return bytes(sorted(counts)).decode(encoding, "replace")


def _word_guess(encoding: str, weight: float, rival: str, lead: float) -> EncodingGuess:
    doubt = "" if weight - lead >= _SURE_LEAD else "; the two are close: look at the letters"
    return EncodingGuess(
        encoding,
        f"guessed: it is not UTF-8, and as {encoding} it looks most like Russian or Kazakh "
        f"(fit {weight:.2f}; next {rival}, {lead:.2f}){doubt}",
    )


def _weigh(counts: Counter[int], lone: Counter[int], encoding: str) -> float:
    """Weigh all letters; a Kazakh one by itself is none: «ұ5 м» was «±5 м»."""
    weights = _weights(encoding)
    signs = (byte for byte in lone if bytes([byte]).decode(encoding, "replace").lower() in _KAZAKH)
    misread = sum(lone[byte] for byte in signs)
    return sum(weights[byte] * times for byte, times in counts.items()) - misread


@cache
def _weights(encoding: str) -> tuple[float, ...]:
    letters = {letter: 1 - rank / 40 for rank, letter in enumerate(_FREQUENT)}
    letters |= dict.fromkeys(_KAZAKH, 0.7)
    signs = dict.fromkeys("«»№–—°±′″”“„…\xa0×", 0.5)
    weights = []
    for byte in range(256):
        character = bytes([byte]).decode(encoding, "replace")
        small = character.lower()
        case = 1.0 if character == small else 0.95  # capitals are rarer
        weights.append(letters.get(small, 0.0) * case or signs.get(character, -0.5))
    return tuple(weights)


def _ask_normalizer(sample: bytes) -> EncodingGuess | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        return None
    return EncodingGuess(
        best.encoding,
        f"guessed: it is neither UTF-8 nor Cyrillic; charset-normalizer takes it for "
        f"{best.encoding} ({best.language})",
    )
