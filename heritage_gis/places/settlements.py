"""Settlements whose place is known, and the one that a name means."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.errors import DamagedHomeError, refuse_file
from heritage_gis.places.spelling import fold_name
from heritage_gis.places.tables import read_place_table

if TYPE_CHECKING:
    from heritage_gis.paths import Home

NAME_COLUMNS = ("name_kk", "name_ru", "name_en", "name_other")
COLUMNS = {
    **dict.fromkeys((*NAME_COLUMNS, "only_named"), "str"),
    **dict.fromkeys(("longitude", "latitude", "accuracy_m"), "float64"),
    "source": "str",
}
INSTALLED_FILE = "settlements.csv"
_VOWELS = "aeiou"
# Case endings in folded letters: of the Russian genitive, and of the Kazakh ablative and genitive.
_ENDINGS = frozenset(
    [*"aiu", "ia", "iu", "om"]
    + [first + vowel + "n" for first in ("d", "t", "n") for vowel in "ae"]
    + [first + "i" + last for first in ("d", "t", "n") for last in ("n", "ng")]
)


@dataclass(frozen=True, eq=False)
class Settlements:
    """Known settlements.

    Attributes:
        frame: one row each: NAME_COLUMNS, `only_named` (filled where the name alone is not enough),
            `longitude` and `latitude` (degrees, WGS 84), `accuracy_m`, `source`.
    """

    frame: pd.DataFrame

    @cached_property
    def digest(self) -> str:
        """The digest of all that is known of them."""
        return hashlib.sha256(self.frame.to_csv(index=False).encode()).hexdigest()

    @cached_property
    def _rows_by_key(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for column in NAME_COLUMNS:
            for row, names in enumerate(self.frame[column].fillna("")):
                for name in names.split(";"):
                    rows = found.setdefault(fold_name(name), [])
                    rows += [] if row in rows else [row]
        return {key: tuple(rows) for key, rows in found.items() if key}

    def find(self, name: str, *, is_named: bool) -> tuple[int, ...]:
        """Return the rows that a name may mean, in any script, with or without a case ending.

        Args:
            name: such as «Каркаралинска» or «Қарқаралыдан».
            is_named: a word beside it says that a settlement is meant.
        """
        key = fold_name(name)
        rows = self._rows_by_key.get(key) or next(
            (
                self._rows_by_key[stem]
                for cut in range(1, 4)
                for stem in _list_stems(key, cut)
                if stem in self._rows_by_key
            ),
            (),
        )
        alone = self.frame["only_named"].fillna("") == ""
        return tuple(row for row in rows if is_named or alone.iloc[row])


def _list_stems(key: str, cut: int) -> list[str]:
    """Return what a name may be without the last letters of its folded key."""
    stem, ending = key[:-cut], key[-cut:]
    if ending not in _ENDINGS or len(stem) < len("abc"):
        return []
    return [stem] + [stem + vowel for vowel in _VOWELS if cut == 1]  # Караганды is of Караганда


@cache
def read_settlements() -> Settlements:
    """Return the settlements of `settlements.csv`; nobody changes what is shared."""
    return Settlements(_set_types(pd.DataFrame(read_place_table("settlements"))))


def load_settlements(home: Home) -> Settlements:
    """Return the settlements of `settlements.csv`, and before them those installed in a home.

    Raises:
        DamagedHomeError: what was installed is not as it was written.
    """
    known = read_settlements()
    path = home.installed_places / INSTALLED_FILE
    if not path.is_file():
        return known
    try:
        installed = _set_types(pd.read_csv(path, dtype="str", encoding="utf-8"))
    except (ValueError, KeyError) as fault:
        raise DamagedHomeError(
            f"data/raw/places/{INSTALLED_FILE} is not as it was written; install the "
            "settlements again with `heritage places settlements`, or restore a backup"
        ) from fault
    return Settlements(pd.concat([installed, known.frame], ignore_index=True))


def _set_types(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[[*COLUMNS]].replace("", None).astype(COLUMNS)


def write_settlements(home: Home, frame: pd.DataFrame, file_name: str) -> int:
    """Install settlements in a home, in place of those installed before; return how many.

    Args:
        home: where to.
        frame: COLUMNS.
        file_name: for the refusal.

    Raises:
        RefusedFileError: none of them has a name and a place.
    """
    kept = frame.dropna(subset=["longitude", "latitude"])
    kept = kept[kept[[*NAME_COLUMNS]].notna().any(axis="columns")]
    if kept.empty:
        raise refuse_file(file_name, "settlements_none")
    text = io.StringIO()
    kept[[*COLUMNS]].to_csv(text, index=False, lineterminator="\n")
    home.installed_places.mkdir(parents=True, exist_ok=True)
    path = home.installed_places / INSTALLED_FILE
    fresh = path.with_name(f".{INSTALLED_FILE}.new")
    fresh.write_text(text.getvalue(), "utf-8")
    fresh.replace(path)
    return len(kept)
