"""Statements of a reference system: codes, words in three languages, WKT of many programs."""

from __future__ import annotations

import pytest
from pyproj import CRS

from heritage_gis.geo.crs import build_systems, to_wgs84
from heritage_gis.geo.crs_statement import (
    admit_systems,
    identify_system,
    merge_statements,
    read_statement,
)
from heritage_gis.vocabularies.tables import read_vocabulary

SYSTEMS = build_systems(read_vocabulary("reference_systems"))
ESRI_ZONE_13 = (
    'PROJCS["Pulkovo_1942_GK_Zone_13",GEOGCS["GCS_Pulkovo_1942",DATUM["D_Pulkovo_1942",'
    'SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],'
    'PARAMETER["False_Easting",13500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",75.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EPSG:28413", "EPSG:28413"),
        ("28413", "EPSG:28413"),
        ("epsg 32643", "EPSG:32643"),
        ("EPSG:28413 (СК-42)", "EPSG:28413"),
        ("urn:ogc:def:crs:EPSG::2503", "EPSG:2503"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", "EPSG:4326"),
        ("EPSG:28473", "EPSG:2503"),  # deprecated double
        ("Пулково 1942 зона 13", "EPSG:28413"),
        ("СК-42, зона 12", "EPSG:28412"),
        ("СК42 13-аймақ", "EPSG:28413"),
        ("S-42 zone 12", "EPSG:28412"),
        ("СК-42 трёхградусная зона 25", "EPSG:2541"),
        ("СК-42 (географические)", "EPSG:4284"),
        ("WGS 84 / UTM 43N", "EPSG:32643"),
        ("UTM zone 42", "EPSG:32642"),
        ("QazTRF-23, зона 13", "EPSG:10947"),
        ("EPSG:10947", "EPSG:10947"),
        ("\ufeff" + ESRI_ZONE_13, "EPSG:28413"),
        (ESRI_ZONE_13.replace("Pulkovo_1942_GK_Zone_13", "my own name"), "EPSG:28413"),
        ("+proj=tmerc +lat_0=0 +lon_0=75 +k=1 +x_0=13500000 +ellps=krass", "EPSG:28413"),
        ("+proj=tmerc +lat_0=0 +lon_0=75 +k=1 +x_0=13500000 +ellps=GRS80", "EPSG:10947"),
        (CRS("+proj=tmerc +lon_0=69 +x_0=12500000 +ellps=GRS80").to_wkt(), "EPSG:10946"),
        ("+proj=utm +zone=43 +ellps=WGS84", "EPSG:32643"),
    ],
)
def test_one_system_is_meant(text: str, code: str) -> None:
    """However a system is spelled, it is known; an ellipsoid alone names its datum."""
    system = identify_system(text, SYSTEMS)
    assert system is not None, text
    assert system.code == code


@pytest.mark.parametrize("code", [28411, 28413, 2503, 2601, 2541, 4284, 32643, 4326])
@pytest.mark.parametrize("form", ["WKT2_2019", "WKT1_GDAL", "WKT1_ESRI"])
def test_wkt_of_every_program(code: int, form: str) -> None:
    """WKT as GDAL, ESRI and PROJ write it leads to the system of the table."""
    system = identify_system(CRS.from_epsg(code).to_wkt(form), SYSTEMS)
    assert system is not None
    assert system.code == f"EPSG:{code}"


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "см. карту", "СК-42", "WGS-84", "EPSG:99999", 'PROJCS["broken', "СК-63"],
)
def test_not_one_system(text: str) -> None:
    """What names no system, or leaves several open, is not settled."""
    assert identify_system(text, SYSTEMS) is None


def test_datum_alone_leaves_zones_open() -> None:
    """«СК-42» admits every system of Pulkovo 1942 and no other; «зона 13» every zone 13."""
    sk42 = read_statement("X, СК-42", SYSTEMS)
    zone = read_statement("зона 13", SYSTEMS)
    assert sk42 is not None
    assert zone is not None
    assert {system.datum for system in admit_systems(sk42, SYSTEMS)} == {"pulkovo1942"}
    codes = {system.code for system in admit_systems(zone, SYSTEMS)}
    assert codes == {"EPSG:28413", "EPSG:2503", "EPSG:10947"}
    both = merge_statements(sk42, zone)
    assert {each.code for each in admit_systems(both, SYSTEMS)} == {"EPSG:28413", "EPSG:2503"}


def test_stronger_statement_stands_where_two_disagree() -> None:
    """A survey that says WGS 84 is not changed by a column that says СК-42."""
    strong, weak = read_statement("WGS 84", SYSTEMS), read_statement("СК-42, зона 13", SYSTEMS)
    assert strong is not None
    assert weak is not None
    assert merge_statements(strong, weak) == strong


@pytest.mark.parametrize("text", ["СК-63", "местная система координат", "МСК", 'LOCAL_CS["mine"]'])
def test_systems_that_nobody_may_guess(text: str) -> None:
    """SK-63 and local systems admit nothing: their parameters must be given."""
    statement = read_statement(text, SYSTEMS)
    assert statement is not None
    assert statement.datum == "unusable"
    assert admit_systems(statement, SYSTEMS) == ()


def test_other_projection_of_pulkovo_is_pinned() -> None:
    """Any projection of Pulkovo 1942 goes through EPSG:15865, in the table or not."""
    text = "+proj=tmerc +lat_0=0.1333 +lon_0=74.76 +k=1 +x_0=10300000 +ellps=krass"
    system = identify_system(text, SYSTEMS)
    assert system is not None
    assert (system.datum, system.operation) == ("pulkovo1942", "EPSG:15865")
    lon, lat = to_wgs84([10310460.779], [5325985.638], system)
    assert (lon[0], lat[0]) == pytest.approx((74.9, 48.2), abs=1e-7)


def test_towgs84_of_a_named_datum_is_not_followed() -> None:
    """WKT that brings other shift parameters for Pulkovo 1942 still goes the pinned way."""
    wkt = ESRI_ZONE_13.replace(
        "298.3]]", "298.3],TOWGS84[23.57,-140.95,-79.8,0,0.35,0.79,-0.22]]"
    ).replace("Gauss_Kruger", "Transverse_Mercator")
    system = identify_system(wkt, SYSTEMS)
    assert system is not None
    assert (system.code, system.operation) == ("EPSG:28413", "EPSG:15865")
