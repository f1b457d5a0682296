"""One sheet of an XLSX as bytes: before its rows, its rows, and after them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from heritage_gis.model.column_letters import count_column
from heritage_gis.read.markup.xml_text import (
    ATTRIBUTES,
    UneditableError,
    compile_tag,
    find_prefix,
    read_attribute,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


_REFERENCE = re.compile(rb"\$?([A-Z]{1,3})\$?(\d{1,7})")
# What stands before `legacyDrawing` in a worksheet; all else stands after it.
_BEFORE_DRAWING = frozenset(
    b"sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate "
    b"customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks "
    b"printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties "
    b"cellWatches ignoredErrors smartTags drawing".split()
)


class SheetText:
    """A worksheet as bytes, in three pieces: before its rows, its rows, and after them."""

    def __init__(self, content: bytes) -> None:
        """Take a worksheet apart.

        Raises:
            UneditableError: it has no rows, or is none.
        """
        self.prefix = find_prefix(content, "worksheet")
        data = self.prefix + b"sheetData"
        opening = compile_tag(data).search(content)
        if not opening:
            raise UneditableError("a sheet has no list of rows")
        closing = b"</" + data + b">"
        end = content.find(closing, opening.end())
        if opening[2] or end < 0:
            raise UneditableError("a sheet has no rows")
        self.head = content[: opening.end()]
        self.rows = content[opening.end() : end]
        self.tail = content[end:]

    def join(self) -> bytes:
        """Return the worksheet."""
        return self.head + self.rows + self.tail

    def list_merged(self) -> Iterator[tuple[int, int, int, int]]:
        """Return merged cells: first row, first column, last row, last column; rows from 1."""
        for found in compile_tag(self.prefix + b"mergeCell").finditer(self.tail):
            corners = _REFERENCE.findall(read_attribute(found[0], b"ref"))
            if len(corners) == 2:  # noqa: PLR2004 - two corners
                (left, top), (right, bottom) = corners
                yield (
                    int(top),
                    count_column(left.decode()),
                    int(bottom),
                    count_column(right.decode()),
                )

    def add_drawing(self, key: str, namespace: str) -> None:
        """Say where the drawing of the comments is."""
        element = f'legacyDrawing xmlns:r="{namespace}" r:id="{key}"/>'.encode()
        at = self._find_drawing_place()
        self.tail = self.tail[:at] + b"<" + self.prefix + element + self.tail[at:]

    def find_drawing(self) -> str:
        """Return the id of the link to the drawing of the comments, empty where there is none."""
        for name, tag, _ in self._list_children():
            if name == b"legacyDrawing":
                found = re.search(rb"""\s(?:[\w.-]+:)?id\s*=\s*["']([^"']*)["']""", tag)
                return found[1].decode("utf-8", "replace") if found else ""
        return ""

    def _find_drawing_place(self) -> int:
        for name, _, start in self._list_children():
            if name not in _BEFORE_DRAWING:
                return start
        return self.tail.rindex(b"</" + self.prefix + b"worksheet")

    def _list_children(self) -> Iterator[tuple[bytes, bytes, int]]:
        """Return what stands after the rows: name, opening tag, and where it starts."""
        depth = 0
        start = self.tail.index(b">") + 1  # past the end of the rows
        tags = re.compile(rb"<(/?)(?:[\w.-]+:)?([\w.-]+)" + ATTRIBUTES + rb"(/?)>")
        for found in tags.finditer(self.tail, start):
            if found[1]:
                depth -= 1
                if depth < 0:
                    return
                continue
            if depth == 0:
                yield found[2], found[0], found.start()
            depth += not found[3]
