"""The journal promises that nothing written is lost, mixed up or read wrongly."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from heritage_gis.errors import DamagedHomeError
from heritage_gis.model.ledger import FirstReleases
from heritage_gis.register.journal import SITES_GIVEN, open_journal
from heritage_gis.register.ledgers import (
    ReleasedEdition,
    find_newest_fact,
    gather_history,
    gather_ledger,
    record_edition,
    record_first_releases,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_events_come_back_in_their_sequence(tmp_path: Path) -> None:
    """What was appended is read again, numbered from one."""
    journal = open_journal(tmp_path / "journal.jsonl")
    journal.append("survey_received", survey="2026-a")
    journal.append(SITES_GIVEN, founded={"KRG-000001": "2026-a/1"}, joined={})
    again = open_journal(journal.path)
    assert again.events == journal.events
    assert [event["seq"] for event in again.events] == [1, 2]


def test_torn_last_line_is_dropped_and_written_over(tmp_path: Path) -> None:
    """A line that a power cut left torn had not happened; the next event takes its place."""
    journal = open_journal(tmp_path / "journal.jsonl")
    journal.append("survey_received", survey="2026-a")
    with journal.path.open("ab") as stream:
        stream.write(b'{"seq":2,"event":"sites_given","founded":{"KRG-00')
    again = open_journal(journal.path)
    assert len(again.events) == 1
    again.append("survey_received", survey="2026-b")
    assert [event["survey"] for event in open_journal(journal.path).events] == ["2026-a", "2026-b"]


def test_damaged_line_is_refused_with_its_number(tmp_path: Path) -> None:
    """A line that is not what was written stops everything, and says which it is."""
    journal = open_journal(tmp_path / "journal.jsonl")
    for name in "abc":
        journal.append("survey_received", survey=name)
    lines = journal.path.read_text("utf-8").splitlines()
    journal.path.write_text("\n".join([lines[0], lines[2], lines[1]]) + "\n", "utf-8")
    with pytest.raises(DamagedHomeError, match="line 2 is damaged or out of sequence"):
        open_journal(journal.path)


@pytest.mark.parametrize("line", [b"5", b"\xff\xfe", b'{"seq":2}', b"", b"[]", b"null"])
def test_line_that_is_no_event_is_refused_with_its_number(tmp_path: Path, line: bytes) -> None:
    """What is no text, no object or no event stops everything in one line, too."""
    journal = open_journal(tmp_path / "journal.jsonl")
    journal.append("survey_received", survey="a")
    with journal.path.open("ab") as stream:
        stream.write(line + b"\n")
    with pytest.raises(DamagedHomeError, match="line 2 is damaged or out of sequence"):
        open_journal(journal.path)


def test_line_separators_in_a_name_do_not_break_the_sequence(tmp_path: Path) -> None:
    """A survey may carry any Unicode sign, also those that some programs take for line ends."""
    journal = open_journal(tmp_path / "journal.jsonl")
    journal.append("survey_received", survey="a\u2028b\x85c\nd")
    assert open_journal(journal.path).events[0]["survey"] == "a\u2028b\x85c\nd"


def test_ledger_gathers_what_was_given(tmp_path: Path) -> None:
    """Ids, numbers and cells given at different times stand together in the ledger."""
    journal = open_journal(tmp_path / "journal.jsonl")
    journal.append(SITES_GIVEN, founded={"KRG-000001": "a/1"}, joined={})
    journal.append(SITES_GIVEN, founded={"KRG-000002": "b/1"}, joined={"b/2": "KRG-000001"})
    record_first_releases(journal, FirstReleases({"353600000": {"KRG-000001": 1}}, {}))
    record_first_releases(
        journal, FirstReleases({"353600000": {"KRG-000002": 2}}, {"KRG-000001": "100000:0:0"})
    )
    ledger = gather_ledger(open_journal(journal.path))
    assert ledger.site_of == {"a/1": "KRG-000001", "b/1": "KRG-000002", "b/2": "KRG-000001"}
    assert ledger.site_count == 2
    assert ledger.numbers == {"353600000": {"KRG-000001": 1, "KRG-000002": 2}}
    assert ledger.cells == {"KRG-000001": "100000:0:0"}
    assert ledger.former_cells == {}


def test_ledger_remembers_former_cells(tmp_path: Path) -> None:
    """A cell given before is known by the ones that follow it."""
    journal = open_journal(tmp_path / "journal.jsonl")
    for cell in ("100000:0:0", "500000:0:0", "100000:0:100000"):
        record_first_releases(journal, FirstReleases({}, {"KRG-000001": cell}))
    ledger = gather_ledger(journal)
    assert ledger.cells == {"KRG-000001": "100000:0:100000"}
    assert ledger.former_cells == {"KRG-000001": ("100000:0:0", "500000:0:0")}


def test_clock_that_was_put_back_changes_no_date(tmp_path: Path) -> None:
    """What an edition told on a day is told for good, whatever day a broken clock shows later."""
    journal = open_journal(tmp_path / "journal.jsonl")
    journal.append("survey_received", survey="2026-a", received="2026-11-02", public_from="")
    journal.append(
        "survey_received", survey="2026-b", received="2026-11-03", public_from="2026-12-01"
    )
    assert find_newest_fact(journal, date(2026, 11, 20)) == date(2026, 11, 3)
    record_edition(journal, ReleasedEdition(1, date(2026, 12, 1)), {}, [], [])
    for today in (date(1970, 1, 1), date(2026, 11, 20), date(2027, 1, 1)):
        assert find_newest_fact(journal, today) == date(2026, 12, 1)


def test_only_what_an_edition_told_was_told(tmp_path: Path) -> None:
    """Numbers are given before an edition is tested: one that is refused has told nothing."""
    journal = open_journal(tmp_path / "journal.jsonl")
    told = {"edition": 1, "date": "2026-11-02", "surveys": [], "pages": {}}
    record_first_releases(journal, FirstReleases({"353600000": {"KRG-000001": 1}}, {}))
    assert gather_history(journal).told == set()
    journal.append("edition_released", **told)  # as earlier versions wrote it
    record_first_releases(journal, FirstReleases({"353600000": {"KRG-000002": 2}}, {}))
    assert gather_history(journal).told == {"KRG-000001"}
    second = ReleasedEdition(2, date(2026, 11, 3))
    record_edition(journal, second, {}, [], ["KRG-000003"])
    assert gather_history(journal).told == {"KRG-000001", "KRG-000003"}
