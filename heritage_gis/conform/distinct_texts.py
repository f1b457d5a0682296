"""Columns read from text, each distinct text once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SETTLED = "\x1d"  # before a code that a person settled for a text of theirs
PART = "\x1f"  # between the texts of several columns that are read together


def read_distinct(
    texts: pd.Series, read: Callable[[str], tuple[Any, ...]], dtypes: Mapping[str, str]
) -> pd.DataFrame:
    """Read each distinct text of a column once, into several columns.

    Args:
        texts: column of text; missing values become missing in every column (False in a column
            of dtype bool).
        read: gives the values of one text, in the order of `dtypes`.
        dtypes: the columns and their dtypes.

    Returns:
        A frame with the index of `texts`.
    """
    codes, distinct = pd.factorize(texts)
    nothing = tuple(False if dtype == "bool" else None for dtype in dtypes.values())
    rows = [*map(read, distinct.tolist()), nothing]
    table = pd.DataFrame(rows, columns=list(dtypes), dtype=object).astype(dict(dtypes))
    return table.take(codes).set_axis(texts.index, axis="index")


def join_texts(*columns: pd.Series) -> pd.Series:
    """Return columns of text as one, to be read together and parted again at PART."""
    joined = columns[0].fillna("")
    for column in columns[1:]:
        joined = joined + PART + column.fillna("")
    return joined
