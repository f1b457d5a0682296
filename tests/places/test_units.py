"""The tables of units, regions and layouts."""

import pytest

from heritage_gis.errors import MisusedError
from heritage_gis.places.tables import read_place_table
from heritage_gis.places.units import (
    find_by_kato,
    find_by_slug,
    read_layouts,
    read_regions,
    read_units,
    require_layout,
)

SLUGS = {
    *("abay", "aktogay", "bukhar-zhyrau", "karkaraly", "nura", "osakarov", "shet", "ulytau"),
    *("zhanaarka", "karaganda", "balkhash", "priozersk", "saran", "temirtau", "shakhtinsk"),
    *("zhezkazgan", "karazhal", "satpayev"),
}


def test_there_are_18_units_with_their_slugs() -> None:
    """The units are those of the design, nine districts and nine cities, ordered by code."""
    units = read_units()
    assert {unit.slug for unit in units} == SLUGS
    assert [unit.kind for unit in units].count("city") == 9
    katos = [unit.kato for unit in units]
    assert katos == sorted(set(katos))
    assert len({unit.kato_before for unit in units}) == 18


def test_codes_tell_the_region() -> None:
    """Five units went to Ulytau region; before, all were of Karaganda region."""
    units = read_units()
    assert all(unit.kato.startswith(unit.region) for unit in units)
    assert sum(unit.region == "62" for unit in units) == 5
    assert all(unit.kato_before.startswith("35") for unit in units)
    assert {unit.kato for unit in units if unit.region == "35"} == {
        unit.kato_before for unit in units if unit.kato == unit.kato_before
    }


def test_names_are_as_a_page_writes_them() -> None:
    """A unit has a whole name in each language, in the nominative."""
    aktogay, balkhash = find_by_slug("aktogay"), find_by_slug("balkhash")
    assert aktogay is not None
    assert balkhash is not None
    assert aktogay.name("kk") == "Ақтоғай ауданы"
    assert aktogay.name("ru") == "Актогайский район"
    assert aktogay.name("en") == "Aktogay district"
    assert (balkhash.name_kk, balkhash.name_ru) == ("Балқаш қаласы", "город Балхаш")


def test_centres_lie_in_their_bounding_boxes() -> None:
    """A seat with coordinates lies in the box of its unit; one without is left empty."""
    placed = [unit for unit in read_units() if unit.centre_wgs84 is not None]
    assert len(placed) == 8
    assert {unit.centre: unit.centre_wgs84 for unit in placed}["Karkaraly"] == (75.465, 49.425)
    for unit in placed:
        assert unit.centre_wgs84 is not None
        lon, lat = unit.centre_wgs84
        west, south, east, north = unit.bbox_wgs84
        assert west < lon < east, unit.slug
        assert south < lat < north, unit.slug


def test_an_official_area_comes_before_that_of_the_polygon() -> None:
    """The area is the official one where it is known, and says where it is from."""
    bukhar, shet = find_by_slug("bukhar-zhyrau"), find_by_slug("shet")
    assert bukhar is not None
    assert shet is not None
    assert (bukhar.area_km2, bukhar.area_source) == (14576, "official")
    assert (shet.area_km2, shet.area_source) == (67131, "reference polygon of 2024, geokz")


@pytest.mark.parametrize(
    ("kato", "slug"),
    [
        ("353600000", "aktogay"),
        ("351800000", "zhezkazgan"),
        ("621000000", "zhezkazgan"),
        ("622010000", "satpayev"),
        ("353630100", "aktogay"),
        ("351012000", "karaganda"),
    ],
)
def test_a_code_of_either_layout_finds_its_unit(kato: str, slug: str) -> None:
    """Codes of units in both layouts, and of places within them, are known."""
    unit = find_by_kato(kato)
    assert unit is not None
    assert unit.slug == slug


@pytest.mark.parametrize("kato", ["351200000", "350000000", "109999999", "3536", "35360000x", ""])
def test_an_invented_code_finds_nothing(kato: str) -> None:
    """A code that is of no unit of ours is not stretched to fit one."""
    assert find_by_kato(kato) is None


def test_the_layouts_meet_on_8_june_2022() -> None:
    """The present layout begins the day after the former one ends."""
    layouts = {entry.layout: entry for entry in read_layouts()}
    assert set(layouts) == {"2022", "before-2022"}
    assert layouts["2022"].valid_from == "2022-06-08"
    assert layouts["2022"].valid_to == ""
    assert layouts["before-2022"].valid_to == "2022-06-07"


def test_an_unknown_layout_is_refused() -> None:
    """The refusal names the layouts there are."""
    with pytest.raises(MisusedError, match="no layout «2019»; give one of: 2022, before-2022"):
        require_layout("2019")


def test_regions_have_slugs_and_names() -> None:
    """Both regions are there, Ulytau from the day it came to be."""
    regions = {region.region: region for region in read_regions()}
    assert regions["35"].slug == "karaganda-region"
    assert regions["62"].slug == "ulytau-region"
    assert regions["62"].valid_from == "2022-06-08"
    assert regions["62"].name_kk == "Ұлытау облысы"


def test_every_row_of_every_table_of_names_has_a_mark() -> None:
    """No name goes without a word on how well it is known."""
    marks = {"V", "S", "M-high", "M-med", "M-low", "?"}
    for table in ("units", "regions", "unit_names", "outside_names"):
        assert {row["mark"] for row in read_place_table(table)} <= marks, table
