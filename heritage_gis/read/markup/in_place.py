"""Marking a package in its place: opened with care, edited, and refused in words where it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.read.archive import DAMAGE, open_archive
from heritage_gis.read.job import MARKED
from heritage_gis.read.markup.order import read_order
from heritage_gis.read.markup.xml_text import UneditableError

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable
    from pathlib import Path

    from heritage_gis.model.markup import MarkUp
    from heritage_gis.read.workplace import Workplace


def mark_in_place(
    workplace: Workplace, edit: Callable[[zipfile.ZipFile, MarkUp, Path], None]
) -> None:
    """Edit the package of a job by its order of marks.

    Args:
        workplace: of the job.
        edit: writes the open package with the marks to a path.

    Raises:
        RefusedFileError: it is damaged, or of a kind that cannot be edited in place.
    """
    with open_archive(workplace) as archive:
        try:
            edit(archive, read_order(workplace.scratch), workplace.folder / MARKED)
        except UneditableError as fault:
            raise workplace.refuse("not_markable", fault=str(fault)) from fault
        except DAMAGE as fault:
            raise workplace.refuse("workbook_damaged", fault=str(fault)) from fault
