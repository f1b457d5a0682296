"""The palette that the report and the pages of the atlas share, put into their styles."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE = re.compile(r"^( *)/\* palette: (light|dark) \*/$", re.MULTILINE)


@cache
def read_palette() -> tuple[Mapping[str, str], ...]:
    """Return `palette.csv`: `name` of a CSS variable, its value in `light`, and in `dark`.

    `dark` is empty where it is the same as in light.
    """
    text = files("heritage_gis.model").joinpath("palette.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def fill_palette(style: str) -> str:
    """Return a style with the variables in the place of its lines `/* palette: light */`, `dark`.

    Raises:
        ValueError: it lacks one of them.
    """
    found = [match[2] for match in _PLACE.finditer(style)]
    if found != ["light", "dark"]:
        raise ValueError(f"the style takes the palette light and dark, once each; found {found}")
    return _PLACE.sub(lambda match: _write_variables(match[2], match[1]), style)


def _write_variables(scheme: str, indent: str) -> str:
    told = [(row["name"], row[scheme]) for row in read_palette()]
    return "\n".join(f"{indent}--{name}: {value};" for name, value in told if value)
