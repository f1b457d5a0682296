"""Names of sheets, as spreadsheet programs allow them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 31  # letters of a sheet's name, by Excel
_ROOM = 5  # for a number in brackets


def find_free_name(title: str, taken: Iterable[str]) -> str:
    """Return a name for a sheet that no sheet has."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip().strip("'") or "1"
    known = {name.casefold() for name in taken}
    name, number = plain[:_MOST], 1
    while name.casefold() in known:
        number += 1
        name = f"{plain[: _MOST - _ROOM]} ({number})"
    return name
