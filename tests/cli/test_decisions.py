"""The keeper decides: reviewed, merged, split, taken back, each undone again; the maps follow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import Told, ask_register, assert_refused, heritage, read_bytes_of

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "Название,Вид,Широта,Долгота\n"
FIRST = "Бегазы,могильник,48.267222,75.345278\nТастыбулак,могильник,48.3,75.4\n"
SECOND = "Бегазы,могильник,48.26710,75.34540\nКызылтас,поселение,48.35,75.45\n"
FAR = "Бегазы,могильник,48.548,75.207\n"
QUIET = "--register-only"
QUIETLY = (QUIET, "--why")
KEEPER = {"keeper": "A. Keeper", "lang": "en"}


def submit(home: Path, title: str, rows: str) -> Told:
    """Submit a sheet; the maps are left to the next run."""
    home.mkdir(exist_ok=True)
    path = home / f"{title}.csv"
    path.write_text(HEAD + rows, "utf-8")
    words = ("submit", path, "--title", title, "--by", "A", "--licence", "CC0-1.0")
    told = heritage(home, *words, "--register-only")
    assert told.code == 0, told
    return told


def list_sites(home: Path) -> dict[str, int]:
    """Return how many records each site has."""
    return dict(ask_register(home, "SELECT site_id, record_count FROM sites ORDER BY site_id"))


def read_events(home: Path) -> list[dict[str, object]]:
    """Return the journal."""
    lines = (home / "data" / "raw" / "journal.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with three surveys; what the tests do to it they undo."""
    home = tmp_path_factory.mktemp("keeper") / "home"
    for title, rows in (("First", FIRST), ("Second", SECOND), ("Far", FAR)):
        submit(home, title, rows)
    assert heritage(home, "run").code == 0
    return home


@pytest.mark.slow
def test_question_is_listed_answered_and_asked_again_when_that_is_undone(home: Path) -> None:
    """Begazy 32 km off: asked about, said to be two, and asked about again."""
    listed = heritage(home, "review", **KEEPER)
    question = next(line.split()[0] for line in listed.out.splitlines() if "32." in line)
    assert f"heritage review {question} same|apart|part" in listed.out.splitlines()[-1]
    assert_refused(heritage(home, "review", question, "apart"), "--why", "say in a few words why")
    before = read_bytes_of(home / "maps")
    answered = heritage(home, "review", question, "apart", "--why", "another Begazy", **KEEPER)
    assert answered.code == 0, answered
    assert question not in heritage(home, "review").out
    assert read_bytes_of(home / "maps") != before  # the second Begazy is public now
    decided = heritage(home, "review", "--decided", **KEEPER).out
    number = decided.split()[0]
    assert "two sites are two" in decided
    assert "another Begazy (A. Keeper, 2026-12-01)" in decided
    assert heritage(home, "undo", number, "--why", "a mistake", **KEEPER).code == 0
    assert question in heritage(home, "review").out
    assert "[undone]" in heritage(home, "review", "--decided").out


@pytest.mark.slow
def test_merge_leaves_a_redirect_and_is_undone(home: Path) -> None:
    """The second id leads to the first; undone, both are as they were."""
    before = list_sites(home)
    into, site = sorted(before)[:2]
    told = heritage(home, "merge", into, site, "--why", "one place", QUIET, **KEEPER)
    assert told.code == 0
    assert site not in list_sites(home)
    redirects = ask_register(home, "SELECT from_site_id, to_site_id, why FROM site_redirects")
    assert redirects == [(site, into, "one place")]
    assert_refused(heritage(home, "merge", into, site, "--why", "x"), "are one site")
    event = next(e for e in read_events(home) if e["event"] == "sites_merged")
    assert told.out.startswith(f"noted as event {event['seq']}; heritage undo {event['seq']} takes")
    assert heritage(home, "undo", str(event["seq"]), "--why", "two after all", QUIET).code == 0
    assert list_sites(home) == before


@pytest.mark.slow
def test_survey_is_taken_back_and_comes_back(home: Path) -> None:
    """What others say stays; undone, the survey has its ids again."""
    before = list_sites(home)
    assert heritage(home, "withdraw", "2026-second", "--why", "not ours", QUIET).code == 0
    left = list_sites(home)
    assert set(left) < set(before)
    assert sum(left.values()) == sum(before.values()) - 2
    event = next(e for e in read_events(home) if e["event"] == "survey_withdrawn")
    again = f"(event {event['seq']})"
    file = home / "Second.csv"
    said = ("--title", "Again", "--by", "A", "--licence", "CC0-1.0")
    settled = ("--field", "kind", "--value", "поселение", "--means", "kurgan", "--who", "K")
    for command in (
        ("withdraw", "2026-second", "--why", "again"),
        ("submit", str(file), *said),
        ("submit", str(file), *said, "--replaces", "2026-second"),
        ("diff", str(file), "--replaces", "2026-second"),
        ("accept", "2026-second", *settled),
    ):
        assert_refused(heritage(home, *command), again)
    assert heritage(home, "undo", str(event["seq"]), "--why", "it is").code == 0
    assert list_sites(home) == before
    assert heritage(home, "verify").code == 0


@pytest.mark.slow
def test_what_does_not_exist_is_refused_and_changes_nothing(home: Path) -> None:
    """A slip of the pen is told in one line, and nothing is noted."""
    journal = (home / "data" / "raw" / "journal.jsonl").read_bytes()
    why = ("--why", "a test")
    site = min(list_sites(home))
    assert_refused(heritage(home, "merge", site, "KRG-009999", *why), "no site KRG-009999")
    assert_refused(heritage(home, "reclassify", site, "castle", *why), "there is no kind castle")
    assert_refused(heritage(home, "prefer", site, "colour", "x", *why), "there is no colour")
    assert_refused(heritage(home, "prefer", site, "kind", "x", *why), "there is no record x")
    assert_refused(heritage(home, "protect", site, "exact", *why), "a level is near, area")
    assert_refused(heritage(home, "split", site, "nobody", *why), "there is no record nobody")
    assert_refused(heritage(home, "withdraw", "2026-no", *why), "there is no survey 2026-no")
    assert_refused(heritage(home, "undo", "1", *why), "event 1 is no decision")
    assert_refused(heritage(home, "review", "ffffffff", "same", *why), "there is no question")
    assert_refused(heritage(home, "review", "f", "same", *why), "write at least 4 signs")
    assert_refused(heritage(home, "relate", site, "above", site, *why), "a relation is part_of")
    assert (home / "data" / "raw" / "journal.jsonl").read_bytes() == journal


@pytest.mark.slow
def test_what_makes_no_sense_is_refused_and_changes_nothing(home: Path) -> None:
    """A record of another site, or one that says nothing of it; a split that splits nothing."""
    journal = (home / "data" / "raw" / "journal.jsonl").read_bytes()
    why = ("--why", "a test")
    voices = ask_register(home, "SELECT record_id, site_id, name_ru FROM records")
    lone, site = next((record, own) for record, own, name in voices if name == "Тастыбулак")
    other, another = next((record, own) for record, own, name in voices if name == "Кызылтас")
    told = heritage(home, "prefer", site, "kind", other, *why)
    assert_refused(told, f"{other} is a record of {another}, not of {site}")
    told = heritage(home, "prefer", site, "condition", lone, *why)
    assert_refused(told, f"{lone} says nothing of the condition of {site}")
    assert_refused(heritage(home, "split", site, other, *why), f"not of {site}")
    assert_refused(heritage(home, "split", site, lone, *why), "has no other record")
    assert (home / "data" / "raw" / "journal.jsonl").read_bytes() == journal


@pytest.mark.slow
def test_a_site_is_no_part_of_its_own_part_and_the_maps_are_told_to_be_left(home: Path) -> None:
    """Over a third one; said the other way round of two, the later word counts."""
    one, two, three = sorted(list_sites(home))[:3]
    for part, whole in ((one, two), (two, three)):
        told = heritage(home, "relate", part, "part_of", whole, *QUIETLY, "seen", **KEEPER)
        assert told.code == 0, told
        assert "the maps are as they were; heritage run brings them up" in told.out
        assert "nothing changed" not in told.out
    ring = heritage(home, "relate", three, "part_of", one, *QUIETLY, "seen")
    assert_refused(ring, f"{one} is part of {three}: it cannot be its whole as well")
    assert heritage(home, "relate", two, "part_of", one, *QUIETLY, "seen").code == 0
    query = "SELECT site_id, other_site_id FROM relations ORDER BY site_id, other_site_id"
    assert ask_register(home, query) == [(two, one), (two, three)]
    decided = heritage(home, "review", "--decided", "--lang", "ru").out
    assert f"связь двух памятников: {two}, {one}, входит в состав — seen" in decided
    for event in read_events(home):
        if event["event"] == "relation_decided":
            assert heritage(home, "undo", str(event["seq"]), *QUIETLY, "a test").code == 0


@pytest.mark.slow
def test_kind_level_and_voice_are_ruled(home: Path) -> None:
    """A person's word is shown first; what the sources say stays beside it."""
    sites = ask_register(home, "SELECT site_id, name_ru, record_count FROM sites")
    site = next(each for each, name, _ in sites if name == "Тастыбулак")
    begazy = next(each for each, _, count in sites if count > 1)
    assert heritage(home, "reclassify", site, "settlement", *QUIETLY, "seen on the spot").code == 0
    told = ask_register(home, "SELECT site_id, kind, kinds_told FROM sites")
    assert (site, "settlement", "burial_ground settlement") in told
    assert heritage(home, "protect", site, "withheld", *QUIETLY, "digging nearby").code == 0
    voices = ask_register(home, "SELECT site_id, record_id FROM records ORDER BY record_id")
    second = [record for each, record in voices if each == begazy][-1]
    assert heritage(home, "prefer", begazy, "position", second, *QUIETLY, "GNSS").code == 0
    assert (begazy, second) in ask_register(home, "SELECT site_id, position_from FROM sites")


@pytest.mark.slow
def test_a_text_is_listed_approved_and_undone(tmp_path: Path) -> None:
    """In three languages; a position is listed and never approved; what was decided is listed."""
    home = tmp_path / "home"
    rows = "Курган 3 км,курган,48.612345,73.612345\nКурган у М-43-112-Б,курган,48.31,73.61\n"
    submit(home, "Mounds", rows)
    assert heritage(home, "run").code == 0
    asked = "SELECT site_id FROM sites WHERE name_ru = 'Курган 3 км'"
    ((site,),) = ask_register(home, asked)
    said = {
        "kk": ("атауы, {site}: Курган 3 км", "мәтінді жариялау: heritage approve "),
        "ru": ("название, {site}: Курган 3 км", "опубликовать текст: heritage approve "),
        "en": ("name, {site}: Курган 3 км", "let one go public with: heritage approve "),
    }
    for language, (line, how) in said.items():
        listed = heritage(home, "approve", "--lang", language)
        assert (listed.code, listed.err) == (0, "")
        assert line.format(site=site) in listed.out
        assert how in listed.out.splitlines()[-1]
    rows_shown = [line.split() for line in listed.out.splitlines()]
    distant, placing = (next(r[0] for r in rows_shown if mark in r) for mark in ("км", "у"))
    assert "[reads as a position, is never published]" in listed.out
    assert_refused(heritage(home, "approve", placing, "--why", "x"), "reads as a position")
    assert_refused(heritage(home, "approve", distant), "--why: say in a few words why")
    assert_refused(heritage(home, "approve", "--why", "x"), "state which text")
    assert_refused(heritage(home, "approve", "zz", "--why", "x"), "no withheld text zz")
    approved = heritage(home, "approve", distant, QUIET, "--why", "its usual name", **KEEPER)
    assert approved.code == 0, approved
    assert distant not in heritage(home, "approve").out
    decided = heritage(home, "review", "--decided", **KEEPER).out
    assert f"a text may go public: {distant} — its usual name" in decided
    number = decided.split()[0]
    assert heritage(home, "undo", number, *QUIETLY, "a mistake", **KEEPER).code == 0
    assert distant in heritage(home, "approve").out
