"""Roman numerals as they are typed: in Latin, in Cyrillic, with digits for letters, or mixed."""

from __future__ import annotations

import re

# Facts §4: Х, І, У (or Latin Y) for V, П for II, Ш for III, digit 1, lower l, palochka and bar.
LOOK_ALIKES = {
    "I": "I",
    "V": "V",
    "X": "X",
    "І": "I",
    "Ӏ": "I",
    "l": "I",
    "1": "I",
    "|": "I",
    "Х": "X",
    "У": "V",
    "Ү": "V",
    "Y": "V",
    "П": "II",
    "Ш": "III",
}
ROMAN_LETTERS = "".join(LOOK_ALIKES)
LARGEST = 40
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_VALUES = {"X" * (number // 10) + _ONES[number % 10]: number for number in range(1, LARGEST)}
_LOWER = re.compile(r"[ivxхі]{2,}|[vx]")


def read_roman(word: str) -> int | None:
    """Return the value of a Roman numeral from I to XXXIX, None where the word is none.

    Lower case counts in the letters of `xvi` and the Cyrillic `хі`, but `i`, `х` and `і` not
    alone: those are words, and so are `и`, `с` and `у`.
    Figures alone (`11`) are no Roman numeral.
    """
    if word.isdigit():
        return None
    upper = word.upper() if _LOWER.fullmatch(word) else word
    return _VALUES.get("".join(LOOK_ALIKES.get(letter, "?") for letter in upper))
