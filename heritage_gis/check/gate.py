"""The gate before the register: records are as the standard says, or the program has a bug."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandera.pandas as pa

from heritage_gis.model.record import DTYPES, RECORD_COLUMNS

if TYPE_CHECKING:
    import geopandas as gpd

SMALLEST_YEAR, LARGEST_YEAR = -1_000_000, 2100


@cache
def _build_schema() -> pa.DataFrameSchema:
    columns = {
        name: pa.Column(DTYPES[kind], nullable=True) for name, kind in RECORD_COLUMNS.items()
    }
    for name in ("record_id", "survey_id", "source_file"):
        columns[name] = pa.Column("str", nullable=False, unique=name == "record_id")
    for name in ("start_year", "end_year"):
        columns[name] = pa.Column(
            "Int64", [pa.Check.in_range(SMALLEST_YEAR, LARGEST_YEAR), pa.Check.ne(0)], nullable=True
        )
    columns["position_accuracy_m"] = pa.Column("float64", pa.Check.ge(0), nullable=True)
    return pa.DataFrameSchema(columns, strict=True, ordered=True)


def require_standard(records: gpd.GeoDataFrame) -> None:
    """Let records pass that keep the standard: columns, types, unique ids, no year 0, WGS 84.

    Raises:
        pandera.errors.SchemaErrors: a stage before has a bug; all breaches are named at once.
        ValueError: the geometry is not in degrees of EPSG:4326, or not valid.
    """
    _build_schema().validate(records.drop(columns="geometry"), lazy=True)
    if records.crs is None or records.crs.to_epsg() != 4326:  # noqa: PLR2004 - the one EPSG code
        raise ValueError(f"records must be in EPSG:4326, found {records.crs}")
    placed = records.geometry[records.geometry.notna()]
    if not placed.is_valid.all():
        raise ValueError(f"{int((~placed.is_valid).sum())} geometries are not valid")
