"""`heritage passport`: the record card of one site, for its keeper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[Path | None, typer.Option(help="the file to write; else one in data/exports/")]


def passport(
    context: typer.Context,
    site: Annotated[str, typer.Argument(help="the site, such as KRG-000123")],
    *,
    out: Out = None,
) -> None:
    """Write the record card of a site as PDF, with exact places, in the language of --lang."""
    from heritage_gis.pipeline.passports import write_site_passport
    from heritage_gis.vocabularies.labels import read_label

    typer.echo(write_site_passport(site, context.obj, out))
    typer.echo(read_label("export_words", "notice_exact", context.obj.language))
