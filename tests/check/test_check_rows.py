"""Rows as a whole: what lies outside, has no name, or stands twice, named where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from shapely.geometry import Point, box
from standard_records import Row, make_records

from heritage_gis.check.rows import check_rows
from heritage_gis.paths import Home
from heritage_gis.places.districts import load_districts

if TYPE_CHECKING:
    from heritage_gis.places.districts import Districts

HERE = Point(75.345278, 48.267222)
AKTOGAY = "353600000"


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Districts:
    """The sketch of the borders."""
    return load_districts(Home(tmp_path_factory.mktemp("home")))


def check(districts: Districts, *rows: Row) -> pd.DataFrame:
    """Check rows whose positions stand in «X; Y» and whose codes stand in «Шифр»."""
    records = make_records(*rows)
    headings = pd.DataFrame({"position": "X; Y", "site_code": "Шифр"}, index=records.index)
    return check_rows(records, headings, districts)


def test_position_outside_says_how_far_and_which_way(districts: Districts) -> None:
    """A place in Orenburg is an error in its column, with distance and direction in words."""
    problem = check(
        districts,
        {"name_ru": "Бегазы", "geometry": HERE, "district": AKTOGAY},
        {"name_ru": "Каргалы", "geometry": Point(54.62, 52.27), "coordinate_text": "52,27; 54,62"},
    ).iloc[0]
    assert (problem["code"], problem["severity"]) == ("position_outside", "error")
    assert (problem["source_row"], problem["column"]) == (3, "X; Y")
    assert problem["value"] == "52,27; 54,62"
    assert "(799 km north-west of their border)" in problem["message_en"]
    assert "(799 км северо-западнее их границы)" in problem["message_ru"]
    assert "(шекарадан солтүстік-батысқа қарай 799 км)" in problem["message_kk"]


def test_outline_is_judged_by_its_middle(districts: Districts) -> None:
    """An outline far outside is an error; a record without a place is none."""
    outline = box(54.6, 52.2, 54.7, 52.3)
    problems = check(districts, {"name_ru": "А", "geometry": outline}, {"name_ru": "Б"})
    assert problems["code"].tolist() == ["position_outside"]
    assert problems["value"].tolist() == [""]


def test_row_needs_a_name_or_a_code(districts: Districts) -> None:
    """A code, or a name in any language, is enough; a row with neither is told."""
    problems = check(
        districts,
        {"site_code": "К-1"},
        {"name_other": "Кент"},
        {"kind": "kurgan"},
        {"name_en": "K"},
    )
    assert problems[["code", "source_row"]].to_numpy().tolist() == [["name_missing", 4]]


def test_a_row_that_tells_of_no_site_is_held_back(districts: Districts) -> None:
    """A running number, or a district, is no site; words about its place are one."""
    problems = check(
        districts,
        {"kind": "unknown"},
        {"kind": "unknown", "district": AKTOGAY},
        {"kind": "unknown", "location_text": "5 км к северу от Акшатау"},
        {"kind": "unknown", "kind_text": "каменная штука"},
        {"kind": "unknown", "geometry": HERE, "district": AKTOGAY},
    )
    told = problems[["source_row", "code", "severity"]].to_numpy().tolist()
    assert sorted(told) == [
        *([row, "row_empty", "error"] for row in (2, 3)),
        *([row, "name_missing", "warning"] for row in (4, 5, 6)),
    ]


def test_a_survey_of_codes_alone_needs_no_name(districts: Districts) -> None:
    """Where no row has a name, none repeats another, and nothing stops."""
    rows: list[Row] = [
        {"site_code": code, "geometry": HERE, "district": AKTOGAY} for code in ("1", "2")
    ]
    assert check(districts, *rows)["code"].tolist() == []


def test_same_name_at_the_same_place_is_told_once_for_each_row(districts: Districts) -> None:
    """The first row stands; every further one is told, and names the first."""
    twice = {"name_ru": "могильник Бегазы", "geometry": HERE, "district": AKTOGAY}
    other = {"name_ru": "Бегазы", "geometry": HERE, "district": AKTOGAY}
    elsewhere = twice | {"geometry": Point(75.3453, 48.2673)}
    problems = check(districts, twice, other, elsewhere, twice, {"name_ru": "могильник Бегазы"})
    assert problems["code"].tolist() == ["duplicate_row"] * 2
    assert problems["source_row"].tolist() == [3, 5]
    assert all("in row 2 already" in message for message in problems["message_en"])


def test_parts_of_one_row_do_not_repeat_it(districts: Districts) -> None:
    """Several records made from one row are one row."""
    part = {"name_ru": "Бегазы", "site_code": "А", "geometry": HERE, "district": AKTOGAY}
    assert check(districts, part | {"source_row": 7}, part | {"source_row": 7}).empty


def test_other_row_is_named_with_its_sheet_and_file(districts: Districts) -> None:
    """Where the first row stands in another sheet or file, the message says where."""
    problems = check(
        districts,
        {"name_ru": "А", "site_code": "К-1"},
        {"name_ru": "Б", "site_code": "К-1"},
        {"name_ru": "В", "site_code": "К-1", "source_layer": "Лист2"},
        {"name_ru": "Г", "site_code": "К-1", "source_file": "other.csv", "source_layer": ""},
    ).sort_values("source_row")
    assert problems["column"].tolist() == ["Шифр"] * 3
    assert [message.split(" already")[0] for message in problems["message_en"]] == [
        "the code «К-1» stands in row 2",
        "the code «К-1» stands in row 2 («Лист1»)",
        "the code «К-1» stands in row 2 («kent.xlsx, Лист1»)",
    ]
    assert "мына жолда бар: 2 («kent.xlsx, Лист1»)" in problems["message_kk"].iloc[2]


def test_nothing_wrong(districts: Districts) -> None:
    """Good rows, and no rows at all, give no problems."""
    good = {"name_ru": "Бегазы", "site_code": "А", "geometry": HERE, "district": AKTOGAY}
    assert check(districts, good).empty
    assert check(districts).empty
