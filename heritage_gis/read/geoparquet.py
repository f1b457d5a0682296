"""GeoParquet: a Parquet file with shapes, by its `geo` metadata (geoparquet.org, 1.1)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from heritage_gis.read.handover import make_features_schema
from heritage_gis.read.job import Sheet
from heritage_gis.read.layers import write_texts
from heritage_gis.read.wkb import write_wkb
from heritage_gis.read.wkb_curves import straighten_shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heritage_gis.read.handover import Handover

_BATCH = 10_000
_WKB = "WKB"
# Encodings of 1.1 in which coordinates stand in columns of their own, and what they hold.
_NATIVE = {
    kind.lower(): kind
    for kind in ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
}


@dataclass(frozen=True)
class _Geo:
    """What the metadata say: the column of shapes, their system, and columns made from them."""

    column: str = ""
    encoding: str = _WKB
    crs: str = ""
    evidence: str = ""
    made: frozenset[str] = field(default_factory=frozenset)


def read_geoparquet(handover: Handover) -> None:
    """Hand over the rows of a Parquet file, numbered from 1; without `geo` metadata as a table.

    Raises:
        RefusedFileError: it is damaged, or its shapes are in an encoding that is none of 1.1.
    """
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(handover.input) as file:
            geo = _read_geo(handover, file.schema_arrow)
            names = file.schema_arrow.names
            headings = [name for name in names if name != geo.column and name not in geo.made]
            handover.check_width(len(headings))
            sheet = Sheet(
                "features",
                has_geometry=bool(geo.column),
                encoding="utf-8",
                encoding_evidence="Parquet is UTF-8 by its specification",
                crs_wkt=geo.crs,
                crs_evidence=geo.evidence,
                headings=tuple(headings),
            )
            batches = file.iter_batches(_BATCH)
            schema = make_features_schema(len(headings))
            handover.add_sheet(sheet, schema, _write(handover, batches, geo, headings, schema))
    except pa.ArrowMemoryError:
        raise  # of a sound file that asks for too much
    except (pa.ArrowException, OSError, ValueError) as fault:
        words = str(fault).splitlines()[0][:200] if str(fault) else type(fault).__name__
        raise handover.refuse("damaged_or_cut", fault=words) from fault


def _read_geo(handover: Handover, schema: pa.Schema) -> _Geo:
    raw = (schema.metadata or {}).get(b"geo")
    if raw is None:
        return _Geo()
    told = json.loads(raw)
    columns = told.get("columns") if isinstance(told, dict) else None
    name = told.get("primary_column") if isinstance(told, dict) else None
    about = columns.get(name) if isinstance(columns, dict) else None
    if not isinstance(about, dict) or name not in schema.names:
        raise handover.refuse("geoparquet_column_missing")
    encoding = str(about.get("encoding"))[:40]
    if encoding not in (_WKB, *_NATIVE):
        raise handover.refuse("geoparquet_not_wkb", found=encoding)
    crs, evidence = _read_crs(about)
    covering = about.get("covering")
    boxes = covering.get("bbox", {}).values() if isinstance(covering, dict) else ()
    made = frozenset(str(path[0]) for path in boxes if isinstance(path, list) and path)
    return _Geo(str(name), encoding, crs, evidence, made)


def _read_crs(about: dict[str, Any]) -> tuple[str, str]:
    """Return the system as `EPSG:<code>` or PROJJSON; one that is left out is WGS 84."""
    if "crs" not in about:
        return "EPSG:4326", "GeoParquet is WGS 84 where it says nothing else"
    crs = about["crs"]
    if not isinstance(crs, dict):
        return "", ""
    named = crs.get("id")
    told = f"geo metadata «{str(crs.get('name'))[:80]}»"
    if isinstance(named, dict) and named.get("authority") == "EPSG":
        return f"EPSG:{named.get('code')}", told
    if isinstance(named, dict) and str(named.get("code")) in ("CRS84", "CRS84h"):
        return "EPSG:4326", told
    return json.dumps(crs), told


def _write(
    handover: Handover,
    batches: Iterator[pa.RecordBatch],
    geo: _Geo,
    headings: Sequence[str],
    schema: pa.Schema,
) -> Iterator[pa.RecordBatch]:
    before = 0
    for batch in batches:
        numbers = pa.array(range(before + 1, before + 1 + len(batch)), pa.int64())
        shapes = pa.nulls(len(batch), pa.large_binary())
        if geo.column:
            shapes = straighten_shapes(_read_shapes(batch.column(geo.column), geo.encoding))
        texts = [
            handover.clean_texts(write_texts(batch.column(name)), "column_cell_long", column=name)
            for name in headings
        ]
        yield pa.record_batch([numbers, shapes, *texts], schema=schema)
        before += len(batch)


def _read_shapes(column: pa.Array, encoding: str) -> pa.Array:
    """Return a column of shapes as WKB."""
    storage = column.storage if isinstance(column.type, pa.BaseExtensionType) else column
    if encoding == _WKB:
        return storage.cast(pa.large_binary())
    kind = _NATIVE[encoding]
    shapes = [
        None if value is None else write_wkb({"type": kind, "coordinates": _list_places(value)})
        for value in storage.to_pylist()
    ]
    return pa.array(shapes, pa.large_binary())


def _list_places(value: Any) -> Any:  # noqa: ANN401 - as deep as its kind has it
    """Write places as GeoJSON has them.

    Raises:
        ValueError: they are no places.
    """
    if isinstance(value, dict):
        if not {"x", "y"} <= value.keys() or None in (value["x"], value["y"]):
            raise ValueError(f"a place without x or y: {str(value)[:60]}")
        return float(value["x"]), float(value["y"])
    if not isinstance(value, list):
        raise ValueError(f"no place: {str(value)[:60]}")  # noqa: TRY004 - the file's fault, not ours
    return [_list_places(each) for each in value]
