"""Doubts about coordinate texts that a whole column settles: does its writer leave zeros out?

«48°6′2″» alone may have lost a digit. In a column where no minute or second begins with a zero,
and several have one digit, it is the way of its writer. The same holds for «48.26; 75.345», where
a spreadsheet drops zeros at the end of numbers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pandas as pd

_FEWEST = 2  # rows: two digits lost in the same way are no accident
# doubt -> what no text of a column holds whose writer leaves such zeros out
_ZEROS = {
    "coordinate_short": r"[°º˚:'′’´\s-]\s?0\d(?!\d)",
    "coordinate_decimals": r"\d[.,]\d*0(?!\d)",
}


@dataclass
class ColumnDoubts:
    """What a column says of the doubts in its cells, gathered block by block.

    Attributes:
        counts: doubt -> how many cells leave it.
        denied: doubts that some text of the column denies: its writer does not leave zeros out.
    """

    counts: Counter[str] = field(default_factory=Counter)
    denied: set[str] = field(default_factory=set)

    def add(self, texts: pd.Series, doubts: pd.Series) -> None:
        """Add cells (missing allowed) and their doubts: codes of warnings, parted by spaces."""
        for code, zeros in _ZEROS.items():
            self.counts[code] += int(doubts.str.contains(code, regex=False).sum())
            if code not in self.denied and texts.str.contains(zeros).fillna(value=False).any():
                self.denied.add(code)

    def settle(self, doubts: pd.Series) -> pd.Series:
        """Take back doubts about lost digits where the whole column leaves zeros out."""
        settled = doubts
        for code in _ZEROS:
            if self.counts[code] >= _FEWEST and code not in self.denied:
                settled = settled.str.replace(code, "", regex=False)
        return settled.str.split().str.join(" ") if len(settled) else settled


def find_unlike_shapes(first: pd.Series, second: pd.Series) -> pd.Series:
    """Doubt the angles of two columns that are not written alike.

    Args:
        first: how the angle of each row is written: parts, decimals, and `short` where a minute
            or second has one digit («3.0», «3.0.short»); empty where it is a plain number.
        second: the same of the other column.

    Returns:
        Codes of warnings, parted by spaces.
    """
    is_angle = (first != "") & (second != "")
    mine, theirs = (
        each.str.split(".", expand=True, n=2).reindex(columns=[0, 1, 2]) for each in (first, second)
    )
    unlike_parts = is_angle & (mine[0] != theirs[0])
    unlike_decimals = is_angle & ~unlike_parts & (mine[1] != theirs[1])
    is_short = is_angle & (first.str.endswith("short") | second.str.endswith("short"))
    doubts = pd.Series("", index=first.index, dtype="str")
    for code, rows in (
        ("coordinate_uneven", unlike_parts),
        ("coordinate_decimals", unlike_decimals),
        ("coordinate_short", is_short),
    ):
        doubts = doubts.mask(rows, doubts + " " + code)
    return doubts.str.strip()
