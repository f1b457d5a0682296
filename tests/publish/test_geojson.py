"""The published GeoJSON against RFC 7946, checked here and not by the library that wrote it."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from made_up_sites import place_in_cell, public_sites_of

from heritage_gis.model.public import PUBLIC_COLUMNS
from heritage_gis.publish import features as features_module
from heritage_gis.publish.features import write_features
from heritage_gis.publish.membership import sort_sites_by_page

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from heritage_gis.model.public import PublicSites

pytest_plugins = ["edition_fixtures"]

Position = list[float]


def find_faults(collection: dict[str, Any]) -> list[str]:
    """Return what in a GeoJSON object breaks RFC 7946 (sections 3, 4, 5)."""
    if collection.get("type") != "FeatureCollection":
        return ["it is no FeatureCollection"]
    faults = ["crs is not a member any more (4)"] if "crs" in collection else []
    for feature in collection["features"]:
        faults += [f"{feature.get('id')}: {fault}" for fault in _find_feature_faults(feature)]
    ids = [feature.get("id") for feature in collection["features"]]
    return faults + ["ids repeat"] * (len(set(ids)) != len(ids))


def _find_feature_faults(feature: dict[str, Any]) -> list[str]:
    faults = [f"{name} is missing" for name in ("geometry", "properties") if name not in feature]
    if feature.get("type") != "Feature":
        faults.append("it is no Feature")
    geometry = feature.get("geometry")
    if geometry is None:
        return faults
    if geometry.keys() & {"geometry", "properties", "features", "crs"}:
        faults.append("a geometry holds members of others (7.1)")
    match geometry["type"]:
        case "Point":
            return faults + _find_position_faults(geometry["coordinates"])
        case "Polygon":
            rings = geometry["coordinates"]
            return faults + [
                fault
                for place, ring in enumerate(rings)
                for fault in _find_ring_faults(ring, is_outer=place == 0)
            ]
        case other:
            return [*faults, f"a {other} is not what we publish"]


def _find_position_faults(position: Position) -> list[str]:
    if len(position) != 2 or not all(isinstance(number, float | int) for number in position):
        return [f"{position} is no position"]
    longitude, latitude = position
    in_range = -180 <= longitude <= 180 and -90 <= latitude <= 90
    return [] if in_range else [f"{position} is outside WGS 84"]


def _find_ring_faults(ring: list[Position], *, is_outer: bool) -> list[str]:
    faults = [fault for position in ring for fault in _find_position_faults(position)]
    if len(ring) < 4:
        faults.append("a ring has fewer than four positions")
    if ring[0] != ring[-1]:
        faults.append("a ring is not closed")
    doubled_area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))
    if (doubled_area > 0) != is_outer:
        faults.append("a ring breaks the right-hand rule")
    return faults


def _read(path: Path) -> dict[str, Any]:
    collection: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return collection


def test_every_published_geojson_keeps_rfc_7946(staged: Path) -> None:
    """All 21 files pass: members, ranges, ring direction, closed rings, no crs."""
    paths = sorted(staged.glob("data/*.geojson"))
    assert len(paths) == 18 + 2 + 1
    assert {path.name: find_faults(_read(path)) for path in paths} == {p.name: [] for p in paths}


SQUARE = [[75.3, 48.2], [75.4, 48.2], [75.4, 48.3], [75.3, 48.3], [75.3, 48.2]]


@pytest.mark.parametrize(
    ("geometry", "fault"),
    [
        ({"type": "Polygon", "coordinates": [SQUARE[::-1]]}, "right-hand rule"),
        ({"type": "Polygon", "coordinates": [SQUARE[:-1]]}, "not closed"),
        ({"type": "Point", "coordinates": [181, 48]}, "outside WGS 84"),
        ({"type": "Point", "coordinates": ["75", "48"]}, "no position"),
        ({"type": "MultiPoint", "coordinates": []}, "not what we publish"),
    ],
)
def test_the_checker_finds_what_is_wrong(geometry: dict[str, Any], fault: str) -> None:
    """A checker that finds nothing in a faulty file would prove nothing."""
    feature = {"type": "Feature", "id": "X", "geometry": geometry, "properties": {}}
    faults = find_faults({"type": "FeatureCollection", "features": [feature]})
    assert fault in " ".join(faults)


def test_properties_are_the_public_columns_and_nothing_else(staged: Path) -> None:
    """What the public may know of a site is stated in one place, and no file tells more."""
    wanted = [name for name in PUBLIC_COLUMNS if name != "geometry"]
    for feature in _read(staged / "data/all.geojson")["features"]:
        assert [*feature["properties"]] == wanted
        assert [*feature] == ["type", "id", "geometry", "properties"]


def test_every_site_is_in_the_file_of_all(staged: Path, public: PublicSites) -> None:
    """all.geojson has each site once, in the order of the public twin."""
    ids = [feature["id"] for feature in _read(staged / "data/all.geojson")["features"]]
    assert ids == public.frame["site_id"].tolist()


def test_values_come_out_as_they_went_in(staged: Path, public: PublicSites) -> None:
    """Names are unchanged whatever is in them, numbers are numbers, and the unknown is null."""
    features = {
        feature["id"]: feature for feature in _read(staged / "data/all.geojson")["features"]
    }
    for site in public.frame.itertuples():
        told = features[site.site_id]["properties"]
        assert (told["name_ru"] or "") == (site.name_ru if isinstance(site.name_ru, str) else "")
    first = features["KRG-000001"]["properties"]
    assert first["number"] == 1
    assert first["start_year"] == -800
    assert first["district_certain"] is True
    assert first["border_districts"] is None


def test_a_site_without_position_has_the_geometry_null(staged: Path) -> None:
    """RFC 7946 3.2: an unlocated feature has a null geometry, and stays in the file."""
    features = _read(staged / "data/aktogay.geojson")["features"]
    unlocated = [f for f in features if f["properties"]["position"] == "none"]
    assert len(unlocated) == 3
    assert [f["geometry"] for f in unlocated] == [None] * 3


def test_hostile_letters_are_escaped() -> None:
    """Quotes, backslashes, line breaks and control letters leave the JSON readable."""
    names = ['"', "\\", "a\nb", "\x01", "\u2028", "«Қорым»", "\U0001f600"]
    rows = [{"name_ru": name, "protection": "area", "position": "none"} for name in names]
    public = public_sites_of(rows)
    written = b"".join(text for _, text in write_features(public, {"all": _all(public)}))
    features = json.loads(b"[" + written + b"]")
    assert [feature["properties"]["name_ru"] for feature in features] == names


def test_what_a_page_says_does_not_depend_on_blocks(
    public: PublicSites, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written in blocks of 3 or at once, the features of each page are the same bytes."""
    pages = sort_sites_by_page(public)
    at_once = _gather(public, pages)
    monkeypatch.setattr(features_module, "BLOCK_SITES", 3)
    assert _gather(public, pages) == at_once


def test_rings_are_turned_the_right_way_round() -> None:
    """A cell that comes clockwise goes out counter-clockwise."""
    row = place_in_cell("area", 75.3, 48.2)
    row["geometry"] = row["geometry"].reverse()
    public = public_sites_of([row])
    [(_, written)] = write_features(public, {"all": _all(public)})
    assert json.loads(written)["geometry"]["coordinates"] == [SQUARE]


def _all(public: PublicSites) -> NDArray[np.int64]:
    return sort_sites_by_page(public)["all"]


def _gather(public: PublicSites, pages: dict[str, Any]) -> dict[str, bytes]:
    gathered: dict[str, bytes] = {}
    for slug, text in write_features(public, pages):
        gathered[slug] = gathered.get(slug, b"") + text
    return gathered
