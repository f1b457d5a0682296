"""The spelling of coordinates: any signs and words, brought to one plain alphabet.

Plain text holds digits, `. , ; : = / | + -`, the marks `° ' "`, and one letter for each word:
N S E W hemispheres, A and O "latitude" and "longitude", X and Y the plane axes. Whatever is not
known stays as it is, so that the reader of plain text refuses it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Before NFKC, which turns º into the letter o and ˚ ´ ˝ into a space with an accent (facts 1.7).
_BEFORE_NFKC = str.maketrans(
    {
        **dict.fromkeys("º˚∘⁰", "°"),
        **dict.fromkeys("’‘‛′´`ʹʼˊ", "'"),
        **dict.fromkeys("“”„‟″˝ʺ", '"'),
        **dict.fromkeys("−‐‑‒–—﹣－", "-"),
    }
)
_LETTER = r"[^\W\d_]"
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")  # minutes never have 3 digits
_ZONE = r"(?:[\s,]*(?:зона|zone|аймақ)\s*№?\s*\d{1,2})?"
_DATUM = re.compile(
    r"\(?\s*(?:в\s+)?(?:сист(?:ем[аеы]|\.)?\s*(?:коорд(?:инат)?\.?)?\s*)?"
    r"(?P<datum>(?:wgs[\s_-]*(?:19)?84|[сc][кk][\s-]*(?:42|63|95)|sk[\s-]*(?:42|63|95)"
    r"|(?:пулково|pulkovo)[\s_-]*(?:19)?(?:42|95)(?:\s*г(?:ода|\.)?)?|qaztrf[\s-]*(?:20)?23"
    r"|пз[\s-]*90(?:[.,]\d+)?|гск[\s-]*2011|epsg\s*:?\s*\d{4,5})"
    rf"{_ZONE})\s*\)?",
    re.IGNORECASE,
)
_NUMBER = r"\d+(?:[.,]\d+)?"
# «48-16-02», «48d16m02s», and the POINT of a WKT, whose longitude, or easting, comes first.
_DASHED = re.compile(r"(?<![\d.,-])(\d{1,3})-(\d{1,2})-(\d{1,2}(?:[.,]\d+)?)(?![\d-])")
_LETTERED = re.compile(
    rf"(?<!\w)(\d{{1,3}})\s*d\s*({_NUMBER})\s*m(?:\s*({_NUMBER})\s*s)?(?![^\W\d_])"
)
_POINT = re.compile(
    rf"^\s*point\s*z?\s*\(\s*(-?{_NUMBER})\s+(-?{_NUMBER})(?:\s+-?{_NUMBER})?\s*\)$"
)
_LARGEST_ANGLE = 180
_PREFACE = re.compile(
    r"^\s*(?:(?:географ\w*\s+)?(?:координат\w*|coordinates?)|gps(?:[\s-]*координат\w*)?)\s*[:=]?"
)


# In this order: whole phrases, abbreviations of two letters, words, single letters.
# Cyrillic с is север (north), в is восток (east); Latin c, b, e are typed for them by mistake.
_WORDS = (
    (
        r"северн\w*\s+широт\w*|сев\.?\s*шир\w*\.?|солтүстік\s+енді[кг]\w*|[сc][\s.]*ш(?:\s*\.)?",
        "N",
    ),
    (r"южн\w*\s+широт\w*|юж\.?\s*шир\w*\.?|оңтүстік\s+енді[кг]\w*|ю[\s.]*ш(?:\s*\.)?", "S"),
    (
        r"восточн\w*\s+долгот\w*|вост\.?\s*долг\w*\.?|шығыс\s+бойлы[қғ]\w*|[вb][\s.]*д(?:\s*\.)?",
        "E",
    ),
    (r"западн\w*\s+долгот\w*|зап\.?\s*долг\w*\.?|батыс\s+бойлы[қғ]\w*|з[\s.]*д(?:\s*\.)?", "W"),
    (r"[сc][\s.]*[еe](?:\s*\.)?", "N"),  # с.е., солтүстік ендік
    (r"о[\s.]*[еe](?:\s*\.)?", "S"),  # о.е., оңтүстік ендік
    (r"ш[\s.]*[бb](?:\s*\.)?", "E"),  # ш.б., шығыс бойлық
    (r"б[\s.]*[бb](?:\s*\.)?", "W"),  # б.б., батыс бойлық
    (r"градус\w*|град\.?|гр\.|degrees?|deg\.?", "°"),
    (r"минут\w*|мин\.?|minutes?|min\.?", "'"),
    (r"секунд\w*|сек\.?|seconds?|sec\.?", '"'),
    (r"широта|latitude|lat\.?|ендік|ендігі|φ", "A"),
    (r"долгота|longitude|long\.?|lon\.?|lng\.?|бойлық|бойлығы|λ", "O"),
    (r"north|север|солтүстік|n\.?|[сc]", "N"),
    (r"south|юг|оңтүстік|s\.?|ю", "S"),
    (r"east|восток|шығыс|[eе]\.?|[вb]", "E"),
    (r"west|запад|батыс|w\.?|з", "W"),
    (r"[xх]", "X"),
    (r"[yу]", "Y"),
    (r"и|және|and", " "),
)
_SYMBOLS = tuple(symbol for _, symbol in _WORDS)
_WORD = re.compile(
    rf"(?<!{_LETTER})(?={_LETTER})(?:{'|'.join(f'({word})' for word, _ in _WORDS)})(?!{_LETTER})"
)


@dataclass(frozen=True)
class PlainText:
    """A cell in the plain alphabet, and the datum it states (verbatim, else empty)."""

    text: str
    datum: str


def spell_plainly(text: str) -> PlainText:
    """Bring one cell to the plain alphabet of this module."""
    signs = unicodedata.normalize("NFKC", " ".join(text.split()).translate(_BEFORE_NFKC))
    rest, datum = _take_datum(signs.lstrip("'"))
    spelled = _PREFACE.sub("", rest.casefold())
    spelled = re.sub(r"(?<=\d)\s*[oо]\s*(?=\d)", "°", spelled)  # º that NFKC spoiled elsewhere
    spelled = _spell_marks(spelled)
    spelled = _WORD.sub(lambda found: _SYMBOLS[(found.lastindex or 1) - 1], spelled)
    return PlainText(_settle_signs(spelled), datum)


def _spell_marks(text: str) -> str:
    """Give the marks of degrees to notations that write letters or dashes for them."""
    found = _POINT.match(text)
    if found:
        is_plane = abs(float(found[1].replace(",", "."))) > _LARGEST_ANGLE
        first, second = ("y", "x") if is_plane else ("lon", "lat")
        return f"{first} {found[1]} {second} {found[2]}"
    text = _DASHED.sub("\\1°\\2'\\3\"", text)
    return _LETTERED.sub(
        lambda part: f"{part[1]}°{part[2]}'" + (f'{part[3]}"' if part[3] else ""), text
    )


def _take_datum(text: str) -> tuple[str, str]:
    found = _DATUM.search(text)
    if found is None:
        return text, ""
    return f"{text[: found.start()]} {text[found.end() :]}", found["datum"].strip()


def _settle_signs(text: str) -> str:
    settled = text.replace("''", '"').replace("' '", '"')
    settled = re.sub(r"-\s+|(?<=[A-Z])\s*-", " ", settled)  # a dash: «с.ш. – 48°», «N-48°»
    settled = _THOUSANDS.sub(lambda found: found[0].replace(" ", ""), settled)
    return re.sub(r"\s+", " ", settled).strip(" ;:,.()«»")
