"""The register: made from the journal, added to, made anew, and always the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pyogrio
import pytest
from registrar import BEGAZY, Registrar
from shapely.geometry import Point, Polygon
from sqlalchemy import text

from heritage_gis.register.decisions import MERGED, PARTED, RELATED, RULED, SPLIT, UNDONE
from heritage_gis.register.loading import load_relations, load_surveys
from heritage_gis.register.questions import load_questions
from heritage_gis.register.receipts import record_received

if TYPE_CHECKING:
    from pathlib import Path

TASTYBULAK = BEGAZY | {"name_kk": "Тастыбұлақ", "name_ru": None}


def test_records_of_two_surveys_become_one_site(registrar: Registrar) -> None:
    """Begazy of two sources is one site; its place is the more accurate one."""
    other = BEGAZY | {
        "name_kk": None,
        "name_ru": "Бегазы",
        "geometry": Point(75 + 20 / 60 + 32 / 3600, 48 + 15 / 60 + 57 / 3600),
        "position_accuracy_m": 19.0,
    }
    registrar.submit("2026-a", [BEGAZY])
    registrar.submit("2026-b", [other])
    sites = registrar.load_sites()
    assert sites["site_id"].tolist() == ["KRG-000001"]
    site = sites.iloc[0]
    assert (site["name_kk"], site["record_count"]) == ("Беғазы қорымы", 2)
    assert site["survey_ids"] == "2026-a 2026-b"
    assert site["position_from"] == "2026-b/sites.csv//2"
    assert site.geometry.x == pytest.approx(75.342222, abs=1e-6)


def test_register_made_anew_gives_the_same_ids(registrar: Registrar) -> None:
    """Deleting the register and running again gives the same sites; the journal stays as it is."""
    registrar.submit("2026-a", [BEGAZY, TASTYBULAK])
    registrar.submit("2026-b", [BEGAZY])
    before = registrar.load_records()
    journal = registrar.journal.path.read_bytes()
    registrar.forget()
    registrar.update()
    after = registrar.load_records()
    assert before[["record_id", "site_id"]].equals(after[["record_id", "site_id"]])
    assert registrar.journal.path.read_bytes() == journal


def test_changed_survey_makes_the_register_anew(registrar: Registrar) -> None:
    """A corrected survey replaces what it said before; ids given stay."""
    registrar.submit("2026-a", [BEGAZY])
    registrar.submit("2026-b", [TASTYBULAK])
    registrar.submit("2026-a", [BEGAZY, BEGAZY | {"name_kk": "Қызылтас", "name_ru": None}])
    sites = registrar.load_sites()
    named = dict(zip(sites["site_id"], sites["name_kk"], strict=True))
    assert named == {
        "KRG-000001": "Беғазы қорымы",
        "KRG-000002": "Тастыбұлақ",
        "KRG-000003": "Қызылтас",
    }


def test_record_in_conflict_waits_for_the_keeper(registrar: Registrar) -> None:
    """A record of the same name 45 km off is kept, is told nowhere, and is a question."""
    wrong = BEGAZY | {"geometry": Point(74.907, 48.548), "position_accuracy_m": 78.0}
    registrar.submit("2026-a", [BEGAZY])
    registrar.submit("2026-b", [wrong])
    assert len(registrar.load_sites()) == 1
    assert len(registrar.load_records()) == 2
    with registrar.open() as register:
        question = load_questions(register).iloc[0]
    assert (question["record_id"], question["reason"]) == (
        "2026-b/sites.csv//2",
        "conflict_of_place",
    )
    assert question["question_en"].startswith(
        "Беғазы қорымы (2026-b/sites.csv//2) has the name of Беғазы қорымы (KRG-000001), "
        "but is said to lie 45.0 km from it."
    )
    assert "в 45,0 км от него" in question["question_ru"]


@pytest.mark.parametrize("rows", [[], [BEGAZY]])
def test_no_question_is_an_empty_table(registrar: Registrar, rows: list[dict[str, object]]) -> None:
    """A register without questions has their columns, and no rows."""
    registrar.submit("2026-a", rows)
    with registrar.open() as register:
        questions = load_questions(register)
    assert list(questions)[:3] == ["question_id", "record_id", "record_name"]
    assert questions.empty


def test_survey_is_not_told_before_its_day(registrar: Registrar) -> None:
    """Nothing of a survey is told before `public_from`, neither a site nor a better place."""
    better = BEGAZY | {"position_accuracy_m": 1.0, "list_number": "245-1"}
    registrar.submit("2026-a", [BEGAZY])
    registrar.submit("2026-b", [better, TASTYBULAK], public_from=date(2027, 5, 1))
    before, after = (registrar.load_sites(day) for day in ("2027-04-30", "2027-05-01"))
    assert before["name_kk"].tolist() == ["Беғазы қорымы"]
    assert before["list_number"].isna().all()
    assert sorted(after["name_kk"]) == ["Беғазы қорымы", "Тастыбұлақ"]


def test_part_names_its_complex_by_code(registrar: Registrar) -> None:
    """A part is tied to the site of the same survey that bears the code it names."""
    whole = BEGAZY | {"site_code": "Б-1"}
    part = BEGAZY | {"name_kk": "2-қоршау", "name_ru": None, "part_of": "Б-1", "part_no": "2"}
    registrar.submit("2026-a", [whole, part])
    by_name = registrar.load_sites().set_index("name_kk")
    assert by_name.loc["2-қоршау", "part_of"] == by_name.loc["Беғазы қорымы", "site_id"]


def test_geopackage_opens_as_layers_and_tables(tmp_path: Path) -> None:
    """GDAL, and so QGIS, sees two layers with extents and plain tables; the views answer to SQL."""
    registrar = Registrar(tmp_path)
    outline = Polygon([(75.3, 48.2), (75.31, 48.2), (75.31, 48.21), (75.3, 48.2)])
    registrar.submit("2026-a", [BEGAZY | {"geometry": outline}])
    layers = dict(pyogrio.list_layers(registrar.path).tolist())
    assert (layers["sites"], layers["records"]) == ("Point", "Unknown")
    plain = {name for name, kind in layers.items() if kind is None}
    assert plain >= {
        "surveys",
        "problems",
        "names",
        "works",
        "site_redirects",
        "links",
        "relations",
        "decisions",
    }
    told = pyogrio.read_dataframe(registrar.path, sql="SELECT * FROM assertions")
    assert "Беғазы қорымы" in set(told["value"])
    info = pyogrio.read_info(registrar.path, layer="records")
    assert info["total_bounds"] == pytest.approx((75.3, 48.2, 75.31, 48.21))
    found = pyogrio.read_dataframe(registrar.path, layer="sites", bbox=(75.2, 48.1, 75.4, 48.3))
    assert len(found) == 1


def test_extents_hold_every_site_of_a_large_layer(tmp_path: Path) -> None:
    """They are read from the top of the layer's index, however deep it is."""
    registrar = Registrar(tmp_path)
    places = [(70 + n % 60 / 10, 47 + n // 60 / 10) for n in range(600)]
    rows = [
        BEGAZY | {"name_kk": f"Төбе {n}", "name_ru": None, "geometry": Point(place)}
        for n, place in enumerate(places)
    ]
    registrar.submit("2026-a", rows)
    query = "SELECT min_x, max_x, min_y, max_y FROM gpkg_contents WHERE table_name = 'sites'"
    with closing(sqlite3.connect(registrar.path)) as register:
        found = register.execute(query).fetchone()
    assert found == pytest.approx((70, 75.9, 47, 47.9), abs=1e-5)


def test_assertions_stand_side_by_side(registrar: Registrar) -> None:
    """Rival datings are both told, each with its survey."""
    for name, told in (("2026-a", "XII–VIII вв. до н.э."), ("2026-b", "XV–XIV вв. до н.э.")):
        registrar.submit(name, [BEGAZY | {"period_text": told, "references": "a book"}])
    with registrar.open() as register, register.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT survey_id, value, source FROM assertions WHERE attribute = 'dating'")
        ).fetchall()
    assert [tuple(row) for row in rows] == [
        ("2026-a", "XII–VIII вв. до н.э.", "a book"),
        ("2026-b", "XV–XIV вв. до н.э.", "a book"),
    ]


def test_rows_of_a_survey_are_counted(registrar: Registrar) -> None:
    """The register keeps how many rows of a survey it holds."""
    registrar.submit("2026-a", [BEGAZY])
    with registrar.open() as register:
        surveys = load_surveys(register)
    told = surveys.iloc[0][["rows_received", "rows_registered", "rows_held_back"]].tolist()
    assert told == [1, 1, 0]


def test_a_register_that_qgis_left_behind_is_made_anew(tmp_path: Path) -> None:
    """Killed, QGIS leaves the file in write-ahead logging: that alone keeps nobody from it."""
    registrar = Registrar(tmp_path)
    registrar.submit("2026-a", [BEGAZY])
    with closing(sqlite3.connect(registrar.path)) as opened, opened:
        opened.execute("PRAGMA journal_mode = WAL")
        opened.execute("UPDATE state SET value = 'older' WHERE key = 'schema'")
    registrar.submit("2026-b", [BEGAZY | {"period_text": "XII–VIII вв. до н.э."}])
    with closing(sqlite3.connect(registrar.path)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert opened.execute("SELECT count(*) FROM surveys").fetchone() == (2,)


def test_version_that_is_received_again_keeps_the_place_of_its_survey(
    registrar: Registrar,
) -> None:
    """Its sidecar says otherwise how to read it: judged anew, but the survey comes no later."""
    registrar.submit("2026-a", [BEGAZY])
    registrar.submit("2026-b", [BEGAZY | {"name_ru": "Бегазы", "name_kk": None}])
    before = registrar.load_sites().iloc[0]
    record_received(registrar.journal, registrar.surveys["2026-a"][0])
    registrar.forget()
    registrar.update()
    after = registrar.load_sites().iloc[0]
    assert before["survey_ids"] == after["survey_ids"] == "2026-a 2026-b"
    assert (after["site_id"], after["name_ru"]) == ("KRG-000001", "могильник Бегазы")
    with registrar.open() as register:
        assert load_surveys(register)["survey_id"].tolist() == ["2026-a", "2026-b"]
    journal = registrar.journal.path.read_bytes()
    registrar.forget()
    registrar.update()
    assert registrar.journal.path.read_bytes() == journal


def test_what_matches_a_site_that_was_split_off_did_not_found_it(registrar: Registrar) -> None:
    """It waits for the keeper, like any word of another author on a site that may be protected."""
    registrar.submit("2026-a", [BEGAZY])
    registrar.submit("2026-b", [BEGAZY], who="B")
    split = {"records": ["2026-a/sites.csv//2"], "left": ["2026-b/sites.csv//2"]}
    registrar.decide(SPLIT, site="KRG-000001", into="KRG-000002", **split)
    registrar.submit("2026-c", [BEGAZY], who="C")
    registrar.decide(PARTED, record="2026-c/sites.csv//2", site="KRG-000001")
    told = registrar.load_records().set_index("survey_id")[["site_id", "joined_by"]]
    assert told.loc["2026-a"].tolist() == ["KRG-000002", "decided"]
    assert told.loc["2026-b"].tolist() == ["KRG-000001", "founded"]
    assert told.loc["2026-c"].tolist() == ["KRG-000002", "matched_other"]


def test_split_leaves_the_other_records_to_the_site_until_the_two_are_one_again(
    registrar: Registrar,
) -> None:
    """A record that matched the one that is split off does not follow it."""
    registrar.submit("2026-a", [BEGAZY])
    registrar.submit("2026-b", [BEGAZY])
    one, other = "2026-a/sites.csv//2", "2026-b/sites.csv//2"
    split = {"site": "KRG-000001", "records": [one], "left": [other], "into": "KRG-000002"}
    event = registrar.decide(SPLIT, **split)
    assert registrar.load_records()["site_id"].tolist() == ["KRG-000002", "KRG-000001"]
    merged = registrar.decide(MERGED, into="KRG-000001", site="KRG-000002")
    assert registrar.load_records()["site_id"].tolist() == ["KRG-000001", "KRG-000001"]
    for each in (merged, event):
        registrar.decide(UNDONE, undoes=each["seq"])
    assert registrar.load_records()["own_site"].tolist() == ["KRG-000001", "KRG-000001"]


@pytest.mark.parametrize("records", [[0], [1], [0, 1]])
def test_split_that_was_undone_does_not_come_back(registrar: Registrar, records: list[int]) -> None:
    """Made anew from the journal, the register has the records where the undoing left them."""
    registrar.submit("2026-a", [BEGAZY])
    registrar.submit("2026-b", [BEGAZY])
    told = [f"2026-{name}/sites.csv//2" for name in "ab"]
    split = {"records": [told[each] for each in records], "left": []}
    event = registrar.decide(SPLIT, site="KRG-000001", into="KRG-000002", **split)
    registrar.decide(UNDONE, undoes=event["seq"])
    kept = registrar.load_records()["own_site"].tolist()
    assert kept == ["KRG-000001", "KRG-000001"]
    registrar.forget()
    registrar.update()
    assert registrar.load_records()["own_site"].tolist() == kept


def test_record_left_alone_has_the_site_again_that_it_founded(registrar: Registrar) -> None:
    """A correction has it join another's site; when that one is taken back, none of it is left."""
    there = BEGAZY | {"geometry": Point(75.39, 48.265)}
    registrar.submit("2026-a", [BEGAZY])
    registrar.submit("2026-b", [there])
    registrar.submit("2026-a", [there])
    assert registrar.load_records()["site_id"].tolist() == ["KRG-000002", "KRG-000002"]
    registrar.withdraw("2026-b")
    assert registrar.load_records()["site_id"].tolist() == ["KRG-000001"]
    registrar.forget()
    registrar.update()
    assert registrar.load_records()["site_id"].tolist() == ["KRG-000001"]


def test_preferred_record_that_says_nothing_any_more_is_passed_over(registrar: Registrar) -> None:
    """A corrected version gives no place; the rule chooses then, and the register is made anew."""
    registrar.submit("2026-a", [BEGAZY | {"condition": "good"}])
    exact = BEGAZY | {"position_accuracy_m": 500.0, "condition": "ruined"}
    registrar.submit("2026-b", [exact])
    for attribute in ("position", "condition"):
        told = {"attribute": attribute, "record": "2026-b/sites.csv//2"}
        registrar.decide(RULED, site="KRG-000001", **told)
    assert registrar.load_sites()["condition"].tolist() == ["ruined"]
    assert registrar.load_sites()["position_from"].tolist() == ["2026-b/sites.csv//2"]
    registrar.submit("2026-b", [exact | {"geometry": None, "condition": None}])
    registrar.forget()
    registrar.update()
    assert registrar.load_sites()["condition"].tolist() == ["good"]
    assert registrar.load_sites()["position_from"].tolist() == ["2026-a/sites.csv//2"]


def test_two_sites_have_one_relation_whichever_is_named_first(registrar: Registrar) -> None:
    """The last word counts; to say that they are not related takes the relation away."""
    registrar.submit("2026-a", [BEGAZY, TASTYBULAK])
    pair = ("KRG-000001", "KRG-000002")
    for site, other, relation in ((*pair, "part_of"), (*pair[::-1], "part_of")):
        registrar.decide(RELATED, site=site, other=other, relation=relation)
    with registrar.open() as register:
        told = load_relations(register)
    assert told[["site_id", "other_site_id"]].to_numpy().tolist() == [["KRG-000002", "KRG-000001"]]
    registrar.decide(RELATED, site=pair[0], other=pair[1], relation="none")
    with registrar.open() as register:
        assert load_relations(register).empty
