"""Editions as files: how tests stage one and read one."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from heritage_gis.publish.editions import Edition, EditionBook

if TYPE_CHECKING:
    from pathlib import Path

FIRST = EditionBook(Edition(1, date(2026, 10, 12)))


def read_files(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder by their address."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def read_page_data(folder: Path, slug: str) -> dict[str, Any]:
    """Return what the script of a page is given."""
    script = (folder / "data" / f"{slug}.js").read_text("utf-8")
    data: dict[str, Any] = json.loads(script.removeprefix("atlasSites = ").removesuffix(";\n"))
    return data
