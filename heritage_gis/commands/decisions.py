"""The keeper's commands: review, merge, split, reclassify, protect, withdraw, undo and others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from heritage_gis.commands.progress import show_progress
from heritage_gis.errors import MisusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from heritage_gis.pipeline.outcome import Progress, RunReport
    from heritage_gis.settings import Settings

# ruff: noqa: PLR0913 - a command has as many parameters as it has options

Site = Annotated[str, typer.Argument(help="a site, such as KRG-000012")]
Other = Annotated[str, typer.Argument(help="another site")]
RegisterOnly = Annotated[
    bool,
    typer.Option("--register-only", help="leave the maps to the next run"),
]
Why = Annotated[str, typer.Option(help="the reason; it is kept with the decision")]


def review(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="a question of the list")] = "",
    answer: Annotated[
        str, typer.Argument(help="same, apart, or part: of the site that is asked about")
    ] = "",
    *,
    why: Why = "",
    decided: Annotated[
        bool, typer.Option("--decided", help="list what was decided instead")
    ] = False,
    most: Annotated[int, typer.Option(help="so many questions are listed")] = 20,
    register_only: RegisterOnly = False,
) -> None:
    """List what needs a human eye, or answer a question of the list."""
    from heritage_gis.pipeline.decided import list_decided
    from heritage_gis.pipeline.deciding import answer_question, list_questions
    from heritage_gis.terminal_review import show_decided, show_questions

    if decided:
        show_decided(list_decided(context.obj), context.obj)
    elif not question:
        show_questions(list_questions(context.obj), context.obj, most)
    elif not answer:
        raise MisusedError("state the answer: same, apart or part")
    else:
        publish = not register_only
        act_on(
            lambda p: answer_question(question, answer, why, context.obj, p, publish=publish),
            context.obj,
        )


def merge(
    context: typer.Context,
    into: Annotated[str, typer.Argument(help="the site whose id stays")],
    site: Annotated[str, typer.Argument(help="the site that is the same place")],
    *,
    why: Why = "",
    register_only: RegisterOnly = False,
) -> None:
    """Say that two sites are one; the second id leads to the first from now on."""
    _rule(context, "sites_merged", {"into": into, "site": site}, why, publish=not register_only)


def split(
    context: typer.Context,
    site: Site,
    records: Annotated[list[str], typer.Argument(help="its records that speak of another")],
    *,
    why: Why = "",
    register_only: RegisterOnly = False,
) -> None:
    """Say that some records of a site speak of another one, which gets an id of its own."""
    _rule(context, "site_split", {"site": site, "records": records}, why, publish=not register_only)


def keep_apart(
    context: typer.Context,
    site: Site,
    other: Other,
    *,
    why: Why = "",
    register_only: RegisterOnly = False,
) -> None:
    """Say that two sites are two, so that it is not asked again."""
    _rule(context, "sites_apart", {"site": site, "other": other}, why, publish=not register_only)


def relate(
    context: typer.Context,
    site: Site,
    relation: Annotated[str, typer.Argument(help="part_of, same_complex, near, or none")],
    other: Other,
    *,
    why: Why = "",
    register_only: RegisterOnly = False,
) -> None:
    """Say how a site is related to another."""
    if relation not in ("part_of", "same_complex", "near", "none"):
        raise MisusedError(f"a relation is part_of, same_complex, near or none, not {relation}")
    told = {"site": site, "other": other, "relation": relation}
    _rule(context, "relation_decided", told, why, publish=not register_only)


def reclassify(
    context: typer.Context,
    site: Site,
    kind: Annotated[str, typer.Argument(help="a code of vocabularies/kinds.csv")],
    *,
    why: Why = "",
    register_only: RegisterOnly = False,
) -> None:
    """Say of what kind a site is; what its sources say stays beside it."""
    from heritage_gis.vocabularies.tables import read_vocabulary

    if kind not in {entry["code"] for entry in read_vocabulary("kinds")}:
        raise MisusedError(f"there is no kind {kind}; vocabularies/kinds.csv lists them")
    _rule(
        context,
        "voice_ruled",
        {"site": site, "attribute": "kind", "value": kind},
        why,
        publish=not register_only,
    )


def prefer(
    context: typer.Context,
    site: Site,
    attribute: Annotated[str, typer.Argument(help="position, dating, kind, status, name_ru …")],
    record: Annotated[str, typer.Argument(help="the record whose word is shown first")],
    *,
    why: Why = "",
    register_only: RegisterOnly = False,
) -> None:
    """Say which voice of a site is shown first; the others stay beside it."""
    from heritage_gis.register.sites import RULED

    if attribute not in RULED:
        raise MisusedError(f"there is no {attribute}; give one of {', '.join(RULED)}")
    told = {"site": site, "attribute": attribute, "record": record}
    _rule(context, "voice_ruled", told, why, publish=not register_only)


def protect(
    context: typer.Context,
    site: Site,
    level: Annotated[str, typer.Argument(help="near, area, wide or withheld; or standing")],
    *,
    why: Why = "",
    register_only: RegisterOnly = False,
) -> None:
    """Say how exact a site is shown, or that a mausoleum stands and is Islamic."""
    from heritage_gis.model.ledger import LEVELS

    if level == "standing":
        _rule(context, "standing_decided", {"site": site}, why, publish=not register_only)
    elif level not in LEVELS[1:]:
        raise MisusedError(f"a level is {', '.join(LEVELS[1:])}, or standing, not {level}")
    else:
        _rule(
            context, "level_decided", {"site": site, "level": level}, why, publish=not register_only
        )


def withdraw(
    context: typer.Context,
    survey: Annotated[str, typer.Argument(help="a survey, such as 2026-karkaraly")],
    *,
    why: Why = "",
    register_only: RegisterOnly = False,
) -> None:
    """Take a survey back; what others say stays, and ids once given stay reserved."""
    from heritage_gis.pipeline.deciding import withdraw as withdraw_survey

    publish = not register_only
    act_on(lambda p: withdraw_survey(survey, why, context.obj, p, publish=publish), context.obj)


def undo(
    context: typer.Context,
    event: Annotated[int, typer.Argument(help="its number, as review --decided lists it")],
    *,
    why: Why = "",
    register_only: RegisterOnly = False,
) -> None:
    """Take a decision, or the taking back of a survey, back."""
    from heritage_gis.pipeline.deciding import undo_event

    publish = not register_only
    act_on(lambda p: undo_event(event, why, context.obj, p, publish=publish), context.obj)


def _rule(
    context: typer.Context, event: str, told: Mapping[str, object], why: str, *, publish: bool
) -> None:
    from heritage_gis.pipeline.deciding import Ruling, decide

    act_on(lambda p: decide(Ruling(event, told), why, context.obj, p, publish=publish), context.obj)


def act_on(act: Callable[[Progress], RunReport], settings: Settings) -> None:
    """Do what the keeper decided, show what came of it, and end the process."""
    from heritage_gis.terminal import end_run

    def job() -> RunReport:
        with show_progress() as progress:
            return act(progress)

    end_run(job, settings)
