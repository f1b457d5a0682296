"""KML and KMZ: placemarks by folder, with their extended data; links are never followed.

Read by expat and not by GDAL: see docs/decisions/reading-kml.md. Elements by the OGC standard KML
2.3 (12-007r2) and Google's gx extension.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from heritage_gis.read.archive import DAMAGE, is_idle, open_archive, read_name
from heritage_gis.read.features import Feature, hand_over_features, put_text
from heritage_gis.read.job import Sheet
from heritage_gis.read.wkb import gather_shapes, make_line, write_wkb
from heritage_gis.read.xml_elements import (
    BROKEN,
    Element,
    Hooks,
    decode_xml,
    find_elements,
    find_text,
    parse_xml,
    read_text,
)

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping

    from heritage_gis.errors import RefusedFileError
    from heritage_gis.read.handover import Handover

_CONTAINERS = ("Folder", "Document")
_OVERLAYS = ("GroundOverlay", "ScreenOverlay", "PhotoOverlay")
# The last three are none of KML, and some programs write them.
_GATHERED = ("MultiGeometry", "MultiTrack", "MultiPoint", "MultiLineString", "MultiPolygon")
_SHAPES = (*("Point", "LineString", "LinearRing", "Polygon", "Track", "Model"), *_GATHERED)
# What says how a placemark looks, or is read by itself.
_NO_TEXTS = (
    *("Style", "StyleMap", "styleUrl", "visibility", "open", "LookAt", "Camera", "Region"),
    *("TimeStamp", "TimeSpan", "ExtendedData", "Metadata", "balloonVisibility", "author", "link"),
)
_MOST_FOLDERS = 200  # more become one layer, with the folder in a column
_MOST_NAMED = 20
_FOLDER = "folder"
CRS, CRS_EVIDENCE = "EPSG:4326", "KML is WGS 84 by its standard"


class _UnreadablePlaceError(ValueError):
    """Coordinates that are none; the message is what they say."""


@dataclass
class _Document:
    """What is gathered of one KML."""

    folders: list[str] = field(default_factory=list)
    placemarks: list[tuple[tuple[str, ...], Element]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    overlays: Counter[str] = field(default_factory=Counter)
    keep: set[str] = field(default_factory=set)


def read_kml(handover: Handover) -> None:
    """Hand over the placemarks of a KML, a layer for each folder that holds any.

    They are numbered from 1 within their folder, as they stand in the file.

    Raises:
        RefusedFileError: it is no KML, has a DOCTYPE, is damaged, or holds no placemark.
    """
    found = _read_document(handover, handover.input.read_bytes(), "", {})
    if not found:
        raise _refuse_lack(handover)


def read_kmz(handover: Handover) -> None:
    """Hand over the placemarks of every KML inside a KMZ; its pictures are named as not read.

    Raises:
        RefusedFileError: the archive is no safe one, holds no KML, or none with a placemark.
    """
    archive = open_archive(handover)
    entries = [
        entry
        for entry in archive.infolist()
        if not entry.is_dir() and not is_idle(read_name(entry))
    ]
    inner = [entry for entry in entries if read_name(entry).lower().endswith(".kml")]
    inner.sort(key=lambda entry: (read_name(entry).lower() != "doc.kml", read_name(entry)))
    others = sorted(read_name(entry) for entry in entries if entry not in inner)
    if not inner:
        if others:
            raise handover.refuse("kml_missing_among", found=_list_some(others))
        raise handover.refuse("kml_missing")
    if others:
        handover.add_fault("file_not_read", _list_some(others))
    names = {read_name(entry): entry for entry in inner}
    found = [
        _read_document(
            handover,
            _unpack(handover, archive, entry),
            name.removesuffix(".kml") if len(inner) > 1 else "",
            names,
        )
        for name, entry in names.items()
    ]
    if not any(found):
        raise _refuse_lack(handover)


def _unpack(handover: Handover, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(entry) as source:
            return source.read(handover.job.limits.unpacked_bytes)
    except DAMAGE as fault:
        told = {"entry": read_name(entry), "fault": str(fault)}
        raise handover.refuse("entry_damaged", **told) from fault


def _read_document(
    handover: Handover, raw: bytes, layer: str, inside: Mapping[str, zipfile.ZipInfo]
) -> int:
    """Hand over one KML; return how many placemarks it has."""
    text, guess = decode_xml(handover, raw)
    documents: list[_Document] = []

    def start_anew() -> Hooks:
        documents.append(_Document())
        return _make_hooks(handover, documents[-1])

    parse_xml(handover, text, "Placemark", start_anew)
    document = documents[-1]
    outside = [link for link in dict.fromkeys(document.links) if link not in inside]
    if outside:
        handover.add_fault("links_not_followed", _list_some(outside), layer)
    if document.overlays:
        told = (f"{kind} {count}" for kind, count in sorted(document.overlays.items()))
        handover.add_fault("overlays_not_read", ", ".join(told), layer)
    for folder, features in _part_by_folder(document).items():
        name = " / ".join(part for part in (layer, folder) if part)
        sheet = Sheet(
            "features",
            name,
            has_geometry=True,
            encoding=guess.encoding,
            encoding_evidence=guess.evidence,
            crs_wkt=CRS,
            crs_evidence=CRS_EVIDENCE,
        )
        hand_over_features(handover, features, sheet)
    return len(document.placemarks)


def _make_hooks(handover: Handover, document: _Document) -> Hooks:
    document.keep.update(
        ("Placemark", "name", "NetworkLink", "Schema", "Style", "StyleMap", *_OVERLAYS)
    )
    depth = 0

    def enter(name: str) -> None:
        nonlocal depth
        depth += 1
        if depth == 1 and name not in ("kml", "kmz", *_CONTAINERS):
            raise handover.refuse("kml_is_none", element=name[:50])
        if name in _CONTAINERS:
            document.folders.append("")

    def leave(name: str) -> None:
        nonlocal depth
        depth -= 1
        if name in _CONTAINERS and document.folders:
            document.folders.pop()

    return Hooks(document.keep, lambda element: _take(document, element), enter, leave)


def _take(document: _Document, element: Element) -> None:
    if element.name == "name":
        if document.folders and not document.folders[-1]:
            document.folders[-1] = " ".join(read_text(element).split())
    elif element.name == "NetworkLink":
        document.links += [
            find_text(link, "href") for link in find_elements(element, "Link", "Url")
        ]
    elif element.name in _OVERLAYS:
        document.overlays[element.name] += 1
    elif element.name == "Schema":
        if element.attributes.get("parent") == "Placemark":  # KML 2.0: features by their own name
            document.keep.add(element.attributes.get("name", ""))
    elif element.name not in ("Style", "StyleMap"):
        # The outermost container is the file itself.
        names = tuple(name for name in document.folders[1:] if name)
        document.placemarks.append((names, element))


def _part_by_folder(document: _Document) -> dict[str, list[Feature]]:
    """Gather placemarks by folder; where there are too many folders, by ever higher ones."""
    depth = max((len(folders) for folders, _ in document.placemarks), default=0)
    deepest = depth
    while len({folders[:depth] for folders, _ in document.placemarks}) > _MOST_FOLDERS:
        depth -= 1
    parted: dict[str, list[Feature]] = defaultdict(list)
    for folders, element in document.placemarks:
        features = parted[" / ".join(folders[:depth])]
        below = " / ".join(folders[depth:]) if depth < deepest else ""
        features.append(_make_feature(element, len(features) + 1, below))
    return parted


def _make_feature(placemark: Element, number: int, folder: str) -> Feature:
    broken = find_text(placemark, BROKEN)
    if broken:
        return Feature(number, faults=(("feature_broken", broken),))
    texts: dict[str, str] = {}
    put_text(texts, "name", find_text(placemark, "name"))
    put_text(texts, _FOLDER, folder)
    for element in placemark.parts:
        if isinstance(element, Element) and element.name not in ("name", *_NO_TEXTS, *_SHAPES):
            put_text(texts, element.name, read_text(element))
    for heading, text in _read_times(placemark):
        put_text(texts, heading, text)
    for heading, text in _read_extended(placemark):
        put_text(texts, heading, text)
    try:
        shapes = [shape for each in _read_shapes(placemark, texts) if (shape := each)]
        shape = gather_shapes(shapes)
    except _UnreadablePlaceError as fault:
        return Feature(number, None, texts, (("feature_place_unreadable", str(fault)),))
    return Feature(number, write_wkb(shape) if shape else None, texts)


def _read_times(placemark: Element) -> Iterator[tuple[str, str]]:
    for stamp in find_elements(placemark, "TimeStamp", "TimeSpan", "TimeInstant"):
        yield "time", find_text(stamp, "when")
        yield "begin", find_text(stamp, "begin")
        yield "end", find_text(stamp, "end")


def _read_extended(placemark: Element) -> Iterator[tuple[str, str]]:
    for data in find_elements(placemark, "ExtendedData", "Metadata"):
        for element in data.parts:
            if not isinstance(element, Element):
                continue
            if element.name == "Data":
                yield element.attributes.get("name", "data"), find_text(element, "value")
            elif element.name == "SchemaData":
                for cell in find_elements(element, "SimpleData", "SimpleArrayData"):
                    yield cell.attributes.get("name", "data"), read_text(cell)
            else:
                yield element.name, read_text(element)


def _read_shapes(parent: Element, texts: dict[str, str]) -> Iterator[Mapping[str, Any] | None]:
    for element in find_elements(parent, *_SHAPES):
        yield _read_shape(element, texts)


def _read_shape(element: Element, texts: dict[str, str]) -> Mapping[str, Any] | None:
    if element.name in _GATHERED:
        inner = _read_shapes(element, texts)
        return gather_shapes([shape for shape in inner if shape])
    if element.name == "Polygon":
        return _read_polygon(element)
    if element.name == "Track":
        # An empty one is a moment at which the place was not known.
        known = [text for each in find_elements(element, "coord") if (text := read_text(each))]
        return make_line([_read_place(text, " ") for text in known])
    if element.name == "Model":
        places = [
            _read_place(f"{find_text(each, 'longitude')},{find_text(each, 'latitude')}")
            for each in find_elements(element, "Location")
        ]
        return make_line(places[:1])
    coordinates = find_text(element, "coordinates")
    places, height = _read_places(coordinates)
    if element.name == "Point":
        if len(places) > 1:  # «75,3 48,2»: a comma for the decimal point
            raise _UnreadablePlaceError(" ".join(coordinates.split())[:80])
        if height and len(places) == 1 and "altitude" not in texts:
            put_text(texts, "altitude", height)
        return make_line(places[:1])
    return make_line(places)


def _read_polygon(element: Element) -> Mapping[str, Any] | None:
    rings = [
        _read_places(find_text(ring, "coordinates"))[0]
        for name in ("outerBoundaryIs", "innerBoundaryIs")
        for boundary in find_elements(element, name)
        for ring in find_elements(boundary, "LinearRing")
    ]
    rings = [ring for ring in rings if ring]
    return {"type": "Polygon", "coordinates": rings} if rings else None


def _read_places(text: str) -> tuple[list[tuple[float, float]], str]:
    """Read «lon,lat[,height] …»; the height of the first is given, unless it is 0."""
    tuples = re.sub(r"\s*,\s*", ",", text).split()
    places = [_read_place(each) for each in tuples]
    heights = tuples[0].split(",")[2:] if tuples else []
    height = heights[0] if heights and heights[0].strip("0.-+") else ""
    return places, height


def _read_place(text: str, delimiter: str = ",") -> tuple[float, float]:
    numbers = text.strip().strip(delimiter).split(delimiter if delimiter != " " else None)
    try:
        if not 2 <= len(numbers) <= 3:  # noqa: PLR2004 - longitude, latitude and perhaps height
            raise _UnreadablePlaceError(text[:80])
        return float(numbers[0]), float(numbers[1])
    except ValueError as fault:
        raise _UnreadablePlaceError(text[:80]) from fault


def _refuse_lack(handover: Handover) -> RefusedFileError:
    found = ", ".join(fault.value for fault in handover.faults if fault.code != "file_not_read")
    if found:
        return handover.refuse("placemarks_missing_among", found=found[:200])
    return handover.refuse("placemarks_missing")


def _list_some(names: list[str]) -> str:
    more = f" … (+{len(names) - _MOST_NAMED})" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
