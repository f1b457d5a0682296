"""Decisions of the keeper: checked against the register, noted in the journal, acted upon."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from heritage_gis.errors import MisusedError
from heritage_gis.paths import hold_home
from heritage_gis.pipeline.outcome import RunReport, show_nothing
from heritage_gis.pipeline.run import run_held
from heritage_gis.pipeline.spoken_of import (
    require_no_ring,
    require_records,
    require_sites,
    require_split,
    require_telling,
)
from heritage_gis.pipeline.standing_register import require_register

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from heritage_gis.pipeline.outcome import Progress
    from heritage_gis.register.journal import Event, Journal
    from heritage_gis.register.store import Register
    from heritage_gis.settings import Settings

ANSWERS = ("same", "apart", "part")  # to a question: one place, two places, a part of it


@dataclass(frozen=True)
class Ruling:
    """What a person rules: an event of `register.decisions`, and what it says.

    Attributes:
        event: the sort of event.
        told: what it is about.
    """

    event: str
    told: Mapping[str, object]


def decide(
    ruling: Ruling,
    why: str,
    settings: Settings,
    progress: Progress = show_nothing,
    *,
    publish: bool = True,
) -> RunReport:
    """Note a decision, bring the register up to it, and publish what it changes.

    Args:
        ruling: what is decided; sites may be named by an id that was merged into another.
        why: the reason, for whoever asks later.
        settings: the home, and who decides.
        progress: is told how far the work is.
        publish: whether an edition is made; else the next run makes it.

    Raises:
        MisusedError: no reason is given, or what the decision speaks of is not registered; then
            nothing has changed.
        NotReleasedError: it holds, but the edition with it failed its safety checks.
    """

    def note(journal: Journal, register: Register) -> Event:
        return _note(journal, register, ruling, why, settings)

    return _act(note, settings, progress, publish=publish)


def _act(
    note: Callable[[Journal, Register], Event],
    settings: Settings,
    progress: Progress,
    *,
    publish: bool,
) -> RunReport:
    """Note something in the journal, and do what follows from it."""
    from heritage_gis.register.journal import open_journal
    from heritage_gis.register.store import open_register

    home = settings.home_folder
    with hold_home(home, settings.patience_seconds):
        require_register(settings)
        journal = open_journal(home.journal)
        with open_register(home.register, settings.register_url) as register:
            event = note(journal, register)
        done = run_held(settings, progress, publish=publish)
    founded = event["into"] if event["event"] == "site_split" else ""
    return replace(done, event=event["seq"], founded=founded)


def _note(
    journal: Journal, register: Register, ruling: Ruling, why: str, settings: Settings
) -> Event:
    told = dict(ruling.told)
    told |= require_sites(register, {k: told[k] for k in _SITE_KEYS if k in told})
    told |= _require_sense(register, ruling.event, told)
    return journal.append(ruling.event, **told, **tell_who(why, settings))


def _require_sense(register: Register, event: str, told: Mapping[str, Any]) -> dict[str, object]:
    """Have what is ruled make sense, and return what else it says.

    Raises:
        MisusedError: it does not.
    """
    site, record = str(told.get("site")), told.get("record")
    records = [str(each) for each in told.get("records", [record] if record else [])]
    require_records(register, records)
    if event == "site_split":
        left = require_split(register, site, records)
        return {"left": left, "into": _find_next_site(register)}
    if event == "voice_ruled" and record:
        require_telling(register, site, str(told["attribute"]), record)
    elif event == "relation_decided" and told["relation"] == "part_of":
        require_no_ring(register, site, str(told["other"]))
    return {}


LEAST_SIGNS = 4  # of a question: a slip of the finger is to answer none
_SITE_KEYS = ("site", "other", "into")


def tell_who(why: str, settings: Settings) -> dict[str, str]:
    """Return why something is decided, by whom and when.

    Raises:
        MisusedError: no reason is given.
    """
    if not why.strip():
        raise MisusedError("--why: say in a few words why; it is kept with the decision")
    return {"why": why.strip(), "by": settings.keeper, "on": settings.today.isoformat()}


def _find_next_site(register: Register) -> str:
    from heritage_gis.register.gathering import SITE_PREFIX
    from heritage_gis.register.state import SITE_COUNT, read_state

    with register.engine.connect() as connection:
        return f"{SITE_PREFIX}-{read_state(connection, SITE_COUNT) + 1:06d}"


def undo_event(
    seq: int,
    why: str,
    settings: Settings,
    progress: Progress = show_nothing,
    *,
    publish: bool = True,
) -> RunReport:
    """Note that a decision, or the taking back of a survey, no longer holds.

    Raises:
        MisusedError: the event is none that can be undone.
    """
    from heritage_gis.register.decisions import undo

    told = tell_who(why, settings)

    def note(journal: Journal, _: Register) -> Event:
        return undo(journal, seq, told)

    return _act(note, settings, progress, publish=publish)


def withdraw(
    survey_id: str,
    why: str,
    settings: Settings,
    progress: Progress = show_nothing,
    *,
    publish: bool = True,
) -> RunReport:
    """Take a survey back: what others say stays, ids and numbers once given stay reserved.

    Raises:
        MisusedError: there is no such survey.
    """
    from heritage_gis.register.receipts import withdraw_survey

    told = tell_who(why, settings)

    def note(journal: Journal, _: Register) -> Event:
        return withdraw_survey(journal, survey_id, told)

    return _act(note, settings, progress, publish=publish)


def list_questions(settings: Settings) -> pd.DataFrame:
    """Return what waits for the keeper, the most pressing first; see `load_questions`."""
    from heritage_gis.pipeline.registering import load_all_questions

    require_register(settings)
    return load_all_questions(settings)


def answer_question(
    question_id: str,
    answer: str,
    why: str,
    settings: Settings,
    progress: Progress = show_nothing,
    *,
    publish: bool = True,
) -> RunReport:
    """Answer a question of the review list.

    Args:
        question_id: as the list has it; its first LEAST_SIGNS are enough.
        answer: one of ANSWERS.
        why: the reason.
        settings: the home, and who decides.
        progress: is told how far the work is.
        publish: whether an edition is made; else the next run makes it.

    Raises:
        MisusedError: there is no such question, or that is no answer to it.
    """
    if answer not in ANSWERS:
        raise MisusedError(f"an answer is one of {', '.join(ANSWERS)}, not {answer}")
    if len(question_id) < LEAST_SIGNS:
        raise MisusedError(f"{question_id}: write at least {LEAST_SIGNS} signs of the question")
    questions = list_questions(settings)
    found = questions[questions["question_id"].str.startswith(question_id)]
    if len(found) != 1:
        raise MisusedError(
            f"there {'are several questions' if len(found) else 'is no question'} {question_id}; "
            "heritage review lists them"
        )
    ruling = _read_answer(found.iloc[0], answer, settings)
    return decide(ruling, why, settings, progress, publish=publish)


def _read_answer(question: pd.Series, answer: str, settings: Settings) -> Ruling:
    """Return what an answer rules."""
    from heritage_gis.register import decisions
    from heritage_gis.register.loading import find_site_of
    from heritage_gis.register.store import open_register

    record, site = str(question["record_id"]), question["site_id"]
    if not isinstance(site, str):
        raise MisusedError("this question is answered by another one: decide that first")
    home = settings.home_folder
    with open_register(home.register, settings.register_url) as register:
        own = find_site_of(register, record)
    is_site = question["reason"] == "exact_near_protected"  # then it is a site that is asked about
    own = record if is_site else own
    has_own = own is not None and own != site
    if answer == "part":
        if not has_own:
            raise MisusedError("a record without a site of its own is no part of one")
        return Ruling(decisions.RELATED, {"site": own, "other": site, "relation": "part_of"})
    if question["reason"] == "may_be_part" and answer == "apart":
        return Ruling(decisions.RELATED, {"site": own, "other": site, "relation": "none"})
    if answer == "same":
        if has_own:
            return Ruling(decisions.MERGED, {"into": site, "site": own})
        return Ruling(decisions.PLACED, {"record": record, "site": site})
    if has_own:
        return Ruling(decisions.APART, {"site": own, "other": site})
    return Ruling(decisions.PARTED, {"record": record, "site": site})
