"""Sound layers of two points, which hostile ones are made of."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping


@lru_cache
def make_layer(suffix: str) -> Mapping[str, bytes]:
    """Make a layer of two points by pyogrio: name -> bytes."""
    frame = gpd.GeoDataFrame(
        {"name": ["Бегазы", "Тасмола"]},
        geometry=shapely.points([75.3, 75.4], [48.2, 48.3]),
        crs=4326,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x{suffix}"
        if suffix == ".parquet":
            frame.to_parquet(path)
        else:
            frame.to_file(path, driver="MapInfo File" if suffix == ".tab" else None)
        files = {each.name: each.read_bytes() for each in sorted(Path(folder).iterdir())}
    return {path.name: files[path.name], **files}
