"""Sites as CSV: UTF-8 with a byte order mark, parted by semicolons, one row a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from heritage_gis.export.content import add_labels
from heritage_gis.model.record import POSITION_DECIMALS

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray

    from heritage_gis.export.content import Content

CELL_DECIMALS = 2  # the finest cell is 0.01 degree
# What a spreadsheet takes for a formula where a cell begins with it; an apostrophe keeps it text.
_FORMULA = r"^(?=[=+\-@\t\r])"


def write_csv(content: Content, path: Path) -> None:
    """Write the sites with all their columns and labels, and their position as numbers.

    `longitude` and `latitude` are there where the position is a point. For the public,
    `cell_west`, `cell_south`, `cell_east` and `cell_north` tell the cell. The last column,
    `notice`, says whom the table is for. A text that a spreadsheet would run as a formula gets an
    apostrophe.
    """
    table = add_labels(content.sites.drop(columns="geometry"))
    texts = [name for name in table if pd.api.types.is_string_dtype(table[name])]
    for name in texts:
        table[name] = table[name].str.replace(_FORMULA, "'", regex=True)
    table = table.assign(**_write_positions(content.sites, is_public=content.is_public))
    table["notice"] = content.notice_line
    table.to_csv(path, sep=";", index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _write_positions(sites: gpd.GeoDataFrame, *, is_public: bool) -> dict[str, NDArray[np.object_]]:
    shapes = sites.geometry.to_numpy()
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    points = np.where(is_point, shapes, None)
    told = {
        "longitude": _write_degrees(shapely.get_x(points), POSITION_DECIMALS),
        "latitude": _write_degrees(shapely.get_y(points), POSITION_DECIMALS),
    }
    if is_public:
        edges = shapely.bounds(np.where(is_point, None, shapes)).T
        names = ("cell_west", "cell_south", "cell_east", "cell_north")
        told |= {
            name: _write_degrees(edge, CELL_DECIMALS)
            for name, edge in zip(names, edges, strict=True)
        }
    return told


def _write_degrees(degrees: NDArray[np.float64], decimals: int) -> NDArray[np.object_]:
    """Write degrees without superfluous zeros; what is missing stays empty."""
    plain = [
        "" if np.isnan(each) else f"{each:.{decimals}f}".rstrip("0").rstrip(".")
        for each in degrees.tolist()
    ]
    return np.array(plain, dtype=object)
