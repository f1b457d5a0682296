"""The main job: take in every new survey, bring the register up to date, publish what changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError, RefusedFileError
from heritage_gis.paths import hold_home
from heritage_gis.pipeline.outcome import Refused, RunReport, show_nothing
from heritage_gis.pipeline.stamp import find_done, forget_done, note_done

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.model.survey import Survey
    from heritage_gis.pipeline.ingest import Ingested
    from heritage_gis.pipeline.outcome import Progress
    from heritage_gis.settings import Settings

AT_ONCE = 2  # surveys: one is worked on while the child of another reads; each may need a gigabyte


@dataclass(frozen=True)
class SurveyWork:
    """One survey to be ingested: the version that counts, and its former ones, oldest first."""

    survey: Survey
    earlier: tuple[Survey, ...]


def run(settings: Settings, progress: Progress = show_nothing) -> RunReport:
    """Take in what is new in `data/raw/`, and publish what changed.

    A survey whose file cannot be read is left out and told of; it holds up no other.

    Raises:
        BusyError: another run holds this home.
        MisusedError, DamagedHomeError: `data/raw/` holds no survey, or not what was received.
        NotReleasedError: the new edition failed its safety checks.
    """
    if not settings.home_folder.raw.is_dir():
        raise lack_surveys(settings)
    with hold_home(settings.home_folder):
        return run_held(settings, progress)


def lack_surveys(settings: Settings) -> MisusedError:
    """Return the refusal of a home that holds no surveys: most likely it is the wrong folder."""
    return MisusedError(
        f"{settings.home_folder.root}: there are no surveys in its data/raw/; submit one first, "
        "or state another home with --home"
    )


def run_held(
    settings: Settings, progress: Progress = show_nothing, *, publish: bool = True
) -> RunReport:
    """Do what `run` does, in a home that is held already.

    Args:
        settings: the home.
        progress: is told how far the work is.
        publish: whether an edition is made; else the next run makes it.
    """
    known = find_done(settings)
    if known is not None:
        return known
    from heritage_gis.pipeline.integrity import check_held
    from heritage_gis.pipeline.publishing import publish_held

    outcomes = _ingest_all(list_work(settings), settings, progress)
    progress("register", 0, 1)
    questions = register_outcomes(outcomes, settings)
    if not publish:
        forget_done(settings)
        return gather_report(outcomes, questions, RunReport(is_left=True))
    published = publish_held(settings, progress)
    findings = len(check_held(settings))
    return finish_run(settings, outcomes, questions, replace(published, findings=findings))


def _ingest_all(
    work: list[SurveyWork], settings: Settings, progress: Progress
) -> list[Ingested | Refused]:
    """Ingest surveys, `AT_ONCE` at a time; the outcomes stand in the order of `work`."""
    progress("ingest", 0, len(work))
    with ThreadPoolExecutor(AT_ONCE) as threads:
        futures = [threads.submit(ingest_work, each, settings) for each in work]
        for done, _ in enumerate(as_completed(futures), start=1):
            progress("ingest", done, len(work))
        return [future.result() for future in futures]


def list_work(settings: Settings) -> list[SurveyWork]:
    """Return all surveys of a home as work to be done; what is done already costs nothing again.

    Raises:
        MisusedError: there are none, and none were ever received.
    """
    from heritage_gis.pipeline.registering import list_surveys, list_withdrawn

    versions = list_surveys(settings.home_folder)
    if not versions and not settings.home_folder.journal.exists():
        raise lack_surveys(settings)
    withdrawn = list_withdrawn(settings.home_folder, versions)
    counting = [each for name, each in versions.items() if name not in withdrawn]
    return [SurveyWork(each[-1], tuple(each[:-1])) for each in counting]


def ingest_work(work: SurveyWork, settings: Settings) -> Ingested | Refused:
    """Ingest one survey; a file that cannot be read makes it refused, and nothing is raised.

    Where a corrected version is refused, the former one is ingested instead.
    """
    from heritage_gis.pipeline.ingest import ingest_survey
    from heritage_gis.places.districts import load_districts

    districts = load_districts(settings.home_folder)
    try:
        return ingest_survey(work.survey, list(work.earlier), districts, settings)
    except RefusedFileError as error:
        instead = None
        if work.earlier:
            instead = ingest_work(SurveyWork(work.earlier[-1], work.earlier[:-1]), settings)
        former = instead.instead if isinstance(instead, Refused) else instead
        return Refused(work.survey.survey_id, error.file_name, error.why, former)


def register_outcomes(outcomes: Iterable[Ingested | Refused], settings: Settings) -> int:
    """Register what was ingested; return how many matters wait for the keeper.

    They are also listed in `data/processed/questions.csv`.

    Raises:
        DamagedHomeError: a survey that is registered already can no longer be read; then nothing
            has changed, and the public sees the former edition.
    """
    from heritage_gis.pipeline.registering import (
        list_surveys,
        refuse_losses,
        register_surveys,
        write_questions,
    )

    outcomes = list(outcomes)
    versions = list_surveys(settings.home_folder)
    refuse_losses((each for each in outcomes if isinstance(each, Refused)), versions, settings)
    counting = (each.instead if isinstance(each, Refused) else each for each in outcomes)
    ingested = {each.survey_id: each for each in counting if each is not None}
    register_surveys(ingested, versions, settings)
    return write_questions(settings)


def finish_run(
    settings: Settings,
    outcomes: Iterable[Ingested | Refused],
    questions: int,
    published: RunReport,
) -> RunReport:
    """Put together what a run did, and note it as done."""
    report = gather_report(outcomes, questions, published)
    note_done(settings, report)
    return report


def gather_report(
    outcomes: Iterable[Ingested | Refused], questions: int, published: RunReport
) -> RunReport:
    """Put together what a run did."""
    outcomes = list(outcomes)
    counting = (each.instead if isinstance(each, Refused) else each for each in outcomes)
    return replace(
        published,
        surveys=tuple(each for each in counting if each is not None),
        refused=tuple(each for each in outcomes if isinstance(each, Refused)),
        questions=questions,
    )
