"""Decoders of plain text, scripts, styles, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from heritage_gis.protect.leaks.decoders.json_tables import find_tables
from heritage_gis.protect.leaks.hidden import unveil
from heritage_gis.protect.leaks.pieces import CELL_MARK, ROW_MARK, Fault, Prose, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.protect.leaks.pieces import Piece

BINARY_STARTS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"SQLite",
    b"%PDF",
    b"GIF8",
)
_JSON_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_LITERAL = re.compile(
    r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`((?:[^`\\]|\\.)*)`|/\*(.*?)\*/|(?<!:)//([^\n]*)',
    re.DOTALL,
)
_JSON_START = re.compile(r'[\[{]\s*(?=[\[{"\]}])')
_SEPARATORS = ",;\t|"


def read_text(name: str, content: bytes) -> str | Fault:
    """Return the text of a file, or a fault where it is none."""
    if content.startswith(BINARY_STARTS) or b"\0" in content:
        return Fault("", "content", f"{name} holds no text, as its name says it does")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Fault("", "content", f"{name} is not UTF-8 at byte {error.start}")


def decode_text(name: str, content: bytes) -> Iterator[Piece]:
    """Decode plain text."""
    text = read_text(name, content)
    if isinstance(text, Fault):
        yield text
        return
    yield Text("", text)
    yield Prose("", unveil(text))
    yield Table("", {"line": text.splitlines()})


def decode_style(name: str, content: bytes) -> Iterator[Piece]:
    """Decode a style sheet: its words are those of comments and strings."""
    text = read_text(name, content)
    if isinstance(text, Fault):
        yield text
        return
    yield Text("", text)
    yield Prose("", _list_literals(text))


def decode_json(name: str, content: bytes) -> Iterator[Piece]:
    """Decode JSON and GeoJSON."""
    text = read_text(name, content)
    if isinstance(text, Fault):
        yield text
        return
    yield Text("", text, role="figures", is_json=True)
    yield Prose("", unveil("\n".join(_JSON_STRING.findall(text))))
    try:
        value = json.loads(text)
    except ValueError as error:
        yield Fault("", "content", f"{name} is not JSON: {error}")
        return
    yield from find_tables(value, "")


def decode_script(name: str, content: bytes) -> Iterator[Piece]:
    """Decode JavaScript: its strings and comments are words, what is JSON in it is data."""
    text = read_text(name, content)
    if isinstance(text, Fault):
        yield text
        return
    yield from read_script("", text)


def read_script(place: str, text: str) -> Iterator[Piece]:
    """Read the text of a script."""
    yield Text(place, text)
    yield Prose(place, _list_literals(text))
    for value in _find_json(text):
        yield from find_tables(value, place)


def _list_literals(text: str) -> str:
    found = ("".join(groups) for groups in _LITERAL.findall(text))
    return unveil("\n".join(found))


def _find_json(text: str) -> Iterator[object]:
    """Find the values of a script that are written as JSON."""
    decoder, at = json.JSONDecoder(), 0
    while (match := _JSON_START.search(text, at)) is not None:
        try:
            value, at = decoder.raw_decode(text, match.start())
        except ValueError:
            at = match.start() + 1
            continue
        yield value


def decode_csv(name: str, content: bytes) -> Iterator[Piece]:
    """Decode a table with separators."""
    text = read_text(name, content)
    if isinstance(text, Fault):
        yield text
        return
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    lines = "\n".join(" ".join(cell.splitlines()) for row in rows for cell in row)
    yield Text("", ROW_MARK.join(CELL_MARK.join(row) for row in rows), role="figures")
    yield Prose("", unveil(lines))
    if rows:
        width = max(map(len, rows))
        headings, *filled = [row + [""] * (width - len(row)) for row in rows]
        columns = {
            name: [row[n] for row in filled] for n, name in enumerate(name_columns(headings))
        }
        yield Table("", columns)


def name_columns(headings: list[str]) -> list[str]:
    """Return headings without repetition."""
    return [
        f"{text} {place}" if text in headings[:place] else text
        for place, text in enumerate(headings)
    ]
