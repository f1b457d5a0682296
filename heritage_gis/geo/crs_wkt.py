"""Reference systems as programs write them: EPSG codes, URNs, WKT of a `.prj`, PROJ strings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from heritage_gis.geo.crs import PULKOVO_ACCURACY_M, PULKOVO_OPERATION, Kind, ReferenceSystem

if TYPE_CHECKING:
    from collections.abc import Sequence

_CODE = re.compile(
    r"(?:epsg)?\s*[:#]?\s*(\d{4,5})|urn:ogc:def:crs:epsg:[\d.]*:(\d{4,5})"
    r"|https?://www\.opengis\.net/(?:def/crs/epsg/[\d.]+/|gml/srs/epsg\.xml#)(\d{4,5})",
    re.IGNORECASE,
)
_CRS84 = re.compile(r"(?:urn:ogc:def:crs:)?ogc:(?:[\d.]*:)?crs84h?", re.IGNORECASE)
_WKT = re.compile(r"\w+\s*[\[(]")
_PULKOVO_1942 = {"pulkovo 1942", "s42", "system 1942", "sk 42"}
_OF_ELLIPSOIDS = {
    "kras": "pulkovo1942",
    "grs": "qaztrf23",
    "wgs 84": "wgs84",
    "wgs84": "wgs84",
    "wgs_1984": "wgs84",
}
_GEOGRAPHIC = re.compile(r"geog|geodcrs|.*\+proj=(?:longlat|latlong)", re.IGNORECASE)
_WGS_84 = {
    "world geodetic system 1984",
    "world geodetic system 1984 ensemble",
    "wgs 1984",
    "wgs 84",
    "wgs84",
}


def find_coded_system(text: str, systems: Sequence[ReferenceSystem]) -> ReferenceSystem | None:
    """Find the system that a code, WKT or PROJ string means, or None.

    A system of our table is returned wherever the text means it, however it spells it (ESRI's
    `Pulkovo_1942_GK_Zone_13`); else one made for this text, with the pinned operation wherever
    the datum is Pulkovo 1942, whatever the projection.
    """
    plain = text.lstrip("\ufeff").strip()
    if _CRS84.fullmatch(plain):
        return _find_code("EPSG:4326", systems)
    found = _CODE.fullmatch(plain)
    if found:
        code = f"EPSG:{next(filter(None, found.groups()))}"
        return _find_code(code, systems) or _read_definition(code, systems)
    if _WKT.match(plain) or plain.startswith("+"):
        return _read_definition(plain, systems)
    return None


def is_unread_plane(text: str) -> bool:
    """Tell whether a definition that no system was found for is of metres, not of degrees."""
    plain = text.lstrip("\ufeff").strip()
    return bool(_WKT.match(plain) or plain.startswith("+")) and not _GEOGRAPHIC.match(plain)


def _find_code(code: str, systems: Sequence[ReferenceSystem]) -> ReferenceSystem | None:
    return next((each for each in systems if code == each.code or code in each.replaces), None)


def _read_definition(text: str, systems: Sequence[ReferenceSystem]) -> ReferenceSystem | None:
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return None
    if crs.is_compound:
        crs = crs.sub_crs_list[0]
    datum = _tell_datum(crs)
    horizontal = crs.source_crs if crs.is_bound and datum != "other" and crs.source_crs else crs
    known = _find_same(horizontal, datum, systems)
    return _prefer_named(horizontal, known) if known else _make_system(horizontal, datum)


def _tell_datum(crs: CRS) -> str:
    """Tell the datum by its name, a nameless one by its ellipsoid: each of ours has its own.

    QazTRF-23 has no name in many programs, and is made by its figures (facts 1.1). A nameless datum
    with shift parameters of its own (`+towgs84`) keeps those.
    """
    source = crs.source_crs if crs.is_bound and crs.source_crs else crs
    name = source.datum.name if source.datum else ""
    folded = re.sub(r"[\s_]+", " ", name.casefold()).removeprefix("d ").strip()
    if folded in _PULKOVO_1942:
        return "pulkovo1942"
    if folded in _WGS_84:
        return "wgs84"
    if "qaztrf" in f"{folded} {source.name.casefold()}":
        return "qaztrf23"
    ellipsoid = source.ellipsoid.name.casefold() if source.ellipsoid else ""
    is_nameless = folded.startswith(("unknown", "not specified", "user defined"))
    if not is_nameless or crs.is_bound:
        return "other"
    of_ellipsoids = (start for start in _OF_ELLIPSOIDS if ellipsoid.startswith(start))
    return _OF_ELLIPSOIDS.get(next(of_ellipsoids, ""), "other")


def _prefer_named(crs: CRS, known: list[ReferenceSystem]) -> ReferenceSystem:
    """Of systems with the same figures (2503 and 2601) take the one that the text names."""
    named = crs.to_json_dict().get("id") or {}
    authority = crs.to_authority(min_confidence=100) or ("", "")
    codes = (f"{named.get('authority')}:{named.get('code')}", ":".join(authority))
    found = (each for code in codes for each in known if code in {each.code, *each.replaces})
    return next(found, known[0])


def _find_same(crs: CRS, datum: str, systems: Sequence[ReferenceSystem]) -> list[ReferenceSystem]:
    """Find the systems of the table with the datum and figures of a CRS, whatever its name."""
    same_datum = [each for each in systems if each.datum == datum]
    if crs.is_geographic:
        return [each for each in same_datum if each.is_geographic]
    operation = crs.coordinate_operation
    if operation is None or operation.method_code != "9807":  # Transverse Mercator
        return []
    given = {parameter.code: parameter.value for parameter in operation.params}
    if given.get("8801") or given.get("8807") or crs.axis_info[0].unit_conversion_factor != 1:
        return []
    figures = tuple(float(given.get(code) or 0) for code in ("8802", "8805", "8806"))
    return [
        each
        for each in same_datum
        if not each.is_geographic
        and (each.central_meridian, each.scale, each.false_easting_m) == figures
    ]


def _make_system(crs: CRS, datum: str) -> ReferenceSystem | None:
    if not (crs.is_geographic or crs.is_projected or crs.is_bound):
        return None  # local (engineering) and geocentric systems lead nowhere by themselves
    operation, accuracy_m = PULKOVO_OPERATION, PULKOVO_ACCURACY_M
    if datum != "pulkovo1942":
        try:
            transformer = Transformer.from_crs(crs, 4326, always_xy=True, allow_ballpark=False)
        except ProjError:
            return None
        operation = "" if datum == "wgs84" else transformer.description
        accuracy_m = max(transformer.accuracy, 0.0)
    authority = crs.to_authority(min_confidence=100)
    kind: Kind = "geographic" if crs.is_geographic else "other"
    return ReferenceSystem(
        code=":".join(authority) if authority else crs.name,
        datum=datum,
        kind=kind,
        definition=crs.to_wkt(),
        operation=operation,
        operation_accuracy_m=accuracy_m,
        names=tuple((language, crs.name) for language in ("kk", "ru", "en")),
    )
