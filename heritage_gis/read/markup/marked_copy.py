"""Their own workbook back: a copy of a received file, marked up in a guarded child."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from heritage_gis.read.formats import find_format, tell_format
from heritage_gis.read.guard import open_scratch, run_marking
from heritage_gis.read.job import MARK_UP, Job
from heritage_gis.read.limits import take_limits
from heritage_gis.read.markup.order import write_order

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.model.markup import MarkUp
    from heritage_gis.settings import Settings


def can_mark(name: str) -> bool:
    """Tell whether files named so are marked in place; one with macros is not handed back."""
    known = find_format(name)
    return known is not None and known.marker != "" and name.lower().endswith(known.suffixes[0])


def write_marked_copy(
    path: Path, name: str, markup: MarkUp, settings: Settings, target: Path
) -> None:
    """Write a copy of a workbook with a markup put in; the workbook itself is not touched.

    Args:
        path: where it lies.
        name: the file as the person knows it.
        markup: what is put in; marks of a sheet that is not there are left out.
        settings: limits of size, memory and time.
        target: the copy.

    Raises:
        RefusedFileError: it cannot be read, or is of a kind that cannot be edited in place.
    """
    known = tell_format(path, name)
    suffix = known.suffixes[0]
    job = Job(known.code, name, "input", suffix, "", take_limits(settings), MARK_UP)
    with open_scratch() as scratch:
        write_order(markup, scratch)
        shutil.copyfile(run_marking(job, known, {suffix: path}, scratch), target)
