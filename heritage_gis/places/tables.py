"""Reading the tables of places that lie beside this module."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def read_place_table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `<name>.csv` (UTF-8, first row the column names, `#` starts a remark)."""
    text = files("heritage_gis.places").joinpath(f"{name}.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(csv.DictReader(lines))
