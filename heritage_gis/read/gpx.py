"""GPX: waypoints, routes and tracks; a track is one record, its points are none.

Read by expat and not by GDAL, which loses where a point of a line went wrong: see
docs/decisions/reading-kml.md. Elements by the schema GPX 1.1 (topografix.com).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

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
    from collections.abc import Iterator

    from heritage_gis.read.handover import Handover

LAYERS = {"wpt": "waypoints", "rte": "routes", "trk": "tracks"}
_NO_TEXTS = ("rtept", "trkseg", "extensions", "link")
POINTS = "points"  # how many points a line has in the file, readable or not


def read_gpx(handover: Handover) -> None:
    """Hand over waypoints, routes and tracks, each as a layer, numbered from 1.

    Raises:
        RefusedFileError: it is no GPX, has a DOCTYPE, is damaged, or holds none of the three.
    """
    text, guess = decode_xml(handover, handover.input.read_bytes())
    found: dict[str, list[Element]] = defaultdict(list)

    def start_anew() -> Hooks:
        found.clear()
        return _make_hooks(handover, found)

    parse_xml(handover, text, "|".join(LAYERS), start_anew)
    if not found:
        raise handover.refuse("gpx_empty")
    for name, layer in LAYERS.items():
        if not found[name]:
            continue
        features = [_make_feature(each, at) for at, each in enumerate(found[name], start=1)]
        sheet = Sheet(
            "features",
            layer,
            has_geometry=True,
            encoding=guess.encoding,
            encoding_evidence=guess.evidence,
            crs_wkt="EPSG:4326",
            crs_evidence="GPX is WGS 84 by its standard",
        )
        hand_over_features(handover, features, sheet)


def _make_hooks(handover: Handover, found: dict[str, list[Element]]) -> Hooks:
    depth = 0

    def enter(name: str) -> None:
        nonlocal depth
        depth += 1
        if depth == 1 and name != "gpx":
            raise handover.refuse("gpx_is_none", element=name[:50])

    def leave(_name: str) -> None:
        nonlocal depth
        depth -= 1

    return Hooks(tuple(LAYERS), lambda element: found[element.name].append(element), enter, leave)


def _make_feature(element: Element, number: int) -> Feature:
    broken = find_text(element, BROKEN)
    if broken:
        return Feature(number, faults=(("feature_broken", broken),))
    texts: dict[str, str] = {}
    put_text(texts, "name", find_text(element, "name"))
    for child in element.parts:
        if isinstance(child, Element) and child.name not in ("name", *_NO_TEXTS):
            put_text(texts, child.name, read_text(child))
    for link in find_elements(element, "link"):
        put_text(texts, "link", link.attributes.get("href", ""))
    for extensions in find_elements(element, "extensions"):
        for heading, text in _read_leaves(extensions):
            put_text(texts, heading, text)
    if element.name == "wpt":
        return _make_point(element, number, texts)
    return _make_line(element, number, texts)


def _read_leaves(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the innermost elements: what a program adds of its own stands in them."""
    for child in find_elements(element, *{p.name for p in element.parts if isinstance(p, Element)}):
        if any(isinstance(part, Element) for part in child.parts):
            yield from _read_leaves(child)
        else:
            yield child.name, read_text(child)


def _make_point(element: Element, number: int, texts: dict[str, str]) -> Feature:
    place = _read_place(element)
    if place is None:
        return Feature(number, None, texts, (("feature_place_unreadable", _word_place(element)),))
    return Feature(number, write_wkb({"type": "Point", "coordinates": place}), texts)


def _make_line(element: Element, number: int, texts: dict[str, str]) -> Feature:
    segments = list(find_elements(element, "trkseg")) if element.name == "trk" else [element]
    runs = [list(find_elements(segment, "trkpt", "rtept")) for segment in segments]
    points = [point for run in runs for point in run]
    put_text(texts, POINTS, str(len(points)))
    times = [time for point in points if (time := find_text(point, "time"))]
    if times:
        put_text(texts, "begin", times[0])
        put_text(texts, "end", times[-1])
    lines = [make_line([at for point in run if (at := _read_place(point))]) for run in runs]
    shape = gather_shapes([line for line in lines if line])
    bad = [point for point in points if _read_place(point) is None]
    if points and len(bad) == len(points):
        told = _word_place(points[0])
        return Feature(number, None, texts, (("feature_place_unreadable", told),))
    faults = (("line_points_lost", f"{len(bad)} / {len(points)}"),) if bad else ()
    return Feature(number, write_wkb(shape) if shape else None, texts, faults)


def _read_place(element: Element) -> tuple[float, float] | None:
    try:
        return float(element.attributes["lon"]), float(element.attributes["lat"])
    except (KeyError, ValueError):
        return None


def _word_place(element: Element) -> str:
    stated = (f"{name}={element.attributes.get(name, '?')}" for name in ("lat", "lon"))
    return " ".join(stated)[:100]
