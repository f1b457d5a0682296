"""The rows of a layer of settlements: their names, and their places in WGS 84."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from heritage_gis.errors import MisusedError, refuse_file
from heritage_gis.model.raw_table import GEOMETRY
from heritage_gis.places.layer_rows import bring_to_wgs84, name_file, read_shapes
from heritage_gis.places.settlements import COLUMNS, NAME_COLUMNS

if TYPE_CHECKING:
    from heritage_gis.model.raw_table import RawTable

DECIMALS = 5  # of a degree, about a metre: finer than any settlement


def read_settlement_rows(
    table: RawTable, columns: dict[str, str], accuracy_m: float, credit: str = ""
) -> pd.DataFrame:
    """Read the settlements of a layer; an outline stands for its centre.

    Args:
        table: the layer as it was read.
        columns: ours -> theirs; ours are NAME_COLUMNS, at least one.
        accuracy_m: how well the layer knows where a settlement begins.
        credit: whom to name for it; empty: the name of the file.

    Returns:
        The columns of `settlements.COLUMNS`; rows without a shape have no place.

    Raises:
        MisusedError: no column of names is given, or one is not in the file.
        RefusedFileError: there is no geometry, it cannot be read, or its reference system is not
            known.
    """
    file_name = name_file(table)
    unknown = [theirs for theirs in columns.values() if theirs not in table.columns]
    if unknown or not columns:
        raise MisusedError(
            f"name the column of at least one of {', '.join(NAME_COLUMNS)}; "
            f"{file_name} has: {', '.join(table.columns)}"
        )
    if GEOMETRY not in table.frame:
        raise refuse_file(file_name, "settlements_no_geometry")
    shapes = read_shapes(table.frame, file_name, "ignore")
    degrees, _, _ = bring_to_wgs84(shapes, table.crs_wkt, file_name)
    centres = shapely.centroid(degrees)
    told = {ours: table.frame[theirs] for ours, theirs in columns.items()}
    places = {
        "longitude": np.round(shapely.get_x(centres), DECIMALS),
        "latitude": np.round(shapely.get_y(centres), DECIMALS),
        "accuracy_m": accuracy_m,
        "source": credit or file_name,
    }
    return pd.DataFrame({**told, **places}, index=table.frame.index).reindex(columns=[*COLUMNS])
