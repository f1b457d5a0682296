"""Sites, and the tables that go with them, as a GeoPackage."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pandas as pd

from heritage_gis.export.content import add_labels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heritage_gis.export.content import Content

VERSION = "1.3"  # Debian's validator and QGIS 3.22 know no later one
NO_CLOCK = "2000-01-01T00:00:00.000Z"  # in the place of the time of writing: same bytes each time
SHAPES = {"sites": "Point", "cells": "Polygon", "records": "Unknown"}


def write_geopackage(content: Content, path: Path) -> None:
    """Write the sites as layers, the tables beside them, and the notice as a table.

    The keeper's has the layers `sites` and `records`; the public one `sites` for those that are
    shown where they stand, `cells` for those shown as a cell, and the table `unplaced`.

    Args:
        content: what to write.
        path: a file that is not there yet.
    """
    notice = {f"notice_{language}": [text] for language, text in content.notice.items()}
    layers = _part_public(content) if content.is_public else {"sites": content.sites}
    tables = {**layers, **content.tables, "notice": pd.DataFrame(notice)}
    with _without_clock():
        for name, table in tables.items():
            _write_table(add_labels(table), name, path)


def _part_public(content: Content) -> dict[str, pd.DataFrame]:
    sites = content.sites
    parts = {"sites": "exact", "cells": "cell"}
    layers = {name: sites[sites["position"] == shown] for name, shown in parts.items()}
    rest = sites[~sites["position"].isin([*parts.values()])]
    return {**layers, "unplaced": pd.DataFrame(rest.drop(columns="geometry"))}


def _write_table(table: pd.DataFrame, name: str, path: Path) -> None:
    import pyogrio

    is_layer = "geometry" in table
    options: dict[str, Any] = {} if path.exists() else {"VERSION": VERSION}
    pyogrio.write_dataframe(
        table.reset_index(drop=True),
        path,
        layer=name,
        driver="GPKG",
        append=path.exists(),
        geometry_type=SHAPES[name] if is_layer else None,
        layer_options={"GEOMETRY_NAME": "geometry"} if is_layer else {},
        dataset_options=options,
    )


@contextmanager
def _without_clock() -> Iterator[None]:
    """Let GDAL write one fixed time wherever it would write that of the clock."""
    import pyogrio

    former = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": NO_CLOCK})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": former})
