"""Geometries as the databases keep them: GeoPackage blobs, or hexadecimal EWKB for PostGIS."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
import shapely

from heritage_gis.register.schema import SRID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# GeoPackage 1.3, clause 2.1.3: "GP", version 0, flags, SRS id, envelope, then the WKB.
MAGIC = b"GP\x00"
LITTLE_ENDIAN, WITH_ENVELOPE, EMPTY = 0b1, 0b10, 0b10000
HEADER = struct.Struct("<3sBi4d")
PREFIX = struct.Struct("<3sBi")
ENVELOPE_SIZES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


def to_geopackage(geometries: NDArray[np.object_]) -> list[bytes | None]:
    """Write geometries in EPSG:4326 as GeoPackage blobs, each with its envelope."""
    bounds = shapely.bounds(geometries)[:, [0, 2, 1, 3]].tolist()
    blobs: list[bytes | None] = []
    for wkb, box in zip(shapely.to_wkb(geometries, byte_order=1), bounds, strict=True):
        flags = LITTLE_ENDIAN | WITH_ENVELOPE
        blobs.append(None if wkb is None else HEADER.pack(MAGIC, flags, SRID, *box) + wkb)
    return blobs


def to_postgis(geometries: NDArray[np.object_]) -> list[str | None]:
    """Write geometries in EPSG:4326 as hexadecimal EWKB."""
    stamped = shapely.set_srid(geometries, SRID)
    written: list[str | None] = shapely.to_wkb(stamped, hex=True, include_srid=True).tolist()
    return written


def from_geopackage(blobs: Sequence[bytes | None]) -> NDArray[np.object_]:
    """Read GeoPackage blobs."""
    wkb = [None if blob is None else blob[_skip_header(blob) :] for blob in blobs]
    return np.asarray(shapely.from_wkb(np.array(wkb, dtype=object)), dtype=object)


def from_postgis(hexes: Sequence[str | None]) -> NDArray[np.object_]:
    """Read hexadecimal EWKB."""
    return np.asarray(shapely.from_wkb(np.array(hexes, dtype=object)), dtype=object)


def _skip_header(blob: bytes) -> int:
    return PREFIX.size + ENVELOPE_SIZES[(blob[3] >> 1) & 0b111]


def is_empty(blob: bytes | None) -> int | None:
    """Tell SQLite whether a blob holds an empty geometry (ST_IsEmpty)."""
    return None if blob is None else int(bool(blob[3] & EMPTY))


def read_edge(blob: bytes | None, position: int) -> float | None:
    """Tell SQLite one edge of a geometry: 0 west, 1 east, 2 south, 3 north (ST_MinX and so on)."""
    if blob is None:
        return None
    if blob[3] & (WITH_ENVELOPE | LITTLE_ENDIAN) == WITH_ENVELOPE | LITTLE_ENDIAN:
        edge: float = struct.unpack_from("<d", blob, PREFIX.size + 8 * position)[0]
        return edge
    box = shapely.bounds(from_geopackage([blob]))[0]
    return float(box[[0, 2, 1, 3]][position])
