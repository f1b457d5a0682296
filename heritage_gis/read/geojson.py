"""GeoJSON: told from the type that its outermost object states, then read by its one driver."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from heritage_gis.read.geojson_sequence import gather_sequence
from heritage_gis.read.job import Sheet
from heritage_gis.read.layers import LayerMeta, LayerSource, hand_over_layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
# What else is JSON with places in it, by a member of its outermost object.
_OTHERS = {"arcs": "TopoJSON", "spatialReference": "ESRI JSON", "geometryType": "ESRI JSON"}


def read_geojson(handover: Handover) -> None:
    """Hand over the features of a GeoJSON, numbered from 1 as they stand in the file.

    Raises:
        RefusedFileError: it is not GeoJSON, or cut short.
    """
    gather_sequence(handover)
    members = _read_members(handover)
    stated = members.get("type")
    if stated not in TYPES:
        other = next((title for name, title in _OTHERS.items() if name in members), "")
        if other:
            raise handover.refuse("geojson_is_other", found=other)
        if "type" not in members:
            raise handover.refuse("geojson_no_type")
        raise handover.refuse("geojson_other_type", found=str(stated)[:60])
    _check_end(handover)
    entries = _list_entries(handover, str(stated))
    options = {"ARRAY_AS_STRING": "YES", "DATE_AS_STRING": "YES"}
    source = LayerSource("GeoJSON", options=options, amend=entries.fill)

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

    hand_over_layer(handover, source, describe, entries.number, partial(_keep_lost, entries))


def _read_members(handover: Handover) -> dict[str, Any]:
    """Return the members of the outermost object, at least up to its type."""
    with handover.input.open("r", encoding="utf-8-sig", errors="strict") as stream:
        try:
            head = stream.read(_HEAD)
            members = _parse_members(head)
            if "type" in members or len(head) < _HEAD:
                return members
            return {**json.loads(head + stream.read(), strict=False), **members}
        except UnicodeDecodeError as fault:
            why, byte = fault.reason, fault.start
            raise handover.refuse("geojson_not_utf8", fault=why, byte=byte) from fault
        except ValueError as fault:
            raise handover.refuse("json_damaged", fault=str(fault)) from fault


def _parse_members(head: str) -> dict[str, Any]:
    """Parse members one by one as far as the text goes; features are seldom all in it."""
    decoder = json.JSONDecoder(strict=False)
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


@dataclass(frozen=True)
class _Entries:
    """What stands in the list of features; GDAL skips what is none, and we hold its row back.

    Attributes:
        are_features: whether each is a feature.
        are_placed: whether each states a shape.
    """

    are_features: list[bool]
    are_placed: list[bool]

    def number(self, batch: pa.RecordBatch, before: int) -> pa.Array:
        """Return the numbers of a batch: from 1, as the entries stand."""
        return pa.array(range(before + 1, before + len(batch) + 1), pa.int64())

    def fill(
        self, _schema: pa.Schema, batches: Iterable[pa.RecordBatch]
    ) -> tuple[tuple[str, ...], Iterable[pa.RecordBatch]]:
        """Put empty rows where what stands in the file is no feature (see `LayerSource.amend`)."""
        return (), batches if all(self.are_features) else self._fill(batches)

    def _fill(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        at, last = 0, len(self.are_features)
        for batch in batches:
            picked: list[int | None] = []
            taken = 0
            while at < last and (taken < len(batch) or not self.are_features[at]):
                picked.append(taken if self.are_features[at] else None)
                taken += self.are_features[at]
                at += 1
            yield batch.take(pa.array([*picked, *range(taken, len(batch))], pa.int64()))


def _list_entries(handover: Handover, stated: str) -> _Entries:
    """Look at the features one by one, and tell of what stands among them and is none."""
    text = handover.input.read_text("utf-8-sig")
    entries = _Entries([], [])
    if stated != "FeatureCollection":
        whole = json.loads(text, strict=False)  # as GDAL takes it
        shape = whole.get("geometry") if stated == "Feature" else whole
        return _Entries([True], [_states_shape(shape)])
    for number, entry in enumerate(_walk_features(text), start=1):
        is_feature = isinstance(entry, dict) and entry.get("type") == "Feature"
        entries.are_features.append(is_feature)
        entries.are_placed.append(is_feature and _states_shape(entry.get("geometry")))
        if not is_feature:
            told = json.dumps(entry, ensure_ascii=False)[:60]
            handover.add_fault("feature_broken", f"no Feature: {told}", row=number)
    return entries


def _walk_features(text: str) -> Iterator[Any]:
    """Yield what stands in the list of features, up to where it ceases to be JSON."""
    decoder = json.JSONDecoder(strict=False)
    at = _skip_spaces(text, 0) + 1
    try:
        while text[at := _skip_spaces(text, at)] == '"':
            name, at = decoder.raw_decode(text, at)
            at = _skip_spaces(text, _skip_spaces(text, at) + 1)  # past the colon
            if name == "features" and text[at] == "[":
                break
            at = _skip_spaces(text, decoder.raw_decode(text, at)[1]) + 1  # past the comma
        while text[at] in "[,":
            entry, at = decoder.raw_decode(text, _skip_spaces(text, at + 1))
            yield entry
            at = _skip_spaces(text, at)
    except (ValueError, IndexError):
        return  # GDAL will say where


def _keep_lost(entries: _Entries, shapes: pa.Array, before: int) -> pa.Array:
    """Put a point without a number where the file has a shape that GDAL made nothing of.

    GDAL takes coordinates that are words for no geometry, NaN for an empty point, and says nothing.
    """
    is_nowhere = pc.starts_with(shapes, pattern=_EMPTY_POINT).fill_null(True)  # noqa: FBT003 - a value
    if not pc.any(is_nowhere).as_py():
        return shapes
    stated = entries.are_placed[before : before + len(shapes)]
    stated += [False] * (len(shapes) - len(stated))  # GDAL reads on where our reader ceased
    is_stated = pa.array(stated, pa.bool_())
    return pc.if_else(pc.and_(is_nowhere, is_stated), pa.scalar(_NO_NUMBER, shapes.type), shapes)


def _states_shape(shape: Any) -> bool:  # noqa: ANN401 - any JSON may stand there
    """Tell whether a shape is stated; one of no places is told as that elsewhere."""
    if not isinstance(shape, dict):
        return shape is not None
    return bool(shape.get("coordinates", shape.get("geometries", "none")) != [])
