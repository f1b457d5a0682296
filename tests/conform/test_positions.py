"""Positions: coordinate columns become places, with system, accuracy, and every doubt told."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS, Geod

from heritage_gis.conform.positions import Positions, conform_positions
from heritage_gis.conform.reference_system import load_systems
from heritage_gis.errors import MisusedError
from heritage_gis.geo.crs import from_wgs84
from heritage_gis.model.problem import PROBLEM_COLUMNS
from heritage_gis.model.raw_table import RawTable
from heritage_gis.model.survey import Sidecar
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

BEGAZY = (75 + 20 / 60 + 43 / 3600, 48 + 16 / 60 + 2 / 3600)
LATLON = {"lat_raw": "Широта", "lon_raw": "Долгота"}
XY = {"x_raw": "X", "y_raw": "Y"}
SK42 = ("5340720,64", "13492619,59")  # 48.2 N 74.9 E
SYSTEMS = {system.code: system for system in load_systems()}


def make_table(
    columns: Mapping[str, Sequence[str | None]],
    shapes: Sequence[BaseGeometry | None] = (),
    crs_wkt: str = "",
) -> RawTable:
    """Make a raw table: rows 2, 3, … of a file, all text, geometry as WKB."""
    count = len(shapes) or len(next(iter(columns.values())))
    frame = pd.DataFrame(
        {"source_file": "a.csv", "source_layer": "", "source_row": range(2, count + 2)}
    )
    if shapes:
        wkb = [None if shape is None else shapely.to_wkb(shape) for shape in shapes]
        frame["geometry"] = pd.Series(wkb, dtype=object)
    for heading, cells in columns.items():
        frame[heading] = pd.Series(list(cells), dtype="str")
    table_format = "geojson" if shapes else "csv"
    return RawTable(frame, table_format, tuple(columns), crs_wkt=crs_wkt, crs_evidence="a.prj")


def conform(
    table: RawTable,
    fields: Mapping[str, str],
    crs: str = "",
    season: str = "",
    in_district: Callable[..., np.ndarray] | None = None,
) -> Positions:
    """Conform the positions of a table of one survey."""
    sidecar = Sidecar("t", "w", date(2026, 1, 1), "CC-BY-4.0", crs=crs, season=season)
    place = table.frame[["source_file", "source_layer", "source_row"]].assign(survey_id="S")
    positions = conform_positions(table, fields, sidecar, place, in_district)
    assert list(positions.problems.columns) == list(PROBLEM_COLUMNS)
    assert positions.frame.crs == "EPSG:4326"
    return positions


def conform_cells(cells: Sequence[str | None]) -> Positions:
    """Conform one column of coordinate cells."""
    return conform(make_table({"Координаты": cells}), {"coord_text": "Координаты"})


def tell(positions: Positions) -> list[tuple[int, str]]:
    """Return row and code of each problem of a row; what is assumed is told of the whole table."""
    rows = positions.problems[positions.problems["source_row"].notna()]
    return list(zip(rows["source_row"], rows["code"], strict=True))


def tell_assumed(positions: Positions) -> list[str]:
    """Return what is said of the whole table, in English."""
    whole = positions.problems["source_row"].isna()
    return positions.problems.loc[whole, "message_en"].tolist()


def place_of(positions: Positions, row: int = 0) -> tuple[float, float]:
    """Return longitude and latitude of a row's point."""
    point = positions.frame.geometry.iloc[row]
    return (point.x, point.y)


def read_evidence(positions: Positions, language: str = "en") -> str:
    """Return the evidence as one text."""
    sentences = positions.crs["evidence"]
    assert isinstance(sentences, list)
    return "\n".join(sentence[language] for sentence in sentences)


def test_coordinate_cells() -> None:
    """A cell in degrees, minutes and seconds is a point with the accuracy its notation leaves."""
    positions = conform_cells(["48°16′02″ с.ш. 75°20′43″ в.д.", "N48°36'47.84\" E67°26'45.49\""])
    row = positions.frame.iloc[0]
    assert place_of(positions) == pytest.approx(BEGAZY, abs=1e-7)
    assert (row["geometry_role"], row["crs_used"]) == ("point", "EPSG:4326")
    assert row["coordinate_text"] == "48°16′02″ с.ш. 75°20′43″ в.д."
    assert pd.isna(row["crs_operation"])
    assert pd.isna(row["crs_stated"])
    assert positions.frame["position_accuracy_m"].tolist() == [19, 0.19]
    assert tell(positions) == []


def test_row_without_coordinates_has_no_position_and_no_problem() -> None:
    """Empty cells and what people write for nothing are no problem."""
    positions = conform_cells([None, "", "—", "н/д", " - ", "48,2; 74,9"])
    assert positions.frame.geometry.isna().tolist() == [True] * 5 + [False]
    assert positions.frame["coordinate_text"].isna().tolist() == [True] * 5 + [False]
    assert tell(positions) == []


def test_faulty_cells_are_held_back_with_their_reason() -> None:
    """Each bad cell is named with its row, column and value, in three languages."""
    positions = conform_cells(
        [
            "48°73′02″ с.ш. 75°20′43″ в.д.",
            "к северу от посёлка",
            "48°16′02″ с.ш.",
            "1) 48°16'02\"N 75°20'43\"E 2) 48°16'05\"N 75°20'49\"E",
            "0; 0",
        ]
    )
    assert tell(positions) == [
        (2, "coordinate_out_of_range"),
        (3, "coordinate_unreadable"),
        (4, "coordinate_half_missing"),
        (5, "coordinate_several"),
        (6, "coordinate_zero"),
    ]
    first = positions.problems.iloc[0]
    assert (first["survey_id"], first["column"]) == ("S", "Координаты")
    assert first["value"] == "48°73′02″ с.ш. 75°20′43″ в.д."
    assert first["message_en"].endswith("has 73 minutes; minutes run from 0 to 59")
    assert first["message_ru"].endswith("указано: минуты — 73; допустимо от 0 до 59")
    assert first["message_kk"].endswith("минут — 73; 0 мен 59 аралығында болуы керек")
    assert "holds 2 positions" in positions.problems["message_en"].iloc[3]
    assert positions.frame.geometry.isna().all()
    assert positions.frame[["crs_used", "position_accuracy_m"]].isna().all(axis=None)
    assert positions.frame["coordinate_text"].notna().all()


def test_latitude_and_longitude_columns() -> None:
    """Two columns may hold numbers or angles; a swap is used and warned of."""
    table = make_table(
        {
            "Широта": ["48,267222", "48°16′02″", "75.34", "75°20′43″ в.д.", None, "48.2", "98.5"],
            "Долгота": ["75,345278", "75°20′43″", "48.26", "48°16′02″ с.ш.", "75.3", "NaN", "75.3"],
        }
    )
    positions = conform(table, LATLON)
    assert place_of(positions, 0) == pytest.approx((75.345278, 48.267222), abs=1e-9)
    assert place_of(positions, 1) == pytest.approx(BEGAZY, abs=1e-7)
    assert place_of(positions, 2) == (75.34, 48.26)
    assert place_of(positions, 3) == pytest.approx(BEGAZY, abs=1e-7)
    assert tell(positions) == [
        (4, "coordinate_swapped"),
        (5, "coordinate_swapped"),
        (6, "coordinate_half_missing"),
        (7, "coordinate_not_finite"),
        (8, "coordinate_out_of_range"),
    ]
    assert "has 98.5 degrees of latitude" in "".join(positions.problems["message_en"])
    swapped = positions.problems.iloc[0]
    assert (swapped["severity"], swapped["column"]) == ("warning", "Широта; Долгота")
    assert swapped["value"] == "75.34; 48.26"
    assert positions.frame["coordinate_text"].iloc[0] == "48,267222; 75,345278"


def test_dropped_zero_costs_no_accuracy() -> None:
    """48.24 beside 67.123456 is 48.240000: spreadsheets drop the last zeros of a number."""
    table = make_table({"Широта": ["48.24", "48.2"], "Долгота": ["67.123456", "67"]})
    accuracy = conform(table, LATLON).frame["position_accuracy_m"]
    assert accuracy.tolist() == [0.067, 6700]


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


def test_datum_in_the_cell() -> None:
    """«(СК-42)» behind the coordinates is a statement of that row."""
    positions = conform_cells(["48°12′00″ с.ш. 74°54′00″ в.д. (СК-42)", "48,2; 74,9"])
    assert positions.frame["crs_used"].tolist() == ["EPSG:4284", "EPSG:4326"]
    assert positions.frame["position_accuracy_m"].iloc[0] == 20  # 19 m and 4.5 m


def test_accuracy_is_the_larger_of_stated_and_notation() -> None:
    """A stated accuracy counts where it is coarser; one that is no number is warned of."""
    cells = ["48°16′02″ с.ш. 75°20′43″ в.д."] * 5
    told = ["±5 м", "ок. 30", "0,5 км", "плохая", None]
    table = make_table({"Координаты": cells, "Точность": told})
    positions = conform(table, {"coord_text": "Координаты", "accuracy_m": "Точность"})
    assert positions.frame["position_accuracy_m"].tolist() == [19, 30, 500, 19, 19]
    assert tell(positions) == [(5, "number_unreadable")]
    assert positions.problems["column"].iloc[0] == "Точность"


def test_broken_numbers() -> None:
    """Exponents that lost digits, kilometres, and infinite numbers are held back, each by name."""
    table = make_table(
        {
            "X": ["5.34E+06", "1e308", "5340.721", "48267222", "5340720"],
            "Y": ["13492619", "13492619", "13492.617", "75345278", "1349261"],
        }
    )
    positions = conform(table, XY)
    assert tell(positions) == [
        (2, "coordinate_digits_lost"),
        (3, "coordinate_not_finite"),
        (4, "coordinate_digits_lost"),
        (5, "coordinate_digits_lost"),
        (6, "coordinate_digits_lost"),
    ]
    messages = positions.problems["message_en"].tolist()
    assert "digits are hidden by the exponent" in messages[0]
    assert "look like kilometres" in messages[2]
    assert "an easting has 8 digits" in messages[4]
    assert positions.problems["suggestion"].tolist()[2:4] == [
        "5340721; 13492617",
        "48.267222; 75.345278",
    ]


PACKED = {
    "Широта": ["48.1602", "48.3647", "48.1245", "48.2929", "48.5910"],
    "Долгота": ["75.2043", "67.2645", "68.3637", "67.0715", "73.4905"],
}


def test_packed_degrees_are_asked_about() -> None:
    """A table whose decimals all look like minutes and seconds is held, with both readings."""
    plain = PACKED | {"Широта": [*PACKED["Широта"][:4], "48.9910"]}
    positions = conform(make_table(PACKED), LATLON)
    assert {code for _, code in tell(positions)} == {"coordinate_packed"}
    assert positions.frame.geometry.isna().all()
    assert positions.crs["verdict"] == "ask"
    readings = positions.crs["readings"]
    assert isinstance(readings, list)
    assert [(each["system"], each["notation"]) for each in readings] == [
        ("EPSG:4326", ""),
        ("EPSG:4326", "packed"),
        ("EPSG:4284", ""),
    ]
    assert tell(conform(make_table(plain), LATLON)) == []
    tenths = {heading: [f"{cell}45" for cell in cells] for heading, cells in PACKED.items()}
    for told in (tenths, {heading: cells[:3] for heading, cells in PACKED.items()}):
        assert {code for _, code in tell(conform(make_table(told), LATLON))} == {
            "coordinate_packed"
        }
    fewer = {heading: cells[:3] for heading, cells in tenths.items()}
    assert tell(conform(make_table(fewer), LATLON)) == []


@pytest.mark.parametrize(
    ("crs", "latitude"),
    [
        ("WGS 84, десятичные градусы", 48.1602),
        ("EPSG:4326, decimal degrees", 48.1602),
        ("WGS 84, Г.ММСС", 48.2672222),
        ("D.MMSS", 48.2672222),
    ],
)
def test_a_stated_notation_settles_packed_degrees(crs: str, latitude: float) -> None:
    """Who says how the degrees are written is not asked."""
    positions = conform(make_table(PACKED), LATLON, crs=crs)
    assert tell(positions) == []
    assert place_of(positions)[1] == pytest.approx(latitude, abs=1e-7)


def test_districts_tell_packed_degrees() -> None:
    """Where the claimed districts hold the points of one reading alone, it is taken and told."""
    wanted = np.array([48.26722, 48.61306, 48.2125, 48.49139, 48.98611])

    def in_district(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        return (np.abs(lat - wanted) < 0.05) & (lon > 67)

    positions = conform(make_table(PACKED), LATLON, in_district=in_district)
    assert tell(positions) == []
    assert place_of(positions) == pytest.approx((75.345278, 48.267222), abs=1e-6)
    assert positions.crs["verdict"] == "likely"
    assert "rows whose named district tells decimal degrees" in read_evidence(positions)
    assert "degrees.minutes-seconds in one number" in tell_assumed(positions)[0]


def test_degrees_that_may_be_packed_get_no_suggestion() -> None:
    """481602 is 48.1602 with its point lost, or 48°16′02″ in one number."""
    table = make_table({"Широта": ["481602", "482672"], "Долгота": ["752043", "753453"]})
    problems = conform(table, LATLON).problems
    assert problems["code"].tolist() == ["coordinate_digits_lost"] * 2
    assert problems["suggestion"].tolist() == ["", "48.2672; 75.3453"]


def test_season_of_the_new_official_system() -> None:
    """Unstated figures of a season from 2025 on are QazTRF-23, and the evidence says why."""
    table = make_table({"X": ["5340670.88"], "Y": ["13492566.35"]})
    positions = conform(table, XY, season="лето 2025")
    assert positions.frame["crs_used"].iloc[0] == "EPSG:10947"
    assert place_of(positions) == pytest.approx((74.9, 48.2), abs=2e-7)
    assert "the season is 2025 or later" in read_evidence(positions)
    assert conform(table, XY, season="2019").frame["crs_used"].iloc[0] == "EPSG:28413"


def test_geometry_comes_before_columns() -> None:
    """A row's geometry is its position; a row without falls back on its cells."""
    wkt = CRS.from_epsg(4326).to_wkt()
    table = make_table(
        {"Широта": ["48.2000", "48.2000"], "Долгота": ["74.9000", "74.9000"]},
        [shapely.Point(74.900269, 48.200289), None],
        wkt,
    )
    positions = conform(table, LATLON)
    assert place_of(positions, 0) == (74.900269, 48.200289)
    assert place_of(positions, 1) == (74.9, 48.2)
    assert positions.frame["crs_stated"].tolist()[:1] == ["EPSG:4326"]
    assert positions.frame["coordinate_text"].isna().tolist() == [True, False]
    assert positions.frame["position_accuracy_m"].iloc[0] == 0.067
    assert "a.prj states EPSG:4326" in read_evidence(positions)


def test_two_positions_that_disagree_are_held_back() -> None:
    """Degrees 100 km from the metres of their row: nobody can tell which is right."""
    table = make_table(
        {
            "Широта": ["48.2", "48.2"],
            "Долгота": ["74.9", "74.9"],
            "X": ["5440720.64", SK42[0]],
            "Y": [SK42[1], SK42[1]],
        }
    )
    for crs in ("", "WGS 84"):
        positions = conform(table, LATLON | XY, crs=crs)
        assert tell(positions) == [(2, "position_contradicted")]
        assert positions.frame.geometry.isna().tolist() == [True, False]
        problem = positions.problems.iloc[0]
        assert (problem["severity"], problem["column"]) == ("error", "X; Y")
        assert problem["message_en"].startswith(
            "the row gives two positions that lie 100000 m apart: «5440720.64; 13492619,59» in "
            "«X; Y», and 48.2; 74.9 in «Широта; Долгота»"
        )


def test_columns_that_contradict_the_geometry_are_held_back() -> None:
    """Columns may repeat the geometry, or lie within its outline; elsewhere they contradict it."""
    outline = shapely.box(74.8, 48.1, 75.0, 48.3)
    table = make_table(
        {"Координаты": ["48.20001, 74.90001", "48.2000, 74.9000", "48.2, 75.9", "нет", None]},
        [shapely.Point(74.9, 48.2), outline, outline, outline, outline],
        CRS.from_epsg(4326).to_wkt(),
    )
    positions = conform(table, {"coord_text": "Координаты"})
    assert tell(positions) == [(4, "position_contradicted")]
    assert "in the geometry of the file" in positions.problems["message_en"].iloc[0]
    assert positions.frame.geometry.isna().tolist() == [False, False, True, False, False]


def test_what_is_outside_either_way_is_no_swap() -> None:
    """Orenburg in the wrong order is told by the check of the position, and once."""
    table = make_table({"Широта": ["154.62"], "Долгота": ["52.27"]})
    assert tell(conform(table, LATLON)) in ([], [(2, "coordinate_out_of_range")])
    table = make_table({"n": ["a"]}, [shapely.Point(52.27, 154.62)], CRS.from_epsg(4326).to_wkt())
    assert tell(conform(table, {})) == []


def test_swapped_geojson() -> None:
    """A GeoJSON with latitude first is read the other way round, and warned of."""
    table = make_table({"n": ["a"]}, [shapely.Point(48.2, 74.9)], CRS.from_epsg(4326).to_wkt())
    positions = conform(table, {})
    assert place_of(positions) == (74.9, 48.2)
    assert tell(positions) == [(2, "coordinate_swapped")]
    assert positions.problems[["column", "value"]].iloc[0].tolist() == ["geometry", "48.2; 74.9"]


def test_metres_in_a_geojson() -> None:
    """Metres in a file that says WGS 84 contradict it; the survey's statement mends that."""
    table = make_table(
        {"n": ["a"]}, [shapely.Point(492569.33, 5338534.62)], CRS.from_epsg(4326).to_wkt()
    )
    assert tell(conform(table, {})) == [(2, "crs_contradicted")]
    assert place_of(conform(table, {}, crs="EPSG:32643")) == pytest.approx((74.9, 48.2), abs=2e-7)


def test_every_notation_lands_within_its_accuracy() -> None:
    """Known places, written as surveys write them, land within what position_accuracy_m says."""
    known = np.array([[75.34534, 48.26718], [67.445969, 48.613289], [68.610357, 48.212571]])

    def write_seconds(degrees: float, decimals: int) -> str:
        units = round(degrees * 3600 * 10**decimals)
        minutes, seconds = divmod(units, 60 * 10**decimals)
        width = decimals + 3 if decimals else 2
        return f"{minutes // 60}°{minutes % 60:02}′{seconds / 10**decimals:0{width}.{decimals}f}″"

    for decimals in (0, 2):
        cells = [
            f"{write_seconds(lat, decimals)} с.ш. {write_seconds(lon, decimals)} в.д."
            for lon, lat in known
        ]
        check_distances(conform_cells(cells), known)
    for code in ("EPSG:28412", "EPSG:28413", "EPSG:32643"):
        easting, northing = from_wgs84(known[:1, 0], known[:1, 1], SYSTEMS[code])
        table = make_table({"X": [f"{northing[0]:.2f}"], "Y": [f"{easting[0]:.2f}"]})
        check_distances(conform(table, XY, crs=code), known[:1])


def check_distances(positions: Positions, known: np.ndarray) -> None:
    """Each point lies no farther from the known place than its accuracy."""
    assert tell(positions) == []
    points = positions.frame.geometry
    distance_m = Geod(ellps="WGS84").inv(points.x, points.y, *known.T)[2]
    assert (distance_m <= positions.frame["position_accuracy_m"]).all()


def test_empty_table() -> None:
    """A table without rows has no positions and no problems."""
    table = make_table({"X": [], "Y": []})
    positions = conform(table, XY)
    assert len(positions.frame) == 0
    assert tell(positions) == []
    nothing = {"stated": "", "used": "", "operation": "", "verdict": ""}
    assert positions.crs == nothing | {"readings": [], "evidence": []}


def test_index_of_the_table_is_kept() -> None:
    """Rows are found by the table's own index, whatever it is."""
    table = make_table({"Координаты": ["48,2; 74,9", "x", "48,3; 74,8"]})
    table.frame.index = pd.Index([7, 3, 5])
    positions = conform(table, {"coord_text": "Координаты"})
    assert positions.frame.index.tolist() == [7, 3, 5]
    assert positions.frame.geometry.loc[5].y == 48.3
    assert tell(positions) == [(3, "coordinate_unreadable")]


def test_sentences_ask_for_the_same_figures_in_each_language() -> None:
    """Kazakh, Russian and English sentences on positions carry the same figures."""
    for row in read_vocabulary("position_texts"):
        figures = {language: set(re.findall(r"{(\w+)}", row[language])) for language in LANGUAGES}
        assert figures["kk"] == figures["ru"] == figures["en"], row["code"]
        assert all(row[language] for language in LANGUAGES), row["code"]


@pytest.mark.parametrize(
    "crs_wkt",
    [
        'LOCAL_CS["Караганда",UNIT["metre",1]]',
        'PROJCS["Караганда","bro"]',
        CRS("+proj=tmerc +lon_0=73 +x_0=13500000 +ellps=GRS80").to_wkt("WKT1_GDAL"),
    ],
)
def test_metres_of_a_system_that_cannot_be_read_are_held_back(crs_wkt: str) -> None:
    """A .prj of some other plane means that the numbers are not those of zone 13."""
    table = make_table({}, [shapely.Point(13492619.59, 5340720.64)], crs_wkt)
    positions = conform(table, {})
    assert positions.problems["code"].tolist() == ["crs_unusable"]
    assert positions.frame.geometry.isna().all()
    assert "GEOGCS" not in positions.problems["message_ru"][0]


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


def test_an_accuracy_below_zero_is_told() -> None:
    """«-3» is no accuracy, and not left out in silence."""
    table = make_table({"Широта": ["48.2"], "Долгота": ["74.9"], "Точность": ["-3"]})
    positions = conform(table, LATLON | {"accuracy_m": "Точность"})
    assert {code for _, code in tell(positions)} == {"number_unreadable"}
