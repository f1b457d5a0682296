"""One survey through read, conform and check."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from heritage_gis.pipeline.ingest import Ingested
from heritage_gis.pipeline.outcome import Refused
from heritage_gis.pipeline.run import SurveyWork, ingest_work, list_work
from heritage_gis.settings import Settings, read_settings


@task(
    task_run_name="ingest {work.survey.survey_id}",
    retries=2,  # the disk or the memory may be short for a while; a bad file is no failure
    retry_delay_seconds=10,
    cache_policy=NO_CACHE,  # the pipeline itself knows what is done already
)
def ingest_task(work: SurveyWork, settings: Settings) -> Ingested | Refused:
    """Ingest one survey; its outcome lies in a folder, and is told by path and digest."""
    return ingest_work(work, settings)


@flow(name="ingest-survey")
def ingest_survey(survey_id: str, home: str = "") -> Ingested | Refused:
    """Ingest one survey of a home, by its id."""
    settings = read_settings(Path(home) if home else None)
    work = next(each for each in list_work(settings) if each.survey.survey_id == survey_id)
    return ingest_task(work, settings)
