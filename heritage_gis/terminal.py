"""What a command shows on the terminal, as short tables and lines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

from rich.console import Console
from rich.table import Table

from heritage_gis.errors import HeritageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from heritage_gis.check.report import Report
    from heritage_gis.pipeline.outcome import RunReport
    from heritage_gis.places.install import InstallReport
    from heritage_gis.settings import Settings

REFUSED = 2
WORDS = {
    "en": {
        "survey": "survey", "rows": "rows", "accepted": "accepted", "held_back": "held back",
        "warnings": "warnings", "new": "new", "known": "unchanged",
        "questions": "questions for the keeper: {n} (data/processed/questions.csv)",
        "edition": "edition {n}: {written} files written, {removed} removed",
        "same": "nothing changed; the public sees edition {n}",
        "open": "open {page}",
        "understood": "understood as",
        "theirs": "their column", "ours": "our field",
        "balance": "{rows} rows: {accepted} accepted, {held_back} held back; "
        "{without_place} without a place",
        "fine": "nothing to mend",
        "error": "Held back until mended:", "warning": "Taken in, but look at these:",
        "note": "To be known:",
    },
    "ru": {
        "survey": "материалы", "rows": "строк", "accepted": "принято", "held_back": "отложено",
        "warnings": "предупреждений", "new": "новые", "known": "без изменений",
        "questions": "вопросов к ответственному за реестр: {n} (data/processed/questions.csv)",
        "edition": "выпуск {n}: записано файлов — {written}, удалено — {removed}",
        "same": "изменений нет; опубликован выпуск {n}",
        "open": "откройте {page}",
        "understood": "прочитано как",
        "theirs": "их столбец", "ours": "наше поле",
        "balance": "строк: {rows}; принято: {accepted}; отложено до исправления: {held_back}; "
        "без места: {without_place}",
        "fine": "исправлять нечего",
        "error": "Отложено до исправления:", "warning": "Принято, но проверьте:",
        "note": "К сведению:",
    },
    "kk": {
        "survey": "материалдар", "rows": "жол", "accepted": "қабылданды",
        "held_back": "кейінге қалды", "warnings": "ескерту", "new": "жаңа", "known": "өзгеріссіз",
        "questions": "тізілімге жауапты маманға {n} сұрақ бар: data/processed/questions.csv",
        "edition": "{n}-шығарылым: {written} файл жазылды, {removed} жойылды",
        "same": "өзгеріс жоқ; {n}-шығарылым жарияланған",
        "open": "{page} ашыңыз",
        "understood": "былай оқылды",
        "theirs": "файлдағы баған", "ours": "біздің өріс",
        "balance": "жол: {rows}; қабылданды: {accepted}; түзетілгенше кейінге қалдырылды: "
        "{held_back}; орны жоқ: {without_place}",
        "fine": "түзететін ештеңе жоқ",
        "error": "Түзетілгенше кейінге қалдырылды:", "warning": "Қабылданды, бірақ тексеріңіз:",
        "note": "Назарыңызға:",
    },
}  # fmt: skip


def show_run(report: RunReport, settings: Settings) -> None:
    """Show what a run did, and which page to open."""
    words = WORDS[settings.language]
    console = Console(soft_wrap=True, highlight=False)
    if report.surveys:
        table = Table("", words["survey"], box=None)
        for name in ("rows", "accepted", "held_back", "warnings"):
            table.add_column(words[name], justify="right")
        for each in report.surveys:
            counts = (each.rows, each.accepted, each.held_back, each.warnings)
            state = words["new"] if each.is_new else words["known"]
            table.add_row(state, each.survey_id, *map(str, counts))
        console.print(table)
    for refused in report.refused:
        line = f"{refused.survey_id}: {refused.reason}"
        Console(stderr=True, soft_wrap=True, highlight=False, markup=False).print(line)
    if report.questions:
        console.print(words["questions"].format(n=report.questions))
    show_edition(report, settings)
    page = settings.home_folder.maps / "index.html"
    if page.is_file():
        console.print(words["open"].format(page=page), markup=False)


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
        end_refused(error)
    show_run(report, settings)
    sys.exit(REFUSED if report.refused else int(strict and bool(report.held_back)))


def end_refused(error: HeritageError) -> NoReturn:
    """Say in one line on stderr what was refused, and end the process with its exit code."""
    print(" ".join(str(error).split()), file=sys.stderr)  # noqa: T201 - a terminal is for printing
    sys.exit(error.exit_code)


def show_edition(report: RunReport, settings: Settings) -> None:
    """Show what became of the public edition."""
    words = WORDS[settings.language]
    key = "edition" if report.written or report.removed else "same"
    counts = {"written": len(report.written), "removed": len(report.removed)}
    Console(highlight=False).print(words[key].format(n=report.edition, **counts))


def show_report(report: Report, settings: Settings) -> None:
    """Show how a file was understood, and what is wrong with it."""
    from heritage_gis.check.report import tell_problems
    from heritage_gis.model.problem import SEVERITIES

    words = WORDS[settings.language]
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for each in report.tables:
        table = Table(words["theirs"], words["ours"], box=None, title=each.layer or None)
        for field, heading in each.columns.items():
            table.add_row(heading, field)
        for heading in each.unknown_columns:
            table.add_row(heading, "—")
        console.print(table)
        for sentence in each.crs["evidence"]:
            console.print(sentence[settings.language])
    for severity in SEVERITIES:
        those = report.problems[report.problems["severity"] == severity]
        if len(those):
            console.print(f"\n{words[severity]}")
        for line in tell_problems(those, settings.language):
            console.print(line)
    console.print("" if len(report.problems) else f"\n{words['fine']}")
    counts = {
        name: getattr(report, name) for name in ("rows", "accepted", "held_back", "without_place")
    }
    console.print(words["balance"].format(**counts))


def show_installed(report: InstallReport) -> None:
    """Show what was mended in an official layer."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(f"{report.file}: layout {report.layout}, {len(report.areas_km2)} units")
    for mend in report.mends:
        console.print(str(mend))
