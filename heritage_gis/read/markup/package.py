"""A zip package (XLSX, ODS) of which a few parts change, and all others are kept as they are."""

from __future__ import annotations

import posixpath
import shutil
import zipfile
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from heritage_gis.read.markup.xml_text import (
    UneditableError,
    check_editable,
    check_well_formed,
    escape,
    find_prefix,
    insert_before,
)

if TYPE_CHECKING:
    from pathlib import Path

_CHUNK = 1 << 20
_FAST, _THOROUGH = 1, 6  # levels of deflate: sheets of many megabytes are not worth seconds
_LARGE = 2_000_000  # bytes
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"


class Relation(NamedTuple):
    """A link from one part to another.

    Attributes:
        key: its id.
        kind: the last word of its type, such as `comments`.
        part: where it leads, a name in the archive.
    """

    key: str
    kind: str
    part: str


class Package:
    """The parts of an archive, with those that were changed or added."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Edit an archive that was opened with care.

        Raises:
            UneditableError: it holds a part twice.
        """
        self._archive = archive
        self._entries = archive.infolist()
        self._names = {entry.filename for entry in self._entries}
        self._changed: dict[str, bytes] = {}
        if len(self._names) != len(self._entries):
            raise UneditableError("it holds a part twice")

    def has(self, part: str) -> bool:
        """Tell whether there is such a part."""
        return part in self._names or part in self._changed

    def read(self, part: str) -> bytes:
        """Return a part as it is now.

        Raises:
            UneditableError: there is none.
        """
        if part in self._changed:
            return self._changed[part]
        if part not in self._names:
            raise UneditableError(f"{part} is missing")
        return self._archive.read(part)

    def read_xml(self, part: str) -> bytes:
        """Return a part that can be edited as XML.

        Raises:
            UneditableError: it is missing, or of a kind that is not edited.
        """
        content = self.read(part)
        check_editable(content, part)
        return content

    def put(self, part: str, content: bytes, *, is_xml: bool = True) -> None:
        """Change or add a part.

        Raises:
            UneditableError: it is to be XML, and is none.
        """
        if is_xml:
            check_well_formed(content, part)
        self._changed[part] = content

    def name_part(self, pattern: str) -> str:
        """Return a name that no part has; `{}` of the pattern becomes a number."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def save(self, path: Path) -> None:
        """Write the archive: their parts in their order, then ours; no entry tells a time."""
        with zipfile.ZipFile(path, "w") as target:
            for entry in self._entries:
                changed = self._changed.get(entry.filename)
                size = entry.file_size if changed is None else len(changed)
                fresh = _make_entry(entry.filename, entry.compress_type, size)
                if changed is not None:
                    target.writestr(fresh, changed)
                elif entry.is_dir():
                    target.writestr(fresh, b"")
                else:
                    with self._archive.open(entry) as source, target.open(fresh, "w") as sink:
                        shutil.copyfileobj(source, sink, _CHUNK)
            for part, content in self._changed.items():
                if part not in self._names:
                    target.writestr(_make_entry(part, zipfile.ZIP_DEFLATED, len(content)), content)

    def list_relations(self, part: str) -> list[Relation]:
        """Return the links of a part of an XLSX."""
        name = name_relations(part)
        if not self.has(name):
            return []
        folder = posixpath.dirname(part)
        found = []
        for link in ET.fromstring(self.read_xml(name)):  # noqa: S314 - no document type: checked
            target = link.get("Target", "")
            if link.get("TargetMode") == "External":
                continue
            whole = posixpath.normpath(posixpath.join("/", folder, target)).removeprefix("/")
            kind = link.get("Type", "").rpartition("/")[2]
            found.append(Relation(link.get("Id", ""), kind, whole))
        return found

    def add_relation(self, part: str, kind: str, target: str) -> str:
        """Link a part of an XLSX to another; return the id of the link."""
        name = name_relations(part)
        empty = f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{_RELATIONS}"/>'
        content = self.read_xml(name) if self.has(name) else empty.encode()
        number = 1
        while f'"rIdHeritage{number}"'.encode() in content:
            number += 1
        key = f"rIdHeritage{number}"
        link = (
            f'Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="/{escape(target)}"/>'
        ).encode()
        self.put(name, append_child(content, "Relationships", link, name))
        return key

    def state_type(self, part: str, content_type: str) -> None:
        """Say in the list of types what a new part of an XLSX is."""
        named = f'Override PartName="/{escape(part)}" ContentType="{content_type}"/>'
        types = self.read_xml(_TYPES)
        self.put(_TYPES, append_child(types, "Types", named.encode(), _TYPES))

    def state_suffix(self, suffix: str, content_type: str) -> None:
        """Say in the list of types what parts with a suffix are, where it is not said."""
        types = self.read_xml(_TYPES)
        if f'Extension="{suffix}"'.encode() not in types:
            named = f'Default Extension="{suffix}" ContentType="{content_type}"/>'
            self.put(_TYPES, append_child(types, "Types", named.encode(), _TYPES))


def name_relations(part: str) -> str:
    """Return the part that holds the links of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def append_child(content: bytes, root: str, child: bytes, part: str) -> bytes:
    """Put an element, written without its first `<`, at the end of the root element.

    Raises:
        UneditableError: the root is another.
    """
    prefix = find_prefix(content, root)
    closing = b"</" + prefix + root.encode() + b">"
    if closing not in content and content.rstrip().endswith(b"/>"):
        content = content.rstrip()[:-2] + b">" + closing
    return insert_before(content, closing, b"<" + prefix + child, part)


def _make_entry(name: str, compress_type: int, size: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # of 1980-01-01
    entry.create_system = 3  # the same on every system
    entry.external_attr = 0o600 << 16
    entry.compress_type = compress_type
    entry._compresslevel = _FAST if size > _LARGE else _THOROUGH  # type: ignore[attr-defined] # noqa: SLF001 - public from Python 3.13 on
    return entry
