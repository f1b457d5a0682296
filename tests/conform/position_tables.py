"""Tables of coordinates made in code, and what is told of their positions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import shapely

from heritage_gis.conform.positions import Positions, conform_positions
from heritage_gis.conform.reference_system import load_systems
from heritage_gis.model.problem import PROBLEM_COLUMNS
from heritage_gis.model.raw_table import RawTable
from heritage_gis.model.survey import Sidecar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from shapely.geometry.base import BaseGeometry


BEGAZY = (75 + 20 / 60 + 43 / 3600, 48 + 16 / 60 + 2 / 3600)
LATLON = {"lat_raw": "Широта", "lon_raw": "Долгота"}
XY = {"x_raw": "X", "y_raw": "Y"}
SK42 = ("5340720,64", "13492619,59")  # 48.2 N 74.9 E
SYSTEMS = {system.code: system for system in load_systems()}


def make_table(
    columns: Mapping[str, Sequence[str | None]],
    shapes: Sequence[BaseGeometry | None] = (),
    crs_wkt: str = "",
) -> RawTable:
    """Make a raw table: rows 2, 3, … of a file, all text, geometry as WKB."""
    count = len(shapes) or len(next(iter(columns.values())))
    frame = pd.DataFrame(
        {"source_file": "a.csv", "source_layer": "", "source_row": range(2, count + 2)}
    )
    if shapes:
        wkb = [None if shape is None else shapely.to_wkb(shape) for shape in shapes]
        frame["geometry"] = pd.Series(wkb, dtype=object)
    for heading, cells in columns.items():
        frame[heading] = pd.Series(list(cells), dtype="str")
    table_format = "geojson" if shapes else "csv"
    return RawTable(frame, table_format, tuple(columns), crs_wkt=crs_wkt, crs_evidence="a.prj")


def conform(
    table: RawTable,
    fields: Mapping[str, str],
    crs: str = "",
    season: str = "",
    in_district: Callable[..., np.ndarray] | None = None,
) -> Positions:
    """Conform the positions of a table of one survey."""
    sidecar = Sidecar("t", "w", date(2026, 1, 1), "CC-BY-4.0", crs=crs, season=season)
    place = table.frame[["source_file", "source_layer", "source_row"]].assign(survey_id="S")
    positions = conform_positions(table, fields, sidecar, place, in_district)
    assert list(positions.problems.columns) == list(PROBLEM_COLUMNS)
    assert positions.frame.crs == "EPSG:4326"
    return positions


def conform_cells(cells: Sequence[str | None]) -> Positions:
    """Conform one column of coordinate cells."""
    return conform(make_table({"Координаты": cells}), {"coord_text": "Координаты"})


def tell(positions: Positions) -> list[tuple[int, str]]:
    """Return row and code of each problem of a row; what is assumed is told of the whole table."""
    rows = positions.problems[positions.problems["source_row"].notna()]
    return list(zip(rows["source_row"], rows["code"], strict=True))


def tell_assumed(positions: Positions) -> list[str]:
    """Return what is said of the whole table, in English."""
    whole = positions.problems["source_row"].isna()
    return positions.problems.loc[whole, "message_en"].tolist()


def place_of(positions: Positions, row: int = 0) -> tuple[float, float]:
    """Return longitude and latitude of a row's point."""
    point = positions.frame.geometry.iloc[row]
    return (point.x, point.y)


def read_evidence(positions: Positions, language: str = "en") -> str:
    """Return the evidence as one text."""
    sentences = positions.crs["evidence"]
    assert isinstance(sentences, list)
    return "\n".join(sentence[language] for sentence in sentences)
