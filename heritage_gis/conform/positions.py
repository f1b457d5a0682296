"""Positions: the coordinate columns or geometry of a raw table as places in EPSG:4326."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.conform.outlines import ConformedShapes, conform_shapes, place_none
from heritage_gis.conform.position_accuracy import find_accuracy, read_stated_accuracy
from heritage_gis.conform.position_cells import (
    NUMBER_COLUMNS,
    list_pairs,
    read_position_cells,
    write_cell_texts,
    write_order,
)
from heritage_gis.conform.position_judging import JudgedPairs, judge_pairs
from heritage_gis.conform.position_problems import (
    list_accuracy_problems,
    list_assumed_problems,
    list_cell_problems,
    list_doubt_problems,
    list_judged_problems,
    list_shape_problems,
    list_swapped_problems,
)
from heritage_gis.conform.reference_system import StatedRows, gather_statements
from heritage_gis.conform.rival_positions import Chosen, explain_rivals, has_rivals, list_rivals
from heritage_gis.conform.shape_reading import ReadShapes, find_no_shapes, read_shapes
from heritage_gis.conform.told_readings import tell_readings
from heritage_gis.geo.geometry import find_corners
from heritage_gis.geo.region import BORDER_MARGIN, is_in_region
from heritage_gis.memory import give_back
from heritage_gis.model.columns import unpack_columns
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
    """Where some rows of a table are.

    Attributes:
        frame: GeoDataFrame in EPSG:4326 with the index of the rows: `geometry` (missing
            where there is no position, or where it is held back), `geometry_role`,
            `position_accuracy_m`, `coordinate_text`, `elevation_m` (what the cell says besides),
            `crs_stated`, `crs_used`, `crs_operation`.
        headings: their heading of each position, `geometry` where it is none of a column, empty
            where there is no position.
        problems: what is wrong or doubtful, with PROBLEM_COLUMNS.
        crs: of the whole table, see JudgedPositions.
    """

    frame: gpd.GeoDataFrame
    headings: pd.Series
    problems: pd.DataFrame
    crs: dict[str, object]


@dataclass(frozen=True)
class JudgedPositions:
    """Where the rows of a whole table are; `take_positions` gives those of some of its rows.

    Attributes:
        columns: our field -> their heading.
        cells: what `read_position_cells` found, but for its numbers; packed.
        corners: `first` and `second` of geometry, as its file has them; without rows where the
            table has none.
        has_shape: rows that go by their geometry.
        stated: what was stated of their reference system.
        judged: what the numbers mean.
        shapes: the geometry of the file, conformed.
        accuracy_m: how well each row is known.
        contradicted: flags of rows whose second position lies elsewhere.
        problems: what is told of the whole table, of geometry, and of contradicted rows.
        crs: for `check --json`: `stated`, `used`, `operation` (text, several parted by ", "),
            `verdict` (`certain`, `likely`, `ask`; empty without a position), `readings` (see
            `told_readings.tell_readings`), and `evidence`, a list of sentences
            `{"kk": …, "ru": …, "en": …}`.
    """

    columns: Mapping[str, str]
    cells: pd.DataFrame
    corners: pd.DataFrame
    has_shape: pd.Series
    stated: StatedRows
    judged: JudgedPairs
    shapes: ConformedShapes
    accuracy_m: pd.Series
    contradicted: Flags
    problems: pd.DataFrame
    crs: dict[str, object]


def judge_positions(
    table: RawTable,
    columns: Mapping[str, str],
    sidecar: Sidecar,
    survey_place: pd.DataFrame,
    in_district: InDistrict | None = None,
    near_known: NearKnown | None = None,
) -> JudgedPositions:
    """Find the position of each row of a table, all of them together.

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
    has_geometry = GEOMETRY in frame
    read = read_shapes(frame[GEOMETRY]) if has_geometry else find_no_shapes(len(frame))
    has_shape = pd.Series(~shapely.is_missing(read.shapes) | (read.fault != ""), index=frame.index)
    cells = read_position_cells(frame, columns, skip=has_shape)
    table.release()
    pairs = _pair_numbers(read, cells, has_shape)
    cells = cells.drop(columns=[*NUMBER_COLUMNS, "order"]).copy()
    give_back()
    stated = gather_statements(table, columns, sidecar, cells, has_shape)
    years = _list_years(frame, columns)
    judged = judge_pairs(pairs, stated, sidecar, in_district, near_known, years)
    if has_geometry:
        shapes = conform_shapes(read, judged.rows, judged.systems, table.format)
    else:
        shapes = place_none(len(frame), frame.index)
    give_back()
    said_m = cells["accuracy_m"].astype("float64")
    if "accuracy_m" in columns:
        said_m = read_stated_accuracy(frame, columns)["metres"].fillna(said_m)
    accuracy_m = find_accuracy(said_m, pairs, read.shapes, judged)
    found = JudgedPositions(
        columns=columns,
        cells=cells.drop(columns="accuracy_m"),
        corners=pairs.loc[frame.index[: len(frame) if has_geometry else 0], ["first", "second"]],
        has_shape=has_shape,
        stated=stated,
        judged=judged,
        shapes=shapes,
        accuracy_m=accuracy_m,
        contradicted=np.zeros(len(frame), dtype=bool),
        problems=gather_problems(
            [
                *list_assumed_problems(survey_place, judged),
                *list_shape_problems(survey_place, read, shapes.problems),
            ]
        ),
        crs=_tell_crs(stated, judged),
    )
    if not has_rivals(frame, columns):
        return found
    return _part_rivals(found, table, columns, sidecar, survey_place, in_district)


def _part_rivals(
    found: JudgedPositions,
    table: RawTable,
    columns: Mapping[str, str],
    sidecar: Sidecar,
    survey_place: pd.DataFrame,
    in_district: InDistrict | None,
) -> JudgedPositions:
    """Hold the rows back that give two positions which disagree."""
    whole = _take_rows(found, slice(None), table.frame.index)
    texts = _write_corners(write_cell_texts(table.frame, columns, whole.cells), whole)
    chosen = Chosen(_place_cells(whole).shapes, found.accuracy_m, _list_headings(whole), texts)
    rivals = list_rivals(table, columns, sidecar, chosen, in_district)
    contradicted = found.contradicted.copy()
    contradicted[found.cells.index.get_indexer(rivals.index)] = True
    told = gather_problems([found.problems, explain_rivals(survey_place, rivals, chosen)])
    return replace(found, contradicted=contradicted, problems=told)


def take_positions(
    found: JudgedPositions, rows: slice, frame: pd.DataFrame, places: pd.DataFrame
) -> Positions:
    """Return the positions of some rows.

    Args:
        found: those of the whole table.
        rows: which of its rows.
        frame: these rows of it.
        places: `survey_id` and `source_*` of these rows.
    """
    some = _take_rows(found, rows, places.index)
    texts = write_cell_texts(frame, found.columns, some.cells)
    placed = _place_cells(some)
    placed.shapes[some.contradicted] = None
    accuracy = read_stated_accuracy(frame, found.columns)
    problems = [
        *_list_number_problems(places, some, _write_corners(texts, some)),
        *list_accuracy_problems(places, accuracy, found.columns.get("accuracy_m", "")),
    ]
    return Positions(
        _build_frame(placed, some, texts),
        _list_headings(some),
        gather_problems(problems),
        found.crs,
    )


def conform_positions(
    table: RawTable,
    columns: Mapping[str, str],
    sidecar: Sidecar,
    survey_place: pd.DataFrame,
    in_district: InDistrict | None = None,
    near_known: NearKnown | None = None,
) -> Positions:
    """Find the positions of a small table at once, with all that is told of them.

    Arguments are those of `judge_positions`.
    """
    found = judge_positions(table, columns, sidecar, survey_place, in_district, near_known)
    taken = take_positions(found, slice(None), table.frame, survey_place)
    return replace(taken, problems=gather_problems([found.problems, taken.problems]))


def _take_rows(found: JudgedPositions, rows: slice, index: pd.Index) -> JudgedPositions:
    """Return what was found of some rows, under their own labels and unpacked."""
    shapes = found.shapes
    taken = found.stated.stated.iloc[rows].set_axis(index).astype("str")
    return replace(
        found,
        cells=unpack_columns(found.cells.iloc[rows].set_axis(index)),
        corners=found.corners.iloc[rows].set_axis(index[: len(found.corners)]),
        has_shape=found.has_shape.iloc[rows].set_axis(index),
        stated=replace(found.stated, stated=taken),
        judged=replace(
            found.judged, rows=unpack_columns(found.judged.rows.iloc[rows].set_axis(index))
        ),
        shapes=replace(
            shapes,
            shapes=shapes.shapes[rows],
            role=shapes.role.iloc[rows].set_axis(index).astype("str"),
        ),
        accuracy_m=found.accuracy_m.iloc[rows].set_axis(index),
        contradicted=found.contradicted[rows],
    )


def _list_headings(found: JudgedPositions) -> pd.Series:
    return found.cells["column"].mask(found.has_shape, GEOMETRY)


def _list_years(frame: pd.DataFrame, columns: Mapping[str, str]) -> list[int]:
    """List the years that the columns of season and date name."""
    headings = [columns[field] for field in ("year", "visited_on") if field in columns]
    texts = [pd.Series(frame[name].astype("str").unique(), dtype="str") for name in headings]
    years = [text.str.extract(_YEAR, expand=False).dropna() for text in texts]
    return sorted({int(year) for found in years for year in found.unique()})


def _pair_numbers(read: ReadShapes, cells: pd.DataFrame, has_shape: pd.Series) -> pd.DataFrame:
    """Put the numbers of cells and the corners of shapes into one pair of columns."""
    pairs = list_pairs(cells)
    is_shape = has_shape.to_numpy()
    if not is_shape.any():
        return pairs
    corners = dict(zip(("first", "second"), find_corners(read.shapes), strict=True))
    placed = {name: np.where(is_shape, corners[name], pairs[name]) for name in corners}
    return pairs.assign(**placed, order=write_order(pairs["order"], is_shape, "east"))


def _write_corners(texts: pd.Series, found: JudgedPositions) -> pd.Series:
    """Put the two numbers of a geometry beside the texts of cells."""
    bare = found.corners[(found.has_shape & texts.isna()).loc[found.corners.index]]
    numbers = zip(bare["first"], bare["second"], strict=True)
    told = texts.copy()
    told.loc[bare.index] = [f"{first:.12g}; {second:.12g}" for first, second in numbers]
    return told


def _list_number_problems(
    places: pd.DataFrame, found: JudgedPositions, texts: pd.Series
) -> list[pd.DataFrame]:
    judged, cells = found.judged, found.cells.assign(text=texts)
    is_swapped = (judged.rows["is_swapped"] | cells["is_swapped"]).to_numpy(dtype=bool)
    # What is outside either way is told once, by the check of the position.
    is_near = is_in_region(judged.rows["lon"], judged.rows["lat"], BORDER_MARGIN)
    return [
        *list_cell_problems(places, cells),
        *list_judged_problems(places, cells, judged.rows, found.stated.stated),
        *list_swapped_problems(places, cells, is_swapped & is_near & ~_is_held(judged, cells)),
        *list_doubt_problems(places, cells, is_near & ~_is_held(judged, cells)),
    ]


def _is_held(judged: JudgedPairs, cells: pd.DataFrame) -> Flags:
    return ((judged.rows["fault"] != "") | (cells["fault"] != "")).to_numpy(dtype=bool)


def _place_cells(found: JudgedPositions) -> ConformedShapes:
    """Put the points of coordinate cells beside the shapes of the file."""
    judged = found.judged.rows
    rows = ~found.has_shape.to_numpy() & (judged["system"] != "").to_numpy()
    degrees = judged.loc[rows, ["lon", "lat"]].to_numpy(dtype=float)
    placed = found.shapes.shapes.copy()
    placed[rows] = shapely.points(np.round(degrees, POSITION_DECIMALS))
    role = found.shapes.role.mask(rows, "point").reindex(found.cells.index)
    return ConformedShapes(placed, role, found.shapes.problems)


def _build_frame(
    placed: ConformedShapes, found: JudgedPositions, texts: pd.Series
) -> gpd.GeoDataFrame:
    cells, judged = found.cells, found.judged
    is_placed = ~shapely.is_missing(placed.shapes)
    system = judged.rows["system"].astype("str").where(is_placed)
    operations = {code: each.operation or None for code, each in judged.systems.items()}
    return gpd.GeoDataFrame(
        {
            "geometry_role": placed.role.where(is_placed),
            "position_accuracy_m": found.accuracy_m.where(is_placed),
            "coordinate_text": texts,
            "elevation_m": cells["elevation_m"],
            "crs_stated": found.stated.stated,
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
