"""Reference systems of coordinate columns: stated, told by the numbers, or asked for."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from position_tables import (
    LATLON,
    SK42,
    SYSTEMS,
    XY,
    conform,
    conform_cells,
    make_table,
    place_of,
    read_evidence,
    tell,
    tell_assumed,
)
from pyproj import CRS

from heritage_gis.errors import MisusedError
from heritage_gis.geo.crs import from_wgs84


def test_gauss_krueger_in_two_zones() -> None:
    """X and Y in zones 12 and 13 of one file go by their numbers, through EPSG:15865."""
    easting, northing = from_wgs84([69.9], [48.2], SYSTEMS["EPSG:28412"])
    x, y = f"{northing[0]:.2f}".replace(".", ","), f"{easting[0]:.2f}".replace(".", ",")
    positions = conform(make_table({"X": [SK42[0], x], "Y": [SK42[1], y]}), XY)
    assert place_of(positions, 0) == pytest.approx((74.9, 48.2), abs=2e-7)
    assert place_of(positions, 1) == pytest.approx((69.9, 48.2), abs=2e-7)
    assert positions.frame["crs_used"].tolist() == ["EPSG:28413", "EPSG:28412"]
    assert positions.frame["crs_operation"].tolist() == ["EPSG:15865"] * 2
    # 5 m of the network, 4.5 m of the operation, and 73 and 86 m to the QazTRF-23 reading
    assert positions.frame["position_accuracy_m"].tolist() == [74, 87]
    assert positions.crs["used"] == "EPSG:28412, EPSG:28413"
    assert positions.crs["verdict"] == "likely"
    (assumed,) = tell_assumed(positions)
    assert assumed == (
        "the reference system is not stated in full (rows: 2); they were read as EPSG:28412 (SK-42 "
        "Gauss-Krüger zone 12), EPSG:28413 (SK-42 Gauss-Krüger zone 13); by EPSG:10947 (QazTRF-23 "
        "Gauss-Krüger zone 13) they would lie 73\u00a0m elsewhere, and that is part of their "
        "accuracy. If that is right, state it, and if not, the right one, such as «SK-42, zone "
        "13», in a column of the table, with --crs or in survey.toml"
    )
    assert positions.crs["operation"] == "EPSG:15865"
    evidence = read_evidence(positions)
    assert "no reference system is stated (rows: 2)" in evidence
    assert "eastings that begin with 13, the number of the zone: 1 (EPSG:28413)" in evidence
    assert "the first number («X») is the northing" in evidence
    assert tell(positions) == []


def test_gis_convention_is_told_and_no_problem() -> None:
    """X as easting is used as it stands, and the evidence says so in each language."""
    table = make_table({"X": [SK42[1]], "Y": [SK42[0]]})
    positions = conform(table, XY)
    assert place_of(positions) == pytest.approx((74.9, 48.2), abs=2e-7)
    assert "«X») is the easting, as in GIS" in read_evidence(positions)
    assert "как принято в ГИС" in read_evidence(positions, "ru")
    assert "ГАЖ" in read_evidence(positions, "kk")
    assert tell(positions) == []


def test_numbers_without_zone_are_asked_about() -> None:
    """Six-digit eastings with nothing else are held back, with all readings named."""
    positions = conform(make_table({"X": ["492569.33"], "Y": ["5338534.62"]}), XY)
    assert tell(positions) == [(2, "crs_ambiguous")]
    message = positions.problems["message_en"].iloc[0]
    assert "EPSG:2503 (SK-42 Gauss-Krüger zone 13, no zone prefix)" in message
    assert "EPSG:32643 (WGS 84 / UTM 43N)" in message


@pytest.mark.parametrize(
    ("crs", "headings", "extra"),
    [
        ("EPSG:32643", ("X", "Y"), {}),
        ("WGS 84 / UTM 43N", ("X", "Y"), {}),
        ("", ("X (UTM 43N)", "Y"), {}),
        ("", ("X", "Y"), {"crs_text": "UTM 43N"}),
        ("", ("X", "Y"), {"crs_text": "WGS 84 UTM", "zone": "43"}),
        ("UTM", ("X", "Y"), {"zone": "43N"}),
    ],
)
def test_statement_settles_it(crs: str, headings: tuple[str, str], extra: dict[str, str]) -> None:
    """Survey, heading or column settle the system, alone or together."""
    cells: dict[str, list[str | None]] = {headings[0]: ["492569.33"], headings[1]: ["5338534.62"]}
    cells |= {field: [text] for field, text in extra.items()}
    fields = {"x_raw": headings[0], "y_raw": headings[1]} | {field: field for field in extra}
    positions = conform(make_table(cells), fields, crs=crs)
    assert place_of(positions) == pytest.approx((74.9, 48.2), abs=2e-7)
    row = positions.frame.iloc[0]
    assert row["crs_used"] == "EPSG:32643"
    assert "43" in row["crs_stated"]
    assert row["position_accuracy_m"] == pytest.approx(0.0071)


def test_districts_settle_the_zone_of_a_stated_datum() -> None:
    """«X, СК-42» without zone numbers: the claimed district tells the zone."""
    table = make_table({"X, СК-42": [SK42[0], SK42[0]], "Y": ["492619,59", "492619,59"]})

    def in_district(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        return (np.abs(lon - 74.9) < 2) & (np.abs(lat - 48.2) < 1) & np.array([True, False])

    positions = conform(table, {"x_raw": "X, СК-42", "y_raw": "Y"}, in_district=in_district)
    assert positions.frame["crs_used"].tolist() == ["EPSG:2503", "EPSG:2503"]
    assert positions.crs["stated"] == "СК-42"
    assert "the heading «X, СК-42; Y» states СК-42" in read_evidence(positions)


def test_statement_against_the_numbers() -> None:
    """A statement that puts the points outside, while another fits, is a problem and no choice."""
    positions = conform(make_table({"X": [SK42[0]], "Y": ["12492619,59"]}), XY, crs="EPSG:28413")
    assert tell(positions) == [(2, "crs_contradicted")]
    message = positions.problems["message_en"].iloc[0]
    assert "the stated reference system EPSG:28413 does not fit" in message
    assert "while EPSG:28412 would put them inside" in message
    assert positions.frame.geometry.isna().all()


@pytest.mark.parametrize(
    "crs", ["EPSG:28413", "СК-42, зона 13", "SK-42, zone 13", "СК-42, 13 аймақ"]
)
def test_a_stated_zone_may_be_left_out_of_the_eastings(crs: str) -> None:
    """GIS exports drop the 13 in front; the stated zone says what it was."""
    table = make_table({"X": [SK42[0], SK42[0]], "Y": ["492619,59", SK42[1]]})
    positions = conform(table, XY, crs=crs)
    assert tell(positions) == []
    assert place_of(positions, 0) == pytest.approx((74.9, 48.2), abs=2e-7)
    assert positions.frame["crs_used"].tolist() == ["EPSG:2503", "EPSG:28413"]
    if crs == "EPSG:28413":
        assert "lacks the number 13 of the stated zone" in read_evidence(positions)


def test_geometry_under_a_stated_zone_may_lack_its_number() -> None:
    """The .prj says zone 13 with its number, and the points have none."""
    wkt = CRS.from_epsg(28413).to_wkt()
    table = make_table({"n": ["a"]}, [shapely.Point(492619.59, 5340720.64)], wkt)
    assert place_of(conform(table, {})) == pytest.approx((74.9, 48.2), abs=2e-7)


def test_unknown_statement_is_refused_at_once() -> None:
    """--crs with nonsense is misuse: one line, and nothing is read with a guess."""
    with pytest.raises(MisusedError, match='crs "Марс 2000" names no reference system; write it'):
        conform(make_table({"X": [SK42[0]], "Y": [SK42[1]]}), XY, crs="Марс 2000")


def test_statement_of_each_row() -> None:
    """A column may state another system in each row; what names none is told, and not used."""
    table = make_table(
        {
            "Широта": ["48.2000", "48.2000", "48.2000"],
            "Долгота": ["74.9000", "74.9000", "74.9000"],
            "СК": ["WGS-84", "СК-42", "не помню"],
        }
    )
    positions = conform(table, LATLON | {"crs_text": "СК"})
    assert positions.frame["crs_used"].tolist() == ["EPSG:4326", "EPSG:4284", "EPSG:4326"]
    assert place_of(positions, 1) == pytest.approx((74.8992813, 48.2003973), abs=1e-7)
    assert positions.frame["crs_stated"].tolist()[:2] == ["WGS-84", "СК-42"]
    assert "«не помню» in СК names no reference system" in read_evidence(positions)


def test_a_statement_of_rows_that_are_held_leads_no_others() -> None:
    """The rest follow those that were read, whatever is stated of rows that were not."""
    columns: dict[str, list[str | None]] = {
        "Широта": [*(f"48.2{number}" for number in range(6)), "4.82", "4.83", "48.31", "48.32"],
        "Долгота": [*(f"75.3{number}" for number in range(6)), "75.31", "75.32", "75.41", "75.42"],
        "СК": [*["СК-42"] * 6, *["WGS 84"] * 2, None, None],
    }
    positions = conform(make_table(columns), LATLON | {"crs_text": "СК"})
    assert tell(positions) == [(8, "coordinate_digits_lost"), (9, "coordinate_digits_lost")]
    assert positions.frame["crs_used"].tolist()[-2:] == ["EPSG:4284"] * 2
    assert "rows read as the other rows of the file (EPSG:4284): 2" in read_evidence(positions)


def test_datum_in_the_cell() -> None:
    """«(СК-42)» behind the coordinates is a statement of that row."""
    positions = conform_cells(["48°12′00″ с.ш. 74°54′00″ в.д. (СК-42)", "48,2; 74,9"])
    assert positions.frame["crs_used"].tolist() == ["EPSG:4284", "EPSG:4326"]
    assert positions.frame["position_accuracy_m"].iloc[0] == 20  # 19 m and 4.5 m


def test_season_of_the_new_official_system() -> None:
    """Unstated figures of a season from 2025 on are QazTRF-23, and the evidence says why."""
    table = make_table({"X": ["5340670.88"], "Y": ["13492566.35"]})
    positions = conform(table, XY, season="лето 2025")
    assert positions.frame["crs_used"].iloc[0] == "EPSG:10947"
    assert place_of(positions) == pytest.approx((74.9, 48.2), abs=2e-7)
    assert "the season is 2025 or later" in read_evidence(positions)
    assert conform(table, XY, season="2019").frame["crs_used"].iloc[0] == "EPSG:28413"


@pytest.mark.parametrize(
    ("zone", "northing", "easting", "code"),
    [
        ("13", "5340720.64", "492619.59", "EPSG:2503"),
        ("25", "5340720.64", "492619.59", "EPSG:2601"),
        ("43N", "5338534.62", "492569.33", "EPSG:32643"),
        ("43U", "5338534.62", "492569.33", "EPSG:32643"),
        ("43", "5338534.62", "492569.33", "EPSG:32643"),
    ],
)
def test_a_bare_number_in_a_column_of_zones_is_a_zone(
    zone: str, northing: str, easting: str, code: str
) -> None:
    """«13», «25» and «43N» under «Зона» say the system as well as words do."""
    table = make_table({"Зона": [zone], "X": [northing], "Y": [easting]})
    positions = conform(table, XY | {"crs_text": "Зона"})
    assert positions.frame["crs_used"].tolist() == [code]
    assert place_of(positions) == pytest.approx((74.9, 48.2), abs=2e-7)


@pytest.mark.parametrize("heading", ["СК", "СК, зона"])
def test_a_bare_42_in_a_column_of_systems_is_no_zone(heading: str) -> None:
    """«42» under «СК» is the system of 1942 rather than UTM zone 42: nothing is guessed."""
    table = make_table({heading: ["42"], "X": ["5340720.64"], "Y": ["492619.59"]})
    assert {code for _, code in tell(conform(table, XY | {"crs_text": heading}))} == {
        "crs_ambiguous"
    }
