"""Broken files, salvaged feature by feature with fiona; what cannot be read is held back by number.

pyogrio streams a layer and ends where it stumbles, at times without a word. fiona asks for one
feature after the other, and goes on behind the broken one. It brings another GDAL (3.9), so it runs
in a guarded child of its own, with the one driver that is named.
"""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heritage_gis.read.features import Feature, hand_over_features, put_text
from heritage_gis.read.job import Sheet
from heritage_gis.read.layers import decode_again
from heritage_gis.read.mapinfo import list_numbers, prepare_table
from heritage_gis.read.shapefile import find_side, find_table_encoding
from heritage_gis.read.text_encoding import EncodingGuess
from heritage_gis.read.wkb import write_wkb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from heritage_gis.read.handover import Handover

_BYTEWISE = "iso-8859-1"  # keeps every byte; they are decoded here
_MOST_FEATURES = 5_000_000


@dataclass(frozen=True)
class _Wreck:
    """What is to be salvaged: the encoding of its text, and what its rows are called.

    Attributes:
        numbers: that the rows have; None where the file says but how many there are.
        shift: what makes a number of fiona's id.
    """

    guess: EncodingGuess
    numbers: Sequence[int] | None
    shift: int
    is_bytewise: bool
    crs_evidence: str = ""


def read_salvaged(handover: Handover) -> None:
    """Hand over all features of a broken file that can be read, and tell of each that cannot.

    Raises:
        RefusedFileError: not one can.
    """
    prepare = _PREPARE[handover.job.driver]
    wreck = prepare(handover)
    fiona = importlib.import_module("fiona")
    try:
        with _open(fiona, handover, wreck) as source:
            numbers = wreck.numbers or range(1, min(len(source), _MOST_FEATURES) + 1)
            features = list(_read_features(source, numbers, wreck))
            crs = source.crs_wkt
            has_geometry = source.schema["geometry"] != "None"
    except (fiona.errors.FionaError, TypeError, RuntimeError) as fault:
        raise handover.refuse("salvage_failed") from fault
    if all(feature.faults for feature in features):
        raise handover.refuse("salvage_empty")
    sheet = Sheet(
        "features",
        has_geometry=has_geometry,
        encoding=wreck.guess.encoding,
        encoding_evidence=wreck.guess.evidence,
        crs_wkt="" if crs.startswith("LOCAL_CS") else crs,
        crs_evidence=wreck.crs_evidence if crs else "",
    )
    hand_over_features(handover, features, sheet)


def _open(fiona: Any, handover: Handover, wreck: _Wreck) -> Any:  # noqa: ANN401 - no types
    driver = handover.job.driver
    options = {"encoding": _BYTEWISE} if wreck.is_bytewise and driver == "ESRI Shapefile" else {}
    path = str(handover.input)
    try:
        return fiona.open(path, enabled_drivers=[driver], **options)
    except fiona.errors.FionaError:
        index = find_side(handover, ".shx")
        if index is None:
            raise
        index.unlink()  # the link in the scratch folder: GDAL makes one from the shapes
        os.environ["SHAPE_RESTORE_SHX"] = "YES"
        return fiona.open(path, enabled_drivers=[driver], **options)


def _read_features(source: Any, numbers: Sequence[int], wreck: _Wreck) -> Iterator[Feature]:  # noqa: ANN401 - no types
    for number in numbers:
        try:
            found = source[number - wreck.shift]
        except Exception as fault:  # noqa: BLE001 - fiona lets through whatever GDAL stumbled over
            told = (str(fault).splitlines() or [type(fault).__name__])[0][:120]
            yield Feature(number, faults=(("feature_broken", told),))
            continue
        if found is None:
            yield Feature(number, faults=(("feature_broken", "no record"),))
        else:
            yield _make_feature(found, number, wreck)


def _make_feature(found: Any, number: int, wreck: _Wreck) -> Feature:  # noqa: ANN401 - no types
    encoding = wreck.guess.encoding if wreck.is_bytewise else ""
    texts: dict[str, str] = {}
    for name, value in found.properties.items():
        put_text(texts, decode_again(name, encoding), decode_again(_write_value(value), encoding))
    if found.geometry is None:
        return Feature(number, None, texts)
    return Feature(number, write_wkb(_take_shape(found.geometry)), texts)


def _take_shape(shape: Any) -> dict[str, Any]:  # noqa: ANN401 - no types
    if shape.type == "GeometryCollection":
        return {"type": shape.type, "geometries": [_take_shape(part) for part in shape.geometries]}
    return {"type": shape.type.removeprefix("3D "), "coordinates": shape.coordinates}


def _write_value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)  # noqa: PLR2004 - above it a float has no units
    return str(value)


def _prepare_shapefile(handover: Handover) -> _Wreck:
    prj = find_side(handover, ".prj")
    evidence = f"{handover.job.name.rpartition('.')[0]}.prj" if prj else ""
    return _Wreck(find_table_encoding(handover), None, 1, is_bytewise=True, crs_evidence=evidence)


def _prepare_mapinfo(handover: Handover) -> _Wreck:
    guess, evidence = prepare_table(handover)
    return _Wreck(guess, list_numbers(handover), 0, is_bytewise=True, crs_evidence=evidence)


def _prepare_flatgeobuf(handover: Handover) -> _Wreck:
    guess = EncodingGuess("utf-8", "FlatGeobuf is UTF-8 by its specification")
    return _Wreck(guess, None, 1, is_bytewise=False, crs_evidence=handover.job.name)


_PREPARE: dict[str, Callable[[Handover], _Wreck]] = {
    "ESRI Shapefile": _prepare_shapefile,
    "MapInfo File": _prepare_mapinfo,
    "FlatGeobuf": _prepare_flatgeobuf,
}
