"""The words of a column heading: its folded form, and the unit, language and system it states."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache

from heritage_gis.vocabularies.tables import read_vocabulary

FILLER = "-"  # field of the words in `headings.csv` that may be left out («памятника»)

_UNITS = (
    ("m2", r"м2|m2|кв\.? ?м|sq\.? ?m|кв\.? ?метр\w*|шаршы метр"),
    ("km2", r"км2|km2|кв\.? ?км|sq\.? ?km"),
    ("ha", r"га|ha|гектар\w*|hectares?"),
    ("km", r"км|km|километр\w*"),
    ("cm", r"см|cm|сантиметр\w*"),
    ("m", r"м|m|метр\w*|met(?:er|re)s?"),
    ("", r"°|град\.?|градус\w*|deg|degrees|dms|dd|десятичн\w*|шт|экз|дана|pcs"),
)
_UNIT_SIGNS = ("-", "–", "—", "%", "№")  # what stands among units for a column without one
_LANGUAGES = (
    ("kk", r"kk|kz|kaz|каз|қаз|казах\w*|қазақ\w*|kazakh"),
    ("ru", r"ru|rus|рус|русск\w*|орыс\w*|russian"),
    ("en", r"en|eng|англ|английск\w*|ағылш\w*|english"),
)
_UNIT_PATTERNS = tuple(
    (unit, re.compile(rf"(?:^|[\s,(\[/;]+)(?:в |in )?(?:{words})\.?[)\]]*$"))
    for unit, words in _UNITS
)
_LANGUAGE_PATTERNS = tuple(
    (
        language,
        re.compile(
            rf"(?:^|[\s(\[:,;]+)(?:на |in )?(?:{words})\.?(?: ?яз\w*\.?| ?тіл\w*\.?)?[)\]]*$"
        ),
    )
    for language, words in _LANGUAGES
)
_SYSTEM = re.compile(
    r"(?:"
    r"\b(?:СК|CK|SK|ГСК|МСК)[\s_-]*(?:42|63|95|2011)\b"
    r"|\b(?:Пулково|Pulkovo)[\s_-]*(?:19)?42\b"
    r"|\bWGS[\s_-]*(?:19)?84\b"
    r"|\bUTM\b[\s_-]*(?:зона|zone)?\s*\d{0,2}\s?[NS]?\b"
    r"|\bQazTRF[\s_-]*23\b"
    r"|\bEPSG\s*:?\s*\d{4,5}\b"
    r"|\b(?:Gauss|Гаусс\w*)[\s-]*(?:Kr|Крюг)\w+"
    r"|\b(?:зона|zone)\s*№?\s*\d{1,2}[NS]?\b"
    r"|\b\d{1,2}\s*(?:-\s*?я|я)?\s*(?:зона|zone)\b"
    r")",
    re.IGNORECASE,
)
_SMALL = "[a-zа-яёәіңғүұқөһ]"  # «GPS-⏎координаты» is not cut
_CUT = re.compile(rf"(?<={_SMALL})[-\u00ad]\s*[\r\n]+\s*(?={_SMALL})")
_EDGES = " .,:;*-–—_()[]\"'«»/"
# Letters that look alike; a word with one Cyrillic letter of its own is Cyrillic all through.
_TO_CYRILLIC = str.maketrans("aceopxykmhtbi", "асеорхукмнтві")
_TO_LATIN = str.maketrans("хуней", "xyhei")  # «Х», «У», «Н», «Е» alone stand for X, Y, H, E
_CYRILLIC = re.compile(r"[а-яёәіңғүұқөһ]")
_LATIN = re.compile(r"[a-z]")


@dataclass(frozen=True)
class HeadingForm:
    """A folded heading after some of it was taken off: its unit, its language, its brackets."""

    text: str
    unit: str = ""
    language: str = ""


def fold_heading(text: str) -> str:
    """Bring a heading into the form in which it is looked up.

    Case, ё, №, NBSP, line breaks, underscores, outer signs and look-alike letters are levelled.
    """
    # NFKC turns º into the letter o, and № into No: replace both first.
    text = text.replace("º", "°").replace("˚", "°").replace("№", " # ")
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е").replace("×", "x")
    text = re.sub(r"[\s_\u200b\ufeff]+", " ", text)
    text = re.sub(r"\s*([./])\s*", r"\1", text)
    text = " ".join(_fold_word(word) for word in text.split())
    return text.strip(_EDGES)


def join_lines(text: str) -> str:
    """Write a heading on one line; a word that was cut at the end of a line is whole again."""
    return " ".join(_CUT.sub("", text).split())


def take_system(text: str) -> tuple[str, str]:
    """Part a heading from the reference system it states: «X, СК-42» is «X, » and «СК-42»."""
    systems = [found.group().strip() for found in _SYSTEM.finditer(text)]
    return (_SYSTEM.sub(" ", text) if systems else text), " ".join(systems)


def list_forms(folded: str) -> list[HeadingForm]:
    """Return a folded heading in all its forms, from the fullest to the barest."""
    forms = [HeadingForm(folded)]
    for take in (_take_unit, _take_language, _take_unit):
        forms += [taken for form in forms if (taken := take(form)) is not None]
    for strip in (_open_brackets, _drop_brackets, _drop_fillers):
        forms += [replace(form, text=strip(form.text)) for form in forms]
    return forms


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit and nothing else: «м», «кв. м», «°»."""
    folded = fold_heading(text)
    form = _take_unit(HeadingForm(folded)) if folded else None
    return text.strip() in _UNIT_SIGNS or (form is not None and not form.text)


def _fold_word(word: str) -> str:
    if len(word.strip(_EDGES)) == 1:
        return word.translate(_TO_LATIN)
    if _CYRILLIC.search(word) and _LATIN.search(word):
        return word.translate(_TO_CYRILLIC)
    return word


def _take_unit(form: HeadingForm) -> HeadingForm | None:
    for unit, pattern in _UNIT_PATTERNS:
        if pattern.search(form.text):
            rest = pattern.sub("", form.text).strip(_EDGES)
            return replace(form, text=rest, unit=form.unit or unit)
    return None


def _take_language(form: HeadingForm) -> HeadingForm | None:
    for language, pattern in _LANGUAGE_PATTERNS:
        if pattern.search(form.text):
            rest = pattern.sub("", form.text).strip(_EDGES)
            return replace(form, text=rest, language=form.language or language)
    return None


def _open_brackets(text: str) -> str:
    return " ".join(re.sub(r"[()\[\],]", " ", text).split())


def _drop_brackets(text: str) -> str:
    return " ".join(re.sub(r"[(\[][^)\]]*[)\]]?", " ", text).split()).strip(_EDGES)


def _drop_fillers(text: str) -> str:
    return " ".join(_find_fillers().sub(" ", text).split())


@cache
def _find_fillers() -> re.Pattern[str]:
    rows = read_vocabulary("headings")
    words = [fold_heading(row["heading"]) for row in rows if row["field"] == FILLER]
    return re.compile(r"(?:^|(?<=\s))(?:" + "|".join(map(re.escape, words)) + r")(?=\s|$)")
