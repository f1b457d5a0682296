"""The letters by which a spreadsheet program calls a column."""

from __future__ import annotations

from functools import cache


@cache
def name_column(number: int) -> str:
    """Return the letters of a column, from 0: A, Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@cache
def count_column(letters: str) -> int:
    """Return the number of a column, from 0, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
