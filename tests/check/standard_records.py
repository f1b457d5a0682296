"""Standard records made in code, for tests of the check."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from heritage_gis.model.record import CRS, DTYPES, RECORD_COLUMNS

Row = dict[str, Any]


def make_records(*rows: Row) -> gpd.GeoDataFrame:
    """Return standard records in rows 2, 3, … of a sheet; what a row does not say is missing."""
    frame = pd.DataFrame(
        {
            column: pd.Series([row.get(column) for row in rows], dtype=DTYPES[kind])
            for column, kind in RECORD_COLUMNS.items()
        }
    )
    frame["survey_id"] = "2026-kent"
    frame["source_file"] = frame["source_file"].fillna("kent.xlsx")
    frame["source_layer"] = frame["source_layer"].fillna("Лист1")
    own = pd.Series(range(2, len(rows) + 2), dtype="Int64")
    frame["source_row"] = frame["source_row"].fillna(own)
    frame["record_id"] = pd.Series(
        [f"2026-kent/{place}" for place in range(len(rows))], dtype="str"
    )
    return gpd.GeoDataFrame(frame, geometry=[row.get("geometry") for row in rows], crs=CRS)
