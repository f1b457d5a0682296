"""The summary sheet of a marked workbook: each cause once, with links to its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.model.column_letters import name_column
from heritage_gis.model.markup import SheetPlaces, Summary, SummaryCell
from heritage_gis.model.problem import SEVERITIES
from heritage_gis.report.cell_places import locate
from heritage_gis.report.marking_words import read_workbook_words
from heritage_gis.report.wording import read_report_words, tell_layer_word
from heritage_gis.vocabularies.labels import read_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from heritage_gis.report.causes import Case, Cause
    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Language

LINKS = 6  # to the first cells of a cause
CASES = 20  # values of a cause that have a row of their own
_WIDTHS = (16, 18, 24, 60, 26, 26, 10, *[8] * LINKS)
_Row = tuple[SummaryCell, ...]


def write_summary(
    report: Report,
    file: str,
    places: Mapping[str, SheetPlaces],
    language: Language,
    notices: Iterable[str],
) -> Summary:
    """Write the summary of one file."""
    words = read_workbook_words(language)
    causes = [cause for cause in report.causes if cause.file == file]
    told = [_count_rows(report, language)] if len(report.files) == 1 else []
    head: list[_Row] = [
        (SummaryCell(f"{words['title']}: {file}", "title"),),
        *((SummaryCell(sentence, "sentence"),) for sentence in (*told, *notices)),
        (),
    ]
    present = {cause.severity for cause in causes}
    head += [
        (
            SummaryCell(words[severity], severity),
            SummaryCell(words[f"{severity}_means"], "sentence"),
        )
        for severity in SEVERITIES
        if severity in present
    ]
    head.append(())
    names = ("severity", "", "column", "what_is_wrong", "in_the_cell", "nearest_value", "how_many")
    headings = [words[name] if name else tell_layer_word(file, language) for name in names]
    titles = [*headings, words["cells"], *[""] * (LINKS - 1)]
    head.append(tuple(SummaryCell(_raise(title), "heading") for title in titles))
    rows = [row for cause in causes for row in _write_cause(cause, places, language)]
    return Summary(words["title"], (*head, *rows), _WIDTHS, len(head))


def _count_rows(report: Report, language: Language) -> str:
    balance = read_label("terminal_words", "balance", language)
    return _raise(
        balance.format(
            rows=report.rows,
            accepted=report.accepted,
            held_back=report.held_back,
            without_place=report.without_place,
        )
    )


def _write_cause(cause: Cause, places: Mapping[str, SheetPlaces], language: Language) -> list[_Row]:
    """Write a cause, and below it its values where they are several."""
    words = read_workbook_words(language)
    single = cause.cases[0] if len(cause.cases) == 1 else None
    first = (
        SummaryCell(words[cause.severity], cause.severity),
        SummaryCell(places[cause.layer].title if cause.layer in places else cause.layer),
        SummaryCell(cause.column),
        SummaryCell(cause.message[language]),
        SummaryCell(single.value if single else ""),
        SummaryCell(single.suggestion if single else ""),
        SummaryCell(cause.count, "number"),
        *_link_cells(cause, cause.rows, places),
    )
    if single:
        return [first]
    rest = len(cause.cases) - CASES
    more = read_report_words(language)["more_values"].format(n=rest)
    return [
        first,
        *(_write_case(cause, case, places) for case in cause.cases[:CASES]),
        *([_pad(*[SummaryCell()] * 4, SummaryCell(more))] if rest > 0 else []),
    ]


def _write_case(cause: Cause, case: Case, places: Mapping[str, SheetPlaces]) -> _Row:
    return (
        *[SummaryCell()] * 4,
        SummaryCell(case.value),
        SummaryCell(case.suggestion),
        SummaryCell(len(case.rows), "number"),
        *_link_cells(cause, case.rows, places),
    )


def _link_cells(
    cause: Cause, rows: Iterable[int], places: Mapping[str, SheetPlaces]
) -> list[SummaryCell]:
    """Return links to the first cells, and a mark where there are more."""
    links: list[SummaryCell] = []
    here = places.get(cause.layer, SheetPlaces("", ()))
    for row in rows:
        found = locate(here, row, cause.column)
        if found is None:
            continue
        if len(links) == LINKS:
            links[-1] = SummaryCell("…", "link")
            break
        at, named, columns = found
        column = (named or [min(columns.values(), default=0)])[0]
        links.append(SummaryCell(f"{name_column(column)}{at}", "link", here.title, at, column))
    return [*links, *[SummaryCell()] * (LINKS - len(links))]


def _pad(*cells: SummaryCell) -> _Row:
    return (*cells, *[SummaryCell()] * (len(_WIDTHS) - len(cells)))


def _raise(text: str) -> str:
    return text[:1].upper() + text[1:]
