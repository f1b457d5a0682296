"""A workbook as bytes that are the same each time: no clock within its parts or beside them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can tell
DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - openpyxl writes it as UTC, and takes no zone
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write_fixed(book: Workbook) -> bytes:
    """Return the bytes of a workbook, with every time in it fixed."""
    book.properties.created = DAY
    written, fixed = io.BytesIO(), io.BytesIO()
    book.save(written)
    with (
        zipfile.ZipFile(written) as parts,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in parts.infolist():
            content = parts.read(part.filename)
            if part.filename == "docProps/core.xml":  # openpyxl puts the time of saving there
                content = _MODIFIED.sub(rb"\g<1>" + DAY.isoformat().encode() + b"Z", content)
            entry = zipfile.ZipInfo(part.filename, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return fixed.getvalue()
