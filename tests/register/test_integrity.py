"""The integrity checks: each finding is brought about in a register that was sound."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
from registrar import BEGAZY
from shapely.geometry import Point, Polygon
from sqlalchemy import delete

from heritage_gis.register import schema
from heritage_gis.register.decisions import (
    APART,
    MERGED,
    PLACED,
    RELATED,
    RULED,
    SPLIT,
    gather_decided,
)
from heritage_gis.register.integrity.ages import read_kind_years
from heritage_gis.register.integrity.banks import read_banks
from heritage_gis.register.integrity.checks import check_integrity
from heritage_gis.register.integrity.days import read_days
from heritage_gis.register.integrity.findings import FINDING_COLUMNS
from heritage_gis.register.integrity.holding import (
    AGAINST_POSITION,
    BANK_TEXTS,
    Given,
    Held,
    load_held,
)
from heritage_gis.register.schema import find_dtype
from heritage_gis.vocabularies.kinds import read_kinds
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registrar import Registrar

ONE, TWO, THREE = "KRG-000001", "KRG-000002", "KRG-000003"
PLACE, AWAY = Point(75.345278, 48.267222), Point(73.916667, 49.135556)
NEXT = Point(75.345278, 48.267262)  # 4 m north of PLACE
BEYOND = Point(75.345278, 48.295)  # 3 km north of PLACE


def make_table(name: str, rows: Iterable[dict[str, Any]], *more: str) -> pd.DataFrame:
    """Return rows typed as a table of the register has them, with further text columns."""
    rows = list(rows)
    columns = {key for row in rows for key in row}
    table = schema.metadata.tables[name]
    types = {column.name: find_dtype(column) for column in table.columns}
    known = [column for column in types if column in columns] or [*types]
    frame = pd.DataFrame(
        {
            column: pd.Series([row.get(column) for row in rows], dtype=types[column])
            for column in [*known, *(each for each in more if each not in types)]
            if column != "geometry"
        }
    )
    if "geometry" not in columns:
        return frame
    return gpd.GeoDataFrame(frame, geometry=[row["geometry"] for row in rows], crs="EPSG:4326")


RECORD: dict[str, Any] = {
    **dict.fromkeys(
        ("status_from", "status_to", "visited_on", "year", "start_year", "end_year", "kind")
    ),
    "record_id": "a/1",
    "survey_id": "a",
    "site_id": ONE,
    "district_claimed": "353600000",
    "position_accuracy_m": 50.0,
    "geometry": PLACE,
}
RECORDS = [
    RECORD,
    RECORD | {"record_id": "b/1", "survey_id": "b", "site_id": TWO, "geometry": AWAY},
]
SITE: dict[str, Any] = {
    "site_id": ONE,
    "name_kk": "Беғазы",
    "name_ru": "Бегазы",
    "name_en": None,
    "position_accuracy_m": 50.0,
    "part_of": None,
    "survey_ids": "a",
    "geometry": PLACE,
}
OTHER_SITE = SITE | {
    "site_id": TWO,
    "name_kk": None,
    "name_ru": "Каражартас",
    "survey_ids": "b",
    "geometry": AWAY,
}
SURVEYS = [{"survey_id": name, "received": "2026-01-01", "rows_held_back": 0} for name in "ab"]
NO_LINKS = make_table("links", [], "verdict")
NO_RELATIONS = make_table("relations", [])
NUMBERS = pd.DataFrame(
    [("353600000", ONE, 1), ("356400000", TWO, 1)], columns=["district", "site_id", "number"]
)
CELLS = pd.DataFrame([(ONE, "100000:75300000:48200000")], columns=["site_id", "cell"])


def make_banks(*texts: str, site: str = ONE) -> pd.DataFrame:
    """Return records of a site that speak of a bank."""
    rows = [{"record_id": f"a/{at}", "site_id": site} for at in range(1, len(texts) + 1)]
    frame = pd.DataFrame(rows, columns=["record_id", "site_id"], dtype="str")
    frame = frame.reindex(columns=["record_id", "site_id", *BANK_TEXTS]).astype("str")
    frame["description_ru"] = pd.Series(texts, dtype="str")
    return frame


def make_against(*records: str) -> pd.DataFrame:
    """Return records whose words contradict their position."""
    rows = [(record, ONE, "сөз", "слова", "words") for record in records]
    columns = ["record_id", "site_id", "message_kk", "message_ru", "message_en"]
    return pd.DataFrame(rows, columns=columns, dtype="str")


SOUND = Held(
    records=make_table("records", RECORDS),
    sites=make_table("sites", [SITE, OTHER_SITE]),
    names=make_table("names", [{"site_id": ONE, "record_id": "a/1"}]),
    links=NO_LINKS,
    relations=NO_RELATIONS,
    works=make_table("works", [{"work_id": "w/1", "survey_id": "w"}]),
    objects=make_table(
        "work_objects", [{"work_id": "w/1", "object_text": "Бегазы", "site_id": ONE}]
    ),
    surveys=make_table("surveys", SURVEYS),
    banks=make_banks(),
    against=make_against(),
    given=Given(frozenset((ONE, TWO)), NUMBERS, CELLS),
)


def with_records(*rows: dict[str, Any]) -> Held:
    """Return a sound register whose records are others."""
    return replace(SOUND, records=make_table("records", rows))


def with_first(**told: object) -> Held:
    """Return a sound register whose first record says something else."""
    return with_records(RECORD | told, RECORDS[1])


def with_relations(*rows: tuple[str, str], told_by: str = "stated") -> Held:
    """Return a sound register in which sites are parts of others."""
    table = [
        {
            "site_id": site,
            "other_site_id": other,
            "relation": "part_of",
            "told_by": told_by,
            "record_id": None,
        }
        for site, other in rows
    ]
    return replace(SOUND, relations=make_table("relations", table))


def with_decisions(*events: dict[str, Any]) -> Held:
    """Return a sound register in which something was decided."""
    told = [{"seq": 10 + at} | event for at, event in enumerate(events)]
    return replace(SOUND, decisions=told, decided=gather_decided(told))


def with_spot(**told: object) -> Held:
    """Return a sound register with two sites four metres apart."""
    moved = OTHER_SITE | {"geometry": NEXT} | told
    records = [RECORD, RECORDS[1] | {"geometry": NEXT}]
    sites = make_table("sites", [SITE, moved])
    return replace(SOUND, sites=sites, records=make_table("records", records))


RELATED_GONE = {
    "site_id": ONE,
    "other_site_id": THREE,
    "relation": "part_of",
    "told_by": "stated",
    "record_id": "a/1",
}
TWICE = pd.concat([NUMBERS, NUMBERS.assign(site_id=[TWO, TWO]).head(1)], ignore_index=True)
CASES: dict[str, tuple[Held, str]] = {
    "name_orphan": (
        replace(SOUND, names=make_table("names", [{"site_id": ONE, "record_id": "z/9"}])),
        "for the record z/9 and the site KRG-000001",
    ),
    "link_orphan": (
        replace(
            SOUND,
            links=make_table("links", [{"record_id": "a/1", "other_id": "z/9", "verdict": "same"}]),
        ),
        "the records a/1 and z/9 were compared",
    ),
    "relation_orphan": (
        replace(SOUND, relations=make_table("relations", [RELATED_GONE])),
        "KRG-000001 is related to KRG-000003 (part_of) by the record a/1",
    ),
    "work_object_orphan": (
        replace(
            SOUND,
            objects=make_table(
                "work_objects", [{"work_id": "w/1", "object_text": "Кент", "site_id": THREE}]
            ),
        ),
        "the object «Кент» of the work w/1 points to the site KRG-000003",
    ),
    "record_without_site": (
        with_records(*RECORDS, RECORD | {"record_id": "a/2", "site_id": THREE}),
        "the record a/2 belongs to the site KRG-000003",
    ),
    "record_without_survey": (
        with_records(*RECORDS, RECORD | {"record_id": "z/1", "survey_id": "z"}),
        "the record z/1 is of the survey z",
    ),
    "site_without_records": (
        replace(
            SOUND,
            sites=make_table(
                "sites", [SITE, OTHER_SITE, OTHER_SITE | {"site_id": THREE, "geometry": BEYOND}]
            ),
        ),
        "no record speaks of Каражартас (KRG-000003)",
    ),
    "survey_without_rows": (
        replace(
            SOUND,
            surveys=make_table(
                "surveys", [*SURVEYS, SURVEYS[0] | {"survey_id": "c", "rows_held_back": 7}]
            ),
        ),
        "the survey c has not one row in the register (held back: 7)",
    ),
    "year_zero": (with_first(start_year=-100, end_year=0), "the record a/1 has a dating with"),
    "years_reversed": (
        with_first(start_year=-800, end_year=-1200),
        "ends before it begins: -800 to -1200",
    ),
    "status_reversed": (
        with_first(status_from="13.08.2024", status_to="2010-04-16"),
        "from «13.08.2024» to «2010-04-16»",
    ),
    "visited_after_received": (
        with_first(visited_on="2026-06"),
        "was visited on «2026-06», and its survey was received on 2026-01-01",
    ),
    "year_in_future": (with_first(year=2027), "the record a/1 has the year 2027"),
    "kind_against_period": (
        with_first(kind="mosque", start_year=-1200, end_year=-701),
        "tells of «mosque», dated 1200–701 BC; such sites are dated from AD 500",
    ),
    "site_far_from_records": (
        with_first(geometry=BEYOND),
        "(KRG-000001) is shown 3089 m from the nearest of its records",
    ),
    "voices_apart": (
        with_records(*RECORDS, RECORD | {"record_id": "b/2", "survey_id": "b", "geometry": BEYOND}),
        "Беғазы (KRG-000001), b/2 and a/1, lie 3089 m apart",
    ),
    "two_sites_one_spot": (
        with_spot(),
        "Каражартас (KRG-000002) and Беғазы (KRG-000001) lie 4 m apart",
    ),
    "districts_differ": (
        with_records(
            *RECORDS,
            RECORD | {"record_id": "b/2", "survey_id": "b", "district_claimed": "356400000"},
        ),
        "claim different districts: Aktogay district, Shet district",
    ),
    "banks_contradict": (
        replace(SOUND, banks=make_banks("на левом берегу Каракенгира", "правый берег Каракенгира")),
        "on the left bank by the record a/1, and on the right bank by a/2",
    ),
    "banks_in_one_text": (
        replace(SOUND, banks=make_banks("wildticketasia (right bank) vs ru.wiki (left bank)")),
        "the record a/1 of Беғазы (KRG-000001) names both",
    ),
    "text_against_position": (replace(SOUND, against=make_against("a/1")), "record a/1: words"),
    "relation_ring": (
        replace(with_spot(), relations=with_relations((ONE, TWO), (TWO, ONE)).relations),
        "Беғазы (KRG-000001) is part of Каражартас (KRG-000002), which is part of it",
    ),
    "part_far_from_whole": (
        with_relations((ONE, TWO)),
        "lies 142762 m from it, where at most 1500 m are likely",
    ),
    "number_twice": (
        replace(SOUND, given=replace(SOUND.given, numbers=TWICE)),
        "the catalogue number 1 of Aktogay district was given to KRG-000001 and to KRG-000002",
    ),
    "number_never_given": (
        replace(SOUND, given=replace(SOUND.given, numbers=NUMBERS.assign(site_id=[ONE, THREE]))),
        "the catalogue number 1 of Shet district was given to KRG-000003",
    ),
    "cell_never_given": (
        replace(SOUND, given=replace(SOUND.given, cells=CELLS.assign(site_id=THREE))),
        "the cell 100000:75300000:48200000 was given to KRG-000003",
    ),
    "decision_of_no_site": (
        with_decisions({"event": APART, "site": ONE, "other": THREE}),
        "decision 10 speaks of the site KRG-000003",
    ),
    "decision_of_no_record": (
        with_decisions({"event": RULED, "site": ONE, "attribute": "kind", "record": "z/9"}),
        "decision 10 speaks of the record z/9",
    ),
}
QUIET = {
    "what is sound": SOUND,
    "records without a place": with_records(
        RECORD | {"geometry": None}, RECORDS[1] | {"geometry": None}
    ),
    "two sites that a person keeps apart": replace(
        with_spot(), decided=gather_decided([{"event": APART, "site": TWO, "other": ONE}])
    ),
    "two sites that are said to be related": replace(
        with_spot(), relations=with_relations((TWO, ONE), told_by="matched").relations
    ),
    "two sites that one survey lists in one spot": with_spot(survey_ids="a b"),
    "two sites of which it is asked already": replace(
        with_spot(),
        links=make_table("links", [{"record_id": "b/1", "other_id": "a/1", "verdict": "ask"}]),
    ),
    "two sites whose places are parts of the country": with_spot(position_accuracy_m=20_000.0),
    "a voice that is as rough as it is far": with_records(
        *RECORDS, RECORD | {"record_id": "a/2", "geometry": BEYOND, "position_accuracy_m": 3_100.0}
    ),
    "a voice within the outline of another": with_records(
        RECORD | {"geometry": Polygon([(75.3, 48.2), (75.4, 48.2), (75.4, 48.3), (75.3, 48.3)])},
        RECORDS[1],
        RECORD | {"record_id": "a/2", "geometry": BEYOND},
    ),
    "a voice that claims the region of the district": with_records(
        *RECORDS, RECORD | {"record_id": "a/2", "district_claimed": "350000000"}
    ),
    "a dating that reaches into the years of the kind": with_first(
        kind="mosque", start_year=-1200, end_year=1900
    ),
    "a kind of which no years are known": with_first(
        kind="petroglyphs", start_year=-12000, end_year=-6000
    ),
    "a visit in the year of receipt": with_first(visited_on="2026", year=2026),
    "a status that ended in the year it began": with_first(
        status_from="2024-08-13", status_to="2024"
    ),
    "banks of two rivers": replace(
        SOUND, banks=make_banks("левый берег р. Талды", "правый берег р. Шерубай-Нура")
    ),
    "both banks in one breath": replace(SOUND, banks=make_banks("по левому и правому берегу")),
    "banks of two sites": replace(
        SOUND,
        banks=pd.concat([make_banks("левый берег"), make_banks("правый берег", site=TWO)]),
    ),
    "parts of parts": with_relations((ONE, TWO), told_by="matched"),
    "a decision on a site that was merged since": with_decisions(
        {"event": RELATED, "site": THREE, "other": TWO, "relation": "near"},
        {"event": MERGED, "site": THREE, "into": ONE},
    ),
    "records that were split off and placed": with_decisions(
        {"event": SPLIT, "site": ONE, "records": ["b/1"], "into": TWO},
        {"event": PLACED, "record": "a/1", "site": ONE},
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_each_finding_is_told_and_nothing_else(code: str) -> None:
    """What was brought about is found, and named in the message; the rest stays sound."""
    held, message = CASES[code]
    found = check_integrity(held)
    assert set(found["code"]) == {code}, found[["code", "message_en"]].to_dict("records")
    assert message in found["message_en"].iloc[0]
    assert tuple(found.columns) == FINDING_COLUMNS
    texts = found[["message_kk", "message_ru", "message_en"]].iloc[0]
    assert texts.is_unique
    assert not [text for text in texts if "{" in text or "nan" in text]


def test_every_code_is_brought_about() -> None:
    """No code of the vocabulary goes untested."""
    assert CASES.keys() == {entry["code"] for entry in read_vocabulary("integrity")}


@pytest.mark.parametrize("about", QUIET)
def test_what_may_be_is_not_told(about: str) -> None:
    """What a scholar may defend, or a person has ruled, is no finding."""
    found = check_integrity(QUIET[about])
    assert found["message_en"].tolist() == []


def test_findings_stand_by_gravity() -> None:
    """Errors come first, then warnings, then notes."""
    held = replace(CASES["districts_differ"][0], against=make_against("a/1"))
    held = replace(held, given=CASES["number_twice"][0].given)
    assert check_integrity(held)["severity"].tolist() == ["error", "warning", "note"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2017", ("2017-01-01", "2017-12-31")),
        ("2017-5", ("2017-05-01", "2017-05-31")),
        ("03.05.2017 г.", ("2017-05-03", "2017-05-03")),
        ("05.2017", ("2017-05-01", "2017-05-31")),
        ("2017 жылдан", ("2017-01-01", "2017-12-31")),
        ("2017-13", None),
        ("20175", None),
        ("летом", None),
    ],
)
def test_days_are_read_as_far_as_they_go(text: str, days: tuple[str, str] | None) -> None:
    """A year alone means all of its days; what begins with no day means none."""
    assert read_days(text) == days


@pytest.mark.parametrize(
    ("text", "banks"),
    [
        ("на левом берегу р. Каракенгир", {("left", "karake")}),
        ("Қаракеңгір өзенінің сол жағалауында", {("left", "karake")}),
        ("left bank of the Karakengir", {("left", "karake")}),
        ("167 м от правого берега Сарысу", {("right", "sarisu")}),
        ("оң жақ жағасында", {("right", "")}),
        ("правобережье", {("right", "")}),
        ("справа, у берега", set()),
    ],
)
def test_banks_are_read_in_three_languages(text: str, banks: set[tuple[str, str]]) -> None:
    """The side and the river, in whatever case or script its name stands."""
    assert read_banks(text) == banks


def test_years_of_kinds_are_wide_and_have_a_source() -> None:
    """Each kind is one of ours, its years run forward, and facts bear them out."""
    assert read_kind_years().keys() <= set(read_kinds())
    for row in read_vocabulary("kind_periods"):
        assert row["source"].startswith("facts §")
    for earliest, latest in read_kind_years().values():
        assert earliest is None or latest is None or earliest < latest
        assert 0 not in (earliest, latest)


def test_the_register_is_loaded_for_the_checks(registrar: Registrar) -> None:
    """A sound register has no finding; a link that loses its end behind its back is one."""
    away = BEGAZY | {"name_kk": None, "name_ru": "Кент", "geometry": AWAY}
    registrar.submit("2026-a", [BEGAZY, away | {"location_text": "на левом берегу"}])
    registrar.submit("2026-b", [BEGAZY | {"notes": "правый берег"}])
    with registrar.open() as register:
        held = load_held(register, registrar.journal)
        assert check_integrity(held)["message_en"].tolist() == []
        assert held.banks["record_id"].tolist() == ["2026-a/sites.csv//3", "2026-b/sites.csv//2"]
        assert held.given.sites == {ONE, TWO}
        with register.engine.begin() as connection:
            records = schema.records
            connection.execute(delete(records).where(records.c.survey_id == "2026-b"))
        found = check_integrity(load_held(register, registrar.journal))
    assert set(found["code"]) == {"name_orphan", "link_orphan", "survey_without_rows"}


def test_words_against_the_position_are_taken_from_the_problems(registrar: Registrar) -> None:
    """What conform told of a row is a finding of each of its records."""
    registrar.submit("2026-a", [BEGAZY])
    row = {
        "survey_id": "2026-a",
        "source_file": "sites.csv",
        "source_row": 2,
        "code": AGAINST_POSITION,
        "message_kk": "k",
        "message_ru": "r",
        "message_en": "the words say another place",
    }
    with registrar.open() as register:
        with register.engine.begin() as connection:
            connection.execute(schema.problems.insert().values(**row))
        found = check_integrity(load_held(register, registrar.journal))
    assert found["message_en"].tolist() == [
        "the record 2026-a/sites.csv//2: the words say another place"
    ]
    assert found["site_id"].tolist() == [ONE]
