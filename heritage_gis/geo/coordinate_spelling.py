"""The spelling of coordinates: any signs and words, brought to one plain alphabet.

Plain text holds digits, `. , ; : = / | + -`, the marks `° ' "`, and one letter for each word:
N S E W hemispheres, A and O "latitude" and "longitude", X and Y the plane axes. Whatever is not
known stays as it is, so that the reader of plain text refuses it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, zip_longest

from heritage_gis.geo.coordinate_formats import spell_entities, spell_formats
from heritage_gis.geo.coordinate_surroundings import Surroundings, take_surroundings
from heritage_gis.geo.map_links import spell_links

# Before NFKC, which turns º into the letter o and ˚ ´ ˝ into a space with an accent (facts 1.7).
_BEFORE_NFKC = str.maketrans(
    {
        **dict.fromkeys("º˚∘⁰ᵒ", "°"),
        **dict.fromkeys("’‘‛′´`ʹʼˊ", "'"),
        **dict.fromkeys("“”„‟″˝ʺ", '"'),
        **dict.fromkeys("\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"),  # signs without width
        **dict.fromkeys("−‐‑‒–—﹣－", "-"),
    }
)
_LETTER = r"[^\W\d_]"
_NUMBER = r"\d{1,3}+(?:[.,]\d{1,12})?"
# Thousands as of plane coordinates; minutes never have three digits.
_THOUSANDS = re.compile(r"(?<![\d.,])(?:[1-9]\d{0,2}(?: \d{3}){2}|[1-9]\d{2} \d{3})(?! ?\d)")
_LONE_LETTERS = str.maketrans({"Д": "O"})

# Notations that write letters, dashes or points for the marks, in this order.
_NOTATIONS = (
    # º that NFKC spoiled elsewhere, an asterisk for it
    (r"(?<![\d.,])(\d{1,3})\s*[oо*^]\s*(?=\d)", r"\1°"),
    # «48-16-02», «48.16.02»
    (r"(?<![\d.,-])(\d{1,3})-(\d{1,2})-(\d{1,2}(?:[.,]\d{1,12})?)(?![\d-])", "\\1°\\2'\\3\""),
    (r"(?<![\d.,])(\d{1,3})\.(\d\d)\.(\d\d(?:[.,]\d{1,12})?)(?![.,]?\d)", "\\1°\\2'\\3\""),
    # «48-16,5»
    (r"(?<![\d.,-])(\d{1,3})-(\d{1,2}[.,]\d{1,12})(?![\d-])", r"\1°\2'"),
    # «48d16m02s», «48г 16м 02с»
    (
        (
            rf"(?<![\w.,])(\d{{1,3}})\s*(?:°|d|гр?\.?)\s*({_NUMBER})\s*[mм]\.?"
            rf"\s*({_NUMBER})\s*[sсc](?!{_LETTER}|\.?\s?ш)\.?"
        ),
        "\\1°\\2'\\3\"",
    ),
    (rf"(?<![\w.,])(\d{{1,3}})\s*(?:°|d|гр?\.?)\s*({_NUMBER})\s*[mм](?!{_LETTER})\.?", r"\1°\2'"),
    # «03 мин 33,3 с», «17'49»»
    (rf"(мин\w*\.?\s*{_NUMBER}\s*)[сc](?![\s./]*ш|{_LETTER})\.?", r'\1"'),
    (r"(?<=\d)\s?[«»]", '"'),
    # «16'02".5», «16'.5»
    (r"(?<=\d)(\"|''|'|°)([.,]\d{1,12})(?!\d)", r"\2\1"),
)
_MARKS = tuple((re.compile(pattern), marks) for pattern, marks in _NOTATIONS)
_WHOLE_DASHED = re.compile(r"(?<![\d.,-])(\d{1,3})-(\d{1,2})(?![\d.,-])")

# In this order: whole phrases, abbreviations of two letters, words, single letters.
# Cyrillic с is север (north), в is восток (east); Latin c, b, e are typed for them by mistake.
_WORDS = (
    (
        (
            r"северн\w*\.?\s+шир\w*\.?|сев\.?\s*шир\w*\.?|солт\w*\.?\s*енд\w*\.?|[сc]\.?\s*енді[кг]\w*"
            r"|north(?:ern)?\s+lat\w*\.?|n\.?\s+lat\w*\.?|[сc][\s./]*ш(?:\s*\.)?"
        ),
        "N",
    ),
    (r"южн\w*\s+широт\w*|юж\.?\s*шир\w*\.?|оңтүстік\s+енді[кг]\w*|ю[\s./]*ш(?:\s*\.)?", "S"),
    (
        (
            r"восточн\w*\.?\s+долг\w*\.?|вост\.?\s*долг\w*\.?|шығ\w*\.?\s*бойл\w*\.?|ш\.?\s*бойлы[қғ]\w*"
            r"|east(?:ern)?\s+lon\w*\.?|e\.?\s+lon\w*\.?|[вb][\s./]*д(?:\s*\.)?"
        ),
        "E",
    ),
    (r"западн\w*\s+долгот\w*|зап\.?\s*долг\w*\.?|батыс\s+бойлы[қғ]\w*|з[\s./]*д(?:\s*\.)?", "W"),
    (r"[сc][\s./]*[еe](?:\s*\.)?", "N"),  # с.е., солтүстік ендік
    (r"о[\s./]*[еe](?:\s*\.)?", "S"),  # о.е., оңтүстік ендік
    (r"ш[\s./]*[бb](?:\s*\.)?", "E"),  # ш.б., шығыс бойлық
    (r"б[\s./]*[бb](?:\s*\.)?", "W"),  # б.б., батыс бойлық
    (r"градус\w*|град\.?|гр\.?|degrees?|deg\.?|d", "°"),
    (r"минут\w*|мин\.?|minutes?|min\.?", "'"),
    (r"секунд\w*|сек\.?|seconds?|sec\.?", '"'),
    (r"широт\w*|шир\.|latitude|lat\.?|енді[кг]\w*|φ", "A"),
    (r"долгот\w*|долг\.|longitude|long\.?|lon\.?|lng\.?|бойлы[қғ]\w*|λ", "O"),
    (r"northing|north|север|солтүстік|n\.?|[сc]\.?", "N"),
    (r"south|юг|оңтүстік|s\.?|ю", "S"),
    (r"easting|east|восток|шығыс|[eе]\.?|[вb]\.?", "E"),
    (r"west|запад|батыс|w\.?|з", "W"),
    (r"[xх]", "X"),
    (r"[yу]", "Y"),
    (r"ш\.?", "Ш"),  # широта, or шығыс (east)
    (r"д\.?", "Д"),  # долгота
    (r"б\.?|l", "Б"),  # бойлық, L (longitude), beside ендік, B (latitude)
    (r"и|және|and", " "),
)
_FIGURES = re.compile(r"[0-9]+")
_TO_NOTATION = str.maketrans("23456789", "11111111")
# What the figures are makes no difference here, but whether there is a zero. Six of them beside
# letters may be metres of UTM, whose zone and band are told by their figures.
_IS_COMMON = re.compile(
    r"(?=[^°]*°)(?!.*[01]{6})[01\s°'’′\"”″.,;:/сшвдебСШВДЕБNESW]{1,80}|[01\s°'’′\"”″.,;]{1,80}"
)
_SYMBOLS = tuple(symbol for _, symbol in _WORDS)
_WORD = re.compile(
    rf"(?<!{_LETTER})(?={_LETTER})(?:{'|'.join(f'({word})' for word, _ in _WORDS)})(?!{_LETTER})"
)


@dataclass(frozen=True)
class PlainText:
    """A cell in the plain alphabet, what stands around it, and its words before they were spelled.

    `around.rest` is the coordinates as written, for notations that have letters of their own.
    """

    text: str
    around: Surroundings

    @property
    def datum(self) -> str:
        """The datum that the cell states, verbatim, else empty."""
        return self.around.datum


def spell_plainly(text: str) -> PlainText:
    """Bring one cell to the plain alphabet of this module.

    A column writes thousands of positions in a few notations. Where a cell holds nothing but
    figures, marks and the letters of hemispheres, its notation is spelled once, and its figures
    are put into that.
    """
    notation = text.translate(_TO_NOTATION)
    if _IS_COMMON.fullmatch(notation):
        spelled = _spell_notation(notation)
        if spelled is not None:
            figures = _FIGURES.findall(text)
            around = replace(spelled.around, rest=_put_figures(spelled.around.rest, figures))
            return PlainText(_put_figures(spelled.text, figures), around)
    return spell_text(text)


@lru_cache(maxsize=4096)
def _spell_notation(notation: str) -> PlainText | None:
    """Spell a notation with a 1 for each figure but 0; None where figures are moved or joined."""
    spelled = spell_text(notation)
    runs = _FIGURES.findall(notation)
    is_kept = _FIGURES.findall(spelled.text) == runs == _FIGURES.findall(spelled.around.rest)
    return spelled if is_kept else None


def _put_figures(notation: str, figures: list[str]) -> str:
    between = _FIGURES.split(notation)
    return "".join(chain.from_iterable(zip_longest(between, figures, fillvalue="")))


def spell_text(text: str) -> PlainText:
    """Bring one cell to the plain alphabet, whatever it holds."""
    signs = spell_entities(" ".join(text.split()))
    signs = unicodedata.normalize("NFKC", signs.translate(_BEFORE_NFKC)).lstrip("'")
    if signs.startswith("«") and signs.endswith("»"):
        signs = signs[1:-1]
    linked, is_view = spell_links(signs)
    joined = _THOUSANDS.sub(lambda found: found[0].replace(" ", ""), spell_formats(linked))
    around = take_surroundings(joined)
    if is_view:
        around = replace(around, doubts=(*around.doubts, "coordinate_view"))
    spelled = around.rest.casefold().replace("''", '"').replace("' '", '"')
    for pattern, marks in _MARKS:
        spelled = pattern.sub(marks, spelled)
    spelled = _WHOLE_DASHED.sub(_spell_dashed, spelled)
    spelled = _WORD.sub(lambda found: _SYMBOLS[(found.lastindex or 1) - 1], spelled)
    return PlainText(_settle_signs(_settle_letters(spelled)), around)


def _spell_dashed(found: re.Match[str]) -> str:
    """Read «48-16» as degrees and minutes; an ascending pair may be a range, and stays."""
    return f"{found[1]}°{found[2]}'" if int(found[2]) < int(found[1]) else found[0]


def _settle_letters(text: str) -> str:
    """Settle letters that stand for two words by the other letter beside them."""
    text = text.translate(_LONE_LETTERS)
    if "Б" in text and "E" in text and not set(text) & set("NA"):
        text = text.replace("E", "A").replace("Б", "O")
    return text.replace("Ш", "E" if "N" in text else "A")


def _settle_signs(text: str) -> str:
    settled = re.sub(r"\(\s*([NSEW])\s*\)", r" \1 ", text)  # «48° (с.ш.)»
    settled = re.sub(r"-\s+|(?<=[A-Z])\s*-", " ", settled)  # a dash: «с.ш. – 48°», «N-48°»
    return re.sub(r"\s+", " ", settled).strip(" ;:,.()«»[]{}")
