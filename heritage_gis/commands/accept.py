"""`heritage accept`: what a text means, decided once for all cells like it in a survey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from heritage_gis.commands.progress import show_progress
from heritage_gis.errors import MisusedError

if TYPE_CHECKING:
    from heritage_gis.model.survey import Acceptance
    from heritage_gis.pipeline.outcome import RunReport
    from heritage_gis.settings import Settings

# ruff: noqa: PLR0913 - a command has as many parameters as it has options


def accept(
    context: typer.Context,
    survey: Annotated[str, typer.Argument(help="a survey, or its folder in data/raw/")],
    *,
    field: Annotated[str, typer.Option(help="kind, period, district, condition, threat …")] = "",
    value: Annotated[str, typer.Option(help="the text as their cell says it")] = "",
    means: Annotated[str, typer.Option(help="our code, a KATO, or a word that we know")] = "",
    who: Annotated[str, typer.Option(help="the person who decides")] = "",
    reason: Annotated[str, typer.Option(help="why")] = "",
    suggested: Annotated[
        bool, typer.Option("--suggested", help="list what is near to one known word alone")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="write what --suggested lists")] = False,
) -> None:
    """Decide what a text means in all cells of a survey; that is its next version."""
    from heritage_gis.model.survey import Acceptance
    from heritage_gis.pipeline.acceptances import require_field, suggest_for_survey
    from heritage_gis.terminal import show_suggestions

    if suggested and (value or means or reason):
        raise MisusedError("--suggested takes no --value, --means or --reason")
    if suggested:
        found = suggest_for_survey(survey, context.obj, field, who)
        show_suggestions(found, context.obj, is_written=yes)
        entries = [one.entry for one in found] if yes else []
    elif not (field and value and means):
        raise MisusedError("state --field, --value and --means, or --suggested")
    else:
        entries = [Acceptance(require_field(field), value, means, reason, who)]
    if entries:
        _write(survey, entries, context.obj)


def _write(survey: str, entries: list[Acceptance], settings: Settings) -> None:
    from heritage_gis.pipeline.acceptances import accept_in_survey
    from heritage_gis.terminal import end_run

    def job() -> RunReport:
        with show_progress() as progress:
            return accept_in_survey(survey, entries, settings, progress)

    end_run(job, settings)
