"""Columns of text, parsed once for each distinct value."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

Parsed = TypeVar("Parsed")


def map_distinct(texts: pd.Series, parse: Callable[[str], Parsed], missing: Parsed) -> pd.Series:
    """Parse each distinct text of a column once.

    Args:
        texts: column of text; missing values are allowed.
        parse: called once for each distinct non-missing text.
        missing: what a missing text becomes.

    Returns:
        A column of Python objects (dtype object) with the index of `texts`.
    """
    codes, distinct = pd.factorize(texts)
    parsed = pd.Series([*map(parse, distinct.tolist()), missing], dtype=object)
    return pd.Series(parsed.take(codes).array, index=texts.index, dtype=object)


def empty_frame(columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a frame without rows whose columns are all text."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
