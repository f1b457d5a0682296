"""Why a site shows what it shows: its voices side by side, the rule or the person who chose."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from registrar import BEGAZY, Registrar, Row
from shapely.geometry import Point

from heritage_gis.errors import MisusedError
from heritage_gis.register.decisions import MERGED, PLACED, RULED, gather_decided, list_decisions
from heritage_gis.register.explaining import explain_joins, explain_site
from heritage_gis.register.linking import read_links
from heritage_gis.register.loading import load_site_voices
from heritage_gis.register.matching.verdicts import SAME
from heritage_gis.register.remembering import (
    find_decided,
    read_site,
    tell_decisions,
    tell_gone,
    tell_redirects,
)

if TYPE_CHECKING:
    from heritage_gis.model.history import Attribute, Joined

SITE = "KRG-000001"
ELSEWHERE = Point(75.342222, 48.265833)  # 274 m off
KURGAN: Row = {"name_ru": "Курган Сары", "kind": "kurgan", "geometry": Point(75.0, 48.0)}


def explain(registrar: Registrar, site_id: str = SITE) -> dict[str, Attribute]:
    """Return what is said of a site, by attribute."""
    decided = gather_decided(list_decisions(registrar.journal))
    rulings = {name: event for (site, name), event in decided.rulings.items() if site == site_id}
    with registrar.open() as register, register.engine.connect() as connection:
        site = read_site(register, connection, site_id)
        assert site is not None
        found = explain_site(load_site_voices(register, [site_id]), site, rulings)
    return {each.name: each for each in found}


def join(registrar: Registrar, site_id: str = SITE) -> tuple[Joined, ...]:
    """Return how the records of a site came to it."""
    with registrar.open() as register, register.engine.connect() as connection:
        voices = load_site_voices(register, [site_id])
        links = read_links(register, connection, voices["record_id"].tolist(), SAME)
    return explain_joins(voices, links, list_decisions(registrar.journal))


def tell(attribute: Attribute, column: str) -> list[tuple[object, bool]]:
    """Return what each voice says, and which is shown."""
    return [(each.told.get(column), each.is_shown) for each in attribute.said]


def test_the_earliest_survey_is_shown_first_and_the_most_accurate_position(
    registrar: Registrar,
) -> None:
    """Both stand beside each other, with the rule, the distance, and whether they are rivals."""
    registrar.submit("2026-a", [{**BEGAZY, "start_year": -1500, "end_year": -1100}])
    other = {**BEGAZY, "geometry": ELSEWHERE, "position_accuracy_m": 50.0}
    registrar.submit("2026-b", [{**other, "start_year": -1200, "end_year": -701}], who="B. Other")
    said = explain(registrar)
    assert tell(said["dating"], "start_year") == [(-1500, True), (-1200, False)]
    assert (said["dating"].rule, said["dating"].is_rival) == ("earliest", True)
    assert (said["kind"].rule, said["kind"].is_rival) == ("earliest", False)
    position = said["position"]
    assert tell(position, "position_accuracy_m") == [(300.0, False), (50.0, True)]
    assert position.rule == "accurate"
    assert position.said[0].distance_m == pytest.approx(274.4, abs=0.2)
    assert position.said[1].distance_m is None
    assert said["district"].rule == "with_position"
    founded, matched = join(registrar)
    assert (founded.how, founded.reason) == ("founded", "")
    assert (matched.how, matched.reason) == ("matched_other", "same_name_near")
    assert matched.other_id == founded.record_id


def test_one_voice_is_told_as_such_and_several_datings_of_a_cell_apart(
    registrar: Registrar,
) -> None:
    """Each dating of a cell is an assertion of its own."""
    parts = [{"start_year": -1500, "end_year": -1100}, {"start_year": -500, "end_year": None}]
    row = {**BEGAZY, "start_year": -1500, "dating_parts": json.dumps(parts), "period_text": "two"}
    registrar.submit("2026-a", [row])
    dating = explain(registrar)["dating"]
    assert [(each.part, each.told["start_year"]) for each in dating.said] == [(1, -1500), (2, -500)]
    assert "end_year" not in dating.said[1].told
    assert (dating.rule, dating.is_rival) == ("only", True)


def test_a_ruling_is_told_with_who_made_it(registrar: Registrar) -> None:
    """A voice that a person chose, and a kind that none of them says."""
    registrar.submit("2026-a", [{**BEGAZY, "condition": "good"}])
    registrar.submit("2026-b", [{**BEGAZY, "condition": "ruined"}])
    ruled = registrar.decide(RULED, site=SITE, attribute="condition", record="2026-b/sites.csv//2")
    registrar.decide(RULED, site=SITE, attribute="kind", value="kurgan")
    said = explain(registrar)
    assert tell(said["condition"], "condition") == [("good", False), ("ruined", True)]
    assert said["condition"].rule == "ruled"
    assert said["condition"].event is not None
    assert said["condition"].event["seq"] == ruled["seq"]
    assert said["kind"].rule == "value"
    assert [shown for _, shown in tell(said["kind"], "kind")] == [False, False]


def test_what_is_explained_as_shown_is_what_the_register_shows(registrar: Registrar) -> None:
    """For every attribute that a rule chooses."""
    registrar.submit(
        "2026-a", [{**BEGAZY, "name_kk": None, "kind": "unknown", "kind_certainty": None}]
    )
    registrar.submit("2026-b", [{**BEGAZY, "extant": "ruined", "protection_status": "local"}])
    said = explain(registrar)
    with registrar.open() as register, register.engine.connect() as connection:
        site = read_site(register, connection, SITE)
    assert site is not None
    shown = {
        column: value
        for name, attribute in said.items()
        if name not in ("position", "name_other")
        for each in attribute.said
        if each.is_shown
        for column, value in each.told.items()
        if column in site
    }
    assert shown == {column: site[column] for column in shown}
    assert shown["kind"] == "burial_ground"
    assert {"name_kk", "extant", "protection_status", "district"} <= shown.keys()


def test_a_merged_site_is_told_with_the_decision_and_its_undoing(registrar: Registrar) -> None:
    """Its id leads on; a decision that was undone is told as such."""
    registrar.submit("2026-a", [BEGAZY])
    registrar.submit("2026-b", [KURGAN])
    merged = registrar.decide(MERGED, into=SITE, site="KRG-000002")
    _, came = join(registrar)
    assert (came.own_site, came.event and came.event["seq"]) == ("KRG-000002", merged["seq"])
    decided, decisions = find_decided(registrar.journal)
    redirects = tell_redirects(decisions, decided, SITE)
    assert [(row["from"], row["seq"]) for row in redirects] == [("KRG-000002", merged["seq"])]
    registrar.decide("undone", undoes=merged["seq"])
    told = tell_decisions(registrar.journal, {SITE}, set())
    assert [(row["holds"], row["undone_by"] is None) for row in told] == [(False, False)]


def test_a_record_that_a_person_placed_is_told_so(registrar: Registrar) -> None:
    """With the decision."""
    registrar.submit("2026-a", [BEGAZY])
    registrar.submit("2026-b", [KURGAN])
    placed = registrar.decide(PLACED, record="2026-b/sites.csv//2", site=SITE)
    came = next(each for each in join(registrar) if each.record_id.startswith("2026-b"))
    assert (came.how, came.event and came.event["seq"]) == ("decided", placed["seq"])


def test_a_site_without_voices_says_when_and_why(registrar: Registrar) -> None:
    """Taken back, left out of a corrected version, or moved to another site."""
    registrar.submit("2026-a", [BEGAZY])
    registrar.submit(
        "2026-b", [KURGAN, {**KURGAN, "name_ru": "Дальний", "geometry": Point(74, 49)}]
    )
    taken = registrar.withdraw("2026-a")
    decided, _ = find_decided(registrar.journal)
    told = tell_gone(registrar.journal, SITE, decided)
    assert [(row["why_gone"], row["seq"], row["why"]) for row in told] == [
        ("withdrawn", taken, "a test")
    ]
    sites = registrar.load_records().set_index("name_ru")["site_id"]
    registrar.submit("2026-b", [KURGAN])
    told = tell_gone(registrar.journal, sites["Дальний"], decided)
    assert [(row["why_gone"], row["version"]) for row in told] == [("left_out", 2)]
    with pytest.raises(MisusedError, match="there is no site KRG-000099, and there never was"):
        tell_gone(registrar.journal, "KRG-000099", decided)
