"""Markups and workbooks made in code, for tests of how one is put into the other."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from heritage_gis.model.markup import Mark, MarkUp, Summary, SummaryCell
from heritage_gis.read.markup.xlsx import edit_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SUMMARY = Summary(
    "Check results",
    (
        (SummaryCell("Check results: x", "title"),),
        (SummaryCell("Cells", "heading"),),
        (SummaryCell("B2", "link", "Лист1", 2, 1),),
        (SummaryCell("Z9", "link", "Нет такого", 9, 25),),
    ),
    (20,),
    2,
)


def make_markup(*marks: Mark, sheet: str = "Лист1") -> MarkUp:
    """Return a markup of one sheet."""
    return MarkUp({sheet: marks}, SUMMARY, "en")


def change_parts(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Rewrite the parts of a package."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(name, content))


def add_parts(path: Path, parts: Mapping[str, str]) -> None:
    """Add parts to a package."""
    with zipfile.ZipFile(path, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def mark_here(path: Path, markup: MarkUp, edit: Callable[..., None] = edit_workbook) -> io.BytesIO:
    """Mark a package up in this process, where no guard is needed."""
    target = path.with_suffix(".marked")
    with zipfile.ZipFile(path) as archive:
        edit(archive, markup, target)
    return io.BytesIO(target.read_bytes())
