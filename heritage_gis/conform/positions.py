"""Positions: the coordinate columns or geometry of a raw table as places in EPSG:4326."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.conform.outlines import ConformedShapes, conform_shapes
from heritage_gis.conform.position_accuracy import find_accuracy, read_stated_accuracy
from heritage_gis.conform.position_cells import PAIR_COLUMNS, read_position_cells
from heritage_gis.conform.position_judging import JudgedPairs, judge_pairs
from heritage_gis.conform.position_problems import (
    list_accuracy_problems,
    list_assumed_problems,
    list_cell_problems,
    list_doubt_problems,
    list_judged_problems,
    list_shape_problems,
    list_swapped_problems,
    write_pairs,
)
from heritage_gis.conform.reference_system import StatedRows, gather_statements
from heritage_gis.conform.rival_positions import Chosen, explain_rivals, list_rivals
from heritage_gis.conform.shape_reading import ReadShapes, read_shapes
from heritage_gis.conform.told_readings import tell_readings
from heritage_gis.geo.geometry import find_corners
from heritage_gis.geo.region import BORDER_MARGIN, is_in_region
from heritage_gis.model.problem import gather_problems
from heritage_gis.model.raw_table import GEOMETRY
from heritage_gis.model.record import CRS, POSITION_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heritage_gis.geo.reading_values import Flags, InDistrict, NearKnown
    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.model.survey import Sidecar

_YEAR = r"(?<!\d)((?:19|20)\d\d)(?!\d)"


@dataclass(frozen=True)
class Positions:
    """Where the rows of a table are.

    Attributes:
        frame: GeoDataFrame in EPSG:4326 with the index of the table's rows: `geometry` (missing
            where there is no position, or where it is held back), `geometry_role`,
            `position_accuracy_m`, `coordinate_text`, `elevation_m` (what the cell says besides),
            `crs_stated`, `crs_used`, `crs_operation`.
        headings: their heading of each position, `geometry` where it is none of a column, empty
            where there is no position.
        problems: what is wrong or doubtful, with PROBLEM_COLUMNS.
        crs: for `check --json`: `stated`, `used`, `operation` (text, several parted by ", "),
            `verdict` (`certain`, `likely`, `ask`; empty without a position), `readings` (see
            `told_readings.tell_readings`), and `evidence`, a list of sentences
            `{"kk": …, "ru": …, "en": …}`.
    """

    frame: gpd.GeoDataFrame
    headings: pd.Series
    problems: pd.DataFrame
    crs: dict[str, object]


def conform_positions(
    table: RawTable,
    columns: Mapping[str, str],
    sidecar: Sidecar,
    survey_place: pd.DataFrame,
    in_district: InDistrict | None = None,
    near_known: NearKnown | None = None,
) -> Positions:
    """Find the position of each row.

    The geometry of a row comes first, then its coordinate cell, then its latitude and longitude,
    then its X and Y. A row without any has no position, and no problem; one with two positions
    that disagree is held back.

    Args:
        table: the raw table.
        columns: our field -> their heading: `coord_text`, `lat_raw`, `lon_raw`, `x_raw`, `y_raw`,
            `crs_text`, `zone`, `accuracy_m`.
        sidecar: what `survey.toml` says; its `crs` outweighs all else.
        survey_place: `survey_id` and `source_*` of each row, with the index of the table's frame.
        in_district: takes longitudes and latitudes of all rows in their order (NaN where there is
            none) and tells which lie in the district that their row claims, with some kilometres
            of tolerance at the border; a row without a claim has one answer always.
        near_known: how far positions of all rows are from known places of their names; it says
            which reading to ask for first, and settles none.

    Raises:
        MisusedError: the stated reference system names none.
    """
    frame = table.frame
    read = read_shapes(_take_wkb(frame))
    has_shape = pd.Series(~shapely.is_missing(read.shapes) | (read.fault != ""), index=frame.index)
    cells = read_position_cells(frame, columns, skip=has_shape)
    pairs = _pair_numbers(read, cells, has_shape)
    stated = gather_statements(table, columns, sidecar, cells, has_shape)
    years = _list_years(frame, columns)
    judged = judge_pairs(pairs, stated, sidecar, in_district, near_known, years)
    shapes = conform_shapes(read, judged.rows, judged.systems, table.format)
    accuracy = read_stated_accuracy(frame, columns)
    said_m = accuracy["metres"].fillna(cells["accuracy_m"])
    accuracy_m = find_accuracy(said_m, pairs, read.shapes, judged)
    problems = [
        *_list_number_problems(survey_place, cells, pairs, stated, judged),
        *list_shape_problems(survey_place, read, shapes.problems),
        *list_accuracy_problems(survey_place, accuracy, columns.get("accuracy_m", "")),
    ]
    placed = _place_cells(shapes, judged, cells, has_shape)
    headings = cells["column"].mask(has_shape, GEOMETRY)
    chosen = Chosen(placed.shapes, accuracy_m, headings, write_pairs(pairs))
    rivals = list_rivals(table, columns, sidecar, chosen, in_district)
    placed.shapes[cells.index.get_indexer(rivals.index)] = None
    problems.append(explain_rivals(survey_place, rivals, chosen))
    return Positions(
        _build_frame(placed, accuracy_m, cells, stated, judged),
        headings,
        gather_problems(problems),
        _tell_crs(stated, judged),
    )


def _list_years(frame: pd.DataFrame, columns: Mapping[str, str]) -> list[int]:
    """List the years that the columns of season and date name."""
    headings = [columns[field] for field in ("year", "visited_on") if field in columns]
    found = [frame[name].astype("str").str.extract(_YEAR, expand=False) for name in headings]
    years = pd.concat(found).dropna() if found else pd.Series(dtype="str")
    return sorted({int(year) for year in years.unique()})


def _take_wkb(frame: pd.DataFrame) -> pd.Series:
    if GEOMETRY in frame.columns:
        return frame[GEOMETRY]
    return pd.Series(None, index=frame.index, dtype=object)


def _pair_numbers(read: ReadShapes, cells: pd.DataFrame, has_shape: pd.Series) -> pd.DataFrame:
    """Put the numbers of cells and the corners of shapes into one pair of columns."""
    first, second = find_corners(read.shapes)
    pairs = cells[[*PAIR_COLUMNS]].copy()
    is_shape = has_shape.to_numpy()
    pairs["first"] = np.where(is_shape, first, pairs["first"])
    pairs["second"] = np.where(is_shape, second, pairs["second"])
    pairs["order"] = pairs["order"].mask(has_shape, "east")
    pairs.loc[(cells["fault"] != "").to_numpy(), ["first", "second"]] = np.nan
    return pairs


def _list_number_problems(
    places: pd.DataFrame,
    cells: pd.DataFrame,
    pairs: pd.DataFrame,
    stated: StatedRows,
    judged: JudgedPairs,
) -> list[pd.DataFrame]:
    is_swapped = (judged.rows["is_swapped"] | cells["is_swapped"]).to_numpy(dtype=bool)
    # What is outside either way is told once, by the check of the position.
    is_near = is_in_region(judged.rows["lon"], judged.rows["lat"], BORDER_MARGIN)
    return [
        *list_cell_problems(places, cells),
        *list_judged_problems(places, pairs, judged.rows, stated.stated),
        *list_swapped_problems(places, pairs, is_swapped & is_near & ~_is_held(judged, cells)),
        *list_assumed_problems(places, judged),
        *list_doubt_problems(places, cells, is_near & ~_is_held(judged, cells)),
    ]


def _is_held(judged: JudgedPairs, cells: pd.DataFrame) -> Flags:
    return ((judged.rows["fault"] != "") | (cells["fault"] != "")).to_numpy(dtype=bool)


def _place_cells(
    shapes: ConformedShapes, judged: JudgedPairs, cells: pd.DataFrame, has_shape: pd.Series
) -> ConformedShapes:
    """Put the points of coordinate cells beside the shapes of the file."""
    rows = ~has_shape.to_numpy() & (judged.rows["system"] != "").to_numpy()
    degrees = judged.rows.loc[rows, ["lon", "lat"]].to_numpy(dtype=float)
    placed = shapes.shapes.copy()
    placed[rows] = shapely.points(np.round(degrees, POSITION_DECIMALS))
    role = shapes.role.mask(rows, "point").reindex(cells.index)
    return ConformedShapes(placed, role, shapes.problems)


def _build_frame(
    placed: ConformedShapes,
    accuracy_m: pd.Series,
    cells: pd.DataFrame,
    stated: StatedRows,
    judged: JudgedPairs,
) -> gpd.GeoDataFrame:
    is_placed = ~shapely.is_missing(placed.shapes)
    system = judged.rows["system"].astype("str").where(is_placed)
    operations = {code: each.operation or None for code, each in judged.systems.items()}
    return gpd.GeoDataFrame(
        {
            "geometry_role": placed.role.where(is_placed),
            "position_accuracy_m": accuracy_m.where(is_placed),
            "coordinate_text": cells["text"],
            "elevation_m": cells["elevation_m"].astype("float64"),
            "crs_stated": stated.stated,
            "crs_used": system,
            "crs_operation": system.map(operations).astype("str"),
        },
        geometry=gpd.GeoSeries(placed.shapes, index=cells.index, crs=CRS),
        index=cells.index,
        crs=CRS,
    )


def _tell_crs(stated: StatedRows, judged: JudgedPairs) -> dict[str, object]:
    operations = {each.operation: None for each in judged.systems.values() if each.operation}
    return {
        "stated": ", ".join(stated.stated.dropna().unique()),
        "used": ", ".join(judged.systems),
        "operation": ", ".join(operations),
        "verdict": judged.verdict,
        "readings": tell_readings(judged),
        "evidence": [*stated.evidence, *judged.evidence],
    }
