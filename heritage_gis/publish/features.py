"""GeoJSON features of public sites, written column by column (RFC 7946)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from heritage_gis.model.public import PUBLIC_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

    from heritage_gis.model.public import PublicSites

WHOLE = frozenset({"number", "start_year", "end_year", "coordinate_uncertainty_m"})
FLAGS = frozenset({"district_certain", "dating_certain"})
POSITION_DECIMALS = 5  # design 8: no public position is finer
SEPARATOR = ",\n"
BLOCK_SITES = 20_000  # written at a time, so that memory does not grow with the register
NEEDS_ESCAPE = r'["\\\x00-\x1f]'


def write_features(
    public: PublicSites, pages: dict[str, NDArray[np.int64]]
) -> Iterator[tuple[str, bytes]]:
    """Write the features of each page, block by block.

    A feature has PUBLIC_COLUMNS as properties; one without a public position has the geometry
    null. There is no bounding box: it would tell nothing that the features do not.

    Args:
        public: the sites.
        pages: page slug -> rows of the public frame, ascending.

    Yields:
        A slug and the next of its features, with the comma that parts them from those before; the
        slugs come round again. What a page gets does not depend on the sites of other pages.
    """
    begun: set[str] = set()
    for start in range(0, len(public.frame), BLOCK_SITES):
        block = public.frame.iloc[start : start + BLOCK_SITES]
        features = _write_block(block)
        for slug, rows in pages.items():
            first, last = np.searchsorted(rows, [start, start + BLOCK_SITES])
            if last > first:
                chosen = features.take(pa.array(rows[first:last] - start))
                together = pa.LargeListArray.from_arrays([0, len(chosen)], chosen)
                joined = pc.binary_join(together, _text(SEPARATOR))[0]
                comma = SEPARATOR.encode() if slug in begun else b""
                begun.add(slug)
                yield slug, comma + joined.as_buffer().to_pybytes()


def _write_block(sites: gpd.GeoDataFrame) -> pa.LargeStringArray:
    columns = {
        name: _write_json(sites[name], name) for name in PUBLIC_COLUMNS if name != "geometry"
    }
    parts: list[pa.Array | str] = ['{"type":"Feature","id":', columns["site_id"]]
    parts += [',"geometry":', _write_geometries(sites.geometry), ',"properties":{']
    for place, (name, values) in enumerate(columns.items()):
        parts += [f'{"," if place else ""}"{name}":', values]
    parts.append("}}")
    texts = [_text(part) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*texts, _text(""))


def _write_json(values: pd.Series, name: str) -> pa.LargeStringArray:
    """Write one of PUBLIC_COLUMNS as JSON values; what is missing, or empty, becomes null."""
    if name in WHOLE:
        written = pa.array(values.astype("Int64"), pa.int64()).cast(pa.large_string())
    elif name in FLAGS:
        written = pa.array(values.astype("boolean"), pa.bool_()).cast(pa.large_string())
    else:
        texts = pa.array(values.mask(values == "").astype("str"), pa.large_string())
        written = quote_texts(texts)
    return pc.fill_null(written, "null")


def quote_texts(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Write texts as JSON strings, only those with a letter to escape one by one; null stays."""
    quoted = pc.binary_join_element_wise(_text('"'), texts, _text('"'), _text(""))
    is_special = pc.fill_null(pc.match_substring_regex(texts, NEEDS_ESCAPE), fill_value=False)
    if not pc.any(is_special).as_py():
        return quoted
    special = [
        json.dumps(text, ensure_ascii=False) for text in texts.filter(is_special).to_pylist()
    ]
    return pc.replace_with_mask(quoted, is_special, pa.array(special, pa.large_string()))


def _write_geometries(geometry: gpd.GeoSeries) -> pa.LargeStringArray:
    """Write geometries, counter-clockwise, each distinct cell once."""
    codes, distinct = pd.factorize(np.asarray(shapely.to_wkb(geometry.to_numpy()), dtype=object))
    shapes = shapely.orient_polygons(shapely.from_wkb(distinct))
    rounded = shapely.transform(shapes, lambda degrees: np.round(degrees, POSITION_DECIMALS))
    texts = np.append(shapely.to_geojson(rounded), "null")
    return pa.array(texts[codes], pa.large_string())


def _text(text: str) -> pa.LargeStringScalar:
    return pa.scalar(text, pa.large_string())
