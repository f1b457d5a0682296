"""What became of a survey: how each table was understood, how rows balance, what is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from heritage_gis.model.columns import PackedRows, join_packed, pack_columns
from heritage_gis.model.problem import ROW_PLACE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.report.causes import Cause

EXAMPLE_LENGTH = 60  # letters of a cell that are shown of each column
EXAMPLE_ROWS = 200  # rows in which an example is looked for


@dataclass(frozen=True)
class TableReport:
    """How one sheet or layer was understood.

    Attributes:
        file: the file it stands in.
        layer: sheet or layer; empty where the file has only one without a name.
        format: of the file.
        encoding: of its text.
        encoding_evidence: why it was taken for that.
        rows: how many rows there are of each sort.
        columns: our field -> their heading.
        unknown_columns: their headings that are none of ours.
        crs: `stated`, `used`, `operation`, `evidence`, and where they were weighed `verdict` and
            `readings`.
        examples: their headings in their order -> what the first filled cell says, as it was
            decoded, cut to EXAMPLE_LENGTH.
        guesses: what columns that are none of ours may be by what they hold; offered, not taken:
            `column`, `field`, `evidence` (`{"kk": …, "ru": …, "en": …}`).
        letters: their heading -> the letters of its column; none where the format has no sheets.
        span: the first and the last of its data rows.
    """

    file: str
    layer: str
    format: str
    encoding: str
    encoding_evidence: str
    rows: dict[str, int]
    columns: dict[str, str]
    unknown_columns: list[str]
    crs: dict[str, Any]
    examples: dict[str, str] = field(default_factory=dict)
    guesses: tuple[dict[str, Any], ...] = ()
    letters: dict[str, str] = field(default_factory=dict)
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Report:
    """What became of a survey.

    Attributes:
        files: name -> sha256 of each received file.
        tables: how each sheet or layer was understood.
        rows: data rows received.
        accepted: rows that go on.
        held_back: rows that wait for the surveyor.
        without_place: accepted records that have no position.
        problems: all problems.
        unplaced: accepted records that have no position, by file, layer and row (ROW_PLACE).
        points: where the rows lie: ROW_PLACE, `lon`, `lat`, and `is_held`; packed, see
            `unpack_columns`. Exact places: they are for the surveyor and the keeper alone.
    """

    files: dict[str, str]
    tables: tuple[TableReport, ...]
    rows: int
    accepted: int
    held_back: int
    without_place: int
    problems: pd.DataFrame = field(repr=False)
    unplaced: pd.DataFrame = field(repr=False)
    points: pd.DataFrame = field(repr=False)

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """The problems by their cause: grouped once, for page, screen and all the rest."""
        from heritage_gis.report.causes import group_problems

        return tuple(group_problems(self.problems))

    @property
    def not_data(self) -> dict[str, int]:
        """How many rows of the files are titles, headings and the like, by what they are."""
        sorts = Counter[str]()
        for table in self.tables:
            sorts.update(table.rows)
        return {sort: count for sort, count in sorts.items() if sort != "data" and count}

    def count(self, severity: str) -> int:
        """Return how many problems of a severity there are."""
        return int((self.problems["severity"] == severity).sum())


@dataclass(frozen=True)
class Places:
    """Where the records of a survey lie, gathered block by block.

    Attributes:
        accepted: ROW_PLACE, `lon`, `lat`, `is_held` of accepted records that have a place; packed.
        held: the same of those held back.
        unplaced: ROW_PLACE of accepted records without a place; packed.
    """

    accepted: PackedRows = field(default_factory=PackedRows)
    held: PackedRows = field(default_factory=PackedRows)
    unplaced: PackedRows = field(default_factory=PackedRows)

    def add(self, accepted: gpd.GeoDataFrame, held: gpd.GeoDataFrame) -> None:
        """Add standard records, in EPSG:4326: where they lie, or the middle of their outline."""
        self.accepted.add(_find_points(accepted).assign(is_held=False))
        self.held.add(_find_points(held).assign(is_held=True))
        self.unplaced.add(_pack_places(accepted[accepted.geometry.isna()]))


def make_report(
    files: dict[str, str],
    tables: list[TableReport],
    rows: Mapping[str, int],
    problems: pd.DataFrame,
    places: Places,
) -> Report:
    """Put together the report on a checked survey.

    Args:
        files: name -> sha256.
        tables: how each was understood.
        rows: how many were received (`rows`), `accepted` and `held_back`.
        problems: all problems, whatever became of the row.
        places: of all records.
    """
    unplaced = places.unplaced.join()
    return Report(
        files=files,
        tables=tuple(tables),
        rows=rows["rows"],
        accepted=rows["accepted"],
        held_back=rows["held_back"],
        without_place=len(unplaced),
        problems=problems,
        unplaced=unplaced.drop_duplicates(),
        points=join_packed([places.accepted.join(), places.held.join()]),
    )


def _find_points(records: gpd.GeoDataFrame) -> pd.DataFrame:
    placed = records[records.geometry.notna()]
    middles = shapely.get_coordinates(shapely.centroid(placed.geometry.to_numpy()))
    return _pack_places(placed).assign(lon=middles[:, 0], lat=middles[:, 1])


def _pack_places(records: gpd.GeoDataFrame) -> pd.DataFrame:
    places = pd.DataFrame(records[[*ROW_PLACE]]).astype({"source_row": "int64"})
    return pack_columns(places, texts=ROW_PLACE[:2])


def find_span(table: RawTable) -> tuple[int, int]:
    """Return the first and the last row of a table, as the person's program numbers them."""
    rows = table.frame["source_row"]
    return (int(rows.min()), int(rows.max())) if len(rows) else (0, 0)


def find_examples(table: RawTable) -> dict[str, str]:
    """Return what the first filled cell of each column says; empty where none of the first is."""
    first = table.frame.iloc[:EXAMPLE_ROWS]
    filled = {heading: first[heading].dropna() for heading in table.columns}
    return {
        heading: cut_text(str(cells.iloc[0]), EXAMPLE_LENGTH) if len(cells) else ""
        for heading, cells in filled.items()
    }


def cut_text(text: str, length: int) -> str:
    """Return a text on one line, cut to a length."""
    line = " ".join(text[: 4 * length].split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
