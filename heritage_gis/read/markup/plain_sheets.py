"""The tables of a file that is no workbook to be marked in place, as sheets of a new one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from heritage_gis.model.markup import Block, SheetPlaces
from heritage_gis.model.raw_table import keep_pages
from heritage_gis.read.files import gather_inputs, list_beside, list_mains, open_handed
from heritage_gis.read.formats import tell_format
from heritage_gis.read.handover import FEATURE_ID, WKB
from heritage_gis.read.job import Job
from heritage_gis.read.limits import take_limits
from heritage_gis.read.markup.sheet_names import find_free_name
from heritage_gis.read.readings import Origin
from heritage_gis.read.table_layout import make_unique

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

    from heritage_gis.read.guard import HandedSheet
    from heritage_gis.settings import Settings


@dataclass(frozen=True)
class PlainSheet:
    """One table.

    Attributes:
        layer: as the report names it.
        title: what its sheet is called.
        cells: columns of text; of a grid from its first row.
        headings: of the features of a layer; none of a grid, where they are among the cells.
        keys: of the features, as the report names their rows; None of a grid.
        release: lets go of what memory holds of the cells; see `RawTable`.
    """

    layer: str
    title: str
    cells: pa.Table
    headings: tuple[str, ...] = ()
    keys: pa.Array | None = None
    release: Callable[[], None] = field(default=keep_pages, repr=False, compare=False)

    @property
    def first(self) -> int:
        """Return the row of the sheet in which the first row of the cells stands."""
        return 1 if self.keys is None else 2

    def find_places(self, known: SheetPlaces | None) -> SheetPlaces:
        """Return where its cells stand; of a grid the report knows the columns."""
        if self.keys is None:
            return replace(known or SheetPlaces("", ()), title=self.title)
        keys = self.keys.to_pylist()
        columns = {heading: at for at, heading in enumerate(self.headings, start=1)}
        block = Block(min(keys, default=0), max(keys, default=0), columns)
        rows = {key: at for at, key in enumerate(keys, start=self.first)}
        return SheetPlaces(self.title, (block,), rows)


def read_plain_sheets(
    path: Path, name: str, settings: Settings, encoding: str = ""
) -> list[PlainSheet]:
    """Read a file again, in a guarded child, for the texts of its cells alone.

    Args:
        path: where it lies; side files beside it.
        name: the file as the person knows it.
        settings: limits of size, memory and time.
        encoding: of its text, as it was read the first time.

    Raises:
        RefusedFileError: it cannot be read.
    """
    known = tell_format(path, name)
    job = Job(known.code, name, "input", known.suffixes[0], encoding, take_limits(settings))
    sheets: list[PlainSheet] = []
    taken: list[str] = []
    for layer, handed in _read(path, job, Origin(name, known.code)):
        title = find_free_name(layer or name.rpartition(".")[0], taken)
        taken.append(title)
        sheets.append(_make_sheet(layer, title, handed))
    return sheets


def _read(
    path: Path, job: Job, origin: Origin, beside: Mapping[str, Path] | None = None
) -> Iterator[tuple[str, HandedSheet]]:
    known = tell_format(path, job.name)
    with open_handed(job, known, gather_inputs(path, known, beside)) as handed:
        for each in handed.sheets:
            yield origin.name_layer(each.sheet.layer), each
        for member, name in list_mains(handed).items():
            inner = tell_format(member, name)
            part = replace(job, format=inner.code, name=name, suffix=inner.suffixes[0])
            source = replace(origin, member=name.rpartition(".")[0])
            yield from _read(member, part, source, list_beside(handed, name))


def _make_sheet(layer: str, title: str, handed: HandedSheet) -> PlainSheet:
    if handed.sheet.kind != "features":
        return PlainSheet(layer, title, handed.cells, release=handed.release)
    headings = make_unique(heading or "column" for heading in handed.sheet.headings)
    keys = handed.cells.column(FEATURE_ID).combine_chunks()
    cells = handed.cells.drop_columns([FEATURE_ID, WKB])
    return PlainSheet(layer, title, cells, headings, keys, handed.release)
