"""The styles of an XLSX, with tinted copies of those that marked cells have."""

from __future__ import annotations

import re

from heritage_gis.model.markup import SHADES
from heritage_gis.read.markup.xml_text import (
    ATTRIBUTES,
    UneditableError,
    find_prefix,
    insert_before,
    set_attribute,
)

# Looks of the summary: font, shade, alignment; whether there is a line below.
_FONTS = {"plain": "", "title": "<b/>", "heading": "<b/>", "link": "<u/>"}
_SIZES = {"title": "14"}
_COLOURS = {"link": "FF1F5FA8"}
_LOOKS = {
    "title": ("title", None, "", False),
    "sentence": ("plain", None, "", False),
    "heading": ("heading", "heading", 'vertical="center" wrapText="1"', True),
    "text": ("plain", None, 'vertical="top" wrapText="1"', True),
    "number": ("plain", None, 'vertical="top" horizontal="center"', True),
    "link": ("link", None, 'vertical="top"', True),
    **{
        severity: ("plain", severity, 'vertical="top" wrapText="1"', True)
        for severity in ("error", "warning", "note")
    },
}
_FILLS = {**SHADES, "heading": "E4E7EB"}


class Styles:
    """The part `styles.xml`: what was in it, and what is added at the end of its lists."""

    def __init__(self, content: bytes, part: str) -> None:
        """Take up the part.

        Raises:
            UneditableError: it lacks one of its lists.
        """
        self._content, self._part = content, part
        self._prefix = find_prefix(content, "styleSheet")
        formats = self._take_list("cellXfs")
        self._formats = self._split_formats(formats)
        self._counts = {name: self._count(name) for name in ("fonts", "fills", "borders")}
        self._added: dict[str, list[bytes]] = {name: [] for name in (*self._counts, "cellXfs")}
        self._line = -1
        self._fills: dict[str, int] = {}
        self._tinted: dict[tuple[int, str], int] = {}
        self._fonts: dict[str, int] = {}

    def tint(self, style: int, shade: str) -> int:
        """Return the style that is as another, but for its fill."""
        key = (style, shade)
        if key not in self._tinted:
            known = self._formats[style if 0 <= style < len(self._formats) else 0]
            opening, rest = _split_opening(known)
            opening = set_attribute(opening, b"fillId", str(self._fill(shade)).encode())
            self._tinted[key] = self._add(
                "cellXfs", set_attribute(opening, b"applyFill", b"1") + rest
            )
        return self._tinted[key]

    def make_looks(self) -> dict[str, int]:
        """Return the styles of the summary's looks."""
        return {look: self._make_look(*kind) for look, kind in _LOOKS.items()}

    def write(self) -> bytes:
        """Return the part with what was added."""
        content = self._content
        for name, added in self._added.items():
            content = self._extend(content, name, added)
        return content

    def _make_look(self, font: str, shade: str | None, alignment: str, has_line: bool) -> int:  # noqa: FBT001 - of a table of looks
        fill = self._fill(shade) if shade else 0
        border = self._make_line() if has_line else 0
        p = self._prefix.decode()
        aligned = f"><{p}alignment {alignment}/></{p}xf>" if alignment else "/>"
        look = (
            f'<{p}xf numFmtId="0" fontId="{self._font(font)}" fillId="{fill}" borderId="{border}" '
            f'xfId="0" applyFont="1" applyFill="1" applyBorder="1" '
            f'applyAlignment="1"{aligned}'
        )
        return self._add("cellXfs", look.encode())

    def _make_line(self) -> int:
        if self._line < 0:
            p = self._prefix.decode()
            line = (
                f'<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom style="thin"><{p}color '
                f'rgb="FFD5DAE0"/></{p}bottom><{p}diagonal/></{p}border>'
            )
            self._line = self._add("borders", line.encode())
        return self._line

    def _font(self, name: str) -> int:
        if name not in self._fonts:
            colour = f'<color rgb="{_COLOURS[name]}"/>' if name in _COLOURS else ""
            inner = (
                f'{_FONTS[name]}<sz val="{_SIZES.get(name, "11")}"/>{colour}<name val="Calibri"/>'
                '<family val="2"/>'
            )
            p = self._prefix.decode()
            inner = inner.replace("<", f"<{p}")
            self._fonts[name] = self._add("fonts", f"<{p}font>{inner}</{p}font>".encode())
        return self._fonts[name]

    def _fill(self, shade: str) -> int:
        if shade not in self._fills:
            p = self._prefix.decode()
            fill = (
                f'<{p}fill><{p}patternFill patternType="solid">'
                f'<{p}fgColor rgb="FF{_FILLS[shade]}"/><{p}bgColor indexed="64"/>'
                f"</{p}patternFill></{p}fill>"
            )
            self._fills[shade] = self._add("fills", fill.encode())
        return self._fills[shade]

    def _add(self, name: str, element: bytes) -> int:
        self._added[name].append(element)
        before = len(self._formats) if name == "cellXfs" else self._counts[name]
        return before + len(self._added[name]) - 1

    def _take_list(self, name: str) -> bytes:
        pattern = self._compile_list(name)
        found = pattern.search(self._content)
        if not found:
            raise UneditableError(f"{self._part} lacks {name}")
        return found[2]

    def _compile_list(self, name: str) -> re.Pattern[bytes]:
        whole = self._prefix + name.encode()
        return re.compile(rb"(<" + whole + ATTRIBUTES + rb">)(.*?)(</" + whole + rb">)", re.DOTALL)

    def _split_formats(self, formats: bytes) -> list[bytes]:
        xf = self._prefix + b"xf"
        pattern = rb"<" + xf + rb"(?=[\s/>])" + ATTRIBUTES + rb"(?:/>|>.*?</" + xf + rb">)"
        found = re.findall(pattern, formats, re.DOTALL)
        if not found:
            raise UneditableError(f"{self._part} lacks cell formats")
        return found

    def _count(self, name: str) -> int:
        element = self._prefix + name.removesuffix("s").encode()
        return len(re.findall(rb"<" + element + rb"(?=[\s/>])", self._take_list(name)))

    def _extend(self, content: bytes, name: str, added: list[bytes]) -> bytes:
        if not added:
            return content
        before = len(self._formats) if name == "cellXfs" else self._counts[name]
        found = self._compile_list(name).search(content)
        if not found:
            raise UneditableError(f"{self._part} lacks {name}")
        opening = set_attribute(found[1], b"count", str(before + len(added)).encode())
        closing = b"</" + self._prefix + name.encode() + b">"
        block = insert_before(opening + found[2] + closing, closing, b"".join(added), self._part)
        return content[: found.start()] + block + content[found.end() :]


def _split_opening(element: bytes) -> tuple[bytes, bytes]:
    at = element.index(b">") + 1  # no attribute of a format holds one
    return element[:at], element[at:]
