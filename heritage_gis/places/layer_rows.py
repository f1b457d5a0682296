"""The rows of an official layer: which unit each is, and its polygon in WGS 84."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from pyproj.transformer import TransformerGroup

from heritage_gis.errors import MisusedError, refuse_file
from heritage_gis.model.raw_table import GEOMETRY
from heritage_gis.model.wkb_nesting import MOST_DEPTH, find_deep
from heritage_gis.places.names import find_unit
from heritage_gis.places.units import read_units
from heritage_gis.sentences import Sentence

if TYPE_CHECKING:
    from typing import Literal

    from numpy.typing import NDArray
    from pyproj import Transformer

    from heritage_gis.model.raw_table import RawTable

KATO_COLUMN = "kato"
NAME_COLUMNS = ("name_kk", "name_ru", "name_en")
# Pulkovo 1942 to WGS 84 where Kazakhstan is; by itself PROJ takes one for Russia (facts.md §1.3).
PINNED_OPERATION = "15865"


@dataclass(frozen=True, eq=False)
class LayerRows:
    """The rows of a layer that are our units, each unit once, ordered by kato.

    Attributes:
        katos: their codes in the layout asked for.
        shapes: their polygons in EPSG:4326, as drawn: perhaps invalid, perhaps overlapping.
        crs: the reference system of the file.
        crs_operation: how its coordinates were brought to WGS 84.
        left_out: how many rows are of other places.
    """

    katos: tuple[str, ...]
    shapes: NDArray[np.object_]
    crs: str
    crs_operation: str
    left_out: int


def read_layer_rows(table: RawTable, columns: dict[str, str], layout: str) -> LayerRows:
    """Find our units among the rows of a layer.

    Args:
        table: the layer as it was read.
        columns: ours (`kato`, `name_kk`, `name_ru`, `name_en`) -> theirs.
        layout: in whose codes the units are given; the layer may have those of either layout.

    Raises:
        MisusedError: no column is named, or one is not in the file.
        RefusedFileError: a unit is missing or repeated, a name contradicts its code, or there is
            no polygon or no reference system.
    """
    file_name = name_file(table)
    _require_columns(table, columns, file_name)
    katos, faults = _match_rows(table.frame, columns, layout)
    faults += _count_units(katos, layout)
    rows = np.flatnonzero(katos.notna())
    rows = rows[np.argsort(katos.iloc[rows].to_numpy(dtype=object), kind="stable")]
    shapes = read_shapes(table.frame.iloc[rows], file_name, "raise")
    faults += [
        Sentence("unit_without_polygon", {"unit": katos.iloc[row]})
        for row, shape in zip(rows, shapes, strict=True)
        if shape is None or shape.is_empty or "Polygon" not in shape.geom_type
    ]
    if faults:
        raise refuse_file(file_name, "districts_wrong", faults=tuple(faults))
    degrees, crs, operation = bring_to_wgs84(shapes, table.crs_wkt, file_name)
    kept = tuple(katos.iloc[rows])
    return LayerRows(kept, degrees, crs, operation, len(katos) - len(rows))


def name_file(table: RawTable) -> str:
    """Return the name of the file a table was read from."""
    files = table.frame["source_file"]
    return str(files.iloc[0]) if len(files) else "the layer"


def _require_columns(table: RawTable, columns: dict[str, str], file_name: str) -> None:
    known = (KATO_COLUMN, *NAME_COLUMNS)
    unknown = [ours for ours in columns if ours not in known]
    if unknown or not columns:
        raise MisusedError(f"name the column of at least one of: {', '.join(known)}")
    missing = [theirs for theirs in columns.values() if theirs not in table.columns]
    if missing:
        raise MisusedError(
            f"{file_name} has no column «{'», «'.join(missing)}»; "
            f"it has: {', '.join(table.columns)}"
        )
    if GEOMETRY not in table.frame:
        raise refuse_file(file_name, "districts_no_geometry")


def _match_rows(
    frame: pd.DataFrame, columns: dict[str, str], layout: str
) -> tuple[pd.Series, list[Sentence]]:
    """Return the code of each row (missing where it is of no unit of ours), and contradictions."""
    by_name = pd.Series(None, index=frame.index, dtype="str")
    for ours in NAME_COLUMNS:
        if ours in columns:
            names = frame[columns[ours]]
            found = {name: find_unit(name, layout).kato for name in names.dropna().unique()}
            by_name = by_name.fillna(names.map(found).astype("str"))
    if KATO_COLUMN not in columns:
        return by_name, []
    codes = {
        code: unit.kato_in(layout)
        for unit in read_units()
        for code in (unit.kato, unit.kato_before)
    }
    stated = frame[columns[KATO_COLUMN]].str.strip().str.removesuffix(".0")
    katos = stated.map(codes).astype("str")
    contradicted = katos.notna() & by_name.notna() & (katos != by_name)
    faults = [
        Sentence("unit_contradicted", {"unit": stated[row]}) for row in frame.index[contradicted]
    ]
    return katos, faults


def _count_units(katos: pd.Series, layout: str) -> list[Sentence]:
    """Say which units are missing and which are there more than once."""
    counts = katos.value_counts()
    names = {unit.kato_in(layout): unit.name_en for unit in read_units()}
    missing = [f"{kato} {name}" for kato, name in sorted(names.items()) if kato not in counts]
    repeated = [f"{kato} {names[kato]}" for kato in sorted(counts.index[counts > 1])]
    faults = []
    if missing:
        faults.append(Sentence("units_missing", {"units": ", ".join(missing)}))
    if repeated:
        faults.append(Sentence("units_repeated", {"units": ", ".join(repeated)}))
    return faults


def read_shapes(
    frame: pd.DataFrame, file_name: str, on_invalid: Literal["raise", "ignore"]
) -> NDArray[np.object_]:
    """Return the flat shapes of rows of a raw table; None where a row has none.

    Args:
        frame: the rows.
        file_name: of their file.
        on_invalid: what to do with bytes that are no shape: refuse the file, or take them as none.

    Raises:
        RefusedFileError: a shape is of shapes in one another without end, or has curves, or is
            damaged.
    """
    geometry = frame[GEOMETRY]
    wkb = geometry.where(geometry.notna(), None).to_numpy(dtype=object)
    deep = frame["source_row"][find_deep(wkb)]
    if len(deep):
        row = str(deep.iloc[0])
        raise refuse_file(file_name, "geometry_nested", row=row, limit=MOST_DEPTH)
    try:
        shapes = shapely.from_wkb(wkb, on_invalid=on_invalid)
    except shapely.GEOSException as fault:
        raise refuse_file(file_name, "geometry_damaged") from fault
    except NotImplementedError as fault:
        raise refuse_file(file_name, "geometry_curved") from fault
    flat: NDArray[np.object_] = shapely.force_2d(shapes)
    return flat


def bring_to_wgs84(
    shapes: NDArray[np.object_], crs_wkt: str, file_name: str
) -> tuple[NDArray[np.object_], str, str]:
    """Return shapes in EPSG:4326, the name of their own system, and the operation used.

    Raises:
        RefusedFileError: the reference system is not stated, or not known.
    """
    if not crs_wkt:
        raise refuse_file(file_name, "crs_missing")
    try:
        crs = CRS.from_user_input(crs_wkt)
    except CRSError as fault:
        raise refuse_file(file_name, "crs_unknown") from fault
    transformer = _choose_operation(crs)
    degrees = shapely.transform(
        shapes, lambda own: np.column_stack(transformer.transform(own[:, 0], own[:, 1]))
    )
    return degrees, crs.name, transformer.description


def _choose_operation(crs: CRS) -> Transformer:
    group = TransformerGroup(crs, "EPSG:4326", always_xy=True, allow_ballpark=False)
    pinned = [entry for entry in group.transformers if PINNED_OPERATION in entry.to_json()]
    return (pinned or group.transformers)[0]
