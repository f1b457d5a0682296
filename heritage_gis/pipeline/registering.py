"""All surveys of a home into its register, in the journal's sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.errors import DamagedHomeError
from heritage_gis.pipeline.ingest import Ingested, load_checked
from heritage_gis.receive.surveys import find_surveys
from heritage_gis.register.journal import (
    find_newest_fact,
    gather_ledger,
    is_received,
    list_current,
    open_journal,
    record_received,
)
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from heritage_gis.model.survey import Survey
    from heritage_gis.paths import Home
    from heritage_gis.pipeline.outcome import Refused
    from heritage_gis.register.store import Register
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


def refuse_losses(
    refused: Iterable[Refused], versions: Mapping[str, list[Survey]], settings: Settings
) -> None:
    """Stop where a survey that is registered already can no longer be read.

    To go on without it would take its sites off the maps.

    Raises:
        DamagedHomeError: there is such a survey.
    """
    journal = open_journal(settings.home_folder.journal)
    for each in refused:
        readable = each.instead.version if each.instead else 0
        lost = [survey for survey in versions[each.survey_id] if survey.version > readable]
        if any(is_received(journal, survey) for survey in lost):
            words = read_labels("terminal_words")["registered_unreadable"]
            told = words[settings.language].format(reason=each.tell(settings.language))
            raise DamagedHomeError(f"{each.survey_id}: {told}")


def register_surveys(
    ingested: Mapping[str, Ingested], versions: Mapping[str, list[Survey]], settings: Settings
) -> None:
    """Note new surveys in the journal, and bring the register up to date.

    Args:
        ingested: what each survey became, by survey_id: its newest version that could be read. A
            survey that is missing was refused altogether, and stays unknown.
        versions: the versions of each survey.
        settings: the home, and the database of the register.

    Raises:
        DamagedHomeError: a survey that was received is gone.
        BusyError: another program holds the register.
    """
    from heritage_gis.register.upkeep import update_register

    home = settings.home_folder
    journal = open_journal(home.journal)
    known = [
        survey
        for name, done in ingested.items()
        for survey in versions[name]
        if survey.version <= done.version
    ]
    for survey in sorted(known, key=lambda s: (s.sidecar.received, s.survey_id, s.version)):
        if not is_received(journal, survey):
            record_received(journal, survey)
    current = list_current(journal, known)
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
    from heritage_gis.register.questions import load_questions
    from heritage_gis.register.store import open_register

    home = settings.home_folder
    with open_register(home.register, settings.register_url) as register:
        questions = load_questions(register, _ask_of_neighbours(register, settings))
    questions.to_csv(home.processed / "questions.csv", index=False, encoding="utf-8-sig")
    return len(questions)


def _ask_of_neighbours(register: Register, settings: Settings) -> pd.DataFrame:
    """Ask of exact sites that may give away a protected one."""
    from heritage_gis.protect.levels import find_levels
    from heritage_gis.protect.neighbours import find_giveaways
    from heritage_gis.register.questions import load_name_keys
    from heritage_gis.register.upkeep import load_sites

    journal = open_journal(settings.home_folder.journal)
    sites = load_sites(register, find_newest_fact(journal, settings.today).isoformat())
    levels = find_levels(sites, gather_ledger(journal))
    found = find_giveaways(sites, levels, load_name_keys(register))
    told = found.rename(columns={"exact_id": "record_id", "protected_id": "site_id"})
    return told.assign(reason="exact_near_protected")
