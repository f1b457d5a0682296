"""Look-alikes of digits: letters typed or scanned for them, offered as a suggestion, never read.

«48°1О′02″» has the letter О; whether it is meant for a zero only its writer knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from heritage_gis.geo.angle_text import CoordinateFault

if TYPE_CHECKING:
    from collections.abc import Callable

_LIKELY = {
    **dict.fromkeys("ОоOo", "0"),
    **dict.fromkeys("Зз", "3"),
    **dict.fromkeys("lIІі|", "1"),
    **dict.fromkeys("бb", "6"),
}
_RARE = {**dict.fromkeys("ВB", "8"), **dict.fromkeys("Чч", "4"), "S": "5", "Z": "2"}
_LONGEST = 200


def find_lookalikes(text: str, is_read: Callable[[str], bool]) -> CoordinateFault | None:
    """Find letters that stand for digits: the text is a position once they are digits.

    Args:
        text: a text that is none as it stands.
        is_read: tells whether a mended text is one.

    Returns:
        `coordinate_lookalike` with the letters `found` and the mended text as suggestion.
    """
    if len(text) > _LONGEST:
        return None
    for letters in (_LIKELY, _LIKELY | _RARE):
        found: list[str] = []
        mended = _mend(text, letters, found)
        if found and is_read(mended):
            told = ", ".join(f"«{letter}»" for letter in dict.fromkeys(found))
            return CoordinateFault("coordinate_lookalike", {"found": told}, mended)
    return None


def _mend(text: str, letters: dict[str, str], found: list[str]) -> str:
    """Turn letters into digits in each run of digits and such letters that has a digit."""
    signs = re.escape("".join(letters))
    run = re.compile(
        rf"(?<![^\W\d_])[\d{signs}]*\d[\d{signs}]*(?![^\W\d_])|[{signs}]{{1,2}}(?=['\"°])"
    )

    def mend(part: re.Match[str]) -> str:
        found.extend(sign for sign in part[0] if sign in letters)
        return "".join(letters.get(sign, sign) for sign in part[0])

    return run.sub(mend, text)
