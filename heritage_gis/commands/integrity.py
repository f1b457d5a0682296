"""`heritage integrity`: what does not fit together in the register."""

from __future__ import annotations

from typing import Annotated

import typer

FOUND = 1  # the exit code where something was found


def integrity(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="print one object for programs")] = False,
) -> None:
    """List what does not fit together in the register, for its keeper; it tells exact places."""
    from heritage_gis.pipeline.integrity import check_register
    from heritage_gis.terminal import show_object
    from heritage_gis.terminal_integrity import show_findings

    findings = check_register(context.obj)
    if as_json:
        told = findings.astype(object).where(findings.notna(), None)
        show_object({"findings": told.to_dict("records")})
    else:
        show_findings(findings, context.obj)
    if len(findings):
        raise typer.Exit(FOUND)
