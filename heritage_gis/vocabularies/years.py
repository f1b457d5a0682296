"""Signed years as people read them. The one module that turns a year into text.

Years are historical: BC is negative, and there is no year 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from heritage_gis.settings import Language

CLEARLY_AD = 1000  # from here on nobody asks which era is meant

Form = Literal["one", "several", "from", "until"]
# What stands around the figures: for the form, then for the era inside it.
_FORMS: dict[Language, dict[Form, str]] = {
    "en": {"one": "{}", "several": "{}", "from": "from {}", "until": "until {}"},
    "ru": {"one": "{} г.", "several": "{} гг.", "from": "с {} г.", "until": "до {} г."},
    "kk": {
        "one": "{} ж.",
        "several": "{} жж.",
        "from": "{} жылдан бастап",
        "until": "{} жылға дейін",
    },
}
_ERAS: dict[Language, dict[str, str]] = {
    "en": {"bc": "{} BC", "ad": "AD {}", "plain": "{}"},
    "ru": {"bc": "{} до н.э.", "ad": "{} н.э.", "plain": "{}"},
    "kk": {"bc": "б.з.д. {}", "ad": "б.з. {}", "plain": "{}"},
}


def year_text(year: int, language: Language) -> str:
    """Write a year: `1200 BC`, `1200 г. до н.э.`, `б.з.д. 1200 ж.`; `1874`, `1874 г.`, `1874 ж.`.

    Raises:
        ValueError: the year is 0, which does not exist.
    """
    return _write_years(str(abs(year)), "one", _name_era(year), language)


def range_text(start_year: int | None, end_year: int | None, language: Language) -> str:
    """Write a span of years: `1200–701 BC`, `1200–701 гг. до н.э.`, `б.з.д. 1200–701 жж.`.

    An open end is said in words (`from 1874`, `until 1900`); without both the text is empty.

    Raises:
        ValueError: a year is 0, which does not exist.
    """
    if start_year is None or end_year is None:
        form: Form = "until" if start_year is None else "from"
        year = end_year if start_year is None else start_year
        if year is None:
            return ""
        return _write_years(str(abs(year)), form, _name_era(year), language)
    if start_year == end_year:
        return year_text(start_year, language)
    start_era, end_era = _name_era(start_year), _name_era(end_year)
    if start_year < 0 < end_year:
        end = _write_years(str(end_year), "one", "ad", language)
        return f"{year_text(start_year, language)} – {end}"
    era = "bc" if end_era == "bc" else start_era
    return _write_years(f"{abs(start_year)}–{abs(end_year)}", "several", era, language)


def iso_year(year: int) -> str:
    """Write a year as ISO 8601 has it, where 1 BC is `0000`: `-1199` is 1200 BC.

    Only for exports: everywhere else a year is historical, without a year 0.

    Raises:
        ValueError: the year is 0, which does not exist.
    """
    counted = year + 1 if _name_era(year) == "bc" else year
    return f"-{-counted:04d}" if counted < 0 else f"{counted:04d}"


def _write_years(figures: str, form: Form, era: str, language: Language) -> str:
    shape = _FORMS[language][form]
    if language == "ru":  # «1200 гг. до н.э.»: the era follows the word for year
        return _ERAS[language][era].format(shape.format(figures))
    return shape.format(_ERAS[language][era].format(figures))


def _name_era(year: int) -> str:
    if year == 0:
        message = "there is no year 0: 1 BC is -1, AD 1 is 1"
        raise ValueError(message)
    if year < 0:
        return "bc"
    return "plain" if year >= CLEARLY_AD else "ad"
