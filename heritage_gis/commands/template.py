"""`heritage template`: a form to fill in, whose headings and lists are those that we read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from heritage_gis.errors import MisusedError


def template(
    context: typer.Context,
    *,
    kind: Annotated[str, typer.Option(help="a kind such as burial_ground, or a group")] = "",
    out: Annotated[Path | None, typer.Option(help="the file to write")] = None,
) -> None:
    """Write an XLSX form to fill in, in the language of --lang."""
    from heritage_gis.template.workbook import write_template

    language = context.obj.language
    content = write_template(kind, language)
    path = out or Path(f"template-{kind or 'any'}-{language}.xlsx")
    try:
        with path.open("xb") as file:  # a form that somebody has filled in is not written over
            file.write(content)
    except FileExistsError as error:
        raise MisusedError(f"{path}: is there already; name another file with --out") from error
    except OSError as error:
        raise MisusedError(f"{path}: cannot be written ({error.strerror})") from error
    typer.echo(path)
