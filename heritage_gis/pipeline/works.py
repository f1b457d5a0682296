"""Surveys of works through read, conform and check, and into the register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from heritage_gis.errors import DamagedHomeError
from heritage_gis.model.work import WORKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from heritage_gis.model.survey import Sidecar, Survey
    from heritage_gis.pipeline.ingest import Ingested
    from heritage_gis.read.readings import Reading
    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Settings

WORKS_FILE = "works.parquet"  # in the folder of a survey of works


def holds_works(sidecar: Sidecar) -> bool:
    """Tell whether the rows of a survey are works."""
    return sidecar.holds == WORKS


def check_works(survey: Survey, reading: Reading) -> tuple[pd.DataFrame, Report]:
    """Return the works of a survey that can go on, and the report on all of its rows.

    Raises:
        MisusedError: the sidecar says something that cannot be done.
    """
    from heritage_gis.check.holding import hold_back
    from heritage_gis.conform.works import conform_works
    from heritage_gis.model.problem import gather_problems
    from heritage_gis.pipeline.ingest import make_no_records, report_table
    from heritage_gis.read.notes import explain_notes
    from heritage_gis.report.summary import Places, make_report

    conformed = conform_works(survey, reading.tables)
    told = [explain_notes(reading.notes, survey.survey_id), conformed.problems]
    checked = hold_back(conformed.works, gather_problems(told))
    rows = {
        "rows": checked.rows_received,
        "accepted": checked.rows_accepted,
        "held_back": checked.rows_held_back,
    }
    tables = [report_table(each) for each in conformed.understood]
    files = {file.name: file.sha256 for file in survey.files}
    places, none = Places(), make_no_records()
    places.add(none, none)
    return checked.records, make_report(files, tables, rows, checked.problems, places)


def load_kept_works(ingested: Ingested) -> pd.DataFrame:
    """Load the works that were kept when a survey was ingested.

    Raises:
        DamagedHomeError: they are not as they were kept.
    """
    import pandas as pd
    from pyarrow import ArrowException

    folder = Path(ingested.folder)
    try:
        return pd.read_parquet(folder / WORKS_FILE)
    except (ArrowException, OSError) as error:
        raise DamagedHomeError(
            f"data/processed/surveys/{folder.name}/{WORKS_FILE} is damaged; delete that folder, "
            "and the next heritage run makes it anew from data/raw/"
        ) from error


def register_works(plan: Iterable[tuple[Survey, Ingested]], settings: Settings) -> None:
    """Bring the works of the register to those of the surveys that count, in one transaction.

    Args:
        plan: the surveys that count in the journal's sequence, and what became of each.
        settings: the home, and the database of the register.

    Raises:
        BusyError: another program holds the register.
        DamagedHomeError: what was kept of a survey is damaged.
    """
    import pandas as pd

    from heritage_gis.register.store import open_register
    from heritage_gis.register.works import make_no_works, replace_works

    parts = [make_no_works()]
    for survey, ingested in plan:
        if holds_works(survey.sidecar):
            day = survey.sidecar.public_from
            public_from = day.isoformat() if day else None
            parts.append(load_kept_works(ingested).assign(public_from=public_from))
    filled = [part for part in parts if len(part)] or parts
    with open_register(settings.home_folder.register, settings.register_url) as register:
        replace_works(register, pd.concat(filled, ignore_index=True))
