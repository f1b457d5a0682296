"""An ODS given back: coloured, with comments and a summary, and otherwise as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from heritage_gis.read.markup.in_place import mark_in_place
from heritage_gis.read.markup.merged import gather_marks
from heritage_gis.read.markup.ods_rows import OdsSheet, mark_rows
from heritage_gis.read.markup.ods_styles import OdsStyles
from heritage_gis.read.markup.ods_summary import write_summary
from heritage_gis.read.markup.package import Package
from heritage_gis.read.markup.sheet_names import find_free_name
from heritage_gis.read.markup.xml_text import (
    ATTRIBUTES,
    UneditableError,
    read_attribute,
    unescape,
)

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

    from heritage_gis.model.markup import MarkUp
    from heritage_gis.read.workplace import Workplace

_CONTENT = "content.xml"
_NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}
_TAGS = re.compile(rb"<(/?)table:(table|table-row)(?=[\s/>])" + ATTRIBUTES + rb"(/?)>")
_END = b"</office:spreadsheet>"


def mark_up_spreadsheet(workplace: Workplace) -> None:
    """Mark up the spreadsheet of a job.

    Raises:
        RefusedFileError: it is damaged, or of a kind that cannot be edited in place.
    """
    mark_in_place(workplace, edit_spreadsheet)


def edit_spreadsheet(archive: zipfile.ZipFile, markup: MarkUp, path: Path) -> None:
    """Write an open spreadsheet to `path` with a markup put in.

    Raises:
        UneditableError: it is of a kind that cannot be edited in place.
    """
    package = Package(archive)
    content = package.read_xml(_CONTENT)
    _require_names(content)
    styles = OdsStyles(content)
    pieces: list[bytes] = []
    done = last = 0
    names: dict[str, str] = {}
    for sheet in _list_sheets(content):
        names[sheet.name] = sheet.name
        last = sheet.end
        for start, end, changed in mark_rows(
            sheet, gather_marks(markup.marks.get(sheet.name, ()), sheet.list_merged()), styles
        ):
            pieces += [content[done:start], changed]
            done = end
    if not names:
        raise UneditableError("the spreadsheet has no sheets")
    title = find_free_name(markup.summary.title, names)
    added = write_summary(markup.summary, title, names, styles)
    pieces += [content[done:last], added, content[last:]]
    package.put(_CONTENT, styles.write(b"".join(pieces)))
    package.save(path)


def _require_names(content: bytes) -> None:
    """See that the parts of the content are called as every program calls them."""
    root = content[: content.find(b">", content.find(b"<office:document-content")) + 1]
    for prefix, namespace in _NAMESPACES.items():
        if read_attribute(root, f"xmlns:{prefix}".encode()) != namespace.encode():
            raise UneditableError(f"its content calls {namespace} otherwise than {prefix}")


def _list_sheets(content: bytes) -> Iterator[OdsSheet]:
    """Find the sheets and their rows; tables within cells are none."""
    start = content.find(b"<office:spreadsheet")
    end = content.find(_END)
    sheet: OdsSheet | None = None
    depth = 0
    opened = (0, b"", 0)  # where the row at hand begins, its tag, and where its cells begin
    for found in _TAGS.finditer(content, max(start, 0), max(end, 0)):
        closes, kind, is_empty = found[1], found[2], found[3]
        if kind == b"table":
            if not closes and not is_empty:
                depth += 1
                if depth == 1:
                    name = unescape(read_attribute(found[0], b"table:name"))
                    sheet = OdsSheet(name, content, found.end())
            elif closes:
                depth -= 1
                if depth == 0 and sheet is not None:
                    sheet.end = found.end()
                    yield sheet
                    sheet = None
        elif depth == 1 and sheet is not None:
            if closes:
                sheet.add_row(*opened, found.start(), found.end())
            elif is_empty:
                sheet.add_row(found.start(), found[0], found.end(), found.end(), found.end())
            else:
                opened = (found.start(), found[0], found.end())
