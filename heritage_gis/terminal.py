"""What a command shows on the terminal, as short tables and lines."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from rich.console import Console
from rich.table import Table

from heritage_gis.errors import HeritageError, RefusedFileError
from heritage_gis.sentences import calm_signs
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    import pandas as pd

    from heritage_gis.conform.carried_entries import CarriedEntry
    from heritage_gis.pipeline.acceptances import Suggestion
    from heritage_gis.pipeline.ingest import Ingested
    from heritage_gis.pipeline.outcome import RunReport
    from heritage_gis.places.install import InstallReport, ReportedMend
    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Language, Settings

REFUSED = 2
PROMPT_LINES = 2  # of the terminal, for what was typed and what comes next
REPORT_EXAMPLE = "report"  # a folder that one may give
UNSEEN_HEIGHT = 48  # lines of a report that goes into a file or another program
MOST_PROBLEMS = 10  # lines of one gravity that a run shows of a survey


def show_run(report: RunReport, settings: Settings) -> None:
    """Show what a run did, and which page to open."""
    words = _read_words(settings.language)
    _show_carried(report.carried, words)
    console = Console(soft_wrap=True, highlight=False)
    if report.event:
        told = words["decided"].format(event=report.event)
        founded = words["founded"].format(site=report.founded) if report.founded else ""
        console.print(f"{told}{founded}")
    _show_surveys([each for each in report.surveys if each.is_new or not report.event], words)
    for each in report.surveys:
        if each.is_new:
            _show_survey_problems(each, settings)
    for refused in report.refused:
        line = f"{refused.survey_id}: {refused.tell(settings.language)}"
        open_plain_console(is_error=True).print(line)
    if report.questions:
        console.print(words["questions"].format(n=report.questions))
    if report.findings:
        console.print(words["findings"].format(n=report.findings))
    show_edition(report, settings)
    page = settings.home_folder.maps / "index.html"
    if page.is_file() and not report.is_left:
        console.print(words["open"].format(page=page), markup=False)


def _show_surveys(surveys: list[Ingested], words: dict[str, str]) -> None:
    """Show how the rows of surveys came out; nothing where there are none."""
    if not surveys:
        return
    table = Table("", words["survey"], box=None)
    table.columns[1].overflow = "fold"  # the id is what one types next
    for name in ("rows", "accepted", "held_back", "warnings"):
        table.add_column(words[name], justify="right")
    for each in surveys:
        counts = (each.rows, each.accepted, each.held_back, each.warnings)
        state = words["new"] if each.is_new else words["known"]
        table.add_row(state, each.survey_id, *map(str, counts))
    Console(soft_wrap=True, highlight=False).print(table)


def _show_carried(entries: tuple[CarriedEntry, ...], words: dict[str, str]) -> None:
    """Show what a corrected survey took over from its former version, and what it did not."""
    console = open_plain_console()
    kept = [_tell_entry(entry, words) for entry in entries if not entry.why_left]
    left = [
        f"{_tell_entry(entry, words)}: {words[f'left_{entry.why_left}'].format(**entry.details)}"
        for entry in entries
        if entry.why_left
    ]
    for title, lines in (("carried", kept), ("left", left)):
        if lines:
            print_line(console, words[title])
            for line in lines:
                print_line(console, f"    {line}")


def _tell_entry(entry: CarriedEntry, words: dict[str, str]) -> str:
    """Write an entry of a sidecar on one line, whatever it says."""
    return " ".join(words[f"entry_{entry.kind}"].format(**entry.details).split())


def _show_survey_problems(survey: Ingested, settings: Settings) -> None:
    """Show what is wrong with a survey that was taken in, and where all of it is written."""
    from heritage_gis.pipeline.report_files import PAGE, PROBLEMS
    from heritage_gis.report.problem_table import read_problems

    path = Path(survey.folder) / PROBLEMS
    problems = read_problems(path)
    grave = problems[problems["severity"] != "note"]
    if len(grave):
        _print_problems(grave, settings.language, most=MOST_PROBLEMS)
        shown = path.with_name(PAGE).relative_to(settings.home_folder.root)
        words = _read_words(settings.language)
        open_plain_console().print(words["all_problems"].format(path=shown), style="dim")


def _print_problems(problems: pd.DataFrame, language: Language, most: int | None = None) -> None:
    """Print problems by gravity, at most so many lines of each."""
    from heritage_gis.model.problem import SEVERITIES
    from heritage_gis.report.wording import tell_problems

    words = _read_words(language)
    console = open_plain_console()
    for severity in SEVERITIES:
        lines = tell_problems(problems[problems["severity"] == severity], language)
        if lines:
            console.print(f"\n{words[severity]}")
        for line in lines[:most]:
            print_line(console, line)
        if most is not None and len(lines) > most:
            console.print(words["more"].format(n=len(lines) - most))


def open_plain_console(*, is_error: bool = False) -> Console:
    """Open a console that prints text as it stands, whatever a file may say."""
    return Console(soft_wrap=True, highlight=False, markup=False, stderr=is_error)


def print_line(console: Console, text: str, style: str | None = None) -> None:
    """Print a line in which words of a file may stand: they steer no screen."""
    console.print(calm_signs(text), style=style)


def end_run(job: Callable[[], RunReport], settings: Settings, *, strict: bool = False) -> NoReturn:
    """Run the main job, show what it did, and end the process with its exit code.

    Args:
        job: does it; what it refuses becomes one line on stderr.
        settings: the home and the language.
        strict: end with 1 where rows are held back.
    """
    try:
        report = job()
    except HeritageError as error:
        end_refused(error, settings.language)
    show_run(report, settings)
    sys.exit(REFUSED if report.refused else int(strict and bool(report.held_back)))


def end_refused(error: HeritageError, language: Language) -> NoReturn:
    """Say in one line on stderr what was refused, and end the process with its exit code."""
    told = error.tell(language) if isinstance(error, RefusedFileError) else str(error)
    print(" ".join(calm_signs(told).split()), file=sys.stderr)  # noqa: T201 - a terminal is for printing
    sys.exit(error.exit_code)


def show_edition(report: RunReport, settings: Settings) -> None:
    """Show what became of the public edition."""
    words = _read_words(settings.language)
    key = "edition" if report.written or report.removed else "same"
    key = "maps_left" if report.is_left else key
    counts = {"written": len(report.written), "removed": len(report.removed)}
    Console(highlight=False).print(words[key].format(n=report.edition, **counts))


def show_former_edition(report: RunReport, day: date, folder: Path, settings: Settings) -> None:
    """Show that an edition as of a day was written, and which page to open."""
    words = _read_words(settings.language)
    counts = {"written": len(report.written), "removed": len(report.removed)}
    console = open_plain_console()
    told = words["edition_as_of"].format(n=report.edition, day=day.isoformat(), **counts)
    print_line(console, told)
    print_line(console, words["open"].format(page=folder.resolve() / "index.html"))


def show_object(told: dict[str, Any]) -> None:
    """Print one object for programs."""
    print(json.dumps(told, ensure_ascii=False, indent=2))  # noqa: T201 - as below


def show_lines(lines: Iterable[str]) -> None:
    """Show lines in which words of a file may stand."""
    console = open_plain_console()
    for line in lines:
        print_line(console, line)


def show_report(report: Report, file: Path, settings: Settings, folder: Path | None = None) -> None:
    """Show on one screen how a file was understood, and what is wrong with it.

    Args:
        report: what became of the file.
        file: as it was named.
        settings: the language.
        folder: where all of it was written; None where it was not.
    """
    from heritage_gis.pipeline.report_files import PAGE
    from heritage_gis.report.screen import write_screen

    console = open_plain_console()
    height = console.height - PROMPT_LINES if console.is_terminal else UNSEEN_HEIGHT
    again = f"heritage check {shlex.quote(str(file))} --report {REPORT_EXAMPLE}"
    rest = str(folder / PAGE) if folder else again
    for line in write_screen(report, settings.language, (console.width, height), rest):
        print_line(console, line.text, line.style or None)


def show_suggestions(found: list[Suggestion], settings: Settings, *, is_written: bool) -> None:
    """Show decisions that are near at hand, and how to take them."""
    words = _read_words(settings.language)
    console = open_plain_console()
    for one in found:
        told = {"field": one.entry.field, "value": one.entry.value, "means": one.entry.means}
        near = {"word": one.nearest.word, "score": one.nearest.score, "n": one.rows}
        print_line(console, words["suggested"].format(**told, **near))
    if not found:
        console.print(words["none_suggested"])
    elif not is_written:
        console.print(words["suggested_how"])


def show_installed(report: InstallReport, settings: Settings) -> None:
    """Show what was mended in an official layer."""
    words = _read_words(settings.language)
    console = open_plain_console()
    told = {"file": report.file, "layout": report.layout, "left_out": report.rows_left_out}
    print_line(console, words["installed"].format(units=len(report.areas_km2), **told))
    for mend in report.mends:
        console.print(_tell_mend(mend, words, settings.language))
    console.print(
        words["redraw"] if report.mends else f"{words['nothing_mended']}; {words['redraw']}"
    )


def show_settlements(count: int, settings: Settings) -> None:
    """Show how many settlements were installed."""
    open_plain_console().print(_read_words(settings.language)["settlements"].format(n=count))


def show_waters(count: int, settings: Settings) -> None:
    """Show how many rivers and lakes were installed."""
    open_plain_console().print(_read_words(settings.language)["waters"].format(n=count))


def _tell_mend(mend: ReportedMend, words: dict[str, str], language: Language) -> str:
    from heritage_gis.places.units import find_by_kato

    units = [find_by_kato(kato) for kato in mend.katos]
    names = ", ".join(unit.name(language) for unit in units if unit)
    template = words[f"mend_{mend.fault.replace(' ', '_')}"]
    return template.format(units=names, area=f"{mend.area_m2:.0f}", place=_find_place(mend.reason))


def _find_place(reason: str) -> str:
    """Say where, out of what GEOS says, such as `Self-intersection[68.7 48.6]`."""
    longitude, latitude = map(float, reason.partition("[")[2].rstrip("]").split() or (0, 0))
    return f"{latitude:.5f}° N, {longitude:.5f}° E" if reason else ""


def _read_words(language: Language) -> dict[str, str]:
    return {code: labels[language] for code, labels in read_labels("terminal_words").items()}
