"""`heritage export`: the register, or its public twin, in a format of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[Path | None, typer.Option(help="the file to write; else one in data/exports/")]


def export(
    context: typer.Context,
    *,
    format_: Annotated[
        str, typer.Option("--format", help="gpkg, geoparquet, csv or lpf (Linked Places)")
    ] = "gpkg",
    out: Out = None,
    district: Annotated[str, typer.Option(help="only this one, by its slug")] = "",
    public: Annotated[
        bool, typer.Option("--public", help="only what the maps tell; else exact places too")
    ] = False,
    base: Annotated[
        str, typer.Option(help="for lpf: the address below which each site has its own")
    ] = "",
) -> None:
    """Write the register, with exact places for its keeper alone, or what is public of it."""
    from heritage_gis.pipeline.exporting import Order
    from heritage_gis.pipeline.exporting import export as export_pipeline
    from heritage_gis.vocabularies.labels import read_label

    order = Order(format_, district, is_public=public, out=out, base=base)
    done = export_pipeline(order, context.obj)
    language = context.obj.language
    told = {"written": done.sites, "left_out": done.left_out}
    for code, count in told.items():
        if count or code == "written":
            line = read_label("export_words", code, language)
            typer.echo(line.format(file=done.path, n=count))
    typer.echo(done.notice[language])
