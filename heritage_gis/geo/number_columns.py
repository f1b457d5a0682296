"""Columns of numbers as text, read whole: the plain ones at once, the odd ones one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from heritage_gis.geo.number_text import FARTHEST, read_number
from heritage_gis.model.columns import map_distinct

_PLAIN = r"[+-]?\d{1,15}(?:[.,]\d*)?"


def read_numbers(texts: pd.Series) -> pd.DataFrame:
    """Read a column of numbers.

    Args:
        texts: text, missing allowed.

    Returns:
        With the index of `texts`: `value` (NaN where missing or no number), `resolution` (what the
        last digit stands for), `is_number`, `is_finite`, `is_precision_lost`.
    """
    stripped = texts.astype("str").str.strip()
    is_plain = stripped.str.fullmatch(_PLAIN).fillna(value=False).to_numpy(dtype=bool)
    plain = stripped.where(is_plain).str.replace(",", ".")
    value = pd.to_numeric(plain).to_numpy(dtype=float, na_value=np.nan)
    point = plain.str.find(".").to_numpy(dtype=float, na_value=np.nan)
    decimals = np.where(point < 0, 0, plain.str.len().to_numpy(dtype=float) - point - 1)
    frame = pd.DataFrame(
        {
            "value": value,
            "resolution": 10.0**-decimals,
            "is_number": is_plain,
            "is_finite": is_plain,
            "is_precision_lost": False,
        },
        index=texts.index,
    )
    _read_odd_numbers(frame, texts[~is_plain].dropna())
    return frame


def _read_odd_numbers(frame: pd.DataFrame, texts: pd.Series) -> None:
    readings = map_distinct(texts, read_number, missing=None).dropna()
    if not len(readings):
        return
    rows = readings.index
    frame.loc[rows, "value"] = [reading.value for reading in readings]
    frame.loc[rows, "resolution"] = [reading.resolution for reading in readings]
    frame.loc[rows, "is_number"] = True
    frame.loc[rows, "is_finite"] = [reading.is_finite for reading in readings]
    frame.loc[rows, "is_precision_lost"] = [reading.is_precision_lost for reading in readings]
    frame.loc[rows, "value"] = frame.loc[rows, "value"].where(
        frame.loc[rows, "value"].abs() < FARTHEST
    )
