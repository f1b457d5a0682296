"""`heritage statement`: the yearly statement of the region."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import Annotated

import typer


def statement(
    context: typer.Context,
    *,
    year: Annotated[int, typer.Option(help="of the works, such as 2017")],
    out: Annotated[
        Path | None, typer.Option(help="a file: a page where it ends in .html, else Markdown")
    ] = None,
) -> None:
    """Write the works of a year and the counts of sites, in the language of --lang."""
    from heritage_gis.pipeline.statement import make_statement, write_statement

    told = write_statement(make_statement(year, context.obj), out, context.obj)
    typer.echo(told if out is None else out, nl=out is not None)
