"""GeoJSON: told from the type that its outermost object states, then read by its one driver."""

from __future__ import annotations

import json
import math
import struct
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from heritage_gis.read.job import Sheet
from heritage_gis.read.layers import LayerMeta, LayerSource, hand_over_layer

if TYPE_CHECKING:
    from heritage_gis.read.handover import Handover

TYPES = (
    "FeatureCollection",
    "Feature",
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
)
_HEAD = 1_000_000  # characters in which the type is looked for before the whole file is parsed
_TAIL = 4096
_EMPTY_POINT = b"\x01\x01\x00\x00\x00" + struct.pack("<2d", math.nan, math.nan)  # as WKB
_NO_NUMBER = b"\x01\x01\x00\x00\x00" + struct.pack("<2d", math.nan, 0)
_SPACES = " \t\r\n"


def read_geojson(handover: Handover) -> None:
    """Hand over the features of a GeoJSON, numbered from 1 as they stand in the file.

    Raises:
        RefusedFileError: it is not GeoJSON, or cut short.
    """
    members = _read_members(handover)
    stated = members.get("type")
    if stated not in TYPES:
        if "type" not in members:
            raise handover.refuse("geojson_no_type")
        raise handover.refuse("geojson_other_type", found=str(stated)[:60])
    _check_end(handover)
    source = LayerSource("GeoJSON", options={"ARRAY_AS_STRING": "YES", "DATE_AS_STRING": "YES"})

    def describe(meta: LayerMeta) -> Sheet:
        return Sheet(
            "features",
            encoding="utf-8",
            encoding_evidence="GeoJSON is UTF-8 by RFC 7946",
            crs_wkt=_choose_crs(members.get("crs"), meta.crs),
            crs_evidence=_tell_evidence(members.get("crs"), meta.crs),
            headings=meta.headings,
            has_geometry=meta.has_geometry,
        )

    hand_over_layer(handover, source, describe, _number_features, partial(_keep_lost, handover))


def _read_members(handover: Handover) -> dict[str, Any]:
    """Return the members of the outermost object, at least up to its type."""
    with handover.input.open("r", encoding="utf-8-sig", errors="strict") as stream:
        try:
            head = stream.read(_HEAD)
            members = _parse_members(head)
            if "type" in members or len(head) < _HEAD:
                return members
            return {**json.loads(head + stream.read()), **members}
        except UnicodeDecodeError as fault:
            why, byte = fault.reason, fault.start
            raise handover.refuse("geojson_not_utf8", fault=why, byte=byte) from fault
        except ValueError as fault:
            raise handover.refuse("json_damaged", fault=str(fault)) from fault


def _parse_members(head: str) -> dict[str, Any]:
    """Parse members one by one as far as the text goes; features are seldom all in it."""
    decoder = json.JSONDecoder()
    members: dict[str, Any] = {}
    at = _skip_spaces(head, _skip_spaces(head, 0) + 1)  # past the brace, which is known to be there
    while at < len(head) and head[at] == '"':
        try:
            name, at = decoder.raw_decode(head, at)
            at = _skip_spaces(head, _skip_spaces(head, at) + 1)  # past the colon
            if name == "features" and "type" in members:
                break
            members[name], at = decoder.raw_decode(head, at)
        except ValueError:
            break
        at = _skip_spaces(head, _skip_spaces(head, at) + 1)  # past the comma
    return members


def _skip_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACES:
        at += 1
    return at


def _check_end(handover: Handover) -> None:
    """Refuse a text that does not end as its object ends; GDAL may take what there is."""
    with handover.input.open("rb") as stream:
        stream.seek(-min(_TAIL, handover.input.stat().st_size), 2)
        tail = stream.read().rstrip(b" \t\r\n\0")
    if not tail.endswith(b"}"):
        raise handover.refuse("json_cut")


def _choose_crs(stated: Any, found: str) -> str:  # noqa: ANN401 - any JSON may stand there
    """Return what the crs member says where GDAL makes WGS 84 of a system that it does not know."""
    return (found in ("EPSG:4326", "") and _name_crs(stated)) or found


def _name_crs(stated: Any) -> str:  # noqa: ANN401 - any JSON may stand there
    properties = stated.get("properties") if isinstance(stated, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else ""


def _tell_evidence(stated: Any, crs: str) -> str:  # noqa: ANN401 - any JSON may stand there
    if stated:
        return f"its crs member says {(_name_crs(stated) or 'nothing clear')[:80]}"
    if crs in ("EPSG:4326", ""):
        return "GeoJSON is WGS 84 by RFC 7946"
    return f"its crs member says {crs[:80]}"


def _keep_lost(handover: Handover, shapes: pa.Array, before: int) -> pa.Array:
    """Put a point without a number where the file has a shape that GDAL made nothing of.

    GDAL takes coordinates that are words for no geometry, NaN for an empty point, and says nothing.
    """
    is_nowhere = pc.starts_with(shapes, pattern=_EMPTY_POINT).fill_null(True)  # noqa: FBT003 - a value
    if not pc.any(is_nowhere).as_py():
        return shapes
    is_stated = pa.array(_read_stated(handover)[before : before + len(shapes)], pa.bool_())
    return pc.if_else(pc.and_(is_nowhere, is_stated), pa.scalar(_NO_NUMBER, shapes.type), shapes)


def _read_stated(handover: Handover) -> list[bool]:
    """Return whether each feature states coordinates."""
    with handover.input.open("r", encoding="utf-8-sig") as stream:
        whole = json.load(stream)
    if whole["type"] not in ("Feature", "FeatureCollection"):
        return [_states_coordinates(whole)]
    features = whole["features"] if whole["type"] == "FeatureCollection" else [whole]
    return [
        isinstance(feature, dict) and _states_coordinates(feature.get("geometry"))
        for feature in features
    ]


def _states_coordinates(shape: Any) -> bool:  # noqa: ANN401 - any JSON may stand there
    if not isinstance(shape, dict):
        return False
    return bool(shape.get("coordinates") or shape.get("geometries"))


def _number_features(batch: pa.RecordBatch, before: int) -> pa.Array:
    return pa.array(range(before + 1, before + 1 + len(batch)), pa.int64())
