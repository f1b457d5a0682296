"""Cells of a workbook that hold no value: errors, and formulas that were never calculated.

calamine gives both as empty, and a site whose latitude is «#N/A» would go on without a place.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    import zipfile

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?>([^<]*)<")
_LONGEST = 200  # characters of a formula that are shown


def find_valueless_cells(archive: zipfile.ZipFile, sheet: str) -> dict[tuple[int, int], str]:
    """Return what to show for each such cell, by row and column from 0: «#N/A», «=A2+1»."""
    part = _find_part(archive, sheet)
    content = archive.read(part) if part in archive.namelist() else b""
    if b't="e"' not in content and not re.search(rb"<(?:\w+:)?f[\s>]", content):
        return {}
    found = {}
    for cell in _CELL.finditer(content):
        place, text = _PLACE.search(cell[1]), _show_fault(cell[1], cell[2])
        if place and text:
            found[int(place[2]) - 1, _count_column(place[1])] = text
    return found


def _show_fault(attributes: bytes, content: bytes) -> str:
    """Return «#N/A» or the formula of a cell without a value, empty where it has one."""
    kind = _TYPE.search(attributes)
    value, formula = _VALUE.search(content), _FORMULA.search(content)
    if kind and kind[1] == b"e":
        return _decode(value[1]) if value else "#ERROR!"
    is_empty_text = kind is not None and kind[1] in (b"str", b"inlineStr")  # a formula may give ""
    return f"={_decode(formula[1])}" if formula and not value and not is_empty_text else ""


def _decode(text: bytes) -> str:
    return html.unescape(text.decode("utf-8", "replace"))[:_LONGEST]


def _count_column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _find_part(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part that holds a sheet, empty where the workbook names none."""
    names = archive.namelist()
    if "xl/_rels/workbook.xml.rels" not in names:
        return ""
    try:
        links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - no entities: checked before
        book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - as above
    except ET.ParseError:
        return ""  # a damaged link tells of no sheet; what calamine reads all the same stands
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for entry in book.iter():
        if entry.tag.endswith("}sheet") and entry.get("name") == sheet:
            key = next((value for name, value in entry.items() if name.endswith("}id")), None)
            target = targets.get(key, "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return ""
