"""Their own workbooks back: a marked copy of each file of a survey, beside its report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.errors import RefusedFileError, refuse_file

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.read.markup.plain_sheets import PlainSheet
    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Settings

MARK = ".checked"
_MARKED = re.compile(r"(.*)\.checked(?:-(\d{1,4}))?")


@dataclass(frozen=True)
class Marked:
    """What became of marking the files of a survey.

    Attributes:
        copies: names of the marked copies, in the sequence of their files.
        refused: why a file was not given back, one sentence for each of which it could not be.
    """

    copies: tuple[str, ...]
    refused: tuple[str, ...]


def name_marked(file: str, *, is_in_place: bool) -> str:
    """Return what the marked copy of a file is called.

    `Kent.xlsx` gives `Kent.checked.xlsx`; `Kent.csv`, of which a workbook is made,
    `Kent.csv.checked.xlsx`, so that both may stand in one folder. What was mended in a marked copy
    is not written over: `Kent.checked.xlsx` gives `Kent.checked-2.xlsx`.
    """
    stem, _, suffix = file.rpartition(".") if is_in_place else (file, "", "xlsx")
    marked = _MARKED.fullmatch(stem)
    if marked is None:
        return f"{stem}{MARK}.{suffix}"
    return f"{marked[1]}{MARK}-{int(marked[2] or 1) + 1}.{suffix}"


def write_marked_workbooks(
    report: Report, folder: Path, source: Path, settings: Settings
) -> Marked:
    """Write a marked workbook for each file with a problem.

    Args:
        report: what became of the survey.
        folder: where they go.
        source: the folder of the received files.
        settings: limits, and the language.
    """
    files = report.problems["source_file"].dropna().unique().tolist()
    copies, refused = [], []
    for file in report.files:
        if file in files:
            try:
                copies.append(_give_back(report, file, folder, source, settings))
            except RefusedFileError as refusal:
                refused.append(refusal.tell(settings.language))
    return Marked(tuple(copies), tuple(refused))


def _give_back(report: Report, file: str, folder: Path, source: Path, settings: Settings) -> str:
    """Write the marked copy of a file, and return its name."""
    from heritage_gis.read.markup.marked_copy import can_mark

    if not (source / file).is_file():
        raise refuse_file(file, "source_gone")
    if can_mark(file):
        try:
            return _mark_in_place(report, file, folder, source, settings)
        except RefusedFileError:
            pass  # of a kind that cannot be edited: then a copy of its texts stands in for it
    return _write_beside(report, file, folder, source, settings)


def _mark_in_place(
    report: Report, file: str, folder: Path, source: Path, settings: Settings
) -> str:
    from heritage_gis.read.markup.marked_copy import write_marked_copy
    from heritage_gis.report.cell_places import find_places
    from heritage_gis.report.marking import make_markup
    from heritage_gis.report.marking_words import read_workbook_words

    words = read_workbook_words(settings.language)
    places = find_places(report, file)
    markup = make_markup(report, file, places, settings.language, [words["how"]])
    target = folder / name_marked(file, is_in_place=True)
    write_marked_copy(source / file, file, markup, settings, target)
    return target.name


def _write_beside(report: Report, file: str, folder: Path, source: Path, settings: Settings) -> str:
    from heritage_gis.read.markup.plain_sheets import read_plain_sheets
    from heritage_gis.read.markup.plain_workbook import write_plain_workbook
    from heritage_gis.report.cell_places import find_places
    from heritage_gis.report.marking import make_markup
    from heritage_gis.report.marking_words import read_workbook_words

    words = read_workbook_words(settings.language)
    encoding = next((each.encoding for each in report.tables if each.file == file), "")
    sheets = read_plain_sheets(source / file, file, settings, encoding)
    known = find_places(report, file)
    places = {sheet.layer: sheet.find_places(known.get(sheet.layer)) for sheet in sheets}
    notices = _list_notices(report, file, sheets, words)
    markup = make_markup(report, file, places, settings.language, notices)
    target = folder / name_marked(file, is_in_place=False)
    write_plain_workbook(sheets, markup, words["feature"], target)
    return target.name


def _list_notices(
    report: Report, file: str, sheets: list[PlainSheet], words: dict[str, str]
) -> list[str]:
    from heritage_gis.model.problem import ROW_PLACE
    from heritage_gis.read.markup.plain_workbook import MOST_MARKED, SAMPLE_ROWS, is_partial

    has_shapes = any(sheet.keys is not None for sheet in sheets)
    told = [words["shapes" if has_shapes else "copy"].format(file=file)]
    longest = max((len(sheet.cells) for sheet in sheets if is_partial(sheet)), default=0)
    if longest:
        told.append(words["partial"].format(n=longest, shown=SAMPLE_ROWS))
        rows = report.problems.loc[report.problems["source_file"] == file, [*ROW_PLACE]]
        counts = rows.drop_duplicates().groupby("source_layer", dropna=False).size()
        if counts.max() > MOST_MARKED:
            told.append(words["marked"].format(n=MOST_MARKED))
    return told
