"""All surveys of a home into its register, in the journal's sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.pipeline.ingest import Ingested, load_checked
from heritage_gis.receive.surveys import find_surveys
from heritage_gis.register.journal import (
    is_received,
    list_current,
    open_journal,
    record_received,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heritage_gis.model.survey import Survey
    from heritage_gis.paths import Home
    from heritage_gis.settings import Settings


def list_surveys(home: Home) -> dict[str, list[Survey]]:
    """Return the versions of each survey in `data/raw/`, oldest first; the last one counts.

    Raises:
        MisusedError, DamagedHomeError: a survey is not as it was received, or says nonsense.
    """
    versions: dict[str, list[Survey]] = {}
    for survey in find_surveys(home):
        versions.setdefault(survey.survey_id, []).append(survey)
    return {name: sorted(each, key=lambda s: s.version) for name, each in versions.items()}


def register_surveys(
    ingested: Mapping[str, Ingested], versions: Mapping[str, list[Survey]], settings: Settings
) -> None:
    """Note new surveys in the journal, and bring the register up to date.

    Args:
        ingested: what each survey became, by survey_id; a survey that is missing was refused, and
            is left as the journal knows it: not at all, or as it was before.
        versions: the versions of each survey.
        settings: the home, and the database of the register.

    Raises:
        DamagedHomeError: a survey that was received is gone.
        BusyError: another program holds the register.
    """
    from heritage_gis.register.upkeep import update_register

    home = settings.home_folder
    journal = open_journal(home.journal)
    known = [survey for name in versions if name in ingested for survey in versions[name]]
    for survey in sorted(known, key=lambda s: (s.sidecar.received, s.survey_id, s.version)):
        if not is_received(journal, survey):
            record_received(journal, survey)
    current = [survey for survey in list_current(journal, known) if survey.survey_id in ingested]
    plan = [ingested[survey.survey_id] for survey in current]
    update_register(
        home.register,
        settings.register_url,
        [each.digest for each in plan],
        lambda place: load_checked(plan[place], current[place], place + 1),
        journal,
    )


def write_questions(settings: Settings) -> int:
    """Write what waits for the keeper to `questions.csv`, and return how many matters there are."""
    from heritage_gis.register.store import open_register
    from heritage_gis.register.upkeep import load_questions

    home = settings.home_folder
    with open_register(home.register, settings.register_url) as register:
        questions = load_questions(register)
    questions.to_csv(home.processed / "questions.csv", index=False, encoding="utf-8-sig")
    return len(questions)
