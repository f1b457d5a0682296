"""The automatic styles of an ODS, with tinted copies of those that marked cells have."""

from __future__ import annotations

import re

from heritage_gis.model.markup import SHADES
from heritage_gis.read.markup.xml_text import (
    ATTRIBUTES,
    UneditableError,
    compile_tag,
    insert_before,
    read_attribute,
    set_attribute,
)

_NAME, _FAMILY = b"style:name", b"style:family"
_BACKGROUND = b"fo:background-color"
_PROPERTIES = b"style:table-cell-properties"
_LIST = b"office:automatic-styles"
_STYLE = re.compile(
    rb"<style:style(?=[\s/>])" + ATTRIBUTES + rb"(?:/>|>.*?</style:style>)", re.DOTALL
)
_WRAP = (
    'style:vertical-align="top" fo:wrap-option="wrap" fo:padding="0.05cm" '
    'fo:border-bottom="0.5pt solid #d5dae0"'
)
_LOOKS = {  # properties of the cell and of its text
    "title": ('fo:wrap-option="no-wrap"', 'fo:font-weight="bold" fo:font-size="14pt"'),
    "sentence": ('fo:wrap-option="no-wrap"', ""),
    "heading": (f'{_WRAP} {_BACKGROUND.decode()}="#E4E7EB"', 'fo:font-weight="bold"'),
    "text": (_WRAP, ""),
    "number": (_WRAP, ""),
    "link": (_WRAP, 'fo:color="#1F5FA8"'),
    **{
        severity: (f'{_WRAP} {_BACKGROUND.decode()}="#{SHADES[severity]}"', "")
        for severity in ("error", "warning", "note")
    },
}


class OdsStyles:
    """The styles of the content: those of cells by name, and what is added at the end."""

    def __init__(self, content: bytes) -> None:
        """Take up the styles.

        Raises:
            UneditableError: there is no place for them.
        """
        found = compile_tag(_LIST).search(content)
        if not found:
            raise UneditableError("its content has no place for styles")
        end = content.find(b"</" + _LIST + b">", found.end())
        listed = b"" if found[2] else content[found.end() : end]
        self._names = set(re.findall(rb'style:name="([^"]*)"', listed))
        self._known = {
            read_attribute(style, _NAME): style
            for style in _STYLE.findall(listed)
            if read_attribute(style[: style.index(b">")], _FAMILY) == b"table-cell"
        }
        self._tinted: dict[tuple[bytes, str], bytes] = {}
        self._added: list[bytes] = []

    def tint(self, style: bytes, shade: str) -> bytes:
        """Return the name of the style that is as another, but for its background."""
        key = (style, shade)
        if key not in self._tinted:
            name = self._name(f"heritage-{shade}-{{}}")
            colour = f"#{SHADES[shade]}".encode()
            self._tinted[key] = name
            self._added.append(self._copy(style, name, colour))
        return self._tinted[key]

    def add(self, pattern: str, family: str, properties: str) -> str:
        """Add a style of ours; return its name."""
        name = self._name(pattern).decode()
        self._added.append(
            f'<style:style style:name="{name}" style:family="{family}">{properties}'
            "</style:style>".encode()
        )
        return name

    def make_looks(self) -> dict[str, str]:
        """Return the names of the styles of the summary's looks."""
        return {
            look: self.add(
                f"heritage-{look}-look-{{}}",
                "table-cell",
                f"<style:table-cell-properties {cell}/><style:text-properties {text}/>",
            )
            for look, (cell, text) in _LOOKS.items()
        }

    def write(self, content: bytes) -> bytes:
        """Return the content with what was added to its styles."""
        found = compile_tag(_LIST).search(content)
        added = b"".join(self._added)
        if found and found[2]:
            whole = found[0][:-2].rstrip() + b">" + added + b"</" + _LIST + b">"
            return content[: found.start()] + whole + content[found.end() :]
        return insert_before(content, b"</" + _LIST + b">", added, "its content")

    def _name(self, pattern: str) -> bytes:
        number = 1
        while pattern.format(number).encode() in self._names:
            number += 1
        name = pattern.format(number).encode()
        self._names.add(name)
        return name

    def _copy(self, style: bytes, name: bytes, colour: bytes) -> bytes:
        background = b" " + _BACKGROUND + b'="' + colour + b'"'
        known = self._known.get(style)
        if known is None:
            parent = style or b"Default"
            return (
                b'<style:style style:name="' + name + b'" style:family="table-cell" '
                b'style:parent-style-name="' + parent + b'"><' + _PROPERTIES + background
                + b"/></style:style>"
            )  # fmt: skip
        known = (
            set_attribute(known[: known.index(b">") + 1], _NAME, name)
            + known[known.index(b">") + 1 :]
        )
        properties = compile_tag(_PROPERTIES).search(known)
        if properties:
            changed = set_attribute(properties[0], _BACKGROUND, colour)
            return known[: properties.start()] + changed + known[properties.end() :]
        at = known.index(b">") + 1
        inserted = b"<" + _PROPERTIES + background + b"/>"
        if known[at - 2 : at] == b"/>":
            return known[: at - 2] + b">" + inserted + b"</style:style>"
        return known[:at] + inserted + known[at:]
