"""`heritage accept` as a process: a decision is the next version of a survey, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import ask_register, assert_refused, heritage, read_bytes_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.process

SURVEY = "2026-kent"
WORDS = ("--title", "Kent", "--by", "А. Археолог", "--licence", "CC-BY-4.0", "--lang", "en")
TABLE = (
    "Шифр;Название;Тип;Датировка;Широта;Долгота\n"
    "К-1;Акжал;могилник;эпоха бранзы;49,401111;75,501111\n"
    "К-2;Бестау;могилник;РЖВ;49,402222;75,502222\n"
    ";Домбралы;абракадабра;эпоха бранзы;49,403333;75,503333\n"
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home with one survey, some of whose words are misspelt."""
    place = tmp_path / "home"
    place.mkdir()
    file = tmp_path / "kent.csv"
    file.write_text(TABLE, "utf-8")
    told = heritage(place, "submit", file, *WORDS, "--register-only")
    assert told.code == 0, told.err
    return place


def list_records(home: Path) -> list[tuple[str, str, str, str]]:
    """Return record_id, site_id, kind and period of each record."""
    return ask_register(
        home, "SELECT record_id, site_id, kind, period FROM records ORDER BY source_row"
    )


def test_a_decision_is_the_next_version(home: Path) -> None:
    """The files stay, survey.toml says more, the journal tells it, and rows keep their ids."""
    raw = home / "data" / "raw"
    before, received = list_records(home), read_bytes_of(raw / SURVEY / "v1")
    journal = (raw / "journal.jsonl").read_bytes()
    decision = ("--field", "kind", "--value", "МОГИЛНИК", "--means", "burial_ground")
    by = ("--who", "Б. Хранитель", "--reason", "опечатка")
    told = heritage(home, "accept", SURVEY, *decision, *by)
    assert (told.code, told.err) == (0, "")
    assert read_bytes_of(raw / SURVEY / "v1") == received
    assert (raw / SURVEY / "v2" / "kent.csv").read_bytes() == (
        raw / SURVEY / "v1" / "kent.csv"
    ).read_bytes()
    said = (raw / SURVEY / "v2" / "survey.toml").read_text("utf-8")
    assert '[[accept]]\nfield = "kind"\nvalue = "МОГИЛНИК"\nmeans = "burial_ground"\n' in said
    assert 'reason = "опечатка"\nwho = "Б. Хранитель"\n' in said
    now = (raw / "journal.jsonl").read_bytes()
    assert now.startswith(journal)
    events = [json.loads(line) for line in now[len(journal) :].splitlines()]
    assert events[0]["event"] == "survey_received"
    [given] = [event for event in events if event["event"] == "sites_given"]
    assert given["founded"] == given["waiting"] == {}  # a kind was settled: the same sites again
    after = list_records(home)
    assert [row[:2] for row in after] == [row[:2] for row in before]
    assert [row[2] for row in before] == ["unknown", "unknown", "unknown"]
    assert [row[2] for row in after] == ["burial_ground", "burial_ground", "unknown"]
    problems = ask_register(home, "SELECT code, value FROM problems WHERE code = 'value_accepted'")
    assert problems == [("value_accepted", "МОГИЛНИК")]
    assert heritage(home, "verify").code == 0

    kept = read_bytes_of(home)
    again = heritage(home, "accept", raw / SURVEY / "v2", *decision, *by)
    assert_refused(again, "survey 2026-kent says so already; nothing was changed")
    assert read_bytes_of(home) == kept
    changed = heritage(home, "accept", SURVEY, *decision[:-1], "kurgan")
    assert changed.code == 0, changed.err
    assert [row[2] for row in list_records(home)] == ["kurgan", "kurgan", "unknown"]
    assert (raw / SURVEY / "v3" / "survey.toml").read_text("utf-8").count("[[accept]]") == 1


def test_suggestions_are_listed_and_taken_at_once(home: Path) -> None:
    """Without --yes nothing is written; with it all of a field, or all, are taken."""
    before = read_bytes_of(home)
    told = heritage(home, "accept", SURVEY, "--suggested", "--lang", "en")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines() == [
        "period: «эпоха бранзы» = bronze («эпоха бронзы», 92% alike; rows: 2)",
        "kind: «могилник» = burial_ground («могильник», 100% alike; rows: 2)",
        "nothing is written yet; give the same command with --yes to take all of these",
    ]
    assert read_bytes_of(home) == before
    told = heritage(home, "accept", SURVEY, "--suggested", "--field", "period", "--yes")
    assert told.code == 0, told.err
    assert [row[3] for row in list_records(home)] == ["bronze", "eia", "bronze"]
    assert [row[2] for row in list_records(home)] == ["unknown"] * 3
    assert heritage(home, "accept", SURVEY, "--suggested", "--yes").code == 0
    assert [row[2] for row in list_records(home)] == ["burial_ground", "burial_ground", "unknown"]
    told = heritage(home, "accept", SURVEY, "--suggested", "--yes", "--lang", "ru")
    assert told.out == "нет текстов с одним близким известным словом\n"
    assert not (home / "data" / "raw" / SURVEY / "v4").exists()


def test_misused_accept_changes_nothing(home: Path) -> None:
    """A survey, a field, a code or a text that there is not gives one line and code 2."""
    before = read_bytes_of(home)
    cases = {
        ("2026-nothing", "--field", "kind", "--value", "a", "--means", "kurgan"): (
            "there is no survey 2026-nothing; there are 2026-kent"
        ),
        (SURVEY, "--field", "sort", "--value", "a", "--means", "kurgan"): (
            "there is no field «sort»; there are kind, period"
        ),
        (SURVEY, "--field", "kind", "--value", "могилник", "--means", "буква"): (
            "«буква», which is no kind; write a word that we know, or one of mausoleum,"
        ),
        (SURVEY, "--field", "kind", "--value", "ничто", "--means", "kurgan"): (
            "finds no kind that says «ничто»; correct the entry or take it out"
        ),
        (SURVEY, "--field", "kind"): "state --field, --value and --means, or --suggested",
        (SURVEY, "--suggested", "--value", "a"): "--suggested takes no --value",
    }
    for words, line in cases.items():
        assert_refused(heritage(home, "accept", *words), line)
    assert read_bytes_of(home) == before


def test_check_and_submit_take_decisions(tmp_path: Path) -> None:
    """For a file that is not in a home yet, the options say it; submit writes it down."""
    home, file = tmp_path / "home", tmp_path / "kent.csv"
    home.mkdir()
    file.write_text(TABLE, "utf-8")
    said = ("kind:могилник=burial_ground", "period:эпоха бранзы=bronze")
    decisions = ("--accept", said[0], "--accept", said[1])
    told = heritage(home, "check", file, "--json", *decisions)
    assert told.code == 0
    codes = [problem["code"] for problem in json.loads(told.out)["problems"]]
    assert sorted(codes) == ["datum_assumed", "kind_unknown", "value_accepted", "value_accepted"]
    assert_refused(heritage(home, "check", file, "--accept", "могилник"), "is not understood")
    assert heritage(home, "submit", file, *WORDS, *decisions, "--register-only").code == 0
    assert next(row[2:] for row in list_records(home)) == ("burial_ground", "bronze")
    toml = (home / "data" / "raw" / SURVEY / "v1" / "survey.toml").read_text("utf-8")
    assert toml.count("[[accept]]") == 2
    assert toml.count('who = "А. Археолог"') == 3
