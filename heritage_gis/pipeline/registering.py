"""All surveys of a home into its register, in the journal's sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.errors import DamagedHomeError
from heritage_gis.pipeline.ingest import Ingested, load_checked
from heritage_gis.pipeline.works import register_works
from heritage_gis.receive.surveys import find_surveys
from heritage_gis.register.journal import open_journal
from heritage_gis.register.ledgers import find_newest_fact, gather_ledger
from heritage_gis.register.receipts import (
    find_unreceived,
    find_withdrawn,
    is_received,
    list_current,
    list_receipts,
    record_received,
)
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from heritage_gis.model.survey import Survey
    from heritage_gis.paths import Home
    from heritage_gis.pipeline.outcome import Refused
    from heritage_gis.register.rows import CheckedSurvey
    from heritage_gis.register.store import Register
    from heritage_gis.settings import Settings

JOINED_BY_OTHER = "joined_by_other"  # the question whether another author's word is of a site


def list_surveys(home: Home) -> dict[str, list[Survey]]:
    """Return the versions of each survey in `data/raw/`, oldest first; the last one counts.

    Raises:
        MisusedError, DamagedHomeError: a survey is not as it was received, or says nonsense.
    """
    versions: dict[str, list[Survey]] = {}
    for survey in find_surveys(home):
        versions.setdefault(survey.survey_id, []).append(survey)
    return {name: sorted(each, key=lambda s: s.version) for name, each in versions.items()}


def list_withdrawn(home: Home, versions: Mapping[str, list[Survey]]) -> set[str]:
    """Return the surveys that were taken back, and of which nothing new has come since."""
    journal = open_journal(home.journal)
    gone = find_withdrawn(journal)
    return {name for name in gone if not find_unreceived(journal, versions.get(name, []))}


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
    from heritage_gis.register.upkeep import Goal, Planned, update_register

    home = settings.home_folder
    journal = open_journal(home.journal)
    known = [
        survey
        for name, done in ingested.items()
        for survey in versions[name]
        if survey.version <= done.version
    ]
    fresh = find_unreceived(journal, known)
    for survey in sorted(fresh, key=lambda s: (s.sidecar.received, s.survey_id, s.version)):
        record_received(journal, survey)
    current = {survey.survey_id: survey for survey in list_current(journal, known)}
    receipts = {receipt.survey_id: receipt for receipt in list_receipts(journal)}
    plan = [
        Planned(
            name,
            survey.version,
            ingested[name].digest,
            receipts[name].sequence,
            receipts[name].latest,
        )
        for name, survey in current.items()
    ]

    def load(name: str) -> CheckedSurvey:
        return load_checked(ingested[name], current[name], receipts[name])

    update_register(home.register, settings.register_url, Goal(plan, load, journal))
    register_works([(survey, ingested[name]) for name, survey in current.items()], settings)


def write_questions(settings: Settings) -> int:
    """Write what waits for the keeper to `questions.csv`, and return how many matters there are."""
    questions = load_all_questions(settings)
    path = settings.home_folder.processed / "questions.csv"
    questions.to_csv(path, index=False, encoding="utf-8-sig")
    return len(questions)


def load_all_questions(settings: Settings) -> pd.DataFrame:
    """Return what waits for the keeper; see `register.questions.load_questions`."""
    from heritage_gis.register.questions import load_questions
    from heritage_gis.register.store import open_register

    home = settings.home_folder
    with open_register(home.register, settings.register_url) as register:
        return load_questions(register, _ask_of_neighbours(register, settings))


def _ask_of_neighbours(register: Register, settings: Settings) -> pd.DataFrame:
    """Ask what only the level of a site decides, and of exact sites that may give one away."""
    import pandas as pd

    from heritage_gis.protect.levels import find_levels
    from heritage_gis.protect.neighbours import find_giveaways
    from heritage_gis.register.decisions import gather_decided, list_decisions
    from heritage_gis.register.loading import load_name_keys, load_other_voices, load_sites

    journal = open_journal(settings.home_folder.journal)
    sites = load_sites(register, find_newest_fact(journal, settings.today).isoformat())
    levels = find_levels(sites, gather_ledger(journal))
    found = find_giveaways(sites, levels, load_name_keys(register))
    decided = gather_decided(list_decisions(journal))
    pairs = zip(found["exact_id"], found["protected_id"], strict=True)
    is_open = [not decided.are_apart(exact, protected) for exact, protected in pairs]
    told = found[is_open].rename(columns={"exact_id": "record_id", "protected_id": "site_id"})
    others = load_other_voices(register, sites.loc[levels != "exact", "site_id"].tolist())
    return pd.concat(
        [
            others.assign(reason=JOINED_BY_OTHER, distance_m=float("nan")),
            told.assign(reason="exact_near_protected"),
        ],
        ignore_index=True,
    )
