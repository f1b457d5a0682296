"""Readings: which system bare numbers are in, judged a whole file together (facts 1.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from heritage_gis.geo.crs import build_systems, from_wgs84
from heritage_gis.geo.crs_statement import read_statement
from heritage_gis.geo.reading_values import ReadingHints
from heritage_gis.geo.readings import Readings, list_readings
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from heritage_gis.geo.crs import Floats
    from heritage_gis.geo.reading_values import Flags

SYSTEMS = build_systems(read_vocabulary("reference_systems"))
BY_CODE = {system.code: system for system in SYSTEMS}
X13, Y13 = 5340720.64, 13492619.59  # 48.2 N 74.9 E in EPSG:28413
BARE_Y = 492619.59


def judge(first: list[float], second: list[float], stated: str = "", **hints: object) -> Readings:
    """Read pairs with what was stated of them."""
    statement = read_statement(stated, SYSTEMS) if stated else None
    return list_readings(first, second, SYSTEMS, ReadingHints(statement=statement, **hints))  # type: ignore[arg-type] # the hints are named at each call


def tell_codes(readings: Readings) -> list[str]:
    """Return the codes of the evidence."""
    return [reason.code for reason in readings.evidence]


def near_begazy(lon: Floats, lat: Floats) -> Flags:
    """A claimed district: a few degrees around 74.9 E 48.2 N."""
    return (np.abs(lon - 74.9) < 2) & (np.abs(lat - 48.2) < 1)


def test_zone_number_settles_the_zone() -> None:
    """Zones 12 and 13 stand in one file, and each row goes its own way."""
    readings = judge([X13, 5357579.23, 5340720.64], [Y13, 12538562.54, 25492619.59])
    assert readings.rows["system"].tolist() == ["EPSG:28413", "EPSG:28412", "EPSG:2541"]
    assert (readings.rows["lon"][0], readings.rows["lat"][0]) == pytest.approx((74.9, 48.2))
    assert readings.verdict == "likely"
    assert "pulkovo_by_default" in tell_codes(readings)
    zones = {
        r.figures["zone"]: r.figures["count"] for r in readings.evidence if "zone" in r.figures
    }
    assert zones == {12: 1, 13: 1, 25: 1}


def test_order_of_columns_does_not_matter() -> None:
    """Soviet X is the northing, GIS X the easting: the sizes tell which it is, and it is said."""
    soviet, gis = judge([X13], [Y13]), judge([Y13], [X13])
    assert soviet.rows["lat"][0] == gis.rows["lat"][0] == pytest.approx(48.2)
    assert "axis_north_first" in tell_codes(soviet)
    assert "axis_east_first" in tell_codes(gis)
    assert [each.candidates[0].axis_order for each in (soviet, gis)] == [
        "north_first",
        "east_first",
    ]


def test_one_row_turned_round() -> None:
    """Where one row of many has X and Y in each other's place, that row is marked."""
    readings = judge([X13, X13, Y13], [Y13, Y13, X13])
    assert readings.rows["is_swapped"].tolist() == [False, False, True]
    assert readings.rows["lat"].to_numpy() == pytest.approx([48.2] * 3)


def test_qaztrf_where_it_is_said() -> None:
    """QazTRF-23 is taken where a statement names it, or the season is 2025 or later."""
    stated = judge([5340670.88], [13492566.35], "QazTRF-23")
    recent = judge([5340670.88], [13492566.35], prefers_qaztrf=True)
    for readings in (stated, recent):
        assert readings.rows["system"][0] == "EPSG:10947"
        assert readings.rows["lon"][0] == pytest.approx(74.9, abs=1e-6)
    assert stated.verdict == "certain"
    assert "qaztrf_by_date" in tell_codes(recent)


def test_no_zone_number_and_nothing_else() -> None:
    """Six digits may be any zone, Gauss-Krüger or UTM: it is asked, and all readings named."""
    readings = judge([492617.09], [5340721.27])
    assert readings.verdict == "ask"
    assert readings.rows["fault"][0] == "crs_ambiguous"
    assert readings.rows["options"][0].split() == [
        *("EPSG:2501", "EPSG:2502", "EPSG:2503"),
        *("EPSG:2597", "EPSG:2599"),
        *("EPSG:32641", "EPSG:32642", "EPSG:32643"),
    ]


def test_easting_far_from_the_meridian_is_no_3_degree_zone() -> None:
    """An easting outside 383.8-616.3 km excludes the 3-degree zones."""
    options = judge([300000.0], [5340000.0]).rows["options"][0].split()
    assert options == ["EPSG:2502", "EPSG:2503", "EPSG:32642", "EPSG:32643"]


def test_district_tells_the_zone_but_not_the_projection() -> None:
    """A wrong zone is hundreds of kilometres off; Gauss-Krüger and UTM are 2.2 km apart: asked."""
    readings = judge([BARE_Y], [X13], in_district=near_begazy)
    assert readings.rows["options"][0].split() == ["EPSG:2503", "EPSG:32643"]
    stated = judge([BARE_Y], [X13], "СК-42", in_district=near_begazy)
    assert stated.rows["system"][0] == "EPSG:2503"
    assert "district_decides" in tell_codes(stated)
    shares = {each.system.code: each.share_in_district for each in stated.candidates}
    assert (shares["EPSG:2503"], shares["EPSG:2502"]) == (1.0, 0.0)


def test_district_may_tell_the_projection() -> None:
    """Where nearly all points fit their districts by one projection and few by the other."""

    def north_of_a_line(lon: Floats, lat: Floats) -> Flags:
        return (np.abs(lon - 74.9) < 2) & (lat > 48.21)

    readings = judge([492569.33] * 3, [5338534.62 + 2000] * 3, in_district=north_of_a_line)
    assert set(readings.rows["system"]) == {"EPSG:32643"}


def test_a_few_points_at_a_border_tell_no_projection() -> None:
    """Four of ten points that UTM puts across a border are not enough against it."""

    def south_of_a_line(lon: Floats, lat: Floats) -> Flags:
        return (np.abs(lon - 74.9) < 2) & (lat < np.array([48.21] * 4 + [49.0] * 6))

    readings = judge([BARE_Y] * 10, [X13] * 10, in_district=south_of_a_line)
    assert set(readings.rows["options"]) == {"EPSG:2503 EPSG:32643"}


def test_zones_without_number_in_one_file() -> None:
    """Rows of two zones without a number are parted by their districts; a third row follows."""
    easting, northing = from_wgs84([69.5], [48.2], BY_CODE["EPSG:2502"])

    def claimed(lon: Floats, lat: Floats) -> Flags:
        wanted = np.array([69.5, 74.9])
        return (np.abs(lon - wanted) < 1) & (np.abs(lat - 48.2) < 1)

    readings = judge([easting[0], BARE_Y], [northing[0], X13], "СК-42", in_district=claimed)
    assert readings.rows["system"].tolist() == ["EPSG:2502", "EPSG:2503"]


def test_row_without_a_district_follows_the_file() -> None:
    """A row that nothing settles takes the system of the others, and that is said."""

    def first_row_claims(lon: Floats, lat: Floats) -> Flags:
        return near_begazy(lon, lat) & np.array([True, False])

    readings = judge([BARE_Y, BARE_Y], [X13, X13], "СК-42", in_district=first_row_claims)
    assert readings.rows["system"].tolist() == ["EPSG:2503", "EPSG:2503"]
    assert "same_as_others" in tell_codes(readings)


def test_degrees() -> None:
    """Degrees are WGS 84 unless a statement says otherwise; a swap is seen; others keep order."""
    readings = judge([48.2, 75.3, 52.27], [74.9, 48.2, 54.6], is_first_north=True)
    assert readings.rows["system"].tolist() == ["EPSG:4326"] * 3
    assert readings.rows["is_swapped"].tolist() == [False, True, False]
    assert readings.rows["lat"].tolist() == [48.2, 48.2, 52.27]
    assert "datum_unstated" in tell_codes(readings)
    assert judge([48.2], [74.9], "СК-42").rows["system"][0] == "EPSG:4284"


def test_degrees_under_x_and_y() -> None:
    """Under X and Y neither order of degrees is wrong, and nothing is marked."""
    readings = judge([74.9, 48.2], [48.2, 74.9])
    assert readings.rows["lat"].tolist() == [48.2, 48.2]
    assert not readings.rows["is_swapped"].any()


@pytest.mark.parametrize(
    ("first", "second", "fault", "reason"),
    [
        (5340.7206, 13492.6196, "coordinate_digits_lost", "hint_kilometres"),
        (5340.7206, 492.6196, "coordinate_digits_lost", "hint_kilometres"),
        (48267222, 75345278, "coordinate_digits_lost", "hint_point_lost"),
        (534072064, 1349261959, "coordinate_digits_lost", "hint_point_lost"),
        (4826722, 75.34, "coordinate_digits_lost", "hint_point_lost"),
        (4826.72, 7534.53, "coordinate_digits_lost", "hint_point_lost"),
        (48.2, 7.49, "coordinate_digits_lost", "hint_point_lost"),
        (5340720, 1349261, "coordinate_digits_lost", "hint_seven_digits"),
        (5340720, 49261, "coordinate_digits_lost", "hint_easting_digits"),
        (534072, 13492619, "coordinate_digits_lost", "hint_northing_digits"),
        (0, 0, "coordinate_zero", ""),
        (1200.5, 3400.7, "crs_unknown", ""),
    ],
)
def test_numbers_that_lost_something(first: float, second: float, fault: str, reason: str) -> None:
    """Kilometres, lost points and lost digits are named, never mended."""
    row = judge([first], [second]).rows.iloc[0]
    assert (row["fault"], row["reason"], row["system"]) == (fault, reason, "")


def test_nearest_right_pair_is_suggested() -> None:
    """Where the right numbers are plain they are suggested; where they are not, nothing is."""
    rows = judge([48267222, 5340.7206, 4826.72], [75345278, 13492.6196, 7534.53]).rows
    assert rows["first_hint"].to_numpy() == pytest.approx(
        [48.267222, 5340720.6, np.nan], nan_ok=True
    )
    assert rows["second_hint"].to_numpy()[:2] == pytest.approx([75.345278, 13492619.6])


def test_statement_against_the_zone_number() -> None:
    """Zone 13 stated, zone 12 written: the row is held, and the system that fits is named."""
    readings = judge([X13, X13], [Y13, 12538562.54], "EPSG:28413")
    assert readings.rows["fault"].tolist() == ["", "crs_contradicted"]
    assert readings.rows["options"][1] == "EPSG:28412"


def test_metres_stated_as_degrees_and_degrees_as_metres() -> None:
    """A statement of the wrong kind is contradicted, not overruled."""
    metres, degrees = judge([X13], [Y13], "EPSG:4326"), judge([48.2], [74.9], "EPSG:28413")
    assert metres.rows["fault"][0] == degrees.rows["fault"][0] == "crs_contradicted"
    assert degrees.rows["reason"][0] == "why_degrees"


def test_one_far_point_is_no_contradiction() -> None:
    """Where most rows lie inside, a far one is left to the check of the position."""
    readings = judge([492569.0, 495000.0, 492569.0], [5338534.0, 5338534.0, 6900000.0], "UTM 43N")
    assert readings.rows["fault"].tolist() == ["", "", ""]
    assert readings.rows["lat"][2] > 60


def test_local_system_is_never_guessed() -> None:
    """Numbers stated to be local stay local, even where they look like Gauss-Krüger."""
    assert judge([X13], [Y13], "местная СК").rows["fault"][0] == "crs_unusable"


def test_no_rows() -> None:
    """A table without coordinates is no fault."""
    readings = judge([np.nan, np.nan], [np.nan, np.nan])
    assert readings.rows["fault"].tolist() == ["", ""]
    assert readings.candidates == ()


def test_row_that_lost_its_zone_number_follows_the_others() -> None:
    """An easting of 6 digits among those of 8 is of their zone, and not UTM."""
    readings = judge([X13] * 4, [Y13, Y13 + 900, BARE_Y, Y13 - 700])
    assert readings.rows["system"].tolist() == ["EPSG:28413"] * 2 + ["EPSG:2503", "EPSG:28413"]
    assert readings.verdict == "likely"
    follow = next(each for each in readings.evidence if each.code == "same_as_others")
    assert follow.figures == {"count": 1, "system": "EPSG:2503", "leads": 3}


def test_rows_that_follow_must_not_outnumber_those_that_lead() -> None:
    """One row with a zone number does not tell the zone of five without."""
    readings = judge([X13] * 6, [Y13] + [BARE_Y] * 5)
    assert readings.rows["fault"].tolist() == [""] + ["crs_ambiguous"] * 5
    assert readings.verdict == "ask"


def test_the_other_datum_is_named_with_its_distance() -> None:
    """SK-42 is taken where QazTRF-23 cannot be excluded; how far that is widens the accuracy."""
    readings = judge([X13], [Y13])
    taken, other = readings.candidates
    assert (taken.system.code, taken.chosen) == ("EPSG:28413", 1)
    assert (other.system.code, other.chosen) == ("EPSG:10947", 0)
    assert taken.apart_from == "EPSG:10947"
    assert taken.apart_m == pytest.approx(72.9, abs=0.1)
    assert readings.rows["doubt_m"][0] == pytest.approx(72.9, abs=0.1)
    stated = judge([X13], [Y13], "СК-42")
    assert (stated.rows["doubt_m"][0], stated.verdict) == (0, "certain")


def test_candidates_say_how_far_the_other_projection_lies() -> None:
    """Gauss-Krüger and UTM of one zone are 2.19 km apart; equal figures are one reading."""
    readings = judge([BARE_Y], [X13], in_district=near_begazy)
    gauss = next(each for each in readings.candidates if each.system.code == "EPSG:2503")
    assert (gauss.apart_from, gauss.same_as) == ("EPSG:32643", ("EPSG:2601",))
    assert gauss.apart_m == pytest.approx(2190, abs=5)
    assert (gauss.share_in_district, gauss.claims) == (1.0, 1)


def put_in_one_zone(code: str, lon: list[float], lat: float = 48.2) -> tuple[Floats, Floats]:
    """Return eastings and northings of places far apart, in one system."""
    return from_wgs84(lon, [lat] * len(lon), BY_CODE[code])


@pytest.mark.parametrize("stated", ["", "EPSG:28413", "СК-42, зона 13"])
def test_a_file_of_one_zone_that_runs_beyond_it(stated: str) -> None:
    """66 to 75 E written in zone 13: the digits of zone 12 in front mislead nobody."""
    lon = [66.0, 67.0, 68.0, 70.0, 74.0, 75.0, 76.0]
    easting, northing = put_in_one_zone("EPSG:28413", lon)
    readings = judge(northing.tolist(), easting.tolist(), stated)
    assert set(readings.rows["system"]) == {"EPSG:28413"}
    assert readings.rows["lon"].to_numpy() == pytest.approx(lon)
    assert "beyond_zone" in tell_codes(readings)


def test_a_stated_zone_without_its_number_may_run_below_zero() -> None:
    """63 to 75 E in UTM 43: eastings below zero are read as they stand."""
    lon = [63.0, 66.0, 68.0, 70.0, 74.0, 75.0, 76.0]
    easting, northing = put_in_one_zone("EPSG:32643", lon)
    assert easting[0] < 0
    readings = judge(easting.tolist(), northing.tolist(), "UTM 43N")
    assert readings.rows["lon"].to_numpy() == pytest.approx(lon)
    assert readings.verdict == "certain"
    unstated = judge(easting.tolist(), northing.tolist())
    assert (unstated.verdict, set(unstated.rows["fault"])) == ("ask", {"crs_ambiguous"})
    assert "EPSG:32643" in {each.system.code for each in unstated.candidates}


def test_a_zone_number_that_does_not_go_with_its_easting_is_held() -> None:
    """12 938 560 is 440 km beyond zone 12: one row so is a typing error, and none is guessed."""
    readings = judge([X13] * 20, [Y13] * 19 + [12938562.54])
    assert readings.rows["system"].tolist() == ["EPSG:28413"] * 19 + [""]
    assert readings.rows["fault"][19] == "crs_unknown"


def test_claimed_districts_contradict_a_stated_zone() -> None:
    """Zone 12 is stated, and zone 13 alone puts the rows into the districts they name."""

    def claimed(lon: Floats, lat: Floats) -> Flags:
        return (np.abs(lon - 74.9) < 1) & (np.abs(lat - 48.2) < 1)

    readings = judge([X13] * 3, [BARE_Y] * 3, "EPSG:2502", in_district=claimed)
    assert set(readings.rows["fault"]) == {"crs_contradicted"}
    assert set(readings.rows["reason"]) == {"why_other_district"}
    assert "EPSG:2503" in readings.rows["options"][0].split()
    assert readings.verdict == "ask"


def test_known_places_order_the_question_and_do_not_answer_it() -> None:
    """A namesake 40 m off by one reading advises it; what is accepted does not depend on it."""

    def near(lon: Floats, lat: Floats) -> tuple[Floats, np.ndarray]:
        metres = np.hypot((lon - 74.9) * 74_000, (lat - 48.2) * 111_000)
        return metres, np.array(["Begazy"] * len(lon), dtype=object)

    readings = judge([BARE_Y] * 2, [X13] * 2, in_district=near_begazy, near_known=near)
    assert readings.rows["fault"].tolist() == ["crs_ambiguous"] * 2
    assert readings.rows["advised"].tolist() == ["EPSG:2503"] * 2
    known = {each.system.code: each.known_m for each in readings.candidates}
    assert known["EPSG:2503"] < 1
    assert known["EPSG:32643"] > 2000


def test_degrees_without_a_datum_follow_the_stated_ones() -> None:
    """Where all other degrees of a file are stated to be SK-42, the odd row is so too."""
    others = {BY_CODE["EPSG:4284"]: 41}
    assert judge([48.2], [74.9], elsewhere=others).rows["system"][0] == "EPSG:4284"
    few = {BY_CODE["EPSG:4284"]: 1}
    assert judge([48.2], [74.9], elsewhere=few).rows["system"][0] == "EPSG:4326"
