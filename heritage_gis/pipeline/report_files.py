"""The files of a report, in the folder of a survey or where a person wants them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError
from heritage_gis.memory import give_back

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.errors import RefusedFileError
    from heritage_gis.model.difference import Difference
    from heritage_gis.model.history import History
    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Settings

PROBLEMS, OBJECT, PAGE = "problems.csv", "report.json", "report.html"
DIFF_OBJECT, DIFF_PAGE = "diff.json", "diff.html"
HISTORY_OBJECT, HISTORY_PAGE = "history.json", "history.html"

ALL_FILES = (PROBLEMS, OBJECT, PAGE, DIFF_OBJECT, DIFF_PAGE)


def require_report_folder(folder: Path, file: Path, settings: Settings) -> None:
    """See before the work that the report on a file may go into a folder.

    Raises:
        MisusedError: the folder lies where the public looks, or the report would be written over
            the file.
    """
    _require_hidden(folder, settings)
    if any((folder / name).resolve() == file.resolve() for name in ALL_FILES):
        raise MisusedError(
            f"{folder}: the report would be written over {file.name}; state another folder"
        )


def keep_report(report: Report, folder: Path, source: Path, settings: Settings) -> list[str]:
    """Write a report as `report.html`, `report.json`, `problems.csv`, and their files back, marked.

    They hold exact places: they stay in `data/`, or go where a person asks for them.

    Args:
        report: what became of the survey.
        folder: where its files go; made where it is missing.
        source: the folder in which the received files lie, under the names of `report.files`.
        settings: the home, for the borders, and the language.

    Returns:
        Why a file could not be given back marked, a sentence for each.

    Raises:
        MisusedError: the folder cannot be made, or lies where the public looks.
    """
    from heritage_gis.pipeline.marked_workbooks import write_marked_workbooks
    from heritage_gis.places.districts import load_districts
    from heritage_gis.report.page import name_copies, render_page
    from heritage_gis.report.problem_table import write_problems
    from heritage_gis.report.program_object import save_object

    _make_folder(folder, settings)
    give_back()  # what conforming took
    districts = load_districts(settings.home_folder)
    _ = report.causes  # grouped here, once, before both ask for it

    def write_rest() -> str:
        save_object(report, folder / OBJECT)
        write_problems(report.problems, folder / PROBLEMS)
        return render_page(report, districts, settings.language)

    with ThreadPoolExecutor(1) as beside:  # a child marks a workbook: meanwhile we write the rest
        rest = beside.submit(write_rest)
        marked = write_marked_workbooks(report, folder, source, settings)
        page = rest.result()
    # The page names the copies that are there, so it is finished once they are.
    (folder / PAGE).write_text(name_copies(page, marked.copies, settings.language), "utf-8")
    return list(marked.refused)


def keep_refusal(refusal: RefusedFileError, folder: Path, settings: Settings) -> None:
    """Write why a file was refused as `report.html` and `report.json`.

    Args:
        refusal: of the file.
        folder: where the report goes; made where it is missing.
        settings: the home, and the language.

    Raises:
        MisusedError: the folder cannot be made, or lies where the public looks.
    """
    from heritage_gis.report.refusal import render_refusal, write_refusal

    _make_folder(folder, settings)
    told = json.dumps(write_refusal(refusal), ensure_ascii=False, indent=1)
    (folder / OBJECT).write_text(told + "\n", "utf-8")
    (folder / PAGE).write_text(render_refusal(refusal, settings.language), "utf-8")


def keep_difference(told: Difference, folder: Path, settings: Settings) -> Path:
    """Write a difference as `diff.html` and `diff.json`; return the page.

    Args:
        told: the difference.
        folder: where it goes; made where it is missing.
        settings: the home, for the borders, and the language.

    Raises:
        MisusedError: the folder cannot be made, or lies where the public looks.
    """
    from heritage_gis.places.districts import load_districts
    from heritage_gis.report.difference_object import write_difference
    from heritage_gis.report.difference_page import render_difference

    _make_folder(folder, settings)
    written = json.dumps(write_difference(told), ensure_ascii=False, indent=1)
    (folder / DIFF_OBJECT).write_text(written + "\n", "utf-8")
    districts = load_districts(settings.home_folder)
    page = folder / DIFF_PAGE
    page.write_text(render_difference(told, districts, settings.language), "utf-8")
    return page


def keep_history(told: History, folder: Path, settings: Settings) -> Path:
    """Write the history of a site as `history.html` and `history.json`; return the page.

    Args:
        told: the history.
        folder: where it goes; made where it is missing.
        settings: the language, and the home, whose maps/ it must not go into.

    Raises:
        MisusedError: the folder cannot be made, or lies where the public looks.
    """
    from heritage_gis.report.history_object import write_history
    from heritage_gis.report.history_page import render_history

    _make_folder(folder, settings)
    written = json.dumps(write_history(told), ensure_ascii=False, indent=1)
    (folder / HISTORY_OBJECT).write_text(written + "\n", "utf-8")
    page = folder / HISTORY_PAGE
    page.write_text(render_history(told, settings.language), "utf-8")
    return page


def _require_hidden(folder: Path, settings: Settings) -> None:
    maps = settings.home_folder.maps.resolve()
    if folder.resolve().is_relative_to(maps):
        raise MisusedError(
            f"{folder}: a report holds exact places, and maps/ is public; state another folder"
        )


def _make_folder(folder: Path, settings: Settings) -> None:
    _require_hidden(folder, settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MisusedError(f"{folder}: is no folder for a report ({error.strerror})") from error
