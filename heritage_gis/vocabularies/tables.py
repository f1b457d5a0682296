"""Reading the vocabulary tables that lie beside this module."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files


@cache
def read_vocabulary(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `<name>.csv` (UTF-8, comma-separated, first row the column names)."""
    text = files("heritage_gis.vocabularies").joinpath(f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))
