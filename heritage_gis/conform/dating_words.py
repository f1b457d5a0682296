"""The words and signs of a dating, told apart: numbers, eras, units, parts of a century, names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache

from heritage_gis.vocabularies.numerals import ROMAN_LETTERS, read_roman
from heritage_gis.vocabularies.periods import read_period_phrases
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.words import even_letters, fold_text, stem_word

# What one token is, besides the meanings of `dating_words.csv`.
ROMAN, ARABIC, NAMES, PART = "roman", "arabic", "names", "part"
DASH, UNKNOWN = "dash", "unknown"
NUMBERS = (ROMAN, ARABIC)
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
}


@dataclass(frozen=True)
class Token:
    """One word, number or sign.

    Attributes:
        meaning: a meaning of `dating_words.csv`, or one of ROMAN, ARABIC, NAMES, PART, DASH,
            slash, split, comma, bc, ad, decade, open, UNKNOWN.
        value: the number, where it is one.
        codes: the periods, where it names some.
        part: which part of a century, from 0 to 1, where the meaning is PART.
    """

    meaning: str
    value: int = 0
    codes: tuple[str, ...] = ()
    part: tuple[float, float] | None = None


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_QUOTES = str.maketrans(dict.fromkeys("«»\"“”„'‘’`", " "))
_TOO_LONG = 10  # digits: no year, and from 4301 on no number that Python reads
_ROMAN = f"[{re.escape(ROMAN_LETTERS)}]+"
_BEFORE_OUR_ERA = (
    r"(?<!\w)(?:до\s*н\.?\s*э\b\.?|д\.?\s?н\.?\s?э\b\.?|до\s+нашей\s+эры|до\s+р\.\s?х\b\.?"
    r"|б\.?\s?[зд]\.?\s?[дб]\b\.?|б\.?\s?ж\.?\s?с\.?\s?[дб]\b\.?|б\.?\s?э\.?\s?д\b\.?|б\.?\s?з\.?\s?дейін\w*"
    r"|(?:біздің\s+)?(?:заманымыз|дәуіріміз|эрамыз|жыл\s+санауымыз)\w*\s+(?:бұрын|дейін)\w*"
    r"|b\.?\s?c\.?(?:\s?e\b\.?|(?!\w)))"
)
_OF_OUR_ERA = (
    r"(?<!\w)(?:н\.?\s?э\b\.?|нашей\s+эры|б\.\s?[зд]\b\.?|б\.\s?ж\.\s?с\b\.?"
    r"|біздің\s+(?:заманымыз|дәуіріміз|эрамыз|жыл\s+санауымыз)\w*"
    r"|a\.?\s?d\b\.?|c\.?\s?e\b\.?)"
)
# Before words are parted: dates, signed years, eras of several words, 14C, decades, ordinals, units
# stuck to numbers; a slash without spaces joins two names of one thing (Oirat/Dzungar).
# «3,5 тыс. до н.э.» is the year 3500, «4–3,5 тыс.» from 4000 to it.
_THOUSANDS = r"(?:тыс|мың)[^\W\d_]*\.?(?:\s*(?:лет|г\.|жыл\w*))?"
_REWRITES = tuple(
    (re.compile(pattern, flags), by)
    for pattern, flags, by in (
        (r"(?<!\d)\d{1,2}\.\d{1,2}\.(\d{4})(?!\d)", 0, r"\1"),
        (r"(?<!\d)(\d{4})-\d{2}-\d{2}(?!\d)", 0, r"\1"),
        (rf"(\d+)[.,](\d)(?=\s*-\s*\d+(?:[.,]\d)?\s*{_THOUSANDS})", 0, r"\g<1>\g<2>00"),
        (rf"(?<![\d.,])(\d{{1,2}})(?=\s*-\s*\d+[.,]\d\s*{_THOUSANDS})", 0, r"\g<1>000"),
        (rf"(?<=\d00)\s*-\s*(\d{{1,2}})\s*{_THOUSANDS}", 0, r"-\g<1>000 год "),
        (rf"(\d+)[.,](\d)\s*{_THOUSANDS}", 0, r"\g<1>\g<2>00 год "),
        (r"(^\s*|[-,;/(]\s*|\bto\s+)-(\d{2,6})(?!\w)", 0, r"\1\2 {bc} "),
        (r"(?<=\w)/(?=\w)", 0, ","),
        (r"(?<!\w)(?:14\s?[CС](?!\.)|[CС]-?14)(?!\w)", 0, " {14C} "),
        (_BEFORE_OUR_ERA, re.IGNORECASE, " {bc} "),
        (_OF_OUR_ERA, re.IGNORECASE, " {ad} "),
        (r"(\d{3,4})\s?-?(?:е|х|s)\b(?:\s*г(?:г|оды|одов|одах)\b\.?)?", 0, r"\1 {decade} "),
        (r"(?<![-\d])(\d{2,3}0)[\s-]*(?:[ыі]?н?ш[ыі])?[\s-]*жылдар\w*", 0, r"\1 {decade} "),
        (r"\+\s*$", 0, " {open} "),
        (rf"(\d+|{_ROMAN})-(?:я|й|ая|ой|го|ый|ом|м|ые|ых|х|[ыі]?н?ш[ыі])(?!\w)", 0, r"\1 "),
        (r"(\d+)(?:st|nd|rd|th)\b", re.IGNORECASE, r"\1 "),
        (rf"(?<=[\d{re.escape(ROMAN_LETTERS)}])\s?-\s?(?=ғ|жарт|шире|мың)", 0, " "),
        (rf"(?<!\w)({_ROMAN})(?=(?:вв?|ғғ?|cc?|век|ғас)(?![^\W\d_]*[A-ZА-Я]))", 0, r"\1 "),
    )
)
_TOKEN = re.compile(
    rf"\{{(?P<mark>\w+)\}}|(?P<number>\d+(?!\w)|{_ROMAN}(?![^\W_]))|(?P<digits>\d+)"
    r"|(?P<word>[^\W\d_]+)|(?P<sign>[-/;,?~≈+\n])"
)


def split_tokens(text: str) -> list[Token]:
    """Return the tokens of a dating, from left to right; full stops and quotes only part words."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES)
    for pattern, by in _REWRITES:
        plain = pattern.sub(by, plain)
    return _name_periods([_read_part(found) for found in _TOKEN.finditer(plain)])


def name_codes(text: str) -> tuple[str, ...]:
    """Return the periods and cultures a text names, whatever else it says."""
    return tuple(code for token in split_tokens(text) for code in token.codes)


def _read_part(found: re.Match[str]) -> tuple[str, Token]:
    """Return the folded word, empty where the token is none, and what it means by itself."""
    text = found[0]
    if found["mark"]:
        return "", Token(found["mark"])
    if found["sign"]:
        return "", Token(SIGNS[text])
    if found["digits"] or text.isdecimal():
        return "", Token(ARABIC, int(text)) if len(text) < _TOO_LONG else Token(UNKNOWN)
    value = read_roman(text) if found["number"] else None
    if value is not None:
        return "", Token(ROMAN, value)
    return fold_text(text), _read_word(text)


def _name_periods(parts: list[tuple[str, Token]]) -> list[Token]:
    """Put one token where several words name a period; a hyphen inside a name is no range."""
    phrases = read_period_phrases()
    words = [at for at, (word, _) in enumerate(parts) if word]
    stems = tuple(stem_word(parts[at][0]) for at in words)
    tokens, position, next_word = [], 0, 0
    while position < len(parts):
        hit = None
        if parts[position][0]:
            reach = _count_joined(parts, words, next_word)
            hit = phrases.find_at(stems[: next_word + reach], next_word)
        if hit is None:
            tokens.append(parts[position][1])
            next_word += bool(parts[position][0])
            position += 1
        else:
            tokens.append(Token(NAMES, codes=hit.codes))
            position = words[hit.end - 1] + 1
            next_word = hit.end
    return tokens


def _count_joined(parts: list[tuple[str, Token]], words: list[int], first: int) -> int:
    """Return how many words follow each other from `first` on, with nothing but hyphens between."""
    count = 1
    for here, there in zip(words[first:], words[first + 1 :], strict=False):
        if any(token.meaning != DASH for _, token in parts[here + 1 : there]):
            break
        count += 1
    return count


def _read_word(text: str) -> Token:
    exact, prefixes = _read_meanings()
    word = even_letters(text)  # not folded: «ғ.» is a century, «г.» a year
    started = (token for prefix, token in prefixes if word.startswith(prefix))
    return exact.get(word) or next(started, Token(UNKNOWN))


@cache
def _read_meanings() -> tuple[dict[str, Token], tuple[tuple[str, Token], ...]]:
    """Return the whole words and the beginnings of words of `dating_words.csv`."""
    exact: dict[str, Token] = {}
    prefixes: list[tuple[str, Token]] = []
    for entry in read_vocabulary("dating_words"):
        meaning = entry["meaning"]
        token = Token(meaning)
        if meaning in PARTS:
            token = replace(token, meaning=PART, part=PARTS[meaning])
        for spelling in entry["words"].split(";"):
            word = even_letters(spelling.strip())
            if word.endswith("*"):
                prefixes.append((word[:-1], token))
            else:
                exact.setdefault(word, token)
    return exact, tuple(sorted(prefixes, key=lambda entry: -len(entry[0])))
