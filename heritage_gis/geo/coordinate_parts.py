"""Cells that give several positions, one for each mound, cut into one text for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.geo.coordinate_text import CoordinateFault, read_angle, read_coordinates
from heritage_gis.geo.number_text import read_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.geo.coordinate_text import Axis

MAX_PARTS = 200  # positions of one cell; a track of a navigator has more, and no mounds
_WORD = r"(?:[^\W\d_]{3,12}\.?\s?)?"  # «курган 1:», «оба №2)»
_LABEL = re.compile(
    rf"(?:^|(?<=[\s;,])){_WORD}(?:№|N|#)?\s?(\d{{1,3}})\s?(?:\)|[:.–—-](?=\s))", re.IGNORECASE
)
_EDGES = " \t\r\n;,"


@dataclass(frozen=True)
class CoordinatePart:
    """One position of several in a cell: its number as the cell gives it, and its own text."""

    label: str
    text: str


def part_coordinates(text: str) -> tuple[CoordinatePart, ...]:
    """Cut a cell into its positions: `1) … 2) …`, lines, or `;`.

    Returns:
        Two parts or more, each of which reads as one position; nothing where the cell gives one
        position, more than MAX_PARTS, or some that cannot be read.
    """
    if not isinstance(read_coordinates(text), CoordinateFault):
        return ()
    for pieces in (_cut_labels(text), _cut(text, "\n"), _cut(text, ";")):
        if 1 < len(pieces) <= MAX_PARTS and all(map(_is_position, pieces)):
            return _name_parts(pieces)
    return ()


def part_pair(first: str, second: str, axes: tuple[Axis, Axis]) -> tuple[tuple[str, str], ...]:
    """Cut two cells, such as latitudes and longitudes, that give several numbers each.

    Returns:
        Both texts of each position; nothing where the cells give one, or do not match.
    """
    for mark in ("\n", ";"):
        halves = [[part.text for part in _cut(text, mark)] for text in (first, second)]
        counts = {len(half) for half in halves}
        read = all(
            _is_half(piece, axis) for half, axis in zip(halves, axes, strict=True) for piece in half
        )
        if len(counts) == 1 and 1 < len(halves[0]) <= MAX_PARTS and read:
            return tuple(zip(*halves, strict=True))
    return ()


def _cut_labels(text: str) -> list[CoordinatePart]:
    found = list(_LABEL.finditer(text))
    if not found or text[: found[0].start()].strip(_EDGES):
        return []
    ends = [*(label.start() for label in found[1:]), len(text)]
    return [
        CoordinatePart(label[1], text[label.end() : end].strip(_EDGES))
        for label, end in zip(found, ends, strict=True)
    ]


def _cut(text: str, mark: str) -> list[CoordinatePart]:
    pieces = (piece.strip(_EDGES) for piece in text.split(mark))
    return [_take_label(piece) for piece in pieces if piece]


def _take_label(piece: str) -> CoordinatePart:
    found = _LABEL.match(piece)
    return (
        CoordinatePart(found[1], piece[found.end() :].strip(_EDGES))
        if found
        else CoordinatePart("", piece)
    )


def _is_position(part: CoordinatePart) -> bool:
    return not isinstance(read_coordinates(part.text), CoordinateFault)


def _is_half(text: str, axis: Axis) -> bool:
    number = read_number(text)
    if number is not None:
        return number.is_finite and not number.is_precision_lost
    return not isinstance(read_angle(text, axis), CoordinateFault)


def _name_parts(parts: Iterable[CoordinatePart]) -> tuple[CoordinatePart, ...]:
    """Number the parts by their labels where each has one of its own, else as they stand."""
    listed = list(parts)
    labels = [part.label for part in listed]
    if "" in labels or len(set(labels)) < len(labels):
        labels = [str(number) for number in range(1, len(listed) + 1)]
    return tuple(
        CoordinatePart(label, part.text) for label, part in zip(labels, listed, strict=True)
    )
