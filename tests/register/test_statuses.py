"""Statuses with their days: what a site was on a day, and its numbers in other lists."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from registrar import BEGAZY, make_records

from heritage_gis.register.decisions import RULED
from heritage_gis.register.statuses import (
    STATUS_COLUMNS,
    build_statuses,
    find_held,
    load_statuses,
    load_statuses_on,
    tell_status,
)
from heritage_gis.vocabularies.number_lists import ListedNumber, read_numbers

if TYPE_CHECKING:
    import pandas as pd
    from registrar import Registrar

# Facts §6.1: the local list of 16.04.2010, from which the Ulytau objects fell on 13.08.2024; no
# object of it is named there, so this one is made up.
ULYTAU = {
    "protection_status": "local",
    "list_number": "245-1",
    "status_from": "2010-04-16",
    "status_to": "2024-08-13",
    "legal_act": "постановление акимата",
    "references": "insider-kz",
}


def make(*rows: dict[str, Any]) -> pd.DataFrame:
    """Make the statuses of records of one site."""
    return build_statuses(make_records("2026-a", [*rows]).assign(site_id="KRG-000001"))


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2010, 4, 15), []),
        (date(2010, 4, 16), ["yes"]),
        (date(2017, 12, 31), ["yes"]),
        (date(2024, 8, 12), ["yes"]),
        (date(2024, 8, 13), []),
        (date(2026, 11, 26), []),
    ],
)
def test_the_ulytau_objects_fell_off_the_list(day: date, held: list[str]) -> None:
    """From the day on which it fell off, the status holds no more."""
    told = tell_status(make(ULYTAU), "KRG-000001", day)
    assert told["held"].tolist() == held
    assert set(told["status"]) <= {"local"}


@pytest.mark.parametrize(
    ("start", "end", "day", "held"),
    [
        (None, None, date(2017, 1, 1), "perhaps"),
        ("1982", None, date(1981, 12, 31), "no"),
        ("1982", None, date(1982, 6, 1), "perhaps"),
        ("1982", None, date(1983, 1, 1), "yes"),
        ("1982-03", None, date(1982, 3, 31), "perhaps"),
        ("1982-03", None, date(1982, 4, 1), "yes"),
        (None, "2024-08-13", date(2024, 8, 12), "perhaps"),
        (None, "2024-08-13", date(2024, 8, 13), "no"),
        ("1982", "2010", date(2010, 6, 1), "perhaps"),
        ("1982", "2010", date(2011, 1, 1), "no"),
    ],
)
def test_what_is_not_told_exactly_stays_open(
    start: str | None, end: str | None, day: date, held: str
) -> None:
    """A year is not taken for its first day, and a missing day for none."""
    row = {"protection_status": "local", "status_from": start, "status_to": end}
    assert find_held(make(row), day).tolist() == [held]


def test_rival_voices_stand_side_by_side() -> None:
    """The sure ones first; of another site nothing is told."""
    other = {"protection_status": "republican", "references": "stud.kz"}
    told = tell_status(make(other, ULYTAU), "KRG-000001", date(2017, 12, 31))
    assert told[["status", "held"]].to_numpy().tolist() == [
        ["local", "yes"],
        ["republican", "perhaps"],
    ]
    assert tell_status(make(other, ULYTAU), "KRG-000002", date(2017, 12, 31)).empty


def test_numbers_in_other_lists_are_rows_of_their_own() -> None:
    """The map of 1960 and the Svod; the days of the status are not theirs."""
    statuses = make(ULYTAU | {"other_numbers": "АКК 1960, № 937; Свод, том 2, № 12а; архив"})
    assert list(statuses) == [*STATUS_COLUMNS]
    plain = statuses.astype(object).where(statuses.notna(), None)
    assert plain[["list", "list_number", "list_text"]].to_numpy().tolist() == [
        ["local_list", "245-1", None],
        ["map_1960", "937", "АКК 1960, № 937"],
        ["svod", "12а", "Свод, том 2, № 12а"],
        [None, None, "архив"],
    ]
    assert plain["status_from"].tolist() == ["2010-04-16", None, None, None]
    assert plain["source"].tolist() == ["insider-kz"] * 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1960 map No. 937", ("map_1960", "937")),
        ("Археологическая карта Казахстана, 937", ("map_1960", "937")),
        ("№ 245-1", ("", "245-1")),
        ("карта 1960, № 5, 6", ("map_1960", "")),
        ("республиканский список № 45", ("republican_list", "45")),
        ("жергілікті тізім № 45", ("local_list", "45")),
    ],
)
def test_lists_and_numbers_are_read(text: str, found: tuple[str, str]) -> None:
    """Of two numbers none is taken."""
    assert read_numbers(text) == (ListedNumber(*found, text),)


def test_a_record_without_a_site_or_a_status_gives_no_row() -> None:
    """Nothing is made of nothing."""
    assert make({}).empty
    assert build_statuses(make_records("2026-a", [ULYTAU]).assign(site_id=None)).empty


def test_statuses_of_a_register(registrar: Registrar) -> None:
    """What two surveys say of one site, in the order in which they were received."""
    registrar.submit("2026-a", [BEGAZY | ULYTAU])
    registrar.submit("2026-b", [BEGAZY | {"other_numbers": "АКК 1960, № 937"}])
    (site,) = set(registrar.load_sites()["site_id"])
    with registrar.open() as register:
        statuses = load_statuses(register, [site])
        assert load_statuses(register, []).empty
    assert statuses["survey_id"].tolist() == ["2026-a", "2026-b"]
    assert statuses["list"].tolist() == ["local_list", "map_1960"]
    told = tell_status(statuses, site, date(2024, 8, 13))
    assert told["list"].tolist() == ["map_1960"]


def read_status(registrar: Registrar, day: date, **asked: Any) -> list[tuple[object, object]]:  # noqa: ANN401 - as it takes
    """Return the statuses and numbers of all sites on a day, as told in November 2026."""
    with registrar.open() as register:
        told = load_statuses_on(register, day, "2026-11-22", **asked)
    return [*told.astype(object).where(told.notna(), None).itertuples(index=False, name=None)]


def test_the_status_of_a_site_is_that_of_the_day(registrar: Registrar) -> None:
    """On the list since 2010, off it since 2024; a survey without days knows it since it came."""
    registrar.submit("2026-a", [BEGAZY | ULYTAU])
    assert read_status(registrar, date(2010, 4, 15)) == []
    assert read_status(registrar, date(2017, 12, 31)) == [("local", "245-1")]
    assert read_status(registrar, date(2024, 8, 12)) == [("local", "245-1")]
    assert read_status(registrar, date(2024, 8, 13)) == []
    registrar.submit("2026-b", [BEGAZY | {"protection_status": "republican"}])
    assert read_status(registrar, date(2025, 12, 31)) == []
    assert read_status(registrar, date(2026, 1, 1)) == [("republican", None)]


def test_a_status_of_which_only_the_end_is_told_is_none_before(registrar: Registrar) -> None:
    """Since when it held is not known: nothing is made of that."""
    registrar.submit("2026-a", [BEGAZY | ULYTAU | {"status_from": None}])
    assert read_status(registrar, date(2017, 12, 31)) == []


def test_the_voice_that_a_person_prefers_comes_first(registrar: Registrar) -> None:
    """Where it held on that day; else the earliest that did."""
    registrar.submit("2026-a", [BEGAZY | ULYTAU])
    other = {"protection_status": "republican", "status_from": "2015", "status_to": None}
    registrar.submit("2026-b", [BEGAZY | other])
    (site,) = set(registrar.load_sites()["site_id"])
    assert read_status(registrar, date(2017, 12, 31)) == [("local", "245-1")]
    registrar.decide(RULED, site=site, attribute="status", record="2026-b/sites.csv//2")
    assert read_status(registrar, date(2017, 12, 31)) == [("republican", None)]
    assert read_status(registrar, date(2014, 12, 31)) == [("local", "245-1")]


def test_voices_that_may_not_be_told_tell_no_status(registrar: Registrar) -> None:
    """Neither one whose day has not come, nor another author's of a guarded site."""
    registrar.submit("2026-a", [BEGAZY])
    registrar.submit("2026-b", [BEGAZY | ULYTAU], who="B. Other")
    (site,) = set(registrar.load_sites()["site_id"])
    assert read_status(registrar, date(2017, 12, 31)) == [("local", "245-1")]
    assert read_status(registrar, date(2017, 12, 31), guarded={site}) == []
    registrar.submit("2026-b", [BEGAZY | ULYTAU], public_from=date(2026, 12, 1))
    assert read_status(registrar, date(2017, 12, 31)) == []
