"""One journal, one register: however it was worked through, and whatever was taken back."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from made_places import change_voices, make_voices
from sqlalchemy import select

from heritage_gis.register import schema
from heritage_gis.register.decisions import APART, MERGED, PARTED, PLACED, SPLIT, undo
from heritage_gis.register.journal import open_journal
from heritage_gis.register.ledgers import gather_given
from heritage_gis.register.questions import load_questions
from heritage_gis.register.store import read_frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from registrar import Registrar, Row

SEQUENCES = int(os.environ.get("HERITAGE_SEQUENCES", "1"))
SERVED = (pytest.mark.postgis, pytest.mark.enable_socket)
STORIES = (  # on PostGIS one in four, and at least one
    *(("geopackage", seed) for seed in range(SEQUENCES)),
    *(pytest.param("postgis", seed, marks=SERVED) for seed in range(0, SEQUENCES, 4)),
)
each_story = pytest.mark.parametrize(("keep_register", "seed"), STORIES, indirect=["keep_register"])
STEPS = 14
TOLD = {"why": "a test", "by": "K", "on": ""}


def dump(registrar: Registrar) -> dict[str, pd.DataFrame]:
    """Return every table of a register, without row numbers and in one order."""
    tables = {}
    with registrar.open() as register, register.engine.connect() as connection:
        for table in schema.metadata.sorted_tables:
            if table.name == "state":
                continue
            frame = pd.DataFrame(read_frame(register, connection, select(table)))
            frame = frame.drop(columns=["fid"], errors="ignore")
            if "geometry" in frame:
                frame["geometry"] = [None if g is None else g.wkb_hex for g in frame["geometry"]]
            text = frame.astype("str").fillna("")
            tables[table.name] = text.sort_values([*text], ignore_index=True)
    return tables


def assert_same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    """Every table holds the same rows."""
    for name, frame in one.items():
        rows, others = ({*map(tuple, each.to_numpy())} for each in (frame, other[name]))
        assert rows == others, f"{name}: {sorted(rows - others)[:2]} / {sorted(others - rows)[:2]}"
        assert len(frame) == len(other[name])


def ask(registrar: Registrar) -> set[tuple[str, str]]:
    """Return the open questions as record and reason."""
    with registrar.open() as register:
        asked = load_questions(register)
    return set(zip(asked["record_id"], asked["reason"], strict=True))


class Story:
    """A random story of surveys and decisions, told to one register or to several."""

    def __init__(self, seed: int) -> None:
        """Make a story from a seed."""
        self.chance = random.Random(seed)
        self.rows: dict[str, list[Row]] = {}
        self.count = 0

    def tell_survey(self) -> tuple[str, list[Row]]:
        """Return a new survey, or a corrected version of one."""
        if self.rows and self.chance.random() < 0.35:
            name = self.chance.choice(sorted(self.rows))
            self.rows[name] = change_voices(self.chance, self.rows[name])
        else:
            self.count += 1
            name = f"2026-{self.count:02d}"
            self.rows[name] = make_voices(self.chance)
        return name, self.rows[name]


def decide_something(registrar: Registrar, chance: random.Random) -> None:
    """Merge, split, place, part, keep apart, take back or undo, as it comes."""
    records = registrar.load_records()
    placed = records[records["site_id"].notna()]
    sites = sorted(placed["site_id"].unique())
    holding = _list_undoable(registrar)
    act = chance.choice((MERGED, SPLIT, PLACED, PARTED, APART, "undo", "withdraw"))
    if act == MERGED and len(sites) > 1:
        into, site = chance.sample(sites, 2)
        registrar.decide(MERGED, into=into, site=site)
    elif act == SPLIT and len(placed):
        record, site = placed.sample(1, random_state=chance.randint(0, 999)).iloc[0][
            ["record_id", "site_id"]
        ]
        number = gather_given(registrar.journal).count + 1
        registrar.decide(SPLIT, site=site, records=[record], into=f"KRG-{number:06d}")
    elif act == PLACED and len(records) and sites:
        record = chance.choice(sorted(records["record_id"]))
        registrar.decide(PLACED, record=record, site=chance.choice(sites))
    elif act == PARTED and len(placed):
        row = placed.sample(1, random_state=chance.randint(0, 999)).iloc[0]
        registrar.decide(PARTED, record=row["record_id"], site=row["site_id"])
    elif act == APART and len(sites) > 1:
        site, other = chance.sample(sites, 2)
        registrar.decide(APART, site=site, other=other)
    elif act == "undo" and holding:
        undo(registrar.journal, chance.choice(holding), TOLD)
        registrar.update()
    elif act == "withdraw" and len(records):
        registrar.withdraw(chance.choice(sorted(records["survey_id"].unique())))


def _list_undoable(registrar: Registrar) -> list[int]:
    with registrar.open() as register, register.engine.connect() as connection:
        told = read_frame(register, connection, select(schema.decisions))
    return told.loc[told["holds"].astype(bool), "seq"].astype(int).tolist()


def live(registrar: Registrar, seed: int, steps: int = STEPS) -> None:
    """Live through a story of surveys and decisions."""
    story = Story(seed)
    for _ in range(steps):
        if story.count < 2 or story.chance.random() < 0.55:
            registrar.submit(*story.tell_survey())
        else:
            decide_something(registrar, story.chance)


@pytest.mark.slow
@each_story
def test_register_made_anew_is_the_register_that_was_kept(
    keep_register: Callable[[str], Registrar], seed: int
) -> None:
    """Row for row, whatever was received, replaced, taken back, decided and undone."""
    registrar = keep_register("kept")
    live(registrar, seed)
    kept, journal = dump(registrar), registrar.journal.path.read_bytes()
    registrar.forget()
    registrar.update()
    assert_same(kept, dump(registrar))
    assert registrar.journal.path.read_bytes() == journal


@pytest.mark.slow
@each_story
def test_survey_that_was_taken_back_leaves_no_trace(
    keep_register: Callable[[str], Registrar], seed: int
) -> None:
    """The sites are those of a register in which it never was, and so are the questions.

    Meanwhile other surveys came, were corrected and taken back, and sites were merged, split and
    kept apart.
    """
    with_it, without = homes = [keep_register(name) for name in ("with", "without")]
    story = Story(seed)
    for step in range(STEPS // 2):
        told = story.tell_survey()
        for home in homes:
            home.submit(*told)
        if step == 1 + seed % 3:
            with_it.submit("2026-x", make_voices(story.chance, 6))
        if step > 1:
            decide_alike(homes, story.chance)
    if seed % 2:
        with_it.submit("2026-x", make_voices(story.chance, 6))
    with_it.withdraw("2026-x")
    assert with_it.list_sites() == without.list_sites()
    assert ask(with_it) == ask(without)
    rows = [{*map(tuple, dump(home)["links"].to_numpy())} for home in homes]
    assert rows[0] == rows[1]


def decide_alike(homes: list[Registrar], chance: random.Random) -> None:
    """Decide the same in two registers, of sites that are the same records in both."""
    sites = [
        {
            frozenset(ids): str(site)
            for site, ids in each.load_records().groupby("site_id")["record_id"]
        }
        for each in homes
    ]
    shared = sorted(sites[0].keys() & sites[1].keys(), key=sorted)
    act = chance.choice((MERGED, SPLIT, APART, "nothing"))
    if len(shared) < 2:
        return
    one, other = chance.sample(shared, 2)
    for home, known in zip(homes, sites, strict=True):
        if act == MERGED:
            home.decide(MERGED, into=known[one], site=known[other])
        elif act == APART:
            home.decide(APART, site=known[one], other=known[other])
        elif act == SPLIT:
            number = gather_given(home.journal).count + 1
            told = {"site": known[one], "records": [min(one)], "into": f"KRG-{number:06d}"}
            home.decide(SPLIT, **told)


def _name_sites(registrar: Registrar) -> dict[frozenset[str], str]:
    grouped = registrar.load_records().groupby("site_id")["record_id"]
    return {frozenset(ids): str(site) for site, ids in grouped}


@pytest.mark.slow
@each_story
def test_order_of_receipt_makes_no_difference_that_is_not_asked_about(
    keep_register: Callable[[str], Registrar], seed: int
) -> None:
    """Where two orders gather records otherwise, what differs stands in the review list."""
    story = Story(1_000 + seed)
    told = {f"2026-{number:02d}": make_voices(story.chance) for number in range(6)}
    orders = [sorted(told), sorted(told, key=lambda _: story.chance.random())]
    registrars = [keep_register(name) for name in ("one", "other")]
    for registrar, order in zip(registrars, orders, strict=True):
        for name in order:
            registrar.submit(name, told[name])
    together = [{pair for site in each.list_sites() for pair in _pair(site)} for each in registrars]
    for pair in together[0] ^ together[1]:
        parted_in = registrars[1] if pair in together[0] else registrars[0]
        assert pair & _list_asked(parted_in), f"{pair} are parted, and nobody is asked"


def _pair(site: frozenset[str]) -> set[frozenset[str]]:
    return {frozenset((one, other)) for one in site for other in site if one < other}


def _list_asked(registrar: Registrar) -> set[str]:
    """Return the records that wait or are asked about, and those of sites that are."""
    with registrar.open() as register:
        asked = load_questions(register)
    records = registrar.load_records()
    sites = set(asked["site_id"].dropna())
    of_sites = records.loc[records["site_id"].isin(sites), "record_id"]
    return {*asked["record_id"], *of_sites}


@pytest.mark.slow
@each_story
def test_ways_of_working_through_a_journal_end_alike(
    keep_register: Callable[[str], Registrar], seed: int
) -> None:
    """In one go, one by one, or stopped and gone on with: the register is the same."""
    story = Story(2_000 + seed)
    told = [story.tell_survey() for _ in range(7)]
    by_one, at_once, resumed = (keep_register(name) for name in ("a", "b", "c"))
    for name, rows in told:
        by_one.submit(name, rows)
    for registrar in (at_once, resumed):
        for name, rows in told:
            registrar.receive(name, rows)
        shutil.copyfile(by_one.journal.path, registrar.journal.path)
        registrar.journal = open_journal(registrar.journal.path)
    at_once.update()
    assert_same(dump(by_one), dump(at_once))
    _stop_at_random(resumed, story.chance)
    assert_same(dump(by_one), dump(resumed))
    assert resumed.journal.path.read_bytes() == by_one.journal.path.read_bytes()


class PowerCut(Exception):  # noqa: N818 - it is none of ours
    """The power fails."""


def _stop_at_random(registrar: Registrar, chance: random.Random) -> None:
    """Work through a journal whose end is cut off, be stopped at any commit, and go on."""
    whole = registrar.journal.path.read_bytes()
    lines = whole.splitlines(keepends=True)
    for cut in sorted(chance.sample(range(1, len(lines)), 3)):
        registrar.journal.path.write_bytes(b"".join(lines[:cut]))
        registrar.journal = open_journal(registrar.journal.path)
        for _ in range(2):
            with pytest.MonkeyPatch.context() as patch, contextlib.suppress(PowerCut):
                _fail_in(patch, chance.choice(("refresh", "write_survey", "write_state")))
                registrar.update()
    registrar.journal.path.write_bytes(whole)
    registrar.journal = open_journal(registrar.journal.path)
    registrar.update()


def _fail_in(patch: pytest.MonkeyPatch, name: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PowerCut

    patch.setattr(f"heritage_gis.register.reworking.{name}", fail)
