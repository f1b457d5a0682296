"""The inspection of one piece of a file: which tests it is put to."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.protect.leaks.angles import read_decimal_degrees, read_sexagesimal
from heritage_gis.protect.leaks.files import open_piece
from heritage_gis.protect.leaks.hidden import find_payloads, mask_digests, mask_site_ids, unveil
from heritage_gis.protect.leaks.hits import Finding, Hit
from heritage_gis.protect.leaks.memory import Memory
from heritage_gis.protect.leaks.numbers import point_decimals, read_numbers
from heritage_gis.protect.leaks.orders import Orders
from heritage_gis.protect.leaks.passages import ReadProse, find_whole_values
from heritage_gis.protect.leaks.pieces import ROW_MARK, Coordinates, Fault, Prose, Table, Text
from heritage_gis.protect.leaks.planes import find_plane_coordinates
from heritage_gis.protect.leaks.references import find_grid_references, find_split_angles
from heritage_gis.protect.leaks.rows import find_row_leaks
from heritage_gis.protect.leaks.site_rows import find_sites
from heritage_gis.protect.leaks.traces import (
    find_drawn_places,
    find_stray_angles,
    find_stray_points,
)
from heritage_gis.protect.leaks.wording import find_telling_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.protect.leaks.pieces import Piece
    from heritage_gis.protect.leaks.watch import Watch

PIXEL_DECIMALS = 2  # a drawing in pixels has no use for more
MOST_HITS = 20  # of one sort in one piece of a file: a keeper needs no more to see what is wrong
_AROUND = 30  # letters shown on either side of a hit
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]')


@dataclass
class Inspection:
    """What an inspection of an edition knows, and remembers from file to file."""

    watch: Watch
    digests: frozenset[str] = frozenset()  # sha256 of the files of the edition
    memory: Memory = field(default_factory=Memory)
    read: ReadProse = field(default_factory=ReadProse)

    @cached_property
    def orders(self) -> Orders:
        """The orders that can be made from the public twin."""
        return Orders(self.watch)


def inspect_piece(file: str, piece: Piece, inspection: Inspection) -> Iterator[Finding]:
    """Put a piece of a file to every test that fits it."""
    watch = inspection.watch
    if isinstance(piece, Fault):
        why = "what cannot be read, nobody can vouch for"
        yield Finding(piece.place, piece.kind, piece.found, why)
    elif isinstance(piece, Text):
        yield from _inspect_text(file, piece, inspection)
    elif isinstance(piece, Prose):
        values = inspection.memory.take_new_values(piece.lines)
        inspection.read.add(file, piece.place, values)
        yield from _inspect_values(piece.place, values, watch)
        yield from _inspect_payloads(file, piece.place, "\n".join(values), inspection)
    elif isinstance(piece, Coordinates):
        yield from islice(find_stray_points(piece, watch.allowed, watch.secrets), MOST_HITS)
    elif isinstance(piece, Table):
        yield from _inspect_table(piece, inspection)


def _inspect_text(file: str, piece: Text, inspection: Inspection) -> Iterator[Finding]:
    """Test a text as it stands, and with its escapes undone; what was clean before, no more."""
    memory, sort = inspection.memory, f"{piece.role} {piece.slack_degrees}"
    parts = memory.list_new_parts(piece.text, sort)
    found = _inspect_figures(piece, parts, inspection.watch)
    packed: list[Finding] = []
    if piece.role == "data":
        packed += _inspect_payloads(file, piece.place, "\n".join(parts), inspection)
    if not found and not packed:
        memory.keep_clean(parts, sort)
    plain = piece.text if piece.role == "figures" else unveil(piece.text)
    if plain != piece.text:
        unveiled = replace(piece, text=plain, is_json=False)
        parts = memory.list_new_parts(plain, sort)  # most of them are clean as they stand
        found += _inspect_figures(unveiled, parts, inspection.watch)
    yield from (*found, *packed)


def _inspect_figures(piece: Text, parts: list[str], watch: Watch) -> list[Finding]:
    """Test some parts of a text; where these are not clean, the whole of it is told."""
    if not parts or not any(_find_figures("\n".join(parts), piece, watch)):
        return []
    return list(_locate(piece, piece.text, list(_find_figures(piece.text, piece, watch))))


def _inspect_payloads(
    file: str, place: str, text: str, inspection: Inspection
) -> Iterator[Finding]:
    """Inspect what is written in letters of another kind within a text."""
    for payload in find_payloads(place, text, inspection.digests):
        for piece in open_piece(payload):
            yield from inspect_piece(file, piece, inspection)


def _find_figures(text: str, piece: Text, watch: Watch) -> Iterator[Hit]:
    """Find coordinates in a text, in all the notations that its role leaves open."""
    allowed, secrets = watch.allowed, watch.secrets
    masked = mask_site_ids(mask_digests(text), watch.site_ids)
    numbers = read_numbers(masked, is_written=piece.role == "data")
    sorts = []
    if piece.role == "data":
        sorts.append(find_stray_angles(masked, read_sexagesimal(masked), allowed, secrets))
        sorts.append(find_grid_references(masked, secrets))
    if piece.role == "drawing":
        sorts.append(find_drawn_places(masked, numbers, secrets))
        numbers = numbers.take(numbers.decimals > PIXEL_DECIMALS)
    else:
        sorts.append(find_split_angles(masked, secrets))
    angles = read_decimal_degrees(numbers, piece.slack_degrees)
    sorts.append(find_stray_angles(masked, angles, allowed, secrets))
    sorts.append(find_plane_coordinates(masked, numbers, allowed, secrets))
    for hits in sorts:
        yield from islice(hits, MOST_HITS)


def _inspect_values(place: str, values: list[str], watch: Watch) -> Iterator[Finding]:
    """Test what people read: words, and figures as people write them."""
    lines = ROW_MARK.join(values)
    words = find_telling_words(lines, watch.allowed_phrases, watch.named_counts)
    pointed = Text(place, point_decimals(lines))
    hits = chain(islice(words, MOST_HITS), _find_figures(pointed.text, pointed, watch))
    for finding in _locate(pointed, lines, list(hits)):
        yield replace(finding, place=place or "words")
    yield from find_whole_values(place or "words", values, watch)


def _inspect_table(piece: Table, inspection: Inspection) -> Iterator[Finding]:
    watch = inspection.watch
    ids = find_sites(piece, watch)
    if not ids.astype(bool).any():
        return
    yield from find_row_leaks(piece, ids, watch)
    listed = pd.unique(ids[watch.find_rows(ids) >= 0])
    if not inspection.orders.is_public(listed):
        shown = ", ".join(listed[:5])
        yield Finding(piece.place, "order", f"{shown} …", "an order nobody can make from the twin")


def _locate(piece: Text, text: str, hits: list[Hit]) -> Iterator[Finding]:
    """Say of each hit where in the file it is, and what stands there."""
    if not hits:
        return
    breaks = [match.start() for match in re.finditer("\n", text)]
    pointers = point_into_json(text, [hit.start for hit in hits]) if piece.is_json else {}
    for hit in hits:
        line = f"line {bisect_right(breaks, hit.start - 1) + 1}"
        where = ", ".join(filter(None, [piece.place, pointers.get(hit.start, line)]))
        before, after = max(0, hit.start - _AROUND), hit.end + _AROUND
        yield Finding(where, hit.kind, " ".join(text[before:after].split()), hit.why)


def point_into_json(text: str, places: list[int]) -> dict[int, str]:
    """Return the JSON pointer of the value at each place of a text."""
    waiting = sorted(set(places), reverse=True)
    stack: list[str | int] = []
    key, pointers = "", {}
    for token in _JSON_TOKEN.finditer(text):
        while waiting and waiting[-1] < token.end():
            pointers[waiting.pop()] = "/" + "/".join(map(str, stack))
        if not waiting:
            break
        mark = token[0]
        if mark[0] == '"':
            key = mark[1:-1]
        elif mark == ":":
            stack[-1] = key
        elif mark in "{[":
            stack.append("" if mark == "{" else 0)
        elif mark in "}]":
            stack.pop()
        elif stack and isinstance(stack[-1], int):
            stack[-1] += 1
    return pointers
