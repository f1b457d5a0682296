"""`heritage diff`: what an upload would change, before anything happens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from heritage_gis.model.difference import Difference
    from heritage_gis.settings import Language, Settings

# ruff: noqa: PLR0913 - a command has as many parameters as it has options

File = Annotated[Path, typer.Argument(help="a file as the archaeologist has it")]
Folder = Annotated[Path | None, typer.Option(help="a folder for the page")]
MOST_SHOWN = 12  # entries of a section on a terminal


def diff(
    context: typer.Context,
    file: File,
    *,
    replaces: Annotated[str, typer.Option(help="the survey that it corrects")] = "",
    report: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one object for programs")] = False,
    for_keeper: Annotated[
        bool,
        typer.Option("--for-keeper", help="tell what each row becomes in the whole register"),
    ] = False,
    by: Annotated[str, typer.Option(help="who sends it; else who sent the former version")] = "",
    crs: Annotated[str, typer.Option(help="its reference system, such as EPSG:28413")] = "",
    encoding: Annotated[str, typer.Option(help="the encoding of its text, such as cp1251")] = "",
    column: Annotated[list[str] | None, typer.Option(help="HEADING=field, as in check")] = None,
    accept: Annotated[list[str] | None, typer.Option(help="field:TEXT=CODE, as in check")] = None,
) -> None:
    """Say what a file would change: new, changed field by field, moved, gone; change nothing."""
    from dataclasses import replace

    from heritage_gis.pipeline.acceptances import read_acceptances
    from heritage_gis.pipeline.diffing import diff_file
    from heritage_gis.pipeline.files import read_columns, state_reading
    from heritage_gis.pipeline.report_files import keep_difference, require_report_folder

    if report:
        require_report_folder(report, file, context.obj)
    stated = state_reading(
        crs=crs,
        encoding=encoding,
        columns=read_columns(column or ()),
        accept=read_acceptances(accept or ()),
    )
    found = diff_file(file, replace(stated, who=by), replaces, context.obj, for_keeper=for_keeper)

    page = keep_difference(found, report, context.obj) if report else None
    _show(found, page, context.obj, as_json=as_json)


def _show(found: Difference, page: Path | None, settings: Settings, *, as_json: bool) -> None:
    from heritage_gis.report.difference_object import write_difference
    from heritage_gis.report.record_values import read_words
    from heritage_gis.terminal import show_lines, show_object

    if as_json:
        show_object(write_difference(found))
        return
    lines = list_lines(found, settings.language)
    if page:
        lines.append(read_words("diff_words", settings.language)["written"].format(path=page))
    show_lines(lines)


def list_lines(found: Difference, language: Language) -> list[str]:
    """Return a difference as lines of a terminal."""
    from heritage_gis.report.difference_view import count_rows, list_sections, tell_scope
    from heritage_gis.report.record_values import read_words

    words = read_words("diff_words", language)
    counts = ", ".join(f"{count['label']} {count['n']}" for count in count_rows(found, language))
    moved = f" ({words['of_changed'].format(n=found.moved)})" if found.moved else ""
    lines = [*tell_scope(found, language), counts + moved]
    for section in list_sections(found, language, MOST_SHOWN):
        lines += ["", f"{section.heading}: {section.total}"]
        lines += [section.note] if section.note else []
        for entry in section.entries:
            lines.append(f"  {entry.title} ({entry.place})")
            lines += [f"    {line}" for line in entry.lines]
            lines += [f"    {field}: {was} → {now}" for field, was, now in entry.changes]
        if section.more:
            lines.append(f"  {words['more_terminal'].format(n=section.more)}")
    return lines
