"""Reference systems: what the surveys use, and the exact way from each to WGS 84 and back.

Pulkovo 1942 always goes through EPSG:15865. PROJ by itself prefers EPSG:5044, which is meant for
Russia only and lands 2.6 m away (facts 1.3); no ballpark operation is ever used.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np
from pyproj import CRS, Transformer
from pyproj.enums import TransformDirection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

Kind = Literal["geographic", "gk6", "gk3", "utm", "other"]
PULKOVO_OPERATION = "EPSG:15865"
PULKOVO_ACCURACY_M = 4.5
QAZTRF_ACCURACY_M = 1.0  # its offset from WGS 84, which we leave out (facts 1.1)
_ELLIPSOIDS = {"pulkovo1942": "krass", "wgs84": "WGS84", "qaztrf23": "GRS80"}
# EPSG:15865, coordinate frame rotation (facts 1.3).
_PULKOVO_SHIFT = (
    "+step +proj=push +v_3 +step +proj=cart +ellps=krass "
    "+step +proj=helmert +x=25 +y=-141 +z=-78.5 +rx=0 +ry=-0.35 +rz=-0.736 +s=0 "
    "+convention=coordinate_frame +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
)
_DEGREES_IN = "+step +proj=unitconvert +xy_in=deg +xy_out=rad "
_DEGREES_OUT = "+step +proj=unitconvert +xy_in=rad +xy_out=deg"


@dataclass(frozen=True)
class ReferenceSystem:
    """One reference system.

    Attributes:
        code: such as `EPSG:28413`; for a system outside our table its own code or name.
        datum: `pulkovo1942`, `wgs84`, `qaztrf23`, or `other`.
        kind: `geographic` (degrees), `gk6` and `gk3` (Gauss-Krüger), `utm`, `other`.
        zone: of its series; missing where it has none.
        central_meridian: degrees east.
        scale: on the central meridian.
        false_easting_m: with the zone number in front where `has_prefix`.
        has_prefix: eastings begin with the zone number.
        easting_range_m: what eastings in the two regions lie between; missing where the system is
            not used here.
        northing_range_m: the same for northings.
        replaces: codes that mean the same system.
        names: by language.
        definition: WKT or PROJ string of a system outside our table, else empty.
        operation: the operation to WGS 84 that moves the datum, empty where nothing moves.
        operation_accuracy_m: how well that operation is known.
    """

    code: str
    datum: str
    kind: Kind
    zone: int | None = None
    central_meridian: float = 0.0
    scale: float = 1.0
    false_easting_m: float = 0.0
    has_prefix: bool = False
    easting_range_m: tuple[float, float] | None = None
    northing_range_m: tuple[float, float] | None = None
    replaces: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    definition: str = ""
    operation: str = ""
    operation_accuracy_m: float = 0.0

    @property
    def is_geographic(self) -> bool:
        """Whether coordinates are degrees."""
        return self.kind == "geographic"

    @property
    def projection(self) -> tuple[str, float, float, bool]:
        """What makes two systems of our table give the same position for the same figures."""
        return (self.datum, self.central_meridian, self.false_easting_m, self.is_geographic)


def build_systems(rows: Iterable[Mapping[str, str]]) -> tuple[ReferenceSystem, ...]:
    """Build the systems of `vocabularies/reference_systems.csv`, in its order."""
    return tuple(_build_system(row) for row in rows)


def _build_system(row: Mapping[str, str]) -> ReferenceSystem:
    moves = {
        "pulkovo1942": (PULKOVO_OPERATION, PULKOVO_ACCURACY_M),
        "qaztrf23": ("", QAZTRF_ACCURACY_M),
    }
    operation, accuracy_m = moves.get(row["datum"], ("", 0.0))
    return ReferenceSystem(
        code=row["code"],
        datum=row["datum"],
        kind=row["kind"],  # type: ignore[arg-type] # the table holds no other words
        zone=int(row["zone"]) if row["zone"] else None,
        central_meridian=float(row["central_meridian"] or 0),
        scale=float(row["scale"] or 1),
        false_easting_m=float(row["false_easting"] or 0),
        has_prefix=row["has_prefix"] == "yes",
        easting_range_m=_read_range(row, "easting"),
        northing_range_m=_read_range(row, "northing"),
        replaces=tuple(row["replaces"].split()),
        names=tuple((language, row[f"name_{language}"]) for language in ("kk", "ru", "en")),
        operation=operation,
        operation_accuracy_m=accuracy_m,
    )


def _read_range(row: Mapping[str, str], name: str) -> tuple[float, float] | None:
    low, high = row[f"{name}_min"], row[f"{name}_max"]
    return (float(low), float(high)) if low else None


def to_wgs84(
    easting: npt.ArrayLike, northing: npt.ArrayLike, system: ReferenceSystem
) -> tuple[Floats, Floats]:
    """Bring coordinates to WGS 84.

    Args:
        easting: metres east, or degrees of longitude in a geographic system.
        northing: metres north, or degrees of latitude.
        system: what they are in.

    Returns:
        Longitudes and latitudes in degrees; infinite where the system cannot hold the point.
    """
    lon, lat = np.asarray(easting, dtype=float), np.asarray(northing, dtype=float)
    for transformer in _list_steps(system):
        lon, lat = transformer.transform(lon, lat)
    return np.asarray(lon), np.asarray(lat)


def from_wgs84(
    lon: npt.ArrayLike, lat: npt.ArrayLike, system: ReferenceSystem
) -> tuple[Floats, Floats]:
    """Bring WGS 84 degrees to a system: the inverse of `to_wgs84`.

    Returns:
        Eastings and northings in metres; longitudes and latitudes for a geographic system.
    """
    easting, northing = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    for transformer in reversed(_list_steps(system)):
        easting, northing = transformer.transform(
            easting, northing, direction=TransformDirection.INVERSE
        )
    return np.asarray(easting), np.asarray(northing)


@cache
def _list_steps(system: ReferenceSystem) -> tuple[Transformer, ...]:
    """List the transformers to WGS 84, none where the system is WGS 84 in degrees."""
    if system.definition:
        return _list_foreign_steps(system)
    if system.is_geographic and system.datum == "wgs84":
        return ()
    unproject = _DEGREES_IN if system.is_geographic else f"+step +inv {write_projection(system)} "
    shift = _PULKOVO_SHIFT if system.datum == "pulkovo1942" else ""
    return (Transformer.from_pipeline(f"+proj=pipeline {unproject}{shift}{_DEGREES_OUT}"),)


def _list_foreign_steps(system: ReferenceSystem) -> tuple[Transformer, ...]:
    crs = CRS.from_user_input(system.definition)
    if system.datum != "pulkovo1942":
        return (Transformer.from_crs(crs, 4326, always_xy=True, allow_ballpark=False),)
    source = crs.source_crs if crs.is_bound and crs.source_crs else crs
    base = source.geodetic_crs or source
    shift = Transformer.from_pipeline(f"+proj=pipeline {_DEGREES_IN}{_PULKOVO_SHIFT}{_DEGREES_OUT}")
    return (Transformer.from_crs(source, base, always_xy=True), shift)


def write_projection(system: ReferenceSystem) -> str:
    """Write the PROJ string of a projected system of our table, ellipsoid and no datum."""
    return (
        f"+proj=tmerc +lat_0=0 +lon_0={system.central_meridian:g} +k={system.scale:g} "
        f"+x_0={system.false_easting_m:.0f} +y_0=0 +ellps={_ELLIPSOIDS[system.datum]}"
    )
