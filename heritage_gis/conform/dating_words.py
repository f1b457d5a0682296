"""The words and signs of a dating, told apart: numbers, eras, units, parts of a century, names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from heritage_gis.vocabularies.dating_words import even_word, find_dating_phrase
from heritage_gis.vocabularies.numerals import ROMAN_LETTERS, read_roman
from heritage_gis.vocabularies.periods import read_period_phrases
from heritage_gis.vocabularies.words import LONGEST_WORD, REMEMBERED, fold_text, stem_word

if TYPE_CHECKING:
    from collections.abc import Sequence

# What one token is, besides the meanings of `dating_words.csv`.
ROMAN, ARABIC, TENS, TENTHS = "roman", "arabic", "tens", "tenths"
NAMES, PART = "names", "part"
DASH, TIGHT_SLASH, UNKNOWN = "dash", "tight slash", "unknown"
NUMBERS = (ROMAN, ARABIC, TENS)
# Facts §4: the beginning is the first quarter (a quarter or a third: choose one), and so on.
PARTS = {"begin": (0.0, 0.25), "middle": (0.25, 0.75), "finish": (0.75, 1.0)}
SIGNS = {
    "-": DASH,
    "/": "slash",
    ";": "split",
    "\n": "split",
    "+": "split",
    ",": "comma",
    "?": "doubt",
    "~": "circa",
    "≈": "circa",
    "±": "spread",
    "<": "before",
    ">": "after",
}


@dataclass(frozen=True)
class Token:
    """One word, number or sign.

    Attributes:
        meaning: a meaning of `dating_words.csv`, or one of ROMAN, ARABIC, TENS (a decade,
            «1870-е»), TENTHS (of a thousand), NAMES, PART, DASH, TIGHT_SLASH, slash, split, comma,
            spread (±), UNKNOWN.
        text: as it was written, where it is a word or a number.
        value: the number, where it is one.
        codes: the periods, where it names some.
        part: which part of a century, from 0 to 1, where the meaning is PART.
    """

    meaning: str
    text: str = ""
    value: int = 0
    codes: tuple[str, ...] = ()
    part: tuple[float, float] | None = None


@dataclass(frozen=True)
class _Lexeme:
    """A piece of the text that is not yet understood, or a token that already is."""

    start: int
    end: int
    text: str
    token: Token | None = None


_PLAIN = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-") | dict.fromkeys("«»\"“”„'‘’`", " "))
_TOO_LONG = 10  # digits: no year, and from 4301 on no number that Python reads
_LETTERS = re.escape(ROMAN_LETTERS)
_ORDINAL = (
    r"(?:(?:st|nd|rd|th)|-(?:я|й|ая|ой|го|ый|ом|ого|ому|м|ые|ых|х|е)|-?[ыі]?н?ш[ыі])(?!\w)"
    r"|\s?-\s?(?=ғ|жарт|шире|мың|жыл|үш)"
)
_LEXEME = re.compile(
    rf"""(?P<carbon>14\s?[CС](?![.\w])|[CС]-?14(?!\w))
    |\d{{1,2}}\.\d{{1,2}}\.(?P<dated>\d{{4}})(?!\d)
    |(?P<iso>\d{{4}})-\d{{2}}-\d{{2}}(?!\d)
    |(?P<share>\d++(?:[.,]\d+)?\s?%)
    |(?P<tenths>\d{{1,2}}[.,]\d)(?!\d)
    |(?P<decade>\d{{1,3}}0)(?:\s?-?(?:е|х|ые|ых|s))(?!\w)
    |(?P<number>\d++|[{_LETTERS}]+)(?:{_ORDINAL}|(?![^\W_]))
    |(?P<roman>[{_LETTERS}]+)(?=(?:вв?|ғғ?|cc?|век|ғас)(?![^\W\d_]*[A-ZА-Я]))
    |(?P<digits>\d++)
    |(?P<word>[^\W\d_]++)
    |(?P<slash>(?<=\w)/(?=\w))
    |(?P<spread>\+\s?/?\s?-)
    |(?P<open>\+\s*\Z)
    |(?P<sign>-+|[/;,?~≈±<>+\n])""",
    re.VERBOSE,
)
_OF_KINDS = {
    "carbon": "14C",
    "slash": TIGHT_SLASH,
    "spread": "spread",
    "open": "open",
    "share": "neutral",
}
_BEFORE_A_MINUS = (DASH, "split", "comma", "slash")
_LEAST_DIGITS = 2  # of a year with a minus
_MOST_WORDS = 6  # of one phrase


def split_tokens(text: str) -> list[Token]:
    """Return the tokens of a dating, from left to right; full stops and quotes only part words."""
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    lexemes = [_read_lexeme(found) for found in _LEXEME.finditer(plain)]
    tokens: list[Token] = []
    at = 0
    while at < len(lexemes):
        known = lexemes[at].token
        if known is None:
            found, at = _read_words(lexemes, at)
            tokens += found
        elif known.meaning == DASH and _is_minus(tokens, lexemes[at : at + 2]):
            tokens += [lexemes[at + 1].token or known, Token("bc")]
            at += 2
        else:
            tokens.append(known)
            at += 1
    return tokens


def name_codes(text: str) -> tuple[str, ...]:
    """Return the periods and cultures a text names, whatever else it says."""
    return tuple(code for token in split_tokens(text) for code in token.codes)


def _read_lexeme(found: re.Match[str]) -> _Lexeme:
    kind = found.lastgroup or ""
    text = found[kind]
    if len(text) > LONGEST_WORD:
        return _Lexeme(*found.span(), "", Token(UNKNOWN, text[:LONGEST_WORD]))
    token = _read_token(kind, text) if kind != "word" else None
    is_word = token is None or token.meaning == ROMAN
    return _Lexeme(*found.span(), text if is_word else "", token)


@lru_cache(maxsize=REMEMBERED)
def _read_token(kind: str, text: str) -> Token | None:
    """Return the token of a number or a sign; None where letters make no Roman numeral."""
    if kind == "sign":
        return Token(SIGNS[text[0]])
    if kind in _OF_KINDS:
        return Token(_OF_KINDS[kind])
    if kind == "tenths":
        return Token(TENTHS, text, int(text[:-2] + text[-1]))
    if text.isdecimal():
        is_year = len(text) < _TOO_LONG
        meaning = TENS if kind == "decade" else ARABIC
        return Token(meaning, text, int(text)) if is_year else Token(UNKNOWN, text[:_TOO_LONG])
    value = read_roman(text)
    return Token(ROMAN, text, value) if value else None


def _is_minus(former: Sequence[Token], lexemes: Sequence[_Lexeme]) -> bool:
    """Tell whether a dash is the sign of the year that follows: «-1200», «-1200 – -701»."""
    if len(lexemes) == 1 or (former and former[-1].meaning not in _BEFORE_A_MINUS):
        return False
    sign, number = lexemes
    is_year = number.token is not None and number.token.meaning == ARABIC
    return is_year and sign.end == number.start and number.end - number.start >= _LEAST_DIGITS


def _read_words(lexemes: Sequence[_Lexeme], at: int) -> tuple[Sequence[Token], int]:
    """Return the tokens of the longest phrase that begins at a word, and where it ends."""
    words, ends = _list_run(lexemes, at)
    hit = read_period_phrases().find_at(tuple(map(_find_stem, words)), 0)
    phrase = find_dating_phrase([*map(even_word, words)])
    if hit is not None and (phrase is None or len(phrase.words) <= hit.end):
        return [Token(NAMES, codes=hit.codes)], ends[hit.end - 1]
    if phrase is None:
        value = read_roman(words[0]) if len(words[0]) > 1 else None  # `v1` is a version
        known = Token(ROMAN, words[0], value) if value else Token(UNKNOWN, words[0])
        return [known], at + 1
    end = ends[len(phrase.words) - 1]
    if phrase.means:
        return split_tokens(phrase.means), end
    is_part = phrase.meaning in PARTS
    part = PARTS.get(phrase.meaning)
    return [Token(PART if is_part else phrase.meaning, words[0], part=part)], end


def _list_run(lexemes: Sequence[_Lexeme], at: int) -> tuple[list[str], list[int]]:
    """Return words that follow each other with nothing but hyphens between, and their ends."""
    words, ends = [lexemes[at].text], [at + 1]
    for place in range(at + 1, min(at + 2 * _MOST_WORDS, len(lexemes))):
        lexeme = lexemes[place]
        if lexeme.text:
            words.append(lexeme.text)
            ends.append(place + 1)
        elif lexeme.token is None or lexeme.token.meaning != DASH:
            break
    return words, ends


@lru_cache(maxsize=REMEMBERED)
def _find_stem(word: str) -> str:
    return stem_word(fold_text(word))
