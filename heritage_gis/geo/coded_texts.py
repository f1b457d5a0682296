"""A column of texts of which few are distinct, filled row by row: a code of two bytes for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Flags = npt.NDArray[np.bool_]


class CodedTexts:
    """Texts that are empty at first; a comparison gives a flag for each row."""

    __hash__ = None  # type: ignore[assignment] # it changes, as an array does

    def __init__(self, count: int) -> None:
        """Start with so many empty texts."""
        self._codes = np.zeros(count, dtype=np.int16)
        self._known = {"": 0}

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._codes)

    def __eq__(self, text: object) -> Flags:  # type: ignore[override] # as arrays compare
        """Tell which rows have a text."""
        code = self._known.get(text, -1) if isinstance(text, str) else -1
        flags: Flags = self._codes == code
        return flags

    def __ne__(self, text: object) -> Flags:  # type: ignore[override] # as arrays compare
        """Tell which rows have another text."""
        return ~(self == text)

    def __setitem__(
        self, rows: Flags, texts: str | Sequence[str] | npt.NDArray[np.object_]
    ) -> None:
        """Write one text into some rows, or to each of them its own."""
        if isinstance(texts, str):
            self._codes[rows] = self._learn(texts)
            return
        codes, distinct = pd.factorize(np.asarray(texts, dtype=object))
        known = np.array([self._learn(text) for text in distinct], dtype=np.int16)
        self._codes[rows] = known[codes]

    def list_distinct(self, rows: Flags) -> set[str]:
        """List the texts of some rows, each once."""
        texts = list(self._known)
        return {texts[code] for code in np.unique(self._codes[rows])}

    def to_categorical(self) -> pd.Categorical[str]:
        """Return the column for a table."""
        return pd.Categorical.from_codes(self._codes, pd.Index([*self._known], dtype="str"))

    def _learn(self, text: str) -> int:
        return self._known.setdefault(text, len(self._known))
