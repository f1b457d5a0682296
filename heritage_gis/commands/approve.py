"""`heritage approve`: what is withheld because it tells a place, and which of it may go public."""

from __future__ import annotations

from typing import Annotated

import typer

from heritage_gis.commands.decisions import RegisterOnly, Why, act_on
from heritage_gis.errors import MisusedError


def approve(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="the number of a text, as the list has it")] = "",
    *,
    why: Why = "",
    register_only: RegisterOnly = False,
) -> None:
    """List texts that are withheld because they tell a place, or let one of them go public."""
    from heritage_gis.pipeline.withheld_texts import approve_text, list_withheld
    from heritage_gis.terminal_review import show_withheld

    if text:
        publish = not register_only
        act_on(lambda p: approve_text(text, why, context.obj, p, publish=publish), context.obj)
    elif why or register_only:
        raise MisusedError("state which text: heritage approve lists them with their numbers")
    else:
        show_withheld(list_withheld(context.obj), context.obj)
