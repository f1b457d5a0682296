"""Comments of a sheet of an XLSX, and the boxes that they are drawn in; theirs are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.model.column_letters import name_column
from heritage_gis.model.markup import AUTHOR
from heritage_gis.read.markup.package import OFFICE
from heritage_gis.read.markup.xlsx_boxes import NO_DRAWING, add_boxes, measure_sheet
from heritage_gis.read.markup.xml_text import (
    UneditableError,
    compile_tag,
    escape_excel,
    find_prefix,
    insert_before,
    read_attribute,
)

if TYPE_CHECKING:
    from heritage_gis.read.markup.package import Package
    from heritage_gis.read.markup.xlsx_sheet import SheetText

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NO_COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'
)


@dataclass(frozen=True)
class Comment:
    """What is to stand beside a cell: row from 1, column from 0."""

    row: int
    column: int
    text: str

    @property
    def reference(self) -> str:
        """The cell, such as B5."""
        return f"{name_column(self.column)}{self.row}"


def add_comments(package: Package, part: str, sheet: SheetText, comments: list[Comment]) -> None:
    """Put comments into the parts of a sheet; a cell that has one gets ours below it.

    Raises:
        UneditableError: the comments that are there cannot be added to.
    """
    relations = package.list_relations(part)
    known = next((link.part for link in relations if link.kind == "comments"), "")
    if not known:
        known = package.name_part("xl/heritageComments{}.xml")
        package.put(known, _NO_COMMENTS.encode())
        package.state_type(known, _COMMENTS_TYPE)
        package.add_relation(part, "comments", known)
    is_threaded = any(link.kind == "threadedComment" for link in relations)
    text, fresh = _add_texts(package.read_xml(known), comments, is_threaded=is_threaded)
    package.put(known, text)
    key = sheet.find_drawing()
    drawing = next((link.part for link in relations if link.key == key), "")
    if not drawing:
        drawing = package.name_part("xl/drawings/heritageBoxes{}.vml")
        package.put(drawing, NO_DRAWING.encode())
        package.state_suffix("vml", _DRAWING_TYPE)
        sheet.add_drawing(package.add_relation(part, "vmlDrawing", drawing), OFFICE)
    # VML of Excel 2007 is not always XML
    package.put(
        drawing,
        add_boxes(package.read(drawing), fresh, measure_sheet(sheet), drawing),
        is_xml=False,
    )


def _add_texts(
    content: bytes, comments: list[Comment], *, is_threaded: bool
) -> tuple[bytes, list[Comment]]:
    """Return the comments with ours, and those of ours that need a box."""
    p = find_prefix(content, "comments")
    content, author = _add_author(content, p)
    theirs = _list_theirs(content, p)
    fresh = [each for each in comments if each.reference not in theirs]
    pieces: list[bytes] = []
    done = 0
    for each in sorted(
        (each for each in comments if each.reference in theirs),
        key=lambda each: theirs[each.reference],
    ):
        if is_threaded:
            break  # Excel shows the thread, and would not show what is added here
        at = content.index(b"</" + p + b"text>", theirs[each.reference])
        pieces += [_wrap_plain(content[done:at], p), _write_runs("\n\n", each.text, p)]
        done = at
    content = b"".join(pieces) + content[done:]
    added = b"".join(
        b"<" + p + f'comment ref="{each.reference}" authorId="{author}">'.encode()
        + b"<" + p + b"text>" + _write_runs("", each.text, p) + b"</" + p + b"text>"
        + b"</" + p + b"comment>"
        for each in fresh
    )  # fmt: skip
    content = _open(content, p, b"commentList")
    return insert_before(content, b"</" + p + b"commentList>", added, "comments"), fresh


def _add_author(content: bytes, p: bytes) -> tuple[bytes, int]:
    content = _open(content, p, b"authors")
    closing = b"</" + p + b"authors>"
    authors = content[: content.find(closing)]
    count = len(re.findall(rb"<" + p + rb"author(?=[\s/>])", authors))
    named = b"<" + p + f"author>{AUTHOR}</".encode() + p + b"author>"
    return insert_before(content, closing, named, "comments"), count


def _open(content: bytes, p: bytes, name: bytes) -> bytes:
    """Write an empty element with a closing tag."""
    found = compile_tag(p + name).search(content)
    if not found:
        raise UneditableError(f"comments lack {name.decode()}")
    if not found[2]:
        return content
    whole = found[0][:-2].rstrip() + b"></" + p + name + b">"
    return content[: found.start()] + whole + content[found.end() :]


def _list_theirs(content: bytes, p: bytes) -> dict[str, int]:
    """Return where the comment of each cell begins."""
    return {
        read_attribute(found[0], b"ref").decode("ascii", "replace"): found.end()
        for found in compile_tag(p + b"comment").finditer(content)
    }


def _wrap_plain(content: bytes, p: bytes) -> bytes:
    """Make a run of the plain text that a comment ends with, for runs may not follow one."""
    start = content.rfind(b"<" + p + b"text>")
    inner = content[start + len(p) + 6 :]
    if start < 0 or not re.match(rb"\s*<" + p + rb"t[\s>]", inner):
        return content
    run = b"<" + p + b"r>" + inner.strip() + b"</" + p + b"r>"
    return content[: start + len(p) + 6] + run


def _write_runs(before: str, text: str, p: bytes) -> bytes:
    prefix = p.decode()
    size = f'<{prefix}sz val="9"/><{prefix}rFont val="Tahoma"/><{prefix}family val="2"/>'
    return (
        f'<{prefix}r><{prefix}rPr><{prefix}b/>{size}</{prefix}rPr><{prefix}t xml:space="preserve">'
        f"{before}{AUTHOR}:</{prefix}t></{prefix}r><{prefix}r><{prefix}rPr>{size}</{prefix}rPr>"
        f'<{prefix}t xml:space="preserve">\n{escape_excel(text)}</{prefix}t></{prefix}r>'
    ).encode()
