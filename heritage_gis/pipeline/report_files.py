"""The files of a report, in the folder of a survey or where a person wants them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Settings

PROBLEMS, OBJECT = "problems.csv", "report.json"


def keep_report(report: Report, folder: Path, source: Path, settings: Settings) -> None:
    """Write a report as `report.json` and `problems.csv`.

    Args:
        report: what became of the survey.
        folder: where its files go; made where it is missing.
        source: the folder in which the received files lie, under the names of `report.files`.
        settings: the home, for the borders, and the language.

    Raises:
        MisusedError: the folder cannot be made.
    """
    from heritage_gis.report.problem_table import write_problems
    from heritage_gis.report.program_object import write_object

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MisusedError(f"{folder}: is no folder for a report ({error.strerror})") from error
    del source, settings
    told = json.dumps(write_object(report), ensure_ascii=False, indent=1)
    (folder / OBJECT).write_text(told + "\n", "utf-8")
    write_problems(report.problems, folder / PROBLEMS)
