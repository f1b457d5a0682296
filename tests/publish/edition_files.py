"""Editions as files: how tests stage one and read one."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from heritage_gis.publish.editions import Edition, EditionBook

if TYPE_CHECKING:
    from pathlib import Path

FIRST = EditionBook(Edition(1, date(2026, 10, 12)))


def read_page_data(folder: Path, slug: str) -> dict[str, Any]:
    """Return what the script of a page is given."""
    script = (folder / "data" / f"{slug}.js").read_text("utf-8")
    data: dict[str, Any] = json.loads(script.removeprefix("atlasSites = ").removesuffix(";\n"))
    return data
