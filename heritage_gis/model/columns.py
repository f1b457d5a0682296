"""Columns of text: parsed once for each distinct value, and packed where most values are alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.types import union_categoricals

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

Parsed = TypeVar("Parsed")
_MOST_PARTS = 16
_REPEATED_ROWS = 10_000


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


def list_values(column: pd.Series) -> list[Any]:
    """Return a column as plain Python values, None where missing."""
    return column.astype(object).where(column.notna(), None).tolist()


def look_up(keys: pd.Series, table: Mapping[str, str] | pd.Series) -> pd.Series:
    """Return what a table says of each key, as text with the index of `keys`; missing where not."""
    known = dict(table.dropna().items()) if isinstance(table, pd.Series) else table
    told = [known.get(key) for key in keys.tolist()]
    return pd.Series(told, index=keys.index, dtype="str", name=keys.name)


def are_among(keys: pd.Series, known: pd.Series) -> pd.Series:
    """Tell which keys are among others; a missing one is not. `isin` is slow for long texts."""
    index = pd.Index(known.dropna().unique(), dtype=object)
    found = index.get_indexer(pd.Index(keys, dtype=object)) >= 0
    return pd.Series(found, index=keys.index)


def cut_rows(count: int, rows_at_once: int) -> Iterator[slice]:
    """Cut so many rows into blocks; a table without rows is one block too."""
    for start in range(0, max(count, 1), rows_at_once):
        yield slice(start, start + rows_at_once)


def repeat_text(text: str | None, index: pd.Index) -> pd.Series:
    """Return a column that says the same in each row, missing where it says nothing.

    Its parts are one part over and over, so that a million rows take no more than some.
    """
    count = len(index)
    part = pa.array([text] * min(count, _REPEATED_ROWS), type=pa.large_string())
    parts = [part] * (count // _REPEATED_ROWS) if count > _REPEATED_ROWS else [part]
    rest = count - sum(map(len, parts))
    told = pa.chunked_array([*parts, part.slice(0, rest)], type=pa.large_string())
    dtype = pd.StringDtype("pyarrow", na_value=np.nan)
    texts = pd.arrays.ArrowStringArray(told, dtype=dtype)  # type: ignore[call-arg] # stubs lag
    return pd.Series(texts, index=index)


def empty_frame(columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a frame without rows whose columns are all text."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})


def pack_columns(
    table: pd.DataFrame, texts: Collection[str] = (), figures: Collection[str] = ()
) -> pd.DataFrame:
    """Keep each distinct text once, and of figures those that are there.

    Returns:
        The same table, its `texts` of dtype category, its `figures` (floats, most of them NaN) of
        a sparse dtype. `unpack_columns` turns them back.
    """
    packed = table.astype(dict.fromkeys(texts, "str")).astype(dict.fromkeys(texts, "category"))
    return packed.astype(dict.fromkeys(figures, pd.SparseDtype("float64", np.nan)))


def unpack_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its packed columns as plain text and figures."""
    plain = {
        str(name): "str" if isinstance(dtype, pd.CategoricalDtype) else "float64"
        for name, dtype in table.dtypes.items()
        if isinstance(dtype, pd.CategoricalDtype | pd.SparseDtype)
    }
    return table.astype(plain)


def join_packed(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables one below the other; texts that are packed in all of them stay packed."""
    packed = [
        str(name)
        for name in tables[0]
        if all(isinstance(table[name].dtype, pd.CategoricalDtype) for table in tables)
    ]
    together = pd.concat([table.drop(columns=packed) for table in tables], ignore_index=True)
    texts = {name: union_categoricals([table[name] for table in tables]) for name in packed}
    return together.assign(**texts)[[*tables[0]]]


@dataclass
class PackedRows:
    """A packed table that grows by blocks; a block by itself takes more than its few rows."""

    parts: list[pd.DataFrame] = field(default_factory=list)

    def add(self, block: pd.DataFrame) -> None:
        """Add rows, packed as those before them."""
        self.parts.append(block)
        if len(self.parts) > _MOST_PARTS:
            self.parts = [join_packed(self.parts)]

    def join(self) -> pd.DataFrame:
        """Return all rows; some must have been added."""
        return join_packed(self.parts)
