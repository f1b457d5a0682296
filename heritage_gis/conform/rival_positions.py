"""Rival positions: rows that say twice where they are, and whether both places are one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from heritage_gis.conform.position_accuracy import find_accuracy
from heritage_gis.conform.position_cells import (
    SOURCES,
    list_pairs,
    read_position_cells,
    write_cell_texts,
)
from heritage_gis.conform.position_judging import judge_pairs
from heritage_gis.conform.reference_system import gather_statements
from heritage_gis.geo.measures import measure_apart_m
from heritage_gis.model.problem import gather_problems
from heritage_gis.model.raw_table import GEOMETRY
from heritage_gis.vocabularies.position_texts import write_position_text
from heritage_gis.vocabularies.problems import explain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heritage_gis.geo.geometry import Shapes
    from heritage_gis.geo.reading_values import InDistrict
    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.model.survey import Sidecar

# Metres that one place may be from itself: 67 to 73 where one system was taken for another, and
# twice that where its shift went the wrong way (facts 1.3).
SLACK_M = 150.0
RIVAL_COLUMNS = ("heading", "text", "distance_m")


@dataclass(frozen=True)
class Chosen:
    """The positions that rows go by.

    Attributes:
        shapes: in EPSG:4326, None where a row has none.
        accuracy_m: how well each is known; NaN where nothing tells.
        headings: their heading of each, `geometry` where it is none of a column.
        texts: what its cells say.
    """

    shapes: Shapes
    accuracy_m: pd.Series
    headings: pd.Series
    texts: pd.Series


def has_rivals(frame: pd.DataFrame, columns: Mapping[str, str]) -> bool:
    """Tell whether a table says in two ways where its rows are."""
    ways = [bool(columns.keys() & set(fields)) for fields in SOURCES]
    return sum([*ways, GEOMETRY in frame]) > 1


def list_rivals(
    table: RawTable,
    columns: Mapping[str, str],
    sidecar: Sidecar,
    chosen: Chosen,
    in_district: InDistrict | None,
) -> pd.DataFrame:
    """List the weaker positions that lie elsewhere than the one a row goes by.

    Two places are one where they lie no farther apart than both accuracies and SLACK_M together;
    an outline is everywhere within it. A weaker position that cannot be read says nothing.

    Args:
        table: the raw table.
        columns: our field -> their heading, as for `conform_positions`.
        sidecar: its `crs` is believed as far as it fits: degrees beside metres have another.
        chosen: the positions that the rows go by.
        in_district: see `conform_positions`.

    Returns:
        RIVAL_COLUMNS, with the label of the row in the frame as index: `heading` and `text` of
        the weaker cells, and how far apart both places lie.
    """
    index = table.frame.index
    is_placed = pd.Series(~shapely.is_missing(chosen.shapes), index=index)
    is_taken = is_placed & (chosen.headings == GEOMETRY)
    systems = {name: columns[name] for name in ("crs_text", "zone") if name in columns}
    rivals = pd.DataFrame(columns=[*RIVAL_COLUMNS])
    for fields in SOURCES:  # geometry comes before them all
        mine = {field: columns[field] for field in fields if field in columns}
        if mine and (is_placed & is_taken).any():
            skip = ~(is_placed & is_taken)
            read = _read_source(table, mine | systems, sidecar, skip, in_district)
            other = _compare(read, chosen)
            rivals = pd.concat([rivals, other.drop(rivals.index, errors="ignore")])
        is_taken |= table.frame[[*mine.values()]].notna().any(axis="columns")
    return rivals


def explain_rivals(places: pd.DataFrame, rivals: pd.DataFrame, chosen: Chosen) -> pd.DataFrame:
    """Say of each row that is held back for it which cells say which place."""
    named = write_position_text("file_geometry")
    headings = chosen.headings.loc[rivals.index]
    details = pd.DataFrame(
        {
            "rival": rivals["heading"],
            "other": [named if heading == GEOMETRY else f"«{heading}»" for heading in headings],
            "other_text": chosen.texts.loc[rivals.index],
            "distance_m": rivals["distance_m"].map("{:.0f}".format),
        }
    )
    return gather_problems(
        explain(
            "position_contradicted", places.loc[rows.index], str(heading), rows["text"], details
        )
        for heading, rows in rivals.groupby("heading", sort=True)
    )


def _read_source(
    table: RawTable,
    columns: Mapping[str, str],
    sidecar: Sidecar,
    skip: pd.Series,
    in_district: InDistrict | None,
) -> pd.DataFrame:
    """Read one source alone: `heading`, `text`, `lon`, `lat` (NaN if unread), `accuracy_m`."""
    cells = read_position_cells(table.frame, columns, skip)
    pairs = list_pairs(cells)
    nowhere = pd.Series(data=False, index=cells.index)
    shapes = np.full(len(cells), None, dtype=object)
    read = pd.DataFrame({"heading": cells["column"].astype("str")}, index=cells.index).assign(
        text=write_cell_texts(table.frame, columns, cells), lon=np.nan, lat=np.nan, accuracy_m=0.0
    )
    for said in dict.fromkeys((sidecar.crs, "")):
        stated = gather_statements(table, columns, replace(sidecar, crs=said), cells, nowhere)
        judged = judge_pairs(pairs, stated, sidecar, in_district)
        rows = read["lon"].isna() & judged.rows["lon"].notna()
        accuracy_m = find_accuracy(pd.Series(np.nan, index=cells.index), pairs, shapes, judged)
        placed = judged.rows[["lon", "lat"]].assign(accuracy_m=accuracy_m)
        read.loc[rows, ["lon", "lat", "accuracy_m"]] = placed[rows]
    return read


def _compare(read: pd.DataFrame, chosen: Chosen) -> pd.DataFrame:
    """Return RIVAL_COLUMNS of the rows whose two places are two."""
    rows = read[read["lon"].notna() & read["lat"].notna()]
    points = shapely.points(rows[["lon", "lat"]].to_numpy(dtype=float))
    shapes = chosen.shapes[read.index.get_indexer(rows.index)]
    ends = shapely.get_coordinates(shapely.shortest_line(shapes, points)).reshape(-1, 4)
    apart_m = measure_apart_m(*ends.T)
    known_m = chosen.accuracy_m.loc[rows.index].fillna(0) + rows["accuracy_m"].fillna(0)
    told = rows.assign(distance_m=apart_m)
    return told.loc[apart_m > known_m + SLACK_M, [*RIVAL_COLUMNS]]
