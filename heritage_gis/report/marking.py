"""Which cells of a file are marked, and what the comments say: the problems as a markup."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from heritage_gis.model.markup import Mark, MarkUp
from heritage_gis.report.cell_places import locate
from heritage_gis.report.marking_summary import write_summary
from heritage_gis.report.marking_words import read_workbook_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from heritage_gis.model.markup import SheetPlaces
    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Language

COMMENTS = 200  # of one cause; thousands make Excel slow
_Key = tuple[str, str, str, str]  # sheet or layer, column, code, severity


def make_markup(
    report: Report,
    file: str,
    places: Mapping[str, SheetPlaces],
    language: Language,
    notices: Iterable[str],
) -> MarkUp:
    """Turn the problems of one file into a markup.

    Args:
        report: on the survey.
        file: the file.
        places: where the cells stand in the workbook, by sheet or layer.
        language: of comments and summary.
        notices: sentences that stand above the summary.
    """
    problems = report.problems[report.problems["source_file"] == file]
    marks: dict[str, list[Mark]] = {}
    commented = Counter[_Key]()
    for problem in _list_problems(problems, language):
        layer, heading, code, severity, row, text = problem
        if row is None or layer not in places:
            continue
        key = (layer, heading, code, severity)
        commented[key] += 1
        said = text if commented[key] <= COMMENTS else ""
        marks.setdefault(places[layer].title, []).extend(
            _mark_problem(places[layer], row, heading, severity, said)
        )
    words = read_workbook_words(language)
    told = [*notices]
    if any(count > COMMENTS for count in commented.values()):
        told.append(words["comments"].format(n=COMMENTS))
    summary = write_summary(report, file, places, language, told)
    return MarkUp({sheet: tuple(found) for sheet, found in marks.items()}, summary, language)


def _list_problems(
    problems: pd.DataFrame, language: Language
) -> Iterator[tuple[str, str, str, str, int | None, str]]:
    """Return sheet or layer, column, code, severity, row and words of each problem."""
    nearest = read_workbook_words(language)["nearest_value"]
    texts = ["source_layer", "column", "code", "severity", f"message_{language}", "suggestion"]
    told = [problems[name].astype("str").fillna("").tolist() for name in texts]
    rows = problems["source_row"].astype("Int64").tolist()
    for (layer, heading, code, severity, message, near), row in zip(
        zip(*told, strict=True), rows, strict=True
    ):
        text = f"{message}\n{nearest}: {near}" if near else message
        yield layer, heading, code, severity, row if isinstance(row, int) else None, text


def _mark_problem(
    places: SheetPlaces, row: int, heading: str, severity: str, text: str
) -> Iterator[Mark]:
    """Mark the cells that a problem names; of one that names none, the whole row of its table."""
    found = locate(places, row, heading)
    if found is None:
        return
    at, named, columns = found
    for column in named:
        yield Mark(at, column, severity, text)
    if not named:
        for number, column in enumerate(sorted(columns.values())):
            yield Mark(at, column, f"{severity}_row", "" if number else text)
