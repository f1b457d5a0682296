"""Position cells: what the coordinate columns of a table hold, before any reference system."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.conform.coordinate_doubts import ColumnDoubts, find_unlike_shapes
from heritage_gis.conform.damaged_cells import Damage, find_damaged
from heritage_gis.geo.common_notations import COMMON_COLUMNS, read_common
from heritage_gis.geo.coordinate_text import (
    HIGHEST,
    NOTHING,
    AngleReading,
    CoordinateFault,
    CoordinateReading,
    make_latitude_fault,
    read_angle,
    read_coordinates,
)
from heritage_gis.geo.number_columns import read_numbers
from heritage_gis.geo.region import is_in_region
from heritage_gis.model.columns import cut_rows, join_packed, map_distinct, pack_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from heritage_gis.geo.coordinate_text import Axis, PlaneReading
    from heritage_gis.geo.reading_values import Flags

PAIRS = (("lat_raw", "lon_raw"), ("x_raw", "y_raw"))
SOURCES: tuple[tuple[str, ...], ...] = (("coord_text",), *PAIRS)  # the strongest first
_ROWS_AT_ONCE = 10_000  # what is read of a cell takes two kilobytes, until it stands in a column
_GEOPOINT = re.compile(r"(-?\d{1,2}\.\d+ -?\d{1,3}\.\d+) -?\d+(?:\.\d+)? \d+(?:\.\d+)?")
BETWEEN = "; "  # two cells, or two headings, that together give one position
NUMBER_COLUMNS = ("first", "second", "first_resolution", "second_resolution")
PAIR_COLUMNS = ("column", *NUMBER_COLUMNS, "order")  # of CELL_COLUMNS
ORDERS = {"open": None, "north": True, "east": False}  # what the first number is said to be
CELL_COLUMNS: dict[str, object] = {
    "column": "",  # their heading; two are parted by BETWEEN, as their values are; "": no position
    "first": np.nan,  # latitude, or northing, or X
    "second": np.nan,
    "first_resolution": np.nan,
    "second_resolution": np.nan,
    "order": "open",  # "north" where headings or letters say that the first is latitude
    "is_swapped": False,  # letters contradict the headings
    "datum": "",  # what the cell says of its system
    "fault": "",
    "details": None,
    "suggestion": "",  # the nearest right text of a cell with a fault
    "doubts": "",  # codes of warnings, parted by spaces
    "elevation_m": np.nan,  # what the cell says besides
    "accuracy_m": np.nan,
}
_TEXT_COLUMNS = ("column", "datum", "fault", "order", "suggestion", "doubts")
_RARE_FIGURES = ("elevation_m", "accuracy_m")


def read_position_cells(
    frame: pd.DataFrame, columns: Mapping[str, str], skip: pd.Series
) -> pd.DataFrame:
    """Read the coordinate columns: one cell for both, else latitude and longitude, else X and Y.

    Args:
        frame: rows of a raw table.
        columns: our field -> their heading.
        skip: rows whose position is known otherwise.

    Returns:
        CELL_COLUMNS with the index of `frame`, packed: see `unpack_columns`. Their texts are not
        among them, see `write_cell_texts`. Rows without any coordinate have no `column`.
    """
    gathered = {fields: ColumnDoubts() for fields in SOURCES}
    blocks = [
        _read_block(frame.iloc[rows], columns, skip.iloc[rows], gathered)
        for rows in cut_rows(len(frame), _ROWS_AT_ONCE)
    ]
    cells = join_packed(blocks).set_axis(frame.index)
    _settle_doubts(cells, cells.pop("source").to_numpy(), [*gathered.values()])
    return cells


def _settle_doubts(
    cells: pd.DataFrame, source: npt.NDArray[np.int8], gathered: list[ColumnDoubts]
) -> None:
    """Take back the doubts that the whole column of a cell settles."""
    if not (cells["doubts"] != "").any():
        return
    doubts = cells["doubts"].astype("str")
    for number, column in enumerate(gathered):
        rows = cells.index[(source == number) & (doubts != "").to_numpy()]
        doubts.loc[rows] = column.settle(doubts.loc[rows])
    cells["doubts"] = doubts.astype("category")


def list_pairs(cells: pd.DataFrame) -> pd.DataFrame:
    """List the numbers of cells, NaN where a cell has a fault, as `judge_pairs` takes them."""
    pairs = cells[[*PAIR_COLUMNS]].copy()
    pairs.loc[(cells["fault"] != "").to_numpy(), ["first", "second"]] = np.nan
    return pairs


def write_order(order: pd.Series, rows: Flags, said: str) -> pd.Series:
    """Write into a packed column what headings, letters or a format say comes first."""
    return order.cat.set_categories([*ORDERS]).mask(rows, said)


def write_cell_texts(
    frame: pd.DataFrame, columns: Mapping[str, str], cells: pd.DataFrame
) -> pd.Series:
    """Write what the cells of each position say, verbatim; missing where a row has none.

    Args:
        frame: rows of a raw table.
        columns: our field -> their heading.
        cells: what `read_position_cells` found of these rows.
    """
    texts = pd.Series(pd.NA, index=frame.index, dtype="str")
    told = cells["column"].astype("str")
    for named in told.unique().tolist():
        skip = told != named
        for fields in _find_fields(named, columns):
            parts = [_take_texts(frame, columns, field, skip) for field in fields]
            texts = texts.fillna(parts[0] if len(parts) == 1 else _join_texts(*parts))
    return texts


def _find_fields(named: str, columns: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Find the fields of what `column` names: both of a pair, or one of its cells alone.

    A heading may be «Широта; Долгота», and stand beside «Широта» and «Долгота»: of these the one
    cell counts where it says something.
    """
    pairs = [tuple(name for name in fields if name in columns) for fields in SOURCES]
    singles = [(name,) for fields in pairs for name in fields]
    known = [names for names in dict.fromkeys([*singles, *pairs]) if names and named]
    return [names for names in known if BETWEEN.join(columns[name] for name in names) == named]


def _read_block(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    skip: pd.Series,
    gathered: Mapping[tuple[str, ...], ColumnDoubts],
) -> pd.DataFrame:
    """Return CELL_COLUMNS of some rows, their doubts open, and `source`, its number in SOURCES."""
    types = {"details": "object", "source": "int8", **dict.fromkeys(_TEXT_COLUMNS, "str")}
    cells = pd.DataFrame(CELL_COLUMNS | {"source": -1}, index=frame.index).astype(types)
    for number, (fields, doubts) in enumerate(gathered.items()):
        if not columns.keys() & set(fields):
            continue
        texts = [_take_texts(frame, columns, name, skip) for name in fields]
        names = [columns.get(name, "") for name in fields]
        if len(fields) == 1:
            read = _read_single_cells(texts[0], names[0], doubts)
        else:
            read = _read_pair_cells(texts, names, doubts, is_lat_lon=fields == PAIRS[0])
        _fill(cells, read.assign(source=np.int8(number)))
    return pack_columns(cells, texts=_TEXT_COLUMNS, figures=_RARE_FIGURES)


def _take_texts(
    frame: pd.DataFrame, columns: Mapping[str, str], field: str, skip: pd.Series
) -> pd.Series:
    """Take a column without the rows to skip, and without what stands for nothing («—», «н/д»)."""
    if field not in columns:
        return pd.Series(pd.NA, index=frame.index, dtype="str")
    texts = frame[columns[field]].astype("str")
    return texts.mask(skip | texts.str.strip().str.casefold().isin(NOTHING))


def _fill(cells: pd.DataFrame, read: pd.DataFrame) -> None:
    """Take over the rows that no stronger column has filled."""
    rows = read.index[(cells.loc[read.index, "column"] == "").to_numpy()]
    if len(rows):
        cells.loc[rows, list(read.columns)] = read.loc[rows]


def _read_single_cells(texts: pd.Series, heading: str, gathered: ColumnDoubts) -> pd.DataFrame:
    present = texts.dropna()
    common = read_common(present)
    others = present.drop(common.index)
    readings = map_distinct(others, _read_cell, missing=None)
    damaged = find_damaged(others, "position")
    readings.loc[damaged.index] = damaged.map(_make_damage_fault)
    rows = [_tell_reading(reading) for reading in readings]
    read = pd.DataFrame(rows, index=others.index, columns=_TOLD)
    if len(common):
        told = pd.DataFrame(_TOLD_OF_COMMON, index=common.index).astype({"details": object})
        told[[*COMMON_COLUMNS]] = common
        read = pd.concat([told[_TOLD], read] if len(read) else [told[_TOLD]]).loc[present.index]
    doubts = read["doubts"].astype("str")
    gathered.add(present, doubts)
    return read.assign(column=heading, doubts=doubts)


_TOLD = [
    *("first", "second", "first_resolution", "second_resolution"),
    *("order", "is_swapped", "datum", "fault", "details", "suggestion"),
    *("doubts", "elevation_m", "accuracy_m"),
]


_TOLD_OF_COMMON: dict[str, object] = {
    **{name: CELL_COLUMNS[name] for name in _TOLD if name not in COMMON_COLUMNS},
    "order": "north",
}


def _tell_reading(
    reading: CoordinateReading | PlaneReading | CoordinateFault,
) -> tuple[object, ...]:
    if isinstance(reading, CoordinateFault):
        nothing = (np.nan, np.nan, np.nan, np.nan)
        fault = (reading.code, reading.details, reading.suggestion)
        return (*nothing, "open", False, "", *fault, "", np.nan, np.nan)
    if isinstance(reading, CoordinateReading):
        numbers = (reading.lat, reading.lon, reading.lat_resolution, reading.lon_resolution)
        order, is_swapped = "north", reading.is_swapped
    else:
        numbers = (
            *(reading.first, reading.second),
            *(reading.first_resolution, reading.second_resolution),
        )
        order, is_swapped = "open", False
    besides = (" ".join(reading.doubts), _or_nan(reading.elevation_m), _or_nan(reading.accuracy_m))
    return (*numbers, order, is_swapped, reading.datum, "", None, "", *besides)


def _or_nan(metres: float | None) -> float:
    return np.nan if metres is None else metres


def _read_cell(text: str) -> CoordinateReading | PlaneReading | CoordinateFault:
    """Read a cell; one of a phone form also gives height and accuracy: «48.2 75.3 350 4.5»."""
    found = _GEOPOINT.fullmatch(text.strip())
    return read_coordinates(found[1] if found else text)


def _read_pair_cells(
    texts: list[pd.Series], names: list[str], gathered: ColumnDoubts, *, is_lat_lon: bool
) -> pd.DataFrame:
    is_any = (texts[0].notna() | texts[1].notna()).to_numpy()
    axes: tuple[Axis, Axis] = ("lat", "lon") if is_lat_lon else ("", "")
    halves = [_read_half(text[is_any], axis) for text, axis in zip(texts, axes, strict=True)]
    first, second = halves
    is_turned = ((first["axis"] == "lon") | (second["axis"] == "lat")).to_numpy() & ~(
        first["axis"] == second["axis"]
    ).to_numpy()
    read = pd.DataFrame(index=first.index)
    read["first"] = first["value"].where(~is_turned, second["value"])
    read["second"] = second["value"].where(~is_turned, first["value"])
    finer = first["resolution"].combine(second["resolution"], np.fmin)
    is_plain = (first["is_number"] & second["is_number"]).to_numpy()
    # A spreadsheet drops the last zeros of a number: 48.24 beside 67.123456 has six decimals too.
    read["first_resolution"] = finer.where(is_plain, first["resolution"])
    read["second_resolution"] = finer.where(is_plain, second["resolution"])
    has_letters = ((first["axis"] != "") & ~first["is_number"]).to_numpy()
    read["order"] = np.where(is_lat_lon | has_letters, "north", "open")
    read["is_swapped"] = is_turned & is_lat_lon
    read["datum"] = first["datum"].where(first["datum"] != "", second["datum"])
    read["column"] = BETWEEN.join(name for name in names if name)
    read["fault"], read["details"], read["suggestion"] = _join_faults(halves, texts, is_any)
    read["doubts"] = find_unlike_shapes(first["shape"], second["shape"])
    gathered.add(_join_texts(texts[0][is_any], texts[1][is_any]), read["doubts"])
    _point_at_faults(read, halves, names)
    if is_lat_lon:
        _mark_high_latitudes(read)
    return read


def _point_at_faults(read: pd.DataFrame, halves: list[pd.DataFrame], names: list[str]) -> None:
    """Name the one cell in which the fault is, where only one of the two has any."""
    faulty = [half["fault"] != "" for half in halves]
    for mine, other, name in zip(faulty, reversed(faulty), names, strict=True):
        read.loc[read.index[(mine & ~other).to_numpy()], "column"] = name


def _mark_high_latitudes(read: pd.DataFrame) -> None:
    """Hold latitudes from 90 to 180 degrees that are no swapped longitude of the two regions."""
    first, second = read["first"], read["second"]
    is_degrees = np.maximum(first.abs(), second.abs()) <= HIGHEST["lon"]
    is_swapped = is_in_region(first, second)
    is_high = is_degrees & (first.abs() > HIGHEST["lat"]) & ~is_swapped & (read["fault"] == "")
    read.loc[is_high, "fault"] = "coordinate_out_of_range"
    faults = [make_latitude_fault(degrees) for degrees in first[is_high]]
    read.loc[is_high, "details"] = pd.Series(
        [fault.details for fault in faults], index=read.index[is_high], dtype=object
    )


def _read_half(texts: pd.Series, axis: Axis) -> pd.DataFrame:
    """Read one column of a pair: plain numbers at once, angles by their distinct texts."""
    half = read_numbers(texts)
    half[["axis", "datum", "fault", "suggestion", "shape"]] = ""
    half["details"] = pd.Series([None] * len(half), index=half.index, dtype=object)
    is_finite = half["is_finite"].astype(bool)
    half["fault"] = half["fault"].mask(half["is_number"] & ~is_finite, "coordinate_not_finite")
    is_lost = half["is_precision_lost"].astype(bool) & is_finite
    half.loc[is_lost, "fault"] = "coordinate_digits_lost"
    half.loc[is_lost, "details"] = pd.Series(
        [{"hint": "hint_exponent"}] * int(is_lost.sum()), index=half.index[is_lost], dtype=object
    )
    damaged = find_damaged(texts, axis or "position").map(_make_damage_fault)
    half.loc[damaged.index, "is_number"] = False
    half.loc[damaged.index, "fault"] = damaged.map(lambda fault: fault.code)
    half.loc[damaged.index, "details"] = damaged.map(lambda fault: fault.details)
    angular = texts[~half["is_number"].to_numpy()].drop(damaged.index).dropna()
    readings = map_distinct(angular, lambda text: read_angle(text, axis), missing=None)
    rows = [_tell_angle(reading) for reading in readings]
    told = ["value", "resolution", "axis", "datum", "fault", "details", "suggestion", "shape"]
    if rows:
        half.loc[angular.index, told] = pd.DataFrame(rows, index=angular.index, columns=told)
    return half


def _make_damage_fault(damage: Damage) -> CoordinateFault:
    if not damage.is_date:
        return CoordinateFault("coordinate_cell_error")
    return CoordinateFault("coordinate_became_date", {"numbers": damage.numbers})


def _tell_angle(reading: AngleReading | CoordinateFault) -> tuple[object, ...]:
    if isinstance(reading, CoordinateFault):
        return (np.nan, np.nan, "", "", reading.code, reading.details, reading.suggestion, "")
    shape = "{}.{}".format(*reading.shape) + (".short" if reading.is_short else "")
    named = (reading.degrees, reading.resolution, reading.axis, reading.datum)
    return (*named, "", None, "", shape)


def _join_texts(first: pd.Series, second: pd.Series) -> pd.Series:
    both = first.notna() & second.notna()
    alone = first.fillna(second)
    return alone.mask(both, first.fillna("") + BETWEEN + second.fillna(""))


def _join_faults(
    halves: list[pd.DataFrame], texts: list[pd.Series], is_any: Flags
) -> tuple[pd.Series, pd.Series, pd.Series]:
    first, second = halves
    is_first = first["fault"] != ""
    is_half = (texts[0].isna() | texts[1].isna())[is_any]
    fault, details, suggestion = (
        first[name].where(is_first, second[name]) for name in ("fault", "details", "suggestion")
    )
    return (
        fault.mask(is_half, "coordinate_half_missing"),
        details.mask(is_half, None),
        suggestion.mask(is_half, ""),
    )
