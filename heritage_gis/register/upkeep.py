"""Keeping the register in step with the journal: what is new is added, else it is made anew."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from heritage_gis.register import schema
from heritage_gis.register.decided_rows import write_decisions
from heritage_gis.register.decisions import DECISIONS, gather_decided, list_decisions
from heritage_gis.register.geopackage import let_go_of, note_extents
from heritage_gis.register.journal import SITES_GIVEN
from heritage_gis.register.ledgers import gather_given
from heritage_gis.register.pending import Pending, find_pending
from heritage_gis.register.restoring import restore
from heritage_gis.register.reworking import Change, rework
from heritage_gis.register.state import (
    GIVEN_SEQ,
    JOURNAL_SEQ,
    has_schema,
    note_schema,
    read_state,
    write_state,
)
from heritage_gis.register.store import open_register, read_frame

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from heritage_gis.register.journal import Journal
    from heritage_gis.register.rows import CheckedSurvey
    from heritage_gis.register.store import Register


@dataclass(frozen=True)
class Planned:
    """A survey that counts, as it was checked.

    Attributes:
        survey_id: the survey.
        version: of it.
        digest: of all that decided how its rows came out.
        sequence: the event with which it was first received.
        latest: the event with which its version was received.
    """

    survey_id: str
    version: int
    digest: str
    sequence: int
    latest: int


@dataclass(frozen=True)
class Goal:
    """What the register is to be brought to.

    Attributes:
        plan: the surveys that count, in the sequence in which they were first received.
        load: gives a checked survey by its id; called only for what is new.
        journal: what was received and decided; what is given on the way is noted there.
    """

    plan: list[Planned]
    load: Callable[[str], CheckedSurvey]
    journal: Journal


def update_register(path: Path, url: str, goal: Goal) -> None:
    """Bring the register to the state of a goal.

    Every change is one transaction. Where the register cannot be what the journal says, or came
    of another version of the program, it is made anew: a GeoPackage beside the old one, which it
    then replaces; PostGIS in one transaction.

    Args:
        path: the GeoPackage.
        url: a PostGIS database to use instead; empty for the GeoPackage.
        goal: what to bring it to.
    """
    with open_register(path, url) as register:
        if _is_before(register, goal):
            _add(register, goal)
        elif register.is_postgis:
            with register.engine.begin() as connection:
                for table in reversed(schema.metadata.sorted_tables):
                    connection.execute(delete(table))
                _rebuild(register, connection, goal)
        else:
            register.engine.dispose()  # else our own connection holds what is to be let go of
            _rebuild_geopackage(path, goal)
        if not url:
            note_extents(path)


def _is_before(register: Register, goal: Goal) -> bool:
    """Tell whether the register is an earlier state of the goal, to which things can be added."""
    with register.engine.connect() as connection:
        if not has_schema(connection):
            return False
        known = read_frame(register, connection, select(schema.surveys))
        given = read_state(connection, GIVEN_SEQ)
    if given > goal.journal.seq or goal.journal.has(SITES_GIVEN, after=given):
        return False
    planned = {(each.survey_id, each.version): each.digest for each in goal.plan}
    places = zip(known["survey_id"], known["version"], known["digest"], strict=True)
    return all(planned.get((name, version), digest) == digest for name, version, digest in places)


def _add(register: Register, goal: Goal) -> None:
    """Make the changes that the register does not know of, each in a transaction of its own."""
    with register.engine.connect() as connection:
        known = read_frame(register, connection, select(schema.surveys))
        seq = read_state(connection, JOURNAL_SEQ)
    acted = {n for e in goal.journal.select(SITES_GIVEN, after=seq) for n in e.get("after", ())}
    pending = find_pending(goal.journal, lambda each: each > seq and each not in acted)
    versions = dict(zip(known["survey_id"], known["version"].astype("int64"), strict=True))
    changes = _list_changes(goal, pending, versions)
    if not changes and goal.journal.has(*DECISIONS, after=seq):  # of how exact a site is shown
        with register.engine.begin() as connection:
            write_decisions(register, connection, goal.journal)
            write_state(connection, JOURNAL_SEQ, goal.journal.seq)
    while changes:
        with register.engine.begin() as connection:
            _make(register, connection, goal, changes.popleft()())
            if not changes:
                write_state(connection, JOURNAL_SEQ, goal.journal.seq)


def _list_changes(
    goal: Goal, pending: Pending, versions: dict[str, int]
) -> deque[Callable[[], Change]]:
    """List what is to be done: decisions first, then what goes and comes, what is new last."""
    after = pending.of_survey
    changes: deque[Callable[[], Change]] = deque()
    if pending.decisions:
        told = Change(
            pending.decisions,
            sites=pending.sites,
            records=pending.records,
            split_from=pending.split_from,
        )
        changes.append(lambda: told)
    planned = {each.survey_id for each in goal.plan}
    for gone in sorted(versions.keys() - planned):
        changes.append(lambda gone=gone: Change(after.get(gone, ()), gone=gone))  # type: ignore[misc]  # mypy cannot type a default of a lambda
    latest = [each.latest for each in goal.plan if each.survey_id in versions]
    newest = max(latest, default=0)
    fresh = [each for each in goal.plan if versions.get(each.survey_id) != each.version]
    for each in sorted(fresh, key=lambda one: one.sequence > newest):
        changes.append(partial(_change_survey, goal, each, after, versions, newest))
    return changes


def _change_survey(
    goal: Goal,
    planned: Planned,
    after: dict[str, tuple[int, ...]],
    versions: dict[str, int],
    newest: int,
) -> Change:
    survey_id = planned.survey_id
    return Change(
        after.get(survey_id, ()),
        gone=survey_id if survey_id in versions else "",
        come=goal.load(survey_id),
        is_last=planned.sequence > newest,
    )


def _make(register: Register, connection: Connection, goal: Goal, change: Change) -> None:
    """Make one change, and note how far the register has come."""
    decisions = list_decisions(goal.journal)
    rework(register, connection, change, gather_decided(decisions), goal.journal)
    write_decisions(register, connection, goal.journal)
    write_state(connection, GIVEN_SEQ, goal.journal.seq)


def _rebuild_geopackage(path: Path, goal: Goal) -> None:
    beside = path.with_name(f"{path.stem}.rebuilt.gpkg")
    beside.unlink(missing_ok=True)
    with open_register(beside) as rebuilt, rebuilt.engine.begin() as connection:
        _rebuild(rebuilt, connection, goal)
    let_go_of(path)
    beside.replace(path)


def _rebuild(register: Register, connection: Connection, goal: Goal) -> None:
    """Make the register anew: first as the journal has it, then what was not acted on yet."""
    note_schema(connection)
    given = gather_given(goal.journal)
    pending = find_pending(goal.journal, lambda each: not given.is_judged(each))
    judged = [each for each in goal.plan if given.is_judged(each.sequence)]
    decided = gather_decided(list_decisions(goal.journal))
    restored = {each.survey_id: each.version for each in judged}
    left = restore(
        register, connection, (goal.load(name) for name in restored), given, decided, pending
    )
    write_decisions(register, connection, goal.journal)
    if left is not None:
        _make(register, connection, goal, left)
    nothing = Pending(pending.of_survey, (), frozenset(), frozenset(), {})
    for change in _list_changes(goal, nothing, restored):
        _make(register, connection, goal, change())
    write_state(connection, GIVEN_SEQ, goal.journal.seq)
    write_state(connection, JOURNAL_SEQ, goal.journal.seq)
