"""`heritage history`: who said what of a site and when, and why it shows what it shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from heritage_gis.model.history import History
    from heritage_gis.settings import Language

Folder = Annotated[Path | None, typer.Option(help="a folder for the page")]


def history(
    context: typer.Context,
    site: Annotated[str, typer.Argument(help="a site, such as KRG-000021, also a former id")],
    *,
    report: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one object for programs")] = False,
) -> None:
    """Tell who said what of a site and when, and why it shows what it shows (for the keeper)."""
    from heritage_gis.pipeline.history import tell_history
    from heritage_gis.pipeline.report_files import keep_history
    from heritage_gis.report.history_object import write_history
    from heritage_gis.report.record_values import read_words
    from heritage_gis.terminal import show_lines, show_object

    told = tell_history(site.strip(), context.obj)
    page = keep_history(told, report, context.obj) if report else None
    if as_json:
        show_object(write_history(told))
        return
    language = context.obj.language
    written = read_words("history_words", language)["written"]
    show_lines([*list_lines(told, language), *([written.format(path=page)] if page else [])])


def list_lines(told: History, language: Language) -> list[str]:
    """Return a history as lines of a terminal."""
    from heritage_gis.report.history_view import describe_history
    from heritage_gis.report.record_values import read_words

    words = read_words("history_words", language)
    view = describe_history(told, language)
    lines = [f"{view.title} ({told.site_id})", *view.lines]
    if view.attributes:
        lines += ["", words["heading_said"]]
    for attribute in view.attributes:
        rival = f" [{words['rivals']}]" if attribute.is_rival else ""
        lines.append(f"  {attribute.label}{rival}{f': {attribute.rule}' if attribute.rule else ''}")
        for said in attribute.said:
            mark = "*" if said.is_shown else " "
            beside = f" ({'; '.join(said.beside)})" if said.beside else ""
            lines.append(f"   {mark} {said.voice}  {said.value}{beside}")
    if view.voices:
        lines += ["", words["heading_voices"]]
    for voice in view.voices:
        lines += [f"  {voice.number}  {voice.title}", f"     {voice.record_id}"]
        lines += [f"     {line}" for line in (*voice.joined, *voice.lines)]
        lines += [f"     {label}: {value}" for label, value in voice.facts]
    for _, heading, happened in view.sections:
        lines += ["", heading]
        for each in happened:
            lines.append(f"  {each.title}")
            lines += [f"    {line}" for line in each.lines]
            lines += [f"    {field}: {was} → {now}" for field, was, now in each.changes]
    return lines
