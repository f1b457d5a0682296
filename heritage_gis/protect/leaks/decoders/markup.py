"""Decoders of HTML, SVG, KML and other XML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from heritage_gis.protect.leaks.decoders.texts import decode_json, read_script, read_text
from heritage_gis.protect.leaks.hidden import unveil
from heritage_gis.protect.leaks.pieces import Fault, Prose, Table, Text, part_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.protect.leaks.pieces import Piece

# The geometry of a drawing is in pixels, whose figures may look like degrees, or like sizes.
_PIXELS = (
    *("d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "dx", "dy", "r", "rx", "ry"),
    *("width", "height", "viewBox", "transform"),
)
DRAWING = re.compile(rf"(?<=\s)(?:{'|'.join(_PIXELS)})\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "kbd"),
        *("mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tspan"),
        *("tt", "u", "var", "wbr"),
    )
)
_LISTS = frozenset(
    (
        *("ul", "ol", "dl", "table", "tbody", "select", "datalist", "svg", "g", "folder"),
        *("document", "kml"),
    )
)
_ENTRIES = frozenset(
    (
        *("li", "tr", "dt", "dd", "option", "article", "figure", "details", "placemark"),
        *("card",),
    )
)
_NO_WORDS = frozenset(
    (*("style", "class", "d", "points", "transform", "viewbox", "width", "height"),)
)
_VOID = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
        *("source", "track", "use", "wbr"),
    )
)


class _Reader(HTMLParser):
    """Gathers the texts, scripts and entries of lists of one page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.attributes: list[str] = []
        self.scripts: list[tuple[str, str]] = []
        self.lists: dict[str, list[dict[str, str]]] = {}
        self._script = ""
        self._open_lists: list[str] = ["page"]
        self._open_entries: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value for name, value in attrs if value}
        if tag not in _INLINE:
            self.lines.append("")
        if tag in _LISTS:
            self._open_lists.append(f"{tag} at line {self.getpos()[0]}")
        if tag in _ENTRIES or told.get("data-id"):
            self._open_entry(tag)
        self.attributes += [value for name, value in told.items() if name not in _NO_WORDS]
        for name, value in told.items():
            if name not in _PIXELS:
                self._add_to_entries(value, name if name.startswith("data-") else "")
        if tag in {"script", "style"}:
            self._script = told.get("type", "") if tag == "script" else "style"
            self.scripts.append((self._script, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.lines.append("")
        if tag in _LISTS and len(self._open_lists) > 1:
            self._open_lists.pop()
        if self._open_entries and self._open_entries[-1][0] == tag:
            self._open_entries.pop()

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            kind, text = self.scripts[-1]
            self.scripts[-1] = (kind, text + data)
            return
        self.lines[-1] += data
        if data.strip():
            self._add_to_entries(data.strip(), "")

    def handle_comment(self, data: str) -> None:
        self.attributes.append(data)

    def handle_decl(self, decl: str) -> None:
        self.attributes.append(decl)

    def handle_pi(self, data: str) -> None:
        self.attributes.append(data)

    def unknown_decl(self, data: str) -> None:
        self.attributes.append(data)
        self.handle_data(data.removeprefix("CDATA["))

    def _open_entry(self, tag: str) -> None:
        entry: dict[str, str] = {}
        self.lists.setdefault(self._open_lists[-1], []).append(entry)
        if tag not in _VOID:
            self._open_entries.append((tag, entry))

    def _add_to_entries(self, value: str, name: str) -> None:
        for _, entry in self._open_entries:
            entry[name or f"text {len(entry)}"] = value


def decode_markup(name: str, content: bytes) -> Iterator[Piece]:
    """Decode a page or a drawing: texts, attributes, comments, scripts and lists in it."""
    text = read_text(name, content)
    if isinstance(text, Fault):
        yield text
        return
    if "<" not in text:
        yield Fault("", "content", f"{name} has no tags, as its name says it does")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    pixels = "\n".join(DRAWING.findall(text))
    yield Text("", DRAWING.sub(lambda found: " " * len(found[0]), text))
    yield Text("drawing", pixels, role="drawing")
    lines = (" ".join(line.split()) for line in reader.lines)
    yield Prose("", unveil("\n".join([*filter(None, lines), *reader.attributes])))
    for kind, script in reader.scripts:
        if "json" in kind:
            yield from decode_json(f"{name}, script", script.encode())
        elif kind != "style":
            yield from read_script("script", script)
        else:
            yield Prose("style", unveil("\n".join(re.findall(r"/\*(.*?)\*/", script, re.DOTALL))))
    for place, entries in reader.lists.items():
        yield Table(place, part_columns(entries))
