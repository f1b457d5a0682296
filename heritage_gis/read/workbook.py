"""Excel workbooks (XLSX): checked as archives and as XML, then read sheet by sheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from heritage_gis.read.archive import DAMAGE, open_archive
from heritage_gis.read.sheets import SheetMarks, hand_over_sheets
from heritage_gis.read.workbook_faults import find_valueless_cells

if TYPE_CHECKING:
    import zipfile

    from heritage_gis.read.handover import Handover

_PROLOGUE = 1 << 16  # bytes; a document type stands before the root element or nowhere
_ROOT = re.compile(rb"<[A-Za-z_\x80-\xff]")


def read_workbook(handover: Handover) -> None:
    """Hand over the cells of each worksheet of an XLSX, from its first row on.

    Raises:
        RefusedFileError: it is no workbook or is named as an old one, is damaged, or declares
            entities.
    """
    with open_archive(handover) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise handover.refuse("workbook_is_none")
        if handover.job.name.lower().endswith(".xls"):
            raise handover.refuse("new_workbook_misnamed")
        check_entities(handover, archive)
        hand_over_sheets(handover, lambda sheet: _find_marks(handover, archive, sheet))


def check_entities(handover: Handover, archive: zipfile.ZipFile) -> None:
    """See that no XML of an archive declares a document type: entities come by no other way.

    Raises:
        RefusedFileError: one does, or has no root element where every program writes it.
    """
    for entry in archive.infolist():
        if not entry.filename.endswith((".xml", ".rels", ".rdf", ".vml")):
            continue
        try:
            with archive.open(entry) as part:
                head = part.read(_PROLOGUE).replace(b"\0", b"")  # UTF-16 as well
        except DAMAGE as fault:
            told = {"part": entry.filename, "fault": str(fault)}
            raise handover.refuse("part_damaged", **told) from fault
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head or (head and not _ROOT.search(head)):
            raise handover.refuse("part_declares_entities", part=entry.filename)


def _find_marks(handover: Handover, archive: zipfile.ZipFile, sheet: str) -> SheetMarks:
    try:
        return SheetMarks(find_valueless_cells(archive, sheet))
    except DAMAGE as fault:
        raise handover.refuse("sheet_damaged", sheet=sheet, fault=str(fault)) from fault
