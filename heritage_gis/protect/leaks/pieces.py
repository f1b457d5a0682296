"""Pieces: what the decoders find in a published file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

SLACK_DEGREES = 5e-7  # figures that are the same to half a microdegree are the same place
FLOAT32_SLACK_DEGREES = 2e-5  # an r-tree keeps 4-byte floats, rounded outwards
CELL_MARK = "\x1f"  # parts the cells of a row, so that figures of two cells never run together
ROW_MARK = "\x1e\n"  # parts the rows of a table: figures of two rows are no pair


@dataclass(frozen=True)
class Text:
    """A text, in which figures are looked for.

    Attributes:
        place: where in the file, empty for the whole of it.
        text: as it stands in the file, escapes and all.
        role: `figures` where only plain numbers are looked for, since the words in it are told
            as prose besides; `drawing` for the geometry of an SVG, mostly pixels.
        is_json: a place in it can be told by a JSON pointer.
        slack_degrees: how far figures may be from the place they are traced to.
    """

    place: str
    text: str
    role: Literal["data", "figures", "drawing"] = "data"
    is_json: bool = False
    slack_degrees: float = SLACK_DEGREES


@dataclass(frozen=True)
class Prose:
    """What a person can read in a file: one value a line, without marks and escapes."""

    place: str
    lines: str


@dataclass(frozen=True, eq=False)
class Table:
    """Rows that may be sites: an array of objects, a sheet, a layer, a list on a page.

    Attributes:
        place: where in the file.
        cells: the columns by name, one row an entry, in the order of the file; only plain values.
        geometry: of each row, as GeoJSON geometry objects or WKB; None where the file has none.
    """

    place: str
    cells: Mapping[str, list[Any]] | pd.DataFrame
    geometry: list[object] | None = None

    @cached_property
    def columns(self) -> dict[str, NDArray[np.object_]]:
        """The columns: most tables of a page are too small to be worth a frame."""
        return {str(name): np.array(cells, dtype=object) for name, cells in self.cells.items()}

    @property
    def row_count(self) -> int:
        """How many rows it has."""
        return len(next(iter(self.columns.values()), ()))


def part_columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Return rows as columns, None where a row has no such cell."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


@dataclass(frozen=True, eq=False)
class Coordinates:
    """Coordinates that are no text.

    Attributes:
        place: where in the file.
        xy: two columns, x and y.
        is_sure: false where chance may have made them, so that only a secret itself counts.
    """

    place: str
    xy: NDArray[np.float64]
    is_sure: bool = True


@dataclass(frozen=True)
class Packed:
    """A file within the file."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Fault:
    """Something that must not be in an edition, or cannot be looked into."""

    place: str
    kind: str
    found: str


Piece = Text | Prose | Table | Coordinates | Packed | Fault
Decoder = Callable[[str, bytes], Iterator[Piece]]
